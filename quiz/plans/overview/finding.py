"""Search over the plans of the own subtree: plans, tasks, units, people. Typing needs no accents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.accounts.models import Membership, Person
from quiz.accounts.posts import is_held
from quiz.core import clock
from quiz.core.db import db, in_portions
from quiz.core.permissions import Actor
from quiz.core.vietnamese import fold
from quiz.plans.models import Plan, PlanTask
from quiz.plans.overview.scope import NOT_YET, own_units, reach
from quiz.units.models import OrgUnit
from quiz.units.rules import search_words
from quiz.units.search import has_words, valid_on

MOST = 20
"""How many of each kind are shown."""


@dataclass(frozen=True)
class Hit:
    """Something found: what it is called, what stands behind, where it is (an address, or "" for none)."""

    title: str
    note: str
    url: str = ""


@dataclass(frozen=True)
class Found:
    """The hits by kind, the first twenty of each."""

    plans: Sequence[Hit] = ()
    tasks: Sequence[Hit] = ()
    units: Sequence[Hit] = ()
    people: Sequence[Hit] = ()

    @property
    def total(self) -> int:
        """How many hits are shown."""
        return sum(map(len, (self.plans, self.tasks, self.units, self.people)))


def find(actor: Actor, text: str, now: datetime) -> Found:
    """What the words typed name, in the own subtree alone; six statements at most."""
    typed = search_words(text)
    if not typed:
        return Found()
    today = clock.local(now).date()
    plans = _plans(actor)
    return Found(
        [_plan_hit(plan, unit) for plan, unit in plans if _names(plan, typed)][:MOST],
        _tasks({plan.id: plan for plan, _unit in plans}, fold(text).split()),
        _units(actor, typed, text, plans, now),
        _people(actor, typed, is_held(today)),
    )


def _plans(actor: Actor) -> list[tuple[Plan, str]]:
    """Plans of units that lie in the own subtree or above it; drafts of the own subtree alone."""
    unit, own = aliased(OrgUnit), own_units(actor)
    inside = (unit.position.between(one.position, one.last_position) for one in own)
    over = (sa.and_(unit.position <= one.position, unit.last_position >= one.last_position) for one in own)
    meets = sa.or_(sa.false(), *inside, sa.and_(sa.or_(sa.false(), *over), Plan.state.not_in([*NOT_YET])))
    query = sa.select(Plan, unit.name).join(unit, unit.id == Plan.unit_id).where(meets)
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(unit.position, Plan.id.desc()))]


def _names(plan: Plan, words: Sequence[str]) -> bool:
    told = fold(f"{plan.title} {plan.number} {plan.slug} {' '.join(map(str, plan.years))}")
    return all(word in told for word in words)


def _plan_hit(plan: Plan, unit: str) -> Hit:
    return Hit(plan.title, ", ".join(filter(None, (plan.number, unit))), f"/admin/plans/{plan.slug}")


def _tasks(plans: dict[int, Plan], words: Sequence[str]) -> list[Hit]:
    """Tasks of these plans by title or code; what a derived plan only carries on is found in the upper one."""
    found: list[PlanTask] = []
    for portion in in_portions(sorted(plans, reverse=True)):
        query = sa.select(PlanTask).where(PlanTask.plan_id.in_(portion), PlanTask.removed_at.is_(None))
        query = query.where(PlanTask.origin_id.is_(None)).order_by(PlanTask.plan_id.desc(), PlanTask.position)
        for word in words:
            in_code = sa.func.lower(PlanTask.code).contains(word, autoescape=True)
            query = query.where(sa.or_(PlanTask.title_folded.contains(word, autoescape=True), in_code))
        found += db.session.scalars(query.limit(MOST))
    return [
        Hit(f"{task.code} – {task.title}", plans[task.plan_id].title, _task_url(plans[task.plan_id], task))
        for task in found[:MOST]
    ]


def _task_url(plan: Plan, task: PlanTask) -> str:
    return f"/admin/plans/{plan.slug}/tasks/{task.id}"


def _units(actor: Actor, words: Sequence[str], text: str, plans: list[tuple[Plan, str]], now: datetime) -> list[Hit]:
    """Units by name or other name, each leading to its grid in the newest plan at work above it."""
    named = sa.or_(has_words(words), OrgUnit.code == text.strip().upper())
    query = sa.select(OrgUnit).where(reach(actor), valid_on(clock.local(now).date()), named)
    upper = next((plan for plan, _unit in plans if plan.parent_id is None and plan.state not in NOT_YET), None)
    return [
        Hit(unit.name, unit.code, f"/admin/plans/{upper.slug}/grid?unit={unit.code}" if upper else "")
        for unit in db.session.scalars(query.order_by(OrgUnit.depth, OrgUnit.position).limit(MOST))
    ]


def _people(actor: Actor, words: Sequence[str], holding: sa.ColumnElement[bool]) -> list[Hit]:
    """People with a place in the own subtree, by the words of their name."""
    query = (
        sa.select(Person.id, Person.name, OrgUnit.name, Membership.post)
        .join(Membership, Membership.person_id == Person.id)
        .join(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(reach(actor), holding, Person.is_active)
    )
    for word in words:
        query = query.where((" " + Person.name_folded).contains(f" {word}", autoescape=True))
    rows = db.session.execute(query.order_by(Person.name_folded, Person.id, Membership.id).limit(4 * MOST))
    found: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for person_id, name, unit, post in rows:
        names[person_id] = name
        found.setdefault(person_id, []).append(", ".join(filter(None, (post, unit))))
    return [Hit(names[one], "; ".join(dict.fromkeys(places))) for one, places in list(found.items())[:MOST]]
