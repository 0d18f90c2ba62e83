"""Leases: one holder at a time, decided by the database."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask, current_app

from quiz.core import clock, direct
from quiz.core.errors import Unavailable

_READ = "select holder, expires_at from leases where name = :name"
_TAKE = """
insert into leases (name, holder, expires_at) values (:name, :holder, :expires)
on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
where leases.holder = excluded.holder or leases.expires_at < :now
returning holder
"""
_local = threading.local()


def holder_name() -> str:
    """The name under which this thread holds leases."""
    pid = os.getpid()
    if getattr(_local, "pid", None) != pid:
        _local.pid = pid
        _local.name = f"{pid}-{secrets.token_hex(8)}"
    name: str = _local.name
    return name


def acquire(name: str, length: timedelta, holder: str | None = None) -> bool:
    """Take or renew a lease for `holder` (default: this thread); whether it is held now.

    A lease that still runs for more than half its length is not written again.
    """
    holder, now = holder or holder_name(), clock.now()
    rows = direct.run(_READ, {"name": name})
    if rows and rows[0][0] == holder and rows[0][1] > clock.to_ms(now + length / 2):
        return True
    if rows and rows[0][0] != holder and rows[0][1] >= clock.to_ms(now):
        return False
    values = {
        "name": name,
        "holder": holder,
        "expires": clock.to_ms(now + length),
        "now": clock.to_ms(now),
    }
    return bool(direct.run(_TAKE, values))


@contextmanager
def kept(name: str, length: timedelta) -> Iterator[None]:
    """Renew a lease that this thread holds for as long as the block runs, however long that is."""
    done = threading.Event()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    arguments = (app, name, length, holder_name(), done)
    keeper = threading.Thread(target=_keep, args=arguments, name=f"keeper of {name}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()


def _keep(app: Flask, name: str, length: timedelta, holder: str, done: threading.Event) -> None:
    with app.app_context():
        while not done.wait(length.total_seconds() / 3):
            try:
                acquire(name, length, holder)
            except Unavailable:
                app.logger.warning("lease %s not renewed: the database cannot be reached", name)
        direct.close()


def release(name: str) -> None:
    """Give a lease back, where this thread holds it."""
    direct.run("delete from leases where name = :name and holder = :holder", {"name": name, "holder": holder_name()})
