"""A conference of the province P, to which the people of its communes are invited, and what stands around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from quiz.core.db import db
from quiz.modules.conferences import inviting, service
from quiz.modules.conferences.drafts import Draft, Item, Place, Sitting
from quiz.modules.conferences.models import Conference, ConferenceSession
from quiz.modules.conferences.queries import sittings_of
from quiz.plans.models import Duty, Plan, PlanTask
from tests.conftest import FrozenClock
from tests.factories.people import make_person
from tests.factories.plans import make_duty, make_plan, make_task
from tests.people import Cast, cast, signed_in

__all__ = ["cast", "signed_in"]
AFTER_OWN = {"kind": "relative", "to": "hội nghị", "event": "own_conference", "months": 1}
AFTER_WHOLE = {"kind": "relative", "to": "hội nghị toàn tỉnh", "event": "provincial_conference", "months": 1}
HALF_DAY = [{"of": "duration_days", "min": 0.5, "max": 0.5, "per": "province", "every": "once"}]


@dataclass
class Hall:
    """Ids of what a test of conferences needs; the rows are read anew."""

    cast: Cast
    plan_id: int
    task_id: int
    duty_id: int
    conference_id: int
    starts_at: datetime
    people: dict[str, int] = field(default_factory=dict)

    @property
    def conference(self) -> Conference:
        """The conference as stored."""
        return db.session.get_one(Conference, self.conference_id)

    @property
    def session(self) -> ConferenceSession:
        """Its first session."""
        return sittings_of(self.conference_id)[0].row

    @property
    def duty(self) -> Duty:
        """The province's duty that the conference carries out."""
        return db.session.get_one(Duty, self.duty_id)

    def announce(self, now: datetime) -> None:
        """Invite everybody below the province and call them."""
        actor = self.cast.actor("organiser")
        choice = inviting.Choice(self.cast.units["P"], True, (), inviting.ALL)
        inviting.invite(actor, self.conference_id, choice, now)
        service.announce(actor, self.conference_id, self.conference.version, now)

    def close(self, now: datetime, number: int = 1) -> None:
        """Confirm the attendance of a session."""
        session = sittings_of(self.conference_id)[number - 1].row
        service.close_session(self.cast.actor("organiser"), self.conference_id, session.id, session.version, now)


def draft(task_ids: list[int], starts_at: datetime, **changes: Any) -> Draft:
    """A conference of half a day at one hall."""
    values: dict[str, Any] = {
        "title": "Hội nghị quán triệt chuyên đề năm",
        "topic": "Chuyên đề năm",
        "form": "onsite",
        "chair": "Đồng chí Bí thư",
        "duration": 50,
        "is_whole_plan": False,
        "task_ids": task_ids,
        "items": [Item("08:15", "Quán triệt chuyên đề", "Báo cáo viên")],
        "sitting": Sitting(starts_at, starts_at + timedelta(hours=3), [Place("Hội trường lớn", "Số 1")]),
        **changes,
    }
    return Draft(**values)


@pytest.fixture
def hall(app: Flask, frozen: FrozenClock, cast: Cast) -> Hall:
    """The conference of the province, planned for an hour from now; two people in A, one in B, one in C beside."""
    return make_hall(cast, frozen.moment)


def make_hall(cast: Cast, now: datetime, **changes: Any) -> Hall:
    """The same for a test that brings its own application."""
    people = {
        "an": make_person("Nguyễn Văn An", cast.unit("A")).id,
        "binh": make_person("Trần Thị Bình", cast.unit("A")).id,
        "chi": make_person("Lê Chí", cast.unit("B")).id,
        "dung": make_person("Phạm Đức Dũng", cast.unit("C")).id,
    }
    plan = make_plan(cast.units["P"])
    task = make_task(plan.id, "Mở hội nghị toàn tỉnh", module="conferences", targets=HALF_DAY)
    duty = make_duty(task.id, cast.units["P"])
    starts_at = now + timedelta(hours=1)
    made = service.create(
        cast.actor("organiser"), cast.units["P"], plan.id, draft([task.id], starts_at, **changes), now
    )
    return Hall(cast, plan.id, task.id, duty.id, made, starts_at, people)


def plan_of(hall: Hall) -> Plan:
    """The plan as stored."""
    return db.session.get_one(Plan, hall.plan_id)


def relative_task(hall: Hall, deadline: dict[str, Any]) -> PlanTask:
    """A task of the plan that waits for a conference."""
    return make_task(hall.plan_id, "Viết bài thu hoạch", module="activities", deadline=deadline)


Check = Callable[[], None]
