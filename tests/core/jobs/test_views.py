"""A job is shown to the one who asked for it, and to administrators."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.core.jobs import queue
from quiz.core.permissions import Actor, Grant, Role

LAN = Actor(7, "Lan", (Grant(Role.ORGANISER),))


@pytest.fixture
def job_id(app: Flask) -> int:
    """A job that Lan has asked for, and that is done."""
    return queue.enqueue("count", LAN, steps=2).id


def as_person(app: Flask, actor: Actor | None) -> FlaskClient:
    """A browser in which this person is logged in."""
    app.extensions["actor_loader"] = lambda: actor
    return app.test_client()


def test_progress_and_result_are_told_to_the_one_who_asked(app: Flask, job_id: int) -> None:
    answer = as_person(app, LAN).get(f"/api/v1/jobs/{job_id}")
    assert answer.json == {"state": "done", "progress": 2, "total": 2, "message": "", "result": {"counted": 2}}


def test_the_page_of_a_job_can_be_opened(app: Flask, job_id: int) -> None:
    answer = as_person(app, LAN).get(f"/admin/jobs/{job_id}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"


def test_an_administrator_sees_every_job(app: Flask, job_id: int) -> None:
    administrator = Actor(8, "Minh", (Grant(Role.ADMINISTRATOR),))
    assert as_person(app, administrator).get(f"/api/v1/jobs/{job_id}").status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/jobs/{}", "/admin/jobs/{}"])
def test_the_job_of_another_is_as_unknown_as_one_that_does_not_exist(app: Flask, job_id: int, path: str) -> None:
    other = as_person(app, Actor(9, "Hoa", (Grant(Role.ORGANISER),)))
    foreign, missing = other.get(path.format(job_id)), other.get(path.format(job_id + 1))
    assert foreign.status_code == missing.status_code == 404


def test_without_a_login_nothing_is_told(app: Flask, job_id: int) -> None:
    assert as_person(app, None).get(f"/api/v1/jobs/{job_id}").status_code == 401
