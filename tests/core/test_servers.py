"""The servers that other tests rely on are real ones."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
import redis
import sqlalchemy as sa
from flask import Flask

from quiz.core.db import db
from tests.servers import Postgres, SenServer, postgres, wait_until


def test_every_test_gets_a_postgresql_database_of_its_own(postgres_cluster: Postgres, postgres_template: str) -> None:
    with postgres_cluster.database(postgres_template) as one, postgres_cluster.database(postgres_template) as other:
        assert one != other
        names = {row[0] for row in postgres_cluster.execute("select datname from pg_database")}
        assert {one, other} <= names
    assert one not in {row[0] for row in postgres_cluster.execute("select datname from pg_database")}


def test_a_cluster_can_be_started_durable() -> None:
    with postgres(settings="") as cluster:
        assert cluster.execute("show fsync") == [("on",)]
        folder = cluster.folder
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        cluster.execute("select 1")


def test_the_application_boots_on_postgresql_with_all_its_tables(each_app: Flask) -> None:
    assert set(sa.inspect(db.engine).get_table_names()) == set(db.metadata.tables)


def test_a_redis_compatible_server_answers_and_is_empty(redis_url: str) -> None:
    with redis.from_url(redis_url, decode_responses=True) as connection:
        assert connection.dbsize() == 0
        connection.zadd("order", {"b": 2, "a": 1})
        assert connection.zrange("order", 0, -1) == ["a", "b"]
        assert connection.eval("return redis.call('zcard', KEYS[1])", 1, "order") == 2


def test_the_product_serves_with_several_processes_and_ends_when_told(
    each_app: Flask, sen_server: Callable[..., SenServer]
) -> None:
    server = sen_server(each_app, workers=2)
    assert server.get("/healthz") == '{"status":"ok"}\n'
    assert server.log.read_text().count("Booting worker") == 2
    assert server.stop() == 0


def test_waiting_for_what_does_not_happen_ends() -> None:
    with pytest.raises(TimeoutError):
        wait_until(lambda: False, seconds=0.05)
