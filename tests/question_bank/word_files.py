"""Word files for the tests, built line by line with python-docx."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor

from question_bank.formats import Reading, read


class Styled(str):
    """A piece of text with a look: any of the words bold, italic, underline, highlight, or a hex colour."""

    looks: tuple[str, ...]

    def __new__(cls, text: str, *looks: str) -> Styled:
        piece = super().__new__(cls, text)
        piece.looks = looks
        return piece


class WordFile:
    """A document that grows by lines and tables."""

    def __init__(self, *lines: str) -> None:
        self.document = Document()
        for line in lines:
            self.line(line)

    def line(self, *pieces: str, style: str | None = None) -> Any:
        """A paragraph of plain and styled pieces; tabs and line breaks become Word's own."""
        paragraph = self.document.add_paragraph(style=style)
        _fill(paragraph, pieces)
        return paragraph

    def table(self, *rows: list[str]) -> Any:
        """A table of plain or styled cells."""
        table = self.document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                _fill(cell.paragraphs[0], [text])
        return table

    def list_line(self, text: str, list_id: int, depth: int = 0) -> None:
        """A paragraph with an automatic number."""
        properties = self.line(text)._p.get_or_add_pPr()
        settings = properties.get_or_add_numPr()
        settings.get_or_add_ilvl().val = depth
        settings.get_or_add_numId().val = list_id

    def define_list(self, list_id: int, *levels: tuple[str, str], restart: bool = False, like: int = 0) -> None:
        """A list with a number format and a text per level, or one that shares the levels of another."""
        root = self.document.part.numbering_part.element
        if not like:
            abstract = OxmlElement("w:abstractNum")
            abstract.set(qn("w:abstractNumId"), str(900 + list_id))
            for depth, (number_format, text) in enumerate(levels):
                abstract.append(_level(depth, number_format, text))
            root.insert(0, abstract)
        number = OxmlElement("w:num")
        number.set(qn("w:numId"), str(list_id))
        link = OxmlElement("w:abstractNumId")
        link.set(qn("w:val"), str(900 + (like or list_id)))
        number.append(link)
        if restart:
            number.append(_restart())
        root.append(number)

    def bytes(self) -> bytes:
        """The finished file."""
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()

    def read(self) -> Reading:
        """What the library makes of it."""
        return read(self.bytes(), "de.docx")


def ask(*options: str, stem: str = "Câu 1. Thủ đô là thành phố nào?") -> WordFile:
    """A document with one question; options are whole lines."""
    file = WordFile(stem)
    for option in options:
        file.line(option)
    return file


def keys(reading: Reading) -> list[str]:
    """The letters of the right options of each item, as in "A" or "AC"."""
    return ["".join("ABCDEFGH"[index] for index in item.key_indexes) for item in reading.items]


def _fill(paragraph: Any, pieces: Any) -> None:
    for piece in pieces:
        run = paragraph.add_run(str(piece))
        for look in getattr(piece, "looks", ()):
            if look in {"bold", "italic", "underline"}:
                setattr(run, look, True)
            elif look == "strike":
                run.font.strike = True
            elif look == "highlight":
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            elif look.startswith("font:"):
                run.font.name = look.removeprefix("font:")
            else:
                run.font.color.rgb = RGBColor.from_string(look)


def _level(depth: int, number_format: str, text: str) -> Any:
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), str(depth))
    for name, value in (("start", "1"), ("numFmt", number_format), ("lvlText", text)):
        element = OxmlElement(f"w:{name}")
        element.set(qn("w:val"), value)
        level.append(element)
    return level


def _restart() -> Any:
    override = OxmlElement("w:lvlOverride")
    override.set(qn("w:ilvl"), "0")
    start = OxmlElement("w:startOverride")
    start.set(qn("w:val"), "1")
    override.append(start)
    return override
