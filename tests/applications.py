"""Applications for tests, made cheaply: every test has one of its own, and there are thousands of tests.

Measured on the whole suite, most of an application's making went into compiling the addresses of its routes, the SQL of
its tables and its templates. What comes out is the same each time, so it is made once a process and used again.
"""

from __future__ import annotations

import contextvars
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from quiz.app import create_app
from quiz.core import direct
from quiz.core.db import db
from quiz.core.settings import Settings

Builder = Callable[..., tuple[str, str]]
_compile_builder = Rule._compile_builder
_builders: dict[tuple[object, ...], Builder] = {}


def _known_builder(rule: Rule, append_unknown: bool = True) -> Builder:
    """The function that builds a route's address: the same for the same route, whichever application it is in."""
    key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]


Rule._compile_builder = _known_builder  # type: ignore[method-assign]


@cache
def _workshop() -> Path:
    """A folder of this process for what is made once."""
    return Path(tempfile.mkdtemp(prefix="sen-tests-"))


@cache
def _bytecode() -> FileSystemBytecodeCache:
    return FileSystemBytecodeCache(str(_workshop()))


@cache
def _empty_database() -> Path:
    """A SQLite file with all tables and no rows."""
    path = _workshop() / "empty.db"
    settings = Settings(database_url=f"sqlite:///{path}", secret_key="s" * 40, testing=True, instance=_workshop())
    made = create_app(settings)
    with made.app_context():
        db.create_all()
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return path


class IsolatedClient(FlaskClient):
    """A browser whose requests share nothing with the application context a test holds open."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request in an empty context, after letting go of what the test's own session holds."""
        if has_app_context():
            db.session.rollback()
        kwargs.setdefault("buffered", True)  # files that are served are closed at once
        return contextvars.Context().run(super().open, *args, **kwargs)


@contextmanager
def application(settings: Settings) -> Iterator[Flask]:
    """An application with all tables, inside its context."""
    if settings.is_sqlite:
        path = Path(settings.database_url.removeprefix("sqlite:///"))
        if not path.exists():
            shutil.copyfile(_empty_database(), path)
    made = create_app(settings)
    made.test_client_class = IsolatedClient
    made.jinja_env.bytecode_cache = _bytecode()
    with made.app_context():
        if not sa.inspect(db.engine).has_table("people"):
            db.create_all()
        yield made
        db.session.remove()
        direct.close()
        db.engine.dispose()
