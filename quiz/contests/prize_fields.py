"""Prizes of a contest file."""

from __future__ import annotations

from quiz.contests.awards import OnePerPerson, Prize, Prizes
from quiz.contests.fields import Fields

MOST_GRADES = 30
MOST_PRIZES = 10_000
LISTS = ("each_round", "total", "units_each_round", "units_total")


def read_prizes(fields: Fields) -> Prizes:
    """Individual and collective prizes."""
    one = fields.child("prizes")
    if one is None:
        return Prizes()
    found = Prizes(
        **{name: read_prize_list(one, name) for name in LISTS},
        one_per_person=_one_per_person(one),
        most_percent=one.optional("most_percent", 1, 100),
        others=one.texts("others", 500),
    )
    one.finish()
    return found


def _one_per_person(fields: Fields) -> OnePerPerson:
    """A plain yes means the first prize won."""
    if fields.is_flag("one_per_person"):
        return OnePerPerson.FIRST if fields.flag("one_per_person", False) else OnePerPerson.NONE
    return fields.choice("one_per_person", OnePerPerson, OnePerPerson.NONE)


def read_prize_list(fields: Fields, name: str) -> tuple[Prize, ...]:
    """The grades of one list, the highest first."""
    found: list[Prize] = []
    for one in fields.groups(name, MOST_GRADES):
        title = one.text("title", 120, required=True)
        if title:
            one.is_new("title", title, [earlier.title for earlier in found])
        count = one.whole("count", 1, MOST_PRIZES)
        points = one.whole("points", 0, MOST_PRIZES, default=0)
        found.append(Prize(title, count, one.text("worth", 200), points))
        one.finish()
    return tuple(found)
