"""What is typed about a conference, checked and written into its parts."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from quiz.core.db import db
from quiz.core.errors import Invalid
from quiz.core.vietnamese import clean, fold
from quiz.modules.conferences import queries
from quiz.modules.conferences.models import (
    Attendance,
    Conference,
    ConferencePlace,
    ConferenceSession,
    ConferenceTask,
    ProgrammeItem,
)
from quiz.modules.conferences.rules import FORM_TITLES
from quiz.plans.models import Plan
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class Place:
    """A place as typed: a hall with its address, or an online point with its link."""

    name: str
    address: str = ""
    link: str = ""


@dataclass(frozen=True)
class Item:
    """An item of the programme as typed."""

    begins: str
    content: str
    speaker: str = ""


@dataclass(frozen=True)
class Sitting:
    """When and where a session sits."""

    starts_at: datetime
    ends_at: datetime
    places: Sequence[Place] = ()


@dataclass(frozen=True)
class Draft:
    """Everything of a conference that is typed; `duration` in hundredths of a day."""

    title: str
    topic: str
    form: str
    chair: str
    duration: int
    is_whole_plan: bool
    task_ids: Collection[int]
    items: Sequence[Item]
    sitting: Sitting


def check(draft: Draft, plan: Plan, unit: OrgUnit) -> None:
    """Refuse what cannot be a conference of this unit for this plan; Invalid at the field."""
    if not clean(draft.title):
        raise Invalid("Vui lòng ghi tên hội nghị.", field="title")
    if draft.form not in FORM_TITLES:
        raise Invalid("Vui lòng chọn hình thức hội nghị.", field="form")
    known = {task.id for task in queries.task_choices(plan, unit)}
    if not draft.task_ids or not set(draft.task_ids) <= known:
        raise Invalid("Vui lòng chọn ít nhất một nhiệm vụ của kế hoạch.", field="tasks")
    if draft.is_whole_plan and (plan.unit_id != unit.id or plan.parent_id is not None):
        raise Invalid("Chỉ đơn vị ban hành kế hoạch mới tổ chức hội nghị chung của kế hoạch.", field="is_whole_plan")
    check_sitting(draft.form, draft.sitting)


def check_sitting(form: str, sitting: Sitting) -> None:
    """Refuse a session that ends before it begins, or lacks a hall or a link where its form needs one."""
    if sitting.ends_at <= sitting.starts_at:
        raise Invalid("Giờ kết thúc phải sau giờ bắt đầu.", field="ends")
    for place in sitting.places:
        if place.link and not place.link.lower().startswith(("https://", "http://")):
            raise Invalid("Liên kết phải bắt đầu bằng https://", field="places")
    if form == "online" and not any(place.link for place in sitting.places):
        raise Invalid("Hội nghị trực tuyến cần có liên kết của ít nhất một điểm cầu.", field="places")
    if form != "online" and not sitting.places:
        raise Invalid("Vui lòng ghi ít nhất một địa điểm.", field="places")


def columns(draft: Draft) -> dict[str, Any]:
    """The columns of the conference's own row."""
    title = clean(draft.title)[:300]
    return {
        "title": title,
        "title_folded": fold(title),
        "topic": clean(draft.topic)[:500],
        "form": draft.form,
        "chair": clean(draft.chair)[:200],
        "duration": draft.duration,
        "is_whole_plan": draft.is_whole_plan,
    }


def write_parts(row: Conference, draft: Draft) -> None:
    """The tasks and the programme, in place of what there was."""
    for model in (ConferenceTask, ProgrammeItem):
        db.session.execute(sa.delete(model).where(model.conference_id == row.id))
    db.session.add_all(ConferenceTask(conference_id=row.id, task_id=task_id) for task_id in sorted(draft.task_ids))
    for position, item in enumerate(draft.items):
        said = {"begins": clean(item.begins)[:5], "content": clean(item.content)[:500]}
        speaker = clean(item.speaker)[:200]
        db.session.add(ProgrammeItem(conference_id=row.id, position=position, speaker=speaker, **said))


def add_sitting(conference_id: int, number: int, sitting: Sitting, now: datetime) -> ConferenceSession:
    """A new session with its places."""
    session = ConferenceSession(
        conference_id=conference_id,
        number=number,
        starts_at=sitting.starts_at,
        ends_at=sitting.ends_at,
        code=secrets.token_hex(8),
        changed_at=now,
    )
    db.session.add(session)
    db.session.flush()
    _write_places(session, sitting.places)
    return session


def move_sitting(session: ConferenceSession, sitting: Sitting, now: datetime) -> None:
    """Other times and places of a session."""
    session.starts_at, session.ends_at, session.changed_at = sitting.starts_at, sitting.ends_at, now
    _write_places(session, sitting.places)


def _write_places(session: ConferenceSession, places: Sequence[Place]) -> None:
    """Places in their order; one that keeps its position keeps its row, for people may have come there already."""
    found = sa.select(ConferencePlace).where(ConferencePlace.session_id == session.id)
    stored = {one.position: one for one in db.session.scalars(found)}
    for position, place in enumerate(places):
        row = stored.pop(position, None) or ConferencePlace(session_id=session.id, position=position)
        row.name, row.address, row.link = clean(place.name)[:200], clean(place.address)[:300], place.link[:500]
        db.session.add(row)
    for gone in stored.values():
        left = sa.update(Attendance).where(Attendance.place_id == gone.id).values(place_id=None)
        db.session.execute(left)
        db.session.delete(gone)
