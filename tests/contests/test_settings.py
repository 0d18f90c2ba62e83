"""Rules become JSON and come back the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from quiz.contests.awards import OnePerPerson, Prizes
from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.rules import Cell, ContestRules, Counted, Criterion
from quiz.contests.schedule import Schedule
from quiz.contests.settings import from_settings, record, rules_in, to_settings
from tests.contests.drafts import drafts

RULES = drafts().map(lambda draft: draft.rules)
BRIEFLY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(rules=RULES)
@BRIEFLY
def test_rules_come_back_from_json_as_they_were(rules: ContestRules) -> None:
    assert from_settings(json.loads(json.dumps(to_settings(rules)))) == rules


@given(rules=RULES)
@BRIEFLY
def test_what_comes_back_has_enums_and_tuples_again(rules: ContestRules) -> None:
    back = from_settings(to_settings(rules))
    assert isinstance(back.counted_attempt, Counted)
    assert isinstance(back.blueprint, tuple)
    assert all(isinstance(one, Criterion) for one in back.tie_break)
    assert isinstance(back.schedule, Schedule)
    assert [back.of_round(number) for number in range(1, 21)] == [rules.of_round(number) for number in range(1, 21)]


def test_settings_that_are_missing_have_their_defaults() -> None:
    back = from_settings({"bank": "b", "blueprint": [], "time_limit_seconds": 60})
    assert back == ContestRules(bank="b", blueprint=(), time_limit_seconds=60)


def test_a_record_holds_all_that_is_printed() -> None:
    window = RoundDraft(1, "Vòng 1", datetime(2026, 3, 2, 1, tzinfo=UTC), datetime(2026, 3, 8, 17, tzinfo=UTC))
    rules = ContestRules(bank="b", blueprint=(Cell("A", "recognition", 1),), time_limit_seconds=60)
    draft = ContestDraft("thu", "Cuộc thi", rules, (window,))
    plain = json.loads(record(draft))
    assert plain["title"] == "Cuộc thi"
    assert plain["rounds"][0]["closes_at"] == "2026-03-08T17:00:00.000Z"
    assert rules_in(record(draft)) == rules


def test_drafts_that_say_the_same_have_the_same_record_and_others_have_not() -> None:
    window = RoundDraft(1, "Vòng 1", datetime(2026, 3, 2, 1, tzinfo=UTC), datetime(2026, 3, 8, 17, tzinfo=UTC))
    rules = ContestRules(bank="b", blueprint=(), time_limit_seconds=60)
    one = record(ContestDraft("thu", "Cuộc thi", rules, (window,)))
    assert record(ContestDraft("thu", "Cuộc thi", rules, (window,), summary="Lời giới thiệu")) == one
    assert record(ContestDraft("thu", "Cuộc thi khác", rules, (window,))) != one
    assert record(ContestDraft("thu", "Cuộc thi", rules, (window,), owner_unit="CB")) != one


@pytest.mark.parametrize(("stored", "meant"), [(True, OnePerPerson.FIRST), (False, OnePerPerson.NONE)])
def test_versions_that_said_yes_or_no_to_one_prize_a_person_are_still_read(stored: bool, meant: OnePerPerson) -> None:
    plain = {"bank": "b", "blueprint": [], "time_limit_seconds": 60, "prizes": {"one_per_person": stored}}
    assert from_settings(plain).prizes == Prizes(one_per_person=meant)
