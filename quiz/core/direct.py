"""Single statements on the thread's own connection, committed one by one: the way of the hot path.

No ORM, no session, no transaction to open: one prepared statement, durable when `run` returns. Statements are
written with :name places for both databases; a clause that only PostgreSQL has and needs stands in a comment
/*postgresql ...*/. A connection belongs to one thread of one process.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import psycopg
from flask import current_app

from quiz.core.db import SQLITE_PRAGMAS
from quiz.core.errors import Unavailable
from quiz.core.settings import Settings

Row = tuple[Any, ...]
_local = threading.local()
_PLACE = re.compile(r"(?<!:):([a-z_]+)")
_OWN_CLAUSE = re.compile(r"/\*postgresql (.*?)\*/")
BROKEN = (sqlite3.OperationalError, psycopg.OperationalError)
DUPLICATE = (sqlite3.IntegrityError, psycopg.IntegrityError)


def run(sql: str, params: Mapping[str, Any]) -> list[Row]:
    """Run one statement and commit it; the rows it returns (RETURNING or SELECT).

    Raises Unavailable where the database cannot be reached or stays locked, and the driver's IntegrityError
    (see DUPLICATE) where a constraint refuses.
    """
    try:
        return _run(sql, params)
    except BROKEN as error:
        close()
        if _is_defect(error):
            raise
        raise busy() from error


def _is_defect(error: Exception) -> bool:
    """SQLite calls a wrong statement by the same name as a locked file; only the code tells them apart."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR


def busy() -> Unavailable:
    """The answer while the database cannot be reached."""
    error = Unavailable("Hệ thống đang bận, bài làm sẽ được gửi lại sau ít giây.")
    error.retry_after = 2
    return error


def _run(sql: str, params: Mapping[str, Any]) -> list[Row]:
    connection = _connection()
    if isinstance(connection, sqlite3.Connection):
        cursor = connection.execute(sql, params)
        return cursor.fetchall() if cursor.description else []
    with connection.cursor() as pg_cursor:
        pg_cursor.execute(_pyformat(sql), params, prepare=True)
        return pg_cursor.fetchall() if pg_cursor.description else []


@lru_cache(maxsize=256)
def _pyformat(sql: str) -> bytes:
    return _PLACE.sub(r"%(\1)s", _OWN_CLAUSE.sub(r"\1", sql).replace("%", "%%")).encode()


def _connection() -> sqlite3.Connection | psycopg.Connection[Row]:
    settings: Settings = current_app.extensions["settings"]
    owner = (os.getpid(), settings.database_url)
    if getattr(_local, "owner", None) != owner:
        _local.connection = _connect(settings)
        _local.owner = owner
    connection: sqlite3.Connection | psycopg.Connection[Row] = _local.connection
    return connection


def _connect(settings: Settings) -> sqlite3.Connection | psycopg.Connection[Row]:
    if settings.is_sqlite:
        path = settings.database_url.removeprefix("sqlite:///")
        connection = sqlite3.connect(path, timeout=10, isolation_level=None, cached_statements=64)
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()
        return connection
    url = settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    return psycopg.connect(url, autocommit=True, options="-c statement_timeout=10s -c synchronous_commit=on")


def close() -> None:
    """Drop this thread's connection; the next statement opens a new one."""
    connection = getattr(_local, "connection", None)
    _local.owner = None
    _local.connection = None
    if connection is not None:
        connection.close()
