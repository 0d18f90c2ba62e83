"""Frozen head counts put right by decision: recorded beside what was frozen, never written over it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from quiz.accounts.models import Person
from quiz.contests.models import Contest, Round, RoundUnit, Ruling
from quiz.contests.organising import require_organiser
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean
from quiz.ranking.models import Fold
from quiz.units.rules import head_count

KIND = "headcount"


@dataclass(frozen=True)
class HeadCount:
    """How many people a unit has, on which day that was counted, where the figure comes from, which paper decides."""

    headcount: int
    on: date | None
    source: str
    document: str


@dataclass(frozen=True)
class Correction:
    """A decision as it is listed, with the head count that was frozen."""

    round_title: str
    unit_name: str
    frozen: int | None
    now: HeadCount
    reason: str
    by: str
    at: datetime
    holds: bool


def correct_headcount(actor: Actor, round_id: int, unit_code: str, right: HeadCount, reason: str, now: datetime) -> int:
    """Put a unit's frozen head count right in one round, by decision; the id of the ruling. Tables follow.

    Raises NotAllowed for who does not organise the contest, NotFound for a unit the round does not have, Conflict
    once the results are approved, Invalid without reason or document.
    """
    with transaction():
        contest_round = db.session.get_one(Round, round_id, with_for_update=True)
        require_organiser(actor, db.session.get_one(Contest, contest_round.contest_id))
        if contest_round.approved_at is not None:
            raise Conflict("Kết quả vòng này đã được phê duyệt nên không sửa được tổng số người.", code="approved")
        unit = _frozen(round_id, unit_code)
        details = _details(right)
        ruling = Ruling(
            contest_id=contest_round.contest_id,
            round_id=round_id,
            unit_id=unit.unit_id,
            kind=KIND,
            details=json.dumps(details, ensure_ascii=False),
            reason=_needed(reason, "Vui lòng ghi lý do điều chỉnh.", "reason"),
            actor_id=actor.person_id,
            created_at=now,
        )
        db.session.add(ruling)
        db.session.flush()
        before = corrected(round_id).get(unit.unit_id, {"headcount": unit.headcount})["headcount"]
        audit.record(
            actor,
            "ruling.headcount",
            "round",
            round_id,
            before={"unit": unit.code, "frozen": unit.headcount},
            after={"unit": unit.code, "ruling": ruling.id, "held": before, **details},
            reason=ruling.reason,
        )
        db.session.execute(sa.update(Fold).where(Fold.round_id == round_id).values(is_dirty=True))
    return ruling.id


def _frozen(round_id: int, code: str) -> RoundUnit:
    query = sa.select(RoundUnit).where(RoundUnit.round_id == round_id, RoundUnit.code == clean(code).upper())
    unit = db.session.scalar(query)
    if unit is None:
        raise NotFound("Vòng thi này không có đơn vị mang mã %(code)s.", field="unit", code=code)
    return unit


def _details(right: HeadCount) -> dict[str, Any]:
    return {
        "headcount": head_count(right.headcount),
        "on": right.on.isoformat() if right.on else None,
        "source": clean(right.source)[:200],
        "document": _needed(right.document, "Vui lòng ghi số, ngày của văn bản làm căn cứ.", "document"),
    }


def _needed(text: str, message: str, field: str) -> str:
    if not (kept := clean(text)[:500]):
        raise Invalid(message, field=field)
    return kept


def corrected(round_id: int | None) -> dict[int, dict[str, Any]]:
    """By unit: the columns of its head count as the newest decision about a round has them."""
    rows = db.session.scalars(_rulings().where(Ruling.round_id == round_id).order_by(Ruling.id))
    return {row.unit_id: _columns(_right(row)) for row in rows if row.unit_id is not None}


def _columns(right: HeadCount) -> dict[str, Any]:
    source = ", ".join(filter(None, (right.source, right.document)))[:200]
    return {"headcount": right.headcount, "headcount_on": right.on, "headcount_source": source}


def _rulings() -> sa.Select[Ruling]:
    return sa.select(Ruling).where(Ruling.kind == KIND)


def _right(ruling: Ruling) -> HeadCount:
    details = json.loads(ruling.details)
    on = date.fromisoformat(details["on"]) if details["on"] else None
    return HeadCount(details["headcount"], on, details["source"], details["document"])


def corrections(contest_id: int) -> Sequence[Correction]:
    """All decisions about head counts of a contest, the newest first; an older one about the same no longer holds."""
    query = (
        sa.select(Ruling, Round.title, RoundUnit.name, RoundUnit.headcount, Person.name)
        .join(Round, Round.id == Ruling.round_id)
        .join(RoundUnit, sa.and_(RoundUnit.round_id == Ruling.round_id, RoundUnit.unit_id == Ruling.unit_id))
        .outerjoin(Person, Person.id == Ruling.actor_id)
        .where(Ruling.kind == KIND, Ruling.contest_id == contest_id)
        .order_by(Ruling.id.desc())
    )
    listed: list[Correction] = []
    seen: set[tuple[int | None, int | None]] = set()
    for ruling, title, unit, frozen, by in db.session.execute(query):
        about = (ruling.round_id, ruling.unit_id)
        told = (ruling.reason, by or "", ruling.created_at, about not in seen)
        listed.append(Correction(title, unit, frozen, _right(ruling), *told))
        seen.add(about)
    return listed
