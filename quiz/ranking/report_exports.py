"""The Monday report as a workbook: the numbers of the own unit and those below, and who is missing by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from quiz.core.permissions import Actor, Role
from quiz.documents.workbook import Column, Sheet, Value, workbook
from quiz.ranking.exports import record_export
from quiz.ranking.missing import MissingPerson
from quiz.ranking.report import Line, Report
from quiz.ranking.report_text import week_words

Cell = tuple[Column, Value, str]
"""A column, a line's value in it, and the hidden column that it would give away."""


def report_workbook(actor: Actor, report: Report, missing: Sequence[MissingPerson], now: datetime) -> bytes:
    """The bytes of the workbook; who took it away goes into the audit trail."""
    sheets = [_numbers(report)]
    if report.tells_missing:
        sheets.append(_missing(missing, shows_phone=actor.covers(report.own.unit.position, Role.ORGANISER)))
    content = workbook(sheets, _heading(report), made_at=now)
    rows = sum(1 for sheet in sheets for _row in sheet.rows)
    record_export(actor, report.scope.contest, report.scope.number, f"report {report.own.unit.code}", rows)
    return content


def _numbers(report: Report) -> Sheet:
    cells = [_cells(line, report) for line in (report.own, *report.below)]
    columns = [column for column, _value in cells[0]]
    return Sheet(_("Báo cáo tuần"), columns, [[value for _column, value in row] for row in cells], landscape=True)


def _missing(missing: Sequence[MissingPerson], *, shows_phone: bool) -> Sheet:
    columns = [Column(_("STT"), 8, "number"), Column(_("Họ và tên"), 30), Column(_("Đơn vị"), 40)]
    columns += [Column(_("Điện thoại"), 14)] if shows_phone else []
    columns.append(Column(_("Xếp hạng"), 16))
    rows: list[list[Value]] = []
    for number, one in enumerate(missing, start=1):
        phone = [one.phone] if shows_phone else []
        rows.append([number, one.name, one.unit, *phone, None if one.is_ranked else _("Không xếp hạng")])
    return Sheet(_("Chưa dự thi"), columns, rows)


def _heading(report: Report) -> list[str]:
    unit = _("Đơn vị: %(unit)s", unit=report.own.unit.name)
    return [report.scope.contest.title, unit, _("Tuần %(week)s", week=week_words(report.week))]


def _cells(line: Line, report: Report) -> list[tuple[Column, Value]]:
    found = [*_week(line), *_contest(line), *_round(line), *_members(line)]
    return [(column, None if secret in report.hidden else value) for column, value, secret in found]


def _week(line: Line) -> list[Cell]:
    mean = line.week.mean_score
    return [
        (Column(_("Đơn vị"), 36), line.unit.name, ""),
        (Column(_("Người dự thi trong tuần"), 12, "number"), line.week.people, "people"),
        (Column(_("So với tuần trước"), 12, "number"), line.more_people, "people"),
        (Column(_("Lượt thi trong tuần"), 12, "number"), line.week.attempts, "attempts"),
        (Column(_("Điểm trung bình trong tuần"), 12, "decimal"), None if mean is None else mean / 100, "mean_score"),
        (Column(_("Đạt điểm tối đa trong tuần"), 12, "number"), line.week.full_scores, "full_scores"),
    ]


def _contest(line: Line) -> list[Cell]:
    row = line.contest
    mean = row.mean_score / 100 if row and row.mean_score is not None else None
    return [
        (Column(_("Người dự thi tính đến nay"), 12, "number"), row.people if row else 0, "people"),
        (Column(_("Lượt thi tính đến nay"), 12, "number"), row.attempts if row else 0, "attempts"),
        (Column(_("Tổng số người"), 12, "number"), row.headcount if row else None, ""),
        (Column(_("Tỷ lệ dự thi"), 12, "percent"), row.rate if row else None, "rate"),
        (Column(_("Điểm trung bình"), 12, "decimal"), mean, "mean_score"),
        (Column(_("Đạt điểm tối đa"), 12, "number"), row.full_scores if row else 0, "full_scores"),
    ]


def _round(line: Line) -> list[Cell]:
    row = line.current
    quota = row.quota if row else None
    return [
        (Column(_("Hạng ở vòng hiện tại"), 12, "number"), row.rank if row else None, ""),
        (Column(_("Tăng (giảm) bậc"), 12, "number"), line.risen, ""),
        (Column(_("Chỉ tiêu lượt thi của vòng"), 12, "number"), quota.asked if quota else None, ""),
        (Column(_("Mức hoàn thành chỉ tiêu"), 12, "percent"), quota.share if quota else None, "quota"),
    ]


def _members(line: Line) -> list[Cell]:
    return [
        (Column(_("Số tài khoản"), 12, "number"), line.members.accounts, ""),
        (Column(_("Chưa dự thi"), 12, "number"), line.members.missing, "people"),
    ]
