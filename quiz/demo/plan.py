"""The yearly plan of the demo: a real plan's tasks moved to this year, given to the demo's units, and half carried out.

Who did what by when is invented by chance, the same every time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from quiz.core import clock
from quiz.core.db import db, in_portions, transaction
from quiz.demo.places import ROOT
from quiz.plans.assigning.service import assign_plan
from quiz.plans.files.actors import sample
from quiz.plans.files.reading import read_plan
from quiz.plans.files.service import load_plan
from quiz.plans.models import Duty, DutyStep, Plan, PlanActor, PlanTask
from quiz.plans.rules import DutyState
from quiz.plans.writing.states import issue
from quiz.units.models import OrgUnit, UnitAlias
from quiz.units.queries import by_code
from quiz.units.rules import search_text

SAMPLE = "cao-bang-2024"
OUTCOMES = (
    # how often, the states one after the other, how many days before the last day (negative: after it)
    (72, (DutyState.SUBMITTED, DutyState.CONFIRMED), 6),
    (9, (DutyState.SUBMITTED,), 1),
    (4, (DutyState.SUBMITTED, DutyState.RETURNED), 3),
    (15, (), 0),
)


REGISTRATIONS = "registrations"
"""The module whose duties are carried out by registering, and therefore not here."""


@dataclass(frozen=True)
class Done:
    """A duty that went through some states, beginning on a day."""

    duty_id: int
    day: date
    states: tuple[DutyState, ...]


def load_year_plan(now: datetime) -> Plan:
    """The plan of this year, loaded, assigned and issued where it is not there yet.

    One in force stays as people have changed it since; a real one at the same address is left alone.
    """
    root = by_code(ROOT)
    assert root is not None, "the places were loaded before"  # noqa: S101 - an invariant
    today = clock.local(now).date()
    there = db.session.scalar(sa.select(Plan).where(Plan.slug == f"{SAMPLE}-{today.year}"))
    if there is not None and (there.issued_at is not None or not there.is_demo):
        return there
    draft = read_plan(sample(SAMPLE).read_text(encoding="utf-8"))
    with transaction():
        report = load_plan(None, draft, root.id, now, today.year, is_demo=True)
        plan = db.session.get_one(Plan, report.plan_id)
        _choose_bodies(plan.id)
        assign_plan(None, plan.id, now)
        db.session.refresh(plan)
        issue(None, plan.id, plan.version, now, incomplete=True)
        _carry_out(plan.id, today, now)
    return plan


def _choose_bodies(plan_id: int) -> None:
    """Bodies that the plan names are chosen where a unit of the demo bears the very name."""
    known: dict[str, set[int]] = {}
    names = sa.select(OrgUnit.name_folded, OrgUnit.id).union(sa.select(UnitAlias.alias_folded, UnitAlias.unit_id))
    for name, unit_id in db.session.execute(names):
        known.setdefault(name, set()).add(unit_id)
    for actor in db.session.scalars(
        sa.select(PlanActor).where(PlanActor.plan_id == plan_id, PlanActor.scope == "named")
    ):
        actor.unit_ids = sorted(known.get(search_text(actor.name), set()))
    db.session.flush()


def _carry_out(plan_id: int, today: date, now: datetime) -> None:
    """Most of what was due by today was handed up and confirmed, some of it waits, was returned, or is late."""
    rng = random.Random("sen: who carried out what")
    due = (
        sa.select(Duty.id, Duty.due_on)
        .join(PlanTask, PlanTask.id == Duty.task_id)
        .where(Duty.plan_id == plan_id, Duty.person_id.is_(None), Duty.due_on.is_not(None), Duty.due_on <= today)
        .where(PlanTask.module != REGISTRATIONS)
    )
    found: Sequence[tuple[int, Any]] = [(row[0], row[1]) for row in db.session.execute(due.order_by(Duty.id))]
    done = []
    for duty_id, day in found:
        states, early = outcome(rng)
        if states:
            done.append(Done(duty_id, day - timedelta(days=early), states))
    bring_about(done)


def bring_about(done: Sequence[Done]) -> None:
    """Duties with their states and the steps that led there, in bulk."""
    steps: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = []
    for one in done:
        steps += _steps(one.duty_id, one.day, one.states)
        changes.append(_change(one.duty_id, steps, one.states, one.day))
    for portion in in_portions(steps):
        db.session.execute(sa.insert(DutyStep), list(portion))
    table = sa.inspect(Duty).local_table
    change = sa.update(Duty).where(table.c.id == sa.bindparam("duty_id")).values(version=Duty.version + 1)
    names = [name for name in changes[0] if name != "duty_id"] if changes else []
    for portion in in_portions(changes):
        db.session.connection().execute(change.values({name: sa.bindparam(name) for name in names}), list(portion))


def outcome(rng: random.Random) -> tuple[tuple[DutyState, ...], int]:
    """By chance: the states one after the other (none: nothing was done), and how many days early."""
    _, states, early = rng.choices(OUTCOMES, [share for share, _, _ in OUTCOMES])[0]
    return states, early


def _steps(duty_id: int, day: date, states: tuple[DutyState, ...]) -> Iterator[dict[str, Any]]:
    before = DutyState.OPEN
    for place, state in enumerate(states):
        at = clock.at_local(day + timedelta(days=place), 9, 30)
        remark = "Vui lòng bổ sung minh chứng (số liệu minh họa)." if state is DutyState.RETURNED else ""
        yield {"duty_id": duty_id, "at": at, "from_state": before, "to_state": state, "remark": remark, "basis": ""}
        before = state


def _change(duty_id: int, steps: list[dict[str, Any]], states: tuple[DutyState, ...], day: date) -> dict[str, Any]:
    decided = steps[-1]["at"] if len(states) > 1 else None
    return {
        "duty_id": duty_id,
        "state": states[-1],
        "done_on": day,
        "submitted_at": clock.at_local(day, 9, 30),
        "decided_at": decided,
        "result": "Đã thực hiện (số liệu minh họa).",
    }
