"""Unit tables and the board of the projector, as they are made."""

from __future__ import annotations

import json

import sqlalchemy as sa

from quiz.contests.models import Entry
from quiz.core.db import db, transaction
from quiz.ranking import service
from quiz.ranking.models import Fold, Snapshot, Standing
from quiz.ranking.unit_tables import SubtreeSums
from tests.conftest import FrozenClock
from tests.factories.attempts import FOREST, Arena
from tests.ranking.conftest import table, unit_numbers


def refresh(frozen: FrozenClock) -> None:
    """What the runner does every two seconds."""
    service.refresh(frozen.moment)


def test_a_unit_counts_its_whole_subtree_and_one_with_nobody_is_listed(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An", "A1", score=1000)
    arena.sit("An", "A1", number=2, score=400)
    arena.sit("Bình", "A2", score=600)
    arena.sit("Chi", "A", score=200)
    arena.sit("Dung", "N", score=100)
    refresh(frozen)
    assert unit_numbers(arena) == {
        "T": (3, 4, 1800, 1),
        "A": (3, 4, 1800, 1),
        "A1": (1, 2, 1000, 1),
        "A2": (1, 1, 600, 0),
        "B": (0, 0, 0, 0),
        "C": (0, 0, 0, 0),
        "N": (1, 1, 100, 0),
    }


def test_every_unit_is_listed_with_zero_before_anybody_has_sat(arena: Arena, frozen: FrozenClock) -> None:
    refresh(frozen)
    assert unit_numbers(arena) == {code: (0, 0, 0, 0) for code, *_ in FOREST}


def test_a_unit_that_left_the_tree_leaves_the_table(arena: Arena, frozen: FrozenClock) -> None:
    refresh(frozen)
    with transaction():
        db.session.execute(sa.text("delete from round_units where code = 'C'"))
        db.session.execute(sa.update(Fold).values(is_dirty=True))
    refresh(frozen)
    assert set(unit_numbers(arena)) == {code for code, *_ in FOREST} - {"C"}


def test_only_units_that_changed_are_written(arena: Arena, frozen: FrozenClock) -> None:
    refresh(frozen)
    arena.sit("An", "B")
    written: list[int] = []

    def listen(_connection: object, _cursor: object, sql: str, parameters: object, *_rest: object) -> None:
        if sql.startswith("INSERT INTO unit_standings"):
            written.append(len(parameters) if isinstance(parameters, list) else 1)

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    refresh(frozen)
    sa.event.remove(db.engine, "before_cursor_execute", listen)
    assert written == [2], "the ward and its province"


def test_the_board_shows_the_top_with_shared_ranks_and_comparable_units(arena: Arena, frozen: FrozenClock) -> None:
    for number in range(25):
        arena.sit(f"Người {number:02}", "B" if number < 20 else "A1", score=1000 if number < 2 else 900)
    with transaction():
        db.session.execute(sa.text("update attempts set submitted_at = started_at + 60000"))
    refresh(frozen)
    board = json.loads(db.session.query(Snapshot).one().payload)
    assert board["totals"] == {"people": 25, "attempts": 25, "full_scores": 2}
    assert [person["rank"] for person in board["people"]] == [1, 1] + [3] * 18
    assert board["people"][0] == {"rank": 1, "name": "Người 00", "unit": "Phường Bình", "score": 1000}
    assert [(unit["rank"], unit["name"], unit["people"]) for unit in board["units"]] == [
        (1, "Phường Bình", 20),
        (2, "Xã An", 5),
        (3, "Xã Đông", 0),
    ]


def test_where_several_roots_have_units_below_the_roots_compete(arena: Arena, frozen: FrozenClock) -> None:
    with transaction():
        db.session.execute(sa.text("update round_units set last_position = 7 where code = 'N'"))
    refresh(frozen)
    board = json.loads(db.session.query(Snapshot).one().payload)
    assert {unit["name"] for unit in board["units"]} == {"Tỉnh Thử", "Ngoài tỉnh"}


def test_sums_over_stretches_of_positions() -> None:
    sums = SubtreeSums([(2, 1, 10, 100, 0, 5), (5, 2, 20, 200, 1, 0), (6, 4, 40, 400, 2, 8)])
    nothing = {"people": 0, "attempts": 0, "score_sum": 0, "full_scores": 0, "prize_points": 0}
    everything = {"people": 7, "attempts": 70, "score_sum": 700, "full_scores": 3, "prize_points": 13}
    assert sums.between(0, 9) == everything
    assert sums.between(3, 5) == {**nothing, "people": 2, "attempts": 20, "score_sum": 200, "full_scores": 1}
    assert sums.between(3, 4) == nothing
    assert SubtreeSums([]).between(0, 9) == nothing


def test_everything_counts_in_the_whole_even_outside_the_tree(arena: Arena, frozen: FrozenClock) -> None:
    with transaction():
        db.session.execute(sa.text("delete from round_units where code = 'N'"))
    arena.sit("Ngoài cây", "N")
    refresh(frozen)
    assert json.loads(db.session.query(Snapshot).one().payload)["totals"]["people"] == 1
    assert sum(numbers[0] for numbers in unit_numbers(arena).values()) == 0
    assert table(Standing) != []


def test_a_ruling_long_after_the_end_reaches_tables_and_board(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An")
    arena.sit("Bình", "B")
    frozen.move(minutes=5)
    refresh(frozen)
    frozen.move(days=20)
    with transaction():
        db.session.get_one(Entry, (arena.contest_id, arena.people["An"])).is_disqualified = True
    service.refold(arena.contest_id, [arena.people["An"]])
    refresh(frozen)
    assert (unit_numbers(arena)["A"][0], unit_numbers(arena)["B"][0]) == (0, 1)
    assert json.loads(db.session.query(Snapshot).one().payload)["totals"]["people"] == 1
