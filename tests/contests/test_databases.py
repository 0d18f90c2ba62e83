"""The whole way on both databases, and several processes that prepare the same round at once."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing.synchronize import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.app import create_app
from quiz.contests import queries, service
from quiz.contests.draft import RoundDraft
from quiz.contests.models import Round, RoundUnit
from quiz.contests.overview import visible_contests
from quiz.contests.rules import RoundState
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.core.errors import Conflict
from quiz.core.settings import Settings
from tests.factories.contests import contest_text, make_contest, round_number
from tests.factories.people import make_person
from tests.factories.units import make_unit

pytestmark = pytest.mark.postgres
PROCESSES = 4
_barriers: list[Barrier] = []


def test_a_contest_runs_its_course(each_app: Flask, now: datetime) -> None:
    province = make_unit("Tỉnh Thử")
    person_id = make_person(unit=province).id
    contest = make_contest(now, owner_unit=province.code)
    contest_id, round_id = contest.id, round_number(contest).id
    service.accept_rules(contest_id, person_id, 1, now)
    service.load_contest(None, contest_text(owner_unit=province.code, time_limit_minutes=20), now)
    service.accept_rules(contest_id, person_id, 2, now)
    assert service.prepare_due(now) == 1
    assert [unit.unit_id for unit in queries.round_units(round_id)] == [province.id]
    row = round_number(queries.contest_by_slug("thi-thu"))
    draft = RoundDraft(1, row.title, row.opens_at, row.closes_at + timedelta(days=1))
    service.edit_round(None, round_id, row.version, draft, now, "Gia hạn")
    with pytest.raises(Conflict):
        service.accept_rules(contest_id, person_id, 2, now)
    service.pause_round(None, round_id, now, "Bảo trì")
    service.resume_round(None, round_id, now)
    service.close_round(None, round_id, now + timedelta(hours=1), "Kết thúc sớm")
    (card,) = visible_contests(now + timedelta(hours=1))
    assert (card.current.round.number, card.current.state) == (2, RoundState.UPCOMING)
    assert queries.contest_by_slug("thi-thu").rules_version == 4
    assert queries.entry_count(contest_id) == 1


def _ready(barrier: Barrier) -> None:
    _barriers.append(barrier)


def _prepare(settings: Settings, round_id: int, now: datetime) -> tuple[str, int]:
    app = create_app(settings)
    with app.app_context():
        _barriers[0].wait(60)
        contest_round = service.prepare_round(round_id, now)
        return contest_round.seed, contest_round.version


def test_processes_that_prepare_at_once_agree(each_app: Flask, now: datetime) -> None:
    make_unit()
    round_id = round_number(make_contest(now)).id
    db.session.rollback()
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(PROCESSES)
    with ProcessPoolExecutor(PROCESSES, context, _ready, (barrier,)) as pool:
        settings: Settings = each_app.extensions["settings"]
        calls = [pool.submit(_prepare, settings, round_id, now) for _ in range(PROCESSES)]
        answers = {call.result(120) for call in calls}
    stored = db.session.get_one(Round, round_id)
    assert answers == {(stored.seed, stored.version)}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RoundUnit)) == 1
    notes = sa.select(sa.func.count()).select_from(AuditEntry).where(AuditEntry.action == "round.prepare")
    assert db.session.scalar(notes) == 1
