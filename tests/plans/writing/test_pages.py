"""The console pages of plans: who sees which, what they show, how often they ask the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from quiz.accounts import service as accounts
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.plans.models import Plan
from quiz.plans.writing import service
from tests.factories.plans import make_plan, make_task
from tests.people import SignIn
from tests.plans.writing.conftest import Stage, plan_draft
from tests.plans.writing.test_forms import post

PAGES = ("", "/print", "/actors", "/plan.yaml", "/tasks/1", "/derived")
CHANGING = ("/edit", "/tasks/new", "/tasks/1/edit", "/tasks/1/remove", "/actors/new", "/actors/1", "/issue", "/close")


@pytest.fixture
def neighbour(stage: Stage) -> None:
    """The outsider becomes contact of the whole unrelated province, the contestant of the sibling B."""
    for name, unit in (("outsider", "U"), ("contestant", "B")):
        role = Role.ORGANISER
        accounts.grant_role(None, stage.cast.people[name], role, stage.cast.units[unit], stage.now)


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile."""
    asked: list[str] = []

    def note(*args: object) -> None:
        asked.append(str(args[2]))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    sa.event.remove(db.engine, "before_cursor_execute", note)


def derived(stage: Stage) -> Plan:
    """The plan of A under the province's."""
    return service.derive_plan(stage.cast.actor("contact"), stage.plan_id, stage.cast.units["A"], stage.now)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("neighbour")
def test_an_issued_plan_is_seen_by_its_unit_and_those_below(stage: Stage, signed_in: SignIn, page: str) -> None:
    seen = {
        name: signed_in(name).get(f"/admin/plans/tinh-2026{page}").status_code
        for name in ("organiser", "contact", "contestant", "outsider")
    }
    assert seen == {"organiser": 200, "contact": 200, "contestant": 200, "outsider": 404}
    with transaction():
        stage.plan().state = "draft"
    assert signed_in("contact").get(f"/admin/plans/tinh-2026{page}").status_code == 404
    assert signed_in("organiser").get(f"/admin/plans/tinh-2026{page}").status_code == 200


@pytest.mark.parametrize("page", CHANGING)
@pytest.mark.usefixtures("neighbour")
def test_only_organisers_of_the_plan_s_unit_come_to_the_forms(stage: Stage, signed_in: SignIn, page: str) -> None:
    address = f"/admin/plans/tinh-2026{page}"
    assert signed_in("organiser").get(address).status_code == 200
    assert signed_in("contact").get(address).status_code == 403
    assert signed_in("outsider").get(address).status_code == 404
    sent = {"title": "x", "reason": "x", "name": "x", "version": "1"}
    assert post(signed_in, "contact", f"tinh-2026{page}", sent).status_code == 403
    assert post(signed_in, "outsider", f"tinh-2026{page}", sent).status_code == 404
    assert (stage.plan().title, stage.plan().state, stage.plan().version) == ("Kế hoạch tỉnh", "issued", 1)


@pytest.mark.parametrize("page", ["", "/edit", "/send", "/answer", "/upper", "/standing", "/tasks/4/own"])
@pytest.mark.usefixtures("neighbour")
def test_a_derived_draft_is_for_its_unit_and_those_above_alone(stage: Stage, signed_in: SignIn, page: str) -> None:
    slug = derived(stage).slug
    for name in ("contestant", "outsider"):
        assert signed_in(name).get(f"/admin/plans/{slug}{page}").status_code == 404, name
    expected = 403 if page == "/answer" else 200
    assert signed_in("contact").get(f"/admin/plans/{slug}{page}").status_code == expected
    assert signed_in("organiser").get(f"/admin/plans/{slug}{page}").status_code == 200


@pytest.mark.usefixtures("neighbour")
def test_the_list_holds_what_concerns_the_person_and_nothing_else(stage: Stage, signed_in: SignIn) -> None:
    make_plan(stage.cast.units["U"], title="Kế hoạch của tỉnh khác")
    make_plan(stage.cast.units["P"], title="Dự thảo của tỉnh", state="draft")
    derived(stage)
    own = signed_in("contact").get("/admin/plans/").text
    assert "Kế hoạch tỉnh" in own
    assert "Xã An Bình" in own
    assert "Kế hoạch của tỉnh khác" not in own
    assert "Dự thảo của tỉnh" not in own
    sibling = signed_in("contestant").get("/admin/plans/?whose=below").text
    assert "Xã An Bình" not in sibling
    below = signed_in("organiser").get("/admin/plans/?whose=below").text
    assert "Xã An Bình" in below
    assert "Đơn vị cấp dưới (1)" in below


