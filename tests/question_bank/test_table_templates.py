"""Sheets of other products: Kahoot, Quizizz and ClassQuiz, with what Excel does to their keys."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from question_bank.formats import Reading, read
from question_bank.formats.tables.templates import numbered_key
from question_bank.item import Kind
from tests.question_bank.excel_files import ExcelFile
from tests.question_bank.items import codes, options

KAHOOT = [
    None,
    "Question - max 120 characters",
    *[f"Answer {number} - max 75 characters" for number in range(1, 5)],
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
]
QUIZIZZ = [
    *("Question Text", "Question Type", "Option 1", "Option 2", "Option 3", "Option 4", "Option 5"),
    *("Correct Answer", "Time in seconds", "Image Link", "Answer explanation"),
]
INSTRUCTIONS = [
    "Text of the question\n\n(required)",
    "Question Type\n\n(default is Multiple Choice)",
    "Text for option 1",
]
CITIES = ["Huế", "Hà Nội", "Vinh", "Cần Thơ"]


def kahoot(*rows: list[Any]) -> Reading:
    file = ExcelFile(KAHOOT, *([number, *cells] for number, cells in enumerate(rows, start=1)), top=7)
    file.sheet.write_string(1, 1, "Quiz template")
    file.sheet.write_string(
        2, 1, "Add questions, at least two answer alternatives, time limit and choose correct answers"
    )
    return file.read()


def quizizz(*rows: list[Any]) -> Reading:
    return ExcelFile(QUIZIZZ, INSTRUCTIONS, *rows).read()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (2, (1,)),
        ("2", (1,)),
        ("1,3", (0, 2)),
        ("1, 3", (0, 2)),
        (1.3, (0, 2)),
        ("1.3", (0, 2)),
        (13, (0, 2)),
        (dt.date(2026, 3, 1), (0, 2)),
        (dt.date(2026, 1, 3), (0, 2)),
    ],
)
def test_kahoot_keys_are_numbers_whatever_excel_made_of_them(key: Any, expected: tuple[int, ...]) -> None:
    reading = kahoot(["Thủ đô?", *CITIES, 20, key])
    assert [(found.place, found.key_indexes) for found in reading.items] == [("B9", expected)]
    assert reading.tables[0].template == "kahoot"


def test_a_key_that_excel_changed_is_told() -> None:
    reading = kahoot(["Một?", *CITIES, 20, 1.3], ["Hai?", *CITIES, 20, dt.date(2026, 3, 1)])
    assert [(one.code, one.place) for one in reading.problems if one.code.startswith("key_as")] == [
        ("key_as_number", "B9"),
        ("key_as_date", "B10"),
    ]


@pytest.mark.parametrize("key", [5, "0", "A", "đúng", dt.date(2004, 3, 1), dt.date(2026, 2, 2), dt.date(2026, 12, 30)])
def test_a_kahoot_key_that_means_no_answer_is_refused_at_its_cell(key: Any) -> None:
    if key == "A":
        assert kahoot(["Một?", *CITIES, 20, key]).items[0].key_indexes == (0,)
        return
    reading = kahoot(["Một?", *CITIES, 20, key])
    assert [(one.code, one.place) for one in reading.errors] == [("key_unknown", "H9")]


def test_numbers_as_answers_do_not_confuse_numbers_as_keys() -> None:
    [found] = kahoot(["1 + 1?", 4, 3, 2, 1, 20, 3]).items
    assert (found.options, found.kind) == (options("4", "3", "*2", "1"), Kind.SINGLE)


def test_blank_answers_are_left_out_and_the_keys_keep_their_meaning() -> None:
    [found] = kahoot(["Thủ đô?", "Huế", None, None, "Hà Nội", 20, 4]).items
    assert found.options == options("Huế", "*Hà Nội")
    reading = kahoot(["Thủ đô?", "Huế", None, None, "Hà Nội", 20, 2])
    assert [(one.code, one.place) for one in reading.errors] == [("key_unknown", "H9")]


def test_true_and_false_of_kahoot_are_known() -> None:
    [found] = kahoot(["Trời xanh?", "True", "False", None, None, 20, 1]).items
    assert (found.kind, found.key_indexes) == (Kind.TRUE_FALSE, (0,))


def test_quizizz_questions_are_read_below_the_row_of_instructions() -> None:
    reading = quizizz(
        ["Thủ đô?", "Multiple Choice", *CITIES, None, 2, 30, None, "Từ năm 1010."],
        ["Những đâu?", "Checkbox", *CITIES, None, "1,3", 30],
        ["Cố đô?", None, *CITIES, "Sơn La", 1.0, 30],
    )
    assert [(found.place, found.kind, found.key_indexes) for found in reading.items] == [
        ("A3", Kind.SINGLE, (1,)),
        ("A4", Kind.MULTIPLE, (0, 2)),
        ("A5", Kind.SINGLE, (0,)),
    ]
    assert reading.items[0].explanation == "Từ năm 1010."
    assert (reading.errors, reading.tables[0].template) == ((), "quizizz")


@pytest.mark.parametrize("kind", ["Fill-in-the-Blank", "Poll", "Open-Ended", "Draw"])
def test_kinds_of_quizizz_that_no_contest_uses_are_refused_by_name(kind: str) -> None:
    reading = quizizz(["Thủ đô?", kind, "Hà Nội"], ["Cố đô?", "Multiple Choice", *CITIES, None, 1])
    assert [found.place for found in reading.items] == ["A4"]
    [problem] = [one for one in reading.errors if one.code == "unsupported_kind"]
    assert (problem.place, kind in problem.message) == ("B3", True)


@pytest.mark.parametrize("kind", ["Multiple Choice", None])
def test_several_keys_of_a_quizizz_question_with_one_answer_are_refused(kind: str | None) -> None:
    assert codes(quizizz(["Thủ đô?", kind, *CITIES, None, "1,2"]).errors) == ["several_keys"]


def test_an_address_of_a_picture_is_not_fetched_and_the_question_named() -> None:
    reading = quizizz(["Thủ đô?", "Multiple Choice", *CITIES, None, 2, 30, "https://vidu.example/a.png"])
    assert [(one.code, one.place) for one in reading.errors] == [("picture", "J3")]


def test_classquiz_goes_beyond_row_100_and_its_title_becomes_the_topic() -> None:
    header = [None, "Question", "Answer 1", "Answer 2", "Answer 3", "Answer 4", "Time", "Correct answers"]
    rows = [[None, f"Câu {number}?", *CITIES, 20, 2 if number % 2 else 12] for number in range(1, 121)]
    file = ExcelFile(header, *rows, top=12)
    file.sheet.write_string(4, 2, "Địa lý")
    reading = file.read()
    assert (len(reading.items), reading.items[-1].place, reading.items[-1].topic) == (120, "B133", "Địa lý")
    assert [found.key_indexes for found in reading.items[:2]] == [(1,), (0, 1)]
    assert reading.tables[0].template == "classquiz"


def test_a_kahoot_sheet_saved_as_csv_is_read_the_same() -> None:
    rows = [[""] * 8] * 7 + [[cell or "" for cell in KAHOOT], ["1", "Thủ đô?", *CITIES, "20", "1,3"]]
    text = "\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)
    [found] = read(text.encode(), "a.csv").items
    assert (found.place, found.key_indexes) == ("B9", (0, 2))


@pytest.mark.parametrize("text", ["", "a", "0", "1-3", "-1", "1;", "10"])
def test_only_numbers_of_answers_are_numbered_keys(text: str) -> None:
    assert numbered_key(text, None) == ()
