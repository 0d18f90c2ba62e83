"""Reads of the unit tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.contests.unit_scheme import UnitCriterion
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.vietnamese import sort_key
from quiz.ranking.models import UnitStanding
from quiz.ranking.unit_rules import UnitValues, unit_ranks

UnitOrder = Sequence[UnitCriterion]


@dataclass(frozen=True)
class UnitRow:
    """A unit with its whole subtree, ranked among the units listed with it.

    `rate` is people by head count, uncapped; `mean_score` in hundredths of a point; None where undefined.
    """

    rank: int
    code: str
    name: str
    kind: str
    people: int
    attempts: int
    headcount: int | None
    rate: float | None
    mean_score: float | None
    full_scores: int
    has_children: bool


def unit_rows(
    contest_id: int, round_number: int, order: UnitOrder, parent_code: str | None = None, kind: str | None = None
) -> list[UnitRow]:
    """The direct children of a unit (None: the roots), of one kind or all, best first.

    Raises NotFound for a code that the round's tree does not have.
    """
    parent = unit_by_code(contest_id, round_number, parent_code).unit_id if parent_code else None
    query = _of_round(contest_id, round_number).where(UnitStanding.parent_id == parent)
    if kind:
        query = query.where(UnitStanding.kind == kind)
    return ranked(db.session.scalars(query).all(), order)


def comparable_units(contest_id: int, round_number: int, order: UnitOrder) -> list[UnitRow]:
    """The units that compete with each other: below the only root that has any below it, otherwise the roots."""
    roots = db.session.scalars(_of_round(contest_id, round_number).where(UnitStanding.parent_id.is_(None))).all()
    parents = [root for root in roots if root.last_position > root.position]
    if len(parents) == 1:
        return unit_rows(contest_id, round_number, order, parents[0].code)
    return ranked(roots, order)


def unit_by_code(contest_id: int, round_number: int, code: str) -> UnitStanding:
    """A unit of the round's tree; raises NotFound."""
    unit = db.session.scalar(_of_round(contest_id, round_number).where(UnitStanding.code == code.upper()))
    if unit is None:
        raise NotFound("Không tìm thấy đơn vị có mã %(unit)s trong vòng thi này.", field="unit", unit=code)
    return unit


def all_units(contest_id: int, round_number: int) -> Sequence[UnitStanding]:
    """Every unit of a round's tree in depth-first order."""
    return db.session.scalars(_of_round(contest_id, round_number).order_by(UnitStanding.position)).all()


def kinds_below(contest_id: int, round_number: int, parent_id: int | None) -> list[str]:
    """The kinds that the direct children of a unit (None: the roots) are of."""
    query = _of_round(contest_id, round_number).where(UnitStanding.parent_id == parent_id)
    return sorted({unit.kind for unit in db.session.scalars(query)})


def superior_names(contest_id: int, round_number: int, codes: Collection[str]) -> dict[str, str]:
    """By code: the name of the unit directly above; roots are left out, for everybody stands below one."""
    superior = aliased(UnitStanding)
    above = sa.and_(
        superior.contest_id == UnitStanding.contest_id,
        superior.round_number == UnitStanding.round_number,
        superior.unit_id == UnitStanding.parent_id,
    )
    query = (
        sa.select(UnitStanding.code, superior.name)
        .join(superior, above)
        .where(UnitStanding.contest_id == contest_id, UnitStanding.round_number == round_number)
        .where(UnitStanding.code.in_(codes), superior.parent_id.is_not(None))
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def path_to(unit: UnitStanding) -> Sequence[UnitStanding]:
    """The unit and everything above it, from the root down."""
    query = _of_round(unit.contest_id, unit.round_number).where(
        UnitStanding.position <= unit.position, UnitStanding.last_position >= unit.last_position
    )
    return db.session.scalars(query.order_by(UnitStanding.position)).all()


def _of_round(contest_id: int, round_number: int) -> sa.Select[UnitStanding]:
    return sa.select(UnitStanding).where(
        UnitStanding.contest_id == contest_id, UnitStanding.round_number == round_number
    )


def ranked(units: Sequence[UnitStanding], order: UnitOrder) -> list[UnitRow]:
    """Units ranked among themselves, best first, those that share a rank by name."""
    values = [
        UnitValues(unit.people, unit.attempts, unit.headcount, unit.score_sum, unit.full_scores) for unit in units
    ]
    rows = [_row(unit, value, rank) for unit, value, rank in zip(units, values, unit_ranks(values, order), strict=True)]
    return sorted(rows, key=lambda row: (row.rank, sort_key(row.name), row.code))


def _row(unit: UnitStanding, values: UnitValues, rank: int) -> UnitRow:
    return UnitRow(
        rank=rank,
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        people=unit.people,
        attempts=unit.attempts,
        headcount=unit.headcount,
        rate=values.rate,
        mean_score=values.mean_score,
        full_scores=unit.full_scores,
        has_children=unit.last_position > unit.position,
    )
