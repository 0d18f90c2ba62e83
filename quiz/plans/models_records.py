"""Tables of the plans room, continued: evidence, the reports of periods with their corrections, difficulties."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import BigId, Model, UtcMillis


class Evidence(Model):
    """A file or a link that shows something was done; it belongs to a unit and may serve many duties.

    `stored` is the name of the file in the evidence folder (its SHA-256); of a link it is empty and `url` is set.
    """

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    title: Mapped[str] = mapped_column(sa.String(200))
    title_folded: Mapped[str] = mapped_column(sa.String(200), default="")
    url: Mapped[str] = mapped_column(sa.String(1000), default="")
    stored: Mapped[str] = mapped_column(sa.String(64), default="", index=True)
    file_name: Mapped[str] = mapped_column(sa.String(200), default="")
    media_type: Mapped[str] = mapped_column(sa.String(100), default="")
    size: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    created_by: Mapped[int | None] = mapped_column(BigId)
    removed_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class EvidenceUse(Model):
    """What a piece of evidence is shown for: `subject` "duty", "report" or a module's word, with the row's id."""

    __tablename__ = "evidence_uses"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    evidence_id: Mapped[int] = mapped_column(sa.ForeignKey("evidence.id"), index=True)
    subject: Mapped[str] = mapped_column(sa.String(20))
    subject_id: Mapped[int] = mapped_column(BigId)
    added_at: Mapped[datetime] = mapped_column(UtcMillis)
    added_by: Mapped[int | None] = mapped_column(BigId)

    __table_args__ = (
        sa.UniqueConstraint("evidence_id", "subject", "subject_id"),
        sa.Index("ix_evidence_uses_subject", "subject", "subject_id"),
    )


class ReportPeriod(Model):
    """A period that units below `unit_id` have to report on: `kind` month, quarter, half, year or adhoc.

    `key`: "2026-03", "2026-Q1", "2026-H1", "2026", or of an ad hoc one its number. `due_on` is the last day in time.
    """

    __tablename__ = "report_periods"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"))
    kind: Mapped[str] = mapped_column(sa.String(8))
    key: Mapped[str] = mapped_column(sa.String(12))
    title: Mapped[str] = mapped_column(sa.String(200))
    from_on: Mapped[date]
    to_on: Mapped[date]
    due_on: Mapped[date | None] = mapped_column(default=None)
    questions: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    created_by: Mapped[int | None] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (sa.UniqueConstraint("plan_id", "unit_id", "kind", "key"),)
    __mapper_args__ = {"version_id_col": version}


class PeriodReport(Model):
    """The report of a unit on a period. `narrative`: texts by part; `figures`: what was counted when it was handed up.

    `standing`: the answers to standing duties, by the task's id as text. Corrections stand in rows of their own.
    """

    __tablename__ = "period_reports"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("report_periods.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"), index=True)
    state: Mapped[str] = mapped_column(sa.String(12), default="draft")
    narrative: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    standing: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    figures: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    submitted_by: Mapped[int | None] = mapped_column(BigId)
    decided_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    decided_by: Mapped[int | None] = mapped_column(BigId)
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (sa.UniqueConstraint("period_id", "unit_id"),)
    __mapper_args__ = {"version_id_col": version}


class ReportStep(Model):
    """A step of a report: who, when, from which state to which, and the remark."""

    __tablename__ = "report_steps"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("period_reports.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcMillis)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    from_state: Mapped[str] = mapped_column(sa.String(12), default="")
    to_state: Mapped[str] = mapped_column(sa.String(12))
    remark: Mapped[str] = mapped_column(sa.Text, default="")


class ReportCorrection(Model):
    """A figure of a report that its unit states otherwise than counted: both numbers, in hundredths, and the remark."""

    __tablename__ = "report_corrections"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("period_reports.id"))
    figure: Mapped[str] = mapped_column(sa.String(100))
    counted: Mapped[int] = mapped_column(BigId)
    stated: Mapped[int] = mapped_column(BigId)
    remark: Mapped[str] = mapped_column(sa.Text)
    made_at: Mapped[datetime] = mapped_column(UtcMillis)
    made_by: Mapped[int | None] = mapped_column(BigId)

    __table_args__ = (sa.UniqueConstraint("report_id", "figure"),)


class Difficulty(Model):
    """Something a unit cannot solve by itself: raised to the unit above, passed on upwards, answered.

    `at_unit_id` is the unit that has to answer now. `state`: "open", "answered", "withdrawn".
    """

    __tablename__ = "difficulties"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"), index=True)
    at_unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan_tasks.id"))
    report_id: Mapped[int | None] = mapped_column(sa.ForeignKey("period_reports.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.String(12), default="open")
    raised_at: Mapped[datetime] = mapped_column(UtcMillis)
    raised_by: Mapped[int | None] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class DifficultyStep(Model):
    """What happened to a difficulty: "raised", "passed", "answered", "withdrawn", at which unit, with which words."""

    __tablename__ = "difficulty_steps"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    difficulty_id: Mapped[int] = mapped_column(sa.ForeignKey("difficulties.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcMillis)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"))
    action: Mapped[str] = mapped_column(sa.String(12))
    text: Mapped[str] = mapped_column(sa.Text, default="")
