"""Decisions about the course of a contest, each with its reason: written, listed, and tied to the round's version."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from quiz.contests.allowances import details_of
from quiz.contests.models import Round, Ruling
from quiz.core import audit
from quiz.core.db import db
from quiz.core.errors import Invalid
from quiz.core.permissions import Actor

LONGEST_REASON = 500


class Incident(StrEnum):
    """Kinds of rulings about time; rulings of other kinds are made elsewhere."""

    EXTRA_TIME = "extra_time"
    WINDOW = "window"
    ROUND_END = "round_end"
    PAUSE = "pause"
    RESUME = "resume"
    ROUND_PAUSE = "round_pause"
    ROUND_RESUME = "round_resume"
    CANCEL = "cancel"
    RESTORE = "restore"
    UNDO = "undo"


def need(reason: str) -> str:
    """The reason without white space around it; Invalid where there is none, or where it is too long."""
    reason = reason.strip()
    if not reason:
        raise Invalid("Vui lòng ghi lý do.", code="reason_required", field="reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid("Lý do dài quá 500 ký tự.", field="reason")
    return reason


def rule(
    actor: Actor | None,
    kind: Incident,
    reason: str,
    now: datetime,
    *,
    contest_id: int,
    contest_round: Round | None = None,
    person_id: int | None = None,
    unit_id: int | None = None,
    **details: Any,
) -> Ruling:
    """Write a ruling in the caller's transaction; what is cached of its round is read anew from then on."""
    ruling = Ruling(
        contest_id=contest_id,
        round_id=contest_round.id if contest_round is not None else None,
        person_id=person_id,
        unit_id=unit_id,
        kind=kind,
        details=json.dumps(details, sort_keys=True),
        reason=reason,
        actor_id=actor.person_id if actor is not None else None,
        created_at=now,
    )
    db.session.add(ruling)
    db.session.flush()
    if contest_round is not None:
        _move_on(contest_round)
    return ruling


def note(ruling: Ruling, **details: Any) -> None:
    """Add to what stands with a ruling, e.g. how many attempts it changed."""
    ruling.details = json.dumps({**details_of(ruling), **details}, sort_keys=True)


def record(actor: Actor | None, ruling: Ruling) -> None:
    """Put a ruling into the audit trail, once everything about it is known."""
    kind, object_id = ("round", ruling.round_id) if ruling.round_id is not None else ("contest", ruling.contest_id)
    about = {"ruling_id": ruling.id, "person_id": ruling.person_id, "unit_id": ruling.unit_id}
    after = {**{name: value for name, value in about.items() if value is not None}, **details_of(ruling)}
    audit.record(actor, f"incident.{ruling.kind}", kind, object_id, after=after, reason=ruling.reason)


def incidents_of(contest_id: int) -> Sequence[Ruling]:
    """All rulings about time in a contest, the newest first."""
    query = sa.select(Ruling).where(Ruling.contest_id == contest_id, Ruling.kind.in_(list(Incident)))
    return db.session.scalars(query.order_by(Ruling.id.desc())).all()


def _move_on(contest_round: Round) -> None:
    """Raise the version of a round's row without another change to it."""
    db.session.execute(
        sa.update(Round).where(Round.id == contest_round.id).values(version=Round.version + 1),
        execution_options={"synchronize_session": False},
    )
    db.session.refresh(contest_round)
