"""Two sibling units A and B below P, C below A, and U apart, each with one of everything that a plan brings.

Whatever belongs to a unit carries its mark (`mark("B")`), so that a page which shows what it must not is found out.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from quiz.accounts import service as accounts
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.modules.conferences import models as halls
from quiz.plans.models import PlanActor, PlanTask
from quiz.plans.models_records import ReportPeriod
from quiz.units.models import OrgUnit
from tests.factories.people import make_person
from tests.factories.plans import make_plan, make_post, make_task
from tests.factories.units import make_unit
from tests.plans.security.furnishing import furnish
from tests.plans.security.world import KINDS, WAITING, WORDS, Ids, World, keep, mark


def build() -> World:
    """The forest with its people, plans and records."""
    world = World()
    with transaction():
        _forest(world)
        for name in KINDS:
            _people(world, name)
        for name in ("P", "U"):
            world.roots[name] = _root(world, name)
    for name in KINDS:
        before = keys()
        with transaction():
            world.own[name] = furnish(world, name)
        world.rows[name] = {table: now - before[table] for table, now in keys().items()}
    with transaction():
        _stands_between(world)
    return world


def keys() -> dict[str, set[Any]]:
    """The primary keys of every table."""
    found: dict[str, set[Any]] = {}
    for table in db.metadata.sorted_tables:
        found[table.name] = {tuple(row) for row in db.session.execute(sa.select(*table.primary_key.columns))}
    return found


def _forest(world: World) -> None:
    above: dict[str, OrgUnit | None] = {"P": None, "A": None, "B": None, "C": None, "U": None}
    parents = {"A": "P", "B": "P", "C": "A"}
    for name, kind in KINDS.items():
        parent = above[parents[name]] if name in parents else None
        above[name] = make_unit(f"Đơn vị {mark(name)}", parent, code=name, kind=kind, headcount=10)
    world.units.update({name: unit.id for name, unit in above.items() if unit is not None})


def _people(world: World, name: str) -> None:
    unit = db.session.get_one(OrgUnit, world.units[name])
    for role in ("organiser", "contact", "secretary", "committee", "member", "elder", "plain"):
        person = make_person(f"Người {mark(name)} {role}", unit, login_name=f"{role}_{name.lower()}.thu")
        world.people[f"{role}_{name}"] = person.id
    grants = (("organiser", Role.ORGANISER), ("contact", Role.UNIT_CONTACT))
    for who, granted in grants:
        accounts.grant_role(None, world.people[f"{who}_{name}"], granted, unit.id, clock.now())
    posts = {
        "secretary": "secretary",
        "committee": "committee_member",
        "member": "party_member",
        "elder": "party_member",
    }
    for who, post in posts.items():
        make_post(world.people[f"{who}_{name}"], unit.id, post, f"{post} {mark(name)}"[:40])


def _tasks(plan_id: int, text: str) -> dict[str, PlanTask]:
    """A task of every sort that a plan can hold."""
    need = [{"of": "registered_deeds", "min": 1, "max": 3, "per": "person", "every": "year"}]
    keyed = [{"of": "key_tasks", "min": 1, "max": 2, "per": "unit", "every": "year"}]
    half = [{"of": "duration_days", "min": 0.5, "max": 0.5, "per": "province", "every": "once"}]
    on = {"kind": "fixed", "on": "2026-03-31", "note": "chậm nhất ngày 31/3"}
    return {
        "unit": make_task(plan_id, f"Việc của đơn vị {text}", deadline=on),
        "personal": make_task(plan_id, f"Việc của cá nhân {text}", deadline=on),
        "waits": make_task(plan_id, f"Việc chờ hội nghị {text}", deadline=WAITING),
        "conference": make_task(plan_id, f"Mở hội nghị {text}", module="conferences", targets=half),
        "pledge": make_task(
            plan_id,
            f"Đăng ký của cá nhân {text}",
            module="registrations",
            targets=need,
            deadline=on,
            approval="Chi ủy xác nhận",
            exemptions=WORDS,
        ),
        "joint": make_task(
            plan_id,
            f"Đăng ký của tập thể {text}",
            module="registrations",
            targets=keyed,
            deadline=on,
            approval="Cấp ủy cấp trên phê duyệt",
        ),
        "standing": make_task(plan_id, f"Việc thường xuyên {text}", is_work=False),
    }


def _root(world: World, name: str) -> Ids:
    text, slug = mark(name), f"ke-hoach-{name.lower()}"
    plan = make_plan(world.units[name], slug=slug, title=f"Kế hoạch {text}", state="issued", number="01-KH/TU")
    world.slugs[name] = slug
    tasks = _tasks(plan.id, text)
    period = ReportPeriod(
        plan_id=plan.id,
        unit_id=plan.unit_id,
        kind="quarter",
        key="2026-Q1",
        title="Quý I",
        from_on=date(2026, 1, 1),
        to_on=date(2026, 3, 31),
        due_on=date(2026, 4, 7),
        created_at=clock.now(),
    )
    keep(period)
    actor = PlanActor(plan_id=plan.id, name="Đơn vị được chọn", scope="some", unit_kinds=["commune"])
    keep(actor)
    return {"plan": plan.id, "period": period.id, "actor": actor.id, **{key: task.id for key, task in tasks.items()}}


def _stands_between(world: World) -> None:
    """The conference of P is for everybody: A and B are invited to it, each sees the own people."""
    one = world.own["P"]["conference"]
    for name in ("A", "B", "C"):
        db.session.add(halls.InvitedUnit(conference_id=one, unit_id=world.units[name]))
        for who in ("member", "secretary"):
            guest = {"person_id": world.people[f"{who}_{name}"], "unit_id": world.units[name], "source": "unit"}
            db.session.add(halls.Participant(conference_id=one, added_at=clock.now(), **guest))


__all__ = ["World", "build", "furnish", "keys", "mark"]
