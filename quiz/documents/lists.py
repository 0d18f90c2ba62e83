"""Lists of Word's own: numbered clauses, numbered points, dashes. Each list counts from 1 again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from quiz.documents.word import written


@dataclass(frozen=True, slots=True)
class Look:
    """How an item begins, and its indents in twips: of the whole paragraph, and of its first line beyond that."""

    format: str
    text: str
    left: int
    first: int


class Shape(Enum):
    """The lists that official texts use."""

    CLAUSES = Look("decimal", "%1.", 0, 567)
    POINTS = Look("decimal", "(%1)", 0, 567)
    DASHES = Look("bullet", "-", 0, 567)


class ListWriter:
    """Writes lists into one document; a list is known by the number that `begin` gives."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.numbering = document.part.numbering_part.element
        self._shapes: dict[Shape, int] = {}

    def begin(self, shape: Shape) -> int:
        """A new list, counting from 1."""
        if shape not in self._shapes:
            self._shapes[shape] = self._define(shape.value)
        number = self.numbering.add_num(self._shapes[shape])
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(number.numId)

    def write(self, number: int, text: str, *, keep_with_next: bool = False) -> None:
        """One item of a list."""
        paragraph = self.document.add_paragraph(written(text))
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.space_before = Pt(4)
        paragraph.paragraph_format.keep_with_next = keep_with_next

    def write_all(self, shape: Shape, lines: Sequence[str]) -> None:
        """A whole list."""
        number = self.begin(shape)
        for line in lines:
            self.write(number, line)

    def _define(self, look: Look) -> int:
        known = self.numbering.findall(qn("w:abstractNum"))
        number = max((int(one.get(qn("w:abstractNumId"))) for one in known), default=-1) + 1
        definition = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{look.format}"/><w:suff w:val="space"/>'
            f'<w:lvlText w:val="{look.text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{look.left}" w:firstLine="{look.first}"/></w:pPr></w:lvl></w:abstractNum>'
        )
        self.numbering.insert(len(known), definition)  # definitions stand before the lists that use them
        return number
