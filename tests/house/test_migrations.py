"""Migrations lead to exactly the tables of the code, forwards and back, on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from quiz.app import create_app
from quiz.core import direct, health
from quiz.core.db import db
from quiz.core.settings import ROOT, Settings
from tests.servers import Postgres

VERSIONS = ROOT / "quiz" / "migrations" / "versions"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Flask]:
    """An application on a database without any table."""
    if request.param == "sqlite":
        yield from _inside(settings)
        return
    cluster: Postgres = request.getfixturevalue("postgres_cluster")
    with cluster.database() as name:
        yield from _inside(replace(settings, database_url=cluster.url(name)))


def _inside(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    with app.app_context():
        yield app
        db.session.remove()
        direct.close()
        db.engine.dispose()


def tables() -> set[str]:
    """The names of the tables there are."""
    return set(sa.inspect(db.engine).get_table_names())


def differences() -> list[object]:
    """What the tables lack or have too much, against the code."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, db.metadata))


def test_upgrading_an_empty_database_gives_the_tables_of_the_code(empty: Flask) -> None:
    flask_migrate.upgrade()
    assert tables() == {*db.metadata.tables, "alembic_version"}
    assert differences() == []
    assert health.migrations_at_head()


def test_upgrading_twice_changes_nothing(empty: Flask) -> None:
    flask_migrate.upgrade()
    flask_migrate.upgrade()
    assert differences() == []


def test_every_step_can_be_taken_back_and_again(empty: Flask) -> None:
    script = ScriptDirectory(str(VERSIONS.parent))
    for revision in reversed([step.revision for step in script.walk_revisions()]):
        flask_migrate.upgrade(revision=revision)
        flask_migrate.downgrade(revision="-1")
        flask_migrate.upgrade(revision=revision)
    assert differences() == []
    flask_migrate.downgrade(revision="base")
    assert tables() == {"alembic_version"}


def test_a_database_that_was_never_migrated_is_not_at_head(empty: Flask) -> None:
    assert not health.migrations_at_head()


def test_constraints_of_migrated_tables_are_those_of_the_code(empty: Flask) -> None:
    flask_migrate.upgrade()
    inspector = sa.inspect(db.engine)
    for name, table in db.metadata.tables.items():
        named = {
            str(constraint.name)
            for constraint in table.constraints
            if isinstance(constraint, sa.CheckConstraint | sa.UniqueConstraint)
        }
        checks = [*inspector.get_check_constraints(name), *inspector.get_unique_constraints(name)]
        assert named <= {str(check["name"]) for check in checks}, name


def test_migrations_are_numbered_without_gap_and_form_one_line() -> None:
    script = ScriptDirectory(str(VERSIONS.parent))
    assert len(script.get_heads()) == 1
    numbers = sorted(path.name[:4] for path in _files())
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


def test_every_migration_says_what_it_does_and_knows_the_way_back() -> None:
    for path in _files():
        text = path.read_text(encoding="utf-8")
        assert re.match(r'"""[^"]{5,}', text), path.name
        assert re.search(r"def downgrade\(\) -> None:\n(?!    pass)", text), path.name


def _files() -> list[Path]:
    return sorted(VERSIONS.glob("[0-9]*.py"))
