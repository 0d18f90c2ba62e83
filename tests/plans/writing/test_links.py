"""Ways between the parts of a plan, and a move that came too late."""

from __future__ import annotations

from quiz.core.db import db, transaction
from quiz.plans.models import PlanActor, PlanTask
from tests.factories.plans import make_plan, make_task
from tests.people import Cast, SignIn
from tests.plans.writing.test_forms import post


def test_a_move_that_came_too_late_shows_both_places_and_moves_nothing(cast: Cast, signed_in: SignIn) -> None:
    plan = make_plan(cast.units["P"], slug="ke-hoach", state="draft")
    tasks = [make_task(plan.id, title, code=f"V-{number}") for number, title in enumerate(("Một", "Hai", "Ba"), 1)]
    with transaction():
        for number, task in enumerate(tasks, 1):
            task.position = number
        tasks[2].version += 1
    before = [task.position for task in tasks]
    data = {"after": tasks[0].id, "version": tasks[2].version - 1}
    answer = post(signed_in, "organiser", f"ke-hoach/tasks/{tasks[2].id}/move", data)
    assert answer.status_code == 409
    assert "Bản đang lưu" in answer.text
    assert "V-2 – Hai" in answer.text.split("Bản đang lưu", 1)[1].split("</table>")[0]
    assert f'<option value="{tasks[0].id}" selected>' in answer.text
    db.session.expire_all()
    assert [db.session.get_one(PlanTask, task.id).position for task in tasks] == before


def test_an_actor_that_means_some_units_leads_to_where_they_are_chosen(cast: Cast, signed_in: SignIn) -> None:
    plan = make_plan(cast.units["P"], slug="ke-hoach")
    with transaction():
        some = PlanActor(plan_id=plan.id, name="Một số xã", unit_kinds=["commune"], scope="some", unit_ids=[])
        everyone = PlanActor(plan_id=plan.id, name="Mọi xã", unit_kinds=["commune"], scope="all", unit_ids=[])
        db.session.add_all([some, everyone])
    organiser = signed_in("organiser")
    for row, leads in ((some, True), (everyone, False)):
        way = f"/admin/plans/ke-hoach/assign/actors/{row.id}"
        assert (way in organiser.get(f"/admin/plans/ke-hoach/actors/{row.id}").text) is leads
        assert organiser.get(way).status_code == 200


def test_an_own_task_is_offered_to_every_unit_below_not_only_to_the_next(cast: Cast, signed_in: SignIn) -> None:
    upper = make_plan(cast.units["U"], slug="cap-tren")
    make_plan(cast.units["P"], slug="cua-tinh", parent_id=upper.id, state="draft")
    text = signed_in("organiser").get("/admin/plans/cua-tinh/tasks/new").text
    for name in ("P", "A", "B", "C"):
        assert f'name="units" type="checkbox" value="{cast.units[name]}"' in text, name
    assert f'name="units" type="checkbox" value="{cast.units["U"]}"' not in text
