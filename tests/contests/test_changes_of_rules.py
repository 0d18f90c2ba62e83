"""Setting by setting: what may still change once a round has been prepared."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from quiz.contests.awards import Prize, Prizes
from quiz.contests.changes import Progress, refusals
from quiz.contests.draft import ContestDraft
from quiz.contests.groups import Division, Entrants, Group, Staff
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
from quiz.contests.schedule import Hours, Schedule
from quiz.contests.unit_scheme import UnitCriterion, UnitScheme
from tests.contests.test_changes import CLOSED, COMING, NOW, OPEN

RULES = ContestRules(
    bank="b",
    blueprint=(Cell("A", "recognition", 14),),
    time_limit_seconds=600,
    attempts_allowed=20,
    prediction=Prediction("Bao nhiêu người?", Meaning.PEOPLE),
    entrants=Entrants(who=Group(units=("P",), kinds=("commune",), posts=("Bí thư",), min_age=16, max_age=35)),
)
OLD = ContestDraft("thu", "Cuộc thi", RULES, (CLOSED, OPEN, COMING))
PROGRESS = Progress(frozenset({1, 2}), NOW)
MAY_CHANGE: dict[str, Any] = {
    "time_limit_seconds": 900,
    "attempts_allowed": 5,
    "grace_seconds": 10,
    "complete_only": True,
    "schedule": Schedule(closed_hours=(Hours(0, 360),)),
    "review": Review(Shown.AFTER_APPROVAL),
    "note": "Ghi chú",
}
FIXED: dict[str, Any] = {
    "tie_break": (Criterion.SCORE, Criterion.LOTS),
    "counted_attempt": Counted.FIRST,
    "contest_total": Total.SUM,
    "full_scores_only": True,
    "prediction": Prediction("Bao nhiêu lượt?", Meaning.ATTEMPTS),
    "divisions": (Division("A", "Bảng A"),),
    "prizes": Prizes(each_round=(Prize("Giải Nhất", 1),)),
    "unit_order": (UnitCriterion.RATE,),
    "unit_scheme": UnitScheme(min_headcount=5),
}
OF_A_ROUND: dict[str, Any] = {
    "blueprint": (Cell("A", "recognition", 9),),
    "shuffle_items": False,
    "shuffle_options": False,
    "points_per_item": 2,
    "same_for_all": True,
}
APART = {"bank", "entrants", "overrides"}


def refused(draft: ContestDraft, old: ContestDraft = OLD, progress: Progress = PROGRESS) -> list[str]:
    """The places refused."""
    return [one.path for one in refusals(old, draft, progress)]


def with_rules(**changes: Any) -> ContestDraft:
    """The contest with some rules changed."""
    return replace(OLD, rules=replace(RULES, **changes))


def with_entrants(**changes: Any) -> ContestDraft:
    """The contest with other conditions on who may enter."""
    return with_rules(entrants=replace(RULES.entrants, who=replace(RULES.entrants.who, **changes)))


def test_every_setting_has_its_answer() -> None:
    assert {*MAY_CHANGE, *FIXED, *OF_A_ROUND, *APART} == {field.name for field in fields(ContestRules)}


@pytest.mark.parametrize("name", MAY_CHANGE)
def test_what_holds_for_later_attempts_may_change(name: str) -> None:
    assert refused(with_rules(**{name: MAY_CHANGE[name]})) == []


@pytest.mark.parametrize("name", FIXED)
def test_what_decides_over_places_and_prizes_is_fixed(name: str) -> None:
    assert refused(with_rules(**{name: FIXED[name]})) == [name]


@pytest.mark.parametrize("name", OF_A_ROUND)
def test_the_paper_of_prepared_rounds_is_fixed_that_of_others_is_not(name: str) -> None:
    changes = {name: OF_A_ROUND[name]}
    assert refused(with_rules(**changes)) == ["rounds[0].paper", "rounds[1].paper"]
    assert refused(with_rules(overrides={3: changes})) == []
    kept = {name: getattr(RULES, name)}
    assert refused(with_rules(**changes, overrides={1: kept, 2: kept})) == []


def test_a_prepared_round_keeps_its_bank() -> None:
    assert refused(with_rules(bank="c")) == ["rounds[0].bank", "rounds[1].bank"]
    assert refused(with_rules(overrides={3: {"bank": "c"}})) == []


def test_a_prepared_round_keeps_its_question_another_may_get_its_own() -> None:
    question = Prediction("Bao nhiêu lượt?", Meaning.ATTEMPTS)
    assert refused(with_rules(overrides={2: {"prediction": question}})) == ["rounds[1].prediction"]
    assert refused(with_rules(overrides={3: {"prediction": question}})) == []


def test_limits_of_a_prepared_round_may_change_for_it_alone() -> None:
    own = {"time_limit_seconds": 60, "attempts_allowed": None, "complete_only": True, "schedule": Schedule()}
    assert refused(with_rules(overrides={2: own})) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"units": ("P", "Q")},
        {"units": ()},
        {"kinds": ("ward", "commune")},
        {"posts": ()},
        {"min_age": 14},
        {"min_age": None},
        {"max_age": 60},
        {"max_age": None},
    ],
)
def test_more_people_may_be_let_in(changes: dict[str, Any]) -> None:
    assert refused(with_entrants(**changes)) == []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"units": ("Q",)}, "entrants.units"),
        ({"kinds": ("ward",)}, "entrants.kinds"),
        ({"posts": ("Phó Bí thư",)}, "entrants.posts"),
        ({"min_age": 17}, "entrants.min_age"),
        ({"max_age": 34}, "entrants.max_age"),
    ],
)
def test_nobody_is_shut_out_any_more(changes: dict[str, Any], place: str) -> None:
    assert refused(with_entrants(**changes)) == [place]


def test_a_condition_where_there_was_none_shuts_out() -> None:
    old = with_entrants(units=(), max_age=None)
    new = with_entrants(units=("P",), max_age=90)
    assert refused(new, old) == ["entrants.units", "entrants.max_age"]


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"staff": Staff.RANKED}, ["entrants.staff"]),
        ({"unranked": Group(posts=("Giáo viên",))}, ["entrants.unranked"]),
        ({"unranked_logins": ("a.b",), "barred_logins": ("c.d",)}, []),
    ],
)
def test_who_is_ranked_stays_single_accounts_may_be_named_for_the_future(
    changes: dict[str, Any], places: list[str]
) -> None:
    assert refused(with_rules(entrants=replace(RULES.entrants, **changes))) == places


def test_a_prepared_round_stays_one_for_practice_or_one_that_counts() -> None:
    rounds = (CLOSED, replace(OPEN, is_practice=True), replace(COMING, is_practice=True))
    assert refused(replace(OLD, rounds=rounds)) == ["rounds[1].practice"]


@pytest.mark.parametrize("name", FIXED)
def test_a_round_for_practice_alone_fixes_only_itself(name: str) -> None:
    old = replace(OLD, rounds=(replace(CLOSED, is_practice=True), OPEN, COMING))
    new = replace(old, rules=replace(RULES, **{name: FIXED[name]}))
    assert refused(new, old, Progress(frozenset({1}), NOW)) == []
    papers = replace(old, rules=replace(RULES, same_for_all=True))
    assert refused(papers, old, Progress(frozenset({1}), NOW)) == ["rounds[0].paper"]


def test_question_count_and_attempts_may_change_in_mid_contest() -> None:
    """Fourteen questions and twenty attempts in the first two weeks, nine questions and five attempts afterwards."""
    kept = {"blueprint": RULES.blueprint, "attempts_allowed": 20}
    new = with_rules(blueprint=(Cell("A", "recognition", 9),), attempts_allowed=5, overrides={1: kept, 2: kept})
    assert refused(new) == []
    assert [new.rules.of_round(number).questions for number in (1, 2, 3)] == [14, 14, 9]
