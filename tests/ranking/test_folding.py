"""Folding closed attempts into standings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from quiz.contests.models import Round
from quiz.contests.rules import Counted, Criterion, Total
from quiz.core.db import db, transaction
from quiz.core.jobs import lease
from quiz.ranking import service
from quiz.ranking.models import Fold, Standing
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.ranking.conftest import ArenaMaker, fold, names_in_order, standing, table


def test_a_closed_attempt_becomes_a_standing_with_its_values(arena: Arena, frozen: FrozenClock) -> None:
    attempt_id = arena.sit("Nguyễn Văn An", "A1", score=850, duration_ms=61_234)
    frozen.move(minutes=5)
    fold(arena, frozen)
    made = standing(arena, "Nguyễn Văn An")
    assert made is not None
    assert (made.attempt_id, made.score, made.max_score, made.duration_ms) == (attempt_id, 850, 1000, 61_234)
    assert made.submitted_at - made.started_at == timedelta(milliseconds=61_234)
    assert (made.unit_code, made.unit_name, made.unit_position) == ("A1", "Chi bộ Một", 2)
    assert (made.attempts, made.full_scores, made.prediction_value) == (1, 0, None)


def test_open_and_practice_attempts_do_not_count(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("Chỉ mở bài", is_open=True)
    arena.sit("Chỉ thi thử", is_practice=True, score=1000)
    arena.sit("Thi thật", score=300)
    arena.sit("Thi thật", is_practice=True, score=1000)
    fold(arena, frozen)
    assert names_in_order(arena) == [("Thi thật", 300)]


def test_an_attempt_closed_blank_by_the_clock_counts(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("Bỏ trống", score=0, duration_ms=900_000)
    fold(arena, frozen)
    assert names_in_order(arena) == [("Bỏ trống", 0)]


def test_folding_again_changes_nothing(arena: Arena, frozen: FrozenClock) -> None:
    for number, name in enumerate(["An", "Bình", "Chi"]):
        arena.sit(name, score=100 * number)
    fold(arena, frozen)
    before = table(Standing)
    for _ in range(3):
        fold(arena, frozen)
    assert table(Standing) == before
    assert len(before) == 3


@pytest.mark.parametrize("counted", Counted)
def test_folding_after_each_attempt_equals_folding_once(
    new_arena: ArenaMaker, frozen: FrozenClock, counted: Counted
) -> None:
    arena = new_arena(counted_attempt=counted, contest_total=Total.SUM)
    for number, score in enumerate((400, 900, 700), start=1):
        arena.sit("An", number=number, score=score, started_at=frozen.moment)
        frozen.move(minutes=2)
        fold(arena, frozen)
    made_in_steps = table(Standing)
    with transaction():
        db.session.execute(sa.delete(Standing))
        db.session.execute(sa.delete(Fold))
    fold(arena, frozen)
    assert table(Standing) == made_in_steps
    last = standing(arena, "An")
    assert last is not None
    assert (last.attempts, last.score) == (3, {"best": 900, "first": 400, "last": 700}[counted])


def test_a_commit_that_comes_late_is_not_missed(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("Đến sau", started_at=frozen.moment + timedelta(seconds=50), score=900)
    frozen.move(minutes=3)
    fold(arena, frozen)
    arena.sit("Ghi muộn", started_at=frozen.moment - timedelta(seconds=160), duration_ms=40_000, score=700)
    fold(arena, frozen)
    assert names_in_order(arena) == [("Đến sau", 900), ("Ghi muộn", 700)]


def test_a_clock_that_runs_ahead_on_one_host_hides_nobody(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("Đồng hồ nhanh", closed_after=timedelta(hours=5))
    frozen.move(minutes=5)
    fold(arena, frozen)
    frozen.move(minutes=5)
    arena.sit("Đúng giờ", started_at=frozen.moment - timedelta(minutes=2))
    fold(arena, frozen)
    assert {name for name, _ in names_in_order(arena)} == {"Đồng hồ nhanh", "Đúng giờ"}


def test_only_the_people_concerned_are_written_again(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An")
    arena.sit("Bình")
    frozen.move(minutes=5)
    fold(arena, frozen)
    with transaction():
        db.session.execute(sa.update(Standing).values(name="Không đụng đến"))
    arena.sit("Bình", number=2, started_at=frozen.moment - timedelta(minutes=2))
    fold(arena, frozen)
    assert [row.name for row in db.session.query(Standing).order_by(Standing.attempts)] == ["Không đụng đến", "Bình"]


def test_the_total_adds_up_the_rounds_and_takes_the_last_unit(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(rounds=3, contest_total=Total.SUM)
    arena.sit("An", "A1", round_number=1, score=1000, duration_ms=50_000)
    arena.sit("An", "B", round_number=3, score=400, duration_ms=20_000)
    frozen.move(weeks=3)
    fold(arena, frozen, 1)
    fold(arena, frozen, 3)
    total = standing(arena, "An", 0)
    assert total is not None
    assert (total.score, total.max_score, total.duration_ms, total.attempts, total.full_scores) == (
        1400,
        2000,
        70_000,
        2,
        1,
    )
    assert (total.unit_code, total.started_at) == ("B", arena.opens_at[1])
    assert total.submitted_at == arena.opens_at[3] + timedelta(seconds=20)


def test_without_a_total_there_is_none(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An")
    fold(arena, frozen)
    assert standing(arena, "An", 0) is None


def test_new_rules_change_standings_folded_before(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    from dataclasses import replace

    from quiz.contests.models import Contest
    from tests.factories.attempts import RULES, add_rules

    arena = new_arena()
    arena.sit("Nhanh", score=800, duration_ms=10_000)
    arena.sit("Giỏi", score=900, duration_ms=90_000)
    fold(arena, frozen)
    assert [name for name, _ in names_in_order(arena)] == ["Giỏi", "Nhanh"]
    with transaction():
        add_rules(arena.contest_id, 2, replace(RULES, tie_break=(Criterion.DURATION,)), frozen.moment, [])
        db.session.get_one(Contest, arena.contest_id).rules_version = 2
    fold(arena, frozen)
    assert [name for name, _ in names_in_order(arena)] == ["Nhanh", "Giỏi"]


def test_one_folder_at_a_time(arena: Arena, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> None:
    arena.sit("An")
    monkeypatch.setattr(lease, "holder_name", lambda: "another process")
    assert lease.acquire(f"ranking-{arena.contest_id}", timedelta(seconds=15))
    monkeypatch.undo()
    assert not service.fold(arena.rounds[1], frozen.moment)
    assert names_in_order(arena) == []
    frozen.move(seconds=16)
    fold(arena, frozen)
    assert names_in_order(arena) == [("An", 500)]


def test_folding_a_whole_round_inside_a_transaction_is_refused(arena: Arena, frozen: FrozenClock) -> None:
    with pytest.raises(RuntimeError), transaction():
        service.fold(arena.rounds[1], frozen.moment)


def test_own_attempt_is_in_the_standings_before_they_are_looked_at(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An")
    service.catch_up(arena.rounds[1], arena.people["An"])
    assert names_in_order(arena) == [("An", 500)]
    frozen.move(seconds=1)
    arena.sit("Bình", score=700)
    arena.sit("Chi", score=600)
    service.catch_up(arena.rounds[1], arena.people["Bình"])
    assert names_in_order(arena) == [("Bình", 700), ("An", 500)], "only the one who asks is folded"
    fold(arena, frozen)
    assert [name for name, _ in names_in_order(arena)] == ["Bình", "Chi", "An"]


def test_catching_up_works_while_another_one_folds(
    arena: Arena, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    arena.sit("An")
    monkeypatch.setattr(service.lease, "acquire", lambda *_: False)
    service.catch_up(arena.rounds[1], arena.people["An"])
    assert names_in_order(arena) == [("An", 500)]


def test_many_people_take_few_statements(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(contest_total=Total.SUM)
    statements: list[Any] = []
    counts = []

    def listen(*args: Any) -> None:
        statements.append(args[2])

    for size in (5, 60):
        for number in range(size):
            arena.sit(f"Người {size}-{number}")
        statements.clear()
        event.listen(db.engine, "before_cursor_execute", listen)
        fold(arena, frozen)
        event.remove(db.engine, "before_cursor_execute", listen)
        counts.append(len(statements))
        frozen.move(minutes=1)
    assert counts[1] <= counts[0]
    assert len(names_in_order(arena)) == 65


def test_a_round_number_need_not_be_the_first(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(rounds=2, overrides={2: {"tie_break": ["duration"]}})
    arena.sit("Nhanh", round_number=2, score=100, duration_ms=10_000)
    arena.sit("Giỏi", round_number=2, score=900, duration_ms=20_000)
    frozen.move(weeks=1, minutes=5)
    service.refresh(frozen.moment)
    assert [name for name, _ in names_in_order(arena, 2)] == ["Nhanh", "Giỏi"]
    assert db.session.query(Round).count() == 2
