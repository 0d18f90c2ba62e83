"""What is worth nothing any more is not kept: ended logins, codes, and files nobody came back for."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from quiz.accounts.memberships import fill_kinds
from quiz.accounts.models import LoginCode, LoginSession
from quiz.core import clock, uploads
from quiz.core.db import db, transaction

KEPT_FOR = timedelta(days=30)
"""How long an ended login or code can still be looked at, for an inquiry."""


def sweep(now: datetime) -> int:
    """Delete logins and codes that ended long ago; how many there were."""
    with transaction():
        return sum(_delete(model, now - KEPT_FOR) for model in (LoginSession, LoginCode))


def _delete(model: type[LoginSession] | type[LoginCode], before: datetime) -> int:
    gone = db.session.execute(sa.delete(model).where(model.expires_at < before).returning(model.person_id))
    return len(gone.all())


def sweep_all() -> None:
    """The periodic work."""
    now = clock.now()
    sweep(now)
    uploads.sweep(now)
    fill_kinds()
