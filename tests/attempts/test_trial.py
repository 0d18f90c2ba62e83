"""The console's thousand papers: from the button to the charts, from what the round draws from."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from quiz.attempts.trial import begin_trial, facilities, trial_record
from quiz.bank.models import Item, ItemRevision, ItemState
from quiz.contests import queries
from quiz.contests.models import Contest, Round
from quiz.core.db import db, transaction
from quiz.core.jobs.models import Job
from quiz.core.permissions import Actor, Grant, Role
from tests.factories.stage import Stage

ORGANISER = Actor(1, "Tổ chức", (Grant(Role.ORGANISER),))


def parts(stage: Stage) -> tuple[Contest, Round]:
    """Contest and round of the stage."""
    return db.session.get_one(Contest, stage.contest_id), db.session.get_one(Round, stage.round_id)


@pytest.fixture
def organiser(client: FlaskClient, app: Flask, stage: Stage) -> FlaskClient:
    """A browser of somebody who organises everything."""
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["actor_loader"] = lambda: ORGANISER
    return client


def test_the_job_draws_a_thousand_papers_and_says_where_to_look(stage: Stage) -> None:
    job = begin_trial(ORGANISER, *parts(stage))
    result = json.loads(job.result)
    assert (job.state, result["papers"], result["questions"]) == ("done", 1000, 5)
    assert sum(times for _revision, times in result["exposure"]) == 5000
    assert result["url"] == f"/admin/attempts/thu/trials/{job.id}"


def test_the_real_seed_has_no_part_in_it(stage: Stage) -> None:
    job = begin_trial(ORGANISER, *parts(stage))
    seed = parts(stage)[1].seed
    assert seed not in job.result
    assert seed not in job.arguments


def test_a_frozen_round_is_tried_on_its_pool_and_another_on_the_bank(stage: Stage) -> None:
    contest, contest_round = parts(stage)
    rules = queries.rules_of(contest.id).of_round(1)
    with transaction():
        retired = db.session.scalars(sa.select(Item).order_by(Item.id)).first()
        assert retired is not None
        retired.state = ItemState.RETIRED
        gone = retired.current_revision_id
    assert gone in trial_record(contest_round, rules).kept
    contest_round.prepared_at = None
    assert gone not in trial_record(contest_round, rules).kept


def test_a_bank_that_is_short_fails_with_the_cell_that_lacks(stage: Stage) -> None:
    with transaction():
        db.session.get_one(Round, stage.round_id).prepared_at = None
        db.session.execute(sa.update(Item).where(Item.ref != "T-0").values(state=ItemState.DRAFT))
    job = begin_trial(ORGANISER, *parts(stage))
    assert job.state == "failed"
    assert "cần 5, còn 1" in job.message


def test_levels_promise_and_measurements_overrule(stage: Stage, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    revisions = list(db.session.scalars(sa.select(ItemRevision.id)))
    assert set(facilities(revisions).values()) == {0.85}
    item_id = db.session.scalars(sa.select(ItemRevision.item_id).where(ItemRevision.id == revisions[0])).one()
    monkeypatch.setattr("quiz.attempts.trial.slot", lambda _app, _name: [lambda ids: {item_id: (0.31, 400)}])
    measured = facilities(revisions)
    assert measured.pop(revisions[0]) == 0.31
    assert set(measured.values()) == {0.85}


def test_the_pages_lead_from_the_contest_to_the_charts(organiser: FlaskClient, stage: Stage) -> None:
    assert "/admin/attempts/thu/papers" in organiser.get("/admin/contests/thu").text
    assert "Thử 1.000 đề" in organiser.get("/admin/attempts/thu/papers").text
    begun = organiser.post("/admin/attempts/thu/rounds/1/trials")
    assert begun.status_code == 303
    job = db.session.scalars(sa.select(Job)).one()
    page = organiser.get(f"/admin/attempts/thu/trials/{job.id}").text
    for words in ("Kết quả thử 1.000 đề", "Số đề theo tỷ lệ đúng dự kiến", "Vị trí A", "T-0", "Xem số liệu"):
        assert words in page


def test_a_trial_belongs_to_its_contest_and_other_jobs_are_none(organiser: FlaskClient, stage: Stage) -> None:
    organiser.post("/admin/attempts/thu/rounds/1/trials")
    job = db.session.scalars(sa.select(Job)).one()
    assert organiser.get(f"/admin/attempts/khac/trials/{job.id}").status_code == 404
    assert organiser.get("/admin/attempts/thu/trials/999").status_code == 404
    with transaction():
        db.session.get_one(Job, job.id).name = "something.else"
    assert organiser.get(f"/admin/attempts/thu/trials/{job.id}").status_code == 404


def test_a_contest_of_others_stays_closed(client: FlaskClient, app: Flask, stage: Stage) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    elsewhere = Actor(2, "Nơi khác", (Grant(Role.ORGANISER, unit_id=3, first=3, last=3),))
    app.extensions["actor_loader"] = lambda: elsewhere
    assert client.get("/admin/attempts/thu/papers").status_code == 403
    assert client.post("/admin/attempts/thu/rounds/1/trials").status_code == 403
    assert db.session.scalars(sa.select(Job)).all() == []
