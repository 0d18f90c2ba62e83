"""Runs migrations against the database of the settings; one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from quiz.core.db import db


def run() -> None:
    """Bring the tables up to the revision asked for, all in one transaction."""
    with db.engine.connect() as connection, _references_at_rest(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            transactional_ddl=True,  # SQLite can, though its driver of old could not
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            _check_references(connection)


@contextmanager
def _references_at_rest(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, which rows that refer to it would forbid: they are checked at the end.

    The switch works only outside of a transaction, so it goes to the driver itself.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None, "the connection is open"  # noqa: S101
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"the migration would leave rows that refer to nothing: {broken[:5]}")


run()
