"""What a question must have before it is taken, and what is only worth a look."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from question_bank.checks import check_file, check_item, repeated_ids
from question_bank.item import Kind
from tests.question_bank.items import codes, item, options


def test_a_good_item_has_no_problem() -> None:
    assert check_item(item()) == []
    assert check_file([item(), item(stem="Câu khác")]) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"stem": "  "}, "empty_stem"),
        ({"stem": "<p> </p>", "markup": "html"}, "empty_stem"),
        ({"options": options("*một")}, "too_few_options"),
        ({"options": options("*1", "2", "3", "4", "5", "6", "7", "8", "9")}, "too_many_options"),
        ({"options": options("*một", "")}, "empty_option"),
        ({"options": options("*Hà Nội", "hà  nội")}, "equal_options"),
        ({"options": options("*<b>Huế</b>", "<i>Huế</i>"), "markup": "html"}, "equal_options"),
        ({"options": options("một", "hai")}, "no_key"),
        ({"options": options("*một", "*hai", "ba")}, "several_keys"),
        ({"kind": Kind.TRUE_FALSE, "options": options("*Đúng", "Sai", "Khác")}, "true_false_options"),
        ({"marks": Decimal(0)}, "bad_marks"),
        ({"marks": Decimal(-1)}, "bad_marks"),
        ({"marks": Decimal("1E+50")}, "bad_marks"),
    ],
)
def test_what_cannot_be_used_is_an_error_at_its_place(change: dict[str, Any], code: str) -> None:
    [problem] = check_item(item(place="Câu 7", **change))
    assert (problem.code, problem.severity, problem.place) == (code, "error", "Câu 7")


def test_several_keys_are_right_in_a_multiple() -> None:
    assert check_item(item(kind=Kind.MULTIPLE, options=options("*một", "*hai", "ba"))) == []


def test_a_multiple_in_which_everything_is_right_is_worth_a_look() -> None:
    assert codes(check_item(item(kind=Kind.MULTIPLE, options=options("*một", "*hai")))) == ["all_options_right"]


def test_an_explanation_that_names_a_letter_is_worth_a_look() -> None:
    assert codes(check_item(item(explanation="Chọn B vì đúng luật."))) == ["explanation_names_letter"]
    assert check_item(item(explanation="Phương án an toàn là đi bộ.")) == []


def test_a_message_tells_both_equal_options() -> None:
    [problem] = check_item(item(options=options("*Huế", "Vinh", "HUẾ")))
    assert "A và C" in problem.message


def test_equal_stems_in_a_file_are_a_warning_that_names_the_other_place() -> None:
    [problem] = check_file([item(place="Câu 1"), item(place="Câu 9", stem="THỦ ĐÔ của nước ta là thành phố nào?")])
    assert (problem.code, problem.severity, problem.place) == ("equal_stems", "warning", "Câu 9")
    assert "Câu 1" in problem.message


def test_near_equal_stems_are_told_with_how_alike_they_are_and_the_other_question() -> None:
    first = item(place="Câu 1", stem="Thủ đô của nước ta hiện nay là thành phố nào?")
    [problem] = check_file([first, item(place="Câu 9", stem="Thu do cua nuoc ta hien nay là thành phố nào thế?")])
    assert (problem.code, problem.severity, problem.place) == ("near_equal_stems", "warning", "Câu 9")
    assert "Câu 1" in problem.message
    assert "%" in problem.message


def test_near_equal_stems_with_other_options_are_only_a_note() -> None:
    other = item(stem="Thủ đô của nước ta là thành phố nào thế?", options=options("*Đỏ", "Xanh", "Vàng"))
    assert codes(check_file([item(), other]), "note") == ["near_equal_stems"]


def test_a_question_that_is_like_several_is_told_once() -> None:
    stems = ["Thủ đô của nước ta là thành phố nào?", "Thủ đô của nước ta là thành phố nào thế?"]
    alike = [item(place=f"Câu {number}", stem=stem) for number, stem in enumerate([*stems, stems[1] + " Vậy"], 1)]
    places = [problem.place for problem in check_file(alike) if problem.code == "near_equal_stems"]
    assert places == ["Câu 2", "Câu 3"]


def test_a_missing_source_is_a_warning_at_its_item() -> None:
    [problem] = check_file([item(place="Câu 1"), item(place="Câu 2", stem="Khác", source="")])
    assert (problem.code, problem.severity, problem.place) == ("no_source", "warning", "Câu 2")


def test_a_file_without_any_source_is_told_once() -> None:
    [problem] = check_file([item(stem=f"Câu {number}", source="") for number in range(5)])
    assert (problem.code, problem.place) == ("no_source", "cả tệp")


def test_an_id_used_twice_refuses_the_later_item() -> None:
    first, second, third = item(id="a", place="B2"), item(id="a", place="B3"), item(id="", place="B4")
    [(refused, problem)] = repeated_ids([first, second, third, item(id="", place="B5")])
    assert refused is second
    assert (problem.code, problem.place) == ("duplicate_id", "B3")
    assert "B2" in problem.message
