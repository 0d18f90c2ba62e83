"""Tables of the plans room: the plan with its tasks and actors, who carries a task out, and the duties with their days.

Evidence, reports and difficulties have their tables in `models_records`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import BigId, Model, UtcMillis


class Plan(Model):
    """A yearly plan of a unit, as its document says; `parent_id` is the plan of the unit above that it was derived
    from.

    `source` is the `id` of the plan file it was loaded from, `shift_years` by how many years its days were moved.
    `off_days`: what becomes of a last day that is no working day: "keep", "next" or "before" (the working day there).
    `years`: [2026]; `topics`: [{"year", "title"}]; `basis`: [{"number", "date" (ISO or null), "subject"}].
    """

    __tablename__ = "plans"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(64), unique=True)
    source: Mapped[str] = mapped_column(sa.String(64), default="", index=True)
    title: Mapped[str] = mapped_column(sa.String(400))
    number: Mapped[str] = mapped_column(sa.String(60), default="")
    issued_on: Mapped[date | None] = mapped_column(default=None)
    issuer: Mapped[str] = mapped_column(sa.String(200), default="")
    province: Mapped[str] = mapped_column(sa.String(100), default="")
    years: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    topics: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    basis: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plans.id"), index=True)
    state: Mapped[str] = mapped_column(sa.String(16), default="draft")
    layout: Mapped[str] = mapped_column(sa.String(8), default="party")
    off_days: Mapped[str] = mapped_column(sa.String(8), default="keep")
    is_demo: Mapped[bool] = mapped_column(default=False)
    shift_years: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    changed_at: Mapped[datetime] = mapped_column(UtcMillis)
    issued_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (sa.UniqueConstraint("parent_id", "unit_id"),)
    __mapper_args__ = {"version_id_col": version}


class PlanActor(Model):
    """Whom a string among the actors of a plan means: kinds of units, and the posts in them (none: the unit as a body).

    `scope`: "all" that match, "some" (a condition; chosen by hand in `unit_ids`), "named" (one body, chosen by hand).
    """

    __tablename__ = "plan_actors"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"))
    name: Mapped[str] = mapped_column(sa.String(200))
    unit_kinds: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    posts: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    scope: Mapped[str] = mapped_column(sa.String(8), default="all")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    unit_ids: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (sa.UniqueConstraint("plan_id", "name"),)
    __mapper_args__ = {"version_id_col": version}


class PlanTask(Model):
    """A task of a plan. `quantity` is what the document says, `targets` the same to count, `deadline` the rule of its
    day.

    `targets`: [{"of", "min", "max", "per", "every"}]; `deadline`: as in a plan file (see `files`), days as ISO text.
    `is_work`: it has a day, a rhythm or a quantity; otherwise a standing duty, answered in the report of a period.
    `merged_into_id`: a repeat, kept with its code and a link, never assigned. `origin_id`: the task of the upper plan
    that this one of a derived plan carries on; duties stand with the uppermost task. `own_due_on` and `in_charge` are
    what the unit of a derived plan has set for itself. `is_own`: a unit's own addition.
    """

    __tablename__ = "plan_tasks"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"))
    code: Mapped[str] = mapped_column(sa.String(40))
    position: Mapped[int] = mapped_column(default=0)
    section: Mapped[str] = mapped_column(sa.String(60), default="")
    title: Mapped[str] = mapped_column(sa.String(500))
    title_folded: Mapped[str] = mapped_column(sa.String(500), default="")
    module: Mapped[str] = mapped_column(sa.String(30))
    actors: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    quantity: Mapped[str] = mapped_column(sa.Text, default="")
    targets: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    deadline: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    approval: Mapped[str] = mapped_column(sa.Text, default="")
    report_to: Mapped[str] = mapped_column(sa.Text, default="")
    output: Mapped[str] = mapped_column(sa.Text, default="")
    exemptions: Mapped[str] = mapped_column(sa.Text, default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    is_work: Mapped[bool] = mapped_column(default=False)
    is_own: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan_tasks.id"))
    origin_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan_tasks.id"), index=True)
    own_due_on: Mapped[date | None] = mapped_column(default=None)
    in_charge: Mapped[str] = mapped_column(sa.String(200), default="")
    removed_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (sa.UniqueConstraint("plan_id", "code"), sa.Index("ix_plan_tasks_order", "plan_id", "position"))
    __mapper_args__ = {"version_id_col": version}


class PlanStep(Model):
    """A step of a plan through its states: who, when, from where to where, and the remark."""

    __tablename__ = "plan_steps"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcMillis)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    from_state: Mapped[str] = mapped_column(sa.String(16), default="")
    to_state: Mapped[str] = mapped_column(sa.String(16))
    remark: Mapped[str] = mapped_column(sa.Text, default="")


class Assignment(Model):
    """A task given to a unit. `to_unit`: to the unit as a body; `posts`: to the holders of these posts in it.

    `origin`: "actors" (by the task's actors), "hand" (somebody chose the unit), "own" (the unit's own task). One that
    was taken back keeps its row with the reason, and its duties are excused.
    """

    __tablename__ = "assignments"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_tasks.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"), index=True)
    to_unit: Mapped[bool] = mapped_column(default=True)
    posts: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    origin: Mapped[str] = mapped_column(sa.String(8), default="actors")
    assigned_at: Mapped[datetime] = mapped_column(UtcMillis)
    assigned_by: Mapped[int | None] = mapped_column(BigId)
    removed_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    removed_reason: Mapped[str] = mapped_column(sa.Text, default="")

    __table_args__ = (sa.UniqueConstraint("task_id", "unit_id"),)


class Duty(Model):
    """An assignment in one period: the row that is late or done. Without a person it is the unit's.

    `period`: "2026", "2026-03", "2026-Q1" of a rhythm, else "". `due_on` is the last day in time, after extensions
    and what the unit's own plan says; `rule_due_on` the day by the task's rule alone; both None while an event is
    awaited. A person's duty has a row from its first event or act on; until then it follows from the unit's assignment.
    `amounts`: what was counted, by the `of` of the task's targets. `result` is what was done, in words.
    """

    __tablename__ = "duties"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"))
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_tasks.id"))
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    period: Mapped[str] = mapped_column(sa.String(12), default="")
    rule_due_on: Mapped[date | None] = mapped_column(default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)
    state: Mapped[str] = mapped_column(sa.String(12), default="open")
    result: Mapped[str] = mapped_column(sa.Text, default="")
    amounts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    done_on: Mapped[date | None] = mapped_column(default=None)
    rating: Mapped[str] = mapped_column(sa.String(40), default="")
    submitted_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    submitted_by: Mapped[int | None] = mapped_column(BigId)
    decided_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    decided_by: Mapped[int | None] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.Index(
            "uq_duties_unit",
            "assignment_id",
            "period",
            unique=True,
            sqlite_where=sa.text("person_id is null"),
            postgresql_where=sa.text("person_id is null"),
        ),
        sa.Index(
            "uq_duties_person",
            "person_id",
            "assignment_id",
            "period",
            unique=True,
            sqlite_where=sa.text("person_id is not null"),
            postgresql_where=sa.text("person_id is not null"),
        ),
        sa.Index("ix_duties_unit_id", "unit_id", "state", "due_on", "task_id", "period", "person_id", "assignment_id"),
        sa.Index("ix_duties_task_id", "task_id"),
        sa.Index("ix_duties_due", "due_on", "state"),
    )
    __mapper_args__ = {"version_id_col": version}


class DutyStep(Model):
    """A step of a duty: who, when, from which state to which, the remark, and the document it rests on."""

    __tablename__ = "duty_steps"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    duty_id: Mapped[int] = mapped_column(sa.ForeignKey("duties.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcMillis)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    from_state: Mapped[str] = mapped_column(sa.String(12), default="")
    to_state: Mapped[str] = mapped_column(sa.String(12))
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    basis: Mapped[str] = mapped_column(sa.String(300), default="")


class Extension(Model):
    """More time for a duty, asked for or given, always with a reason; `state`: "asked", "granted", "refused"."""

    __tablename__ = "duty_extensions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    duty_id: Mapped[int] = mapped_column(sa.ForeignKey("duties.id"), index=True)
    state: Mapped[str] = mapped_column(sa.String(8), default="asked")
    reason: Mapped[str] = mapped_column(sa.Text)
    old_due_on: Mapped[date | None] = mapped_column(default=None)
    new_due_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(UtcMillis)
    asked_by: Mapped[int | None] = mapped_column(BigId)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    decided_by: Mapped[int | None] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PlanEvent(Model):
    """Something that starts deadlines: a conference that was held, the guidance of the Centre, the first week of a
    course.

    Without a unit it is the whole plan's, with a unit that one's (and not those below), with a person that person's.
    `source` says who recorded it ("conference:12", or "" for a hand), so that it can be taken back.
    """

    __tablename__ = "plan_events"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(30))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("org_units.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    happened_on: Mapped[date]
    source: Mapped[str] = mapped_column(sa.String(60), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcMillis)
    recorded_by: Mapped[int | None] = mapped_column(BigId)

    __table_args__ = (sa.Index("ix_plan_events_source", "source"),)


class CalendarDay(Model):
    """A day that is not what its weekday says: a holiday, or a Saturday that is worked to make up for one."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(100))
    is_working: Mapped[bool] = mapped_column(default=False)
