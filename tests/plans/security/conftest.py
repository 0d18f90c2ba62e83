"""One world for all tests of a file; whatever a test changes is put back by copying the database file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from quiz.core import clock, direct
from quiz.core.db import db
from quiz.core.settings import Settings
from tests.applications import application
from tests.conftest import START, FrozenClock
from tests.factories.sessions import login_headers
from tests.plans.security import forest
from tests.plans.security.forest import World

NOTES = frozenset({"login_sessions", "leases"})
"""Tables in which looking leaves its trace."""
Contents = dict[str, dict[Any, dict[str, Any]]]


@dataclass
class House:
    """The application with its world, and the database as it was when everything stood."""

    app: Flask
    world: World
    path: Path
    frozen: FrozenClock
    browsers: dict[str, FlaskClient]

    def browser(self, name: str) -> FlaskClient:
        """A browser in which this one is logged in; "" is nobody."""
        if name not in self.browsers:
            client = self.app.test_client()
            if name:
                signed = login_headers(self.app, self.world.people[name])
                client.set_cookie(self.app.config["SESSION_COOKIE_NAME"], signed["Cookie"].partition("=")[2])
                client.environ_base["HTTP_X_CSRFTOKEN"] = signed["X-CSRFToken"]
            self.browsers[name] = client
        return self.browsers[name]

    def keep(self) -> None:
        """Remember the database as it stands."""
        self._let_go()
        shutil.copyfile(self.path, self._copy)

    def restore(self) -> None:
        """The database as it was remembered."""
        self._let_go()
        for end in ("-wal", "-shm"):
            Path(f"{self.path}{end}").unlink(missing_ok=True)
        shutil.copyfile(self._copy, self.path)

    @property
    def _copy(self) -> Path:
        return self.path.with_suffix(".kept")

    def _let_go(self) -> None:
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
        direct.close()

    def contents(self) -> Contents:
        """Every row of every table but those in which looking leaves its trace, by its key."""
        db.session.rollback()
        found: Contents = {}
        with db.engine.connect() as connection:
            for table in db.metadata.sorted_tables:
                if table.name not in NOTES:
                    rows = [dict(row._mapping) for row in connection.execute(sa.select(table))]
                    found[table.name] = {tuple(row[one.name] for one in table.primary_key): row for row in rows}
        return found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The application with the world in it, at nine in the morning of a Monday."""
    folder, frozen = tmp_path_factory.mktemp("house"), FrozenClock(START)
    clock.use(frozen)
    settings = Settings(database_url=f"sqlite:///{folder / 'sen.db'}", secret_key="s" * 40, testing=True)
    with application(replace(settings, instance=folder)) as app:
        made = House(app, forest.build(), folder / "sen.db", frozen, {})
        for name in made.world.people:
            made.browser(name)
        made.keep()
        yield made
    clock.use(None)


@pytest.fixture(autouse=True)
def _as_before(house: House) -> Iterator[None]:
    clock.use(house.frozen)
    yield
    house.restore()


def changes(before: Contents, after: Contents) -> list[tuple[str, Any, dict[str, Any], dict[str, Any]]]:
    """Rows that were added, changed or taken away: table, key, before, after (each {} where there is none)."""
    found = []
    for table, rows in after.items():
        old = before[table]
        if old != rows:
            for key in sorted({*old, *rows}, key=str):
                was, now = old.get(key, {}), rows.get(key, {})
                found += [(table, key, was, now)] if was != now else []
    return found
