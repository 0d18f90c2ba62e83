"""Tables of the contests room."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import BigId, Model, UtcMillis


class Contest(Model):
    """A contest; its rules stand in its rules versions, the newest one holds for new attempts.

    While it is paused nobody starts, and the clocks of open attempts stand still. One that rehearses another
    (`rehearses_id`) is no part of any public list and can be wiped with everything in it.
    """

    __tablename__ = "contests"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(64), unique=True)
    title: Mapped[str] = mapped_column(sa.String(300))
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    owner_unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("org_units.id"))
    rules_version: Mapped[int] = mapped_column(default=1)
    is_demo: Mapped[bool] = mapped_column(default=False)
    paused_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    rehearses_id: Mapped[int | None] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = ({"sqlite_autoincrement": True},)  # a wiped contest's id never comes again: rules are kept by it
    __mapper_args__ = {"version_id_col": version}


class ContestGuest(Model):
    """Somebody invited to a rehearsal: sees it and may sit in it."""

    __tablename__ = "contest_guests"

    contest_id: Mapped[int] = mapped_column(sa.ForeignKey("contests.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)


class RulesVersion(Model):
    """The rules of a contest as they stood: settings as JSON, the printed text as HTML, why they changed."""

    __tablename__ = "rules_versions"

    contest_id: Mapped[int] = mapped_column(sa.ForeignKey("contests.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    settings: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    actor_id: Mapped[int | None] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)


class Round(Model):
    """A stage of a contest. `prepared_at` is when units and pool were frozen and the seed was drawn.

    `prediction_actual` is the true value that the prediction question asks for, times 100,000, frozen at the approval.
    A cancelled round counts nowhere; one for practice has no standings.

    `seed` (hex) is secret until the round is closed; `seed_commitment` is its SHA-256, public from the start.
    """

    __tablename__ = "rounds"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contest_id: Mapped[int] = mapped_column(sa.ForeignKey("contests.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    opens_at: Mapped[datetime] = mapped_column(UtcMillis)
    closes_at: Mapped[datetime] = mapped_column(UtcMillis)
    prepared_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    paused_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    approved_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    is_practice: Mapped[bool] = mapped_column(default=False)
    prediction_actual: Mapped[int | None] = mapped_column(sa.BigInteger)
    seed: Mapped[str] = mapped_column(sa.String(64), default="")
    seed_commitment: Mapped[str] = mapped_column(sa.String(64), default="")
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.UniqueConstraint("contest_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("closes_at > opens_at", name="window"),
        {"sqlite_autoincrement": True},  # as with contests
    )
    __mapper_args__ = {"version_id_col": version}


class RoundUnit(Model):
    """A unit as it was when the round opened: results stay under the names of their day."""

    __tablename__ = "round_units"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(BigId)
    code: Mapped[str] = mapped_column(sa.String(32))
    name: Mapped[str] = mapped_column(sa.String(200))
    name_folded: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str] = mapped_column(sa.String(40))
    position: Mapped[int]
    last_position: Mapped[int]
    depth: Mapped[int]
    headcount: Mapped[int | None]
    headcount_on: Mapped[date | None]
    headcount_source: Mapped[str] = mapped_column(sa.String(200), default="")


class RoundItem(Model):
    """The pool of a round: which revisions may be drawn for which cell of the blueprint.

    Not drawn: a first draw for everybody took others. It is kept, so that anybody can do that draw again.
    """

    __tablename__ = "round_items"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), primary_key=True)
    cell: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(sa.ForeignKey("item_revisions.id"), primary_key=True)
    is_drawn: Mapped[bool] = mapped_column(default=True)


class Entry(Model):
    """A person in a contest: the rules accepted, the division, ranked or not, disqualified or not and why.

    `status_reason` says why somebody is disqualified, else why not ranked. `version` guards against two people changing
    it at once.
    """

    __tablename__ = "entries"

    contest_id: Mapped[int] = mapped_column(sa.ForeignKey("contests.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    rules_version: Mapped[int]
    accepted_at: Mapped[datetime] = mapped_column(UtcMillis)
    is_ranked: Mapped[bool] = mapped_column(default=True)
    is_disqualified: Mapped[bool] = mapped_column(default=False)
    status_reason: Mapped[str] = mapped_column(sa.Text, default="")
    division: Mapped[str] = mapped_column(sa.String(40), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Ruling(Model):
    """A decision that changes what follows from the attempts: extension, disqualification, lots, board decision."""

    __tablename__ = "rulings"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contest_id: Mapped[int] = mapped_column(sa.ForeignKey("contests.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rounds.id"))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    unit_id: Mapped[int | None] = mapped_column(BigId)
    kind: Mapped[str] = mapped_column(sa.String(24))
    details: Mapped[str] = mapped_column(sa.Text, default="{}")
    reason: Mapped[str] = mapped_column(sa.Text)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
