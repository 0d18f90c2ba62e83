"""Runs migrations against the database of the settings; one process at a time."""

from __future__ import annotations

from alembic import context
from flask import current_app

from quiz.core.db import db


def run() -> None:
    """Bring the tables up to the revision asked for, all in one transaction."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            transactional_ddl=True,  # SQLite can, though its driver of old could not
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
