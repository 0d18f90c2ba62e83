"""Unit tables as workbooks for the organiser: a sheet for every band, the formula in words, nothing hidden."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from quiz.contests.unit_scheme import UnitCriterion
from quiz.core.permissions import Actor
from quiz.documents.workbook import Column, Sheet, Value, workbook
from quiz.documents.workbook import Kind as CellKind
from quiz.ranking import unit_words as words
from quiz.ranking.exports import frame_lines, record_export
from quiz.ranking.models import UnitStanding
from quiz.ranking.scope import Scope
from quiz.ranking.unit_queries import all_units, comparable_units, ranked
from quiz.ranking.unit_rows import UnitRow
from quiz.units.kinds import title_of

_KINDS: dict[UnitCriterion, CellKind] = {
    UnitCriterion.RATE: "percent",
    UnitCriterion.QUOTA: "percent",
    UnitCriterion.MEAN_SCORE: "decimal",
    UnitCriterion.TOP_MEAN: "decimal",
    UnitCriterion.POINTS: "decimal",
}


def units_workbook(actor: Actor, scope: Scope, now: datetime) -> bytes:
    """The units that compete with each other, ranked, a sheet a band, and the whole tree with every unit."""
    contest_id, number = scope.contest.id, scope.number
    compared = comparable_units(contest_id, number, scope.rules)
    tree = _tree_rows(all_units(contest_id, number), scope)
    sheets = [
        *(_ranking(title, rows, scope) for title, rows in _groups(compared, scope)),
        Sheet(_("Tất cả đơn vị"), [Column(_("Cấp trên"), 32), *_columns(scope)], tree, landscape=True),
    ]
    heading, notes = frame_lines(scope)
    content = workbook(sheets, heading, [*words.formula(scope.rules), *notes], made_at=now)
    record_export(actor, scope.contest, scope.number, "units", len(tree))
    return content


def _groups(rows: Sequence[UnitRow], scope: Scope) -> list[tuple[str, list[UnitRow]]]:
    bands = scope.rules.unit_scheme.bands
    if not bands:
        return [(_("Xếp hạng đơn vị"), list(rows))]
    return [(band.title, [row for row in rows if row.band == band.code]) for band in bands]


def _ranking(title: str, rows: Sequence[UnitRow], scope: Scope) -> Sheet:
    columns = [Column(_("Hạng"), 8, "number"), *_columns(scope), Column(_("Ghi chú"), 36)]
    cells = [[row.rank, *_cells(row, scope), note(row)] for row in rows]
    return Sheet(title, columns, cells, landscape=True)


def note(row: UnitRow) -> str:
    """What has to be said about a row: why it has no rank, a rate that cannot be."""
    said = [str(words.REASONS[row.reason])] if row.reason else []
    if row.is_over:
        said.append(_("Vượt 100%: kiểm tra lại tổng số người."))
    return " ".join(said)


def _columns(scope: Scope) -> list[Column]:
    figures = words.columns(scope.rules)
    asked = [Column(_("Chỉ tiêu lượt thi"), 12, "number")] if scope.rules.unit_scheme.quotas else []
    return [
        Column(_("Mã đơn vị"), 12),
        Column(_("Đơn vị"), 36),
        Column(_("Loại đơn vị"), 22),
        *(Column(str(words.LABELS[one]), 12, _KINDS.get(one, "number")) for one in figures),
        *asked,
        Column(_("Tổng số người"), 12, "number"),
        Column(_("Ngày chốt"), 12, "day"),
        Column(_("Nguồn số liệu"), 28),
    ]


def _cells(row: UnitRow, scope: Scope) -> list[Value]:
    figures = [_cell(row, criterion) for criterion in words.columns(scope.rules)]
    asked: list[Value] = [row.quota.asked if row.quota else None] if scope.rules.unit_scheme.quotas else []
    counted = (row.headcount, row.headcount_on, row.headcount_source or None)
    return [row.code, row.name, _(title_of(row.kind)), *figures, *asked, *counted]


def _cell(row: UnitRow, criterion: UnitCriterion) -> Value:
    value = words.value_of(row, criterion)
    in_hundredths = criterion in {UnitCriterion.MEAN_SCORE, UnitCriterion.TOP_MEAN}
    return value / 100 if in_hundredths and value is not None else value


def _tree_rows(units: Sequence[UnitStanding], scope: Scope) -> list[list[Value]]:
    names = {unit.unit_id: unit.name for unit in units}
    rows = {row.code: row for row in ranked(units, scope.rules)}
    superiors = [(names.get(unit.parent_id) if unit.parent_id is not None else None, unit.code) for unit in units]
    return [[superior, *_cells(rows[code], scope)] for superior, code in superiors]
