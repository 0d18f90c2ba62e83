"""What may change once a round has been prepared."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from quiz.contests.changes import LONGEST_WINDOW, Progress, refusals, window_mistakes
from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.rules import (
    Cell,
    ContestRules,
    Counted,
    Criterion,
    Meaning,
    Prediction,
    Review,
    Shown,
    Total,
)
from quiz.contests.unit_scheme import UnitCriterion

DAY = timedelta(days=1)
NOW = datetime(2026, 3, 10, 1, tzinfo=UTC)
CLOSED = RoundDraft(1, "Vòng 1", NOW - 9 * DAY, NOW - 2 * DAY)
OPEN = RoundDraft(2, "Vòng 2", NOW - DAY, NOW + 5 * DAY)
COMING = RoundDraft(3, "Vòng 3", NOW + 6 * DAY, NOW + 12 * DAY)
RULES = ContestRules(bank="b", blueprint=(Cell("A", "recognition", 5),), time_limit_seconds=600)
OLD = ContestDraft("thu", "Cuộc thi", RULES, (CLOSED, OPEN, COMING), owner_unit="CB")
PROGRESS = Progress(frozenset({1, 2}), NOW)


def refused(progress: Progress = PROGRESS, **changes: Any) -> list[str]:
    """The places refused when the draft changes so; keys of the rules change the rules."""
    rules = {name: value for name, value in changes.items() if hasattr(RULES, name)}
    own = {name: value for name, value in changes.items() if name not in rules}
    return [one.path for one in refusals(OLD, replace(OLD, rules=replace(RULES, **rules), **own), progress)]


def with_round(number: int, **changes: Any) -> tuple[RoundDraft, ...]:
    """The rounds, one of them changed."""
    return tuple(replace(one, **changes) if one.number == number else one for one in OLD.rounds)


def test_nothing_changed_is_never_refused() -> None:
    assert refused() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Tên mới", "summary": "Lời mới"},
        {"time_limit_seconds": 900},
        {"attempts_allowed": None},
        {"grace_seconds": 10},
        {"review": Review(Shown.NEVER)},
        {"note": "Ghi chú"},
        {"rounds": with_round(1, title="Tuần một")},
        {"rounds": with_round(2, closes_at=NOW + 9 * DAY)},
        {"rounds": with_round(3, opens_at=NOW + 7 * DAY, closes_at=NOW + 14 * DAY)},
        {"rounds": (CLOSED, OPEN)},
        {"rounds": (CLOSED, OPEN, COMING, replace(COMING, number=4))},
        {"overrides": {3: {"bank": "c", "blueprint": (Cell("B", "*", 2),)}}},
    ],
)
def test_what_has_not_happened_may_change(changes: dict[str, Any]) -> None:
    assert refused(**changes) == []


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"owner_unit": "HT"}, ["owner_unit"]),
        ({"is_demo": True}, ["demo"]),
        ({"tie_break": (Criterion.SCORE,)}, ["tie_break"]),
        ({"counted_attempt": Counted.LAST}, ["counted_attempt"]),
        ({"contest_total": Total.SUM}, ["contest_total"]),
        ({"unit_order": (UnitCriterion.RATE,)}, ["unit_order"]),
        ({"prediction": Prediction("?", Meaning.PEOPLE)}, ["prediction"]),
        ({"bank": "c"}, ["rounds[0].bank", "rounds[1].bank"]),
        ({"blueprint": (Cell("A", "recognition", 6),)}, ["rounds[0].paper", "rounds[1].paper"]),
        ({"shuffle_options": False}, ["rounds[0].paper", "rounds[1].paper"]),
        ({"overrides": {2: {"points_per_item": 2}}}, ["rounds[1].paper"]),
        ({"rounds": (OPEN, COMING)}, ["rounds"]),
        ({"rounds": with_round(1, closes_at=NOW + DAY)}, ["rounds[0].closes_at"]),
        ({"rounds": with_round(1, opens_at=NOW - 8 * DAY)}, ["rounds[0].opens_at"]),
        ({"rounds": with_round(2, opens_at=NOW - 2 * DAY)}, ["rounds[1].opens_at"]),
        ({"rounds": with_round(2, opens_at=NOW + DAY)}, ["rounds[1].opens_at"]),
        ({"rounds": with_round(2, closes_at=NOW)}, ["rounds[1].closes_at"]),
    ],
)
def test_what_has_happened_may_not(changes: dict[str, Any], places: list[str]) -> None:
    assert refused(**changes) == places


def test_everything_may_change_while_no_round_is_prepared() -> None:
    changes: dict[str, Any] = {"bank": "c", "tie_break": (Criterion.SCORE,), "rounds": (COMING,), "owner_unit": "HT"}
    assert refused(Progress(frozenset(), NOW), **changes) == []
    assert refused(**changes) != []


def test_a_paper_may_change_for_later_rounds_where_the_prepared_ones_keep_theirs() -> None:
    kept = {"blueprint": RULES.blueprint}
    assert refused(blueprint=(Cell("A", "recognition", 9),), overrides={1: kept, 2: kept}) == []


def test_a_round_that_was_due_but_never_prepared_may_move() -> None:
    assert refused(Progress(frozenset({1}), NOW), rounds=with_round(2, opens_at=NOW + DAY)) == []


def test_a_window_must_go_forward_and_not_for_ever() -> None:
    places = [one.path for one in window_mistakes("rounds[0]", replace(OPEN, closes_at=OPEN.opens_at))]
    assert places == ["rounds[0].closes_at"]
    assert list(window_mistakes("", replace(OPEN, closes_at=OPEN.opens_at + LONGEST_WINDOW))) == []
    too_long = replace(OPEN, closes_at=OPEN.opens_at + LONGEST_WINDOW + timedelta(minutes=1))
    assert [one.path for one in window_mistakes("rounds[4]", too_long)] == ["rounds[4].closes_at"]
