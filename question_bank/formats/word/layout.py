"""The page of a written bank: A4, Times New Roman, and the few kinds of paragraph it needs."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from question_bank.image import Image

FONT = "Times New Roman"
_BLACK = RGBColor(0, 0, 0)
_WIDEST = 140
_MILLIMETRES_A_PIXEL = 25.4 / 96


def new_document(title: str) -> Any:
    """An empty document with its styles set and the title on top."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    _set_style(document.styles["Normal"], 13, bold=False)
    _set_style(document.styles["Heading 1"], 14, bold=True)
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    heading = centred(document, title)
    heading.runs[0].font.size = Pt(15)
    heading.paragraph_format.space_after = Pt(12)
    return document


def centred(document: Any, text: str) -> Any:
    """A bold paragraph in the middle of the line."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_text(paragraph, text).bold = True
    return paragraph


def add_text(paragraph: Any, text: str) -> Any:
    """Append a run; line breaks stay inside the paragraph, tabs and the like become blanks."""
    run = paragraph.add_run()
    for index, line in enumerate(text.split("\n")):
        if index:
            run.add_break()
        run.add_text(line)
    return run


def add_illustrated(paragraph: Any, text: str, pictures: Mapping[str, Image]) -> list[Any]:
    """Append a text with pictures in place of their marks; the runs of text are returned."""
    if not pictures:
        return [add_text(paragraph, text)]
    runs = []
    for piece in re.split(f"({'|'.join(map(re.escape, pictures))})", text):
        if piece in pictures:
            add_picture(paragraph, pictures[piece])
        elif piece:
            runs.append(add_text(paragraph, piece))
    return runs


def add_picture(paragraph: Any, image: Image) -> None:
    """Append a picture in line with the text, no wider than the text."""
    width = min(Mm(_WIDEST), Mm(image.width * _MILLIMETRES_A_PIXEL))
    paragraph.add_run().add_picture(io.BytesIO(image.data), width=width)


def labelled(document: Any, label: str, text: str) -> None:
    """A paragraph such as "Giải thích: …" with its label in italics."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Mm(8)
    add_text(paragraph, f"{label}: ").italic = True
    add_text(paragraph, text)


def _set_style(style: Any, size: int, *, bold: bool) -> None:
    # The template names fonts by theme, which would win over the name set here.
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    if fonts is not None:
        fonts.getparent().remove(fonts)
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = _BLACK
