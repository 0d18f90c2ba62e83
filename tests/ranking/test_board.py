"""The board's decisions: which groups need one, what it takes, what follows, and replacing it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from quiz.contests.groups import Division
from quiz.contests.models import Ruling
from quiz.contests.rules import Criterion, Meaning, Prediction, Total
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.core.errors import Conflict, Invalid, NotAllowed
from quiz.core.permissions import Actor
from quiz.ranking import service
from quiz.ranking.board import decide, decisions_of, groups_of
from quiz.ranking.outcomes import SCALE
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.ranking.conftest import ArenaMaker, derived, fold, standing
from tests.ranking.deciding import approve, over, ranks

ORDER = (Criterion.SCORE, Criterion.DURATION, Criterion.BOARD)


@pytest.fixture
def tied(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """Two at the top who are equal, one behind, and two more equals; the round is over."""
    arena = new_arena(tie_break=ORDER)
    for name, score in (("An", 1000), ("Bình", 1000), ("Chi", 900), ("Dũng", 500), ("Em", 500)):
        arena.sit(name, score=score)
    over(frozen)
    fold(arena, frozen)
    return arena


def order(arena: Arena, frozen: FrozenClock, *names: str, number: int = 1, **values: Any) -> Ruling:
    """Decide the order of some people."""
    values = {"document": "12/QĐ-BTC", "reason": "Theo biên bản họp", **values}
    people = [arena.people[name] for name in names]
    return decide(None, arena.contest_id, number, people, values["document"], values["reason"], frozen.moment)


def groups(arena: Arena, frozen: FrozenClock, number: int = 1) -> list[tuple[int, list[str], bool]]:
    """Rank, names and whether they are decided, of every group."""
    db.session.rollback()
    found = groups_of(arena.contest_id, number, frozen.moment)
    return [(group.rank, [one.name for one in group.people], group.is_decided) for group in found]


def test_groups_are_listed_from_the_top(tied: Arena, frozen: FrozenClock) -> None:
    assert groups(tied, frozen) == [(1, ["An", "Bình"], False), (4, ["Dũng", "Em"], False)]
    assert ranks(tied) == [(1, "An"), (1, "Bình"), (3, "Chi"), (4, "Dũng"), (4, "Em")]


def test_a_decision_puts_a_group_into_order_and_leaves_the_others(tied: Arena, frozen: FrozenClock) -> None:
    order(tied, frozen, "Bình", "An")
    assert ranks(tied) == [(1, "Bình"), (2, "An"), (3, "Chi"), (4, "Dũng"), (4, "Em")]
    assert groups(tied, frozen) == [(1, ["Bình", "An"], True), (4, ["Dũng", "Em"], False)]


def test_a_newer_decision_goes_before_an_older_one_which_stays_on_record(tied: Arena, frozen: FrozenClock) -> None:
    order(tied, frozen, "Bình", "An")
    order(tied, frozen, "An", "Bình", document="13/QĐ-BTC", reason="Sửa quyết định số 12")
    assert ranks(tied)[:2] == [(1, "An"), (2, "Bình")]
    kept = decisions_of(tied.contest_id, tied.rounds[1])
    assert [(one.document, one.names) for one in kept] == [
        ("13/QĐ-BTC", ("An", "Bình")),
        ("12/QĐ-BTC", ("Bình", "An")),
    ]


def test_rebuilding_gives_the_same_after_a_decision(tied: Arena, frozen: FrozenClock) -> None:
    order(tied, frozen, "Bình", "An")
    service.refresh(frozen.moment)
    before = derived()
    service.rebuild(tied.contest_id, frozen.moment)
    assert derived() == before


@pytest.mark.parametrize("names", [("An",), ("An", "An"), ("An", "Chi"), ("An", "Bình", "Chi"), ("An", "Dũng")])
def test_only_a_whole_group_can_be_ordered(tied: Arena, frozen: FrozenClock, names: tuple[str, ...]) -> None:
    with pytest.raises(Invalid) as error:
        order(tied, frozen, *names)
    assert error.value.field == "places"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Ruling)) == 0


@pytest.mark.parametrize(
    ("field", "value"), [("document", " "), ("document", "d" * 101), ("reason", ""), ("reason", "l" * 501)]
)
def test_a_document_and_a_reason_are_asked_for(tied: Arena, frozen: FrozenClock, field: str, value: str) -> None:
    with pytest.raises(Invalid) as error:
        order(tied, frozen, "An", "Bình", **{field: value})
    assert error.value.field == field


def test_whoever_does_not_organise_the_contest_decides_nothing(tied: Arena, frozen: FrozenClock) -> None:
    people = [tied.people["An"], tied.people["Bình"]]
    with pytest.raises(NotAllowed):
        decide(Actor(1, "Người khác"), tied.contest_id, 1, people, "1", "2", frozen.moment)


def test_a_decision_stands_in_the_audit_trail_with_everything_about_it(tied: Arena, frozen: FrozenClock) -> None:
    ruling = order(tied, frozen, "Bình", "An")
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "ranking.board")).one()
    assert json.loads(entry.after) == {
        "ruling_id": ruling.id,
        "round": 1,
        "places": {str(tied.people["Bình"]): 1, str(tied.people["An"]): 2},
        "document": "12/QĐ-BTC",
    }
    assert entry.reason == "Theo biên bản họp"


def test_nothing_is_to_be_decided_while_the_round_runs(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(tie_break=ORDER)
    arena.sit("An")
    arena.sit("Bình")
    fold(arena, frozen)
    assert groups(arena, frozen) == []
    with pytest.raises(Conflict) as error:
        order(arena, frozen, "An", "Bình")
    assert error.value.code == "not_asked"


def test_nothing_is_to_be_decided_where_the_rules_do_not_ask_the_board(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An")
    arena.sit("Bình")
    over(frozen)
    fold(arena, frozen)
    assert groups(arena, frozen) == []
    with pytest.raises(Conflict):
        order(arena, frozen, "An", "Bình")


def test_where_predictions_are_asked_before_the_board_waits_for_the_approval(
    new_arena: ArenaMaker, frozen: FrozenClock
) -> None:
    prediction = Prediction("?", Meaning.PEOPLE)
    arena = new_arena(tie_break=(Criterion.SCORE, Criterion.PREDICTION, Criterion.BOARD), prediction=prediction)
    for name, guess in (("An", 2), ("Bình", 4), ("Chi", 9)):
        arena.sit(name, prediction_value=guess * SCALE)
    over(frozen)
    fold(arena, frozen)
    assert groups(arena, frozen) == []
    approve(arena, frozen)
    assert groups(arena, frozen) == [(1, ["An", "Bình"], False)]
    order(arena, frozen, "Bình", "An")
    assert ranks(arena) == [(1, "Bình"), (2, "An"), (3, "Chi")]


def test_a_board_asked_before_other_criteria_decides_before_them(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(tie_break=(Criterion.SCORE, Criterion.BOARD, Criterion.DURATION))
    arena.sit("Nhanh", duration_ms=1000)
    arena.sit("Chậm", duration_ms=9000)
    over(frozen)
    fold(arena, frozen)
    assert ranks(arena) == [(1, "Nhanh"), (2, "Chậm")]
    order(arena, frozen, "Chậm", "Nhanh")
    assert ranks(arena) == [(1, "Chậm"), (2, "Nhanh")]


def test_groups_are_those_of_a_division(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    divisions = (Division("A", "Cán bộ"), Division("B", "Học sinh"))
    arena = new_arena(tie_break=ORDER, divisions=divisions)
    for name, code in (("An", "A"), ("Bình", "B"), ("Chi", "A"), ("Dũng", "B"), ("Em", "A")):
        arena.person(name, division=code)
        arena.sit(name, score=100 if name == "Em" else 900)
    over(frozen)
    fold(arena, frozen)
    assert groups(arena, frozen) == [(1, ["An", "Chi"], False), (1, ["Bình", "Dũng"], False)]
    with pytest.raises(Invalid):
        order(arena, frozen, "An", "Bình", "Chi", "Dũng")
    order(arena, frozen, "Chi", "An")
    order(arena, frozen, "Dũng", "Bình")
    assert ranks(arena, division="A") == [(1, "Chi"), (2, "An"), (3, "Em")]
    assert ranks(arena, division="B") == [(1, "Dũng"), (2, "Bình")]


def test_the_total_has_decisions_of_its_own(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(rounds=2, contest_total=Total.SUM, tie_break=ORDER)
    for number in (1, 2):
        for name in ("An", "Bình"):
            arena.sit(name, round_number=number)
    over(frozen)
    fold(arena, frozen, 1)
    assert groups(arena, frozen, 0) == [], "the second round is still running"
    over(frozen)
    fold(arena, frozen, 2)
    order(arena, frozen, "Bình", "An", number=0)
    assert ranks(arena, 0) == [(1, "Bình"), (2, "An")]
    assert ranks(arena, 1) == [(1, "An"), (1, "Bình")]
    assert decisions_of(arena.contest_id, arena.rounds[1]) == []
    assert len(decisions_of(arena.contest_id, None)) == 1


def test_who_joins_a_decided_group_later_makes_it_undecided_again(tied: Arena, frozen: FrozenClock) -> None:
    order(tied, frozen, "Bình", "An")
    tied.sit("Về sau", score=1000)
    service.refresh(frozen.moment)
    assert groups(tied, frozen)[0] == (1, ["Bình", "An", "Về sau"], False)
    assert ranks(tied)[:3] == [(1, "Bình"), (2, "An"), (3, "Về sau")]
    joined = standing(tied, "Về sau")
    assert joined is not None
    assert joined.board_place == 0
    with pytest.raises(Invalid):
        order(tied, frozen, "Bình", "An")
