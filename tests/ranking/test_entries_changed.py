"""A decision about an entry moves the ranking at once, without waiting for the sweep."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from quiz.contests.decisions import Decision, Order, decide, on_entries_changed
from quiz.contests.groups import Division
from quiz.contests.models import Contest, Entry
from quiz.core.db import db, transaction
from quiz.ranking import service
from quiz.ranking.models import Standing, UnitStanding
from tests.conftest import FrozenClock
from tests.factories.attempts import RULES, Arena, add_rules
from tests.ranking.conftest import derived

DIVIDED = replace(RULES, divisions=(Division("A", "Bảng A"), Division("B", "Bảng B")))


@pytest.fixture
def played(arena: Arena, frozen: FrozenClock) -> Arena:
    """Three people of two units, folded."""
    for name, unit, score in (("An", "A1", 1000), ("Bình", "B", 900), ("Chi", "B", 800)):
        arena.sit(name, unit, score=score)
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    return arena


def order(arena: Arena, frozen: FrozenClock, decision: Decision, name: str, division: str = "") -> None:
    """Decide about one person as the entry is now."""
    person_id = arena.people[name]
    version = db.session.scalar(sa.select(Entry.version).where(Entry.person_id == person_id))
    assert version is not None
    decide(None, arena.contest_id, Order(decision, "Lý do", division), {person_id: version}, frozen.moment)


def names() -> list[str]:
    """Who stands, best first."""
    return list(db.session.scalars(sa.select(Standing.name).order_by(Standing.sort_key)))


def people_of(code: str) -> int:
    """How many people count for a unit."""
    found = db.session.scalar(sa.select(UnitStanding.people).where(UnitStanding.code == code))
    assert found is not None
    return found


def test_the_ranking_hears_of_decisions_once(arena: Arena) -> None:
    assert on_entries_changed.count(service.refold) == 1


@pytest.mark.parametrize("decision", [Decision.DISQUALIFY, Decision.UNRANK])
def test_who_is_out_leaves_at_once_and_the_next_move_up(played: Arena, frozen: FrozenClock, decision: Decision) -> None:
    order(played, frozen, decision, "An")
    assert names() == ["Bình", "Chi"]
    service.refresh(frozen.moment)
    assert (people_of("A1"), people_of("B"), people_of("T")) == (0, 2, 2)


@pytest.mark.parametrize(("out", "back"), [(Decision.DISQUALIFY, Decision.RESTORE), (Decision.UNRANK, Decision.RANK)])
def test_who_is_let_in_again_stands_where_they_stood(
    played: Arena, frozen: FrozenClock, out: Decision, back: Decision
) -> None:
    before = derived()
    order(played, frozen, out, "An")
    service.refresh(frozen.moment)
    order(played, frozen, back, "An")
    service.refresh(frozen.moment)
    assert names() == ["An", "Bình", "Chi"]
    assert derived() == before


def test_another_division_reaches_the_standing(played: Arena, frozen: FrozenClock) -> None:
    with transaction():
        contest = db.session.get_one(Contest, played.contest_id)
        contest.rules_version = 2
        add_rules(contest.id, 2, DIVIDED, frozen.moment, [])
    order(played, frozen, Decision.PLACE, "An", "B")
    assert db.session.scalar(sa.select(Standing.division).where(Standing.name == "An")) == "B"
    service.rebuild(played.contest_id, frozen.moment)
    assert db.session.scalar(sa.select(Standing.division).where(Standing.name == "An")) == "B"
