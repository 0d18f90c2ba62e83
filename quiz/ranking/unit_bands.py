"""The whole tree of a round, ranked band by band: worked out once for each state of the table, kept per process."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask import current_app

from quiz.contests.rules import ContestRules
from quiz.core.db import db
from quiz.ranking.models import Snapshot, UnitStanding
from quiz.ranking.unit_rows import UnitRow, placed, rows_of

Kept = tuple[datetime, ContestRules, Sequence[UnitRow]]


def ranked_tree(contest_id: int, round_number: int, rules: ContestRules) -> Sequence[UnitRow]:
    """Every unit of a round or total in the order it is listed, ranked within its band."""
    kept = _kept()
    made = _made(contest_id, round_number)
    known = kept.get((contest_id, round_number))
    if known is not None and known[0] == made and known[1] == rules:
        return known[2]
    here = (UnitStanding.contest_id == contest_id, UnitStanding.round_number == round_number)
    units = db.session.scalars(sa.select(UnitStanding).where(*here).order_by(UnitStanding.position)).all()
    rows = rows_of(placed(units, rules), rules)
    if made is not None:
        kept[contest_id, round_number] = (made, rules, rows)
    return rows


def forget(contest_id: int, round_number: int) -> None:
    """The table has just been written in this process; others see it by the moment of the board made with it."""
    _kept().pop((contest_id, round_number), None)


def _kept() -> dict[tuple[int, int], Kept]:
    kept: dict[tuple[int, int], Kept] = current_app.extensions.setdefault("ranked_trees", {})
    return kept


def _made(contest_id: int, round_number: int) -> datetime | None:
    """When the boards of a round were last made, which is whenever its unit table is."""
    newest = sa.select(sa.func.max(Snapshot.made_at)).where(
        Snapshot.contest_id == contest_id, Snapshot.round_number == round_number
    )
    return db.session.scalar(newest)
