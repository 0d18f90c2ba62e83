"""Which units must register as collectives, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from quiz.core.db import db
from quiz.modules.registrations.asking import Asked
from quiz.modules.registrations.due import days_of
from quiz.modules.registrations.models import Registration
from quiz.modules.registrations.people import COLUMNS, Reach
from quiz.modules.registrations.rules import State
from quiz.plans.models import Assignment
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class UnitLine:
    """A unit that must register as a collective: its state ("" none) and its last day."""

    unit_id: int
    name: str
    position: int
    state: str
    registration: Any
    due_on: date | None

    def is_late(self, today: date) -> bool:
        """Whether the day has passed and nothing was handed up."""
        handed_up = self.state in {State.SUBMITTED, State.CONFIRMED}
        return not handed_up and self.due_on is not None and self.due_on < today


def unit_lines(asked: Asked, reach: Reach) -> list[UnitLine]:
    """Every unit within the reach that must register, in the order of units; four statements at most."""
    if not asked.collective:
        return []
    given = sa.select(Assignment.unit_id).where(
        Assignment.task_id.in_([task.id for task in asked.collective]),
        Assignment.removed_at.is_(None),
        Assignment.to_unit,
    )
    units = sa.select(OrgUnit.id, OrgUnit.name, OrgUnit.position).where(
        OrgUnit.position.between(reach.first, reach.last), OrgUnit.id.in_(given)
    )
    records = {
        row.unit_id: row
        for row in db.session.execute(
            sa.select(*COLUMNS)
            .join(OrgUnit, OrgUnit.id == Registration.unit_id)
            .where(
                Registration.plan_id == asked.plan.id,
                Registration.year == asked.year,
                Registration.person_id.is_(None),
                OrgUnit.position.between(reach.first, reach.last),
            )
        )
    }
    days = days_of(asked, asked.main_collective)
    found = []
    for unit in db.session.execute(units.order_by(OrgUnit.position)):
        record = records.get(unit.id)
        state = record.state if record else ""
        found.append(UnitLine(unit.id, unit.name, unit.position, state, record, days.of(unit.id, None)))
    return found
