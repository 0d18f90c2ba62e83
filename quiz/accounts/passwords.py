"""Hashing passwords: Argon2id with the parameters OWASP recommends, a bounded number at a time in each process.

A hash takes some 19 MiB and tens of milliseconds of CPU; without a bound a flood of logins would take both away from
people who are sitting their paper.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from quiz.core.errors import Unavailable

HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
AT_ONCE = os.cpu_count() or 1
WAITING = 4 * AT_ONCE
PATIENCE_SECONDS = 5.0
_running = threading.BoundedSemaphore(AT_ONCE)
_places = threading.BoundedSemaphore(AT_ONCE + WAITING)


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for one's turn; Unavailable at once where too many wait already, or when the turn does not come."""
    if not _places.acquire(blocking=False):
        raise _busy()
    try:
        if not _running.acquire(timeout=PATIENCE_SECONDS):
            raise _busy()
        try:
            yield
        finally:
            _running.release()
    finally:
        _places.release()


def _busy() -> Unavailable:
    error = Unavailable("Đang có rất nhiều người đăng nhập. Vui lòng thử lại sau ít giây.")
    error.retry_after = 3
    return error


def hash_password(password: str) -> str:
    """The hash to store for a password."""
    with _turn():
        return HASHER.hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether the password is the one of a stored hash; without a hash the same time is spent all the same."""
    with _turn():
        try:
            return HASHER.verify(stored or _nobody(), password) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """Whether a stored hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return HASHER.hash(secrets.token_hex(16))
