"""Word documents: pages, tables and texts from people, read back from the file."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
import docx.shared
import pytest

from quiz.documents.word import Column, Run, new_document, to_bytes, write_lines, write_table, write_title, written

COLUMNS = (Column("TT", 12, is_centred=True), Column("Nội dung", 100))


def reopened(document: docx.document.Document) -> docx.document.Document:
    return docx.Document(io.BytesIO(to_bytes(document)))


def millimetres(*lengths: docx.shared.Length | None) -> list[int]:
    return [round(one.mm) for one in lengths if one is not None]


def test_pages_are_a4_in_times_new_roman_with_the_margins_of_an_office() -> None:
    page = reopened(new_document()).sections[0]
    assert millimetres(page.page_width, page.page_height) == [210, 297]
    assert millimetres(page.left_margin, page.right_margin, page.top_margin) == [30, 20, 20]
    wide = reopened(new_document(landscape=True)).sections[0]
    assert millimetres(wide.page_width, wide.page_height) == [297, 210]
    assert reopened(new_document()).styles["Normal"].font.name == "Times New Roman"


def test_pages_are_numbered_from_the_second() -> None:
    section = reopened(new_document()).sections[0]
    assert section.different_first_page_header_footer
    assert 'w:instr="PAGE"' in section.header._element.xml
    assert section.first_page_header.paragraphs[0].text == ""


def test_a_table_repeats_its_header_and_tears_no_row() -> None:
    document = new_document()
    write_table(document, COLUMNS, [("1", "Một"), ("2", [Run("Hai"), Run("Ba", bold=True)])])
    table = reopened(document).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["TT", "Nội dung"],
        ["1", "Một"],
        ["2", "Hai\nBa"],
    ]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert all("w:cantSplit" in row._tr.xml for row in table.rows[1:])
    assert [bool(one.runs[0].bold) for one in table.rows[2].cells[1].paragraphs] == [False, True]
    assert millimetres(*(cell.width for cell in table.rows[1].cells)) == [12, 100]


def test_titles_and_lines_follow_each_other() -> None:
    document = new_document()
    write_title(document, "DANH SÁCH", "của ngân hàng")
    write_lines(document, ["Một dòng"])
    assert [one.text for one in reopened(document).paragraphs] == ["DANH SÁCH", "của ngân hàng", "Một dòng"]


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "\ud800", "\uffff", "<w:p>&amp;", "=1+1", "{HYPERLINK x}"])
def test_texts_from_people_never_break_the_file_or_become_more_than_text(text: str) -> None:
    document = new_document()
    write_lines(document, [text])
    write_table(document, COLUMNS, [(text, [Run(text)])])
    opened = reopened(document)
    assert opened.paragraphs[0].text == written(text)
    body = zipfile.ZipFile(io.BytesIO(to_bytes(document))).read("word/document.xml").decode()
    assert "w:hyperlink" not in body
    assert "w:instrText" not in body


def test_a_document_bears_the_moment_it_was_made_and_no_name() -> None:
    moment = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)
    properties = reopened(new_document(made_at=moment)).core_properties
    assert properties.created is not None
    assert properties.created.replace(tzinfo=UTC) == moment
    assert (properties.author, properties.comments) == ("", "")
