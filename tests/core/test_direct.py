"""Single statements of the hot path, on both databases."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.core import direct
from quiz.core.db import db, transaction
from quiz.core.errors import Unavailable
from quiz.core.jobs.models import Lease
from tests.servers import Postgres

INSERT = "insert into leases (name, holder, expires_at) values (:name, :holder, :at) returning name"
KILL = r"select pg_terminate_backend(pid) from pg_stat_activity where datname like 't\_%'"


def test_a_statement_is_committed_when_it_returns(each_app: Flask) -> None:
    assert direct.run(INSERT, {"name": "a", "holder": "h", "at": 5}) == [("a",)]
    assert db.session.query(Lease.holder).all() == [("h",)]


def test_a_statement_without_rows_answers_with_none(each_app: Flask) -> None:
    assert direct.run("update leases set holder = :holder", {"holder": "h"}) == []


def test_what_a_statement_says_literally_stays_as_it_is(each_app: Flask) -> None:
    assert direct.run("select '100%' || :sign, cast(7 as bigint) % 4", {"sign": "%s"}) == [("100%%s", 3)]


def test_a_cast_of_postgresql_is_not_taken_for_a_place() -> None:
    assert direct._pyformat("select :value::int, a.b") == b"select %(value)s::int, a.b"


def test_values_never_become_statements(each_app: Flask) -> None:
    nasty = "x'); delete from leases; --"
    direct.run(INSERT, {"name": nasty, "holder": "Nguyễn Thị Ánh", "at": 1})
    assert direct.run("select name, holder from leases", {}) == [(nasty, "Nguyễn Thị Ánh")]


def test_a_duplicate_is_told_as_one_and_changes_nothing(each_app: Flask) -> None:
    direct.run(INSERT, {"name": "a", "holder": "first", "at": 1})
    with pytest.raises(direct.DUPLICATE):
        direct.run(INSERT, {"name": "a", "holder": "second", "at": 1})
    assert direct.run("select holder from leases", {}) == [("first",)]


def test_a_missing_value_is_told_as_a_constraint(each_app: Flask) -> None:
    with pytest.raises(direct.DUPLICATE):
        direct.run(INSERT, {"name": "a", "holder": None, "at": 1})


def test_each_thread_has_a_connection_of_its_own(each_app: Flask) -> None:
    mine, theirs = direct._connection(), []

    def look() -> None:
        with each_app.app_context():
            theirs.append(direct._connection())
            direct.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert mine is direct._connection()
    assert mine is not theirs[0]


def test_after_closing_the_next_statement_opens_a_new_connection(each_app: Flask) -> None:
    first = direct._connection()
    direct.close()
    assert direct.run("select 1", {}) == [(1,)]
    assert direct._connection() is not first


def test_a_locked_database_is_told_as_busy_with_a_time_to_wait(app: Flask) -> None:
    direct.run("PRAGMA busy_timeout=50", {})
    with transaction():
        db.session.connection()
        with pytest.raises(Unavailable) as caught:
            direct.run(INSERT, {"name": "a", "holder": "h", "at": 1})
    assert caught.value.retry_after == 2
    assert direct.run(INSERT, {"name": "a", "holder": "h", "at": 1}) == [("a",)]


def test_a_killed_connection_is_told_as_busy_and_replaced(postgres_app: Flask, postgres_cluster: Postgres) -> None:
    direct.run("select 1", {})
    postgres_cluster.execute(KILL)
    with pytest.raises(Unavailable):
        direct.run("select 1", {})
    assert direct.run("select 1", {}) == [(1,)]


def test_the_orm_survives_killed_connections(postgres_app: Flask, postgres_cluster: Postgres) -> None:
    assert db.session.query(Lease).count() == 0
    db.session.rollback()
    postgres_cluster.execute(KILL)
    assert db.session.query(Lease).count() == 0


def test_a_hanging_statement_ends_on_both_ways_to_postgresql(postgres_app: Flask) -> None:
    assert direct.run("select current_setting('statement_timeout')", {}) == [("10s",)]
    assert db.session.execute(sa.text("show statement_timeout")).scalar_one() == "15s"
