"""Approving a round: what it takes, what it freezes, what follows, and taking it back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from quiz.attempts.clocks import Target
from quiz.attempts.incidents import shift_window, undo
from quiz.attempts.models import Attempt
from quiz.contests.models import Round
from quiz.contests.rules import Counted, Criterion, Meaning, Prediction, Total
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed
from quiz.core.permissions import Actor
from quiz.ranking import service
from quiz.ranking.approval import approve_round, unapprove_round
from quiz.ranking.outcomes import SCALE, WORST
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.ranking.conftest import ArenaMaker, derived, fold, names_in_order, standing
from tests.ranking.deciding import approve, over, stored_round

ORDER = (Criterion.SCORE, Criterion.PREDICTION, Criterion.DURATION)
PEOPLE = Prediction("Có bao nhiêu người dự thi?", Meaning.PEOPLE)


@pytest.fixture
def guessing(new_arena: ArenaMaker) -> Arena:
    """Three people who all have every point; the true value (people) is 3."""
    arena = new_arena(tie_break=ORDER, prediction=PEOPLE, attempts_allowed=2)
    arena.sit("Nhanh", score=1000, duration_ms=10_000, prediction_value=9 * SCALE)
    arena.sit("Vừa", score=1000, duration_ms=20_000)
    arena.sit("Sát", score=1000, duration_ms=30_000, prediction_value=5 * SCALE)
    arena.sit("Sát", score=1000, duration_ms=90_000, prediction_value=3 * SCALE, number=2)
    return arena


def test_until_the_approval_predictions_decide_nothing_and_then_the_nearest_stands_above(
    guessing: Arena, frozen: FrozenClock
) -> None:
    over(frozen)
    fold(guessing, frozen)
    assert [name for name, _ in names_in_order(guessing)] == ["Nhanh", "Vừa", "Sát"]
    figures = approve(guessing, frozen)
    assert (figures.people, figures.attempts, figures.full_scores, figures.actual) == (3, 4, 3, 3 * SCALE)
    assert [name for name, _ in names_in_order(guessing)] == ["Sát", "Nhanh", "Vừa"]
    assert stored_round(guessing).approved_at == frozen.moment
    assert stored_round(guessing).prediction_actual == 3 * SCALE


def test_another_attempt_counts_once_its_prediction_is_known_to_be_nearer(guessing: Arena, frozen: FrozenClock) -> None:
    over(frozen)
    approve(guessing, frozen)
    near, missing = standing(guessing, "Sát"), standing(guessing, "Vừa")
    assert near is not None
    assert missing is not None
    assert (near.prediction_value, near.prediction_error, near.duration_ms) == (3 * SCALE, 0, 90_000)
    assert (missing.prediction_value, missing.prediction_error) == (None, WORST)


@pytest.mark.parametrize(
    ("meaning", "expected"),
    [
        (Meaning.FULL_SCORES, 2 * SCALE),
        (Meaning.PEOPLE, 3 * SCALE),
        (Meaning.ATTEMPTS, 4 * SCALE),
        (Meaning.FULL_SCORE_PERCENT, 6_666_667),
    ],
)
def test_the_true_value_is_that_of_the_meaning_and_of_ranked_people_alone(
    new_arena: ArenaMaker, frozen: FrozenClock, meaning: Meaning, expected: int
) -> None:
    arena = new_arena(tie_break=ORDER, prediction=Prediction("?", meaning), attempts_allowed=3)
    arena.person("Ngoài bảng", is_ranked=False)
    arena.person("Bị loại", is_disqualified=True)
    for name in ("Ngoài bảng", "Bị loại"):
        arena.sit(name, score=1000)
    arena.sit("An", score=1000, is_practice=True)
    arena.sit("An", score=1000)
    arena.sit("Bình", score=900)
    arena.sit("Bình", score=1000, number=2)
    arena.sit("Chi", score=400)
    over(frozen)
    assert approve(arena, frozen).actual == expected


@pytest.mark.parametrize("counted", [Counted.FIRST, Counted.LAST])
def test_full_scores_are_those_of_the_attempts_that_count(
    new_arena: ArenaMaker, frozen: FrozenClock, counted: Counted
) -> None:
    prediction = Prediction("?", Meaning.FULL_SCORES)
    arena = new_arena(tie_break=ORDER, prediction=prediction, attempts_allowed=2, counted_attempt=counted)
    for number, score in ((1, 1000), (2, 500)):
        arena.sit("An", score=score, number=number)
    over(frozen)
    assert approve(arena, frozen).actual == (SCALE if counted is Counted.FIRST else 0)


def test_without_a_prediction_there_is_no_true_value(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An")
    over(frozen)
    assert approve(arena, frozen).actual is None
    assert stored_round(arena).prediction_actual is None


def test_attempts_never_folded_before_are_counted(guessing: Arena, frozen: FrozenClock) -> None:
    over(frozen)
    assert approve(guessing, frozen).people == 3
    assert len(names_in_order(guessing)) == 3


def test_overdue_attempts_are_closed_first(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An")
    arena.sit("Bỏ dở", is_open=True, started_at=frozen.moment + timedelta(days=6))
    over(frozen)
    figures = approve(arena, frozen)
    assert (figures.people, figures.attempts) == (2, 2)
    assert db.session.scalar(sa.select(sa.func.count()).where(Attempt.closed_at.is_(None))) == 0


def refused(arena: Arena, frozen: FrozenClock) -> str:
    """The code with which an approval is refused."""
    with pytest.raises(Conflict) as error:
        approve(arena, frozen)
    return error.value.code


def test_a_round_is_not_approved_while_it_runs_or_somebody_still_sits(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An", is_open=True, started_at=frozen.moment + timedelta(days=6, hours=23, minutes=59))
    assert refused(arena, frozen) == "not_over"
    over(frozen)
    assert refused(arena, frozen) == "open_attempts"
    assert stored_round(arena).approved_at is None
    frozen.move(hours=2)
    approve(arena, frozen)
    assert refused(arena, frozen) == "approved"


def test_a_round_waits_for_people_with_a_window_of_their_own(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An")
    person, round_id = arena.person("Muộn"), arena.rounds[1]
    begins, ends = frozen.moment + timedelta(days=7, hours=1), frozen.moment + timedelta(days=8)
    shift_window(None, Target(round_id, person_id=person), begins, ends, frozen.moment, "Đi công tác")
    over(frozen)
    assert refused(arena, frozen) == "open_windows"
    assert stored_round(arena).approved_at is None
    frozen.move(days=1, minutes=-2)
    assert refused(arena, frozen) == "open_windows"
    frozen.move(minutes=1)
    assert approve(arena, frozen).people == 1


def test_a_round_is_not_approved_before_the_last_own_window_has_ended(arena: Arena, frozen: FrozenClock) -> None:
    """Else the decision that lets somebody sit later would be void, and the true value frozen without that attempt."""
    arena.sit("An")
    end = frozen.moment + timedelta(weeks=1)
    target = Target(arena.rounds[1], person_id=arena.person("Bình"))
    ruling = shift_window(None, target, end, end + timedelta(days=2), frozen.moment, "Nằm viện")
    over(frozen)
    assert refused(arena, frozen) == "open_windows"
    undo(None, arena.contest_id, ruling.id, frozen.moment, "Đã xuất viện sớm")
    approve(arena, frozen)


@pytest.mark.parametrize("change", [{"is_practice": True}, {"cancelled_at": 1}])
def test_rounds_for_practice_and_cancelled_ones_have_nothing_to_approve(
    arena: Arena, frozen: FrozenClock, change: dict[str, Any]
) -> None:
    over(frozen)
    with transaction():
        values = {name: frozen.moment if name == "cancelled_at" else value for name, value in change.items()}
        db.session.execute(sa.update(Round).values(values))
    assert refused(arena, frozen) == "no_results"


def test_a_seed_that_is_not_the_promised_one_draws_no_lots(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(tie_break=(Criterion.SCORE, Criterion.LOTS))
    arena.sit("An")
    over(frozen)
    with transaction():
        db.session.execute(sa.update(Round).values(seed="ab" * 32))
    assert refused(arena, frozen) == "commitment"


def test_only_whoever_organises_the_contest_approves_and_takes_back(arena: Arena, frozen: FrozenClock) -> None:
    stranger = Actor(1, "Người khác")
    over(frozen)
    with pytest.raises(NotAllowed):
        approve_round(stranger, arena.rounds[1], frozen.moment)
    approve(arena, frozen)
    with pytest.raises(NotAllowed):
        unapprove_round(stranger, arena.rounds[1], frozen.moment, "Nhầm")
    assert stored_round(arena).approved_at is not None


def test_an_approval_taken_back_leaves_everything_as_it_was(guessing: Arena, frozen: FrozenClock) -> None:
    over(frozen)
    service.refresh(frozen.moment)
    before = derived()
    approve(guessing, frozen)
    assert derived() != before
    unapprove_round(None, guessing.rounds[1], frozen.moment, "Duyệt nhầm vòng")
    assert derived() == before
    assert stored_round(guessing).approved_at is None
    assert stored_round(guessing).prediction_actual is None
    assert approve(guessing, frozen).actual == 3 * SCALE


def test_taking_back_needs_a_reason_and_an_approval(arena: Arena, frozen: FrozenClock) -> None:
    over(frozen)
    with pytest.raises(Invalid) as error:
        unapprove_round(None, arena.rounds[1], frozen.moment, "  ")
    assert error.value.field == "reason"
    with pytest.raises(Conflict) as conflict:
        unapprove_round(None, arena.rounds[1], frozen.moment, "Nhầm")
    assert conflict.value.code == "not_approved"


def test_both_stand_in_the_audit_trail(guessing: Arena, frozen: FrozenClock) -> None:
    over(frozen)
    approve(guessing, frozen, reason="Theo biên bản số 5")
    unapprove_round(None, guessing.rounds[1], frozen.moment, "Nhầm")
    entries = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    kept = {entry.action: entry for entry in entries if entry.object_kind == "round"}
    assert kept["round.approve"].reason == "Theo biên bản số 5"
    assert json.loads(kept["round.approve"].after) == {
        "people": 3,
        "attempts": 4,
        "full_scores": 3,
        "actual": 3 * SCALE,
    }
    assert kept["round.unapprove"].reason == "Nhầm"
    assert json.loads(kept["round.unapprove"].before)["actual"] == 3 * SCALE


def test_the_total_adds_the_distances_of_the_approved_rounds(new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    arena = new_arena(rounds=2, contest_total=Total.SUM, tie_break=ORDER, prediction=PEOPLE)
    for number, guesses in ((1, {"An": 5, "Bình": 2}), (2, {"An": 2, "Bình": 9})):
        for name, guess in guesses.items():
            arena.sit(name, round_number=number, score=1000, prediction_value=guess * SCALE)
    frozen.move(weeks=2, minutes=1)
    approve(arena, frozen, 1)
    assert [name for name, _ in names_in_order(arena, 0)] == ["Bình", "An"]
    approve(arena, frozen, 2)
    assert [name for name, _ in names_in_order(arena, 0)] == ["An", "Bình"]
    totals = [standing(arena, name, 0) for name in ("An", "Bình")]
    assert [one.prediction_error for one in totals if one] == [3 * SCALE, 7 * SCALE]
