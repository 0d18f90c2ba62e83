"""Keys of question tables: marks in columns of their own, and the look of cells where nothing else tells."""

from __future__ import annotations

from typing import Any

import pytest

from question_bank.formats import Reading
from question_bank.formats.tables.marks import is_marked
from question_bank.item import Kind
from tests.question_bank.excel_files import HEADER, ExcelFile, row
from tests.question_bank.items import codes, options

HEAD = ["Câu hỏi", "A", "B", "C"]
CITIES = ["Huế", "Hà Nội", "Vinh"]


@pytest.mark.parametrize("text", ["x", "X", "✓", "1", "Đúng", "có", "TRUE", "(x)"])
def test_marks_are_known(text: str) -> None:
    assert is_marked(text) is True


@pytest.mark.parametrize("text", ["", "0", "Sai", "không", "-"])
def test_the_lack_of_a_mark_is_known_too(text: str) -> None:
    assert is_marked(text) is False


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ([*HEAD, "Đúng A", "Đúng B", "Đúng C"], ["Thủ đô?", *CITIES, None, "x", None]),
        ([*HEAD, "A", "B", "C"], ["Thủ đô?", *CITIES, None, "✓", None]),
        (
            ["Câu hỏi", "Phương án A", "Đúng", "Phương án B", "Đúng", "Phương án C", "Đúng"],
            ["Thủ đô?", "Huế", None, "Hà Nội", "x", "Vinh", None],
        ),
        (
            ["Câu hỏi", "Phương án A", "Đ/S", "Phương án B", "Đ/S", "Phương án C", "Đ/S"],
            ["Thủ đô?", "Huế", "S", "Hà Nội", "Đ", "Vinh", "S"],
        ),
    ],
)
def test_a_mark_in_the_column_of_an_option_is_its_key(header: list[str], cells: list[Any]) -> None:
    reading = ExcelFile(header, cells).read()
    assert reading.errors == ()
    assert reading.items[0].options == options("Huế", "*Hà Nội", "Vinh")


def test_several_marks_make_a_multiple() -> None:
    [found] = ExcelFile([*HEAD, "Đúng A", "Đúng B", "Đúng C"], ["Những ai?", *CITIES, "x", None, "x"]).read().items
    assert (found.kind, found.key_indexes) == (Kind.MULTIPLE, (0, 2))


@pytest.mark.parametrize(
    ("cells", "code", "place"),
    [
        (["Thủ đô?", *CITIES, None, "hả", None], "key_unknown", "F2"),
        (["Thủ đô?", "Huế", "Vinh", None, None, None, "x"], "key_unknown", "G2"),
        (["Thủ đô?", *CITIES, None, None, None], "no_key", "A2"),
    ],
)
def test_marks_that_cannot_be_understood_are_named_at_their_cell(cells: list[Any], code: str, place: str) -> None:
    file = ExcelFile([*HEAD, "Đúng A", "Đúng B", "Đúng C"], cells, ["Hai?", *CITIES, "x", None, None])
    assert [(found.code, found.place) for found in file.read().errors] == [(code, place)]


def test_a_mark_that_contradicts_the_key_is_a_conflict() -> None:
    reading = ExcelFile([*HEAD, "Đúng A", "Đúng B", "Đáp án đúng"], ["Thủ đô?", *CITIES, "x", None, "B"]).read()
    assert codes(reading.errors) == ["key_conflict"]


def looking(formats: list[dict[int, dict[str, Any]]], header: list[str] = HEAD) -> Reading:
    """A sheet without a key of which some cells, by row and column of the option, are formatted."""
    file = ExcelFile(header)
    for index, marked in enumerate(formats, start=1):
        file.sheet.write_string(index, 0, f"Câu {index}?")
        for column, city in enumerate(CITIES, start=1):
            style = file.book.add_format(marked[column - 1]) if column - 1 in marked else None
            file.sheet.write_string(index, column, city, style)
    return file.read()


@pytest.mark.parametrize("look", [{"bold": True}, {"font_color": "#FF0000"}, {"bg_color": "#FFFF00"}, {"underline": 1}])
def test_without_a_key_the_option_that_looks_different_is_the_right_one(look: dict[str, Any]) -> None:
    reading = looking([{1: look}, {0: look}, {2: look}])
    assert [found.key_indexes for found in reading.items] == [(1,), (0,), (2,)]
    assert codes(reading.problems, "note") == ["key_by_look"] * 3


def test_looks_that_contradict_each_other_decide_nothing() -> None:
    reading = looking([{1: {"bold": True}, 0: {"bg_color": "#FFFF00"}}, {0: {"bold": True}}])
    assert [(found.code, found.place) for found in reading.errors] == [("undecided_key", "A2")]
    assert [found.place for found in reading.items] == ["A3"]


def test_a_look_that_all_options_share_is_no_key() -> None:
    bold = {"bold": True}
    reading = looking([{0: bold, 1: bold, 2: bold}, {0: bold, 1: {"bold": True, "font_color": "#FF0000"}, 2: bold}])
    assert [(found.code, found.place) for found in reading.errors] == [("no_key", "A2")]
    assert [found.key_indexes for found in reading.items] == [(1,)]


def test_a_row_that_looks_different_as_a_whole_is_no_key() -> None:
    bold = {"bold": True}
    reading = looking([{0: bold}, {1: bold}, {2: bold}, {0: bold}, {0: bold, 1: bold, 2: bold}])
    assert [(found.code, found.place) for found in reading.errors] == [("no_key", "A6")]


def test_two_options_that_look_different_are_not_chosen_between() -> None:
    assert codes(looking([{0: {"bold": True}, 1: {"bold": True}}, {2: {"bold": True}}]).errors) == ["several_keys"]


def test_a_key_that_is_written_makes_looks_decoration() -> None:
    file = ExcelFile(HEADER, row())
    file.sheet.write_string(1, 2, "Huế", file.book.add_format({"bold": True}))
    assert file.read().items[0].key_indexes == (1,)


def test_a_key_column_left_empty_throughout_makes_looks_count() -> None:
    file = ExcelFile(HEADER, row(key=None))
    file.sheet.write_string(1, 3, "Hà Nội", file.book.add_format({"bold": True}))
    assert file.read().items[0].key_indexes == (1,)


def test_one_empty_key_among_others_is_missing_however_the_cells_look() -> None:
    file = ExcelFile(HEADER, row(key=None), row(stem="Hai?"))
    file.sheet.write_string(1, 3, "Hà Nội", file.book.add_format({"bold": True}))
    assert codes(file.read().errors) == ["no_key"]


def test_a_point_between_two_numbers_is_a_comma_that_a_program_changed() -> None:
    reading = ExcelFile(HEADER, row(key="1.3")).read()
    assert reading.items[0].key_indexes == (0, 2)
    assert "key_as_number" in codes(reading.problems, "note")
