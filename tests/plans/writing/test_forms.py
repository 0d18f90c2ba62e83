"""What forms take and leave, and that two people never write over each other unseen."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from quiz.core.db import db
from quiz.plans.models import Plan, PlanActor
from quiz.plans.writing import service
from quiz.plans.writing.drafts import ActorDraft, TaskDraft
from quiz.plans.writing.queries import actors_of
from quiz.plans.writing.tasks import tasks_of
from tests.people import SignIn
from tests.plans.writing.conftest import Stage, plan_draft, task_draft

HEAD: dict[str, Any] = {"title": "Tôi đã gõ", "years": "2026", "layout": "party", "off_days": "keep"}
TASK: dict[str, Any] = {
    "title": "Tôi đã gõ",
    "section": "I.1",
    "module": "reports",
    "actors": ["Cấp ủy"],
    "kind": "fixed",
    "day": "20/11/2026",
}


def post(signed_in: SignIn, name: str, address: str, data: dict[str, Any]) -> TestResponse:
    """Send a form as a browser does, with its token."""
    client = signed_in(name)
    page = client.get("/admin/plans/").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    return client.post(f"/admin/plans/{address}", data={**data, "csrf_token": token})


def both_versions(answer: TestResponse, stored: str, typed: str) -> None:
    """The answer refuses, shows both versions side by side, and keeps what was typed in the form."""
    assert answer.status_code == 409
    assert "vừa được người khác sửa" in answer.text
    table = answer.text.split("<tbody>")[1].split("</tbody>")[0]
    assert stored in table
    assert typed in table
    assert typed in answer.text.split("</table>")[1]


def test_a_plan_is_made_with_topics_and_documents(stage: Stage, signed_in: SignIn) -> None:
    rows = {
        "topics-0-year": "2026",
        "topics-0-title": "Chủ đề năm",
        "basis-0-number": "05-CT/TW",
        "basis-0-date": "15/05/2016",
        "basis-3-number": "",
        "basis-3-subject": "Kết luận số 01",
    }
    values = {**HEAD, **rows, "unit": stage.cast.units["P"], "issued_on": "31/01/2026", "state": "issued", "id": "7"}
    answer = post(signed_in, "organiser", "new", values)
    assert answer.status_code == 303
    made = db.session.query(Plan).filter_by(title="Tôi đã gõ").one()
    assert (made.state, made.slug, str(made.issued_on)) == ("draft", "toi-da-go", "2026-01-31")
    assert made.topics == [{"year": 2026, "title": "Chủ đề năm"}]
    assert made.basis == [
        {"number": "05-CT/TW", "date": "2016-05-15", "subject": ""},
        {"number": None, "date": None, "subject": "Kết luận số 01"},
    ]


def test_more_lines_are_given_and_nothing_is_stored(stage: Stage, signed_in: SignIn) -> None:
    answer = post(signed_in, "organiser", "tinh-2026/edit", {**HEAD, "basis-0-number": "1", "more": "1"})
    assert answer.status_code == 200
    assert 'name="basis-3-number"' in answer.text
    assert "Tôi đã gõ" in answer.text
    assert stage.plan().title == "Kế hoạch tỉnh"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"title": ""}, "Vui lòng điền mục này."),
        ({"years": "xx"}, "Vui lòng ghi năm dạng 2026"),
        ({"issued_on": "32/13/2026"}, "Vui lòng ghi ngày dạng"),
        ({"unit": "5"}, "Quý vị chỉ lập được kế hoạch cho đơn vị mình phụ trách."),
        ({"slug": "todo"}, "Địa chỉ không dùng được"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_what_was_typed_stays(
    stage: Stage, signed_in: SignIn, values: dict[str, str], text: str
) -> None:
    sent = {**HEAD, "unit": stage.cast.units["P"], "note": "Ghi chú đã gõ", **values}
    answer = post(signed_in, "organiser", "new", sent)
    assert answer.status_code in {403, 422}
    assert text in answer.text
    assert "Ghi chú đã gõ" in answer.text
    assert db.session.query(Plan).count() == 1


def test_two_people_at_the_head_of_a_plan(stage: Stage, signed_in: SignIn) -> None:
    seen = stage.plan().version
    service.change_plan(stage.cast.actor("organiser"), stage.plan_id, plan_draft(title="Người khác"), seen, stage.now)
    answer = post(signed_in, "organiser", "tinh-2026/edit", {**HEAD, "version": seen})
    both_versions(answer, "Người khác", "Tôi đã gõ")
    again = post(signed_in, "organiser", "tinh-2026/edit", {**HEAD, "version": stage.plan().version})
    assert again.status_code == 303
    assert stage.plan().title == "Tôi đã gõ"


def test_two_people_at_a_task(stage: Stage, signed_in: SignIn) -> None:
    address = f"tinh-2026/tasks/{stage.dated}/edit"
    seen = stage.task(stage.dated).version
    service.change_task(stage.cast.actor("organiser"), stage.dated, task_draft(title="Người khác"), seen, stage.now)
    both_versions(post(signed_in, "organiser", address, {**TASK, "version": seen}), "Người khác", "Tôi đã gõ")
    assert stage.task(stage.dated).title == "Người khác"
    version = stage.task(stage.dated).version
    extra = {"state": "x", "plan_id": "99", "is_own": "1", "origin_id": "2", "merged_into_id": "2", "code": "ZZ"}
    assert post(signed_in, "organiser", address, {**TASK, **extra, "version": version}).status_code == 303
    task = stage.task(stage.dated)
    assert (task.title, task.deadline) == ("Tôi đã gõ", {"kind": "fixed", "on": "2026-11-20"})
    assert (task.plan_id, task.is_own, task.origin_id, task.code) == (stage.plan_id, False, None, "T-01")


def test_two_people_at_an_actor(stage: Stage, signed_in: SignIn) -> None:
    row = actors_of(stage.plan_id)[0]
    actor_id, seen = row.id, row.version
    draft = ActorDraft("Người khác", ("branch",))
    service.change_actor(stage.cast.actor("organiser"), actor_id, draft, seen, stage.now)
    values = {"name": "Tôi đã gõ", "unit_kinds": ["branch"], "scope": "all", "version": seen, "unit_ids": "1"}
    both_versions(post(signed_in, "organiser", f"tinh-2026/actors/{actor_id}", values), "Người khác", "Tôi đã gõ")
    newer = db.session.get_one(PlanActor, actor_id, populate_existing=True).version
    assert post(signed_in, "organiser", f"tinh-2026/actors/{actor_id}", {**values, "version": newer}).status_code == 303


def test_two_people_at_the_own_day(stage: Stage, signed_in: SignIn) -> None:
    contact = stage.cast.actor("contact")
    plan = service.derive_plan(contact, stage.plan_id, stage.cast.units["A"], stage.now)
    slug, carried = plan.slug, stage.carried(plan, stage.dated)
    task_id, seen = carried.id, carried.version
    service.set_own(contact, task_id, None, "Người khác", seen, stage.now)
    values = {"own_due_on": "01/12/2026", "in_charge": "Tôi đã gõ", "version": seen}
    both_versions(post(signed_in, "contact", f"{slug}/tasks/{task_id}/own", values), "Người khác", "Tôi đã gõ")
    late = {**values, "own_due_on": "31/12/2026", "version": stage.task(task_id).version}
    answer = post(signed_in, "contact", f"{slug}/tasks/{task_id}/own", late)
    assert answer.status_code == 422
    assert "không được muộn hơn ngày cấp trên quy định là 15/12/2026" in answer.text


def test_two_people_at_standing_duties_and_at_the_answer(stage: Stage, signed_in: SignIn) -> None:
    contact = stage.cast.actor("contact")
    plan = service.derive_plan(contact, stage.plan_id, stage.cast.units["A"], stage.now)
    slug, plan_id, seen = plan.slug, plan.id, plan.version
    kept = stage.carried(plan, stage.standing).id
    service.choose_standing(contact, plan_id, [], seen, stage.now)
    answer = post(signed_in, "contact", f"{slug}/standing", {"kept": kept, "version": seen})
    assert answer.status_code == 409
    assert "bản đang có: không giữ" in answer.text
    assert f'value="{kept}" checked' in answer.text
    service.send_up(contact, plan_id, stage.plan(plan_id).version, stage.now)
    old = {"version": seen, "remark": "Ý kiến đã gõ", "decision": "return"}
    late = post(signed_in, "organiser", f"{slug}/answer", old)
    assert late.status_code == 409
    assert "Ý kiến đã gõ" in late.text
    assert stage.plan(plan_id).state == "submitted"


def test_two_people_at_the_state(stage: Stage, signed_in: SignIn) -> None:
    answer = post(signed_in, "organiser", "tinh-2026/close", {"version": 99, "remark": "Ý kiến đã gõ"})
    assert answer.status_code == 409
    assert "Ý kiến đã gõ" in answer.text
    assert post(signed_in, "organiser", "tinh-2026/issue", {"version": 99}).status_code == 409
    gone = post(signed_in, "organiser", f"tinh-2026/tasks/{stage.dated}/remove", {"version": 99, "reason": "Đã gõ"})
    assert gone.status_code == 409
    assert "Đã gõ" in gone.text
    assert stage.task(stage.dated).removed_at is None


YEARLY = {"kind": "recurring", "every": "year"}
RELATIVE = {"kind": "relative", "event": "own_conference"}
TYPED: list[tuple[dict[str, str], dict[str, Any], str]] = [
    (
        {"kind": "fixed", "day": "15/03/2026", "before": "y"},
        {"kind": "fixed", "on": "2026-03-15", "before": True},
        "14/03/2026",
    ),
    (
        {"kind": "month", "month": "6", "month_year": "2026"},
        {"kind": "month", "year": 2026, "month": 6},
        "30/06/2026",
    ),
    (
        {"kind": "quarter", "quarter": "1", "quarter_year": "2026"},
        {"kind": "quarter", "year": 2026, "quarter": 1},
        "31/03/2026",
    ),
    (
        {"kind": "recurring", "every": "month"},
        {"kind": "recurring", "every": "month"},
        "tháng 2 năm 2026: 28/02/2026",
    ),
    (
        {**YEARLY, "in_quarter": "4", "except_years": "2025", "deadline_note": "quý IV"},
        {**YEARLY, "quarter": 4, "except_years": [2025], "note": "quý IV"},
        "năm 2026: 31/12/2026",
    ),
    (
        {**RELATIVE, "months": "1", "to_words": "hội nghị đã dự"},
        {**RELATIVE, "to": "hội nghị đã dự", "months": 1},
        "Hội nghị học tập, quán triệt đã dự",
    ),
]


@pytest.mark.parametrize(("typed", "rule", "day"), TYPED)
def test_each_kind_of_deadline_is_typed_looked_at_and_kept(
    stage: Stage, signed_in: SignIn, typed: dict[str, str], rule: dict[str, Any], day: str
) -> None:
    sent = {**TASK, "day": "", **typed}
    look = post(signed_in, "organiser", "tinh-2026/tasks/new", {**sent, "preview": "1"})
    assert look.status_code == 200
    assert day in look.text.split('id="preview"')[1].split("</div>")[0]
    assert len(tasks_of(stage.plan_id)) == 3
    assert post(signed_in, "organiser", "tinh-2026/tasks/new", sent).status_code == 303
    made = tasks_of(stage.plan_id)[-1]
    assert (made.deadline, made.code, made.is_work) == (rule, "R-01", True)
    service.change_task(stage.cast.actor("organiser"), made.id, TaskDraft.of(made), made.version, stage.now)
    form = signed_in("organiser").get(f"/admin/plans/tinh-2026/tasks/{made.id}/edit").text
    assert f'selected value="{typed["kind"]}"' in form


def test_targets_are_rows_and_a_new_actor_comes_with_the_task(stage: Stage, signed_in: SignIn) -> None:
    rows = {"targets-0-of": "plans", "targets-0-min": "1", "targets-0-per": "unit", "targets-0-every": "year"}
    rows |= {
        "targets-1-of": "meetings",
        "targets-1-min": "0,5",
        "targets-1-max": "2",
        "targets-1-per": "unit",
        "targets-2-of": "plans",
    }
    new = {"new_name": "Trường học", "new_kinds": ["school"], "new_posts": ["head"], "new_scope": "some"}
    values = {**TASK, **rows, **new, "quantity": "01 kế hoạch", "kind": "ongoing"}
    assert post(signed_in, "organiser", "tinh-2026/tasks/new", values).status_code == 303
    made = TaskDraft.of(tasks_of(stage.plan_id)[-1])
    assert (
        made.targets
        == (
            {"of": "plans", "min": 1, "max": None, "per": "unit", "every": "year"},
            {"of": "meetings", "min": 0.5, "max": 2, "per": "unit", "every": None},
        )
        or made.targets[1]["per"] is None
    )
    assert made.actors == ("Cấp ủy", "Trường học")
    page = signed_in("organiser").get(f"/admin/plans/tinh-2026/tasks/{tasks_of(stage.plan_id)[-1].id}").text
    assert "ít nhất 1 kế hoạch; mỗi đơn vị; mỗi năm" in page


def test_the_whole_way_of_a_derived_plan_through_its_pages(stage: Stage, signed_in: SignIn) -> None:
    answer = post(signed_in, "contact", "tinh-2026/derive", {"unit": stage.cast.units["A"]})
    slug = answer.location.rpartition("/")[2]
    again = post(signed_in, "contact", "tinh-2026/derive", {"unit": stage.cast.units["A"]})
    assert again.location.endswith(slug)
    own = {"title": "Việc của xã", "module": "activities", "kind": "ongoing", "quantity": "01 buổi"}
    nobody = post(signed_in, "contact", f"{slug}/tasks/new", own)
    assert nobody.status_code == 422
    assert "ít nhất một đơn vị" in nobody.text
    units = [stage.cast.units["A"], stage.cast.units["C"]]
    assert post(signed_in, "contact", f"{slug}/tasks/new", {**own, "units": units}).status_code == 303
    plan_id = db.session.query(Plan.id).filter_by(slug=slug).scalar()

    def version() -> dict[str, Any]:
        return {"version": stage.plan(plan_id).version}

    assert post(signed_in, "contact", f"{slug}/send", version()).status_code == 303
    assert "R-01" in signed_in("organiser").get(f"/admin/plans/{slug}/answer").text
    back = post(signed_in, "organiser", f"{slug}/answer", {**version(), "decision": "return"})
    assert back.status_code == 422
    sent = {**version(), "decision": "return", "remark": "Bổ sung người phụ trách"}
    assert post(signed_in, "organiser", f"{slug}/answer", sent).status_code == 303
    assert "Bổ sung người phụ trách" in signed_in("contact").get(f"/admin/plans/{slug}").text
    assert post(signed_in, "contact", f"{slug}/send", version()).status_code == 303
    assert post(signed_in, "organiser", f"{slug}/answer", {**version(), "decision": "confirm"}).status_code == 303
    assert post(signed_in, "contact", f"{slug}/issue", version()).status_code == 422
    assert post(signed_in, "contact", f"{slug}/issue", {**version(), "incomplete": "y"}).status_code == 303
    assert stage.plan(plan_id).state == "issued"
    upper = stage.task(stage.dated)
    service.change_task(stage.cast.actor("organiser"), upper.id, task_draft(title="Tên mới"), upper.version, stage.now)
    assert "Kế hoạch cấp trên đã thay đổi: 1 việc" in signed_in("contact").get(f"/admin/plans/{slug}").text
    assert post(signed_in, "contact", f"{slug}/upper", version()).status_code == 303
    assert "Kế hoạch cấp trên đã thay đổi" not in signed_in("contact").get(f"/admin/plans/{slug}").text
