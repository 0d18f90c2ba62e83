"""What follows from the rules alone: limits, states, deadlines, what may be seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from quiz.contests.rules import (
    UNLIMITED,
    Cell,
    ContestRules,
    RoundState,
    Shown,
    deadline,
    is_shown,
    round_state,
)

OPENS = datetime(2026, 3, 2, 1, tzinfo=UTC)
CLOSES = datetime(2026, 3, 8, 17, tzinfo=UTC)
MS = timedelta(milliseconds=1)
RULES = ContestRules(bank="b", blueprint=(Cell("A", "*", 3), Cell("B", "*", 4)), time_limit_seconds=600)


def test_a_paper_has_as_many_questions_as_its_cells() -> None:
    assert RULES.questions == 7


def test_no_limit_is_a_very_large_one() -> None:
    assert RULES.attempt_limit == 1
    unlimited = ContestRules(bank="b", blueprint=(), time_limit_seconds=1, attempts_allowed=None)
    assert unlimited.attempt_limit == UNLIMITED


def test_a_round_without_rules_of_its_own_has_the_contests() -> None:
    rules = ContestRules(bank="b", blueprint=(), time_limit_seconds=1, overrides={2: {"time_limit_seconds": 2}})
    assert rules.of_round(1) is rules
    assert rules.of_round(2).time_limit_seconds == 2
    assert rules.of_round(2).of_round(2) == rules.of_round(2)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (OPENS - MS, RoundState.UPCOMING),
        (OPENS, RoundState.OPEN),
        (CLOSES - MS, RoundState.OPEN),
        (CLOSES, RoundState.CLOSED),
    ],
)
def test_a_round_is_open_from_its_opening_until_just_before_its_end(moment: datetime, state: RoundState) -> None:
    assert round_state(OPENS, CLOSES, None, None, moment) is state


def test_only_an_open_round_shows_its_pause_and_approval_comes_first() -> None:
    assert round_state(OPENS, CLOSES, OPENS, None, OPENS) is RoundState.PAUSED
    assert round_state(OPENS, CLOSES, OPENS, None, CLOSES) is RoundState.CLOSED
    assert round_state(OPENS, CLOSES, OPENS, None, OPENS - MS) is RoundState.UPCOMING
    assert round_state(OPENS, CLOSES, None, CLOSES, CLOSES) is RoundState.APPROVED


def test_the_deadline_is_the_limit_or_the_rounds_end() -> None:
    assert deadline(OPENS, 600, CLOSES) == OPENS + timedelta(minutes=10)
    late = CLOSES - timedelta(minutes=3)
    assert deadline(late, 600, CLOSES) == CLOSES


@pytest.mark.parametrize(
    ("policy", "seen"),
    [
        (Shown.NOW, set(RoundState)),
        (Shown.AFTER_ROUND, {RoundState.CLOSED, RoundState.APPROVED}),
        (Shown.AFTER_APPROVAL, {RoundState.APPROVED}),
        (Shown.NEVER, set()),
    ],
)
def test_what_may_be_seen_follows_the_state_of_the_round(policy: Shown, seen: set[RoundState]) -> None:
    assert {state for state in RoundState if is_shown(policy, state)} == seen
