"""A database that could lose an acknowledged answer is named, whichever of its settings is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.core import db as core_db
from quiz.core import direct, durability
from quiz.core.durability import durability_problems
from quiz.core.settings import Settings
from tests.applications import application
from tests.servers import Postgres

WEAK = {
    "journal_mode": "journal_mode=DELETE",
    "synchronous": "synchronous=NORMAL",
    "foreign_keys": "foreign_keys=OFF",
    "busy_timeout": "busy_timeout=4999",
}


@pytest.fixture
def durable(postgres_cluster: Postgres) -> Iterator[Callable[..., None]]:
    """Sets a setting of the running cluster, all durable ones at first; afterwards it is fast again."""

    def alter(name: str, value: str) -> None:
        postgres_cluster.execute(f"alter system set {name} = {value}")
        postgres_cluster.execute("select pg_reload_conf()")
        postgres_cluster.execute("select pg_sleep(0.2)")

    alter("fsync", "on")
    alter("full_page_writes", "on")
    yield alter
    postgres_cluster.execute("alter system reset all")
    postgres_cluster.execute("select pg_reload_conf()")


def test_the_embedded_database_is_durable(app: Flask) -> None:
    assert durability_problems() == []


@pytest.mark.parametrize("name", WEAK)
def test_each_weak_setting_of_the_embedded_database_is_named_for_the_orm(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(core_db, "SQLITE_PRAGMAS", _weakened(name))
    with application(settings):
        problems = durability_problems()
    assert next(problem.split(":")[0] for problem in problems if name in problem) == "ORM"


@pytest.mark.parametrize("name", WEAK)
def test_each_weak_setting_of_the_embedded_database_is_named_for_the_hot_path(
    app: Flask, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    core_db.db.engine.dispose()  # the journal belongs to the file: it changes only while nobody else has it open
    monkeypatch.setattr(direct, "SQLITE_PRAGMAS", _weakened(name))
    problems = durability_problems()
    direct.close()
    assert len(problems) == 1
    assert problems[0].startswith(f"direct: {name} đang là ")


def test_a_durable_postgresql_is_passed(postgres_app: Flask, durable: Callable[..., None]) -> None:
    assert durability_problems() == []


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_a_postgresql_that_does_not_wait_for_the_disk_is_named(
    postgres_app: Flask, durable: Callable[..., None], name: str
) -> None:
    durable(name, "off")
    assert durability_problems() == [
        f"ORM: {name} đang là off, phải là on.",
        f"direct: {name} đang là off, phải là on.",
    ]


def test_a_commit_that_is_not_waited_for_is_named(
    settings: Settings, postgres_url: str, durable: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core_db, "engine_options", lambda _settings: {})
    with application(replace(settings, database_url=postgres_url)):
        assert durability_problems() == ["ORM: synchronous_commit đang là off, phải là on."]


def test_the_product_asks_for_waiting_commits_whatever_the_cluster_says(
    postgres_app: Flask, durable: Callable[..., None]
) -> None:
    durable("synchronous_commit", "off")
    assert durability_problems() == []


def test_a_fresh_connection_is_asked_and_not_one_that_stands_already(app: Flask) -> None:
    core_db.db.session.execute(sa.text("PRAGMA busy_timeout=1"))
    core_db.db.session.rollback()
    direct.run("PRAGMA synchronous=OFF", {})
    assert durability_problems() == []


def _weakened(name: str) -> tuple[str, ...]:
    rest = tuple(pragma for pragma in core_db.SQLITE_PRAGMAS if not pragma.startswith(name))
    return (*rest, WEAK[name])


def test_every_demand_says_what_is_wanted() -> None:
    for demand in (*durability.SQLITE, *durability.POSTGRESQL):
        assert demand.wanted
        assert demand.question.split()[0] in {"PRAGMA", "SHOW"}
