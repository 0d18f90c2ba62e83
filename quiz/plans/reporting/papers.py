"""The report as a Word document to be signed, in the layout of State or Party; wide tables lie sideways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from quiz.core.templating import points
from quiz.documents import word
from quiz.documents.letterhead import Layout, Letterhead, Signer, write_letterhead, write_signatures
from quiz.documents.lists import ListWriter, Shape
from quiz.documents.word import Cell, Column
from quiz.plans.reporting.counting import COUNTS
from quiz.plans.reporting.page import ReportPage
from quiz.plans.reporting.rollup import Corrected, Info, Line
from quiz.plans.reporting.rules import STANDING_TITLES

TITLE = "BÁO CÁO"
HEADS = {
    "settled": "Đã hoàn thành",
    "due": "Đến hạn trong kỳ",
    "late": "Quá hạn",
    "excused": "Được miễn",
}
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
UPRIGHT, SIDEWAYS = 160.0, 257.0
"""The room of a table in millimetres, on a page as it stands and turned sideways."""
MOST_UPRIGHT = 5
"""How many columns of numbers fit on an upright page."""


def as_docx(page: ReportPage, layout: Layout, superior: str, place: str, made_at: datetime) -> bytes:
    """The document of a report: heading, figures, words, difficulties, what was missing, notes, then the annexes."""
    document = word.new_document(made_at=made_at)
    write_letterhead(document, Letterhead(layout, superior, page.unit.name, "", place, None))
    word.write_title(document, TITLE, *_subtitle(page))
    _write_body(document, page)
    document.paragraphs[-1].paragraph_format.keep_with_next = True  # nobody signs an empty page
    write_signatures(document, _signer(layout, page.unit.name))
    _write_annexes(document, page)
    return word.to_bytes(document)


def _subtitle(page: ReportPage) -> tuple[str, ...]:
    first, last = page.period.from_on, page.period.to_on
    number = f" số {page.plan.number}" if page.plan.number else ""
    days = f"(Số liệu từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y})"
    return f"{page.period.title} về thực hiện Kế hoạch{number}", page.plan.title, days


def _signer(layout: Layout, unit: str) -> Signer:
    if layout is Layout.PARTY:
        return Signer(f"T/M {unit}".upper(), "BÍ THƯ")
    return Signer(f"TM. {unit}".upper(), "THỦ TRƯỞNG ĐƠN VỊ")


def _write_body(document: Any, page: ReportPage) -> None:
    lists, number = ListWriter(document), count()
    _numbered(document, number, "Số liệu tổng hợp")
    _write_summary(document, lists, page)
    narrative = page.report.narrative if page.report else {}
    for key, title in page.parts.items():
        if text := narrative.get(key):
            _numbered(document, number, title)
            _paragraphs(document, text)
    if page.difficulties:
        _numbered(document, number, "Khó khăn, vướng mắc, kiến nghị")
        lists.write_all(Shape.CLAUSES, [_trouble(one.unit.name, one.row.text, one.answer) for one in page.difficulties])
    if missing := page.missing_then:
        _numbered(document, number, "Đơn vị chưa có báo cáo")
        lists.write_all(Shape.DASHES, [f"{name} ({STANDING_TITLES[standing].lower()})" for name, standing in missing])
        _paragraphs(document, "Số liệu của các đơn vị này chỉ lấy từ các việc đã được xác nhận.")
    if corrections := all_corrections(page):
        _numbered(document, number, "Ghi chú về số liệu điều chỉnh")
        names = {info.key: f"{info.group} – {info.what.lower()}" for info in page.live.infos}
        lists.write_all(Shape.CLAUSES, [_correction(one, names) for one in corrections])


def _numbered(document: Any, number: Iterator[int], title: str) -> None:
    """A heading with the next Roman number; beyond the last of them a plain one."""
    index = next(number)
    _heading(document, f"{ROMAN[index] if index < len(ROMAN) else index + 1}. {title}")


def _write_summary(document: Any, lists: ListWriter, page: ReportPage) -> None:
    line, infos = page.roll.unit, page.roll.infos
    totals = [f"{HEADS[what]}: {points(line.total(what, infos))} lượt nhiệm vụ" for what in COUNTS]
    shares = [f"{info.group} – {info.what}: {_shared(line, info)}" for info in page.module_infos]
    lists.write_all(Shape.DASHES, [*totals, *shares])
    if page.standing and page.report:
        done = sum(1 for task in page.standing if page.report.standing.get(str(task.id)))
        text = f"Nhiệm vụ thường xuyên: đã trả lời {done} trên {len(page.standing)} việc (Phụ lục)."
        lists.write_all(Shape.DASHES, [text])


def _shared(line: Line, info: Info) -> str:
    value, whole = line.value(info.key), line.value(info.of) if info.of else 0
    share = f" ({points(round(10_000 * value / whole))}%)" if whole > 0 else ""
    return f"{points(value)}{f' {info.measure}' if info.measure else ''}{share}"


def _trouble(unit: str, text: str, answer: str) -> str:
    answered = f" Trả lời: {answer}" if answer else " (Chưa có trả lời.)"
    return f"{unit}: {text}{answered}"


def all_corrections(page: ReportPage) -> list[Corrected]:
    """The corrections that count in the report: its own, then those of accepted reports below."""
    return [*page.own_corrections, *(one for one in page.roll.corrections if one.counts)]


def _correction(one: Corrected, names: dict[str, str]) -> str:
    figure = names.get(one.figure, one.figure)
    return f"{one.unit}: {figure}: tổng hợp {points(one.counted)}, đơn vị nêu {points(one.stated)}. Lý do: {one.remark}"


def _heading(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(10)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.first_line_indent = Pt(28)
    paragraph.add_run(word.written(text)).bold = True


def _paragraphs(document: Any, text: str) -> None:
    for line in filter(None, (part.strip() for part in text.splitlines())):
        paragraph = document.add_paragraph(word.written(line))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Pt(28)
        paragraph.paragraph_format.space_before = Pt(4)


def _write_annexes(document: Any, page: ReportPage) -> None:
    numbers = len(COUNTS) + len(page.module_infos)
    is_wide = bool(page.below) and numbers > MOST_UPRIGHT
    _new_section(document, is_wide)
    room = SIDEWAYS if is_wide else UPRIGHT
    word.write_title(document, "PHỤ LỤC", "Số liệu kèm theo báo cáo")
    if page.below:
        _heading(document, "1. Theo đơn vị trực thuộc")
        word.write_table(document, _unit_columns(page, room), [_unit_row(page, line) for line in _lines(page)])
    _heading(document, f"{2 if page.below else 1}. Theo nhiệm vụ")
    rows = [_task_row(page, row) for row in page.task_rows if not page.is_empty(row)]
    if rows:
        word.write_table(document, _task_columns(room), rows)
    else:
        _paragraphs(document, "Không có nhiệm vụ nào có số liệu trong kỳ.")
    answers = page.report.standing if page.report else {}
    answered = [(one.section, one.title, answers[str(one.id)]) for one in page.standing if answers.get(str(one.id))]
    if answered:
        _heading(document, f"{3 if page.below else 2}. Nhiệm vụ thường xuyên")
        columns = (
            Column("Mục", 20, is_centred=True),
            Column("Nhiệm vụ", room * 0.45),
            Column("Trả lời", room * 0.55 - 20),
        )
        word.write_table(document, columns, answered)


def _new_section(document: Any, is_wide: bool) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    width, height = word.A4
    if is_wide:
        section.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
        section.left_margin = Mm(20)
    section.page_width, section.page_height = width, height
    section.different_first_page_header_footer = False


def _lines(page: ReportPage) -> list[Line]:
    return [*(one.line for one in page.below if one.line is not None), page.roll.unit]


def _unit_columns(page: ReportPage, room: float) -> Sequence[Column]:
    titles = [*(HEADS[what] for what in COUNTS), *(info.what for info in page.module_infos)]
    name = max(room * 0.3, 45.0)
    width = (room - name) / len(titles)
    return [Column("Đơn vị", name), *(Column(title, width, is_centred=True) for title in titles)]


def _unit_row(page: ReportPage, line: Line) -> Sequence[Cell]:
    counts = [points(line.total(what, page.roll.infos)) for what in COUNTS]
    name = "Tổng cộng (gồm cả việc của chính đơn vị)" if line is page.roll.unit else line.name
    cells = [name, *counts, *(points(line.value(info.key)) for info in page.module_infos)]
    return [[word.Run(text, bold=True)] for text in cells] if line is page.roll.unit else cells


def _task_columns(room: float) -> Sequence[Column]:
    width = 18.0
    rest = room - 4 * width
    counts = [Column(HEADS[what], width, is_centred=True) for what in COUNTS]
    return [Column("Nhiệm vụ", rest * 0.65), *counts, Column("Số lượng", rest * 0.35)]


def _task_row(page: ReportPage, row: Any) -> Sequence[Cell]:
    line = page.roll.unit
    counted = [info for info in row.amounts if line.value(info.key)]
    amounts = "\n".join(f"{info.what}: {points(line.value(info.key))}" for info in counted)
    return [row.title, *(points(line.value(info.key)) for info in row.counts), amounts]
