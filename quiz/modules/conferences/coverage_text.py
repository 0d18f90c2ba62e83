"""The coverage as a text for chats and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.vietnamese import number
from quiz.documents.workbook import Column, Sheet, Value, workbook
from quiz.modules.conferences.coverage import Coverage, Line, Named
from quiz.modules.conferences.queries import Whole
from quiz.modules.conferences.rules import METHOD_TITLES

FEW = 5
"""How many units with most people missing the text names."""


def chat_text(found: Whole, reached: Coverage, address: str) -> str:
    """Numbers of a conference in a few lines, the units with most people missing, and the way to its page."""
    own = reached.own.numbers
    begins = clock.local(found.sittings[0].row.starts_at)
    lines = [
        found.row.title,
        _("Thời gian: %(moment)s", moment=f"{begins:%H:%M %d/%m/%Y}"),
        _("Đơn vị: %(unit)s", unit=reached.own.unit.name),
        _("- Triệu tập %(invited)s người, có mặt %(attended)s%(share)s", **_counts(reached.own)),
        _("- Vắng có lý do: %(excused)s; chưa dự: %(absent)s", excused=number(own.excused), absent=number(own.absent)),
    ]
    missing = sorted((line for line in reached.below if line.numbers.absent), key=lambda line: -line.numbers.absent)
    if missing:
        lines.append(_("- Đơn vị còn nhiều người chưa dự:"))
        lines += [
            _("  %(unit)s: %(absent)s người", unit=line.unit.name, absent=number(line.numbers.absent))
            for line in missing[:FEW]
        ]
    return "\n".join([*lines, _("Chương trình và tài liệu: %(address)s", address=address)])


def _counts(line: Line) -> dict[str, str]:
    part = line.numbers.share
    said = "" if part is None else f" ({number(part * 100, 1)}%)"
    return {"invited": number(line.numbers.invited), "attended": number(line.numbers.attended), "share": said}


def coverage_workbook(found: Whole, reached: Coverage, people: Sequence[Named], now: datetime) -> bytes:
    """Two sheets: the units, and the people by name."""
    begins = clock.local(found.sittings[0].row.starts_at)
    heading = [found.row.title, reached.own.unit.name, f"{begins:%H:%M %d/%m/%Y}"]
    return workbook([_units(reached), _people(people)], heading, made_at=now)


def _units(reached: Coverage) -> Sheet:
    columns = [
        Column(_("Đơn vị"), 40),
        Column(_("Triệu tập"), 12, "number"),
        Column(_("Có mặt"), 12, "number"),
        Column(_("Vắng có lý do"), 12, "number"),
        Column(_("Chưa dự"), 12, "number"),
        Column(_("Tỷ lệ dự"), 12, "percent"),
        Column(_("Khách"), 12, "number"),
    ]
    return Sheet(_("Độ phủ"), columns, [_row(line) for line in (reached.own, *reached.below)], landscape=True)


def _row(line: Line) -> list[Value]:
    one = line.numbers
    return [line.unit.name, one.invited, one.attended, one.excused, one.absent, one.share, one.guests]


def _people(people: Sequence[Named]) -> Sheet:
    columns = [
        Column(_("STT"), 8, "number"),
        Column(_("Họ và tên"), 30),
        Column(_("Đơn vị"), 36),
        Column(_("Có mặt lúc"), 18, "moment"),
        Column(_("Cách điểm danh"), 24),
        Column(_("Điểm cầu"), 24),
        Column(_("Lý do vắng"), 30),
    ]
    rows: list[list[Value]] = [
        [place, one.name, one.unit, one.at, _(METHOD_TITLES[one.method]) if one.method else None, one.place, one.excuse]
        for place, one in enumerate(people, start=1)
    ]
    return Sheet(_("Danh sách"), columns, rows, landscape=True)
