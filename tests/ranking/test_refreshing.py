"""The periodic work: unit tables, boards, and the rebuild that must give the same."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
import sqlalchemy as sa

from quiz.contests.models import Round
from quiz.contests.rules import Counted, Total
from quiz.core.db import db, transaction
from quiz.core.errors import Unavailable
from quiz.ranking import service
from quiz.ranking.models import Basis, Fold, Snapshot, Standing, UnitStanding
from tests.conftest import FrozenClock
from tests.factories.attempts import FOREST, Arena, freeze
from tests.ranking.conftest import ArenaMaker, derived, names_in_order, unit_numbers

LEAVES = ("A1", "A2", "B", "C", "N", "A", "T")


def refresh(frozen: FrozenClock) -> None:
    """What the runner does every two seconds."""
    service.refresh(frozen.moment)


def play(arena: Arena, frozen: FrozenClock, seed: int, *, people: int = 30) -> None:
    """People of all units sit rounds in a random order, refreshed in between at random."""
    rng = random.Random(seed)
    numbers: dict[tuple[int, int], int] = {}
    for _ in range(people * 2):
        who, round_number = rng.randrange(people), rng.choice(list(arena.rounds))
        number = numbers[who, round_number] = numbers.get((who, round_number), 0) + 1
        arena.sit(
            f"Người {who}",
            LEAVES[who % len(LEAVES)],
            round_number,
            number=number,
            score=rng.choice((300, 500, 1000)),
            duration_ms=rng.choice((30_000, 40_000)),
            started_at=arena.opens_at[round_number] + timedelta(seconds=rng.randrange(3000)),
            closed_at=frozen.moment - timedelta(seconds=rng.randrange(50)),
        )
        if rng.random() < 0.2:
            frozen.move(seconds=5)
            refresh(frozen)


@pytest.mark.parametrize("seed", range(3))
def test_unit_tables_equal_a_recount_from_people(new_arena: ArenaMaker, frozen: FrozenClock, seed: int) -> None:
    arena = new_arena(rounds=2, contest_total=Total.SUM)
    frozen.move(weeks=1)
    play(arena, frozen, seed)
    refresh(frozen)
    for number in (0, 1, 2):
        standings = db.session.query(Standing).filter_by(round_number=number).all()
        assert standings
        for code, _name, _superior, _kind, first, last, _headcount in FOREST:
            within = [one for one in standings if first <= next(u[4] for u in FOREST if u[0] == one.unit_code) <= last]
            recount = (
                len({one.person_id for one in within}),
                sum(one.attempts for one in within),
                sum(one.score for one in within),
                sum(one.full_scores for one in within),
            )
            assert unit_numbers(arena, number)[code] == recount


@pytest.mark.parametrize("counted", Counted)
def test_a_rebuild_gives_the_same_byte_for_byte(new_arena: ArenaMaker, frozen: FrozenClock, counted: Counted) -> None:
    arena = new_arena(rounds=2, contest_total=Total.SUM, counted_attempt=counted)
    frozen.move(weeks=1)
    play(arena, frozen, seed=7)
    refresh(frozen)
    folded = derived()
    with transaction():
        for model in (Standing, UnitStanding, Snapshot, Fold, Basis):
            db.session.execute(sa.delete(model))
    assert service.rebuild(arena.contest_id, frozen.moment) == len(folded[0])
    assert derived() == folded
    frozen.move(hours=1)
    service.rebuild(arena.contest_id, frozen.moment)
    assert derived() == folded


def test_a_rebuild_mends_what_was_tampered_with(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An", score=900)
    arena.sit("Bình", score=400)
    refresh(frozen)
    true = derived()
    stranger = arena.person("Không thi")
    with transaction():
        one = db.session.query(Standing).filter_by(name="Bình").one()
        one.score, one.sort_key = 1000, b"\0" * 16
        columns = {column.name: getattr(one, column.name) for column in Standing.__table__.columns}
        db.session.add(Standing(**{**columns, "person_id": stranger}))
        db.session.add(Standing(**{**columns, "round_number": 9}))
        db.session.query(UnitStanding).filter_by(code="A").one().people = 77
    assert derived() != true
    service.rebuild(arena.contest_id, frozen.moment)
    assert derived() == true


def test_a_rebuild_waits_for_the_other_folder_and_gives_up_with_a_reason(
    arena: Arena, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "PATIENCE_SECONDS", 0.15)
    monkeypatch.setattr(service.lease, "acquire", lambda *_: False)
    with pytest.raises(Unavailable):
        service.rebuild(arena.contest_id, frozen.moment)


def test_a_quiet_round_is_not_written_again(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An")
    refresh(frozen)
    made_at = db.session.query(Snapshot.made_at).scalar()
    db.session.rollback()
    frozen.move(seconds=2)
    refresh(frozen)
    assert db.session.query(Snapshot.made_at).scalar() == made_at
    assert db.session.query(Fold.folded_at).scalar() == frozen.moment, "standings are known to be complete until now"


def test_people_who_are_not_ranked_do_not_make_boards_anew(arena: Arena, frozen: FrozenClock) -> None:
    arena.person("Bị loại", is_disqualified=True)
    arena.sit("An")
    arena.sit("Bị loại")
    refresh(frozen)
    made_at = db.session.query(Snapshot.made_at).scalar()
    db.session.rollback()
    frozen.move(seconds=2)
    refresh(frozen)
    assert db.session.query(Snapshot.made_at).scalar() == made_at


def test_whoever_looks_has_standings_folded_where_no_runner_does(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An")
    service.freshen(arena.contest_id, frozen.moment)
    assert (len(names_in_order(arena)), unit_numbers(arena)["A1"][0]) == (1, 1)
    arena.sit("Bình")
    frozen.move(seconds=9)
    service.freshen(arena.contest_id, frozen.moment)
    assert len(names_in_order(arena)) == 1, "a runner would have been here in the meantime, or soon"
    frozen.move(seconds=1)
    service.freshen(arena.contest_id, frozen.moment)
    assert (len(names_in_order(arena)), unit_numbers(arena)["A1"][0]) == (2, 2)


def test_one_new_attempt_makes_tables_and_board_anew(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An")
    refresh(frozen)
    frozen.move(minutes=2)
    arena.sit("Bình", "B", started_at=frozen.moment - timedelta(minutes=1))
    refresh(frozen)
    assert unit_numbers(arena)["B"] == (1, 1, 500, 0)
    assert db.session.query(Snapshot).one().made_at == frozen.moment


def test_what_was_folded_on_demand_reaches_the_tables_too(arena: Arena, frozen: FrozenClock) -> None:
    refresh(frozen)
    arena.sit("An")
    service.catch_up(arena.rounds[1], arena.people["An"])
    refresh(frozen)
    assert unit_numbers(arena)["A1"] == (1, 1, 500, 0)


def test_rounds_that_have_not_opened_are_left_alone(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    new_arena(rounds=2)
    refresh(frozen)
    assert [fold.round_id for fold in db.session.query(Fold)] == [db.session.query(Round.id).first()[0]]


def test_a_long_closed_round_rests_until_something_comes_in_late(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An")
    refresh(frozen)
    frozen.move(days=30)
    refresh(frozen)
    folded_at = db.session.query(Fold.folded_at).scalar()
    db.session.rollback()
    frozen.move(days=1)
    refresh(frozen)
    assert db.session.query(Fold.folded_at).scalar() == folded_at
    arena.sit("Bình", closed_after=timedelta(days=31))
    refresh(frozen)
    assert len(names_in_order(arena)) == 2


def test_a_contest_that_fails_does_not_stop_the_others(
    new_arena: ArenaMaker, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = new_arena(), new_arena(slug="khac")
    sound.sit("An")
    whole = service.frame_of

    def frame_of(contest_id: int) -> service.Frame:
        if contest_id == broken.contest_id:
            raise ZeroDivisionError
        return whole(contest_id)

    monkeypatch.setattr(service, "frame_of", frame_of)
    refresh(frozen)
    assert names_in_order(sound) == [("An", 500)]
    assert unit_numbers(sound)["A1"][0] == 1


def test_the_total_stands_under_the_tree_of_the_last_prepared_round(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(rounds=2, contest_total=Total.SUM)
    with transaction():
        db.session.execute(sa.update(Round).where(Round.number == 2).values(prepared_at=None))
        db.session.execute(sa.text("delete from round_units where round_id = :id"), {"id": arena.rounds[2]})
    arena.sit("An")
    refresh(frozen)
    with transaction():
        freeze(arena.rounds[2], arena.units)
        renamed = "update round_units set name = 'Chi bộ Đổi Tên' where round_id = :id and code = 'A1'"
        db.session.execute(sa.text(renamed), {"id": arena.rounds[2]})
        db.session.execute(sa.update(Round).where(Round.number == 2).values(prepared_at=frozen.moment))
    refresh(frozen)
    names = {one.round_number: one.unit_name for one in db.session.query(Standing)}
    assert names == {1: "Chi bộ Một", 0: "Chi bộ Đổi Tên"}
    tables = {unit.round_number: unit.name for unit in db.session.query(UnitStanding).filter_by(code="A1")}
    assert tables == names
