"""What makes a Word document an office's: the heading of State or Party, and the place where it is signed.

The State's layout follows Decree 30/2020/NĐ-CP, the Party's follows Guidance 36-HD/VPTW.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from docx.shared import Emu, Pt

from quiz.documents.word import BODY, CENTRE, SMALL, written

_LINE = "_______________"
_GAP = "......"
_STATE = Pt(12)
"""The name of the State stands on one line: in 13 points it would not, on an upright page."""


class Layout(StrEnum):
    """Who signs: an office of the State or a body of the Party."""

    STATE = "state"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above a document: the body above, the issuing body, number, place and day.

    Without a number or a day a gap is left to write it in by hand.
    """

    layout: Layout
    superior: str
    body: str
    number: str
    place: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs for all: on whose behalf, as what, and the name."""

    on_behalf_of: str
    title: str
    name: str = ""


def write_letterhead(document: Any, letterhead: Letterhead) -> None:
    """The heading: who issues on the left, State or Party with place and day on the right."""
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    for cell, share in ((left, 0.41), (right, 0.59)):
        cell.width = Emu(int(room * share))
    is_party = letterhead.layout is Layout.PARTY
    if letterhead.superior:
        _line(left, letterhead.superior.upper())
    _line(left, letterhead.body.upper(), bold=True)
    _line(left, "*" if is_party else _LINE, size=BODY if is_party else SMALL)
    _line(left, _numbered(letterhead))
    if is_party:
        _line(right, "ĐẢNG CỘNG SẢN VIỆT NAM", bold=True)
    else:
        _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=_STATE)
        _line(right, "Độc lập - Tự do - Hạnh phúc", bold=True)
    _line(right, _LINE, size=SMALL)
    _line(right, _dated(letterhead), italic=True)


def _numbered(letterhead: Letterhead) -> str:
    sign = "Số" if letterhead.layout is Layout.PARTY else "Số:"
    return f"{sign} {letterhead.number or '        /'}"


def _dated(letterhead: Letterhead) -> str:
    day = letterhead.day
    where = f"{letterhead.place}, " if letterhead.place else ""
    if day is None:
        return f"{where}ngày {_GAP} tháng {_GAP} năm {_GAP}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{where}ngày {day.day:02d} tháng {month} năm {day.year}"


def _line(cell: Any, text: str, *, bold: bool = False, italic: bool = False, size: Any = BODY) -> None:
    first = cell.paragraphs[0]
    paragraph = cell.add_paragraph() if first.runs else first
    paragraph.alignment = CENTRE
    run = paragraph.add_run(written(text))
    run.bold, run.italic, run.font.size = bold, italic, size


def write_signatures(document: Any, signer: Signer) -> None:
    """Where the one who answers for the document signs, at the right, kept together on a page."""
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    texts = (signer.on_behalf_of, signer.title, "", "", "", signer.name)
    for index, text in enumerate(texts):
        paragraph = document.add_paragraph()
        paragraph.alignment = CENTRE
        paragraph.paragraph_format.left_indent = Emu(int(room * 0.55))
        paragraph.paragraph_format.space_before = Pt(10 if index == 0 else 0)
        paragraph.paragraph_format.keep_with_next = index < len(texts) - 1
        paragraph.add_run(written(text)).bold = True
