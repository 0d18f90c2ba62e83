"""Where a new registration may begin: with the words of last year, or with what the unit has registered."""

from __future__ import annotations

from quiz.modules.registrations import queries
from quiz.modules.registrations.asking import Asked
from quiz.modules.registrations.models import Registration
from quiz.modules.registrations.rules import CONTENTS, THING, Draft
from quiz.modules.registrations.service import Subject

LAST, UNIT = "last", "unit"


def suggestion(source: str, asked: Asked, subject: Subject) -> Draft | None:
    """A draft from a source; None where there is nothing to begin with."""
    if source == LAST:
        row = queries.last_of(subject.person_id, subject.unit_id, None)
        return None if row is None else _again(row)
    if source == UNIT and subject.person_id is not None:
        row = queries.of_unit(asked.plan.id, asked.year, subject.unit_id)
        return None if row is None else _from_unit(row, asked.person_bounds.most)
    return None


def _again(row: Registration) -> Draft:
    """The things without what became of them, nor the days of the year gone by."""
    things = [{part: str(thing.get(part, "")) for part in THING} for thing in row.things]
    flaws = [{**one, "by": ""} for one in row.shortcomings]
    return Draft(things, row.contents, row.commitment, flaws)


def _from_unit(row: Registration, most: int) -> Draft:
    things = [{"title": str(thing.get("title", "")), "how": "", "schedule": ""} for thing in row.things[:most]]
    contents = {key: str(row.things[0].get(key, "")) if row.things else "" for key in CONTENTS}
    return Draft(things, contents)
