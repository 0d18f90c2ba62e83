"""One-time codes: how an organiser lets somebody in who has no password yet, or has forgotten it.

Ten characters without look-alikes, 72 hours, one use, dead after five wrong tries. Only a keyed hash is stored: without
the product's secret key the table tells nothing.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa
from flask import current_app

from quiz.accounts import queries, rules
from quiz.accounts.authority import require_over
from quiz.accounts.login import WrongLogin, set_password
from quiz.accounts.models import LoginCode, Person
from quiz.accounts.passwords import hash_password
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor
from quiz.core.settings import Settings

CODE_LIFE = timedelta(hours=72)
MAX_FAILURES = 5


def issue_code(actor: Actor | None, person_id: int, now: datetime) -> str:
    """A fresh code for a person; codes issued before are worth nothing from now on.

    Raises NotAllowed outside one's subtree and for somebody of higher rank. `actor` None is the product itself.
    """
    with transaction():
        require_over(actor, person_id)
        code = new_code(person_id, actor.person_id if actor else None, now)
        audit.record(actor, "login_code.issue", "person", person_id)
    return code


def new_code(person_id: int, issued_by: int | None, now: datetime) -> str:
    """The same without asking for a right or writing the trail, for callers who did both."""
    code = "".join(secrets.choice(rules.CODE_ALPHABET) for _ in range(rules.CODE_LENGTH))
    earlier = sa.update(LoginCode).where(LoginCode.person_id == person_id, LoginCode.used_at.is_(None))
    db.session.execute(earlier.values(used_at=now))
    db.session.add(
        LoginCode(
            person_id=person_id,
            code_hash=_keyed_hash(person_id, code),
            issued_by=issued_by,
            issued_at=now,
            expires_at=now + CODE_LIFE,
        )
    )
    return code


def redeem_code(login: str, code: str, password: str, now: datetime) -> Person:
    """Set a new password with a code; every login there was ends.

    Raises Invalid for an unusable password, and WrongLogin alike for an unknown person, a wrong, old or dead code.
    """
    rules.password(password, login)
    person = queries.by_login(login)
    row = _usable(person.id, now) if person else None
    if person is None or row is None or not hmac.compare_digest(row.code_hash, _typed_hash(person.id, code)):
        if row is not None:
            _count_failure(row.id)
        raise WrongLogin("Tên đăng nhập hoặc mã một lần không đúng, hoặc mã đã hết hạn.", code="wrong_code")
    hashed = hash_password(rules.password(password, person.login_name, person.phone))
    person_id, row_id = person.id, row.id
    with transaction():
        if not _use(row_id, now):
            raise WrongLogin("Tên đăng nhập hoặc mã một lần không đúng, hoặc mã đã hết hạn.", code="wrong_code")
        set_password(person_id, hashed, now)
    return queries.get(person_id)


def _usable(person_id: int, now: datetime) -> LoginCode | None:
    alive = (
        LoginCode.person_id == person_id,
        LoginCode.used_at.is_(None),
        LoginCode.expires_at > now,
        LoginCode.failures < MAX_FAILURES,
    )
    return db.session.scalar(sa.select(LoginCode).where(*alive).order_by(LoginCode.id.desc()).limit(1))


def _use(row_id: int, now: datetime) -> bool:
    """Take the code; False where another request took it first, or killed it by guessing."""
    unused = (LoginCode.id == row_id, LoginCode.used_at.is_(None), LoginCode.failures < MAX_FAILURES)
    taken = db.session.execute(sa.update(LoginCode).where(*unused).values(used_at=now).returning(LoginCode.id))
    return taken.first() is not None


def _count_failure(row_id: int) -> None:
    with transaction():
        row = sa.update(LoginCode).where(LoginCode.id == row_id)
        db.session.execute(row.values(failures=LoginCode.failures + 1))


def _typed_hash(person_id: int, code: str) -> str:
    return _keyed_hash(person_id, rules.normal_code(code))


def _keyed_hash(person_id: int, code: str) -> str:
    settings: Settings = current_app.extensions["settings"]
    return hmac.new(settings.secret_key.encode(), f"login code {person_id} {code}".encode(), sha256).hexdigest()
