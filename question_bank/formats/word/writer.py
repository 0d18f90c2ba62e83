"""Items to a Word document as an organiser would have it, and as our reader reads it back."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Mm, Pt, RGBColor

from question_bank.formats.word.layout import (
    add_illustrated,
    add_picture,
    add_text,
    centred,
    labelled,
    new_document,
)
from question_bank.formats.word.numbering import roman
from question_bank.image import Image, mark
from question_bank.item import Item, Kind
from question_bank.kinds import decide_kind
from question_bank.letters import letter, letters
from question_bank.markup import to_plain

DEFAULT_TITLE = "NGÂN HÀNG CÂU HỎI TRẮC NGHIỆM"
DEFAULT_STYLE = "underline+bold"
KEY_STYLES = (DEFAULT_STYLE, "underline", "bold", "colour", "highlight", "star", "line", "table")
_KIND_WORDS = {Kind.SINGLE: "một đáp án", Kind.MULTIPLE: "nhiều đáp án", Kind.TRUE_FALSE: "đúng/sai"}
_RED = RGBColor(0xC0, 0x00, 0x00)
_TABLE_COLUMNS = 10
_MARK = re.compile(r"\[Hình \d+\]")


def write_word(items: Sequence[Item], *, title: str = "", key_style: str = "") -> bytes:
    """Write a title, a heading per topic, numbered questions with their options, and the named lines.

    `key_style` is one of KEY_STYLES. Pictures stand in place of their marks where these name each of them once and
    in order, else below the stem. Pins, option feedback and HTML are not held. Raises ValueError for an unknown key
    style.
    """
    style = key_style or DEFAULT_STYLE
    if style not in KEY_STYLES:
        raise ValueError(f"Không có cách đánh dấu đáp án “{style}”; hãy chọn {', '.join(KEY_STYLES)}.")
    document = new_document(title or DEFAULT_TITLE)
    topic, parts = "", 0
    for number, item in enumerate(items, start=1):
        if item.topic and item.topic != topic:
            topic, parts = item.topic, parts + 1
            document.add_heading(f"Phần {roman(parts)}. {topic}", level=1)
        _write_question(document, number, item, style)
        _write_fields(document, item, style, forgets_topic=bool(topic) and not item.topic)
    centred(document, "--- HẾT ---").paragraph_format.space_before = Pt(12)
    if style == "table":
        _write_table(document, items)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _write_question(document: Any, number: int, item: Item, style: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.keep_with_next = True
    add_text(paragraph, f"Câu {number}. ").bold = True
    inline = _inline(item)
    add_illustrated(paragraph, _plain(item, item.stem), inline)
    for image in () if inline else item.images:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        add_picture(paragraph, image)
    for index, option in enumerate(item.options):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(8)
        paragraph.paragraph_format.keep_with_next = index + 1 < len(item.options)
        star = "*" if option.is_key and style == "star" else ""
        runs = add_illustrated(paragraph, f"{star}{letter(index)}. {_plain(item, option.text)}", inline)
        for run in runs if option.is_key else ():
            _mark(run, style)


def _inline(item: Item) -> dict[str, Image]:
    """The pictures by their marks, if stem and options bear each mark once and in order, and a reader would miss it.

    The mark of a single picture at the end of the stem stays text: a picture there goes without one.
    """
    texts = [_plain(item, text) for text in (item.stem, *(option.text for option in item.options))]
    marks = [mark(number) for number in range(1, len(item.images) + 1)]
    if _MARK.findall("\n".join(texts)) != marks or (len(marks) == 1 and _ends_stem(texts[0], marks[0])):
        return {}
    return dict(zip(marks, item.images, strict=True))


def _ends_stem(stem: str, sign: str) -> bool:
    return stem.endswith(sign) and stem != sign


def _mark(run: Any, style: str) -> None:
    run.bold = True if "bold" in style else None
    run.underline = True if "underline" in style else None
    if style == "colour":
        run.font.color.rgb = _RED
    if style == "highlight":
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _write_fields(document: Any, item: Item, style: str, *, forgets_topic: bool) -> None:
    # A mark that every option bears tells nothing, so the key is then written out as well.
    if style == "line" or (style != "table" and all(option.is_key for option in item.options)):
        labelled(document, "Đáp án", letters(item.key_indexes))
    if item.explanation:
        labelled(document, "Giải thích", _plain(item, item.explanation))
    if item.source:
        labelled(document, "Căn cứ", item.source)
    if item.level:
        labelled(document, "Mức độ", item.level.label)
    if item.marks != 1:
        labelled(document, "Điểm", f"{item.marks:f}".replace(".", ","))
    if decide_kind(item.stem, [option.text for option in item.options], several_named=False) is not item.kind:
        labelled(document, "Loại", _KIND_WORDS[item.kind])
    if item.id:
        labelled(document, "Mã", item.id)
    if forgets_topic:
        labelled(document, "Chủ đề", "")


def _write_table(document: Any, items: Sequence[Item]) -> None:
    centred(document, "BẢNG ĐÁP ÁN")
    for start in range(0, len(items), _TABLE_COLUMNS):
        chunk = items[start : start + _TABLE_COLUMNS]
        table = document.add_table(rows=2, cols=len(chunk) + 1, style="Table Grid")
        table.cell(0, 0).text, table.cell(1, 0).text = "Câu", "Đáp án"
        for column, item in enumerate(chunk, start=1):
            table.cell(0, column).text = str(start + column)
            table.cell(1, column).text = letters(item.key_indexes)
        document.add_paragraph()


def _plain(item: Item, text: str) -> str:
    return to_plain(text) if item.markup == "html" else text
