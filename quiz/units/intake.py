"""Taking units from an Excel table into the forest: all rows or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import sqlalchemy as sa
from flask_babel import gettext

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import DomainError, Invalid, NotAllowed
from quiz.core.permissions import Actor, Role
from quiz.documents.problem import Problem, at
from quiz.units import forest, queries
from quiz.units.importing import ImportReport, RowOutcome, UnitRow, parents_first, read_units
from quiz.units.models import OrgUnit
from quiz.units.rules import search_text


class _Undo(Exception):
    """Ends the transaction without keeping anything."""


def import_units(actor: Actor | None, content: bytes, *, dry_run: bool = False) -> ImportReport:
    """Add the units of an Excel file and update those whose codes exist; an empty cell leaves what is there.

    The report names each row's outcome and each problem's cell. With an error, or with `dry_run`, nothing is kept.
    Raises Invalid where the file cannot be read at all. `actor` None is the product itself.
    """
    rows, problems = read_units(content)
    report = ImportReport(problems=problems)
    try:
        with transaction():
            _Intake(actor, rows, report).run()
            if dry_run or not report.is_clean:
                raise _Undo
    except _Undo:
        pass
    return report


class _Intake:
    """One import: what is known of the units by their codes, and whether the person may act on them."""

    def __init__(self, actor: Actor | None, rows: Sequence[UnitRow], report: ImportReport) -> None:
        self.actor, self.rows, self.report = actor, rows, report
        codes = {row.code for row in rows} | {row.parent for row in rows if row.parent}
        self.units = queries.by_codes(codes)
        self.reach: dict[str | None, bool] = {code: self._covers(unit.position) for code, unit in self.units.items()}
        self.reach[None] = self._covers(None)

    def _covers(self, position: int | None) -> bool:
        return self.actor is None or self.actor.covers(position, Role.ORGANISER)

    def run(self) -> None:
        """Write every row that can be written, note every problem, and number the forest anew."""
        if self._has_circles():
            return
        outcomes: dict[int, RowOutcome] = {}
        for row in parents_first(self.rows):
            try:
                outcome = self._write(row)
                outcomes[row.row.number] = RowOutcome(row.row.place, row.code, row.name, outcome)
            except DomainError as error:
                self.report.problems.append(at(row.row[error.field or "code"].place, error))
        self.report.rows = [outcomes[number] for number in sorted(outcomes)]
        if self.report.is_clean:
            forest.renumber()

    def _write(self, row: UnitRow) -> Literal["created", "updated", "unchanged"]:
        unit = self.units.get(row.code)
        parent = self._parent(row)
        if unit is None:
            self._create(row, parent)
            return "created"
        if not self.reach[row.code] or not (self.reach[row.parent] or row.parent is None):
            raise _out_of_reach()
        return "updated" if self._update(unit, row, parent) else "unchanged"

    def _parent(self, row: UnitRow) -> OrgUnit | None:
        if row.parent is None:
            return None
        if row.parent not in self.units:
            raise Invalid(
                "Không có đơn vị cấp trên nào mang mã %(used)s.", code="no_parent", field="parent", used=row.parent
            )
        return self.units[row.parent]

    def _create(self, row: UnitRow, parent: OrgUnit | None) -> None:
        if not self.reach[row.parent]:
            raise _out_of_reach()
        if row.kind is None:
            raise Invalid("Đơn vị mới cần có loại đơn vị.", code="no_kind", field="kind")
        unit = OrgUnit(code=row.code, kind=row.kind, parent_id=parent.id if parent else None)
        db.session.add(unit)
        self.units[row.code], self.reach[row.code] = unit, self.reach[row.parent]
        _fill(unit, row)
        db.session.flush()
        forest.set_aliases(unit, row.aliases)
        audit.record(self.actor, "unit.create", "unit", unit.id, after=forest.state(unit), reason="import")

    def _update(self, unit: OrgUnit, row: UnitRow, parent: OrgUnit | None) -> bool:
        before = forest.state(unit)
        if parent is not None and parent.id != unit.parent_id:
            self._require_old_parent(unit)
            unit.parent_id = parent.id
        old = unit.name
        _fill(unit, row)
        forest.set_aliases(unit, forest.with_old_name(unit, old, row.aliases or queries.aliases(unit.id)))
        after = forest.state(unit)
        if before != after:
            audit.record(self.actor, "unit.update", "unit", unit.id, before=before, after=after, reason="import")
        return before != after

    def _require_old_parent(self, unit: OrgUnit) -> None:
        if not self._covers(queries.get(unit.parent_id).position if unit.parent_id is not None else None):
            raise _out_of_reach()

    def _has_circles(self) -> bool:
        """A unit that would stand above itself is a problem at the cell of its parent's code; the rest has to wait."""
        clean = True
        above = _parents_by_code() | {row.code: row.parent for row in self.rows if row.parent}
        for row in self.rows:
            seen, code = set(), above.get(row.code)
            while code is not None and code != row.code and code not in seen:
                seen.add(code)
                code = above.get(code)
            if code == row.code:
                text = "Một đơn vị không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó."
                self.report.problems.append(Problem(row.row["parent"].place, "cycle", gettext(text)))
                clean = False
        return not clean


def _parents_by_code() -> dict[str, str | None]:
    units = db.session.execute(sa.select(OrgUnit.id, OrgUnit.code, OrgUnit.parent_id)).all()
    codes = {unit.id: unit.code for unit in units}
    return {unit.code: codes.get(unit.parent_id) for unit in units}


def _fill(unit: OrgUnit, row: UnitRow) -> None:
    unit.name, unit.name_folded = row.name, search_text(row.name)[:200]
    unit.kind = row.kind or unit.kind
    if row.headcount is not None and row.headcount != unit.headcount:
        unit.headcount, unit.headcount_on, unit.headcount_source = row.headcount, None, ""
    unit.headcount_on = row.headcount_on or unit.headcount_on
    unit.headcount_source = row.headcount_source or unit.headcount_source or ""


def _out_of_reach() -> NotAllowed:
    return NotAllowed("Đơn vị này ngoài phạm vi quản lý của quý vị.")
