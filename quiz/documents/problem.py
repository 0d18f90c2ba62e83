"""A problem found in a file, at a place a person finds it by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from flask_babel import gettext

from quiz.core.errors import DomainError

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Problem:
    """What is wrong and where ("B7", "dòng 12"); an error means nothing of the file was taken."""

    place: str
    code: str
    message: str
    severity: Severity = "error"

    def as_dict(self) -> dict[str, str]:
        """The shape in which commands print it as JSON."""
        return asdict(self)


def at(place: str, error: DomainError) -> Problem:
    """A domain error as a problem at a place, in the reader's language."""
    return Problem(place, error.code, gettext(error.text, **error.params))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether one of the problems keeps the file from being taken."""
    return any(problem.severity == "error" for problem in problems)
