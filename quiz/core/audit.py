"""The audit trail: who changed what, written in the same transaction as the change."""

from __future__ import annotations

import json
from datetime import datetime

import sqlalchemy as sa
from flask import g, has_request_context, request
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core import clock
from quiz.core.db import BigId, Model, UtcMillis, db
from quiz.core.permissions import Actor


class AuditEntry(Model):
    """One change: who, when, on what, before and after (JSON), from which request."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcMillis)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    action: Mapped[str] = mapped_column(sa.String(64), index=True)
    object_kind: Mapped[str] = mapped_column(sa.String(32))
    object_id: Mapped[str] = mapped_column(sa.String(64))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    before: Mapped[str] = mapped_column(sa.Text, default="{}")
    after: Mapped[str] = mapped_column(sa.Text, default="{}")
    request_id: Mapped[str] = mapped_column(sa.String(32), default="")
    address: Mapped[str] = mapped_column(sa.String(45), default="")

    __table_args__ = (sa.Index("ix_audit_entries_object", "object_kind", "object_id"),)


def record(
    actor: Actor | None,
    action: str,
    object_kind: str,
    object_id: object,
    *,
    before: object = None,
    after: object = None,
    reason: str = "",
) -> AuditEntry:
    """Add one row to the trail; the caller's transaction commits it. `actor` None is the product itself.

    The entry has its number once the session is flushed.
    """
    in_request = has_request_context()
    entry = AuditEntry(
        at=clock.now(),
        actor_id=actor.person_id if actor else None,
        action=action,
        object_kind=object_kind,
        object_id=str(object_id),
        reason=reason,
        before=_dump(before),
        after=_dump(after),
        request_id=g.get("request_id", "") if in_request else "",
        address=(request.remote_addr or "")[:45] if in_request else "",
    )
    db.session.add(entry)
    return entry


def _dump(value: object) -> str:
    return json.dumps(value if value is not None else {}, ensure_ascii=False, sort_keys=True, default=str)