def test_the_list_is_searched_without_marks_and_narrowed_by_year_and_state(stage: Stage, signed_in: SignIn) -> None:
    make_plan(stage.cast.units["P"], title="Chương trình năm cũ", years=[2024], state="closed")
    client = signed_in("organiser")
    assert "Kế hoạch tỉnh" not in client.get("/admin/plans/?q=chuong+trinh").text
    assert "Chương trình năm cũ" in client.get("/admin/plans/?q=chuong+trinh&year=2024&state=closed").text
    assert "Không tìm thấy kế hoạch nào" in client.get("/admin/plans/?year=2024&state=draft").text


def test_an_empty_list_says_how_to_begin(signed_in: SignIn) -> None:
    text = signed_in("organiser").get("/admin/plans/").text
    assert "Chưa có kế hoạch nào" in text
    for address in ("/admin/plans/import", "/admin/plans/new", "/admin/plans/samples"):
        assert f'href="{address}"' in text
    below = signed_in("contact").get("/admin/plans/").text
    assert "Khi cấp trên ban hành kế hoạch" in below
    assert "/admin/plans/new" not in below


def test_a_plan_shows_work_first_and_standing_duties_behind_their_count(stage: Stage, signed_in: SignIn) -> None:
    repeat = make_task(stage.plan_id, "Báo cáo lặp", code="T-04", section="I.1", merged_into_id=stage.dated)
    text = signed_in("organiser").get("/admin/plans/tinh-2026").text
    assert (
        text.index("Báo cáo tổng kết năm") < text.index("Nhiệm vụ thường xuyên (1)") < text.index("Nêu gương hằng ngày")
    )
    assert "Lặp lại việc T-01, theo dõi ở đó" in text
    assert f"/admin/plans/tinh-2026/tasks/{repeat.id}" not in text
    assert "ngày 15/12/2026" in text
    assert "<details" in text
    printed = signed_in("organiser").get("/admin/plans/tinh-2026/print").text
    assert printed.count("<details") == printed.count('<details class="plan-fold" open>') == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bao+cao+tong", {"T-01"}),
        ("q=T-02", {"T-02"}),
        ("kind=standing", {"T-03"}),
        ("kind=work", {"T-01", "T-02"}),
        ("kind=given", {"T-01", "T-02", "T-03"}),
        ("kind=own", set()),
        ("module=reports", set()),
        ("module=activities&q=guong", {"T-03"}),
        ("actor=C%E1%BA%A5p+%E1%BB%A7y&kind=work", {"T-01", "T-02"}),
    ],
)
def test_tasks_are_narrowed_by_words_kind_module_and_actor(
    stage: Stage, signed_in: SignIn, query: str, found: set[str]
) -> None:
    text = signed_in("contact").get(f"/admin/plans/tinh-2026?{query}").text
    assert {code for code in ("T-01", "T-02", "T-03") if f'<span class="plan-code">{code}' in text} == found
    assert ("Không có việc nào khớp" in text) == (not found)


def test_counts_of_who_has_a_task_stay_within_the_reach(stage: Stage, signed_in: SignIn) -> None:
    assert "Đã giao cho 3 đơn vị" in signed_in("organiser").get(f"/admin/plans/tinh-2026/tasks/{stage.dated}").text
    below = signed_in("contact").get(f"/admin/plans/tinh-2026/tasks/{stage.dated}").text
    assert "Đã giao cho 2 đơn vị" in below
    assert "Lịch sử" not in below


@pytest.mark.usefixtures("neighbour")
def test_a_task_links_to_the_plans_below_that_the_person_looks_after(stage: Stage, signed_in: SignIn) -> None:
    slug = derived(stage).slug
    address = f"/admin/plans/tinh-2026/tasks/{stage.dated}"
    assert f"/admin/plans/{slug}/tasks/" in signed_in("organiser").get(address).text
    assert f"/admin/plans/{slug}/tasks/" not in signed_in("contestant").get(address).text


