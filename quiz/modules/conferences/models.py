"""Tables of the conferences module: the conference, its sessions, who is invited, who came."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import BigId, Model, UtcMillis


class Conference(Model):
    """A conference that a unit holds for a plan. `duration` is the expected length in hundredths of a day (50: half).

    `form`: "onsite", "online" or "hybrid". `is_whole_plan`: what hangs on "the provincial conference" hangs on this
    one. `held_on` is the day of its first session, set once that one is closed.
    """

    __tablename__ = "conferences"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(300))
    title_folded: Mapped[str] = mapped_column(sa.String(300), default="")
    topic: Mapped[str] = mapped_column(sa.String(500), default="")
    form: Mapped[str] = mapped_column(sa.String(8), default="onsite")
    chair: Mapped[str] = mapped_column(sa.String(200), default="")
    duration: Mapped[int] = mapped_column(default=50)
    is_whole_plan: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(sa.String(12), default="planned")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    held_on: Mapped[date | None] = mapped_column(default=None)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    created_by: Mapped[int | None] = mapped_column(BigId)
    changed_at: Mapped[datetime] = mapped_column(UtcMillis)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ConferenceTask(Model):
    """A task of a plan that a conference carries out; always the uppermost one, where its duties stand."""

    __tablename__ = "conference_tasks"

    conference_id: Mapped[int] = mapped_column(sa.ForeignKey("conferences.id"), primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_tasks.id"), primary_key=True)

    __table_args__ = (sa.Index("ix_conference_tasks_task_id", "task_id"),)


class ConferenceSession(Model):
    """One sitting of a conference; number 1 is the conference itself, a later one repeats it for who was absent.

    `code` is the secret of its printed QR code. `closed_at`: the attendance is confirmed and counts from then on.
    """

    __tablename__ = "conference_sessions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    conference_id: Mapped[int] = mapped_column(sa.ForeignKey("conferences.id"))
    number: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(UtcMillis)
    ends_at: Mapped[datetime] = mapped_column(UtcMillis)
    code: Mapped[str] = mapped_column(sa.String(16))
    changed_at: Mapped[datetime] = mapped_column(UtcMillis)
    closed_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    closed_by: Mapped[int | None] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (sa.UniqueConstraint("conference_id", "number"),)
    __mapper_args__ = {"version_id_col": version}


class ConferencePlace(Model):
    """Where a session sits: a hall with its address, or an online point with its link."""

    __tablename__ = "conference_places"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("conference_sessions.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(sa.String(200))
    address: Mapped[str] = mapped_column(sa.String(300), default="")
    link: Mapped[str] = mapped_column(sa.String(500), default="")


class ProgrammeItem(Model):
    """An item of the programme: its time as typed ("08:15"), what it is about, who speaks."""

    __tablename__ = "conference_items"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    conference_id: Mapped[int] = mapped_column(sa.ForeignKey("conferences.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    begins: Mapped[str] = mapped_column(sa.String(5), default="")
    content: Mapped[str] = mapped_column(sa.String(500))
    speaker: Mapped[str] = mapped_column(sa.String(200), default="")


class ConferenceMaterial(Model):
    """A link to a document of the conference; files are evidence, shown for the subject "conference"."""

    __tablename__ = "conference_materials"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    conference_id: Mapped[int] = mapped_column(sa.ForeignKey("conferences.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    url: Mapped[str] = mapped_column(sa.String(1000))
    added_at: Mapped[datetime] = mapped_column(UtcMillis)
    added_by: Mapped[int | None] = mapped_column(BigId)


class InvitedUnit(Model):
    """A unit that is invited, and who of it: `posts` ([]: everybody), or whom it names itself, at most `seats` of them
    (0: as many as it likes).
    """

    __tablename__ = "conference_units"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    conference_id: Mapped[int] = mapped_column(sa.ForeignKey("conferences.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"), index=True)
    posts: Mapped[list[Any]] = mapped_column(sa.JSON, default=list)
    names_itself: Mapped[bool] = mapped_column(default=False)
    seats: Mapped[int] = mapped_column(default=0)

    __table_args__ = (sa.UniqueConstraint("conference_id", "unit_id"),)


class Participant(Model):
    """A person who is invited, or came as a guest. `unit_id` is the unit that this person counts for.

    `source`: "unit", "post", "hand", "list", "stead" or "guest". Who is replaced keeps the row and counts no longer;
    the one who comes instead names the replaced person in `stead_of_id`.
    """

    __tablename__ = "conference_participants"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    conference_id: Mapped[int] = mapped_column(sa.ForeignKey("conferences.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"))
    source: Mapped[str] = mapped_column(sa.String(8))
    stead_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    replaced_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    excused_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    excused_by: Mapped[int | None] = mapped_column(BigId)
    excuse: Mapped[str] = mapped_column(sa.String(300), default="")
    added_at: Mapped[datetime] = mapped_column(UtcMillis)
    added_by: Mapped[int | None] = mapped_column(BigId)

    __table_args__ = (
        sa.UniqueConstraint("conference_id", "person_id"),
        sa.Index("ix_conference_participants_unit", "conference_id", "unit_id"),
    )


class Attendance(Model):
    """That a person was there: once a conference, whichever session. `method`: "qr", "list" or "xlsx"."""

    __tablename__ = "conference_attendances"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    conference_id: Mapped[int] = mapped_column(sa.ForeignKey("conferences.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("conference_sessions.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("conference_places.id"))
    method: Mapped[str] = mapped_column(sa.String(8))
    at: Mapped[datetime] = mapped_column(UtcMillis)
    recorded_by: Mapped[int | None] = mapped_column(BigId)

    __table_args__ = (sa.UniqueConstraint("conference_id", "person_id"),)
