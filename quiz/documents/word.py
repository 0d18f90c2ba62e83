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
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The media type of a Word document."""
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
    table = document.add_table(rows=0, cols=len(columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, wanted in zip(table.columns, columns, strict=True):
        column.width = Mm(wanted.width)
    body = table._tbl
    titles = [[Run(column.title, bold=True)] for column in columns]
    body.append(_row(columns, titles, "w:tblHeader", all_centred=True))
    for values in rows:
        body.append(_row(columns, values, "w:cantSplit"))


def _row(columns: Sequence[Column], values: Sequence[Cell], mark: str, all_centred: bool = False) -> Any:
    """A row as XML: built part by part it takes minutes for some thousand rows."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{Mm(column.width).twips}" w:type="dxa"/></w:tcPr>'
        f"{_paragraphs(value, all_centred or column.is_centred)}</w:tc>"
        for column, value in zip(columns, values, strict=True)
    )
    return parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><{mark}/></w:trPr>{cells}</w:tr>")


def _paragraphs(value: Cell, is_centred: bool) -> str:
    lines = [Run(value)] if isinstance(value, str) else value
    layout = '<w:pPr><w:jc w:val="center"/></w:pPr>' if is_centred else ""
    return "".join(f"<w:p>{layout}{_run(line)}</w:p>" for line in lines)


def _run(line: Run) -> str:
    look = ("<w:b/>" if line.bold else "") + ("<w:i/>" if line.italic else "")
    size = f'<w:sz w:val="{SMALL.pt * 2:.0f}"/>'
    texts = [f'<w:t xml:space="preserve">{escape(text)}</w:t>' for text in written(line.text).split("\n")]
    return f"<w:r><w:rPr>{look}{size}</w:rPr>{'<w:br/>'.join(texts)}</w:r>"


def to_bytes(document: Any) -> bytes:
    """The .docx file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
