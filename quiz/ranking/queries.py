"""Reads of the standings: pages, one person's place, who stands above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise

import sqlalchemy as sa

from quiz.contests.models import Round
from quiz.contests.rules import Criterion
from quiz.core.db import db
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.vietnamese import fold
from quiz.ranking.frames import TOTAL
from quiz.ranking.models import Fold, Snapshot, Standing
from quiz.ranking.rules import UNPLACED, places
from quiz.ranking.unit_queries import unit_by_code

Conditions = tuple[sa.ColumnElement[bool], ...]
_ORDER = (Standing.sort_key, Standing.name_key, Standing.person_id)


@dataclass(frozen=True)
class Filters:
    """What a list of standings is narrowed to: a unit with its subtree (by code), a division, part of a name."""

    unit: str | None = None
    division: str | None = None
    q: str | None = None


@dataclass(frozen=True)
class StandingRow:
    """A standing with its rank in the round; `rank_within` is that in the unit or division the list is narrowed to.

    Both are None where the rules give this person no place.
    """

    rank: int | None
    rank_within: int | None
    standing: Standing


@dataclass(frozen=True)
class Listing(Page[StandingRow]):
    """A page of a list that can be walked for `total` rows; `matches` is how long it is in truth."""

    matches: int = 0


@dataclass(frozen=True)
class Above:
    """The next better place and the criterion that made it better; None: that there is a place at all."""

    row: StandingRow
    criterion: Criterion | None


def standings_page(
    contest_id: int, round_number: int, filters: Filters, number: int = 1, limit: int | None = None
) -> Listing:
    """One page of the people who have a place, best first, those that share a rank in the order of names.

    No more than `limit` rows of the list can be reached. Raises NotFound for an unknown unit.
    """
    whole = placed(contest_id, round_number)
    group = whole + _group(contest_id, round_number, filters)
    listed = group + _search(filters)
    total = _count(listed)
    reachable = total if limit is None else min(total, limit)
    start = offset(number)
    in_order = bool(filters.unit) and total**2 > (start + PER_PAGE) * _count(whole)
    asked = whole + _group(contest_id, round_number, filters, in_order=in_order) + _search(filters)
    query = sa.select(Standing).where(*asked).order_by(*_ORDER).offset(start)
    size = min(PER_PAGE, reachable - start)
    standings = db.session.scalars(query.limit(size)).all() if size > 0 else []
    keys = [standing.sort_key for standing in standings]
    within = _ranks(group, keys, None if listed != group else start)
    ranks = within if group == whole else _ranks(whole, keys, None)
    rows = [
        StandingRow(rank, None if group == whole else rank_within, standing)
        for rank, rank_within, standing in zip(ranks, within, standings, strict=True)
    ]
    return Listing(rows, number, reachable, matches=total)


def as_of(contest_id: int, round_number: int) -> datetime | None:
    """The moment up to which standings are complete; None before the first fold."""
    query = sa.select(sa.func.max(Fold.folded_at)).join(Round, Round.id == Fold.round_id)
    query = query.where(Round.contest_id == contest_id)
    if round_number != TOTAL:
        query = query.where(Round.number == round_number)
    return db.session.scalar(query)


def snapshot(contest_id: int, round_number: int, name: str) -> Snapshot | None:
    """What boards show; None before it was first made."""
    return db.session.get(Snapshot, (contest_id, round_number, name))


def places_of(person_id: int) -> Sequence[Standing]:
    """All standings of a person."""
    query = sa.select(Standing).where(Standing.person_id == person_id)
    return db.session.scalars(query.order_by(Standing.contest_id.desc(), Standing.round_number)).all()


def placed(contest_id: int, round_number: int) -> Conditions:
    """The standings of a round, or total, that the rules give a place; found in the index of the order."""
    here = (Standing.contest_id == contest_id, Standing.round_number == round_number)
    return *here, Standing.sort_key < UNPLACED


def _group(contest_id: int, round_number: int, filters: Filters, *, in_order: bool = False) -> Conditions:
    """The unit and division asked for; `in_order` keeps a large unit from being read as a whole and sorted.

    A page of it is found sooner by walking the standings in order: adding nothing to the position keeps the
    database from using the index on it.
    """
    conditions: list[sa.ColumnElement[bool]] = []
    if filters.unit:
        unit = unit_by_code(contest_id, round_number, filters.unit)
        position = Standing.unit_position + 0 if in_order else Standing.unit_position
        conditions.append(position.between(unit.position, unit.last_position))
    if filters.division:
        conditions.append(Standing.division == filters.division)
    return tuple(conditions)


def _search(filters: Filters) -> Conditions:
    wanted = fold(filters.q or "")
    return (Standing.name_folded.contains(wanted, autoescape=True),) if wanted else ()


def _count(conditions: Conditions) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Standing).where(*conditions)) or 0


def _ranks(group: Conditions, keys: Sequence[bytes], start: int | None) -> list[int]:
    """The ranks that sorted keys have among a group's.

    `start` is given where the keys are consecutive in the group: how many of its rows come before them.
    """
    if not keys:
        return []
    if start is not None:
        return places(keys, _count((*group, Standing.sort_key < keys[0])) + 1, start)
    steps = sorted(set(keys))
    counts = [_number((*group, Standing.sort_key < steps[0]))]
    counts += [_number((*group, Standing.sort_key >= low, Standing.sort_key < high)) for low, high in pairwise(steps)]
    before = accumulate(db.session.execute(sa.select(*counts)).one())
    rank = {key: count + 1 for key, count in zip(steps, before, strict=True)}
    return [rank[key] for key in keys]


def _number(conditions: Conditions) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(Standing).where(*conditions).scalar_subquery()
