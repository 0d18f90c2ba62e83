"""A contest across a merge, a new name and a move: rounds stay under their day, and every total equals a recount."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from quiz.attempts.models import Attempt
from quiz.contests.frozen_units import freeze_units
from quiz.contests.models import Round, RoundUnit
from quiz.contests.rules import Total
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.ranking import service
from quiz.ranking.models import Standing, UnitStanding
from quiz.units import service as units
from quiz.units.models import OrgUnit
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena, make_arena
from tests.ranking.conftest import derived

Between = Callable[[Arena, FrozenClock], object]


def merge(arena: Arena, frozen: FrozenClock) -> object:
    """Xã An with its branches goes up in Phường Bình."""
    day = clock.local(frozen.moment).date()
    return units.merge_units(None, [arena.units["A"]], arena.units["B"], day, "NQ 1", frozen.moment)


def rename(arena: Arena, _frozen: FrozenClock) -> object:
    """Phường Bình gets another name."""
    return units.rename_unit(None, arena.units["B"], "Phường Bình Minh")


def move(arena: Arena, _frozen: FrozenClock) -> object:
    """Chi bộ Một goes under Phường Bình."""
    return units.move_unit(None, arena.units["A1"], arena.units["B"])


@pytest.fixture
def arena(app: object, frozen: FrozenClock) -> Arena:
    """Two rounds and their sum; the first is frozen, nobody has sat."""
    with transaction():
        made = make_arena(frozen.moment, rounds=2, prepared=False, contest_total=Total.SUM)
    units.renumber()
    prepare(made, 1)
    return made


def prepare(arena: Arena, number: int) -> None:
    """Freeze the forest of the day for a round."""
    with transaction():
        contest_round = db.session.get_one(Round, arena.rounds[number])
        contest_round.prepared_at = contest_round.opens_at
        freeze_units(contest_round.id, clock.local(contest_round.opens_at).date())


def first_week(arena: Arena) -> None:
    """Somebody of each unit sits, one of them twice."""
    for name, unit in (("An", "A1"), ("Bình", "A2"), ("Chi", "A"), ("Dung", "B"), ("Em", "C"), ("Giang", "N")):
        arena.sit(name, unit, score=700)
    arena.sit("An", "A1", number=2, score=900)


def recount(arena: Arena, number: int) -> dict[str, tuple[int, int]]:
    """People and attempts of every unit of the tree, straight from the attempts and the parents of the frozen units.

    The whole contest: a person stands where the last round sat has them; a unit no longer there counts for the one it
    went up in.
    """
    tree = {unit.unit_id: unit for unit in db.session.scalars(sa.select(RoundUnit).where(_tree(arena, number)))}
    people: dict[str, set[int]] = defaultdict(set)
    attempts: dict[str, int] = defaultdict(int)
    sat: dict[int, list[tuple[int, int]]] = defaultdict(list)
    query = sa.select(Attempt, Round.number).join(Round).where(Attempt.score.is_not(None)).order_by(Round.number)
    for attempt, at in db.session.execute(query):
        if number in (0, at):
            sat[attempt.person_id].append((at, attempt.unit_id))
    for person_id, all_of_them in sat.items():
        unit_id: int | None = max(all_of_them)[1]
        while unit_id not in tree:
            unit_id = db.session.get_one(OrgUnit, unit_id).merged_into_id
        while unit_id is not None:
            people[tree[unit_id].code].add(person_id)
            attempts[tree[unit_id].code] += len(all_of_them)
            unit_id = tree[unit_id].parent_id
    return {unit.code: (len(people[unit.code]), attempts[unit.code]) for unit in tree.values()}


def _tree(arena: Arena, number: int) -> sa.ColumnElement[bool]:
    prepared = [one.number for one in db.session.scalars(sa.select(Round)) if one.prepared_at is not None]
    return RoundUnit.round_id == arena.rounds[number or max(prepared)]


def table(arena: Arena, number: int) -> dict[str, tuple[int, int]]:
    """People and attempts of every unit as the table has them."""
    rows = db.session.scalars(sa.select(UnitStanding).where(UnitStanding.round_number == number))
    return {row.code: (row.people, row.attempts) for row in rows}


def totals_hold(arena: Arena, numbers: tuple[int, ...]) -> bool:
    """Whether every unit at every level equals the recount."""
    return all(table(arena, number) == recount(arena, number) for number in numbers)


@pytest.mark.parametrize("change", [merge, rename, move])
def test_totals_equal_a_recount_at_every_level_before_and_after(
    arena: Arena, frozen: FrozenClock, change: Between
) -> None:
    first_week(arena)
    frozen.move(hours=1)
    service.refresh(frozen.moment)
    before = table(arena, 1)
    assert before["T"] == (5, 6)
    assert totals_hold(arena, (0, 1))
    frozen.move(weeks=1)
    change(arena, frozen)
    prepare(arena, 2)
    arena.sit("An", "B" if change is merge else "A1", round_number=2, score=500)
    arena.sit("Hoa", "B", round_number=2)
    service.refresh(frozen.moment)
    assert totals_hold(arena, (0, 1, 2))
    assert table(arena, 1) == before, "the first round stays as it was on its day"
    shown = derived()
    service.rebuild(arena.contest_id, frozen.moment)
    assert derived() == shown


def test_whoever_sat_only_before_the_merge_counts_in_the_total_for_the_unit_that_took_theirs_in(
    arena: Arena, frozen: FrozenClock
) -> None:
    first_week(arena)
    frozen.move(weeks=1)
    merge(arena, frozen)
    prepare(arena, 2)
    service.refresh(frozen.moment)
    service.rebuild(arena.contest_id, frozen.moment)
    units_of = {
        row.round_number: (row.unit_code, row.unit_name)
        for row in db.session.scalars(sa.select(Standing).where(Standing.person_id == arena.people["Chi"]))
    }
    assert units_of == {1: ("A", "Xã An"), 0: ("B", "Phường Bình")}
    assert table(arena, 0)["B"] == (4, 5)
    assert set(table(arena, 1)) - set(table(arena, 0)) == {"A"}


def test_a_new_name_shows_from_the_next_round_on(arena: Arena, frozen: FrozenClock) -> None:
    first_week(arena)
    frozen.move(weeks=1)
    rename(arena, frozen)
    prepare(arena, 2)
    service.refresh(frozen.moment)
    query = sa.select(UnitStanding.round_number, UnitStanding.name).where(UnitStanding.code == "B")
    names = {row[0]: row[1] for row in db.session.execute(query)}
    assert names == {1: "Phường Bình", 2: "Phường Bình Minh", 0: "Phường Bình Minh"}


def test_a_unit_without_its_superior_that_day_stands_below_the_next_one_above(
    arena: Arena, frozen: FrozenClock
) -> None:
    day = clock.local(frozen.moment).date()
    units.set_validity(None, arena.units["A"], None, day)
    frozen.move(weeks=1)
    prepare(arena, 2)
    frozen_units = db.session.scalars(sa.select(RoundUnit).where(RoundUnit.round_id == arena.rounds[2]))
    parents = {unit.code: unit.parent_id for unit in frozen_units}
    assert "A" not in parents
    assert parents["A1"] == parents["A2"] == arena.units["T"]


def test_the_count_carries_its_day_and_source_into_the_round(arena: Arena, frozen: FrozenClock) -> None:
    day = clock.local(frozen.moment).date()
    units.set_headcount(None, arena.units["C"], 321, day, "Báo cáo số 5")
    prepare(arena, 2)
    unit = db.session.get_one(RoundUnit, (arena.rounds[2], arena.units["C"]))
    assert (unit.headcount, unit.headcount_on, unit.headcount_source) == (321, day, "Báo cáo số 5")
    service.refresh(frozen.moment)
    shown = db.session.get_one(UnitStanding, (arena.contest_id, 0, arena.units["C"]))
    assert (shown.headcount, shown.headcount_on, shown.headcount_source) == (321, day, "Báo cáo số 5")
