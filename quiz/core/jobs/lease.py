"""Leases: one holder at a time, decided by the database."""

from __future__ import annotations

import os
import secrets
import threading
from datetime import timedelta

from quiz.core import clock, direct

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


def acquire(name: str, length: timedelta) -> bool:
    """Take or renew a lease; a lease that runs for half its length or more is not written again."""
    holder, now = holder_name(), clock.now()
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


def release(name: str) -> None:
    """Give a lease back, where this thread holds it."""
    direct.run("delete from leases where name = :name and holder = :holder", {"name": name, "holder": holder_name()})
