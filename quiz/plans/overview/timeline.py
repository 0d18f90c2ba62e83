"""The year of a unit with everything below it: month by month what is due, done and late, and task by task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from quiz.plans.overview.counting import Asked
from quiz.plans.overview.scope import Look
from quiz.plans.overview.statuses import Counts
from quiz.plans.overview.tallies import tally
from quiz.plans.overview.tasks import Column, columns_of, standing_duties
from quiz.plans.timing.rules import month_end


@dataclass
class Line:
    """A task on a day: how many duties of the subtree are due then, and how they stand."""

    column: Column
    due_on: date | None
    counts: Counts = field(default_factory=Counts)


@dataclass
class Month:
    """A month of the year with what falls due in it."""

    first: date
    counts: Counts = field(default_factory=Counts)
    lines: list[Line] = field(default_factory=list)

    @property
    def key(self) -> str:
        """As the grid's filter names it: 2026-03."""
        return f"{self.first:%Y-%m}"

    def is_now(self, today: date) -> bool:
        """Whether the day lies within."""
        return self.first <= today <= month_end(self.first.year, self.first.month)

    def is_over(self, today: date) -> bool:
        """Whether the day lies after it."""
        return today > month_end(self.first.year, self.first.month)


@dataclass
class Timeline:
    """The twelve months, what has no day yet, what was due in other years, and how many standing duties there are."""

    year: int
    years: Sequence[int]
    months: list[Month]
    undated: list[Line]
    elsewhere: Counts
    standing: int
    today: date

    @property
    def most(self) -> int:
        """The most that is due in one month."""
        return max((month.counts.total for month in self.months), default=0)

    @property
    def today_at(self) -> float | None:
        """Where today stands among the twelve columns, from 0 to 1; None in another year."""
        if self.today.year != self.year:
            return None
        part = (self.today.day - 1) / month_end(self.today.year, self.today.month).day
        return (self.today.month - 1 + part) / 12

    @property
    def all(self) -> Counts:
        """What is due in the year altogether."""
        found = Counts()
        for month in self.months:
            found += month.counts
        return found


def timeline_of(look: Look, year: int | None) -> Timeline:
    """The year of a plan in a unit's subtree; without a year the one of today, or the plan's first."""
    years = sorted(set(look.plan.years)) or [look.today.year]
    shown = year if year in years else (look.today.year if look.today.year in years else years[0])
    columns = columns_of(look.plan, look.today)
    by_task = {column.duty_task_id: column for column in columns}
    found = tally(Asked(look.unit, columns, look.today, splits=False, by_day=True))
    made = Timeline(
        shown,
        years,
        [Month(date(shown, month, 1)) for month in range(1, 13)],
        [],
        Counts(),
        standing_duties(look.plan.id),
        look.today,
    )
    for (_place, task, day), counts in sorted(found.items(), key=lambda item: (item[0][2] or date.max, item[0][1])):
        if counts.total:
            _put(made, Line(by_task[task], day, counts))
    return made


def _put(made: Timeline, line: Line) -> None:
    if line.due_on is None:
        made.undated.append(line)
    elif line.due_on.year == made.year:
        month = made.months[line.due_on.month - 1]
        month.counts += line.counts
        month.lines.append(line)
    else:
        made.elsewhere += line.counts
