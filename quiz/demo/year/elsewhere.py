"""How the rest of the province registered: the collectives of all other units, by chance, the same every time.

They are written in bulk, since a hundred of them by the service would take the demo longer than all the rest.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from quiz.core import clock
from quiz.core.db import db
from quiz.demo.plan import Done, bring_about, outcome
from quiz.demo.year.registrations import WHEN_DUE
from quiz.demo.year.stage import Stage
from quiz.demo.year.words import KEY_TASKS
from quiz.modules.registrations.asking import Asked, asked_of
from quiz.modules.registrations.models import Registration, RegistrationStep
from quiz.modules.registrations.rules import Draft, searchable
from quiz.plans.models import Duty
from quiz.plans.rules import DutyState
from quiz.units.models import OrgUnit

ACTIONS = {DutyState.SUBMITTED: "submit", DutyState.CONFIRMED: "confirm", DutyState.RETURNED: "return"}
FEW = 12
"""So many registrations are those of the first commune; with more of them this has been played already."""


def register_elsewhere(stage: Stage) -> None:
    """Once their last day has come: most are confirmed, some wait or were returned, some have not registered."""
    collective = sa.select(sa.func.count(Registration.id)).where(
        Registration.plan_id == stage.plan_id, Registration.person_id.is_(None)
    )
    if not stage.has_come(*WHEN_DUE) or (db.session.scalar(collective) or 0) > FEW:
        return
    asked = asked_of(stage.plan, stage.year)
    rng = random.Random("sen: who registered elsewhere")
    done: list[Done] = []
    rows: list[dict[str, Any]] = []
    for unit_id, name, duty_ids in _open_units(asked):
        states, early = outcome(rng)
        if states:
            day = date(stage.year, *WHEN_DUE) - timedelta(days=early)
            done += [Done(duty_id, day, states) for duty_id in duty_ids]
            rows.append(_row(asked, unit_id, name, day, states))
    if rows:
        db.session.execute(sa.insert(Registration), rows)
        _tell_steps(stage, rows)
        bring_about(done)


def _open_units(asked: Asked) -> list[tuple[int, str, list[int]]]:
    """Units whose collective has registered nothing yet, with the duties that registering answers."""
    known = sa.select(Registration.unit_id).where(
        Registration.plan_id == asked.plan.id, Registration.year == asked.year, Registration.person_id.is_(None)
    )
    query = (
        sa.select(OrgUnit.id, OrgUnit.name, Duty.id)
        .join(Duty, Duty.unit_id == OrgUnit.id)
        .where(Duty.task_id.in_([task.id for task in asked.collective]), Duty.person_id.is_(None))
        .where(Duty.state == DutyState.OPEN, OrgUnit.id.not_in(known))
        .order_by(OrgUnit.position, Duty.id)
    )
    found: dict[int, tuple[int, str, list[int]]] = {}
    for unit_id, name, duty_id in db.session.execute(query):
        found.setdefault(unit_id, (unit_id, name, []))[2].append(duty_id)
    return list(found.values())


def _row(asked: Asked, unit_id: int, name: str, day: date, states: tuple[DutyState, ...]) -> dict[str, Any]:
    thing = {**KEY_TASKS[unit_id % len(KEY_TASKS)], "schedule": f"Trong năm {asked.year}"}
    at = clock.at_local(day, 9, 30)
    decided_at = clock.at_local(day + timedelta(days=1), 9, 30) if len(states) > 1 else None
    return {
        "plan_id": asked.plan.id,
        "year": asked.year,
        "unit_id": unit_id,
        "person_id": None,
        "state": states[-1],
        "things": [thing],
        "basis": "Nghị quyết của tập thể lãnh đạo (minh họa)",
        "search_text": searchable(name, Draft([thing])),
        "submitted_at": at,
        "decided_at": decided_at,
        "created_at": at,
        "changed_at": decided_at or at,
        "version": 1,
    }


def _tell_steps(stage: Stage, rows: list[dict[str, Any]]) -> None:
    """The history of each: handed up, and decided where it was."""
    found = sa.select(Registration).where(
        Registration.plan_id == stage.plan_id,
        Registration.person_id.is_(None),
        Registration.unit_id.in_([row["unit_id"] for row in rows]),
    )
    steps = []
    for row in db.session.scalars(found):
        steps.append({"registration_id": row.id, "at": row.submitted_at, "action": "submit"})
        if row.decided_at is not None:
            steps.append({"registration_id": row.id, "at": row.decided_at, "action": ACTIONS[DutyState(row.state)]})
    db.session.execute(sa.insert(RegistrationStep), steps)
