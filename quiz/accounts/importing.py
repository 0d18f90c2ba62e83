"""People from an Excel table: every row checked, every problem at its cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from quiz.accounts import rules
from quiz.accounts.models import Person
from quiz.accounts.people import new_person
from quiz.core import clock
from quiz.core.errors import DomainError, Invalid
from quiz.documents.problem import Problem, at, has_errors
from quiz.documents.sheets import Cell, Row, Wanted, read_table

COLUMNS = (
    Wanted("name", ("Họ và tên", "Họ tên"), required=True),
    Wanted("birth", ("Ngày sinh", "Năm sinh", "Ngày tháng năm sinh")),
    Wanted("phone", ("Số điện thoại", "Điện thoại", "SĐT"), digits=10),
    Wanted("unit", ("Mã đơn vị",), required=True),
    Wanted("login_name", ("Tên đăng nhập",)),
    Wanted("post", ("Chức danh", "Chức vụ")),
)


@dataclass(frozen=True)
class PersonRow:
    """A row that could be read; an empty login name is to be made up, `post` may hold several (see `posts_in`)."""

    row: Row
    name: str
    birth: str
    phone: str
    unit: str
    login_name: str
    post: str

    def person(self, login_name: str, now: datetime) -> Person:
        """The person that the row describes, not yet in the database."""
        return new_person(self.name, login_name, self.phone, self.birth, now)


@dataclass(frozen=True)
class NewPerson:
    """A person taken: the row, the login name, and the one-time code ("" in a dry run)."""

    place: str
    name: str
    login_name: str
    unit: str
    code: str


@dataclass
class PeopleReport:
    """The report of an import; with an error among the problems nobody was taken."""

    people: list[NewPerson] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether no error was found."""
        return not has_errors(self.problems)

    def as_dict(self) -> dict[str, Any]:
        """The shape in which the command prints it as JSON."""
        people = self.people if self.is_clean else []
        return {
            "created": len(people),
            "people": [
                {"place": one.place, "name": one.name, "login": one.login_name, "unit": one.unit, "code": one.code}
                for one in people
            ],
            "problems": [problem.as_dict() for problem in self.problems],
        }


def read_people(content: bytes, now: datetime) -> tuple[list[PersonRow], list[Problem]]:
    """The rows of an Excel file and the problems at its cells; Invalid where the file cannot be read at all."""
    problems: list[Problem] = []
    rows = [_read(row, now, problems) for row in read_table(content, COLUMNS).rows]
    return [row for row in rows if row is not None], problems


def _read(row: Row, now: datetime, problems: list[Problem]) -> PersonRow | None:
    checks: dict[str, Callable[[Cell], object]] = {
        "name": lambda cell: rules.person_name(cell.text),
        "birth": lambda cell: rules.birth(cell.text, clock.local(now).date()),
        "phone": lambda cell: rules.phone(cell.text),
        "unit": _unit,
        "login_name": lambda cell: rules.login_name(cell.text) if cell.text else "",
    }
    before = len(problems)
    for key, check in checks.items():
        try:
            check(row[key])
        except DomainError as error:
            problems.append(at(row[key].place, error))
    if len(problems) > before:
        return None
    return PersonRow(row, **{column.key: row[column.key].text for column in COLUMNS} | {"post": _posts(row["post"])})


def _posts(cell: Cell) -> str:
    """The posts with the line breaks that part them, which the text of a cell has no more."""
    return cell.raw if isinstance(cell.raw, str) and cell.raw else cell.text


def _unit(cell: Cell) -> str:
    if not cell.text:
        raise Invalid("Vui lòng ghi mã đơn vị.", code="no_unit")
    return cell.text
