"""The rules text as a Word document to be signed: the words of the version, under the heading of State or Party."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from quiz.contests.moments import spoken
from quiz.contests.printing import CALLED, called
from quiz.contests.prose import Lines, upper_first
from quiz.contests.reading import Section
from quiz.documents import word
from quiz.documents.letterhead import Letterhead, Signer, write_letterhead, write_signatures
from quiz.documents.lists import ListWriter, Shape

TITLE = "THỂ LỆ"


@dataclass(frozen=True)
class Edition:
    """Which version of the rules it is: its number, when and why it was published."""

    contest: str
    number: int
    published_at: datetime
    reason: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands below the title."""
        told = f"(Bản số {self.number:02d}, công bố lúc {spoken(self.published_at)})"
        title = self.contest if self.contest.lower().startswith(CALLED) else upper_first(called(self.contest))
        return title, told, *self._why()

    def _why(self) -> Iterator[str]:
        if self.reason:
            yield f"Lý do sửa đổi: {self.reason.rstrip('.')}."


def as_docx(
    text: tuple[Section, ...], edition: Edition, letterhead: Letterhead, signer: Signer, made_at: datetime
) -> bytes:
    """The document: heading, title, articles with numbered clauses, the place where it is signed."""
    document = word.new_document(made_at=made_at)
    write_letterhead(document, letterhead)
    word.write_title(document, TITLE, *edition.lines)
    lists = ListWriter(document)
    for section in text:
        _write_section(document, lists, section)
    document.paragraphs[-1].paragraph_format.keep_with_next = True  # nobody signs an empty page
    write_signatures(document, signer)
    return word.to_bytes(document)


def _write_section(document: Any, lists: ListWriter, section: Section) -> None:
    if section.title:
        heading = document.add_paragraph()
        heading.paragraph_format.space_before = Pt(10)
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.first_line_indent = Pt(28)
        heading.add_run(word.written(section.title)).bold = True
    sentences = [block for block in section.blocks if isinstance(block, str)]
    clauses = lists.begin(Shape.CLAUSES) if len(sentences) > 1 else None
    for block, following in zip(section.blocks, [*section.blocks[1:], None], strict=True):
        if isinstance(block, Lines):
            lists.write_all(Shape.POINTS if block.ordered else Shape.DASHES, block.lines)
        elif clauses is not None:
            lists.write(clauses, block, keep_with_next=isinstance(following, Lines))
        else:
            _write_alone(document, block, keep_with_next=isinstance(following, Lines))


def _write_alone(document: Any, text: str, *, keep_with_next: bool) -> None:
    """The only sentence of an article has no number."""
    paragraph = document.add_paragraph(word.written(text))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Pt(28)
    paragraph.paragraph_format.space_before = Pt(4)
    paragraph.paragraph_format.keep_with_next = keep_with_next
