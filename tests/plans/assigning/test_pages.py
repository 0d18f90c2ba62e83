"""The pages of assigning: looked at, confirmed, undone, and closed to everybody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.plans.assigning import jobs, service
from quiz.plans.models import Assignment, Plan, PlanActor, PlanTask
from quiz.units.models import UnitKind
from tests.factories.plans import make_plan, make_task
from tests.factories.units import make_unit
from tests.people import Cast, SignIn


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan of the province with one task for communes and one for a body it names."""
    made = make_plan(cast.units["P"], slug="ke-hoach", years=[2026])
    with transaction():
        db.session.add(PlanActor(plan_id=made.id, name="Xã", unit_kinds=["commune"]))
        db.session.add(PlanActor(plan_id=made.id, name="Phường Bãi Cháy", unit_kinds=["ward"], scope="named"))
    make_task(made.id, "Mở hội nghị", code="V-1", section="I.1", actors=["Xã"])
    make_task(made.id, "Viết bài", code="V-2", section="I.1", actors=["Phường Bãi Cháy"])
    return made


def task(code: str) -> PlanTask:
    return db.session.scalars(sa.select(PlanTask).where(PlanTask.code == code)).one()


def send(client: FlaskClient, address: str, data: dict[str, Any]) -> TestResponse:
    """Send a form with the token of the session."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/me").text)
    assert found is not None
    return client.post(address, data={"csrf_token": found[1], **data})


def standing() -> set[tuple[str, int]]:
    """Who has what, by the task's code and the unit's id."""
    query = sa.select(PlanTask.code, Assignment.unit_id).join(PlanTask, PlanTask.id == Assignment.task_id)
    return {(row[0], row[1]) for row in db.session.execute(query.where(Assignment.removed_at.is_(None)))}


def test_the_page_says_what_would_be_given_and_what_awaits_a_choice(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    page = signed_in("organiser").get("/admin/plans/ke-hoach/assign").text
    assert "V-1: Mở hội nghị" in page
    assert "Chưa chọn đơn vị" in page
    assert "1 đơn vị loại “Phường” chưa có chủ thể nào khớp." in page
    assert standing() == set()


def test_the_chosen_tasks_are_shown_and_given_once_confirmed(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    client, wanted = signed_in("organiser"), task("V-1").id
    look = client.get(f"/admin/plans/ke-hoach/assign/preview?task={wanted}").text
    assert "Sẽ giao 1 việc cho 1 đơn vị" in look
    assert send(client, "/admin/plans/ke-hoach/assign", data={"task": wanted}).status_code == 303
    assert standing() == {("V-1", cast.units["A"])}
    assert "Không có gì để giao thêm" in client.get(f"/admin/plans/ke-hoach/assign/preview?task={wanted}").text


def test_nothing_is_given_where_no_task_was_chosen(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    send(signed_in("organiser"), "/admin/plans/ke-hoach/assign", data={"task": "x"})
    assert standing() == set()


def test_a_named_body_is_proposed_by_its_name_and_taken_only_when_ticked(
    cast: Cast, plan: Plan, signed_in: SignIn
) -> None:
    client = signed_in("organiser")
    actor = db.session.scalars(sa.select(PlanActor).where(PlanActor.scope == "named")).one()
    address, ward = f"/admin/plans/ke-hoach/assign/actors/{actor.id}", cast.units["B"]
    page = client.get(address).text
    assert "Đề xuất vì trùng tên" in page
    assert f'value="{ward}"' in page
    service.assign_plan(None, plan.id, clock.now())
    assert ("V-2", ward) not in standing()
    assert send(client, address, data={"chosen": ward, "version": 1, "unit_ids": "999"}).status_code == 303
    assert db.session.get_one(PlanActor, actor.id).unit_ids == [ward]
    service.assign_plan(None, plan.id, clock.now())
    assert ("V-2", ward) in standing()


def test_a_choice_made_on_an_old_page_is_refused_and_shows_both(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    client = signed_in("organiser")
    actor = db.session.scalars(sa.select(PlanActor).where(PlanActor.scope == "named")).one()
    service.choose_units(None, actor.id, [cast.units["A"]], 1, clock.now())
    address = f"/admin/plans/ke-hoach/assign/actors/{actor.id}"
    answer = send(client, address, data={"chosen": cast.units["B"], "version": 1})
    assert answer.status_code == 409
    assert "Xã An Bình" in answer.text
    assert "Phường Bãi Cháy" in answer.text
    assert db.session.get_one(PlanActor, actor.id).unit_ids == [cast.units["A"]]


@pytest.mark.parametrize("unit", ["U", "nowhere"])
def test_a_unit_outside_the_plan_s_subtree_cannot_be_chosen(
    cast: Cast, plan: Plan, signed_in: SignIn, unit: str
) -> None:
    actor = db.session.scalars(sa.select(PlanActor).where(PlanActor.scope == "named")).one()
    address = f"/admin/plans/ke-hoach/assign/actors/{actor.id}"
    answer = send(signed_in("organiser"), address, data={"chosen": cast.units.get(unit, 4711), "version": 1})
    assert answer.status_code == 404
    assert db.session.get_one(PlanActor, actor.id).unit_ids == []


def test_a_unit_is_added_by_hand_and_the_task_taken_back_with_a_reason(
    cast: Cast, plan: Plan, signed_in: SignIn
) -> None:
    client, wanted = signed_in("organiser"), task("V-1").id
    address = f"/admin/plans/ke-hoach/assign/tasks/{wanted}"
    assert send(client, address, data={"unit": "B", "unit_text": "Bãi Cháy"}).status_code == 303
    assert standing() == {("V-1", cast.units["B"])}
    assert "Phường Bãi Cháy" in client.get(f"{address}?q=bai+chay").text
    assignment = db.session.scalars(sa.select(Assignment)).one()
    back = f"/admin/plans/ke-hoach/assign/given/{assignment.id}/taking-back"
    assert send(client, back, data={"reason": " "}).status_code == 422
    assert send(client, back, data={"reason": "Giao nhầm"}).status_code == 303
    assert standing() == set()
    assert "Đã thu hồi: Giao nhầm" in client.get(address).text


def test_a_unit_of_another_province_cannot_be_added_by_hand(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    address = f"/admin/plans/ke-hoach/assign/tasks/{task('V-1').id}"
    assert send(signed_in("organiser"), address, data={"unit": "U"}).status_code == 404
    assert standing() == set()


def test_a_run_is_undone_from_its_line(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    client = signed_in("organiser")
    service.assign_plan(cast.actor("organiser"), plan.id, clock.now())
    moment = db.session.scalars(sa.select(Assignment.assigned_at)).one()
    address = f"/admin/plans/ke-hoach/assign/undo?run={clock.to_ms(moment)}"
    assert f"run={clock.to_ms(moment)}" in client.get("/admin/plans/ke-hoach/assign").text
    assert "1 lượt chưa bắt đầu" in client.get(address).text
    assert send(client, address, data={"reason": "", "run": clock.to_ms(moment)}).status_code == 422
    assert send(client, address, data={"reason": "Nhầm", "run": clock.to_ms(moment)}).status_code == 303
    assert standing() == set()


def test_much_is_given_and_taken_back_as_a_job(
    cast: Cast, plan: Plan, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "MANY", 1)
    client = signed_in("organiser")
    answer = send(client, "/admin/plans/ke-hoach/assign", data={"task": task("V-1").id})
    assert "/admin/jobs/" in (answer.location or "")
    assert standing() == {("V-1", cast.units["A"])}
    moment = clock.to_ms(db.session.scalars(sa.select(Assignment.assigned_at)).one())
    send(client, "/admin/plans/ke-hoach/assign/undo", data={"reason": "Nhầm", "run": moment})
    assert standing() == set()


@pytest.mark.parametrize("name", ["organiser_a", "outsider", "contact", "contestant"])
def test_nobody_else_sees_or_changes_anything(cast: Cast, plan: Plan, signed_in: SignIn, name: str) -> None:
    service.assign_plan(None, plan.id, clock.now())
    client, before = signed_in(name), standing()
    assignment = db.session.scalars(sa.select(Assignment)).one()
    actor = db.session.scalars(sa.select(PlanActor).where(PlanActor.scope == "named")).one()
    moment, wanted = clock.to_ms(assignment.assigned_at), task("V-1").id
    base = "/admin/plans/ke-hoach/assign"
    addresses = (
        "",
        f"/preview?task={wanted}",
        f"/tasks/{wanted}",
        f"/actors/{actor.id}",
        f"/given/{assignment.id}/taking-back",
        f"/undo?run={moment}",
    )
    for address in addresses:
        assert client.get(base + address).status_code in {403, 404}, address
        data = {"task": wanted, "unit": "B", "chosen": cast.units["B"], "version": 1, "reason": "x", "run": moment}
        assert send(client, base + address, data=data).status_code in {403, 404, 405}, address
    assert standing() == before
    assert db.session.get_one(PlanActor, actor.id).unit_ids == []


def test_what_belongs_to_another_plan_is_not_found_under_this_one(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    other = make_plan(cast.units["U"])
    with transaction():
        row = PlanActor(plan_id=other.id, name="Xã", unit_kinds=["commune"])
        db.session.add(row)
    theirs = make_task(other.id, actors=["Xã"])
    given = Assignment(task_id=theirs.id, unit_id=cast.units["U"], assigned_at=clock.now())
    with transaction():
        db.session.add(given)
    client = signed_in("organiser")
    for address in (f"tasks/{theirs.id}", f"actors/{row.id}", f"given/{given.id}/taking-back"):
        assert client.get(f"/admin/plans/ke-hoach/assign/{address}").status_code == 404
        answer = send(
            client, f"/admin/plans/ke-hoach/assign/{address}", data={"reason": "x", "unit": "A", "version": 1}
        )
        assert answer.status_code == 404
    assert db.session.get_one(Assignment, given.id).removed_at is None


def test_the_page_has_the_same_number_of_statements_for_three_units_as_for_thirty(
    app: Flask, cast: Cast, plan: Plan, signed_in: SignIn
) -> None:
    client, counted = signed_in("organiser"), list[int]()
    for more in (3, 30):
        for _ in range(more):
            make_unit("", cast.unit("P"), kind=UnitKind.COMMUNE)
        service.assign_plan(None, plan.id, clock.now())
        said: list[str] = []
        sa.event.listen(db.engine, "before_cursor_execute", lambda *args, said=said: said.append(args[2]))
        client.get(f"/admin/plans/ke-hoach/assign/tasks/{task('V-1').id}")
        client.get("/admin/plans/ke-hoach/assign")
        counted.append(len(said))
    assert counted[0] == counted[1]
