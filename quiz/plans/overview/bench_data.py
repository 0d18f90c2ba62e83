"""A made-up province for measurements: communes with branches below, a contact in each commune, tasks for all of them.

One task in six is given to the party members of each unit. Nothing in it is anybody's data.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from quiz.accounts.models import Membership, Person, RoleGrant
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.core.vietnamese import fold
from quiz.plans.models import Assignment, Duty, Plan, PlanTask
from quiz.plans.overview import bench_records
from quiz.units.models import OrgUnit, UnitKind

SLUG = "do-toc-do"
BRANCHES = 22
"""How many branches a commune has."""
PERSONAL = 6
"""One task in so many is given to holders of a post."""
MEMBERS = 10
"""How many party members a unit has."""
STATES = ("confirmed", "open", "carried_out", "open", "submitted", "draft", "returned", "confirmed", "open")
MODULES = ("conferences", "registrations", "branch_meetings", "communications", "activities")
ORGANISER, CONTACT, MEMBER = 1, 2, 15
"""The organiser of the province, the contact of the first commune, a party member of it."""
Rows = list[dict[str, Any]]


def fill(units: int, tasks: int, now: datetime) -> int:
    """Write everything into an empty database; how many duties there are."""
    today = clock.local(now).date()
    forest = list(_forest(units))
    duties = list(_duties([unit["id"] for unit in forest], tasks, today))
    with transaction():
        _insert(OrgUnit, forest)
        _insert(Person, [_person(number, now) for number in range(1, units * MEMBERS + 1)])
        _insert(Membership, list(_memberships(units)))
        _insert(RoleGrant, list(_grants(forest, now)))
        db.session.add(_plan(today, now))
        db.session.flush()
        _insert(PlanTask, [_task(number, today) for number in range(1, tasks + 1)])
        _insert(Assignment, [_assignment(duty, now) for duty in duties])
        _insert(Duty, duties)
        _insert(Duty, list(_own_rows(duties)))
    bench_records.fill(units * MEMBERS, MEMBERS, now)
    if db.engine.dialect.name == "postgresql":
        with transaction():  # a measurement that is undone would be forgotten
            db.session.execute(sa.text("analyze"))
    return db.session.scalar(sa.select(sa.func.count()).select_from(Duty)) or 0


def _insert(model: type[Any], rows: Rows) -> None:
    for start in range(0, len(rows), 5000):
        db.session.execute(sa.insert(model), rows[start : start + 5000])


def _forest(units: int) -> Iterator[dict[str, Any]]:
    """The province is 1; every 23rd unit after it is a commune, those in between are its branches."""
    yield _unit(1, "Tỉnh Đo Tốc Độ", UnitKind.PROVINCE, None, units)
    for number in range(2, units + 1):
        commune = number - (number - 2) % (BRANCHES + 1)
        if number == commune:
            yield _unit(number, f"Xã {number}", UnitKind.COMMUNE, 1, min(commune + BRANCHES, units))
        else:
            yield _unit(number, f"Chi bộ {number}", UnitKind.BRANCH, commune, number)


def _unit(number: int, name: str, kind: UnitKind, parent_id: int | None, last: int) -> dict[str, Any]:
    depth = 0 if parent_id is None else 1 if parent_id == 1 else 2
    place = {"parent_id": parent_id, "position": number, "last_position": last, "depth": depth}
    return {"id": number, "code": f"DV{number}", "name": name, "name_folded": fold(name), "kind": kind, **place}


def _person(number: int, now: datetime) -> dict[str, Any]:
    name = f"Nguyễn Văn Số {number}"
    folded = {"name_folded": fold(name), "name_key": fold(name)}
    return {"id": number, "login_name": f"do.{number}", "name": name, "created_at": now, **folded}


def _memberships(units: int) -> Iterator[dict[str, Any]]:
    for number in range(1, units * MEMBERS + 1):
        unit_id = 1 + (number - 1) // MEMBERS
        yield {"person_id": number, "unit_id": unit_id, "post": "Đảng viên", "post_kind": "party_member"}


def _grants(forest: Rows, now: datetime) -> Iterator[dict[str, Any]]:
    yield {"person_id": ORGANISER, "role": Role.ORGANISER, "unit_id": 1, "granted_at": now}
    communes = (unit["id"] for unit in forest if unit["depth"] == 1)
    for number, unit_id in enumerate(communes, CONTACT):
        yield {"person_id": number, "role": Role.UNIT_CONTACT, "unit_id": unit_id, "granted_at": now}


def _plan(today: date, now: datetime) -> Plan:
    return Plan(
        id=1, slug=SLUG, title="Kế hoạch để đo tốc độ", unit_id=1, state="issued", years=[today.year],
        created_at=now, changed_at=now,
    )  # fmt: skip


def _task(number: int, today: date) -> dict[str, Any]:
    title = f"Nhiệm vụ đo tốc độ số {number}"
    return {
        "id": number,
        "plan_id": 1,
        "code": f"V-{number}",
        "position": number,
        "section": f"Mục {1 + number // 12}",
        "title": title,
        "title_folded": fold(title),
        "module": MODULES[number % len(MODULES)],
        "deadline": {"kind": "fixed", "on": _day(number, today).isoformat()},
        "is_work": True,
    }


def _day(number: int, today: date) -> date:
    """Days all over the half year before and after today."""
    return today + timedelta(days=number * 37 % 360 - 180)


def _duties(units: list[int], tasks: int, today: date) -> Iterator[dict[str, Any]]:
    number = 0
    for task_id in range(1, tasks + 1):
        for unit_id in units:
            number += 1
            state = "open" if task_id % PERSONAL == 0 else STATES[(unit_id * 7 + task_id) % len(STATES)]
            yield _duty(number, task_id, unit_id, state, _day(task_id, today))


def _duty(number: int, task_id: int, unit_id: int, state: str, due_on: date, **more: Any) -> dict[str, Any]:
    whose = {"assignment_id": number, "plan_id": 1, "task_id": task_id, "unit_id": unit_id}
    return {**whose, "state": state, "due_on": due_on, "rule_due_on": due_on, **more}


def _assignment(duty: dict[str, Any], now: datetime) -> dict[str, Any]:
    personal = duty["task_id"] % PERSONAL == 0
    posts = ["party_member"] if personal else []
    whose = {"id": duty["assignment_id"], "task_id": duty["task_id"], "unit_id": duty["unit_id"]}
    return {**whose, "to_unit": not personal, "posts": posts, "assigned_at": now}


def _own_rows(duties: Rows) -> Iterator[dict[str, Any]]:
    """Every third party member has begun every personal task."""
    for duty in duties:
        if duty["task_id"] % PERSONAL == 0:
            for member in range(0, MEMBERS, 3):
                person_id = (duty["unit_id"] - 1) * MEMBERS + member + 1
                state = STATES[person_id % len(STATES)]
                yield {**duty, "person_id": person_id, "state": state}
