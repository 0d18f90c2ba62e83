"""The last day of many registrations at once: that of the duty's row, or the one that a row would have."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from quiz.core.db import db
from quiz.modules.registrations.asking import Asked
from quiz.plans.models import Assignment, Duty, PlanTask
from quiz.plans.timing.people_days import PersonDays, person_days


@dataclass(frozen=True)
class Days:
    """Days by person and by unit of duties of a task in a period that have rows; `rules` says those of the others."""

    task_id: int = 0
    period: str = ""
    rules: PersonDays | None = None
    people: dict[tuple[int, int], date | None] = field(default_factory=dict)
    units: dict[int, date | None] = field(default_factory=dict)

    def of(self, unit_id: int, person_id: int | None) -> date | None:
        """The last day in time; None where there is none, or none yet."""
        if person_id is None and unit_id in self.units:
            return self.units[unit_id]
        if person_id is not None and (unit_id, person_id) in self.people:
            return self.people[unit_id, person_id]
        return self.rules.of(self.task_id, unit_id, person_id, self.period).due_on if self.rules else None


def days_of(asked: Asked, task: PlanTask | None, people_ids: sa.Select[int] | None = None) -> Days:
    """The days of a task in a year, of these people, or of units: always the same number of statements."""
    occurrence = asked.occurrence(task)
    if task is None or occurrence is None:
        return Days()
    given = sa.select(Assignment.unit_id).where(Assignment.task_id == task.id)
    rules = person_days([task.id], [] if people_ids is None else people_ids, given)
    days = Days(task.id, occurrence.period, rules)
    whose = Duty.person_id.is_(None) if people_ids is None else Duty.person_id.in_(people_ids)
    query = sa.select(Duty.person_id, Duty.unit_id, Duty.due_on).where(
        Duty.task_id == task.id, Duty.period == occurrence.period, whose
    )
    for person_id, unit_id, due_on in db.session.execute(query):
        if person_id is None:
            days.units[unit_id] = due_on
        else:
            days.people[unit_id, person_id] = due_on
    return days
