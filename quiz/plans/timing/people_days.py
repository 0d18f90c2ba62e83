"""The days of people's duties that have no row: worked out for many people and tasks at once, as a row would have them.

What comes out is what working out the days of a row says, except for more time, which only a row can be given. Where
people are only counted, `event_days` says the same to the database.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from quiz.core.db import db, in_portions
from quiz.plans.models import CalendarDay, PlanEvent, PlanTask
from quiz.plans.timing.days import OF_THE_PLAN
from quiz.plans.timing.families import PlanFacts, all_facts
from quiz.plans.timing.own_days import OwnDay, own_days
from quiz.plans.timing.rules import Occurrence, due_after, occurrences
from quiz.plans.timing.workdays import WorkingCalendar
from quiz.units.models import OrgUnit

Ids = Collection[int] | sa.Select[int]
"""Some ids, or a statement that gives them, for more than fit into one statement."""
Events = dict[tuple[int, str, int], date]
"""The first day of an event by the uppermost plan, the kind, and the person or unit."""


@dataclass(frozen=True)
class Due:
    """The day by the rule alone, and the last day in time; None where there is none, or none yet."""

    rule_due_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Rule:
    """The rule of a task with what it needs of its plan."""

    deadline: Mapping[str, Any]
    facts: PlanFacts
    times: Mapping[str, Occurrence]

    @property
    def awaits(self) -> str:
        """The event of units and people that the day follows; "" where it follows none of those."""
        kind = next((one.awaits for one in self.times.values() if one.awaits), "")
        return "" if kind in OF_THE_PLAN else kind


@dataclass(frozen=True)
class PersonDays:
    """What the days of duties without a row are worked out from; `of` needs no statement."""

    rules: Mapping[int, Rule]
    calendar: WorkingCalendar
    of_plans: Mapping[tuple[int, str], date] = field(default_factory=dict)
    people: Events = field(default_factory=dict)
    units: Events = field(default_factory=dict)
    own: Mapping[int, Sequence[OwnDay]] = field(default_factory=dict)
    positions: Mapping[int, int] = field(default_factory=dict)

    def of(self, task_id: int, unit_id: int, person_id: int | None, period: str = "") -> Due:
        """The days of a person's duty in a unit (without a person: of the unit's) in a period of the task."""
        rule = self.rules[task_id]
        time = rule.times.get(period)
        if time is None:
            return Due()
        day = self._happened(rule, time.awaits, unit_id, person_id) if time.awaits else time.due_on
        by_rule = self.calendar.moved(day, rule.facts.off_days) if day else None
        return Due(day, self._own_day(task_id, unit_id, period, by_rule) or by_rule)

    def _happened(self, rule: Rule, kind: str, unit_id: int, person_id: int | None) -> date | None:
        root = rule.facts.root_id
        if kind in OF_THE_PLAN:
            at = next((self.of_plans[one, kind] for one in rule.facts.chain if (one, kind) in self.of_plans), None)
        else:
            at = self.people.get((root, kind, person_id or 0)) or self.units.get((root, kind, unit_id))
        return due_after(at, rule.deadline.get("months")) if at else None

    def _own_day(self, task_id: int, unit_id: int, period: str, by_rule: date | None) -> date | None:
        place = self.positions.get(unit_id, -1)
        days = (one.day for one in self.own.get(task_id, ()) if one.period == period and one.first <= place <= one.last)
        return min((day for day in days if by_rule is None or day < by_rule), default=None)


def person_days(task_ids: Collection[int], people: Ids, unit_ids: Ids) -> PersonDays:
    """What the days of these people's duties in these units follow from; tasks are those that duties stand with.

    The same number of statements for one as for thousands, where `people` and `unit_ids` are statements.
    """
    rules = rules_of(task_ids)
    return _with_days(rules, people, unit_ids, own_days({one: [*rule.times.values()] for one, rule in rules.items()}))


def days_by_rule(plan_id: int, deadline: Mapping[str, Any], unit_id: int, person_id: int) -> PersonDays:
    """The same of a rule that stands in no task (as task 0), so that no unit has set a day of its own for it."""
    facts = all_facts([plan_id])[plan_id]
    return _with_days({0: _rule(deadline, facts)}, [person_id], [unit_id], {})


def _with_days(rules: Mapping[int, Rule], people: Ids, unit_ids: Ids, own: Mapping[int, list[OwnDay]]) -> PersonDays:
    awaited = {(rule.facts.root_id, rule.awaits) for rule in rules.values() if rule.awaits}
    return PersonDays(
        rules,
        calendar_now(),
        _of_plans(rules.values()),
        _events(awaited, PlanEvent.person_id, people),
        _events(awaited, PlanEvent.unit_id, unit_ids, PlanEvent.person_id.is_(None)),
        own,
        _positions(unit_ids) if any(own.values()) else {},
    )


def rules_of(task_ids: Collection[int]) -> dict[int, Rule]:
    """The rules of tasks with what they need of their plans."""
    query = sa.select(PlanTask.id, PlanTask.plan_id, PlanTask.deadline)
    rows = [
        row
        for portion in in_portions(sorted(set(task_ids)))
        for row in db.session.execute(query.where(PlanTask.id.in_(portion)))
    ]
    facts = all_facts({row[1] for row in rows})
    return {task_id: _rule(deadline, facts[plan_id]) for task_id, plan_id, deadline in rows}


def _rule(deadline: Mapping[str, Any], facts: PlanFacts) -> Rule:
    return Rule(deadline, facts, {one.period: one for one in occurrences(deadline, facts.years)})


def calendar_now() -> WorkingCalendar:
    """The working calendar with every day that was entered."""
    return WorkingCalendar(
        {row.day: row.is_working for row in db.session.execute(sa.select(CalendarDay.day, CalendarDay.is_working))}
    )


def _of_plans(rules: Collection[Rule]) -> dict[tuple[int, str], date]:
    """The events of whole plans; a plan's own goes before that of one above it."""
    awaiting = [rule for rule in rules if any(one.awaits in OF_THE_PLAN for one in rule.times.values())]
    ids = sorted({plan_id for rule in awaiting for plan_id in rule.facts.chain})
    query = sa.select(PlanEvent.plan_id, PlanEvent.kind, sa.func.min(PlanEvent.happened_on)).where(
        PlanEvent.unit_id.is_(None), PlanEvent.person_id.is_(None), PlanEvent.kind.in_(sorted(OF_THE_PLAN))
    )
    grouped = query.group_by(PlanEvent.plan_id, PlanEvent.kind)
    return {
        (plan_id, kind): day
        for portion in in_portions(ids)
        for plan_id, kind, day in db.session.execute(grouped.where(PlanEvent.plan_id.in_(portion)))
    }


