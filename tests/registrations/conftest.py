"""A plan of the province that asks people and units to register, with the posts of a branch and a commune."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from quiz.accounts import queries as accounts
from quiz.accounts import service as people
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor, Role
from quiz.modules.registrations.asking import Asked, asked_of
from quiz.modules.registrations.models import Registration
from quiz.modules.registrations.rules import Draft
from quiz.modules.registrations.service import save, subject_of
from quiz.plans.models import Assignment, Duty, Plan, PlanTask
from tests.conftest import FrozenClock
from tests.factories.people import make_person
from tests.factories.plans import make_plan, make_post, make_task
from tests.people import Cast, SignIn, cast, signed_in

__all__ = ["cast", "signed_in"]
WORDS = "Đảng viên được miễn sinh hoạt đảng; đảng viên hưu trí"
POSTS = ["secretary", "committee_member", "party_member"]
CONTENTS = {"study": "Học phong cách làm việc", "follow": "Làm việc đúng giờ", "example": "Gương mẫu ở thôn"}


@dataclass
class Stage:
    """Ids of the plan, its two tasks and the people."""

    cast: Cast
    plan_id: int
    personal: int
    collective: int

    @property
    def plan(self) -> Plan:
        """The plan, read anew."""
        return db.session.get_one(Plan, self.plan_id)

    @property
    def asked(self) -> Asked:
        """What it asks for this year."""
        return asked_of(self.plan, 2026)

    def actor(self, name: str) -> Actor:
        """The acting person."""
        found = accounts.actor_for(self.cast.people[name])
        assert found is not None
        return found

    def at(self, unit: str = "C") -> str:
        """The address of a unit's pages."""
        return f"/registrations/{self.plan.slug}/2026/units/{unit}"

    @property
    def mine(self) -> str:
        """The address of the own form."""
        return f"/registrations/{self.plan.slug}/2026/mine"

    @property
    def console(self) -> str:
        """The address of the console's overview."""
        return f"/admin/registrations/{self.plan.slug}/2026"

    def hand_up(self, name: str, title: str = "Đọc sách về Bác mỗi tháng") -> Registration:
        """Somebody's registration, handed up."""
        asked, now = self.asked, clock.now()
        subject = subject_of(asked, self.cast.people[name], now)
        assert subject is not None
        return save(self.actor(name), asked, subject, draft(title), 0, now, submit=True)

    def duty(self, name: str) -> Duty | None:
        """The duty of a person."""
        query = db.session.query(Duty).filter_by(task_id=self.personal, person_id=self.cast.people[name])
        return query.populate_existing().one_or_none()


def draft(title: str = "Đọc sách về Bác mỗi tháng", **more: Any) -> Draft:
    """A complete registration of a person."""
    return Draft([{"title": title, "how": "", "schedule": ""}], CONTENTS, "Làm đúng những việc đã ghi", **more)


def typed(version: int = 0, do: str = "submit", **more: str) -> dict[str, str]:
    """The personal form as a browser sends it."""
    sent = {"version": str(version), "do": do, "title_1": "Giúp một hộ khó khăn", "commitment": "Giữ lời", **CONTENTS}
    return {**sent, **more}


def token(client: Any, path: str) -> str:
    """The token of a page's form."""
    text = client.get(path).get_data(as_text=True)
    found: str = text.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    return found


@pytest.fixture
def stage(app: Flask, frozen: FrozenClock, cast: Cast) -> Stage:
    """The province's plan; branch C with its secretary, committee and members; commune A with its secretary."""
    with transaction():
        _staff(cast)
        plan = make_plan(cast.units["P"], slug="ke-hoach-2026")
        made = _tasks(plan)
        for name in ("A", "C", "B"):
            _assign(made[0].id, cast.units[name], POSTS)
            _assign(made[1].id, cast.units[name], [])
            db.session.add(_unit_duty(made[1], cast.units[name]))
        ids = plan.id, made[0].id, made[1].id
    return Stage(cast, *ids)


def _staff(cast: Cast) -> None:
    posts = {
        "secretary_c": ("C", "secretary"),
        "committee_c": ("C", "committee_member"),
        "member_c": ("C", "party_member"),
        "second_c": ("C", "party_member"),
        "elder_c": ("C", "party_member"),
        "secretary_a": ("A", "secretary"),
        "member_b": ("B", "party_member"),
        "secretary_b": ("B", "secretary"),
    }
    for name, (unit, post) in posts.items():
        person = make_person(f"Trần Thị {name.replace('_', ' ').title()}", cast.unit(unit), login_name=f"{name}.thu")
        cast.people[name] = person.id
        make_post(person.id, cast.units[unit], post)
    sibling = make_person(unit=cast.unit("B"), login_name="contact_b.thu")
    cast.people["contact_b"] = sibling.id
    people.grant_role(None, sibling.id, Role.UNIT_CONTACT, cast.units["B"], clock.now())


def _tasks(plan: Plan) -> tuple[PlanTask, PlanTask]:
    personal = make_task(
        plan.id,
        "Đăng ký việc làm theo của cá nhân",
        module="registrations",
        targets=[
            {"of": "registered_deeds", "min": 1, "max": 3, "per": "person", "every": "year"},
            {"of": "contents", "min": 3, "max": 3, "per": "person", "every": "year"},
        ],
        deadline={"kind": "fixed", "on": "2026-03-31", "note": "chậm nhất ngày 31/3"},
        approval="Chi ủy xác nhận",
        exemptions=WORDS,
    )
    collective = make_task(
        plan.id,
        "Chọn nhiệm vụ trọng tâm, giải pháp đột phá",
        module="registrations",
        targets=[{"of": "key_tasks", "min": 1, "max": 2, "per": "unit", "every": "year"}],
        deadline={"kind": "month", "year": 2026, "month": 3},
        approval="Cấp ủy cấp trên phê duyệt",
    )
    return personal, collective


def _assign(task_id: int, unit_id: int, posts: list[str]) -> None:
    row = Assignment(task_id=task_id, unit_id=unit_id, to_unit=not posts, posts=posts, assigned_at=clock.now())
    db.session.add(row)
    db.session.flush()


def _unit_duty(task: PlanTask, unit_id: int) -> Duty:
    given = db.session.query(Assignment).filter_by(task_id=task.id, unit_id=unit_id).one()
    return Duty(plan_id=task.plan_id, task_id=task.id, assignment_id=given.id, unit_id=unit_id)


def post(client: Any, page: str, data: dict[str, Any], to: str = "") -> Any:
    """Send a form of a page with its token."""
    return client.post(to or page, data={**data, "csrf_token": token(client, page)})


SignedIn = SignIn
