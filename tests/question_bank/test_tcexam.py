"""TCExam's table: a row for every module, subject, question and answer."""

from __future__ import annotations

from question_bank.formats import read
from question_bank.item import Kind
from tests.question_bank.items import codes, options

ROWS = [
    ["M", "1", "Kiến thức chung"],
    ["S", "1", "Địa lý", "mô tả"],
    ["Q", "1", "Thủ đô\\nlà thành phố nào?", "Từ năm 1010.", "S", "1", "1", "0", "0", "0", "0"],
    ["A", "1", "Huế", "Cố đô.", "0", "1", ""],
    ["A", "1", "Hà Nội", "", "1", "2", ""],
    ["A", "0", "Vinh", "", "0", "3", ""],
    ["Q", "1", "Những nơi nào?", "", "M", "1"],
    ["A", "1", "Huế", "", "1"],
    ["A", "1", "Sơn La", "", "0"],
    ["A", "1", "Cần Thơ", "", "1"],
    ["S", "1", "Lịch sử", ""],
    ["Q", "1", "Kể lại.", "", "T"],
    ["Q", "0", "Đã tắt?", "", "S"],
    ["A", "1", "Một", "", "1"],
    ["A", "1", "Hai", "", "0"],
]


def file(rows: list[list[str]]) -> bytes:
    return "\n".join("\t".join(row) for row in rows).encode()


def test_questions_are_read_with_their_answers_and_subjects() -> None:
    first, second = read(file(ROWS), "a.tsv").items
    assert (first.place, first.stem, first.kind, first.topic) == (
        "C3",
        "Thủ đô\nlà thành phố nào?",
        Kind.SINGLE,
        "Địa lý",
    )
    assert [(option.text, option.is_key, option.feedback) for option in first.options] == [
        ("Huế", False, "Cố đô."),
        ("Hà Nội", True, ""),
    ]
    assert first.explanation == "Từ năm 1010."
    assert (second.kind, second.options) == (Kind.MULTIPLE, options("*Huế", "Sơn La", "*Cần Thơ"))


def test_other_kinds_and_questions_switched_off_are_named() -> None:
    reading = read(file(ROWS), "a.csv")
    assert [(one.code, one.place) for one in reading.errors] == [("unsupported_kind", "C12"), ("disabled", "C13")]
    assert "trả lời tự do" in reading.errors[0].message


def test_a_question_without_a_right_answer_is_refused() -> None:
    rows = [["Q", "1", "Gì?", "", "S"], ["A", "1", "Một", "", "0"], ["A", "1", "Hai", "", "0"]]
    assert codes(read(file(rows), "a.tsv").errors) == ["no_key"]


def test_a_table_that_only_begins_so_is_an_ordinary_one() -> None:
    assert codes(read(file([["Q", "1", "x"], ["Câu", "1", "y"]]), "a.tsv").problems) == ["no_header"]
