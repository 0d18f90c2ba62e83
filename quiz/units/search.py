"""Finding a unit by typing: without accents, by old names and abbreviations, with the province behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from quiz.core import clock
from quiz.core.db import db
from quiz.units.models import OrgUnit, UnitAlias
from quiz.units.rules import search_text, search_words

CANDIDATES = 200


@dataclass(frozen=True)
class UnitHit:
    """A unit found: `path` is its name followed by the names above it, as people write an address."""

    id: int
    code: str
    name: str
    path: str


def search(text: str, now: datetime, limit: int = 10) -> list[UnitHit]:
    """Units valid today whose names or other names hold a word beginning with each word typed, the best first.

    The last words may also name a unit above ("ban gioc cao bang"). A code typed in full is found too.
    """
    words = search_words(text)
    today = clock.local(now).date()
    for own in range(len(words), 0, -1):
        found = _candidates(words[:own], text, today)
        if own < len(words):
            found = _below(found, words[own:])
        if found:
            above = paths(found[:limit])
            return [UnitHit(unit.id, unit.code, unit.name, above[unit.id]) for unit in found[:limit]]
    return []


def valid_on(today: date) -> sa.ColumnElement[bool]:
    """A condition on OrgUnit: it exists on this day and has not gone up in another one."""
    return sa.and_(
        OrgUnit.merged_into_id.is_(None),
        sa.or_(OrgUnit.valid_from.is_(None), OrgUnit.valid_from <= today),
        sa.or_(OrgUnit.valid_to.is_(None), OrgUnit.valid_to >= today),
    )


def has_words(words: Sequence[str]) -> sa.ColumnElement[bool]:
    """A condition on OrgUnit: each word begins a word of its name or of one of its other names."""
    return sa.and_(sa.true(), *(_has_word(word) for word in words))


def _has_word(word: str) -> sa.ColumnElement[bool]:
    pattern = f"% {word}%"  # words hold letters and digits only, so nothing in them is a wildcard
    alias = sa.select(UnitAlias.unit_id).where((" " + UnitAlias.alias_folded).like(pattern))
    return sa.or_((" " + OrgUnit.name_folded).like(pattern), OrgUnit.id.in_(alias))


def _candidates(words: Sequence[str], text: str, today: date) -> Sequence[OrgUnit]:
    phrase = " ".join(words)
    code = text.strip().upper()
    begins = sa.case((OrgUnit.code == code, 0), (OrgUnit.name_folded == phrase, 1), else_=2)
    order = (
        begins,
        sa.case(
            (OrgUnit.name_folded.like(f"{phrase}%"), 0), ((" " + OrgUnit.name_folded).like(f"% {phrase}%"), 1), else_=2
        ),
        OrgUnit.depth,
        OrgUnit.position,
    )
    matching = sa.or_(has_words(words), OrgUnit.code == code)
    query = sa.select(OrgUnit).where(valid_on(today), matching).order_by(*order).limit(CANDIDATES)
    return db.session.scalars(query).all()


def _below(units: Sequence[OrgUnit], words: Sequence[str]) -> list[OrgUnit]:
    """Those of the units that stand below units whose names hold the words."""
    above = {unit_id: search_text(path).split() for unit_id, path in paths(units).items()}
    return [unit for unit in units if all(any(own.startswith(w) for own in above[unit.id]) for w in words)]


def paths(units: Iterable[OrgUnit]) -> dict[int, str]:
    """For each unit its name and those of the units above, nearest first, by unit id."""
    units = list(units)
    known = {unit.id: (unit.name, unit.parent_id) for unit in units}
    missing = {unit.parent_id for unit in units} - known.keys() - {None}
    while missing:
        columns = sa.select(OrgUnit.id, OrgUnit.name, OrgUnit.parent_id).where(OrgUnit.id.in_(missing))
        known |= {row.id: (row.name, row.parent_id) for row in db.session.execute(columns)}
        missing = {parent for _, parent in known.values()} - known.keys() - {None}
    return {unit.id: ", ".join(_chain(unit.id, known)) for unit in units}


def _chain(unit_id: int | None, known: dict[int, tuple[str, int | None]]) -> Iterable[str]:
    while unit_id is not None:
        name, unit_id = known[unit_id]
        yield name


def resolve(code: str, text: str, now: datetime) -> tuple[OrgUnit | None, list[UnitHit]]:
    """The unit a form means: by the code chosen from suggestions, or by the text alone where it names just one.

    Where it is not clear, None and the units to choose from.
    """
    if code:
        today = clock.local(now).date()
        chosen = sa.select(OrgUnit).where(OrgUnit.code == code.strip().upper(), valid_on(today))
        return db.session.scalar(chosen), []
    hits = search(text, now)
    wanted = search_text(text)
    same = [hit for hit in hits if wanted in {search_text(hit.name), search_text(hit.path)}]
    meant = hits if len(hits) == 1 else same
    return (db.session.get(OrgUnit, meant[0].id), []) if len(meant) == 1 else (None, hits)
