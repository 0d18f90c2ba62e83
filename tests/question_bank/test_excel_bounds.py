"""Workbooks made to cost more than they hold: refused while they are read, before they have cost much."""

from __future__ import annotations

import re

import pytest

from question_bank.formats import read, write
from question_bank.limits import MEGABYTE, Limits
from question_bank.read_options import ReadOptions
from tests.question_bank.excel_files import HEADER, ROW, ExcelFile
from tests.question_bank.items import codes, item
from tests.question_bank.large_tables import workbook
from tests.question_bank.test_bad_files import changed, in_part, refused

_HEADER = "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in HEADER)
_ROW = "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in ROW)
SOUND = f"<sheetData><row>{_HEADER}</row><row>{_ROW}</row></sheetData>"
WRITTEN = write([item()], "xlsx")
NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEETS = '<sheet name="A" id="r1"/>' * 400
BOMBS = {
    "a cell in the last place": '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    "a number of a row beyond all": '<sheetData><row r="99999999999999999999"><c><v>1</v></c></row></sheetData>',
    "a row of 100,000 cells": f"<sheetData><row>{'<c><v>1</v></c>' * 100_000}</row></sheetData>",
    "500,000 empty cells": f"<sheetData>{('<row>' + '<c/>' * 100 + '</row>') * 5_000}</sheetData>",
    "30,000 rows": f"<sheetData>{'<row><c><v>1</v></c></row>' * 30_000}</sheetData>",
    "100,000 merged areas": SOUND + "<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 100_000 + "</mergeCells>",
    "3,000,000 elements of no meaning": "<a/>" * 3_000_000,
    "elements 5,000 deep": "<a>" * 5_000 + "</a>" * 5_000,
}


def looked_at(data: bytes) -> list[str]:
    """The codes of what there is to say about a file."""
    return codes(read(data, "a.xlsx").problems)


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_sheet_that_reaches_too_far_is_refused(name: str) -> None:
    assert looked_at(workbook(BOMBS[name])) in (["too_large"], ["damaged"])


@pytest.mark.parametrize(
    "styles",
    [
        f"<cellXfs>{'<xf/>' * 500_000}</cellXfs>",
        f"<fonts>{'<font><b/></font>' * 200_000}</fonts>",
        "<numFmts>" + '<numFmt numFmtId="200" formatCode="0"/>' * 200_000 + "</numFmts>",
    ],
)
def test_millions_of_styles_are_refused(styles: str) -> None:
    assert looked_at(workbook(SOUND, styles=styles)) == ["too_large"]


def test_more_shared_texts_than_a_sheet_can_use_are_refused() -> None:
    assert looked_at(workbook(SOUND, "<si><t>x</t></si>" * 300_000)) == ["too_large"]


def test_a_question_longer_than_any_text_is_refused_at_its_cell() -> None:
    long = SOUND.replace("Thủ đô?", "x" * 100_000)
    assert [(one.code, one.place) for one in read(workbook(long), "a.xlsx").errors] == [("text_too_long", "B2")]


def test_a_workbook_of_hundreds_of_sheets_is_refused() -> None:
    main = f'<workbook xmlns="{NS}"><sheets>{SHEETS}</sheets></workbook>'
    assert looked_at(workbook(SOUND, main=main)) == ["too_large"]


def test_parts_beyond_what_xml_may_take_are_refused_before_they_are_parsed() -> None:
    data = workbook("<sheetData>" + " " * (25 * MEGABYTE) + "</sheetData>")
    assert len(data) < MEGABYTE
    assert looked_at(data) == ["too_large"]


def test_a_merged_area_over_the_whole_sheet_costs_no_more_than_its_rows() -> None:
    areas = "".join(f'<mergeCell ref="I2:I{20_000 - index % 3}"/>' for index in range(50_000))
    reading = read(workbook(SOUND + f"<mergeCells>{areas}</mergeCells>"), "a.xlsx")
    assert [found.topic for found in reading.items] == ["Địa lý"]


def test_limits_are_what_the_caller_sets() -> None:
    file = ExcelFile(HEADER, *[ROW] * 40).bytes()
    assert codes(read(file, "a.xlsx", options=ReadOptions(limits=Limits(rows=20))).problems) == ["too_large"]
    assert codes(read(file, "a.xlsx", options=ReadOptions(limits=Limits(columns=5))).problems) == ["too_large"]
    assert codes(read(file, "a.xlsx", options=ReadOptions(limits=Limits(items=10))).problems) == ["too_large"]
    assert len(read(file, "a.xlsx").items) == 40


def test_a_text_shared_by_very_many_cells_counts_each_time() -> None:
    cell = '<c t="s"><v>0</v></c>'
    sheet = SOUND.replace("</sheetData>", f"<row>{cell * 200}</row>" * 10 + "</sheetData>")
    assert looked_at(workbook(sheet, f"<si><t>{'x' * 20_000}</t></si>")) == ["too_large"]


@pytest.mark.parametrize("reference", ["XFD1048576", "A99999", "ZZ1", "A0x1", "a1"])
def test_a_cell_far_out_is_refused_before_anything_is_allocated(reference: str) -> None:
    far = in_part(WRITTEN, "xl/worksheets/sheet1.xml", b'r="B3"', f'r="{reference}"'.encode())
    reading = read(far, "a.xlsx")
    refused(reading, "too_large")
    assert reading.problems[0].place == reference


def test_a_row_far_out_is_refused() -> None:
    far = in_part(WRITTEN, "xl/worksheets/sheet1.xml", b'<row r="3"', b'<row r="1048576"')
    refused(read(in_part(far, "xl/worksheets/sheet1.xml", b'r="A3"', b'r="A1048576"'), "a.xlsx"), "too_large")
    refused(read(in_part(far, "xl/worksheets/sheet1.xml", b'r="A3"', b""), "a.xlsx"), "too_large")


def test_an_empty_cell_far_out_is_no_cell() -> None:
    styled = b'</row><row r="1048576"><c r="XFD1048576" s="2"/></row></sheetData>'
    far = in_part(WRITTEN, "xl/worksheets/sheet1.xml", b"</row></sheetData>", styled)
    assert len(read(far, "a.xlsx").items) == 1


def test_cells_and_rows_without_addresses_follow_each_other() -> None:
    bare = changed(WRITTEN, lambda name, data: re.sub(rb' r="[A-Z]*[0-9]+"', b"", data) if "sheet1" in name else data)
    assert read(bare, "a.xlsx").items == (item(),)
