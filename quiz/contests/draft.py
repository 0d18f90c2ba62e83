"""A contest as its organiser states it: what a contest file says and what the console edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from quiz.contests.rules import ContestRules
from quiz.core.errors import Invalid


@dataclass(frozen=True)
class RoundDraft:
    """A round: its number from 1, its title, its window [opens_at, closes_at) in UTC; practice never counts."""

    number: int
    title: str
    opens_at: datetime
    closes_at: datetime
    is_practice: bool = False


@dataclass(frozen=True)
class ContestDraft:
    """Everything an organiser decides on; `owner_unit` is a unit's code, empty for the whole product."""

    slug: str
    title: str
    rules: ContestRules
    rounds: tuple[RoundDraft, ...]
    summary: str = ""
    owner_unit: str = ""
    is_demo: bool = False

    def round(self, number: int) -> RoundDraft | None:
        """The round of a number, if there is one."""
        return next((found for found in self.rounds if found.number == number), None)


@dataclass(frozen=True)
class Mistake:
    """Something that cannot be accepted: its place in the file, and the text with %(name)s places for people."""

    path: str
    text: str
    params: tuple[tuple[str, object], ...] = ()

    @property
    def message(self) -> str:
        """The text in the reader's language."""
        text: str = gettext(self.text, **dict(self.params))
        return text

    @property
    def sentence(self) -> str:
        """The text beginning with a capital letter."""
        return self.message[:1].upper() + self.message[1:]


def mistake(path: str, text: str, **params: object) -> Mistake:
    """A mistake at a place of the file."""
    return Mistake(path, text, tuple(params.items()))


class Mistakes(Invalid):
    """A contest file that cannot be taken; the text lists every mistake with its place."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        lines = "\n".join(f"{one.path}: {one.message}" for one in mistakes)
        super().__init__("Tệp cuộc thi có %(count)s lỗi:\n%(lines)s", count=len(mistakes), lines=lines)
        self.mistakes = tuple(mistakes)
        self.with_details(problems=[{"place": one.path, "message": one.message} for one in mistakes])
