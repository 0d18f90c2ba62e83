"""Registrations from an Excel list that was made of signed papers: each problem at its cell, all rows or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from quiz.core import audit, clock
from quiz.core.db import transaction
from quiz.core.errors import DomainError, Invalid
from quiz.core.permissions import Actor
from quiz.core.vietnamese import fold
from quiz.documents import cells
from quiz.documents.problem import Problem, at, has_errors
from quiz.documents.sheets import Row, Wanted, read_table
from quiz.modules.registrations import rights, service
from quiz.modules.registrations.asking import Asked
from quiz.modules.registrations.people import Line, Reach, lines
from quiz.modules.registrations.rules import CONTENTS, Draft, check_person
from quiz.modules.registrations.service import EDITABLE, Subject
from quiz.units.models import OrgUnit

THINGS = 3
COLUMNS = (
    Wanted("name", ("Họ và tên", "Họ tên"), required=True),
    Wanted("unit", ("Đơn vị", "Chi bộ")),
    Wanted("title_1", ("Việc 1", "Việc đăng ký"), required=True),
    Wanted("title_2", ("Việc 2",)),
    Wanted("title_3", ("Việc 3",)),
    Wanted("study", ("Học tập", "Nội dung học tập")),
    Wanted("follow", ("Làm theo", "Nội dung làm theo")),
    Wanted("example", ("Nêu gương", "Nội dung nêu gương")),
    Wanted("commitment", ("Cam kết", "Lời cam kết"), required=True),
    Wanted("what", ("Hạn chế", "Hạn chế cần khắc phục")),
    Wanted("how", ("Cách khắc phục",)),
    Wanted("by", ("Khắc phục trước ngày", "Hạn khắc phục")),
    Wanted("basis", ("Bản giấy", "Nơi lưu bản giấy")),
)
_CELLS = {"flaw_1": "what", "mend_1": "how", "mend_by_1": "by"}


@dataclass
class Report:
    """What would become of each row, and the problems; with one nothing is taken."""

    rows: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether no error was found."""
        return not has_errors(self.problems)


@dataclass(frozen=True)
class _Ready:
    row: Row
    line: Line
    draft: Draft


class _Undo(Exception):
    """Ends the transaction without keeping anything."""


def import_people(
    actor: Actor, asked: Asked, unit: OrgUnit, content: bytes, now: datetime, *, dry_run: bool = False
) -> Report:
    """Take a list of people of a unit's subtree; their registrations are handed up on their behalf.

    Raises NotAllowed where the person does not act for the unit, Invalid where the file cannot be read at all.
    """
    rights.require_fill(actor, unit)
    table = read_table(content, COLUMNS)
    report = Report()
    reader = _Reader(asked, lines(asked, Reach.of(unit), clock.local(now).date()), report)
    ready = [one for row in table.rows if (one := reader.read(row))]
    try:
        with transaction():
            for one in ready:
                _take(actor, asked, one, now, report)
            if dry_run or not report.is_clean:
                raise _Undo
            audit.record(actor, "registration.import", "unit", unit.id, after={"rows": len(ready)})
    except _Undo:
        pass
    return report


def _take(actor: Actor, asked: Asked, one: _Ready, now: datetime, report: Report) -> None:
    """Problems were looked for before: what fails now has changed in between, and nothing is kept."""
    version = one.line.registration.version if one.line.registration else 0
    subject = Subject(one.line.unit_id, one.line.person_id, one.line.name)
    if one.line.person_id == actor.person_id:
        error = Invalid("Bản đăng ký của chính quý vị thì không nhập hộ; vui lòng tự đăng ký.")
        report.problems.append(at(one.row["name"].place, error))
        return
    service.save(actor, asked, subject, one.draft, version, now, submit=True)
    report.rows.append((one.row.place, one.line.name, one.line.unit_name))


class _Reader:
    def __init__(self, asked: Asked, people: list[Line], report: Report) -> None:
        self.asked, self.report = asked, report
        self.by_name: dict[str, list[Line]] = {}
        for line in people:
            self.by_name.setdefault(fold(line.name), []).append(line)
        self.seen: dict[int, str] = {}

    def read(self, row: Row) -> _Ready | None:
        """The row with its person and draft, or None where something is wrong; all problems are kept."""
        before = len(self.report.problems)
        line = self._at(row, "name", lambda: self._person(row))
        by = self._at(row, "by", lambda: cells.day(row["by"]))
        draft = _draft(row, by)
        if len(self.report.problems) == before:
            self._check(row, draft)
        return _Ready(row, line, draft) if line and len(self.report.problems) == before else None

    def _at(self, row: Row, key: str, parse: Any) -> Any:
        try:
            return parse()
        except DomainError as error:
            self.report.problems.append(at(row[key].place, error))
            return None

    def _check(self, row: Row, draft: Draft) -> None:
        try:
            check_person(draft, self.asked.person_bounds)
        except DomainError as error:
            key = _CELLS.get(error.field or "", error.field or "name")
            self.report.problems.append(at(row[key].place, error))

    def _person(self, row: Row) -> Line:
        name, unit = row["name"].text, fold(row["unit"].text)
        found = [line for line in self.by_name.get(fold(name), []) if not unit or fold(line.unit_name) == unit]
        if not found:
            raise Invalid("Không tìm thấy “%(name)s” trong diện phải đăng ký của đơn vị.", code="nobody", name=name)
        if len(found) > 1:
            raise Invalid("Có nhiều người tên “%(name)s”. Vui lòng ghi thêm cột Đơn vị.", code="several", name=name)
        line = found[0]
        if line.person_id in self.seen:
            place = self.seen[line.person_id]
            raise Invalid("Người này đã có ở ô %(place)s.", code="twice", place=place)
        self.seen[line.person_id] = row["name"].place
        if line.state not in {"", *EDITABLE}:
            text = "Người này được miễn." if line.state == "exempt" else "Người này đã gửi bản đăng ký."
            raise Invalid(text, code="state")
        return line


def _draft(row: Row, by: date | None) -> Draft:
    titles = [row[f"title_{number}"].text for number in range(1, THINGS + 1)]
    things = [{"title": title, "how": "", "schedule": ""} for title in titles if title]
    flaw = {"what": row["what"].text, "how": row["how"].text, "by": by.isoformat() if by else ""}
    contents = {key: row[key].text for key in CONTENTS}
    basis = row["basis"].text[:300]
    return Draft(things, contents, row["commitment"].text, [flaw] if any(flaw.values()) else [], basis)
