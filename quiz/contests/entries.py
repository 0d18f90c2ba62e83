"""The entries of a contest as its organiser looks at them: searched, narrowed, counted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from quiz.accounts.listing import is_named
from quiz.accounts.models import Membership, Person
from quiz.accounts.queries import current
from quiz.contests.models import Entry
from quiz.core.db import db
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.units.models import OrgUnit


class Status(StrEnum):
    """How an entry stands."""

    RANKED = "ranked"
    UNRANKED = "unranked"
    DISQUALIFIED = "disqualified"


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to: words of a name or a login name, a division's code, a status, a unit."""

    text: str = ""
    division: str = ""
    status: Status | None = None
    unit: OrgUnit | None = None


@dataclass(frozen=True)
class EntryLine:
    """An entry in the list; `unit` is the name of the person's unit of today."""

    entry: Entry
    name: str
    login_name: str
    unit: str

    @property
    def status(self) -> Status:
        """How the entry stands."""
        return status_of(self.entry)


@dataclass(frozen=True)
class DivisionCount:
    """How many entries a division ("": none) has, by status."""

    division: str
    ranked: int
    unranked: int
    disqualified: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.ranked + self.unranked + self.disqualified


def status_of(entry: Entry) -> Status:
    """How an entry stands; a disqualification comes before everything."""
    if entry.is_disqualified:
        return Status.DISQUALIFIED
    return Status.RANKED if entry.is_ranked else Status.UNRANKED


STATUSES = {
    Status.RANKED: Entry.is_ranked & ~Entry.is_disqualified,
    Status.UNRANKED: ~Entry.is_ranked & ~Entry.is_disqualified,
    Status.DISQUALIFIED: Entry.is_disqualified.is_(True),
}
_Lines = sa.Select[Entry, str, str, str]


def page_of_entries(contest_id: int, asked: Asked, number: int) -> Page[EntryLine]:
    """A page of the entries that fit, people by given name."""
    query = _narrowed(contest_id, asked)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    return Page(_lines(_sorted(query).limit(PER_PAGE).offset(offset(number))), number, total)


def all_entries(contest_id: int, asked: Asked) -> Sequence[EntryLine]:
    """All entries that fit, in the same order."""
    return _lines(_sorted(_narrowed(contest_id, asked)))


def entry_line(contest_id: int, person_id: int) -> EntryLine | None:
    """One person's entry; None where the person has not entered."""
    return next(iter(_lines(_entries(contest_id).where(Entry.person_id == person_id))), None)


def entries_named(contest_id: int, login_names: Collection[str]) -> dict[str, EntryLine]:
    """The entries of people with these login names, by login name."""
    return {line.login_name: line for line in _lines(_entries(contest_id).where(Person.login_name.in_(login_names)))}


def counts_by_division(contest_id: int) -> list[DivisionCount]:
    """The entries of every division that has any, by its code."""
    ranked, unranked, disqualified = (sa.func.count(sa.case((STATUSES[status], 1))) for status in Status)
    query = sa.select(Entry.division, ranked, unranked, disqualified).where(Entry.contest_id == contest_id)
    return [DivisionCount(*row) for row in db.session.execute(query.group_by(Entry.division).order_by(Entry.division))]


def _entries(contest_id: int) -> _Lines:
    return (
        sa.select(Entry, Person.name, Person.login_name, sa.func.coalesce(OrgUnit.name, ""))
        .join(Person, Person.id == Entry.person_id)
        .outerjoin(Membership, sa.and_(Membership.person_id == Person.id, current()))
        .outerjoin(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(Entry.contest_id == contest_id)
    )


def _narrowed(contest_id: int, asked: Asked) -> _Lines:
    query = _entries(contest_id)
    if asked.text.strip():
        query = query.where(is_named(asked.text))
    if asked.division:
        query = query.where(Entry.division == asked.division)
    if asked.status is not None:
        query = query.where(STATUSES[asked.status])
    if asked.unit is not None:
        query = query.where(OrgUnit.position.between(asked.unit.position, asked.unit.last_position))
    return query


def _sorted(query: _Lines) -> _Lines:
    return query.order_by(Person.name_key, Person.id)


def _lines(query: _Lines) -> list[EntryLine]:
    return [EntryLine(*row) for row in db.session.execute(query.execution_options(populate_existing=True))]
