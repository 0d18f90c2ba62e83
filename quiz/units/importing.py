"""Units from an Excel table: every row checked, every problem at its cell, all rows taken or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from quiz.core.errors import DomainError, Invalid
from quiz.documents import cells
from quiz.documents.problem import Problem, at, has_errors
from quiz.documents.sheets import Row, Wanted, read_table
from quiz.units.kinds import kind_of
from quiz.units.rules import head_count, unit_code, unit_name

COLUMNS = (
    Wanted("code", ("Mã", "Mã đơn vị"), required=True),
    Wanted("name", ("Tên đơn vị", "Tên"), required=True),
    Wanted("kind", ("Loại", "Loại đơn vị")),
    Wanted("parent", ("Mã đơn vị cấp trên", "Mã cấp trên", "Cấp trên")),
    Wanted("headcount", ("Số người", "Tổng số người", "Quân số")),
    Wanted("headcount_on", ("Ngày chốt", "Ngày chốt số liệu")),
    Wanted("headcount_source", ("Nguồn số liệu", "Nguồn")),
    Wanted("aliases", ("Tên khác", "Tên gọi khác")),
)


@dataclass(frozen=True)
class UnitRow:
    """A row that could be read; None or "" where the cell is empty, which leaves an existing unit as it is."""

    row: Row
    code: str
    name: str
    kind: str | None
    parent: str | None
    headcount: int | None
    headcount_on: date | None
    headcount_source: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class RowOutcome:
    """What became, or would become, of a row."""

    place: str
    code: str
    name: str
    outcome: Literal["created", "updated", "unchanged"]


@dataclass
class ImportReport:
    """The report of an import; with an error among the problems nothing was taken."""

    rows: list[RowOutcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether no error was found."""
        return not has_errors(self.problems)

    def count(self, outcome: str) -> int:
        """How many rows came out so."""
        return sum(row.outcome == outcome for row in self.rows)

    def as_dict(self) -> dict[str, Any]:
        """The shape in which the command prints it as JSON."""
        outcomes = ("created", "updated", "unchanged")
        return {
            **{outcome: self.count(outcome) if self.is_clean else 0 for outcome in outcomes},
            "problems": [problem.as_dict() for problem in self.problems],
        }


def read_units(content: bytes) -> tuple[list[UnitRow], list[Problem]]:
    """The rows of an Excel file and the problems at its cells; Invalid where the file cannot be read at all."""
    table = read_table(content, COLUMNS)
    reader = _Reader()
    rows = [reader.read(row) for row in table.rows]
    return [row for row in rows if row is not None], reader.problems


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._seen: dict[str, str] = {}

    def read(self, row: Row) -> UnitRow | None:
        """The row, or None where one of its cells cannot be used; all problems of the row are kept."""
        before = len(self.problems)
        values = {
            "code": self._cell(row, "code", lambda cell: self._code(cell.text, cell.place)),
            "name": self._cell(row, "name", lambda cell: unit_name(cell.text)),
            "kind": self._cell(row, "kind", lambda cell: _kind(cell.text)),
            "parent": self._cell(row, "parent", lambda cell: unit_code(cell.text) if cell.text else None),
            "headcount": self._cell(row, "headcount", lambda cell: head_count(cells.whole_number(cell))),
            "headcount_on": self._cell(row, "headcount_on", cells.day),
            "headcount_source": row["headcount_source"].text[:200],
            "aliases": tuple(part for part in row["aliases"].text.split(";") if part.strip()),
        }
        return UnitRow(row, **values) if len(self.problems) == before else None

    def _cell(self, row: Row, key: str, parse: Any) -> Any:
        try:
            return parse(row[key])
        except DomainError as error:
            self.problems.append(at(row[key].place, error))
            return None

    def _code(self, text: str, place: str) -> str:
        code = unit_code(text)
        if code in self._seen:
            raise Invalid("Mã %(used)s đã có ở ô %(place)s.", code="code_twice", used=code, place=self._seen[code])
        self._seen[code] = place
        return code


def _kind(text: str) -> str | None:
    if not text:
        return None
    kind = kind_of(text)
    if kind is None:
        raise Invalid("Loại đơn vị “%(value)s” chưa có trong danh mục.", code="unknown_kind", value=text)
    return str(kind)


def parents_first(rows: Sequence[UnitRow]) -> list[UnitRow]:
    """The rows in an order in which a unit above comes before those below; rows in a circle come last."""
    waiting = {row.code: row for row in rows}
    ordered: list[UnitRow] = []
    while waiting:
        ready = [row for row in waiting.values() if row.parent not in waiting or row.parent == row.code]
        ordered += [waiting.pop(row.code) for row in ready or list(waiting.values())]
    return ordered
