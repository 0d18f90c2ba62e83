"""How many guesses an account takes: ten in five minutes over all doors, whatever address they come from.

Never by address: a school or a carrier puts hundreds of people behind one.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Flask, current_app, g
from flask_limiter import Limiter
from limits import parse
from limits.errors import StorageError
from redis import RedisError

from quiz.core.settings import Settings

GUESSES = "10 per 5 minutes"
SCOPE = "login"


class Guesses:
    """The counter of one application, in this process's memory or in Redis for all processes.

    While Redis cannot be reached the counting goes on in memory.
    """

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._limiter = Limiter(key_func=lambda: str(g.guessed_login), strategy="moving-window", **_storage(settings))
        # Flask-Limiter's hooks around every request serve limits on views. There are none, and the hottest calls
        # would pay for them, so it is told that it is attached already.
        app.extensions.setdefault("limiter", set()).add(self._limiter)
        self._limiter.init_app(app)
        self._hit = self._limiter.shared_limit(GUESSES, scope=SCOPE)(_nothing)

    def count(self, login: str) -> None:
        """Count a try; the answer 429 where there were too many."""
        g.guessed_login = login or "-"
        self._hit()

    def forget(self, login: str) -> None:
        """Begin anew; a failure here costs no more than a wait."""
        with suppress(RedisError, StorageError):
            self._limiter.limiter.clear(parse(GUESSES), login or "-", SCOPE)


def _nothing() -> None:
    """What Flask-Limiter counts the calls of."""


def _storage(settings: Settings) -> dict[str, Any]:
    if settings.redis_url is None:
        return {"storage_uri": "memory://"}
    url = settings.redis_url
    return {
        "storage_uri": f"redis+{url}" if url.startswith("unix://") else url,
        "storage_options": {"socket_connect_timeout": 1, "socket_timeout": 1},
        "in_memory_fallback_enabled": True,
    }


def init_limits(app: Flask) -> None:
    """Give the application its counter."""
    app.extensions["guesses"] = Guesses(app, app.extensions["settings"])


def count_guess(login: str) -> None:
    """Count a try for this account (see `rules.login_key`) before the password is looked at.

    So many tries at once count as many. A successful login should be followed by `forget_guesses`.
    """
    guesses: Guesses = current_app.extensions["guesses"]
    guesses.count(login)


def forget_guesses(login: str) -> None:
    """After a login that succeeded the count begins anew."""
    guesses: Guesses = current_app.extensions["guesses"]
    guesses.forget(login)
