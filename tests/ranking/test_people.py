"""Who has a standing, under which name and for which unit."""

from __future__ import annotations

import sqlalchemy as sa

from quiz.contests.models import Entry
from quiz.contests.rules import Total
from quiz.core.db import db, transaction
from quiz.ranking import service
from quiz.ranking.models import Standing
from quiz.units.models import OrgUnit
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.ranking.conftest import ArenaMaker, fold, names_in_order, standing, table


def test_disqualified_and_unranked_people_have_no_standing(arena: Arena, frozen: FrozenClock) -> None:
    arena.person("Bị loại", is_disqualified=True)
    arena.person("Ban giám khảo", is_ranked=False)
    for name in ("Bị loại", "Ban giám khảo", "Thí sinh"):
        arena.sit(name)
    fold(arena, frozen)
    assert names_in_order(arena) == [("Thí sinh", 500)]


def test_a_disqualification_and_its_repeal_move_the_list(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An", score=900)
    arena.sit("Bình", score=800)
    fold(arena, frozen)
    entry = (arena.contest_id, arena.people["An"])
    with transaction():
        db.session.get_one(Entry, entry).is_disqualified = True
    service.sweep(frozen.moment)
    assert names_in_order(arena) == [("Bình", 800)]
    with transaction():
        db.session.get_one(Entry, entry).is_disqualified = False
    service.sweep(frozen.moment)
    assert names_in_order(arena) == [("An", 900), ("Bình", 800)]


def test_a_person_without_an_entry_is_ranked(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An")
    with transaction():
        db.session.execute(sa.delete(Entry))
    fold(arena, frozen)
    assert names_in_order(arena) == [("An", 500)]


def test_a_disqualified_person_leaves_the_total_with_all_rounds(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(rounds=2, contest_total=Total.SUM)
    for number in (1, 2):
        arena.sit("An", round_number=number)
    frozen.move(weeks=2)
    service.refresh(frozen.moment)
    assert len(table(Standing)) == 3
    with transaction():
        db.session.get_one(Entry, (arena.contest_id, arena.people["An"])).is_disqualified = True
    service.refold(arena.contest_id, [arena.people["An"]])
    assert table(Standing) == []


def test_initials_stand_for_those_who_did_not_agree_and_search_knows_no_more(arena: Arena, frozen: FrozenClock) -> None:
    arena.person("Hoàng Thị Kín", public_name="initials")
    arena.person("Lê Trẻ Em", birth="2012-05-01")
    arena.sit("Hoàng Thị Kín")
    arena.sit("Lê Trẻ Em")
    fold(arena, frozen)
    shown = standing(arena, "Hoàng Thị Kín")
    assert shown is not None
    assert (shown.name, shown.name_folded) == ("H.T.K.", "h.t.k.")
    assert "kin" not in shown.name_key
    assert [name for name, _ in names_in_order(arena)] == ["L.T.E.", "H.T.K."]


def test_a_name_withdrawn_from_the_public_disappears_with_the_next_sweep(arena: Arena, frozen: FrozenClock) -> None:
    from quiz.accounts.models import Person

    arena.sit("Hoàng Thị Kín")
    fold(arena, frozen)
    with transaction():
        db.session.get_one(Person, arena.people["Hoàng Thị Kín"]).public_name = "initials"
    service.sweep(frozen.moment)
    assert names_in_order(arena) == [("H.T.K.", 500)]


def test_a_unit_founded_since_counts_for_its_superior(arena: Arena, frozen: FrozenClock) -> None:
    with transaction():
        unit = OrgUnit(code="A9", name="Chi bộ Mới", name_folded="", kind="branch", parent_id=arena.units["A"])
        db.session.add(unit)
        db.session.flush()
        arena.units["A9"] = unit.id
        below = OrgUnit(code="A99", name="Tổ Mới", name_folded="", kind="other", parent_id=unit.id)
        db.session.add(below)
        db.session.flush()
        arena.units["A99"] = below.id
    arena.sit("An", "A9")
    arena.sit("Bình", "A99")
    fold(arena, frozen)
    for name, unit_name in (("An", "Chi bộ Mới"), ("Bình", "Tổ Mới")):
        made = standing(arena, name)
        assert made is not None
        assert (made.unit_name, made.unit_position) == (unit_name, 1)


def test_a_round_without_a_frozen_tree_is_folded_all_the_same(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(prepared=False)
    arena.sit("An")
    fold(arena, frozen)
    made = standing(arena, "An")
    assert made is not None
    assert (made.unit_name, made.unit_position) == ("Chi bộ Một", -1)
