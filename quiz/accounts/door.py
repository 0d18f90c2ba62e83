"""The door of the cookie: Flask-Login keeps a session's secret, and every request reads its person anew by it."""

from __future__ import annotations

from flask import Flask, g, request, session
from flask_login import LoginManager, current_user, login_user

from quiz.accounts import queries, service
from quiz.accounts.limits import count_guess, forget_guesses
from quiz.accounts.rules import login_key
from quiz.core import clock
from quiz.core.permissions import Actor
from quiz.core.sessions import TOKEN_HEADER

CSRF_FIELD = "csrf_token"


class SignedIn:
    """What Flask-Login asks of a user, around the actor that everything else works with."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, token: str, actor: Actor) -> None:
        self.token = token
        self.actor = actor

    def get_id(self) -> str:
        """What the cookie holds: the secret of the login session."""
        return self.token


def init_door(app: Flask) -> None:
    """Let Flask-Login read the cookie.

    Its `init_app` is left aside on purpose: all it would add is the hook of the "remember me" cookie, which is not
    used here and would open the session on every request.
    """
    manager = LoginManager()
    manager.session_protection = None  # phones change their address all the time
    manager.user_loader(_load)
    app.login_manager = manager  # type: ignore[attr-defined]
    app.extensions["actor_loader"] = _actor


def _load(token: str) -> SignedIn | None:
    actor = queries.actor_of(token, clock.now())
    return SignedIn(token, actor) if actor else None


def _actor() -> Actor | None:
    """The person of this request; never asked for where an attempt token speaks."""
    if TOKEN_HEADER in request.headers or not current_user.is_authenticated:
        return None
    actor: Actor = current_user.actor
    return actor


def log_in(login: str, password: str) -> None:
    """Check a login and let the person in; WrongLogin, or the answer 429 after too many tries."""
    key = login_key(login)
    count_guess(key)
    person = service.log_in(login, password, clock.now())
    forget_guesses(key)
    enter(person.id)


def redeem(login: str, code: str, password: str) -> None:
    """Check a one-time code, set the new password and let the person in; counted like a login."""
    key = login_key(login)
    count_guess(key)
    person = service.redeem_code(login, code, password, clock.now())
    forget_guesses(key)
    enter(person.id)


def enter(person_id: int) -> None:
    """Log a person in on this device: a fresh session, a fresh CSRF token, nothing of the time before."""
    leave()
    token = service.open_session(person_id, clock.now())
    actor = queries.actor_for(person_id)
    if actor is not None:
        session.permanent = True
        login_user(SignedIn(token, actor))
        g.pop("actor", None)


def leave() -> None:
    """Log out on this device: the session's secret is worth nothing afterwards, the cookie is empty."""
    token = session.get("_user_id")
    if token:
        service.close_session(token, clock.now())
    session.clear()
    for name in (CSRF_FIELD, "actor", "_login_user"):
        g.pop(name, None)


def own_token() -> str | None:
    """The secret of this request's login session."""
    token: str | None = session.get("_user_id")
    return token
