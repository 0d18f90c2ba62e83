"""Lists of people as tables: who is invited, who came; every problem at its cell, nothing half taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from quiz.accounts.models import Membership, Person
from quiz.core import audit
from quiz.core.db import db, in_portions, transaction
from quiz.core.errors import Conflict, DomainError, Invalid
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean, fold
from quiz.documents.problem import Problem, at, has_errors
from quiz.documents.sheets import Cell, Row, Wanted, read_table
from quiz.modules.conferences import queries
from quiz.modules.conferences.attendance import tick
from quiz.modules.conferences.inviting import add_people
from quiz.modules.conferences.models import Participant
from quiz.modules.conferences.ownership import own
from quiz.modules.conferences.rules import ConferenceState
from quiz.units.models import OrgUnit

WHO = (
    Wanted("unit", ("Mã đơn vị",), required=True),
    Wanted("name", ("Họ và tên", "Họ tên"), required=True),
    Wanted("login", ("Tên đăng nhập",)),
)
CAME = (*WHO, Wanted("came", ("Có mặt", "Điểm danh"), required=True), Wanted("place", ("Điểm cầu", "Địa điểm")))
_YES, _NO = frozenset({"x", "co", "1", "v", "co mat"}), frozenset({"khong", "0", "vang", "k"})
MOST = 20_000
"""How many rows one list may have."""


@dataclass(frozen=True)
class Found:
    """Whom a row means: the person, the unit that counts, and the names to show."""

    row: Row
    person_id: int
    unit_id: int
    name: str
    unit: str


@dataclass
class Report:
    """What a list says: people found, who came and where, and the problems at its cells."""

    found: list[Found] = field(default_factory=list)
    came: dict[int, bool] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether no error was found."""
        return not has_errors(self.problems)


def rows_of_text(text: str) -> list[Row]:
    """The rows of a pasted list: unit's code and name, with a tab, semicolon or bar between. Invalid where empty."""
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        parts = [clean(part) for part in line.replace("|", "\t").replace(";", "\t").split("\t")]
        if not any(parts):
            continue
        values = zip(("unit", "name", "login"), [*parts, "", "", ""][:3], strict=True)
        rows.append(Row(number, {key: Cell(f"dòng {number}", value) for key, value in values}))
    if not rows:
        raise Invalid("Vui lòng dán danh sách, mỗi dòng một người.", field="text")
    return rows


def read_rows(content: bytes, columns: Sequence[Wanted]) -> Sequence[Row]:
    """The rows of an Excel file; Invalid where it cannot be read or is too long."""
    rows = read_table(content, columns).rows
    if len(rows) > MOST:
        raise Invalid("Danh sách dài quá %(most)s dòng; vui lòng chia thành nhiều tệp.", field="file", most=MOST)
    return rows


def invite_list(actor: Actor, conference_id: int, rows: Sequence[Row], now: datetime, *, dry_run: bool) -> Report:
    """Invite the people of a list, all or nobody. Each must be of the own subtree."""
    with transaction():
        row = own(actor, conference_id)
        if row.state == ConferenceState.CANCELLED:
            raise Conflict("Hội nghị đã hủy.", code="state")
        report = _Reader(actor, rows).report()
        if report.is_clean and not dry_run:
            people = {one.person_id: one.unit_id for one in report.found}
            added = add_people(actor, row, people.items(), "list", now)
            audit.record(actor, "conference.invite", "conference", row.id, after={"list": len(rows), "people": added})
    return report


def attendance_list(
    actor: Actor, conference_id: int, session_id: int, content: bytes, now: datetime, *, dry_run: bool
) -> Report:
    """Note who came by a table: x or "có" in its column, an empty cell changes nothing, "không" takes a note away."""
    report = _Reader(actor, read_rows(content, CAME)).report()
    places = {fold(place.name): place.id for place in queries.sitting_of(conference_id, session_id).places}
    known = _listed(actor, conference_id)
    for one in report.found:
        try:
            _take(report, one, known, places)
        except DomainError as error:
            report.problems.append(at(one.row[error.field or "name"].place, error))
    if report.is_clean and not dry_run:
        _note(actor, conference_id, session_id, report, now)
    return report


