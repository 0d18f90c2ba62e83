"""Every contradiction fires where settings contradict each other, and stays silent beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from quiz.contests.awards import OnePerPerson, Prize, Prizes
from quiz.contests.contradictions import contradictions
from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.groups import Division, Entrants, Group, Staff
from quiz.contests.rules import (
    Cell,
    ContestRules,
    Counted,
    Criterion,
    Hidden,
    Meaning,
    Prediction,
    Review,
    Shown,
    Total,
)
from quiz.contests.schedule import Hours, Schedule
from quiz.contests.unit_scheme import Band, Quota, UnitCriterion, UnitScheme, Weight
from tests.contests.thirteen import THIRTEEN, VCNET_2019

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 8:00 in Vietnam
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST = RoundDraft(1, "Vòng 1", MONDAY, MONDAY + 4 * DAY)
SECOND = RoundDraft(2, "Vòng 2", MONDAY + 7 * DAY, MONDAY + 11 * DAY)
TRIAL = RoundDraft(3, "Thi thử", MONDAY - 3 * DAY, MONDAY - DAY, is_practice=True)
RULES = ContestRules("b", (Cell("*", "*", 5),), 900)
HARMLESS = ContestDraft("thu", "Thi thử nghiệm", RULES, (FIRST, SECOND))
NOW = Review(key=Shown.NOW)
GRADES = (Prize("Giải Nhất", 1), Prize("Giải Nhì", 2))
POINTED = (Prize("Giải Nhất", 1, points=10),)
SCORE, DURATION, SUBMITTED, LOTS = Criterion.SCORE, Criterion.DURATION, Criterion.SUBMITTED_AT, Criterion.LOTS
GUESSED = (SCORE, Criterion.PREDICTION, DURATION)
PEOPLE = Prediction("Bao nhiêu?", Meaning.PEOPLE)
WEEKEND = Schedule(closed_weekdays=(6, 7))
SATURDAY = RoundDraft(1, "Vòng 1", MONDAY + 5 * DAY, MONDAY + 5 * DAY + HOUR)
MIDNIGHT = datetime(2026, 3, 7, 17, tzinfo=UTC)  # 24:00 of Saturday, the 7th
QUARTERS = Schedule(closed_hours=tuple(Hours(hour * 60 + 10, hour * 60 + 60) for hour in range(24)))


@dataclass(frozen=True)
class Case:
    """A contradiction: what makes it, and the nearest settings that do not."""

    code: str
    fires: dict[str, Any]
    silent: dict[str, Any]
    rounds: tuple[RoundDraft, ...] = (FIRST,)
    silent_rounds: tuple[RoundDraft, ...] | None = None
    headcounts: Sequence[int | None] = field(default=())
    silent_headcounts: Sequence[int | None] | None = None


def told(
    rules: dict[str, Any], rounds: tuple[RoundDraft, ...] = (FIRST,), headcounts: Sequence[int | None] = ()
) -> set[str]:
    """The codes of what contradicts itself."""
    draft = replace(HARMLESS, rules=replace(RULES, **rules), rounds=rounds)
    return {one.code for one in contradictions(draft, headcounts)}


def unit(order: tuple[UnitCriterion, ...], **scheme: Any) -> dict[str, Any]:
    """Rules with this order of units."""
    return {"unit_order": order, "unit_scheme": UnitScheme(**scheme)}


RATE, TOP, MEAN, FULL = UnitCriterion.RATE, UnitCriterion.TOP_MEAN, UnitCriterion.MEAN_SCORE, UnitCriterion.FULL_SCORES
BONUS, SUM = UnitCriterion.PRIZE_POINTS, UnitCriterion.POINTS
RATED = unit((RATE,), min_headcount=10)
KINDS = (Division("A", "Xã", Group(kinds=("commune",))), Division("B", "Trường", Group(kinds=("school",))))
ALL_KINDS = {"divisions": KINDS, "entrants": Entrants(Group(kinds=("commune",)))}
AGES = (Division("A", "Trẻ", Group(max_age=30)), Division("B", "Già", Group(min_age=31)))
CASES = [
    Case("never_open", {"schedule": WEEKEND}, {}, (SATURDAY,)),
    Case(
        "limit_beyond_window",
        {"time_limit_seconds": 3601},
        {"time_limit_seconds": 3600},
        (replace(FIRST, closes_at=MONDAY + HOUR),),
    ),
    Case("limit_beyond_opening", {"schedule": QUARTERS}, {"schedule": QUARTERS, "time_limit_seconds": 600}),
    Case(
        "attempts_beyond_window",
        {"attempts_allowed": 5},
        {"attempts_allowed": 4},
        (replace(FIRST, closes_at=MONDAY + HOUR),),
    ),
    Case(
        "ends_in_rest",
        {"schedule": WEEKEND},
        {"schedule": WEEKEND},
        (replace(FIRST, closes_at=MIDNIGHT),),
        (replace(FIRST, closes_at=MIDNIGHT - DAY),),
    ),
    Case(
        "rounds_overlap",
        {},
        {},
        (FIRST, replace(SECOND, opens_at=FIRST.closes_at - HOUR)),
        (FIRST, replace(SECOND, opens_at=FIRST.closes_at)),
    ),
    Case(
        "midnight",
        {},
        {},
        (replace(FIRST, closes_at=MIDNIGHT), replace(SECOND, opens_at=MIDNIGHT + DAY)),
        (replace(FIRST, closes_at=MIDNIGHT), replace(SECOND, opens_at=MIDNIGHT + 8 * HOUR)),
    ),
    Case(
        "practice_overlaps",
        {"overrides": {3: {"bank": "other"}}},
        {"overrides": {3: {"bank": "other"}}},
        (FIRST, replace(TRIAL, closes_at=MONDAY + HOUR)),
        (FIRST, TRIAL),
    ),
    Case("practice_same_bank", {}, {"overrides": {3: {"bank": "other"}}}, (FIRST, TRIAL)),
    Case("key_now_same_paper", {"review": NOW, "same_for_all": True}, {"review": NOW}),
    Case("key_now_more_attempts", {"review": NOW, "attempts_allowed": 2}, {"attempts_allowed": 2}),
    Case(
        "last_with_key",
        {"review": NOW, "attempts_allowed": None, "counted_attempt": Counted.LAST},
        {"attempts_allowed": None, "counted_attempt": Counted.LAST},
    ),
    Case(
        "first_of_several",
        {"attempts_allowed": 3, "counted_attempt": Counted.FIRST},
        {"counted_attempt": Counted.FIRST},
    ),
    Case("same_paper_again", {"same_for_all": True, "attempts_allowed": 2}, {"same_for_all": True}),
    Case(
        "score_never",
        {"review": Review(score=Shown.NEVER)},
        {"review": Review(score=Shown.AFTER_APPROVAL)},
    ),
    Case("score_not_used", {"tie_break": (DURATION,)}, {"tie_break": (DURATION,), "full_scores_only": True}),
    Case("no_last_word", {"tie_break": (SCORE,)}, {"tie_break": (SCORE, LOTS)}),
    Case(
        "submitted_before_duration",
        {"tie_break": (SCORE, SUBMITTED, DURATION)},
        {"tie_break": (SCORE, DURATION, SUBMITTED)},
    ),
    Case("after_lots", {"tie_break": (SCORE, LOTS, DURATION)}, {"tie_break": (SCORE, DURATION, LOTS)}),
    Case(
        "full_scores_in_total",
        {"full_scores_only": True, "contest_total": Total.SUM},
        {"contest_total": Total.SUM},
    ),
    Case("prediction_unused", {"prediction": PEOPLE}, {"prediction": PEOPLE, "tie_break": GUESSED}),
    Case(
        "prediction_in_the_open",
        {"prediction": replace(PEOPLE, hide=Hidden.NONE), "tie_break": GUESSED},
        {"prediction": PEOPLE, "tie_break": GUESSED},
    ),
    Case(
        "prediction_of_unlimited",
        {"prediction": replace(PEOPLE, meaning=Meaning.ATTEMPTS), "tie_break": GUESSED, "attempts_allowed": None},
        {"prediction": replace(PEOPLE, meaning=Meaning.ATTEMPTS), "tie_break": GUESSED, "attempts_allowed": 3},
    ),
    Case(
        "many_guesses",
        {"prediction": PEOPLE, "tie_break": GUESSED, "attempts_allowed": 4},
        {"prediction": PEOPLE, "tie_break": GUESSED, "attempts_allowed": 3},
    ),
    Case("divisions_leave_out", {"divisions": KINDS}, ALL_KINDS),
    Case("divisions_leave_out", {"divisions": (AGES[0], replace(AGES[1], who=Group(min_age=32)))}, {"divisions": AGES}),
    Case(
        "divisions_overlap",
        {"divisions": (AGES[0], replace(AGES[1], who=Group(min_age=30)))},
        {"divisions": AGES},
    ),
    Case(
        "divisions_overlap",
        {"divisions": (KINDS[0], replace(KINDS[1], who=Group(posts=("Bí thư",))))},
        {"divisions": KINDS},
    ),
    Case(
        "staff_wins",
        {"entrants": Entrants(staff=Staff.RANKED), "prizes": Prizes(each_round=GRADES)},
        {"prizes": Prizes(each_round=GRADES)},
    ),
    Case(
        "one_per_person_of_none",
        {"prizes": Prizes(one_per_person=OnePerPerson.FIRST, units_total=GRADES)},
        {"prizes": Prizes(one_per_person=OnePerPerson.FIRST, each_round=GRADES)},
    ),
    Case(
        "percent_of_none",
        {"prizes": Prizes(most_percent=50)},
        {"prizes": Prizes(most_percent=50, total=GRADES)},
    ),
    Case(
        "prizes_beyond_percent",
        {"prizes": Prizes(most_percent=50, each_round=GRADES)},
        {"prizes": Prizes(most_percent=50, each_round=GRADES)},
        headcounts=(3, 2, None),
        silent_headcounts=(3, 3, None),
    ),
    Case(
        "prize_points_of_none",
        {**unit((BONUS,)), "prizes": Prizes(each_round=GRADES)},
        {**unit((BONUS,)), "prizes": Prizes(each_round=POINTED)},
    ),
    Case(
        "prize_points_unused",
        {"prizes": Prizes(each_round=POINTED)},
        {**unit((SUM,), weights=(Weight(BONUS, 1000),)), "prizes": Prizes(each_round=POINTED)},
    ),
    Case("weights_unused", unit((FULL,), weights=(Weight(FULL, 500),)), unit((SUM,), weights=(Weight(FULL, 500),))),
    Case("rate_without_headcount", RATED, RATED, headcounts=(20, None), silent_headcounts=(20, 30)),
    Case("rate_without_cap", unit((RATE,), rate_cap_percent=None, min_headcount=9), RATED),
    Case("tiny_units", unit((RATE,)), RATED),
    Case(
        "mean_of_full_scores",
        {**unit((MEAN,), min_headcount=5), "full_scores_only": True},
        {**unit((FULL,)), "full_scores_only": True},
    ),
    Case("top_beyond_units", unit((TOP,)), unit((TOP,)), headcounts=(9, 20), silent_headcounts=(10, 20)),
    Case(
        "top_beyond_units",
        unit((TOP,), bands=(Band("A", "Nhỏ", max_headcount=5),)),
        unit((TOP,), bands=(Band("A", "Nhỏ", max_headcount=15),)),
    ),
    Case(
        "quota_beyond_people",
        unit((FULL,), quotas=(Quota(11, max_headcount=10),)),
        unit((FULL,), quotas=(Quota(10, max_headcount=10),)),
    ),
    Case(
        "quota_beyond_people",
        unit((FULL,), quotas=(Quota(total=21, max_headcount=10),)),
        unit((FULL,), quotas=(Quota(total=20, max_headcount=10),)),
        (FIRST, SECOND),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.code}-{place}" for place, case in enumerate(CASES)])
def test_it_is_told_where_it_is_so_and_not_beside_it(case: Case) -> None:
    assert case.code in told(case.fires, case.rounds, case.headcounts)
    counts = case.headcounts if case.silent_headcounts is None else case.silent_headcounts
    assert case.code not in told(case.silent, case.silent_rounds or case.rounds, counts)


def test_there_are_at_least_twenty_sorts_and_each_has_a_case() -> None:
    assert len({case.code for case in CASES}) >= 35


def test_ordinary_settings_contradict_nothing() -> None:
    assert contradictions(HARMLESS, (20, 30)) == ()


def test_an_unlimited_quota_or_an_unlimited_number_of_attempts_is_never_too_much() -> None:
    quota = unit((FULL,), quotas=(Quota(1000, max_headcount=10), Quota(1000)))
    assert told({**quota, "attempts_allowed": None}) == set()


def test_a_round_that_ends_within_the_rest_of_a_night_is_no_surprise() -> None:
    night = Schedule(closed_hours=(Hours(22 * 60, 1440),))
    assert "ends_in_rest" not in told({"schedule": night}, (replace(FIRST, closes_at=MIDNIGHT),))


def test_a_setting_that_every_round_replaces_is_not_looked_at() -> None:
    assert "key_now_more_attempts" in told({"review": NOW, "attempts_allowed": 3})
    assert told({"review": NOW, "attempts_allowed": 3, "overrides": {1: {"attempts_allowed": 1}}}) == set()


def test_one_is_told_with_its_places_and_a_whole_sentence_that_says_what_to_do() -> None:
    (found,) = contradictions(replace(HARMLESS, rules=replace(RULES, tie_break=(SCORE,))))
    assert found.path == "tie_break"
    for case in CASES:
        draft = replace(HARMLESS, rules=replace(RULES, **case.fires), rounds=case.rounds)
        for one in contradictions(draft, case.headcounts):
            assert one.path == one.paths[0]
            assert one.text % dict(one.params)
            assert one.text.endswith(".")
            assert "Hãy" in one.text or "hãy" in one.text


def test_a_round_is_named_and_found_in_the_file() -> None:
    draft = replace(HARMLESS, rounds=(FIRST, replace(SECOND, opens_at=FIRST.opens_at)))
    (found,) = contradictions(draft)
    assert found.paths == ("rounds[0]", "rounds[1]")
    assert "Vòng 1 và Vòng 2 mở cùng lúc" in found.text % dict(found.params)


def test_the_published_rules_of_real_contests_are_read_without_an_error() -> None:
    found = {draft.slug: {one.code for one in contradictions(draft)} for draft in THIRTEEN}
    assert found[VCNET_2019.slug] == {"same_paper_again", "many_guesses"}
    assert all(len(codes) < 5 for codes in found.values()), found
