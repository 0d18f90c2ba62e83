"""The last day of many registrations at once: the duty's own day where it has a row, else what the rule says."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import sqlalchemy as sa

from quiz.core.db import db
from quiz.modules.registrations.asking import Asked
from quiz.plans.models import Duty, PlanEvent, PlanTask
from quiz.plans.timing.days import OF_THE_PLAN
from quiz.plans.timing.rules import due_after
from quiz.plans.timing.service import working_calendar
from quiz.plans.timing.workdays import WorkingCalendar


@dataclass(frozen=True)
class Days:
    """Days by person and by unit of duties that have rows; else the fixed day, or so many months after an event.

    The event of the person comes before that of the unit; `plan_event` is one that happens once for all.
    """

    fixed: date | None = None
    people: dict[int, date | None] = field(default_factory=dict)
    units: dict[int, date | None] = field(default_factory=dict)
    months: int | None = None
    person_events: dict[int, date] = field(default_factory=dict)
    unit_events: dict[int, date] = field(default_factory=dict)
    plan_event: date | None = None
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    off_days: str = "keep"

    def of(self, unit_id: int, person_id: int | None) -> date | None:
        """The last day in time; None where there is none, or none yet."""
        if person_id is None and unit_id in self.units:
            return self.units[unit_id]
        if person_id is not None and person_id in self.people:
            return self.people[person_id]
        happened = self.person_events.get(person_id or 0) or self.unit_events.get(unit_id) or self.plan_event
        day = self.fixed or (due_after(happened, self.months) if happened else None)
        return self.calendar.moved(day, self.off_days) if day else None


def days_of(asked: Asked, task: PlanTask | None, people_ids: sa.Select[int] | None = None) -> Days:
    """The days of a task in a year, of these people, or of units: three statements at most."""
    occurrence = asked.occurrence(task)
    if task is None or occurrence is None:
        return Days()
    days = Days(occurrence.due_on, off_days=asked.plan.off_days, calendar=working_calendar())
    whose = Duty.person_id.is_(None) if people_ids is None else Duty.person_id.in_(people_ids)
    query = sa.select(Duty.person_id, Duty.unit_id, Duty.due_on).where(
        Duty.task_id == task.id, Duty.period == occurrence.period, whose
    )
    for person_id, unit_id, due_on in db.session.execute(query):
        if person_id is None:
            days.units[unit_id] = due_on
        else:
            days.people[person_id] = due_on
    return _awaited(task, occurrence.awaits, days, people_ids) if occurrence.awaits else days


def _awaited(task: PlanTask, event: str, known: Days, people_ids: sa.Select[int] | None) -> Days:
    is_of_all = sa.and_(PlanEvent.person_id.is_(None), PlanEvent.unit_id.is_(None))
    whose: sa.ColumnElement[bool] = PlanEvent.person_id.is_(None)
    if event in OF_THE_PLAN:
        whose = is_of_all
    elif people_ids is not None:
        whose = sa.or_(whose, PlanEvent.person_id.in_(people_ids))
    query = sa.select(PlanEvent.person_id, PlanEvent.unit_id, PlanEvent.happened_on).where(
        PlanEvent.plan_id == task.plan_id, PlanEvent.kind == event, whose
    )
    of_plan: date | None = None
    for person_id, unit_id, day in db.session.execute(query.order_by(PlanEvent.happened_on.desc())):
        if person_id is not None:  # the first time has the last word
            known.person_events[person_id] = day
        elif unit_id is not None:
            known.unit_events[unit_id] = day
        elif event in OF_THE_PLAN:
            of_plan = day
    return replace(known, months=task.deadline.get("months"), plan_event=of_plan)
