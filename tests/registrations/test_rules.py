"""What a plan asks a registration to hold, from the targets of its tasks."""

from __future__ import annotations

from typing import Any

import pytest

from quiz.core.errors import Invalid
from quiz.modules.registrations.rules import (
    WHOLE_TERM,
    Bounds,
    Draft,
    asks_to_register,
    bounds_of,
    check_collective,
    check_person,
    searchable,
    terms_of,
)

THREE = {"study": "a", "follow": "b", "example": "c"}
PERSON = Bounds(1, 3, 3)
BODY = Bounds(1, 2, 3)
TASK = {"title": "Việc", "how": "cách", "schedule": "quý II", "in_charge": "Bí thư", **THREE}


def target(of: str, least: int, most: int | None, per: str = "person", every: str = "year") -> dict[str, Any]:
    """A target of a plan."""
    return {"of": of, "min": least, "max": most, "per": per, "every": every}


def thing(title: str = "Việc") -> dict[str, str]:
    """A thing of a person."""
    return {"title": title, "how": "", "schedule": ""}


def test_the_bounds_are_those_of_the_plan() -> None:
    targets = [[target("registered_deeds", 1, 3)], [target("contents", 3, 3)]]
    assert bounds_of(targets, "registered_deeds", (1, 3)) == Bounds(1, 3, 3)


def test_without_a_target_the_default_holds_and_no_content_is_asked() -> None:
    assert bounds_of([[]], "key_tasks", (1, 2)) == Bounds(1, 2, 0)


def test_what_the_province_counts_for_itself_bounds_nobody() -> None:
    assert bounds_of([[target("key_tasks", 2, 2, "province")]], "key_tasks", (1, 2)) == Bounds(1, 2, 0)


def test_the_strictest_of_several_targets_holds() -> None:
    targets = [[target("key_tasks", 1, 3, "unit")], [target("key_tasks", 2, 2, "committee")]]
    assert bounds_of(targets, "key_tasks", (1, 2)) == Bounds(2, 2, 0)


def test_a_plan_of_the_whole_term_stands_beside_those_of_the_years() -> None:
    years = [2021, 2022]
    assert terms_of([target("plans", 1, 1, every="once")], years) == (WHOLE_TERM,)
    assert terms_of([target("plans", 1, 1)], years) == (2021, 2022)
    assert terms_of([target("plans", 1, 1, every="once")], [2024]) == (2024,)


@pytest.mark.parametrize(
    ("title", "asks"),
    [
        ("Chỉ đạo cấp cơ sở xây dựng kế hoạch thiết thực", False),
        ("Cấp ủy cấp trên phê duyệt nhiệm vụ cấp dưới đăng ký", False),
        ("Chọn nhiệm vụ trọng tâm, giải pháp đột phá", True),
    ],
)
def test_guiding_others_is_no_registration_of_ones_own(title: str, asks: bool) -> None:
    assert asks_to_register(title, []) is asks


def test_a_provinces_own_breakthrough_is_no_registration_of_a_unit() -> None:
    assert not asks_to_register("Nhiệm vụ đột phá 1", [target("key_tasks", 1, 1, "province")])


def test_a_complete_registration_of_a_person_passes() -> None:
    flaw = {"what": "Chưa đọc đủ", "how": "Đọc thêm", "by": "2026-06-30"}
    check_person(Draft([thing()], THREE, "Cam kết", [flaw]), PERSON)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft([], THREE, "Cam kết"), "title_1"),
        (Draft([thing()] * 4, THREE, "Cam kết"), "title_4"),
        (Draft([thing("")], THREE, "Cam kết"), "title_1"),
        (Draft([thing()], {**THREE, "study": ""}, "Cam kết"), "study"),
        (Draft([thing()], THREE, ""), "commitment"),
        (Draft([thing()], THREE, "Cam kết", [{"what": "", "how": "x", "by": ""}]), "flaw_1"),
        (Draft([thing()], THREE, "Cam kết", [{"what": "x", "how": "", "by": ""}]), "mend_1"),
        (Draft([thing()], THREE, "Cam kết", [{"what": "x", "how": "y", "by": ""}]), "mend_by_1"),
    ],
)
def test_what_a_person_left_out_is_said_at_its_place(draft: Draft, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_person(draft, PERSON)
    assert refused.value.field == field


def test_a_plan_that_asks_for_one_content_asks_for_the_example() -> None:
    check_person(Draft([thing()], {"example": "c"}, "Cam kết"), Bounds(1, 3, 1))
    with pytest.raises(Invalid) as refused:
        check_person(Draft([thing()], {"study": "a"}, "Cam kết"), Bounds(1, 3, 1))
    assert refused.value.field == "example"


def test_a_complete_registration_of_a_collective_passes() -> None:
    check_collective(Draft([TASK], basis="Nghị quyết số 05"), BODY)


@pytest.mark.parametrize(
    ("part", "field"),
    [("follow", "follow_1"), ("how", "how_1"), ("schedule", "schedule_1"), ("in_charge", "in_charge_1")],
)
def test_what_a_collective_left_out_is_said_at_its_place(part: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_collective(Draft([{**TASK, part: ""}], basis="Nghị quyết"), BODY)
    assert refused.value.field == field


def test_a_collective_names_the_resolution_of_its_leadership() -> None:
    with pytest.raises(Invalid) as refused:
        check_collective(Draft([TASK]), BODY)
    assert refused.value.field == "basis"


def test_three_key_tasks_are_more_than_the_plan_takes() -> None:
    with pytest.raises(Invalid, match="nhiều nhất 2"):
        check_collective(Draft([TASK] * 3, basis="Nghị quyết"), BODY)


def test_the_list_is_searched_without_accents() -> None:
    assert "doc sach ve bac" in searchable("Trần Thị Đào", Draft([thing("Đọc sách về Bác")]))
    assert "tran thi dao" in searchable("Trần Thị Đào", Draft())
