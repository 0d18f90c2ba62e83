"""Unit tables as workbooks for the organiser, nothing hidden; what every workbook of rankings says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from quiz.contests.models import Contest
from quiz.core import audit
from quiz.core.db import transaction
from quiz.core.permissions import Actor
from quiz.core.templating import moment
from quiz.documents.workbook import Column, Sheet, Value, workbook
from quiz.ranking.models import UnitStanding
from quiz.ranking.queries import as_of
from quiz.ranking.scope import Scope
from quiz.ranking.unit_queries import UnitRow, all_units, comparable_units, ranked
from quiz.units.kinds import title_of


def units_workbook(actor: Actor, scope: Scope, now: datetime) -> bytes:
    """The units that compete with each other, ranked, and the whole tree with every unit."""
    contest_id, order = scope.contest.id, scope.rules.unit_order
    compared = [[row.rank, *_unit_cells(row)] for row in comparable_units(contest_id, scope.number, order)]
    tree = _tree_rows(all_units(contest_id, scope.number), scope)
    sheets = [
        Sheet(_("Xếp hạng đơn vị"), [Column(_("Hạng"), 8, "number"), *_unit_columns()], compared, landscape=True),
        Sheet(_("Tất cả đơn vị"), [Column(_("Cấp trên"), 32), *_unit_columns()], tree, landscape=True),
    ]
    content = workbook(sheets, *frame_lines(scope), made_at=now)
    record_export(actor, scope.contest, scope.number, "units", len(tree))
    return content


def _unit_columns() -> list[Column]:
    return [
        Column(_("Mã đơn vị"), 12),
        Column(_("Đơn vị"), 36),
        Column(_("Loại đơn vị"), 22),
        Column(_("Số người dự thi"), 12, "number"),
        Column(_("Số lượt thi"), 12, "number"),
        Column(_("Tổng số người"), 12, "number"),
        Column(_("Tỷ lệ tham gia"), 12, "percent"),
        Column(_("Điểm bình quân"), 12, "decimal"),
        Column(_("Số người đạt điểm tối đa"), 14, "number"),
    ]


def _unit_cells(row: UnitRow) -> list[Value]:
    mean = row.mean_score / 100 if row.mean_score is not None else None
    return [
        row.code,
        row.name,
        _(title_of(row.kind)),
        row.people,
        row.attempts,
        row.headcount,
        row.rate,
        mean,
        row.full_scores,
    ]


def _tree_rows(units: Sequence[UnitStanding], scope: Scope) -> list[list[Value]]:
    names = {unit.unit_id: unit.name for unit in units}
    rows = {row.code: row for row in ranked(units, scope.rules.unit_order)}
    superiors = [(names.get(unit.parent_id) if unit.parent_id is not None else None, unit.code) for unit in units]
    return [[superior, *_unit_cells(rows[code])] for superior, code in superiors]


def frame_lines(scope: Scope) -> tuple[list[str], list[str]]:
    """What stands above and below the table."""
    title = scope.current.title if scope.current else _("Toàn cuộc thi")
    state = _("Kết quả tạm thời") if scope.is_provisional else _("Kết quả đã được phê duyệt")
    made = as_of(scope.contest.id, scope.number)
    notes = [_("Số liệu tính đến %(moment)s", moment=moment(made))] if made else []
    if scope.contest.is_demo:
        notes.append(_("Dữ liệu minh họa: người, đơn vị và kết quả không có thật"))
    return [scope.contest.title, title, state], notes


def record_export(actor: Actor, contest: Contest, number: int, table: str, rows: int) -> None:
    """Note who took which list away."""
    contest_id = contest.id
    with transaction():
        taken = {"table": table, "round": number, "rows": rows}
        audit.record(actor, "ranking.export", "contest", contest_id, after=taken)
