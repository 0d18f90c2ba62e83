"""Word documents: A4 pages in Times New Roman, titles, plain lines, tables whose header stands on every page.

Texts that come from people are written as text runs, so that nothing in them can become a field or a link.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
A4 = (Mm(210), Mm(297))
BODY, SMALL = Pt(13), Pt(11)
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` in millimetres."""

    title: str
    width: float
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A line of a cell; bold lines stand out."""

    text: str
    bold: bool = False
    italic: bool = False


Cell = str | Sequence[Run]


def written(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def new_document(landscape: bool = False, made_at: datetime | None = None) -> Any:
    """An empty A4 document with the margins of both layouts, in Times New Roman, its pages numbered from the second."""
    document = Document()
    section = document.sections[0]
    width, height = A4
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        width, height = height, width
    section.page_width, section.page_height = width, height
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = (Mm(20), Mm(20)) if landscape else (Mm(30), Mm(20))
    _set_font(document)
    _number_pages(section)
    if made_at is not None:
        document.core_properties.created = document.core_properties.modified = made_at.replace(tzinfo=None)
    document.core_properties.author = document.core_properties.comments = ""
    return document


def _set_font(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, BODY
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:eastAsia", "w:cs"):
        fonts.set(qn(kind), FONT)
    style.paragraph_format.space_after = Pt(0)


def _number_pages(section: Any) -> None:
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def write_title(document: Any, title: str, *lines: str) -> None:
    """The title, bold and in the middle, and lines below it."""
    for index, text in enumerate((title, *lines)):
        paragraph = document.add_paragraph()
        paragraph.alignment = CENTRE
        paragraph.paragraph_format.space_before = Pt(12 if index == 0 else 2)
        run = paragraph.add_run(written(text))
        run.bold, run.font.size = index == 0, Pt(14) if index == 0 else BODY
    paragraph.paragraph_format.space_after = Pt(10)


def write_lines(document: Any, lines: Sequence[str]) -> None:
    """Plain paragraphs."""
    for text in lines:
        paragraph = document.add_paragraph(written(text))
        paragraph.paragraph_format.space_before = Pt(4)


def write_table(document: Any, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
    """A table with lines, its header on every page; a row is not torn apart by a page's end."""
    table = document.add_table(rows=1, cols=len(columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, wanted in zip(table.columns, columns, strict=True):
        column.width = Mm(wanted.width)
    head = table.rows[0]
    _mark_row(head, "w:tblHeader")
    _fill_row(head, columns, [[Run(column.title, bold=True)] for column in columns], all_centred=True)
    for values in rows:
        row = table.add_row()
        _mark_row(row, "w:cantSplit")
        _fill_row(row, columns, values)


def _mark_row(row: Any, mark: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(mark))


def _fill_row(row: Any, columns: Sequence[Column], values: Sequence[Cell], all_centred: bool = False) -> None:
    for cell, column, value in zip(row.cells, columns, values, strict=True):
        cell.width = Mm(column.width)
        lines = [Run(value)] if isinstance(value, str) else value
        for index, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
            if all_centred or column.is_centred:
                paragraph.alignment = CENTRE
            run = paragraph.add_run(written(line.text))
            run.bold, run.italic, run.font.size = line.bold, line.italic, SMALL


def to_bytes(document: Any) -> bytes:
    """The .docx file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
