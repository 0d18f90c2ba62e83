"""The grid as a workbook: the counts, who is late with what, and the titles of the tasks."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from quiz.core import audit
from quiz.core.db import transaction
from quiz.core.permissions import Actor
from quiz.documents.workbook import Column, Sheet, Value, workbook
from quiz.plans.modules import TITLES
from quiz.plans.overview.grid import Grid, Row
from quiz.plans.overview.scope import Look
from quiz.plans.overview.statuses import Counts
from quiz.plans.overview.tasks import Column as Task
from quiz.plans.rules import STATUS_TITLES


def grid_workbook(actor: Actor, look: Look, grid: Grid, now: datetime) -> bytes:
    """The bytes of the workbook; who took it away goes into the audit trail."""
    sheets = [_counts(grid), _late(grid), _tasks(grid)]
    heading = [look.plan.title, _("Đơn vị: %(unit)s", unit=look.unit.name)]
    heading.append(_("Tính đến ngày %(day)s", day=f"{look.today:%d/%m/%Y}"))
    content = workbook(sheets, heading, made_at=now)
    with transaction():
        after = {"unit": look.unit.code, "rows": len(grid.rows)}
        audit.record(actor, "plan.export_grid", "plan", look.plan.id, after=after)
    return content


def _counts(grid: Grid) -> Sheet:
    columns = [Column(_("Đơn vị"), 34), Column(_("Quá hạn"), 9, "number"), Column(_("Đã xong"), 9, "number")]
    columns += [Column(_("Tất cả"), 9, "number"), *(Column(one.code, 12) for one in grid.columns)]
    rows: list[list[Value]] = [_row(row, grid) for row in grid.rows]
    cells: list[Value] = [cell_words(grid.total(one)) for one in grid.columns]
    rows.append([_("Cộng"), grid.all.late, grid.all.done, grid.all.total, *cells])
    return Sheet(_("Tổng quan"), columns, rows, landscape=True)


def _row(row: Row, grid: Grid) -> list[Value]:
    name = _("%(unit)s (việc của chính đơn vị)", unit=row.unit.name) if row.is_self else row.unit.name
    cells: list[Value] = [cell_words(row.of(one)) for one in grid.columns]
    return [name, row.all.late, row.all.done, row.all.total, *cells]


def cell_words(counts: Counts) -> str | None:
    """A cell in words: the worst status and how many of all have it; None where nothing was given."""
    worst = counts.worst
    if worst is None:
        return None
    return f"{_(STATUS_TITLES[worst])} {counts.of(worst)}/{counts.total}"


def _late(grid: Grid) -> Sheet:
    columns = [Column(_("Đơn vị"), 34), Column(_("Nhiệm vụ"), 10), Column(_("Tên nhiệm vụ"), 60)]
    columns += [Column(_("Quá hạn"), 9, "number"), Column(_("Tất cả"), 9, "number")]
    rows: list[list[Value]] = [
        [row.unit.name, task.code, task.title, row.of(task).late, row.of(task).total]
        for row in grid.late_rows
        for task in row.late_columns(grid.columns)
    ]
    return Sheet(_("Quá hạn"), columns, rows)


def _tasks(grid: Grid) -> Sheet:
    columns = [Column(_("Mã"), 10), Column(_("Mục"), 14), Column(_("Tên nhiệm vụ"), 70), Column(_("Nhóm việc"), 24)]
    return Sheet(_("Nhiệm vụ"), columns, [_task(task) for task in grid.columns])


def _task(task: Task) -> list[Value]:
    return [task.code, task.section, task.title, _(TITLES.get(task.module, task.module))]
