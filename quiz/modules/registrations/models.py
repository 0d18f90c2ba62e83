"""Tables of the registrations module: the registration, its steps, the exemption."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import BigId, Model, UtcMillis


class Registration(Model):
    """What a unit (without a person) or a person of a unit registers for a year of a plan; year 0 is the whole term.

    `things`: [{"title", "how", "schedule", "in_charge", "study", "follow", "example", "outcome", "outcome_text"}];
    `contents` are a person's three contents; `shortcomings`: [{"what", "how", "by" (ISO)}]; `basis` is the minutes or
    the resolution. `entered_by` is who wrote it for somebody without a phone. `self_…` is the own assessment, `level`
    and `assessment` that of who confirms. `plan_id` is the uppermost plan.
    """

    __tablename__ = "registrations"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"))
    year: Mapped[int]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(sa.String(12), default="draft")
    things: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    contents: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    commitment: Mapped[str] = mapped_column(sa.Text, default="")
    shortcomings: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON, default=list)
    basis: Mapped[str] = mapped_column(sa.String(300), default="")
    basis_on: Mapped[date | None] = mapped_column(default=None)
    search_text: Mapped[str] = mapped_column(sa.Text, default="")
    entered_by: Mapped[int | None] = mapped_column(BigId)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    submitted_by: Mapped[int | None] = mapped_column(BigId)
    decided_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    decided_by: Mapped[int | None] = mapped_column(BigId)
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    self_level: Mapped[str] = mapped_column(sa.String(12), default="")
    self_text: Mapped[str] = mapped_column(sa.Text, default="")
    self_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    self_by: Mapped[int | None] = mapped_column(BigId)
    level: Mapped[str] = mapped_column(sa.String(12), default="")
    assessment: Mapped[str] = mapped_column(sa.Text, default="")
    assessed_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    assessed_by: Mapped[int | None] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    changed_at: Mapped[datetime] = mapped_column(UtcMillis)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.Index(
            "uq_registrations_unit",
            "plan_id",
            "year",
            "unit_id",
            unique=True,
            sqlite_where=sa.text("person_id is null"),
            postgresql_where=sa.text("person_id is null"),
        ),
        sa.Index(
            "uq_registrations_person",
            "plan_id",
            "year",
            "person_id",
            unique=True,
            sqlite_where=sa.text("person_id is not null"),
            postgresql_where=sa.text("person_id is not null"),
        ),
        sa.Index("ix_registrations_unit_id", "unit_id", "plan_id", "year"),
    )
    __mapper_args__ = {"version_id_col": version}


class RegistrationStep(Model):
    """A step of a registration: who, when, what ("submit", "return", "confirm", …), the remark or the document."""

    __tablename__ = "registration_steps"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registrations.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcMillis)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    action: Mapped[str] = mapped_column(sa.String(12))
    remark: Mapped[str] = mapped_column(sa.Text, default="")


class Exemption(Model):
    """Somebody need not register in a year: `rule` are the plan's own words, `task_id` the task that says them."""

    __tablename__ = "registration_exemptions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"))
    year: Mapped[int]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_tasks.id"))
    kind: Mapped[str] = mapped_column(sa.String(12))
    rule: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text)
    decided_on: Mapped[date]
    document: Mapped[str] = mapped_column(sa.String(300), default="")
    given_at: Mapped[datetime] = mapped_column(UtcMillis)
    given_by: Mapped[int | None] = mapped_column(BigId)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    withdrawn_by: Mapped[int | None] = mapped_column(BigId)
    withdrawn_reason: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.Index(
            "uq_registration_exemptions_person",
            "plan_id",
            "year",
            "person_id",
            unique=True,
            sqlite_where=sa.text("withdrawn_at is null"),
            postgresql_where=sa.text("withdrawn_at is null"),
        ),
        sa.Index("ix_registration_exemptions_unit_id", "unit_id", "plan_id", "year"),
    )
    __mapper_args__ = {"version_id_col": version}
