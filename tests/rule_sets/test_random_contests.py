"""Random rule sets as whole contests: through the file, the services, the database and the API."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from quiz.contests.groups import Group
from quiz.contests.writing import to_yaml
from quiz.ranking import service as ranking
from tests.conftest import FrozenClock
from tests.rule_sets.comparing import differences
from tests.rule_sets.dumping import ranking_bytes
from tests.rule_sets.playing import run, set_up
from tests.rule_sets.random_cases import Case, case
from tests.rule_sets.stage import BankStyle
from tests.rule_sets.troubles import Troubles
from tests.rule_sets.troubles import run as run_troubled

APART = (
    Group(kinds=("school", "province_agency")),
    Group(kinds=("commune", "ward", "other")),
)
"""Everybody belongs to just one of two divisions."""


def contest_of(seed: int) -> Case:
    """A random contest in which nobody has to choose a division."""
    found = case(seed)
    rules = found.draft.rules
    divisions = tuple(replace(one, who=who) for one, who in zip(rules.divisions, APART, strict=False))
    return replace(found, draft=replace(found.draft, rules=replace(rules, divisions=divisions)))


def play(app: Flask, frozen: FrozenClock, seed: int) -> None:
    """A contest from its file to its last approval, compared at every step."""
    one = contest_of(seed)
    frozen.moment = one.draft.rounds[0].opens_at.replace(hour=0)
    stage = set_up(app, frozen, to_yaml(one.draft), one.draft.slug, seed, 18, BankStyle(2, 8, 0.4))
    for number in run(stage):
        assert differences(app, stage.contest, one.file, number)[:8] == [], number
    assert stage.attempts
    made = ranking_bytes(stage.contest)
    ranking.rebuild(stage.contest.id, frozen.moment)
    assert ranking_bytes(stage.contest) == made


@pytest.mark.parametrize("seed", range(4))
def test_a_random_contest_has_the_places_of_the_scorer(app: Flask, frozen: FrozenClock, seed: int) -> None:
    play(app, frozen, seed)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 160))
def test_many_random_contests_have_the_places_of_the_scorer(app: Flask, frozen: FrozenClock, seed: int) -> None:
    play(app, frozen, seed)


def play_troubled(app: Flask, frozen: FrozenClock, seed: int) -> dict[str, int]:
    """A contest in which much goes wrong, compared after everything that happens; how often what happened."""
    one = contest_of(seed)
    frozen.moment = one.draft.rounds[0].opens_at.replace(hour=0)
    stage = set_up(app, frozen, to_yaml(one.draft), one.draft.slug, seed, 18, BankStyle(2, 8, 0.4))
    troubles = Troubles(stage, {})
    for step, _ in enumerate(run_troubled(troubles)):
        assert differences(app, stage.contest, one.file)[:8] == [], (step, troubles.done)
    made = ranking_bytes(stage.contest)
    ranking.rebuild(stage.contest.id, frozen.moment)
    assert ranking_bytes(stage.contest) == made
    return troubles.done


@pytest.mark.parametrize("seed", range(200, 203))
def test_a_random_contest_with_incidents_has_the_places_of_the_scorer(
    app: Flask, frozen: FrozenClock, seed: int
) -> None:
    assert sum(play_troubled(app, frozen, seed).values()) > 1


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(300, 360))
def test_many_random_contests_with_incidents_have_the_places_of_the_scorer(
    app: Flask, frozen: FrozenClock, seed: int
) -> None:
    play_troubled(app, frozen, seed)
