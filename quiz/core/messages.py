"""What a domain error says to the person who reads it."""

from __future__ import annotations

from flask_babel import gettext
from flask_wtf import FlaskForm

from quiz.core.errors import DomainError


def message_of(error: DomainError) -> str:
    """The text of an error in the person's language, its places filled."""
    text: str = gettext(error.text)
    return text % error.params if error.params else text


def show_error(form: FlaskForm, error: DomainError, fallback: str) -> None:
    """Put a domain error beside the input it is about."""
    name = error.field if error.field in form else fallback
    form[name].errors = [*form[name].errors, message_of(error)]