def _events(awaited: Collection[tuple[int, str]], whose: Any, ids: Ids, *more: sa.ColumnElement[bool]) -> Events:
    if not awaited:
        return {}
    plans, kinds = sorted({one[0] for one in awaited}), sorted({one[1] for one in awaited})
    query = (
        sa.select(PlanEvent.plan_id, PlanEvent.kind, whose, sa.func.min(PlanEvent.happened_on))
        .where(PlanEvent.plan_id.in_(plans), PlanEvent.kind.in_(kinds), *more)
        .group_by(PlanEvent.plan_id, PlanEvent.kind, whose)
    )
    return {
        (plan_id, kind, one): day for part in _in(whose, ids) for plan_id, kind, one, day in _rows(query.where(part))
    }


def _in(column: Any, ids: Ids) -> list[sa.ColumnElement[bool]]:
    """Conditions that together name the ids."""
    if isinstance(ids, sa.Select):
        return [column.in_(ids)]
    return [column.in_(portion) for portion in in_portions(sorted(set(ids)))]


def _rows(query: sa.Select[*tuple[Any, ...]]) -> Sequence[Any]:
    return db.session.execute(query).all()


def _positions(unit_ids: Ids) -> dict[int, int]:
    query = sa.select(OrgUnit.id, OrgUnit.position)
    return {row[0]: row[1] for part in _in(OrgUnit.id, unit_ids) for row in _rows(query.where(part))}
