"""How many guesses an account takes, over all doors, and that nobody else pays for them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.accounts import service
from quiz.app import create_app
from quiz.core.db import db
from quiz.core.settings import Settings
from tests.accounts.browser import api_log_in, log_in, secret, send
from tests.people import Cast


def guess(client: FlaskClient, times: int, login: str = "contestant.thu") -> list[int]:
    return [api_log_in(client, login, "sai").status_code for _ in range(times)]


def test_the_eleventh_guess_in_five_minutes_is_not_looked_at(client: FlaskClient, cast: Cast) -> None:
    assert guess(client, 12) == [401] * 10 + [429] * 2
    answer = api_log_in(client, "contestant.thu")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert secret(client) is None


def test_all_doors_count_together_and_every_spelling_is_one(client: FlaskClient, cast: Cast) -> None:
    assert guess(client, 4) == [401] * 4
    assert [log_in(client, " Contestant.THU ", "sai").status_code for _ in range(3)] == [422] * 3
    for _ in range(3):
        send(client, "/login/code", login="ｃontestant.thu", code="AAAAA22222", password="mật khẩu mới")
    assert guess(client, 1) == [429]
    assert log_in(client, "contestant.thu").status_code == 429


def test_others_from_the_same_address_are_not_held_up(app: Flask, client: FlaskClient, cast: Cast) -> None:
    guess(client, 12)
    for name in ("contact", "organiser", "administrator"):
        assert api_log_in(app.test_client(), f"{name}.thu").status_code == 200
    assert guess(client, 30, "khong.co")[-1] == 429
    assert api_log_in(app.test_client(), "outsider.thu").status_code == 200


def test_another_address_does_not_help(app: Flask, cast: Cast) -> None:
    statuses = []
    for number in range(12):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        statuses += guess(client, 1)
    assert statuses == [401] * 10 + [429] * 2


def test_a_login_that_succeeds_begins_the_count_anew(client: FlaskClient, cast: Cast) -> None:
    for _ in range(3):
        assert guess(client, 9) == [401] * 9
        assert api_log_in(client, "contestant.thu").status_code == 200


def test_guessing_the_old_password_on_the_own_page_is_limited_too(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "contestant.thu")
    values = {"old_password": "sai", "password": "mật khẩu mới tinh"}
    statuses = [send(client, "/me/password", page="/me", **values).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]


def test_the_password_is_not_even_read_beyond_the_limit(
    client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    guess(client, 10)
    monkeypatch.setattr(service, "log_in", lambda *_: pytest.fail("the password was looked at"))
    assert api_log_in(client, "contestant.thu").status_code == 429


def test_while_redis_is_away_the_counting_goes_on_in_memory(settings: Settings) -> None:
    lonely = create_app(replace(settings, redis_url="redis://127.0.0.1:1/0"))
    with lonely.app_context():
        db.create_all()
    client = lonely.test_client()
    assert guess(client, 12, "khong.co") == [401] * 10 + [429] * 2
    with lonely.app_context():
        db.engine.dispose()


def test_requests_that_log_nobody_in_are_not_counted(app: Flask) -> None:
    hooks = [*app.before_request_funcs.get(None, []), *app.after_request_funcs.get(None, [])]
    assert not [hook for hook in hooks if "limiter" in getattr(hook, "__module__", "")]
