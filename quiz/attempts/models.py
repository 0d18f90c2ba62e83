"""The table of attempts: one row a sitting, written by single statements (see store.py)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import Model, UtcMillis

OPEN = sa.text("submitted_at is null")


class Attempt(Model):
    """One sitting of one person in one round.

    `id` is made from the clock and random bits, so that it betrays no counts. `paper` is one word a position,
    "revision:order" (order: option indices as shown). `answers` holds one byte a position. Scores and marks are in
    hundredths of a point, durations in milliseconds. `attempt_limit` and `grace_ms` are copied from the rules the
    attempt was opened under. `paused_at` is since when its clock stands still, `paused_ms` how long it has stood so
    far; that time is no part of the duration. `extra_ms` is what rulings added to the deadline, `ruling_id` the last
    ruling that concerned the attempt. `closed_at` is when the closing was written, `submitted_at` what counts.
    """

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    unit_id: Mapped[int] = mapped_column(sa.BigInteger)
    number: Mapped[int]
    attempt_limit: Mapped[int]
    is_practice: Mapped[bool] = mapped_column(default=False)
    rules_version: Mapped[int]
    seed: Mapped[str] = mapped_column(sa.String(32))
    paper: Mapped[str] = mapped_column(sa.Text)
    layout: Mapped[str] = mapped_column(sa.String(255))
    answers: Mapped[bytes] = mapped_column(sa.LargeBinary)
    saved_seq: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    prediction_text: Mapped[str | None] = mapped_column(sa.String(40))
    prediction_value: Mapped[int | None] = mapped_column(sa.BigInteger)
    started_at: Mapped[datetime] = mapped_column(UtcMillis)
    deadline_at: Mapped[datetime] = mapped_column(UtcMillis)
    grace_ms: Mapped[int]
    paused_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    paused_ms: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    extra_ms: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    ruling_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    closed_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    closed_by: Mapped[str | None] = mapped_column(sa.String(10))
    duration_ms: Mapped[int | None] = mapped_column(sa.BigInteger)
    score: Mapped[int | None]
    max_score: Mapped[int | None]

    __table_args__ = (
        sa.UniqueConstraint("round_id", "person_id", "is_practice", "number"),
        sa.CheckConstraint("number between 1 and attempt_limit", name="limit"),
        sa.CheckConstraint("(submitted_at is null) = (score is null)", name="graded"),
        sa.CheckConstraint("(submitted_at is null) = (closed_at is null)", name="closed"),
        sa.CheckConstraint("deadline_at > started_at", name="deadline"),
        sa.Index(
            "uq_attempts_open",
            "round_id",
            "person_id",
            "is_practice",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        sa.Index("ix_attempts_overdue", "deadline_at", sqlite_where=OPEN, postgresql_where=OPEN),
        sa.Index("ix_attempts_closed", "round_id", "closed_at"),
        sa.Index("ix_attempts_person_id", "person_id"),
    )
