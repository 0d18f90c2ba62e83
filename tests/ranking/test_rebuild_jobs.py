"""An approval among many people: decided at once, shown when a job has made the standings anew, provisional between."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from quiz.contests.models import Round
from quiz.contests.rules import Criterion, Meaning, Prediction, Total
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import Unavailable
from quiz.core.jobs.models import Job
from quiz.core.permissions import Role
from quiz.ranking import rebuild_jobs, recomputing, service
from quiz.ranking.approval import record_approval
from quiz.ranking.board import groups_of
from quiz.ranking.outcomes import SCALE
from quiz.ranking.provisional import Waiting, waiting_for
from quiz.ranking.scope import Scope, scope_of
from tests.conftest import FrozenClock
from tests.contests.browsing import Browser
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn, log_in
from tests.ranking.conftest import ArenaMaker, names_in_order
from tests.ranking.deciding import over, stored_round

__all__ = ["log_in"]
PAGE = "/admin/ranking/thu/approval"
BEFORE, AFTER = ["Xa", "Gần", "Giữa"], ["Gần", "Giữa", "Xa"]


@pytest.fixture
def ended(new_arena: ArenaMaker, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> Arena:
    """A round that is over, of as many people as are many here: the true value (3) turns their order round."""
    monkeypatch.setattr(rebuild_jobs, "MANY", 3)
    order = (Criterion.SCORE, Criterion.PREDICTION, Criterion.DURATION, Criterion.BOARD)
    arena = new_arena(tie_break=order, prediction=Prediction("?", Meaning.PEOPLE), contest_total=Total.SUM)
    for name, guess, seconds in (("Xa", 99, 1), ("Gần", 3, 2), ("Giữa", 5, 3)):
        arena.sit(name, score=1000, prediction_value=guess * SCALE, duration_ms=seconds * 1000)
    over(frozen)
    service.refresh(frozen.moment)
    return arena


@pytest.fixture
def organiser(ended: Arena, log_in: LogIn) -> Browser:
    """The browser of somebody who organises everything."""
    return Browser(log_in(ended.person("Ban Tổ Chức", login_name="btc"), Role.ORGANISER))


def order_of(arena: Arena) -> list[str]:
    """Who stands where in the round."""
    return [name for name, _score in names_in_order(arena)]


def scopes(frozen: FrozenClock) -> list[Scope]:
    """The round and the total as they stand now."""
    db.session.rollback()
    return [scope_of("thu", number, frozen.moment) for number in (1, 0)]


def waiting_job(arena: Arena, state: str = "waiting") -> int:
    """A job that is to make this contest's standings anew and that nobody has begun yet."""
    arguments = json.dumps({"contest_id": arena.contest_id, "back": PAGE})
    with transaction():
        job = Job(name=recomputing.REBUILD, arguments=arguments, state=state, created_at=clock.now())
        db.session.add(job)
        db.session.flush()
        return job.id


def test_among_many_people_the_approval_leads_to_a_job_and_the_job_back_to_the_page(
    organiser: Browser, ended: Arena
) -> None:
    page = organiser.get(PAGE).send("/approval/1")
    job = db.session.query(Job).one()
    assert (job.name, job.state, job.progress, job.total) == (recomputing.REBUILD, "done", 6, 6)
    assert json.loads(job.result)["standings"] == 6
    assert "Kết quả đã được phê duyệt lúc" in page.text
    assert order_of(ended) == AFTER
    page.send("/approval/1/withdrawal", reason="Duyệt nhầm")
    assert db.session.query(Job).count() == 2
    assert order_of(ended) == BEFORE


def test_among_few_people_it_is_all_done_at_once(
    organiser: Browser, ended: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild_jobs, "MANY", 7)
    assert "Thứ hạng đã được tính lại." in organiser.get(PAGE).send("/approval/1").text
    assert db.session.query(Job).count() == 0
    assert order_of(ended) == AFTER


def test_until_the_job_is_done_the_decision_stands_and_places_are_provisional(
    ended: Arena, frozen: FrozenClock
) -> None:
    record_approval(None, ended.rounds[1], frozen.moment)
    assert stored_round(ended).approved_at == frozen.moment
    for scope in scopes(frozen):
        assert (scope.is_provisional, scope.is_being_made) == (True, True)
        assert waiting_for(scope, frozen.moment) == [Waiting.RECOUNT]
    assert groups_of(ended.contest_id, 1, frozen.moment) == []
    service.rebuild(ended.contest_id, frozen.moment)
    for scope in scopes(frozen):
        assert (scope.is_provisional, scope.is_being_made) == (False, False)
        assert waiting_for(scope, frozen.moment) == []


def test_the_page_says_that_places_are_being_made(organiser: Browser, ended: Arena, frozen: FrozenClock) -> None:
    record_approval(None, ended.rounds[1], frozen.moment)
    page = organiser.get(PAGE)
    assert "Thứ hạng đang được tính lại" in page.text
    assert page.form("/approval/1/withdrawal") is not None
    service.rebuild(ended.contest_id, frozen.moment)
    assert "Thứ hạng đang được tính lại" not in organiser.get(PAGE).text


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_a_refresh_leaves_the_work_to_the_job_as_long_as_there_is_one(
    ended: Arena, frozen: FrozenClock, state: str
) -> None:
    record_approval(None, ended.rounds[1], frozen.moment)
    job_id = waiting_job(ended, state)
    service.refresh(frozen.moment)
    assert order_of(ended) == BEFORE
    with pytest.raises(Unavailable):
        service.settle(ended.contest_id, ended.rounds[1], frozen.moment)
    with transaction():
        db.session.get_one(Job, job_id).state = "failed"
    service.refresh(frozen.moment)
    assert order_of(ended) == AFTER


def test_the_job_of_another_contest_holds_nothing_up(ended: Arena, new_arena: ArenaMaker, frozen: FrozenClock) -> None:
    other = new_arena(slug="khac")
    waiting_job(other)
    record_approval(None, ended.rounds[1], frozen.moment)
    service.refresh(frozen.moment)
    assert order_of(ended) == AFTER


def test_a_job_left_by_a_dead_process_is_done_by_the_next(app: Flask, ended: Arena, frozen: FrozenClock) -> None:
    record_approval(None, ended.rounds[1], frozen.moment)
    job_id = waiting_job(ended, "running")
    app.extensions["run_job"](job_id)
    assert db.session.get_one(Job, job_id, populate_existing=True).state == "done"
    assert order_of(ended) == AFTER
    assert db.session.get_one(Round, ended.rounds[1]).approved_at is not None
