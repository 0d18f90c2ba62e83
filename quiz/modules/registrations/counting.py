"""The figures the plans ask for, by unit with everything below it: registered, completed by level, not completed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from quiz.core import clock
from quiz.modules.registrations.asking import Asked, asked_of, root_of, task_years
from quiz.modules.registrations.collectives import UnitLine, unit_lines
from quiz.modules.registrations.people import EXEMPT, Line, Reach, lines
from quiz.modules.registrations.rules import COMPLETED, LEVEL_TITLES, Level, State
from quiz.plans.models import Plan
from quiz.plans.modules import Figure, Span
from quiz.units.models import OrgUnit


@dataclass
class Counts:
    """Numbers of people or units: how many must, are exempt, registered, and how it turned out."""

    must: int = 0
    exempt: int = 0
    registered: int = 0
    waiting: int = 0
    late: int = 0
    levels: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LEVEL_TITLES, 0))

    @property
    def completed(self) -> int:
        """How many have completed at any level."""
        return sum(self.levels[level] for level in COMPLETED)

    @property
    def failed(self) -> int:
        """How many have not completed."""
        return self.levels[Level.FAILED]

    @property
    def missing(self) -> int:
        """How many of those who must have handed up nothing that waits or is confirmed."""
        return self.must - self.registered - self.waiting

    def share(self, number: int, of: int) -> float | None:
        """A share from 0 to 1; None of nobody."""
        return number / of if of else None


@dataclass(frozen=True)
class Both:
    """The numbers of people and of collectives."""

    people: Counts
    units: Counts


def count(rows: Sequence[Line] | Sequence[UnitLine], today: date, until: datetime | None = None) -> Counts:
    """Count lines; with `until` alone what was confirmed and assessed before that moment."""
    made = Counts()
    for row in rows:
        record = row.registration
        if row.state == EXEMPT:
            made.exempt += 1
            continue
        made.must += 1
        made.late += row.is_late(today)
        made.waiting += row.state == State.SUBMITTED
        if row.state == State.CONFIRMED and _before(record.decided_at, until):
            made.registered += 1
            if record.level and _before(record.assessed_at, until):
                made.levels[record.level] += 1
        elif row.state == State.CONFIRMED:
            made.waiting += 1
    return made


def _before(moment: datetime | None, until: datetime | None) -> bool:
    return until is None or (moment is not None and moment < until)


def counts_by_unit(asked: Asked, units: Sequence[OrgUnit], on: date, until: datetime | None = None) -> dict[int, Both]:
    """The numbers of each unit with its subtree; the same statements for one unit as for thousands."""
    if not units:
        return {}
    reach = Reach(min(unit.position for unit in units), max(unit.last_position for unit in units))
    people, bodies = lines(asked, reach, on), unit_lines(asked, reach)
    return split(people, bodies, units, on, until)


def split(
    people: Sequence[Line],
    bodies: Sequence[UnitLine],
    units: Sequence[OrgUnit],
    on: date,
    until: datetime | None = None,
) -> dict[int, Both]:
    """Lines, which stand in the order of units, given to each unit with its subtree and counted."""
    people_at, bodies_at = [line.position for line in people], [line.position for line in bodies]
    found = {}
    for unit in units:
        own = people[bisect_left(people_at, unit.position) : bisect_right(people_at, unit.last_position)]
        own_bodies = bodies[bisect_left(bodies_at, unit.position) : bisect_right(bodies_at, unit.last_position)]
        found[unit.id] = Both(count(own, on, until), count(own_bodies, on, until))
    return found


MEASURES = {"personal": "người", "collective": "tập thể"}
FIGURE_TITLES: tuple[tuple[str, str], ...] = (
    ("registrations.personal.must", "Cá nhân phải đăng ký"),
    ("registrations.personal.exempt", "Cá nhân được miễn đăng ký"),
    ("registrations.personal.registered", "Cá nhân đã đăng ký (đã xác nhận)"),
    ("registrations.personal.completed", "Cá nhân hoàn thành nội dung đăng ký"),
    ("registrations.personal.excellent", "Cá nhân hoàn thành xuất sắc"),
    ("registrations.personal.good", "Cá nhân hoàn thành tốt"),
    ("registrations.personal.done", "Cá nhân hoàn thành"),
    ("registrations.personal.failed", "Cá nhân không hoàn thành"),
    ("registrations.collective.must", "Tập thể phải đăng ký"),
    ("registrations.collective.registered", "Tập thể đã đăng ký (đã xác nhận)"),
    ("registrations.collective.completed", "Tập thể hoàn thành nội dung đăng ký"),
    ("registrations.collective.excellent", "Tập thể hoàn thành xuất sắc"),
    ("registrations.collective.good", "Tập thể hoàn thành tốt"),
    ("registrations.collective.done", "Tập thể hoàn thành"),
    ("registrations.collective.failed", "Tập thể không hoàn thành"),
)
"""The keys of the figures, the same in every unit and period, with what they are called."""
SHARE_OF = {
    "registered": "must",
    "completed": "registered",
    "excellent": "registered",
    "good": "registered",
    "done": "registered",
    "failed": "registered",
}


def figures(plan: Plan, units: Sequence[OrgUnit], span: Span) -> Mapping[int, Sequence[Figure]]:
    """The figures of units for a report: what was confirmed and assessed by the last day of the span."""
    root = root_of(plan)
    asked = asked_of(root, year_of(root, span.to_on))
    until = clock.at_local(span.to_on, 24, 0)
    return {unit_id: _figures(both) for unit_id, both in counts_by_unit(asked, units, span.to_on, until).items()}


def year_of(plan: Plan, day: date) -> int:
    """The plan's year that a day belongs to; before and after them the first and the last."""
    years = task_years(plan) or [day.year]
    return min(max(day.year, years[0]), years[-1])


def _figures(both: Both) -> list[Figure]:
    made = []
    for key, title in FIGURE_TITLES:
        _, who, what = key.split(".")
        counts = both.people if who == "personal" else both.units
        value = counts.levels[what] if what in counts.levels else getattr(counts, what)
        of = f"registrations.{who}.{SHARE_OF[what]}" if what in SHARE_OF else ""
        made.append(Figure(key, title, value * 100, MEASURES[who], of))
    return made
