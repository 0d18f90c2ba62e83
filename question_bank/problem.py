"""What a reader has to say about a file: where, how serious, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

WHOLE_FILE = "cả tệp"


class Severity(StrEnum):
    """`error`: the question was not taken. `warning` and `note`: taken, and worth a look."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `place` is what a person finds it by: "dòng 12", "B7", "Câu 15"."""

    place: str
    severity: Severity
    code: str
    message: str

    def to_dict(self) -> dict[str, str]:
        """The problem as JSON values."""
        return {
            "place": self.place,
            "severity": self.severity.value,
            "code": self.code,
            "message": self.message,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The problem that `to_dict` wrote."""
        return cls(data["place"], Severity(data["severity"]), data["code"], data["message"])


def error(place: str, code: str, message: str) -> Problem:
    """A finding because of which the question is not taken."""
    return Problem(place, Severity.ERROR, code, message)


def warning(place: str, code: str, message: str) -> Problem:
    """A finding the organiser should look at; the question is taken."""
    return Problem(place, Severity.WARNING, code, message)


def note(place: str, code: str, message: str) -> Problem:
    """A leniency or a detection worth knowing; the question is taken."""
    return Problem(place, Severity.NOTE, code, message)


class Unreadable(Exception):
    """The file as a whole cannot be read; nothing of it is taken."""

    def __init__(self, code: str, message: str, place: str = WHOLE_FILE) -> None:
        super().__init__(message)
        self.problem = error(place, code, message)
