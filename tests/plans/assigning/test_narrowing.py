"""The long list of tasks to give: sections are closed, and it is narrowed by words and by what is to be looked at."""

from __future__ import annotations

import pytest

from quiz.core.db import db, transaction
from quiz.plans.models import PlanActor
from tests.factories.plans import make_plan, make_task
from tests.people import Cast, SignIn


@pytest.fixture
def plan(cast: Cast) -> None:
    """A plan with a task for communes and one for a body that nobody has chosen yet."""
    made = make_plan(cast.units["P"], slug="ke-hoach")
    with transaction():
        db.session.add(PlanActor(plan_id=made.id, name="Xã", unit_kinds=["commune"]))
        db.session.add(PlanActor(plan_id=made.id, name="Cơ quan báo chí", unit_kinds=["agency"], scope="named"))
    make_task(made.id, "Mở hội nghị", code="V-1", section="I", actors=["Xã"])
    make_task(made.id, "Viết bài", code="V-2", section="II", actors=["Cơ quan báo chí"])


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", "12"), ("q=hoi+nghi", "1"), ("q=v-2", "2"), ("q=bao+chi", "2"), ("show=fresh", "1"), ("show=unclear", "2"),
        ("q=khong+co", ""),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_words_and_kind(signed_in: SignIn, query: str, shown: str) -> None:
    text = signed_in("organiser").get(f"/admin/plans/ke-hoach/assign?{query}").text
    assert ("V-1: Mở hội nghị" in text, "V-2: Viết bài" in text) == ("1" in shown, "2" in shown)
    assert ("Không có việc nào khớp" in text) is (not shown)


@pytest.mark.usefixtures("plan")
def test_sections_are_closed_with_their_totals_until_something_is_searched(signed_in: SignIn) -> None:
    organiser = signed_in("organiser")
    closed = organiser.get("/admin/plans/ke-hoach/assign").text
    assert '<details class="card" >' in closed
    assert "1 việc cần xem lại" in closed
    assert '<details class="card" open>' not in closed
    assert '<details class="card" open>' in organiser.get("/admin/plans/ke-hoach/assign?q=hoi").text
