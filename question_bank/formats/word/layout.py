"""The page of a written bank: A4, Times New Roman, and the few kinds of paragraph it needs."""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
_BLACK = RGBColor(0, 0, 0)


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
