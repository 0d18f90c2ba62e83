"""Checking logins, sessions that end, passwords that change."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask

from quiz.accounts import passwords, queries, service
from quiz.accounts.login import SESSION_LIFE
from quiz.accounts.models import LoginSession
from quiz.core import direct
from quiz.core.db import db, transaction
from quiz.core.errors import Invalid
from quiz.core.permissions import Grant, Role
from tests.conftest import START
from tests.factories.people import PASSWORD, make_person
from tests.people import Cast


@pytest.mark.parametrize(
    "typed", ["contestant.thu", " Contestant.THU ", "ｃｏｎｔｅｓｔａｎｔ.thu", "contestant\u200b.thu"]
)
def test_a_login_name_is_taken_in_any_spelling(cast: Cast, typed: str) -> None:
    assert service.log_in(typed, PASSWORD, START).id == cast.people["contestant"]


@pytest.mark.parametrize("typed", ["0912345678", "+84 912 345 678", "912345678", "０９１２３４５６７８"])
def test_a_phone_logs_in_where_one_account_has_it(app: Flask, typed: str) -> None:
    person = make_person(phone="0912345678")
    assert service.log_in(typed, PASSWORD, START).id == person.id


def test_a_shared_phone_needs_the_login_name(app: Flask) -> None:
    people = [make_person(phone="0912345678", login_name=name) for name in ("ong", "ba1")]
    with pytest.raises(service.WrongLogin, match="tên đăng nhập"):
        service.log_in("0912345678", PASSWORD, START)
    assert service.log_in("ong", PASSWORD, START).id == people[0].id


def test_a_closed_account_does_not_make_a_phone_shared(app: Flask) -> None:
    closed, other = (make_person(phone="0912345678") for _ in range(2))
    service.set_active(None, closed.id, False, START)
    assert service.log_in("0912345678", PASSWORD, START).id == other.id


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("contestant.thu", "sai mật khẩu"),
        ("contestant.thu", ""),
        ("contestant.thu", PASSWORD + " "),
        ("contestant.thu", "x" * 100_000),
        ("khong.co", PASSWORD),
        ("", PASSWORD),
        ("0912345678", PASSWORD),
        ("deactivated.thu", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
        ("%", PASSWORD),
    ],
)
def test_every_failure_has_one_and_the_same_answer(cast: Cast, login: str, password: str) -> None:
    with pytest.raises(service.WrongLogin) as caught:
        service.log_in(login, password, START)
    assert (caught.value.code, caught.value.status, caught.value.field) == ("wrong_login", 401, None)
    assert caught.value.message().startswith("Tên đăng nhập hoặc mật khẩu không đúng.")


@pytest.mark.parametrize("login", ["contestant.thu", "khong.co", "deactivated.thu", "0912345678"])
def test_every_failure_takes_one_hash(cast: Cast, login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    monkeypatch.setattr("quiz.accounts.login.matches", lambda stored, _: bool(checked.append(stored)))
    with pytest.raises(service.WrongLogin):
        service.log_in(login, "sai", START)
    assert len(checked) == 1
    assert bool(checked[0]) is (login == "contestant.thu")


def test_a_hash_of_old_parameters_is_renewed_at_login(cast: Cast) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with transaction():
        cast.person("contestant").password_hash = weak
    service.log_in("contestant.thu", PASSWORD, START)
    renewed = cast.person("contestant").password_hash
    assert renewed != weak
    assert not passwords.is_outdated(renewed)
    service.log_in("contestant.thu", PASSWORD, START)
    assert cast.person("contestant").password_hash == renewed


def test_a_session_lasts_fourteen_days(cast: Cast) -> None:
    token = service.open_session(cast.people["contestant"], START)
    assert timedelta(days=14) == SESSION_LIFE
    last = START + SESSION_LIFE - timedelta(milliseconds=1)
    assert queries.actor_of(token, last) is not None
    assert queries.actor_of(token, START + SESSION_LIFE) is None


def test_of_a_session_only_a_hash_is_stored(cast: Cast) -> None:
    token = service.open_session(cast.people["contestant"], START)
    stored = db.session.scalars(sa.select(LoginSession)).one()
    assert len(token) >= 43
    assert token not in (stored.token_hash, str(stored.person_id))
    assert stored.token_hash == queries.token_hash(token)


def test_a_closed_session_is_worth_nothing(cast: Cast) -> None:
    tokens = [service.open_session(cast.people["contestant"], START) for _ in range(2)]
    service.close_session(tokens[0], START)
    assert [queries.actor_of(token, START) is not None for token in tokens] == [False, True]


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "' OR 1=1"])
def test_an_invented_session_is_nobody(cast: Cast, token: str) -> None:
    assert queries.actor_of(token, START) is None


def test_an_actor_carries_all_grants_with_their_ranges(cast: Cast) -> None:
    service.grant_role(None, cast.people["organiser"], Role.UNIT_CONTACT, cast.units["U"], START)
    actor = queries.actor_of(service.open_session(cast.people["organiser"], START), START)
    assert actor is not None
    assert actor.grants == (
        Grant(Role.ORGANISER, cast.units["P"], 1, 4),
        Grant(Role.UNIT_CONTACT, cast.units["U"], 5, 5),
    )
    assert actor.person_id == cast.people["organiser"]


def test_reading_the_person_of_a_session_is_one_query(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    token = service.open_session(cast.people["organiser"], START)
    db.session.rollback()
    statements: list[str] = []
    run = direct.run
    monkeypatch.setattr(direct, "run", lambda sql, params: statements.append(sql) or run(sql, params))
    sa.event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert queries.actor_of(token, START) is not None
    assert len([text for text in statements if "select" in text.lower()]) == 1


def test_a_changed_password_ends_the_other_logins(cast: Cast) -> None:
    person_id = cast.people["contestant"]
    mine, other = (service.open_session(person_id, START) for _ in range(2))
    service.change_password(person_id, PASSWORD, "mật khẩu hoàn toàn mới", START, keep=mine)
    assert [queries.actor_of(token, START) is not None for token in (mine, other)] == [True, False]
    assert service.log_in("contestant.thu", "mật khẩu hoàn toàn mới", START).id == person_id
    with pytest.raises(service.WrongLogin):
        service.log_in("contestant.thu", PASSWORD, START)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [("sai", "mật khẩu mới", "old_password"), (PASSWORD, "ngắn", "password"), (PASSWORD, "contestant.thu", "password")],
)
def test_a_password_is_changed_by_who_knows_it_and_to_a_good_one(cast: Cast, old: str, new: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        service.change_password(cast.people["contestant"], old, new, START)
    assert caught.value.field == field
    assert service.log_in("contestant.thu", PASSWORD, START)


def test_a_password_typed_in_parts_is_the_same_password(cast: Cast) -> None:
    service.change_password(cast.people["contestant"], PASSWORD, "mật khẩu rất dài", START)
    assert service.log_in("contestant.thu", "ma\u0323\u0302t kha\u0302\u0309u rất dài", START)
