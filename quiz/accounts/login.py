"""Coming in and going out: checking a password, sessions that can be ended, changing a password."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime, timedelta

import sqlalchemy as sa

from quiz.accounts import queries, rules
from quiz.accounts.models import LoginSession, Person
from quiz.accounts.passwords import hash_password, is_outdated, matches
from quiz.accounts.people import revoke_sessions
from quiz.core.db import db, transaction
from quiz.core.errors import Invalid, NotLoggedIn

SESSION_LIFE = timedelta(days=14)


class WrongLogin(NotLoggedIn):
    """The one answer to every failed login, whatever was wrong."""

    default_code = "wrong_login"


def log_in(name: str, password: str, now: datetime) -> Person:
    """The active person with this login name or phone and this password; WrongLogin for everything else.

    The same work is done for an unknown name, so that the time taken tells nothing.
    """
    person = queries.by_login(name)
    stored = person.password_hash if person else ""
    person_id = person.id if person else 0
    password = unicodedata.normalize("NFC", password)[: rules.MAX_PASSWORD + 1]
    db.session.rollback()  # a hash takes long: no database connection is held meanwhile
    if not matches(stored, password):
        raise WrongLogin(
            "Tên đăng nhập hoặc mật khẩu không đúng. Nếu số điện thoại được nhiều người dùng chung, "
            "vui lòng đăng nhập bằng tên đăng nhập."
        )
    if is_outdated(stored):
        renewed = hash_password(password)
        with transaction():
            _store_password(person_id, renewed)
    return queries.get(person_id)


def open_session(person_id: int, now: datetime) -> str:
    """Start a login of 14 days on one device; its secret, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    with transaction():
        db.session.add(
            LoginSession(
                token_hash=queries.token_hash(token),
                person_id=person_id,
                created_at=now,
                expires_at=now + SESSION_LIFE,
            )
        )
    return token


def close_session(token: str, now: datetime) -> None:
    """End one login; its secret is worth nothing from now on."""
    with transaction():
        mine = (LoginSession.token_hash == queries.token_hash(token), LoginSession.revoked_at.is_(None))
        db.session.execute(sa.update(LoginSession).where(*mine).values(revoked_at=now))


def change_password(person_id: int, old: str, new: str, now: datetime, keep: str | None = None) -> None:
    """The person's own change; ends every other login. Invalid where the old password is wrong."""
    person = queries.get(person_id)
    wanted = rules.password(new, person.login_name, person.phone)
    if not matches(person.password_hash, unicodedata.normalize("NFC", old)):
        raise Invalid("Mật khẩu hiện tại không đúng.", field="old_password")
    set_password(person_id, hash_password(wanted), now, keep)


def set_password(person_id: int, hashed: str, now: datetime, keep: str | None = None) -> None:
    """Store a new hash and end every login but the one whose secret is `keep`."""
    with transaction():
        _store_password(person_id, hashed)
        revoke_sessions(person_id, now, keep)


def _store_password(person_id: int, hashed: str) -> None:
    db.session.execute(sa.update(Person).where(Person.id == person_id).values(password_hash=hashed))
