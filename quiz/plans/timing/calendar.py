"""Keeping the working calendar: days entered by hand, from a list or from Excel; plans that move days follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from quiz.core import audit
from quiz.core.db import db, in_portions, transaction
from quiz.core.errors import Invalid, NotAllowed, NotFound
from quiz.core.permissions import Actor, Role
from quiz.plans.models import CalendarDay, Plan
from quiz.plans.rules import PlanState
from quiz.plans.timing.service import redate
from quiz.plans.timing.workdays import FIXED_HOLIDAYS
from quiz.units.queries import roots

LONGEST_RUN = 31
"""How many days in a row are entered at once."""
YEARS = range(2000, 2101)


@dataclass(frozen=True)
class DayShown:
    """A day of the calendar as it is shown: entered by hand, or known by rule (`is_fixed`)."""

    day: date
    title: str
    is_working: bool
    is_fixed: bool


def may_keep(actor: Actor) -> bool:
    """Whether the person may change the calendar of the product: an organiser over a unit at the top."""
    return any(actor.covers(unit.position, Role.ORGANISER) for unit in roots()) or actor.covers(None, Role.ORGANISER)


def days_of(year: int) -> list[DayShown]:
    """The days of a year that are not what their weekday says, in their order."""
    rows = db.session.scalars(
        sa.select(CalendarDay).where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
    ).all()
    entered = {row.day for row in rows}
    found = [DayShown(row.day, row.title, row.is_working, False) for row in rows]
    for (month, day), title in FIXED_HOLIDAYS.items():
        if date(year, month, day) not in entered:
            found.append(DayShown(date(year, month, day), title, False, True))
    return sorted(found, key=lambda one: one.day)


def enter(actor: Actor | None, day: date, to: date | None, title: str, is_working: bool, now: datetime) -> int:
    """Enter a day, or all days up to `to`; how many. A day that is there already is changed."""
    last = to or day
    if last < day:
        raise Invalid("Ngày cuối không được sớm hơn ngày đầu.", field="to")
    if (last - day).days >= LONGEST_RUN:
        raise Invalid("Mỗi lần chỉ nhập nhiều nhất %(most)s ngày liền nhau.", field="to", most=LONGEST_RUN)
    days = [day + timedelta(days=number) for number in range((last - day).days + 1)]
    return enter_all(actor, dict.fromkeys(days, (title, is_working)), now)


def enter_all(actor: Actor | None, days: Mapping[date, tuple[str, bool]], now: datetime) -> int:
    """Enter many days (title, whether worked) at once; all or none. Duties of plans that move days follow."""
    for day, (title, _is_working) in days.items():
        if day.year not in YEARS:
            raise Invalid("Năm phải từ %(first)s đến %(last)s.", field="day", first=YEARS[0], last=YEARS[-1])
        if not 0 < len(title.strip()) <= 100:
            raise Invalid("Vui lòng ghi tên ngày, dài nhất 100 ký tự.", field="title")
    with transaction():
        _require(actor)
        rows = {
            row.day: row
            for portion in in_portions(sorted(days))
            for row in db.session.scalars(sa.select(CalendarDay).where(CalendarDay.day.in_(portion)))
        }
        for day, (title, is_working) in days.items():
            row = rows.get(day) or CalendarDay(day=day)
            row.title, row.is_working = title.strip(), is_working
            db.session.add(row)
        db.session.flush()
        after = {day.isoformat(): [title, is_working] for day, (title, is_working) in sorted(days.items())}
        audit.record(actor, "calendar.entered", "calendar", min(days, default=""), after=after)
        _follow(now)
    return len(days)


def remove(actor: Actor | None, day: date, now: datetime) -> None:
    """Take an entered day out again; it is what its weekday says."""
    with transaction():
        _require(actor)
        row = db.session.get(CalendarDay, day)
        if row is None:
            raise NotFound("Lịch không có ngày này.")
        before = {"title": row.title, "is_working": row.is_working}
        db.session.delete(row)
        db.session.flush()
        audit.record(actor, "calendar.removed", "calendar", day, before=before)
        _follow(now)


def _require(actor: Actor | None) -> None:
    if actor is not None and not may_keep(actor):
        raise NotAllowed("Chỉ ban tổ chức của đơn vị cấp cao nhất mới sửa được lịch làm việc chung.")


def _follow(now: datetime) -> None:
    """Work out the days of the plans that move them to working days."""
    for plan_id in _plans_that_move():
        redate(plan_id, now)


def _plans_that_move() -> Sequence[int]:
    moving = sa.select(Plan.id).where(
        Plan.off_days != "keep", Plan.parent_id.is_(None), Plan.state != PlanState.CLOSED.value
    )
    return db.session.scalars(moving).all()
