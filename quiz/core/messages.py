"""What a domain error says to the person who reads it."""

from __future__ import annotations

from flask_babel import gettext

from quiz.core.errors import DomainError


def message_of(error: DomainError) -> str:
    """The text of an error in the person's language, its places filled."""
    text: str = gettext(error.text)
    return text % error.params if error.params else text
