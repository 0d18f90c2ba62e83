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


BEFORE_REVIEWS = (
    "insert into banks (id, code, title, created_at) values (1, 'NQ', 'Nghị quyết', 0)",
    "insert into bank_imports (id, bank_id, file_name, sha256, format, taken, problems, created_at)"
    " values (1, 1, 'a.docx', '0', 'docx', 1, '[]', 0)",
    "insert into items (id, bank_id, import_id, ref, topic, level, state, current_revision_id, stem_folded, created_at)"
    " values (7, 1, 1, 'a-1', '', '', 'approved', 9, 'hoi', 0)",
    "insert into item_revisions (id, item_id, number, kind, stem, markup, options, images, created_at)"
    " values (9, 7, 1, 'single', 'Hỏi?', 'plain', '[]', '[]', 0)",
    "insert into item_keys (revision_id, version, mask, marks, explanation, source, feedback, created_at)"
    " values (9, 1, 1, 100, '', '', '[]', 0)",
)
"""A question as it was stored before banks had reviews."""


def test_rows_of_an_older_version_live_through_the_steps_to_the_newest_and_back(empty: Flask) -> None:
    flask_migrate.upgrade(revision="0007")
    with db.engine.begin() as connection:
        for statement in BEFORE_REVIEWS:
            connection.execute(sa.text(statement))
    flask_migrate.upgrade()
    question = (
        "select i.ref, i.version, r.stem, r.remark, k.mask from items i join item_revisions r on r.item_id = i.id "
    )
    with db.engine.connect() as connection:
        rows = connection.execute(sa.text(question + "join item_keys k on k.revision_id = r.id")).all()
    assert [tuple(row) for row in rows] == [("a-1", 1, "Hỏi?", "", 1)]
    assert differences() == []
    flask_migrate.downgrade(revision="0007")
    with db.engine.connect() as connection:
        assert connection.execute(sa.text("select count(*) from item_keys")).scalar_one() == 1


def test_references_are_watched_over_again_once_a_migration_is_done(empty: Flask) -> None:
    flask_migrate.upgrade()
    broken = "insert into items (id, bank_id, ref, topic, level, state, stem_folded, created_at, version)"
    with db.engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(sa.text(f"{broken} values (1, 99, 'x', '', '', 'draft', '', 0, 1)"))
        connection.commit()
