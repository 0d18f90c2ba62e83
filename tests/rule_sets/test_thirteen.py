"""Thirteen real rule sets from file to last approval: places equal those of an independent scorer."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask

from quiz.contests.draft import RoundDraft
from quiz.contests.loading import read_contest
from quiz.contests.moments import parse_moment, written
from quiz.ranking import service as ranking
from tests.conftest import FrozenClock
from tests.factories.contests import as_yaml
from tests.rule_sets.comparing import differences
from tests.rule_sets.dumping import ranking_bytes
from tests.rule_sets.playing import run, set_up
from tests.rule_sets.stage import BankStyle

FOLDER = Path(__file__).parent
SETS = sorted(path.stem for path in FOLDER.glob("*.yaml") if not path.stem.endswith("-changed"))
STYLES = {
    "01-vcnet-2019": BankStyle(3, 3, 0.0),
    "02-vcnet-2020": BankStyle(4, 4, 0.5),
    "08-trade-unions-2024": BankStyle(3, 4, 0.0),
}
PEOPLE = {"02-vcnet-2020": 14}


def text_of(name: str) -> str:
    """The contest file of a set."""
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def content_of(name: str) -> dict[str, Any]:
    """The content of a set's file; a contest from before 2020, when no attempt has a number, is moved on by weeks."""
    file: dict[str, Any] = yaml.safe_load(text_of(name))
    for one in file["rounds"]:
        for key in ("opens_at", "closes_at"):
            moment = parse_moment(one[key])
            assert moment is not None
            if moment.year < 2020:
                one[key] = written(moment + timedelta(weeks=104), is_end=key == "closes_at")
    return file


def before(rounds: tuple[RoundDraft, ...]) -> datetime:
    """A moment before anything opens."""
    return min(one.opens_at for one in rounds).replace(hour=0, minute=0)


def test_there_are_thirteen() -> None:
    assert [name[:2] for name in SETS] == [f"{number:02d}" for number in range(1, 14)]


@pytest.mark.parametrize("name", SETS)
def test_places_are_those_of_the_independent_scorer(app: Flask, frozen: FrozenClock, name: str) -> None:
    file = content_of(name)
    text = as_yaml(file)
    draft = read_contest(text)
    frozen.moment = before(draft.rounds)
    play = set_up(app, frozen, text, draft.slug, int(name[:2]), PEOPLE.get(name, 26), STYLES.get(name, BankStyle()))
    for number in run(play):
        assert differences(app, play.contest, file, number)[:8] == [], number
    assert play.attempts > 15 * len(draft.rounds) / 2
    made = ranking_bytes(play.contest)
    ranking.rebuild(play.contest.id, frozen.moment)
    assert ranking_bytes(play.contest) == made
