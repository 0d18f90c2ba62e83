"""Tables of the accounts room."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import BigId, Model, UtcMillis


class Person(Model):
    """A human being with an account. A phone number is no identity: several people may share one.

    `birth` is an ISO date or a bare year, both legal. `public_name` is "full" or "initials".
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    login_name: Mapped[str] = mapped_column(sa.String(64), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    name_folded: Mapped[str] = mapped_column(sa.String(120), index=True)
    name_key: Mapped[str] = mapped_column(sa.String(400))
    birth: Mapped[str] = mapped_column(sa.String(10), default="")
    phone: Mapped[str | None] = mapped_column(sa.String(10), index=True)
    password_hash: Mapped[str] = mapped_column(sa.String(200), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    public_name: Mapped[str] = mapped_column(sa.String(8), default="initials")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Membership(Model):
    """A person's place in a unit; the primary one is the unit for contests.

    `post` is as people write it, `post_kind` what it is known as ("" where it is none of the known ones).
    """

    __tablename__ = "memberships"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"), index=True)
    post: Mapped[str] = mapped_column(sa.String(40), default="")
    post_kind: Mapped[str] = mapped_column(sa.String(20), default="")
    is_primary: Mapped[bool] = mapped_column(default=True)
    from_on: Mapped[date | None] = mapped_column(default=None)
    to_on: Mapped[date | None] = mapped_column(default=None)

    __table_args__ = (
        sa.Index(
            "uq_memberships_primary",
            "person_id",
            unique=True,
            sqlite_where=sa.text("is_primary and to_on is null"),
            postgresql_where=sa.text("is_primary and to_on is null"),
        ),
        sa.Index("ix_memberships_person_id", "person_id"),
        sa.Index("ix_memberships_post_kind", "unit_id", "post_kind"),
    )


class Consent(Model):
    """A box somebody ticked: for which purpose, which text, when, through which door."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    purpose: Mapped[str] = mapped_column(sa.String(32))
    text_version: Mapped[int]
    text_hash: Mapped[str] = mapped_column(sa.String(64))
    channel: Mapped[str] = mapped_column(sa.String(16))
    given_at: Mapped[datetime] = mapped_column(UtcMillis)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMillis)


class RoleGrant(Model):
    """A role somebody holds over a unit and everything below it; no unit means everywhere."""

    __tablename__ = "role_grants"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(20))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("org_units.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcMillis)

    __table_args__ = (sa.UniqueConstraint("person_id", "role", "unit_id"),)


class LoginSession(Model):
    """A login on one device; the cookie holds the secret, this row only its SHA-256."""

    __tablename__ = "login_sessions"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    expires_at: Mapped[datetime] = mapped_column(UtcMillis)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcMillis)


class LoginCode(Model):
    """A one-time code from the organiser: for a new account or a forgotten password."""

    __tablename__ = "login_codes"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(200))
    issued_by: Mapped[int | None] = mapped_column(BigId)
    issued_at: Mapped[datetime] = mapped_column(UtcMillis)
    expires_at: Mapped[datetime] = mapped_column(UtcMillis)
    used_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    failures: Mapped[int] = mapped_column(default=0)
