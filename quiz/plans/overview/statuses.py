"""How duties look on a day, as the database tells it, and how a status is shown: a mark, a tone, never colour alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from quiz.plans.rules import DONE, SOON, DutyState, Status

MARKS: dict[Status, str] = {
    Status.LATE: "!",
    Status.RETURNED: "↩",
    Status.SOON: "◷",
    Status.WAITING: "…",
    Status.AHEAD: "○",
    Status.UNDATED: "–",
    Status.DONE: "✓",
    Status.EXCUSED: "∅",
}
"""The sign that stands in a cell beside its count."""
UNFINISHED = (DutyState.OPEN, DutyState.DRAFT, DutyState.RETURNED)
"""States in which somebody still has to act, and in which a day can pass."""


def status_sql(state: sa.SQLColumnExpression[Any], due_on: sa.SQLColumnExpression[Any], today: date) -> sa.Case[str]:
    """The same as `rules.status_of`, for statements that count: a test holds the two together."""
    return sa.case(
        (state == DutyState.EXCUSED, Status.EXCUSED.value),
        (state.in_(sorted(DONE)), Status.DONE.value),
        (state == DutyState.SUBMITTED, Status.WAITING.value),
        (due_on < today, Status.LATE.value),
        (state == DutyState.RETURNED, Status.RETURNED.value),
        (due_on.is_(None), Status.UNDATED.value),
        (due_on <= today + SOON, Status.SOON.value),
        else_=Status.AHEAD.value,
    )


@dataclass
class Counts:
    """How many duties there are of each status: of units as bodies, and of holders of posts."""

    units: Counter[Status] = field(default_factory=Counter)
    people: Counter[Status] = field(default_factory=Counter)

    def __iadd__(self, other: Counts) -> Counts:
        self.units.update(other.units)
        self.people.update(other.people)
        return self

    def of(self, status: Status) -> int:
        """How many have this status, units and people together."""
        return self.units[status] + self.people[status]

    @property
    def total(self) -> int:
        """How many duties there are."""
        return self.units.total() + self.people.total()

    @property
    def late(self) -> int:
        """How many are late."""
        return self.of(Status.LATE)

    @property
    def done(self) -> int:
        """How many are settled."""
        return self.of(Status.DONE)

    @property
    def open(self) -> int:
        """How many are neither late nor settled nor excused."""
        return self.total - self.late - self.done - self.of(Status.EXCUSED)

    @property
    def worst(self) -> Status | None:
        """The worst status that any of them has; None where there is no duty at all."""
        return next((status for status in Status if self.of(status) > 0), None)

    @property
    def mark(self) -> str:
        """The sign of the worst status."""
        return MARKS[self.worst] if self.worst else ""
