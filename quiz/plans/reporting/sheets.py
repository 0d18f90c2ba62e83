"""The report as a workbook: units by figures, tasks by counts, missing reports, corrections, difficulties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from quiz.core.templating import points
from quiz.documents.workbook import Column, Sheet, Value, workbook
from quiz.plans.reporting.counting import COUNTS
from quiz.plans.reporting.difficulties import STATE_TITLES
from quiz.plans.reporting.page import ReportPage
from quiz.plans.reporting.rollup import WORDS, Line
from quiz.plans.reporting.rules import STANDING_TITLES


def as_xlsx(page: ReportPage, made_at: datetime) -> bytes:
    """The bytes of the workbook of a report."""
    first, last = page.period.from_on, page.period.to_on
    days = _("Số liệu từ %(first)s đến %(last)s", first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")
    heading = [f"{page.unit.name}: {page.period.title}", page.plan.title, days]
    sheets = [_units(page), _tasks(page), _missing(page), _corrections(page), _difficulties(page)]
    return workbook(sheets, heading, made_at=made_at)


def _units(page: ReportPage) -> Sheet:
    infos = page.module_infos
    columns = [Column(_("Mã"), 12), Column(_("Đơn vị"), 36), Column(_("Báo cáo"), 20)]
    columns += [Column(_(WORDS[count]), 14, "decimal") for count in COUNTS]
    columns += [Column(f"{info.group}: {info.what}", 16, "decimal") for info in infos]

    def row(line: Line, state: str) -> Sequence[Value]:
        totals = [line.total(count, page.roll.infos) / 100 for count in COUNTS]
        return [line.code, line.name, state, *totals, *(line.value(info.key) / 100 for info in infos)]

    rows = [row(page.roll.unit, _("Tổng cộng"))]
    rows += [row(one.line, _(STANDING_TITLES[one.standing])) for one in page.below if one.line is not None]
    return Sheet(_("Đơn vị"), columns, rows, landscape=True)


def _tasks(page: ReportPage) -> Sheet:
    columns = [Column(_("Mã"), 12), Column(_("Nhiệm vụ"), 60)]
    columns += [Column(_(WORDS[count]), 14, "decimal") for count in COUNTS]
    columns.append(Column(_("Số lượng"), 36))
    line = page.roll.unit
    rows: list[Sequence[Value]] = []
    for row in page.task_rows:
        counted = [info for info in row.amounts if line.value(info.key)]
        amounts = "; ".join(f"{_(info.what)}: {points(line.value(info.key))}" for info in counted)
        rows.append([row.code, row.title, *(line.value(info.key) / 100 for info in row.counts), amounts])
    return Sheet(_("Nhiệm vụ"), columns, rows, landscape=True)


def _missing(page: ReportPage) -> Sheet:
    rows = [[name, _(STANDING_TITLES[standing])] for name, standing in page.missing_then]
    return Sheet(_("Chưa gửi"), [Column(_("Đơn vị"), 40), Column(_("Trạng thái"), 24)], rows)


def _corrections(page: ReportPage) -> Sheet:
    names = {info.key: f"{info.group}: {_(info.what)}" for info in page.live.infos}
    columns = [
        Column(_("Đơn vị"), 32),
        Column(_("Chỉ số"), 50),
        Column(_("Số hệ thống tổng hợp"), 14, "decimal"),
        Column(_("Đơn vị nêu"), 14, "decimal"),
        Column(_("Chênh lệch"), 14, "decimal"),
        Column(_("Lý do"), 40),
        Column(_("Đã tính"), 12),
    ]
    rows: list[Sequence[Value]] = [
        [
            one.unit,
            names.get(one.figure, one.figure),
            one.counted / 100,
            one.stated / 100,
            (one.stated - one.counted) / 100,
            one.remark,
            _("Có") if one.counts else _("Chưa"),
        ]
        for one in (*page.own_corrections, *page.roll.corrections)
    ]
    return Sheet(_("Điều chỉnh"), columns, rows, landscape=True)


def _difficulties(page: ReportPage) -> Sheet:
    columns = [Column(_("Đơn vị"), 28), Column(_("Nội dung"), 60), Column(_("Trạng thái"), 16)]
    columns += [Column(_("Đang ở"), 28), Column(_("Trả lời"), 60)]
    rows = [
        [one.unit.name, one.row.text, _(STATE_TITLES[one.row.state]), one.at.name, one.answer]
        for one in page.difficulties
    ]
    return Sheet(_("Khó khăn, vướng mắc"), columns, rows, landscape=True)