def _take(report: Report, one: Found, known: set[int], places: Mapping[str, int]) -> None:
    came, place = _came(one.row["came"]), one.row["place"].text
    if place and fold(place) not in places:
        raise Invalid("Buổi này không có điểm cầu “%(name)s”.", code="no_place", field="place", name=place)
    if one.person_id not in known:
        raise Invalid("Người này chưa có trong danh sách triệu tập.", code="not_invited", field="name")
    if came is not None:
        report.came[one.person_id] = came
        report.places[one.person_id] = places.get(fold(place), 0)


def _came(cell: Cell) -> bool | None:
    said = fold(cell.text)
    if not said:
        return None
    if said not in _YES | _NO:
        raise Invalid("Vui lòng ghi x nếu có mặt, để trống nếu chưa điểm danh.", code="unclear", field="came")
    return said in _YES


def _note(actor: Actor, conference_id: int, session_id: int, report: Report, now: datetime) -> None:
    """All points in one transaction: nothing half taken."""
    with transaction():
        for place in sorted(set(report.places.values())):
            changes = {one: came for one, came in report.came.items() if report.places[one] == place}
            tick(actor, conference_id, session_id, changes, now, place_id=place or None, method="xlsx")


def _listed(actor: Actor, conference_id: int) -> set[int]:
    query = (
        sa.select(Participant.person_id)
        .join(OrgUnit, OrgUnit.id == Participant.unit_id)
        .where(Participant.conference_id == conference_id, queries.reach(actor))
    )
    return set(db.session.scalars(query))


class _Reader:
    """Finds the people of a list in the own subtree, by statements whose number does not grow with each row."""

    def __init__(self, actor: Actor, rows: Sequence[Row]) -> None:
        self.actor, self.rows = actor, rows
        codes = sorted({clean(row["unit"].text).upper() for row in rows if row["unit"].text})
        self.units: dict[str, OrgUnit] = {}
        for portion in in_portions(codes):
            query = sa.select(OrgUnit).where(OrgUnit.code.in_(portion), queries.reach(actor))
            self.units.update({unit.code: unit for unit in db.session.scalars(query)})
        self.people = self._people()

    def report(self) -> Report:
        """Every row found, or a problem at its cell."""
        report, seen = Report(), dict[int, str]()
        for row in self.rows:
            try:
                found = self._find(row)
                if found.person_id in seen:
                    text = "Người này đã có ở %(place)s."
                    raise Invalid(text, code="twice", field="name", place=seen[found.person_id])
            except DomainError as error:
                report.problems.append(at(row[error.field or "name"].place, error))
                continue
            seen[found.person_id] = row.place
            report.found.append(found)
        return report

    def _people(self) -> dict[int, list[tuple[int, str, str, str]]]:
        """By unit: its people as (id, name, folded name, login name)."""
        people: dict[int, list[tuple[int, str, str, str]]] = {}
        for portion in in_portions([unit.id for unit in self.units.values()]):
            query = (
                sa.select(Membership.unit_id, Person.id, Person.name, Person.name_folded, Person.login_name)
                .join(Person, Person.id == Membership.person_id)
                .where(Membership.unit_id.in_(portion), Membership.to_on.is_(None), Person.is_active)
                .distinct()
            )
            for row in db.session.execute(query):
                people.setdefault(row[0], []).append((row[1], row[2], row[3], row[4]))
        return people

    def _find(self, row: Row) -> Found:
        code, name, login = row["unit"].text, row["name"].text, row["login"].text.lower()
        unit = self.units.get(clean(code).upper())
        if unit is None:
            text = "Không có đơn vị mang mã “%(used)s” trong phạm vi của quý vị."
            raise Invalid(text, code="no_unit", field="unit", used=code)
        if not name:
            raise Invalid("Vui lòng ghi họ và tên.", code="no_name", field="name")
        meant = [one for one in self.people.get(unit.id, ()) if one[2] == fold(name)]
        if login:
            meant = [one for one in meant if one[3] == login]
        if not meant:
            where = "login" if login else "name"
            text = "Không tìm thấy người này trong %(unit)s."
            raise Invalid(text, code="nobody", field=where, unit=unit.name)
        if len(meant) > 1:
            text = "%(unit)s có %(count)s người cùng họ tên; vui lòng ghi thêm tên đăng nhập."
            raise Invalid(text, code="several", field="name", unit=unit.name, count=len(meant))
        return Found(row, meant[0][0], unit.id, meant[0][1], unit.name)
