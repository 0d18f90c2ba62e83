"""Reads of the unit tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.contests.rules import ContestRules
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.ranking.models import UnitStanding
from quiz.ranking.unit_bands import ranked_tree
from quiz.ranking.unit_rows import UnitRow, placed, rows_of


def unit_rows(
    contest_id: int,
    round_number: int,
    rules: ContestRules,
    parent_code: str | None = None,
    kind: str | None = None,
    band: str | None = None,
) -> list[UnitRow]:
    """The direct children of a unit (None: the roots), or a band's units in its subtree; of one kind or all.

    Best first, those without a rank last. Ranks are those of the band where the contest has bands, else those among
    the units listed. Raises NotFound for a code that the round's tree does not have, or a band there is not.
    """
    parent = unit_by_code(contest_id, round_number, parent_code) if parent_code else None
    if rules.unit_scheme.bands:
        return _of_bands(contest_id, round_number, rules, parent, kind, _known(rules, band))
    _known(rules, band)
    query = _of_round(contest_id, round_number).where(
        UnitStanding.parent_id == (parent.unit_id if parent else None), *([UnitStanding.kind == kind] if kind else [])
    )
    return ranked(db.session.scalars(query).all(), rules)


def _known(rules: ContestRules, band: str | None) -> str | None:
    if band and band not in {one.code for one in rules.unit_scheme.bands}:
        raise NotFound("Cuộc thi này không có khối đơn vị mang mã %(band)s.", field="band", band=band)
    return band or None


def _of_bands(
    contest_id: int,
    round_number: int,
    rules: ContestRules,
    parent: UnitStanding | None,
    kind: str | None,
    band: str | None,
) -> list[UnitRow]:
    """Those asked for, with their places among all units of the tree."""
    rows = [row for row in ranked_tree(contest_id, round_number, rules) if kind in (None, row.kind)]
    if band is None:
        above = parent.unit_id if parent else None
        return [row for row in rows if row.parent_id == above]
    of_band = [row for row in rows if row.band == band]
    if parent is None:
        return of_band
    return [row for row in of_band if parent.position <= row.position <= parent.last_position]


def comparable_units(contest_id: int, round_number: int, rules: ContestRules) -> list[UnitRow]:
    """The units that compete with each other: those of every band, one band after another.

    Without bands those below the only root that has any below it, otherwise the roots.
    """
    if rules.unit_scheme.bands:
        return [row for row in ranked_tree(contest_id, round_number, rules) if row.band]
    tops = roots(contest_id, round_number)
    parents = [root for root in tops if root.last_position > root.position]
    if len(parents) == 1:
        return unit_rows(contest_id, round_number, rules, parents[0].code)
    return ranked(tops, rules)


def unit_row(unit: UnitStanding, rules: ContestRules) -> UnitRow:
    """One unit with its place in its band, or else among the units beside it."""
    if rules.unit_scheme.bands:
        rows = ranked_tree(unit.contest_id, unit.round_number, rules)
    else:
        query = _of_round(unit.contest_id, unit.round_number).where(UnitStanding.parent_id == unit.parent_id)
        rows = ranked(db.session.scalars(query).all(), rules)
    return next(row for row in rows if row.unit_id == unit.unit_id)


def by_rounds(unit: UnitStanding) -> Sequence[UnitStanding]:
    """What a unit reached in every round, and in the total (round number 0) first where there is one."""
    query = sa.select(UnitStanding).where(
        UnitStanding.contest_id == unit.contest_id, UnitStanding.unit_id == unit.unit_id
    )
    return db.session.scalars(query.order_by(UnitStanding.round_number)).all()


def unit_by_code(contest_id: int, round_number: int, code: str) -> UnitStanding:
    """A unit of the round's tree; raises NotFound."""
    unit = db.session.scalar(_of_round(contest_id, round_number).where(UnitStanding.code == code.upper()))
    if unit is None:
        raise NotFound("Không tìm thấy đơn vị có mã %(unit)s trong vòng thi này.", field="unit", unit=code)
    return unit


def roots(contest_id: int, round_number: int) -> Sequence[UnitStanding]:
    """The units that stand under no other."""
    query = _of_round(contest_id, round_number).where(UnitStanding.parent_id.is_(None))
    return db.session.scalars(query.order_by(UnitStanding.position)).all()


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


def ranked(units: Sequence[UnitStanding], rules: ContestRules) -> list[UnitRow]:
    """Units ranked among themselves (or within their bands), best first, those that share a rank by name."""
    return rows_of(placed(units, rules), rules)
