"""Tables of jobs and leases."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import BigId, Model, UtcMillis


class Job(Model):
    """One piece of long work: `state` is waiting, running, done or failed; progress counts up to `total`.

    `runs` counts how often it was begun: more than once where a process died over it.
    """

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(64))
    arguments: Mapped[str] = mapped_column(sa.Text)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    state: Mapped[str] = mapped_column(sa.String(8), default="waiting", index=True)
    runs: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(sa.Text, default="")
    result: Mapped[str] = mapped_column(sa.Text, default="{}")
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    started_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    finished_at: Mapped[datetime | None] = mapped_column(UtcMillis)


class Lease(Model):
    """Who may do a thing that one process at a time does, and until when."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    holder: Mapped[str] = mapped_column(sa.String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcMillis)
