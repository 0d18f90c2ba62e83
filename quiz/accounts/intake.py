"""Taking people from an Excel table: everybody or nobody, each with a one-time code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext

from quiz.accounts import queries, rules
from quiz.accounts.codes import new_code
from quiz.accounts.importing import NewPerson, PeopleReport, PersonRow, read_people
from quiz.accounts.models import Person
from quiz.accounts.people import add_person
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import DomainError, Invalid, NotAllowed
from quiz.core.permissions import Actor, Role
from quiz.core.vietnamese import clean
from quiz.documents.problem import Problem, at
from quiz.units import queries as units
from quiz.units.models import OrgUnit


class _Undo(Exception):
    """Ends the transaction without keeping anything."""


def import_people(actor: Actor | None, content: bytes, now: datetime, *, dry_run: bool = False) -> PeopleReport:
    """Add the people of an Excel file and give each a one-time code, which the report alone holds.

    Likely duplicates (same name, birth date and phone) are warnings: people are never merged by themselves. With an
    error, or with `dry_run`, nobody is kept. Raises Invalid where the file cannot be read at all.
    """
    rows, problems = read_people(content, now)
    report = PeopleReport(problems=problems)
    try:
        with transaction():
            _Intake(actor, rows, report, now, with_codes=not dry_run).run()
            if dry_run or not report.is_clean:
                raise _Undo
    except _Undo:
        pass
    return report


class _Intake:
    """One import: the units of the file, and the people taken so far."""

    def __init__(
        self, actor: Actor | None, rows: Sequence[PersonRow], report: PeopleReport, now: datetime, with_codes: bool
    ) -> None:
        self.actor, self.rows, self.report, self.now, self.with_codes = actor, rows, report, now, with_codes
        known = units.by_codes({clean(row.unit).upper() for row in rows})
        self.units = {text: known.get(clean(text).upper()) or units.named(text) for text in {row.unit for row in rows}}
        self.places: dict[int, str] = {}

    def run(self) -> None:
        """Write every row that can be written and note every problem."""
        for row in self.rows:
            try:
                self._take(row, self._unit(row))
            except DomainError as error:
                self.report.problems.append(at(row.row[error.field or "unit"].place, error))

    def _unit(self, row: PersonRow) -> OrgUnit:
        """The unit of a row, or the one it went up in; the person must look after that one."""
        named = self.units[row.unit]
        if named is None:
            raise Invalid("Không có đơn vị nào mang mã hoặc tên %(used)s.", code="no_unit", field="unit", used=row.unit)
        unit = units.heir_of(named)
        if self.actor is not None and not self.actor.covers(unit.position, Role.ORGANISER):
            raise NotAllowed("Đơn vị này ngoài phạm vi quản lý của quý vị.", field="unit")
        if unit.id != named.id:
            words = "%(old)s đã sáp nhập vào %(new)s (mã %(code)s): người ở dòng này được ghi vào đơn vị đó."
            text = gettext(words, old=named.name, new=unit.name, code=unit.code)
            self.report.problems.append(Problem(row.row["unit"].place, "merged_unit", text, "note"))
        return unit

    def _take(self, row: PersonRow, unit: OrgUnit) -> None:
        person = row.person(row.login_name or free_login_name(row.name), self.now)
        self._warn(row, person)
        add_person(person, unit.id, row.post, self.now)
        code = new_code(person.id, self.actor.person_id if self.actor else None, self.now) if self.with_codes else ""
        after = {"login": person.login_name, "unit": unit.id}
        audit.record(self.actor, "person.create", "person", person.id, after=after, reason="import")
        self.places[person.id] = row.row.place
        self.report.people.append(NewPerson(row.row.place, person.name, person.login_name, unit.code, code))

    def _warn(self, row: PersonRow, person: Person) -> None:
        for other in queries.likely_duplicates(person, self.actor):
            known = self.places.get(other.id) or other.login_name
            words = "Có thể trùng với %(name)s (%(known)s): cùng họ tên, ngày sinh và số điện thoại."
            text = gettext(words, name=other.name, known=known)
            self.report.problems.append(Problem(row.row["name"].place, "duplicate", text, "warning"))


def free_login_name(name: str) -> str:
    """A login name made from a person's name that nobody has: annv, annv2, annv3."""
    stem = rules.login_stem(name)
    begin = Person.login_name.startswith(stem, autoescape=True)
    taken = set(db.session.scalars(sa.select(Person.login_name).where(begin)))
    number, login_name = 1, stem
    while login_name in taken:
        number += 1
        login_name = f"{stem}{number}"
    return login_name