def test_pages_of_a_demo_plan_are_marked(stage: Stage, signed_in: SignIn) -> None:
    client = signed_in("organiser")
    assert "Dữ liệu minh họa" not in client.get("/admin/plans/tinh-2026").text
    with transaction():
        stage.plan().is_demo = True
    for page in ("", "tinh-2026", "tinh-2026/print", f"tinh-2026/tasks/{stage.dated}", "tinh-2026/edit"):
        assert "Dữ liệu minh họa" in client.get(f"/admin/plans/{page}").text


def test_a_plan_that_was_moved_to_another_year_says_so(stage: Stage, signed_in: SignIn) -> None:
    with transaction():
        stage.plan().shift_years = 2
    assert "Các ngày đã chuyển sang năm 2026" in signed_in("organiser").get("/admin/plans/tinh-2026").text


@pytest.mark.parametrize("name", ["", "/print", "/plan.yaml", "/derive"])
def test_a_page_asks_as_often_for_ten_tasks_as_for_three_hundred(stage: Stage, signed_in: SignIn, name: str) -> None:
    client, counts = signed_in("contact"), []
    for more in (7, 290):
        with transaction():
            for number in range(more):
                make_task(stage.plan_id, f"Việc {more} {number}", code=f"X-{more}-{number}", section=f"{number % 9}")
        counts.append(asked(client, f"/admin/plans/tinh-2026{name}"))
    assert counts[0] == counts[1] < 20


def test_a_derived_plan_asks_as_often_for_few_tasks_as_for_many(stage: Stage, signed_in: SignIn) -> None:
    slug, client, counts = derived(stage).slug, signed_in("contact"), []
    plan_id = stage.plan().id
    for more in (5, 200):
        with transaction():
            mine = db.session.query(Plan).filter_by(slug=slug).one()
            for number in range(more):
                upper = make_task(plan_id, "Trên", code=f"Y-{more}-{number}")
                make_task(mine.id, "Dưới", code=f"Y-{more}-{number}", origin_id=upper.id)
        counts.append(asked(client, f"/admin/plans/{slug}"))
    assert counts[0] == counts[1] < 30


def asked(client: FlaskClient, address: str) -> int:
    """How many statements a page takes."""
    with statements() as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_list_asks_as_often_for_many_plans(stage: Stage, signed_in: SignIn) -> None:
    client = signed_in("organiser")
    few = asked(client, "/admin/plans/")
    for number in range(40):
        make_plan(stage.cast.units["P"], title=f"Kế hoạch {number}")
    assert asked(client, "/admin/plans/") == few < 12


def test_the_overview_names_who_has_sent_nothing_within_the_own_subtree(stage: Stage, signed_in: SignIn) -> None:
    plan = derived(stage)
    text = signed_in("organiser").get("/admin/plans/tinh-2026/derived").text
    assert "còn 2 đơn vị chưa gửi" in text
    service.send_up(stage.cast.actor("contact"), plan.id, stage.plan(plan.id).version, stage.now)
    text = signed_in("organiser").get("/admin/plans/tinh-2026/derived").text
    assert "còn 1 đơn vị chưa gửi" in text
    assert "Đã gửi cấp trên" in text
    own = signed_in("contact").get("/admin/plans/tinh-2026/derived").text
    assert "Chi bộ Cầu Đá" in own
    assert "Phường Bãi Cháy" not in own
    assert signed_in("contact").get("/admin/plans/tinh-2026/derived?under=B").status_code == 404
    narrowed = signed_in("organiser").get("/admin/plans/tinh-2026/derived?q=bai+chay&state=none").text
    assert narrowed.count('<th scope="row">') == 1


def test_the_new_plan_of_a_title_has_its_page(stage: Stage, signed_in: SignIn) -> None:
    made = service.make_plan(stage.cast.actor("organiser"), stage.cast.units["P"], plan_draft(), stage.now)
    assert "Kế hoạch chưa có việc nào" in signed_in("organiser").get(f"/admin/plans/{made.slug}").text
