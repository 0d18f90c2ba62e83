"""Reads of the standings: pages, one person's place, who stands above."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
    """A page of a list that can be walked for `total` rows; `matches` is how long it is in truth.

    `following` is the row after the last one; `continues_tie`: the first row shares its place with the one before it.
    """

    matches: int = 0
    following: StandingRow | None = None
    continues_tie: bool = False


@dataclass(frozen=True)
class Above:
    """The next better place and the criterion that made it better; None: that there is a place at all."""

    row: StandingRow
    criterion: Criterion | None


def standings_page(
    contest_id: int, round_number: int, filters: Filters, number: int = 1, limit: int | None = None
) -> Listing:
    """One page of the people who have a place, best first, those that share a rank in the order of names.

    With a `limit` only so many of the whole list can be reached, however it is narrowed down: else its length could be
    added up from unit to unit. Raises NotFound for an unknown unit.
    """
    whole = _listed(contest_id, round_number, filters)
    group = whole + _group(contest_id, round_number, filters)
    listed = group + _search(filters)
    total, first = _count(listed), () if limit is None else _first(whole, limit)
    reachable = _count(listed + first) if first else total
    start = offset(number)
    in_order = bool(filters.unit) and total**2 > (start + PER_PAGE) * _count(whole)
    asked = whole + _group(contest_id, round_number, filters, in_order=in_order) + _search(filters) + first
    query = sa.select(Standing).where(*asked).order_by(*_ORDER).offset(start)
    size = min(PER_PAGE + 1, reachable - start)
    standings = db.session.scalars(query.limit(size)).all() if size > 0 else []
    keys = [standing.sort_key for standing in standings]
    is_group = listed == group
    within = _ranks(group, keys, start if is_group else None)
    ranks = within if group == whole else _ranks(whole, keys, None)
    rows = [
        StandingRow(rank, None if group == whole else rank_within, standing)
        for rank, rank_within, standing in zip(ranks, within, standings, strict=True)
    ]
    following = rows[PER_PAGE] if len(rows) > PER_PAGE else None
    continues_tie = is_group and bool(within) and within[0] <= start
    return Listing(rows[:PER_PAGE], number, reachable, matches=total, following=following, continues_tie=continues_tie)


def page_of(contest_id: int, round_number: int, filters: Filters, standing: Standing) -> int | None:
    """On which page of a list a standing is found; None where the filters leave it out."""
    whole = _listed(contest_id, round_number, filters)
    listed = whole + _group(contest_id, round_number, filters) + _search(filters)
    if not _count((*listed, Standing.person_id == standing.person_id)):
        return None
    place = (standing.sort_key, standing.name_key, standing.person_id)
    before = _count((*listed, sa.tuple_(*_ORDER) < sa.tuple_(*map(sa.literal, place))))
    return before // PER_PAGE + 1


def round_scores(
    contest_id: int, round_numbers: Collection[int], person_ids: Collection[int]
) -> dict[int, dict[int, int]]:
    """By person and round number: the score counted in each of these rounds, in hundredths of a point."""
    query = sa.select(Standing.person_id, Standing.round_number, Standing.score).where(
        Standing.contest_id == contest_id,
        Standing.round_number.in_(round_numbers),
        Standing.person_id.in_(person_ids),
    )
    scores: dict[int, dict[int, int]] = {}
    for person_id, number, score in db.session.execute(query):
        scores.setdefault(person_id, {})[number] = score
    return scores


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


def _listed(contest_id: int, round_number: int, filters: Filters) -> Conditions:
    """Everybody of a round with a place. Where all have one nothing is asked of the keys, which would cost a look each.

    With a unit the keys are asked in a way that leaves the database the index on units.
    """
    here = (Standing.contest_id == contest_id, Standing.round_number == round_number)
    if not db.session.scalar(sa.select(sa.exists().where(*here, Standing.sort_key >= UNPLACED))):
        return here
    if filters.unit:
        return *here, sa.func.substr(Standing.sort_key, 1, 1, type_=sa.LargeBinary) < UNPLACED
    return placed(contest_id, round_number)


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


def _first(whole: Conditions, limit: int) -> Conditions:
    """What leaves the first rows of a list; nothing where it is no longer than that."""
    query = sa.select(*_ORDER).where(*whole).order_by(*_ORDER).offset(limit - 1).limit(1)
    last = db.session.execute(query).first()
    return () if last is None else (sa.tuple_(*_ORDER) <= sa.tuple_(*map(sa.literal, last)),)


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
