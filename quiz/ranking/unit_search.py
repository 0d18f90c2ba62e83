"""Finding a unit in a round's frozen tree by typing: without accents, by names above it, as named on the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from quiz.core.db import db
from quiz.ranking.models import UnitStanding
from quiz.units.rules import search_text, search_words

CANDIDATES = 200
MOST_FOUND = 10


@dataclass(frozen=True)
class FoundUnit:
    """A unit of the tree; `path` is its name followed by the names above it, as people write an address."""

    code: str
    name: str
    path: str


def find_units(contest_id: int, number: int, text: str) -> list[FoundUnit]:
    """Units with a word beginning with each word typed, the likeliest first; last words may name a unit above.

    A code typed in full is found too.
    """
    words = search_words(text)
    for own in range(len(words), 0, -1):
        found = _candidates(contest_id, number, words[:own], text)
        paths = _paths(contest_id, number, found)
        if own < len(words):
            found = [unit for unit in found if _names_all(paths[unit.unit_id], words[own:])]
        if found:
            return [FoundUnit(unit.code, unit.name, paths[unit.unit_id]) for unit in found[:MOST_FOUND]]
    return []


def meant_unit(hits: Sequence[FoundUnit], text: str) -> FoundUnit | None:
    """The one unit that a text typed without choosing means; None where it is not clear."""
    wanted = search_text(text)
    same = [hit for hit in hits if wanted in {search_text(hit.name), search_text(hit.path)}]
    meant = hits if len(hits) == 1 else same
    return meant[0] if len(meant) == 1 else None


def full_path(unit: UnitStanding) -> str:
    """A unit's name followed by the names above it."""
    return _paths(unit.contest_id, unit.round_number, [unit])[unit.unit_id]


def _of_tree(contest_id: int, number: int) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return UnitStanding.contest_id == contest_id, UnitStanding.round_number == number


def _candidates(contest_id: int, number: int, words: Sequence[str], text: str) -> Sequence[UnitStanding]:
    phrase, code = " ".join(words), text.strip().upper()
    begins = (" " + UnitStanding.name_folded).like
    matching = sa.and_(*(begins(f"% {word}%") for word in words))  # letters and digits only: nothing is a wildcard
    likeliest = sa.case(
        (UnitStanding.code == code, 0),
        (UnitStanding.name_folded == phrase, 1),
        (UnitStanding.name_folded.like(f"{phrase}%"), 2),
        (begins(f"% {phrase}%"), 3),
        else_=4,
    )
    query = sa.select(UnitStanding).where(*_of_tree(contest_id, number), matching | (UnitStanding.code == code))
    return db.session.scalars(query.order_by(likeliest, UnitStanding.position).limit(CANDIDATES)).all()


def _paths(contest_id: int, number: int, units: Iterable[UnitStanding]) -> dict[int, str]:
    units = list(units)
    known = {unit.unit_id: (unit.name, unit.parent_id) for unit in units}
    while missing := {parent for _name, parent in known.values() if parent is not None} - known.keys():
        columns = sa.select(UnitStanding.unit_id, UnitStanding.name, UnitStanding.parent_id)
        query = columns.where(*_of_tree(contest_id, number), UnitStanding.unit_id.in_(missing))
        known |= dict.fromkeys(missing, ("", None))
        known |= {row[0]: (row[1], row[2]) for row in db.session.execute(query)}
    return {unit.unit_id: ", ".join(_chain(unit.unit_id, known)) for unit in units}


def _chain(unit_id: int | None, known: dict[int, tuple[str, int | None]]) -> Iterable[str]:
    while unit_id is not None:
        name, unit_id = known[unit_id]
        if name:
            yield name


def _names_all(path: str, words: Sequence[str]) -> bool:
    above = search_text(path).split()
    return all(any(one.startswith(word) for one in above) for word in words)
