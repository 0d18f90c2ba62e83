"""The database: base class, types, the transaction, and what makes SQLite durable and fair."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase

from quiz.core import clock
from quiz.core.settings import Settings

SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
PORTION = 500
"""How many ids one statement names."""
T = TypeVar("T")


class Base(DeclarativeBase):
    """The base of every table; constraints get names, so that migrations can speak of them."""

    metadata = sa.MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class UtcMillis(sa.types.TypeDecorator[datetime]):
    """A moment, stored as whole milliseconds since 1970 in UTC: the same on every database, and comparable."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        """Milliseconds of an aware moment."""
        return None if value is None else clock.to_ms(value)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        """The moment in UTC."""
        return None if value is None else clock.from_ms(value)


BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""An integer key; SQLite numbers rows by itself only where the type is INTEGER."""


def init_db(app: Flask, settings: Settings) -> None:
    """Attach the database to the application."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings)
    db.init_app(app)
    if settings.is_sqlite:
        with app.app_context():
            prepare_sqlite(db.engine)


def engine_options(settings: Settings) -> dict[str, Any]:
    """Options of the engine: a dead connection is noticed, a hanging statement ends."""
    if settings.is_sqlite:
        return {"connect_args": {"timeout": 10, "check_same_thread": False}}
    options = "-c statement_timeout=15s -c lock_timeout=8s -c timezone=UTC -c synchronous_commit=on"
    return {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8, "connect_args": {"options": options}}


def prepare_sqlite(engine: Engine) -> None:
    """Durable commits, enforced foreign keys, and write locks taken at the start of a writing transaction.

    A transaction that reads first and writes later fails at once under load ("database is locked"), whatever the
    timeout; so a writing transaction (see `transaction`) begins by taking the write lock.
    """
    sa.event.listen(engine, "connect", _set_pragmas)
    sa.event.listen(engine, "begin", _begin)


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if db.session.info.get("writing") else "BEGIN")


@contextmanager
def transaction() -> Iterator[None]:
    """One transaction for all services called inside; only the outermost commits, any error undoes everything.

    What was read before it began is read anew inside: a reading transaction cannot become a writing one. An inner
    failure has undone what was written outside of it too; whoever swallows it gets a RuntimeError at the end.
    """
    session = db.session
    info, depth = session.info, session.info.get("depth", 0)
    if depth == 0:
        session.rollback()
        info["undone"] = False
    info["depth"], info["writing"] = depth + 1, True
    try:
        yield
        if info["undone"]:
            raise RuntimeError("an inner transaction failed, so this one is undone as well")
        session.flush()
        if depth == 0:
            session.commit()
    except BaseException:
        session.rollback()
        info["undone"] = True
        raise
    finally:
        info["depth"], info["writing"] = depth, depth > 0


def in_portions(ids: Sequence[T], size: int = PORTION) -> Iterator[Sequence[T]]:
    """The ids in their order, `size` at a time; nothing where there are none.

    A database limits how many values one statement may name (SQLite to 999 in its older releases), and a long list
    makes a slow statement; so whoever asks for rows by ids that may be many asks for them in portions.
    """
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
