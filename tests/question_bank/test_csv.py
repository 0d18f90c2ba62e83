"""CSV: delimiters, quotation marks, encodings, and formulas that stay texts."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.formats import Reading, read, write
from question_bank.item import Item
from question_bank.limits import Limits
from question_bank.read_options import ReadOptions
from tests.question_bank.items import SIGNS, VIETNAMESE, codes, item, items, options

HEADER = ["STT", "Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án đúng", "Giải thích"]
ROW = ["1", "Thủ đô?", "Huế", "Hà Nội", "B", "Từ 1010, đến nay"]
PAYLOADS = [
    *(
        "=1+1",
        "+84 912",
        "-1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A1",
        "'=1+1",
        "''=1",
        ";=1+1",
        ' "=1',
        "＝1+1",
        "＋1",
        "－1",
    ),
    *("＠x", ", =1", "+", "-", "'", "''", "'x", "a=1", "1-1", "'-", "x;=1"),
]


def table(delimiter: str = ",", *rows: list[str], quoting: int = csv.QUOTE_MINIMAL) -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, quoting=quoting).writerows([HEADER, *(rows or (ROW,))])  # type: ignore[call-overload]
    return target.getvalue()


def taken(reading: Reading) -> None:
    assert reading.errors == ()
    [found] = reading.items
    assert (found.stem, found.options, found.place) == ("Thủ đô?", options("Huế", "*Hà Nội"), "B2")
    assert found.explanation == "Từ 1010, đến nay"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_the_sign_between_cells_is_found(delimiter: str, quoting: int) -> None:
    taken(read(table(delimiter, quoting=quoting).encode(), "a.csv"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_declared_delimiter_is_believed_and_is_no_row(delimiter: str) -> None:
    taken(read(f"sep={delimiter}\r\n{table(delimiter)}".encode(), "a.csv"))


def test_semicolons_inside_of_cells_do_not_make_a_table() -> None:
    reading = read(table(",", ["1", "Một; hai; ba?", "xa; xb", "xc; xd", "A", ""]).encode(), "a.csv")
    assert reading.items[0].options == options("*xa; xb", "xc; xd")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_line_end_and_a_byte_order_mark_are_read(ends: str) -> None:
    taken(read(b"\xef\xbb\xbf" + table().replace("\r\n", ends).encode(), "a.csv"))


def test_a_cell_may_hold_lines_and_rows_count_as_in_a_spreadsheet() -> None:
    rows = [["1", "Một\nhai?", "a", "b", "A", ""], ["", "", "", "", "", ""], ["2", "Hai?", "a", "b", "B", ""]]
    reading = read(table(",", *rows).encode(), "a.csv")
    assert [(found.place, found.stem) for found in reading.items] == [("B2", "Một\nhai?"), ("B4", "Hai?")]


def test_empty_lines_count_too() -> None:
    assert [found.place for found in read(f"\n\n{table()}".encode(), "a.csv").items] == ["B4"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (table() + '"2,Hai?,a,b,A,\n3,Ba?,a,b,A,\n', "dòng 3"),
        (table() + '2,"Hai" "x"?,a,b,A,\n', "dòng 3"),
        ("sep=,\n" + table() + '"2,Hai?,a,b,A,\n', "dòng 4"),
    ],
)
def test_a_quotation_mark_that_is_never_closed_is_refused_at_its_line(text: str, place: str) -> None:
    reading = read(text.encode(), "a.csv")
    assert [(one.code, one.place) for one in reading.problems] == [("damaged", place)]
    assert reading.items == ()


def test_quotation_marks_inside_of_a_cell_are_text() -> None:
    reading = read('Câu hỏi,A,B,Đáp án\nAi viết Truyện "Kiều"?,"Nguyễn ""Du""",x,A\n'.encode(), "a.csv")
    assert reading.items[0].stem == 'Ai viết Truyện "Kiều"?'
    assert reading.items[0].options[0].text == 'Nguyễn "Du"'


def test_bytes_that_are_no_text_are_refused() -> None:
    assert codes(read(table().encode() + b"\xff\xfe\x81", "a.csv").problems) == ["encoding"]


def test_a_table_beyond_the_limits_is_refused_at_its_cell() -> None:
    rows = read(table(",", *[ROW] * 30).encode(), "a.csv", options=ReadOptions(limits=Limits(rows=10)))
    columns = read(table().encode(), "a.csv", options=ReadOptions(limits=Limits(columns=4)))
    assert [(one.code, one.place) for one in rows.problems] == [("too_large", "A11")]
    assert [(one.code, one.place) for one in columns.problems] == [("too_large", "E1")]


def test_a_cell_longer_than_any_text_is_refused() -> None:
    assert codes(read(table(",", ["1", "x" * 200_000, "a", "b", "A", ""]).encode(), "a.csv").problems) == ["damaged"]


def test_a_file_without_a_header_is_described() -> None:
    reading = read("Hỏi;Một;Hai;Trả\nThủ đô?;Huế;Hà Nội;B\n".encode(), "a.csv")
    assert codes(reading.problems) == ["no_header"]
    assert [(one.letter, one.samples) for one in reading.tables[0].columns][1] == ("B", ("Một", "Huế"))


def test_written_bytes_are_utf_8_with_a_mark_commas_and_carriage_returns() -> None:
    data = write([item()], "csv")
    assert data.startswith(b"\xef\xbb\xbfSTT,")
    assert data.endswith(b"\r\n")
    assert data.count(b"\r\n") == 2


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_begins_as_a_formula_and_reading_gives_the_text_back(payload: str) -> None:
    made = item(
        stem=payload,
        options=options(f"{payload}1", f"*{payload}2"),
        topic=payload,
        explanation=payload,
        source=payload,
        id=payload,
    )
    data = write([made], "csv")
    cells = next(rows for rows in list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:])
    assert not [cell for cell in cells if cell.lstrip(" ;,\"'")[:1] in tuple("=+-@＝＋－＠") and cell[:1] != "'"]
    assert read(data, "a.csv").items == (made,)


@settings(deadline=None, max_examples=60)
@given(st.lists(items(VIETNAMESE + SIGNS + "~=#{}\\[]$<>*_@|^`\t", lines=True), min_size=1, max_size=4))
def test_csv_holds_what_it_is_given(made: list[Item]) -> None:
    back = read(write(made, "csv"), "bank.csv")
    assert back.errors == ()
    assert [unpinned(found) for found in back.items] == [unpinned(one) for one in made]


def unpinned(found: Item) -> Item:
    return replace(found, options=tuple(replace(option, pinned=False) for option in found.options))


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@settings(deadline=None, max_examples=30)
@given(made=items(VIETNAMESE + SIGNS), pinned=st.sets(st.integers(0, 7)), told=st.sets(st.integers(0, 7)))
def test_tables_hold_pins_and_remarks(format: str, made: Item, pinned: set[int], told: set[int]) -> None:
    changed = [
        replace(option, pinned=index in pinned, feedback="=Vì thế." if index in told else "")
        for index, option in enumerate(made.options)
    ]
    made = replace(made, options=tuple(changed))
    [found] = read(write([made], format), f"bank.{format}").items
    assert [option.feedback for option in found.options] == [option.feedback for option in made.options]
    assert {index for index, option in enumerate(found.options) if option.pinned} >= {
        index for index in pinned if index < len(made.options)
    }
