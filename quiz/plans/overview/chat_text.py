"""Ready text for a chat group: which units are late with what. Names of units and counts alone, nobody's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from quiz.core.vietnamese import number
from quiz.plans.overview.grid import Grid, Row
from quiz.plans.overview.scope import Look
from quiz.plans.rules import Status

MOST_UNITS = 30
MOST_TASKS = 6


def late_text(look: Look, grid: Grid) -> str:
    """Who is late with what, as plain text; that nobody is, where nobody is."""
    lines = [
        look.plan.title,
        _("Đơn vị: %(unit)s", unit=look.unit.name),
        _("Tính đến ngày %(day)s", day=f"{look.today:%d/%m/%Y}"),
        "",
    ]
    late = grid.late_rows
    if not late:
        return "\n".join([*lines, _("Không có đơn vị nào quá hạn. Trân trọng cảm ơn các đơn vị.")])
    lines += [_("CÁC ĐƠN VỊ CÓ VIỆC QUÁ HẠN:"), *(_line(row, grid) for row in late[:MOST_UNITS])]
    if len(late) > MOST_UNITS:
        lines.append(_("… và %(n)s đơn vị khác.", n=number(len(late) - MOST_UNITS)))
    return "\n".join([*lines, "", _("Đề nghị các đơn vị hoàn thành và cập nhật kết quả. Trân trọng.")])


def _line(row: Row, grid: Grid) -> str:
    """- Xã An Bình: 3 việc của đơn vị, 5 người: V-1 (3), V-2 (5)."""
    late = row.late_columns(grid.columns)
    told = ", ".join(f"{column.code} ({number(row.of(column).late)})" for column in late[:MOST_TASKS])
    more = _("và %(n)s nhiệm vụ khác", n=number(len(late) - MOST_TASKS)) if len(late) > MOST_TASKS else ""
    tasks = " ".join(filter(None, (told, more)))
    values = {"unit": row.unit.name, "late": late_words(row), "tasks": tasks}
    return str(_("- %(unit)s: %(late)s; nhiệm vụ %(tasks)s", **values))


def late_words(row: Row) -> str:
    """How much is late, duties of units and of people told apart."""
    return late_counts(row.all.units[Status.LATE], row.all.people[Status.LATE])


def late_counts(of_units: int, of_people: int) -> str:
    """3 việc quá hạn, 5 việc của cá nhân quá hạn."""
    parts = [_("%(n)s việc quá hạn", n=number(of_units))] if of_units or not of_people else []
    parts += [_("%(n)s việc của cá nhân quá hạn", n=number(of_people))] if of_people else []
    return ", ".join(parts)


def todo_text(late: Sequence[tuple[str, str]], today: date) -> str:
    """The same of a to-do list: pairs of a unit's name and the code of a task that it is late with."""
    heading = _("Tính đến ngày %(day)s", day=f"{today:%d/%m/%Y}")
    if not late:
        return "\n".join([heading, "", _("Không có việc nào quá hạn. Trân trọng cảm ơn các đơn vị.")])
    by_unit: dict[str, Counter[str]] = {}
    for unit, code in late:
        by_unit.setdefault(unit, Counter())[code] += 1
    lines = [heading, "", _("CÁC ĐƠN VỊ CÓ VIỆC QUÁ HẠN:")]
    for unit, codes in sorted(by_unit.items(), key=lambda item: -item[1].total())[:MOST_UNITS]:
        told = ", ".join(codes)
        values = {"unit": unit, "late": late_counts(codes.total(), 0), "tasks": told}
        lines.append(_("- %(unit)s: %(late)s; nhiệm vụ %(tasks)s", **values))
    return "\n".join([*lines, "", _("Đề nghị các đơn vị hoàn thành và cập nhật kết quả. Trân trọng.")])
