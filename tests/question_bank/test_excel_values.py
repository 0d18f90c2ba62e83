"""Numbers, dates, formulas and texts of cells, read as the person sees them and never computed."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from question_bank.formats import Reading, read
from question_bank.formats.excel.shown import shown_number
from question_bank.formats.excel.strings import shared_strings
from question_bank.formats.excel.styles import read_styles
from question_bank.formats.tables.grid import address, column_index, column_name, position
from tests.question_bank.excel_files import HEADER, ExcelFile, row
from tests.question_bank.items import codes, picture
from tests.question_bank.large_tables import workbook

TITLES = "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in ("Câu hỏi", "A", "B", "Đáp án"))
STEM = '<c t="inlineStr"><is><t>Hỏi?</t></is></c>'
END = '<c t="inlineStr"><is><t>khác</t></is></c><c t="inlineStr"><is><t>A</t></is></c>'


def with_cell(cell: str, strings: str = "", styles: str = "") -> Reading:
    """A sheet of one question whose first option is this cell."""
    sheet = f"<sheetData><row>{TITLES}</row><row>{STEM}{cell}{END}</row></sheetData>"
    return read(workbook(sheet, strings, styles), "a.xlsx")


def option(reading: Reading) -> str:
    assert reading.errors == ()
    return reading.items[0].options[0].text


@pytest.mark.parametrize(
    ("value", "format", "shown"),
    [
        (1, "", "1"),
        (1.0, "0", "1"),
        (0.1 + 0.2, "", "0,3"),
        (-7.25, "", "-7,25"),
        (0, "", "0"),
        (1e15, "", "1000000000000000"),
        (2**63, "", "9223372036854775808"),
        (1.5, "0.00", "1,50"),
        (1234567, "#,##0", "1.234.567"),
        (1234567.891, "#,##0.00", "1.234.567,89"),
        (-1234, "#,##0", "-1.234"),
        (-0.2, "0", "0"),
        (7, "000", "007"),
        (912345678, "0000000000", "0912345678"),
        (0.5, "0%", "50%"),
        (0.875, "0.0%", "87,5%"),
        (0.125, "0%", "12,5%"),
        (12.5, '#,##0.00 "đ"', "12,50"),
        (3, "_(* #,##0_);_(* (#,##0);_(@_)", "3"),
        (0.25, "# ?/?", "0,25"),
        (1e300, "#,##0", "1e+300"),
        (5, "[Red]0", "5"),
    ],
)
def test_numbers_are_shown_as_their_format_says(value: float, format: str, shown: str) -> None:
    assert shown_number(value, format) == (shown, None)


@pytest.mark.parametrize(
    ("value", "format", "is_1904", "shown", "day"),
    [
        (16682, "dd/mm/yyyy", False, "02/09/1945", dt.date(1945, 9, 2)),
        (15220, "dd/mm/yyyy", True, "02/09/1945", dt.date(1945, 9, 2)),
        (1, "d/m/yyyy", False, "01/01/1900", dt.date(1900, 1, 1)),
        (59, "d/m/yyyy", False, "28/02/1900", dt.date(1900, 2, 28)),
        (60, "d/m/yyyy", False, "29/02/1900", dt.date(1900, 2, 28)),
        (61, "d/m/yyyy", False, "01/03/1900", dt.date(1900, 3, 1)),
        (0, "d/m/yyyy", True, "01/01/1904", dt.date(1904, 1, 1)),
        (2_958_465, "yyyy-mm-dd", False, "31/12/9999", dt.date(9999, 12, 31)),
        (45658.25, "dd/mm/yyyy h:mm", False, "01/01/2025 06:00", dt.date(2025, 1, 1)),
        (45658, "mmm-yy", False, "01/2025", dt.date(2025, 1, 1)),
        (45658, "d-mmm", False, "01/01", dt.date(2025, 1, 1)),
        (45658, "yyyy", False, "2025", dt.date(2025, 1, 1)),
        (0.3125, "h:mm", False, "07:30", None),
        (0.999994, "h:mm:ss AM/PM", False, "23:59:59", None),
        (1.5, "[h]:mm", False, "36:00", None),
        (2_958_466, "dd/mm/yyyy", False, "2958466", None),
        (-1, "dd/mm/yyyy", False, "-1", None),
        (45658, "[$-42A]dd mmmm yyyy;@", False, "01/01/2025", dt.date(2025, 1, 1)),
    ],
)
def test_days_and_times_are_shown_the_vietnamese_way(
    value: float, format: str, is_1904: bool, shown: str, day: dt.date | None
) -> None:
    assert shown_number(value, format, is_1904) == (shown, day)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("<c><v>1E309</v></c>", "1E309"),
        ("<c><v>NaN</v></c>", "NaN"),
        ("<c><v>-INF</v></c>", "-INF"),
        ("<c><v>một</v></c>", "một"),
        ("<c><v>1.0</v></c>", "1"),
        ('<c s="999"><v>1</v></c>', "1"),
        ('<c t="b"><v>1</v></c>', "Đúng"),
        ('<c t="b"><v>0</v></c>', "Sai"),
        ('<c t="inlineStr"><is><t>012</t></is></c>', "012"),
        ('<c t="inlineStr"><is><t>１２</t></is></c>', "１２"),
        ('<c t="inlineStr"><is><t>30/02/2025</t></is></c>', "30/02/2025"),
        ('<c t="inlineStr"><is><r><t>Hà </t></r><r><rPr><b/></rPr><t>Nội</t></r></is></c>', "Hà Nội"),
        ('<c t="inlineStr"><is><t>Hà</t><rPh sb="0" eb="1"><t>đọc</t></rPh></is></c>', "Hà"),
        ('<c t="str"><f>A1</f><v>=1+1</v></c>', "=1+1"),
        ("<c><f>1/4</f><v>0.25</v></c>", "0,25"),
        ('<c t="d"><v>1945-09-02</v></c>', "02/09/1945"),
        ('<c t="d"><v>hôm nay</v></c>', "hôm nay"),
        ('<c t="s"><v>0</v></c>', "dòng một\ndòng hai"),
        ('<c t="s"><v>1</v></c>', "_x0041_ và A"),
        ("<c><v>{{7*7}}</v></c>", "{{7*7}}"),
        ("<c><v>%s %n ${x}</v></c>", "%s %n ${x}"),
    ],
)
def test_a_cell_of_any_type_is_its_text(cell: str, shown: str) -> None:
    strings = "<si><t>dòng một_x000D_\ndòng hai</t></si><si><r><t>_x005F_x0041_ và </t></r><r><t>_x0041_</t></r></si>"
    assert option(with_cell(cell, strings)) == shown


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("<c><f>2+2</f></c>", "formula_without_value"),
        ("<c><f>2+2</f><v></v></c>", "formula_without_value"),
        ('<c t="str"><f>A1</f></c>', "formula_without_value"),
        ('<c t="e"><v>#N/A</v></c>', "cell_error"),
        ('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', "cell_error"),
        ('<c t="inlineStr"><is><t>#REF!</t></is></c>', "cell_error"),
        ('<c t="str"><f>DISPIMG("x",1)</f><v>=DISPIMG("x",1)</v></c>', "picture"),
    ],
)
def test_a_cell_without_a_value_refuses_its_question_at_its_place(cell: str, code: str) -> None:
    reading = with_cell(cell)
    assert [(one.code, one.place) for one in reading.errors] == [(code, "B2")]
    assert reading.refused[0].stem == "Hỏi?"


def test_an_index_of_a_text_that_is_not_there_is_damage() -> None:
    assert codes(with_cell('<c t="s"><v>5</v></c>').problems) == ["damaged"]
    assert codes(with_cell('<c t="s"><v>-1</v></c>').problems) == ["damaged"]


def test_a_formula_in_a_column_that_is_not_read_costs_nothing() -> None:
    file = ExcelFile([*HEADER, "Ghi chú"], row())
    file.sheet.write_formula(1, 12, "=1/0", None, "#DIV/0!")
    assert len(file.read().items) == 1


def test_a_formula_is_read_by_the_value_that_was_saved_with_it() -> None:
    file = ExcelFile(HEADER, row())
    file.sheet.write_formula(1, 2, '=CONCATENATE("H","uế")', None, "Sài Gòn")
    assert file.read().items[0].options[0].text == "Sài Gòn"


def test_a_picture_on_a_row_refuses_its_question_and_no_other() -> None:
    file = ExcelFile(HEADER, row(), row(stem="Hai?"))
    file.sheet.insert_image(1, 2, "a.png", {"image_data": io.BytesIO(picture().data)})
    reading = file.read()
    assert [(one.code, one.place) for one in reading.errors] == [("picture", "B2")]
    assert [found.stem for found in reading.items] == ["Hai?"]


def test_a_logo_above_the_table_costs_nothing() -> None:
    file = ExcelFile(HEADER, row(), top=5)
    file.sheet.insert_image(0, 0, "a.png", {"image_data": io.BytesIO(picture().data)})
    assert len(file.read().items) == 1


def test_styles_name_their_format_look_and_font() -> None:
    data = (
        '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="0.0"/></numFmts>'
        '<fonts><font><name val="Arial"/></font><font><b/><u/><color rgb="FFFF0000"/><name val=".VnTime"/></font>'
        '<font><b val="0"/><color theme="1"/></font></fonts>'
        '<fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill></fills>'
        '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0" fontId="0" fillId="0"/><xf numFmtId="200" fontId="1" fillId="1"/>'
        '<xf numFmtId="10" fontId="2" fillId="9"/></cellXfs>'
        "<dxfs><dxf><font><b/></font><fill><patternFill><fgColor rgb='FF00FF00'/></patternFill></fill></dxf></dxfs>"
        "</styleSheet>"
    )
    plain, marked, percent = read_styles(data.encode())
    assert (plain.number, plain.font, plain.look.bold, plain.look.fill) == ("", "Arial", False, "")
    assert (marked.number, marked.font, marked.look.bold, marked.look.underline) == ("0.0", ".VnTime", True, True)
    assert (marked.look.colour, marked.look.fill) == ("rgb:FFFF0000", "rgb:FFFFFF00")
    assert (percent.number, percent.look.bold, percent.look.colour, percent.look.fill) == ("0.00%", False, "", "")


def test_a_book_without_styles_or_shared_texts_is_read() -> None:
    assert (read_styles(None), shared_strings(None)) == ([], [])


@pytest.mark.parametrize(("reference", "spot"), [("A1", (0, 0)), ("AA10", (9, 26)), ("XFD1048576", (1048575, 16383))])
def test_addresses_and_positions_are_each_other_s_inverse(reference: str, spot: tuple[int, int]) -> None:
    assert (position(reference), address(*spot)) == (spot, reference)
    assert column_index(column_name(spot[1])) == spot[1]


@pytest.mark.parametrize("reference", ["", "A", "1", "A0", "a1", "AAAA1", "A12345678", "$A$1"])
def test_what_is_no_address_has_no_position(reference: str) -> None:
    assert position(reference) is None
