"""The result at the year's end: what became of each thing and the level, by oneself and by whoever confirms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import Actor
from quiz.modules.registrations import queries, rights
from quiz.modules.registrations.asking import Asked
from quiz.modules.registrations.marking import mark_duties
from quiz.modules.registrations.models import Registration
from quiz.modules.registrations.rules import Level, Outcome, State
from quiz.modules.registrations.service import check_version, state_of, step
from quiz.plans.rules import DutyState
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class Result:
    """How it turned out: outcome and words of each thing in their order, the level, the words about the whole."""

    level: str
    text: str = ""
    outcomes: Sequence[Mapping[str, str]] = field(default=())


def assess_self(
    actor: Actor, asked: Asked, registration_id: int, result: Result, version: int, now: datetime
) -> Registration:
    """The own assessment of a person (also by who enters for somebody), or of a unit by who acts for it."""
    with transaction():
        row = queries.get(registration_id)
        if row.person_id != actor.person_id:
            rights.require_fill(actor, db.session.get_one(OrgUnit, row.unit_id))
        _require_confirmed(row, version)
        if row.level:
            raise Conflict("Kết quả đã được đánh giá nên không sửa được.", code="state")
        _check(result, len(row.things))
        _keep_outcomes(row, result)
        row.self_level, row.self_text, row.self_at, row.self_by = result.level, result.text, now, actor.person_id
        row.changed_at = now
        step(row, actor, "self", now, result.text)
        mark_duties(actor, asked, row, DutyState.CARRIED_OUT, now)
        audit.record(actor, "registration.self", "registration", row.id, after=state_of(row))
    return row


def assess(
    actor: Actor, asked: Asked, registration_id: int, result: Result, version: int, now: datetime
) -> Registration:
    """The assessment of whoever confirms; it may be given anew, each time with its step in the history."""
    with transaction():
        row = queries.get(registration_id)
        _require_assessor(actor, asked, row)
        _require_confirmed(row, version)
        _check(result, len(row.things))
        _keep_outcomes(row, result)
        _set_level(actor, asked, row, result, now)
    return row


def assess_many(actor: Actor, asked: Asked, wanted: Mapping[int, int], level: str, now: datetime) -> int:
    """Give registrations (ids with the versions seen) one level, all or none; each thing keeps the own outcome."""
    with transaction():
        for registration_id, version in sorted(wanted.items()):
            row = queries.get(registration_id)
            _require_assessor(actor, asked, row)
            _require_confirmed(row, version)
            _check_level(level)
            _set_level(actor, asked, row, Result(level), now)
    return len(wanted)


def _set_level(actor: Actor, asked: Asked, row: Registration, result: Result, now: datetime) -> None:
    before = state_of(row)
    row.level, row.assessment = result.level, result.text
    row.assessed_at, row.assessed_by, row.changed_at = now, actor.person_id, now
    step(row, actor, "assess", now, result.text)
    mark_duties(actor, asked, row, DutyState.EVALUATED, now)
    audit.record(actor, "registration.assess", "registration", row.id, before=before, after=state_of(row))


def _require_assessor(actor: Actor, asked: Asked, row: Registration) -> None:
    unit = db.session.get_one(OrgUnit, row.unit_id)
    if row.person_id == actor.person_id or not rights.may_assess(actor, asked, row, unit):
        rights.refuse_assessing(actor, row)


def _require_confirmed(row: Registration, version: int) -> None:
    check_version(row, version)
    if row.state != State.CONFIRMED:
        raise Conflict("Bản đăng ký cần được xác nhận trước khi ghi kết quả.", code="state")


def _check(result: Result, things: int) -> None:
    _check_level(result.level)
    for number in range(1, things + 1):
        outcome = result.outcomes[number - 1]["outcome"] if len(result.outcomes) >= number else ""
        if outcome not in set(Outcome):
            raise Invalid("Vui lòng chọn kết quả của việc này.", field=f"outcome_{number}")
        if outcome != Outcome.DONE and not result.outcomes[number - 1]["outcome_text"]:
            raise Invalid("Vui lòng ghi rõ vì sao việc chưa làm xong.", field=f"outcome_text_{number}")


def _check_level(level: str) -> None:
    if level not in set(Level):
        raise Invalid("Vui lòng chọn mức độ hoàn thành.", field="level")


def _keep_outcomes(row: Registration, result: Result) -> None:
    row.things = [{**thing, **outcome} for thing, outcome in zip(row.things, result.outcomes, strict=True)]
