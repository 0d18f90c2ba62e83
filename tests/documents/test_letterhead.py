"""The heading of State and Party, and where a document is signed."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.shared import Mm

from quiz.documents.letterhead import Layout, Letterhead, Signer, write_letterhead, write_signatures
from quiz.documents.word import new_document, to_bytes

STATE = Letterhead(
    Layout.STATE, "Ủy ban nhân dân tỉnh", "Hội đồng thẩm định", "12/DS-HĐTĐ", "Cao Bằng", date(2026, 2, 3)
)
PARTY = replace(STATE, layout=Layout.PARTY, superior="Tỉnh ủy Cao Bằng", body="Ban Tuyên giáo", number="34-DS/BTG")


def heading(letterhead: Letterhead) -> list[list[str]]:
    """The lines left and right."""
    document = new_document()
    write_letterhead(document, letterhead)
    cells = docx.Document(io.BytesIO(to_bytes(document))).tables[0].rows[0].cells
    return [[line.text for line in cell.paragraphs if line.text.strip("_")] for cell in cells]


def test_the_state_has_its_name_motto_and_number_with_a_colon() -> None:
    assert heading(STATE) == [
        ["ỦY BAN NHÂN DÂN TỈNH", "HỘI ĐỒNG THẨM ĐỊNH", "Số: 12/DS-HĐTĐ"],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Cao Bằng, ngày 03 tháng 02 năm 2026"],
    ]


def test_the_party_has_its_name_a_star_and_number_without_a_colon() -> None:
    assert heading(PARTY) == [
        ["TỈNH ỦY CAO BẰNG", "BAN TUYÊN GIÁO", "*", "Số 34-DS/BTG"],
        ["ĐẢNG CỘNG SẢN VIỆT NAM", "Cao Bằng, ngày 03 tháng 02 năm 2026"],
    ]


def test_without_a_number_a_gap_is_left_for_the_pen() -> None:
    assert heading(replace(STATE, number=""))[0][2].startswith("Số:      ")
    assert heading(replace(PARTY, number=""))[0][3].startswith("Số      ")


def test_without_a_superior_or_a_place_their_words_are_left_out() -> None:
    left, right = heading(replace(STATE, superior="", place=""))
    assert left[0] == "HỘI ĐỒNG THẨM ĐỊNH"
    assert right[-1] == "ngày 03 tháng 02 năm 2026"


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 1, 9), "ngày 09 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_get_a_nought(day: date, told: str) -> None:
    assert heading(replace(STATE, place="", day=day))[1][-1] == told


def test_the_signer_stands_below_with_room_for_the_hand() -> None:
    document = new_document()
    write_signatures(document, Signer("TM. HỘI ĐỒNG", "CHỦ TỊCH", "Nông Văn An"))
    lines = docx.Document(io.BytesIO(to_bytes(document))).paragraphs
    assert [line.text for line in lines] == ["TM. HỘI ĐỒNG", "CHỦ TỊCH", "", "", "", "Nông Văn An"]
    assert all(line.paragraph_format.keep_with_next for line in lines[:-1])


def test_the_name_of_the_state_fits_on_one_line_of_an_upright_page() -> None:
    document = new_document()
    write_letterhead(document, STATE)
    cell = document.tables[0].rows[0].cells[1]
    size = cell.paragraphs[0].runs[0].font.size
    assert size.pt >= 12
    width = 20.861 * size  # of these letters in Times New Roman Bold, in sizes of the type
    margins = 2 * Mm(1.9)
    assert width < cell.width - margins


def test_without_a_day_gaps_are_left_for_the_pen() -> None:
    assert heading(replace(STATE, day=None))[1][-1] == "Cao Bằng, ngày ...... tháng ...... năm ......"
    assert heading(replace(STATE, day=None, place=""))[1][-1] == "ngày ...... tháng ...... năm ......"
