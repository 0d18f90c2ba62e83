"""Lists of Word's own."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from quiz.documents.lists import ListWriter, Shape
from quiz.documents.word import new_document, to_bytes


def made(*lists: tuple[Shape, list[str]]) -> Any:
    """A document with these lists, read back."""
    document = new_document()
    writer = ListWriter(document)
    for shape, lines in lists:
        writer.write_all(shape, lines)
    return docx.Document(io.BytesIO(to_bytes(document)))


def list_of(paragraph: Any) -> int:
    """The number of a paragraph's list."""
    return int(paragraph._p.pPr.numPr.numId.val)


def test_every_list_is_one_of_its_own_and_counts_from_one() -> None:
    document = made((Shape.CLAUSES, ["A", "B"]), (Shape.CLAUSES, ["C"]), (Shape.POINTS, ["D"]))
    first, second, third, fourth = document.paragraphs
    assert list_of(first) == list_of(second)
    assert len({list_of(first), list_of(third), list_of(fourth)}) == 3
    starts = document.part.numbering_part.element.xpath("./w:num/w:lvlOverride/w:startOverride/@w:val")
    assert starts == ["1", "1", "1"]


@pytest.mark.parametrize(
    ("shape", "format_", "text"),
    [(Shape.CLAUSES, "decimal", "%1."), (Shape.POINTS, "decimal", "(%1)"), (Shape.DASHES, "bullet", "-")],
)
def test_a_shape_is_defined_once_however_many_lists_have_it(shape: Shape, format_: str, text: str) -> None:
    numbering = made((shape, ["A"]), (shape, ["B"])).part.numbering_part.element
    before = len(new_document().part.numbering_part.element.findall(qn("w:abstractNum")))
    definitions = numbering.findall(qn("w:abstractNum"))
    assert len(definitions) == before + 1
    level = definitions[-1].find(qn("w:lvl"))
    assert level.find(qn("w:numFmt")).get(qn("w:val")) == format_
    assert level.find(qn("w:lvlText")).get(qn("w:val")) == text


def test_definitions_stand_before_the_lists_that_use_them() -> None:
    tags = [child.tag for child in made((Shape.DASHES, ["A"])).part.numbering_part.element]
    kinds = [tag for tag in tags if tag in {qn("w:abstractNum"), qn("w:num")}]
    assert kinds == sorted(kinds, key=lambda tag: tag == qn("w:num"))
