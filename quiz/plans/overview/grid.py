"""The grid: a unit and its children over the tasks of a plan, each cell with its counts and its worst status."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from quiz.core.vietnamese import fold, sort_key
from quiz.plans.overview.counting import Asked
from quiz.plans.overview.scope import Look
from quiz.plans.overview.statuses import Counts
from quiz.plans.overview.tallies import tally
from quiz.plans.overview.tasks import Column, columns_of
from quiz.plans.rules import Status
from quiz.units import queries as units
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class Filter:
    """What narrows a grid: a module, a month ("2026-03"), only what is late, words of a unit's or task's name."""

    module: str = ""
    month: str = ""
    late: bool = False
    words: str = ""


@dataclass
class Row:
    """A unit of the grid. `is_self`: the unit itself with its own duties alone; others with everything below."""

    unit: OrgUnit
    is_self: bool
    cells: dict[int, Counts] = field(default_factory=lambda: defaultdict(Counts))
    all: Counts = field(default_factory=Counts)

    def of(self, column: Column) -> Counts:
        """The cell under a task."""
        return self.cells.get(column.duty_task_id, Counts())

    def late_columns(self, columns: Sequence[Column]) -> list[Column]:
        """The tasks with which the unit is late, most duties first."""
        late = [column for column in columns if self.of(column).late]
        return sorted(late, key=lambda column: -self.of(column).late)

    def shown_columns(self, columns: Sequence[Column]) -> list[Column]:
        """The tasks that the unit has, the worst first, in the document's order otherwise."""
        order = list(Status)
        given = [(order.index(worst), column) for column in columns if (worst := self.of(column).worst)]
        return [column for _order, column in sorted(given, key=lambda pair: pair[0])]


@dataclass
class Grid:
    """Rows sorted by most late, the unit itself first where it has duties; totals of rows, of columns, of all."""

    columns: list[Column]
    rows: list[Row]
    totals: dict[int, Counts]
    all: Counts

    @property
    def late_rows(self) -> list[Row]:
        """The units that are late with something."""
        return [row for row in self.rows if row.all.late]

    def sections(self) -> Iterator[tuple[str, int]]:
        """The sections over the columns, and how many columns each has."""
        for section, group in groupby(self.columns, key=lambda column: column.section):
            yield section, len(list(group))

    def total(self, column: Column) -> Counts:
        """What stands below a column."""
        return self.totals.get(column.duty_task_id, Counts())


def grid_of(look: Look, wanted: Filter) -> Grid:
    """The grid of a unit. The number of statements does not grow with units or tasks."""
    columns = columns_of(look.plan, look.today, wanted.module)
    asked = Asked(look.unit, columns, look.today, wanted.month)
    rows = _rows(look.unit)
    for (place, task, _day), counts in tally(asked).items():
        if place in rows:
            rows[place].cells[task] += counts
            rows[place].all += counts
    return _made(list(rows.values()), columns, wanted)


def _rows(unit: OrgUnit) -> dict[int, Row]:
    return {unit.id: Row(unit, True), **{child.id: Row(child, False) for child in units.children(unit)}}


def _made(rows: list[Row], columns: list[Column], wanted: Filter) -> Grid:
    kept = [row for row in rows if row.all.total and _is_wanted(row, wanted)]
    kept.sort(key=lambda row: (not row.is_self, -row.all.late, sort_key(row.unit.name)))
    totals: dict[int, Counts] = defaultdict(Counts)
    everything = Counts()
    for row in kept:
        everything += row.all
        for task, counts in row.cells.items():
            totals[task] += counts
    if wanted.late:
        columns = [column for column in columns if totals[column.duty_task_id].late]
    return Grid(columns, kept, dict(totals), everything)


def _is_wanted(row: Row, wanted: Filter) -> bool:
    if wanted.late and not row.all.late:
        return False
    return all(word in fold(f"{row.unit.name} {row.unit.code}") for word in fold(wanted.words).split())
