"""The same with many people: page after page of the list, and portions of the folding."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from quiz.contests import service
from quiz.contests.loading import read_contest
from quiz.core.db import db
from quiz.ranking import service as ranking
from quiz.ranking.models import Standing
from tests.conftest import FrozenClock
from tests.rule_sets.comparing import differences
from tests.rule_sets.crowding import fill
from tests.rule_sets.playing import run, set_up
from tests.rule_sets.stage import BankStyle
from tests.rule_sets.test_thirteen import before, content_of, text_of

NAME = "13-cao-bang-2026"
MANY = 700


def test_places_of_many_people_are_those_of_the_scorer(app: Flask, frozen: FrozenClock) -> None:
    draft = read_contest(text_of(NAME))
    frozen.moment = before(draft.rounds)
    play = set_up(app, frozen, text_of(NAME), draft.slug, 13, 10, BankStyle())
    [one] = play.rounds()
    frozen.moment = one.opens_at
    service.prepare_due(frozen.moment)
    assert fill(play, one, MANY) > MANY
    list(run(play))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Standing)) > MANY
    assert differences(app, play.contest, content_of(NAME))[:8] == []
    assert ranking.rebuild(play.contest.id, frozen.moment) > MANY
