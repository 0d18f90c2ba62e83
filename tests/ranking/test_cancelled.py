"""A cancelled round counts nowhere, at once; restored, everything stands as before."""

from __future__ import annotations

from flask import Flask

from quiz.attempts import incidents
from quiz.core.db import db
from quiz.ranking import service
from quiz.ranking.models import Snapshot, Standing, UnitStanding
from tests.attempts.desk import REASON, Desk
from tests.attempts.time_cases import WEEK
from tests.conftest import FrozenClock


def standings() -> list[tuple[int, int, bytes]]:
    """Round, person and sort key of every standing."""
    db.session.rollback()
    columns = (Standing.round_number, Standing.person_id, Standing.sort_key)
    return sorted(tuple(row) for row in db.session.query(*columns))


def test_a_cancelled_round_has_no_standings_from_that_moment_on(each_app: Flask, frozen: FrozenClock) -> None:
    desk = Desk(each_app, frozen)
    desk.round(*WEEK)
    for who in (0, 1):
        desk.start(who)
        desk.submit(who)
    service.rebuild(desk.stage.contest_id, frozen.moment)
    before = standings()
    assert len(before) == 2
    incidents.cancel(None, desk.stage.round_id, frozen.moment, REASON)
    assert standings() == []
    assert db.session.query(UnitStanding).count() == db.session.query(Snapshot).count() == 0
    service.refresh(frozen.moment)
    assert standings() == []
    incidents.restore(None, desk.stage.round_id, frozen.moment, REASON)
    assert standings() == before
