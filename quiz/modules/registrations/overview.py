"""The overview of a unit: who has registered, who is missing, who is late; by the units directly below and by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.vietnamese import fold
from quiz.modules.registrations.asking import Asked
from quiz.modules.registrations.collectives import UnitLine, unit_lines
from quiz.modules.registrations.counting import Both, split
from quiz.modules.registrations.people import EXEMPT, Line, Reach, lines
from quiz.modules.registrations.rules import State
from quiz.units import queries as units
from quiz.units.models import OrgUnit

SHOWN = ("all", "missing", "late", "waiting", "confirmed", "exempt")


@dataclass(frozen=True)
class UnitRow:
    """A unit with the numbers of everything below it."""

    unit: OrgUnit
    both: Both


@dataclass(frozen=True)
class Overview:
    """What the page shows: the unit, those directly below it, the people and collectives that were asked for."""

    own: UnitRow
    below: Sequence[UnitRow]
    people: Page[Line]
    bodies: Sequence[UnitLine]


def overview(asked: Asked, unit: OrgUnit, today: date, shown: str, text: str, number: int) -> Overview:
    """The overview of a unit with its subtree; the same number of statements whatever its size."""
    people, bodies = lines(asked, Reach.of(unit), today), unit_lines(asked, Reach.of(unit))
    words = fold(text).split()
    chosen = [line for line in people if fits(line, shown, today) and _has(line, words)]
    page = Page(chosen[offset(number) : offset(number) + PER_PAGE], number, len(chosen))
    all_units = [unit, *units.children(unit)]
    counted = split(people, bodies, all_units, today)
    own, *below = [UnitRow(one, counted[one.id]) for one in all_units]
    here = [line for line in bodies if fits(line, shown, today) and not words]
    return Overview(own, below, page, here[:PER_PAGE])


def fits(line: Line | UnitLine, shown: str, today: date) -> bool:
    """Whether a line belongs to what was asked for."""
    if shown == "missing":
        return line.state in {"", State.DRAFT, State.RETURNED}
    if shown == "late":
        return line.is_late(today)
    wanted = {"waiting": State.SUBMITTED, "confirmed": State.CONFIRMED, "exempt": EXEMPT}
    return shown not in wanted or line.state == wanted[shown]


def _has(line: Line, words: Sequence[str]) -> bool:
    text = fold(f"{line.name} {line.unit_name}") if words else ""
    return all(word in text for word in words)
