"""What an assignment would do before it does it, and who has a task already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from quiz.core import clock
from quiz.core.db import db, in_portions
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.vietnamese import clean, fold
from quiz.plans.assigning.matching import Gap, Ground, Meaning, gaps, proposals
from quiz.plans.assigning.queries import Reach, tasks_of
from quiz.plans.assigning.taking_back import has_begun
from quiz.plans.models import Assignment, Plan, PlanTask
from quiz.units.models import OrgUnit, UnitAlias
from quiz.units.rules import search_text, search_words
from quiz.units.search import has_words


@dataclass(frozen=True)
class TaskLine:
    """A task as it would be given: to how many units anew, how many have it, from how many it was taken back."""

    task: PlanTask
    fresh: int
    have: int
    taken: int
    awaiting: Sequence[Meaning] = ()
    unknown: Sequence[str] = ()
    for_show: Sequence[str] = ()

    def fits(self, words: str, kind: str) -> bool:
        """Whether the code, title or actors hold all words; `kind`: "fresh" to be given, "unclear" to be looked at."""
        text = f"{self.task.code.lower()} {self.task.title_folded} {fold(' '.join(self.task.actors))}"
        wanted = {"fresh": bool(self.fresh), "unclear": self.is_unclear or bool(self.taken)}.get(kind, True)
        return wanted and all(word in text for word in fold(words).split())

    @property
    def is_unclear(self) -> bool:
        """Whether somebody has to choose a unit or say what an actor means."""
        return bool(self.awaiting or self.unknown)


@dataclass(frozen=True)
class Preview:
    """What a run would do: the tasks in the document's order, and the units that would get anything."""

    lines: Sequence[TaskLine]
    units: int
    gaps: Sequence[Gap] = ()
    awaiting: Sequence[Meaning] = ()

    @property
    def fresh(self) -> int:
        """How many assignments would be made."""
        return sum(line.fresh for line in self.lines)

    @property
    def tasks(self) -> int:
        """How many tasks would reach a unit that does not have them yet."""
        return sum(bool(line.fresh) for line in self.lines)

    @property
    def have(self) -> int:
        """How many assignments there are already."""
        return sum(line.have for line in self.lines)

    def sections(self, words: str = "", kind: str = "") -> list[tuple[str, list[TaskLine]]]:
        """The lines by section, in the document's order; those alone that hold all words and are of a kind."""
        found: dict[str, list[TaskLine]] = {}
        for line in self.lines:
            if line.fits(words, kind):
                found.setdefault(line.task.section, []).append(line)
        return list(found.items())


@dataclass
class _Have:
    """Which units have a task, and from which it was taken back."""

    have: set[int] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)


def preview(plan: Plan, now: datetime, task_ids: Collection[int] | None = None) -> Preview:
    """What giving the plan (or these tasks alone) would do; a fixed number of statements."""
    reach, tasks = Reach(plan, now), tasks_of(plan.id, None if task_ids is None else list(task_ids))
    known, units = _have(tasks), set[int]()
    lines = []
    for task in tasks:
        there = known[task.id]
        fresh = reach.of(task).keys() - there.have - there.taken
        units |= fresh
        meant = reach.known(task)
        lines.append(
            TaskLine(
                task,
                len(fresh),
                len(there.have),
                len(there.taken),
                [one for one in meant if one.awaits_choice],
                reach.unknown(task),
                [one.name for one in meant if one.is_for_show],
            )
        )
    used = reach.used(tasks)
    return Preview(lines, len(units), gaps(used, reach.ground), [one for one in used if one.awaits_choice])


def _have(tasks: Sequence[PlanTask]) -> dict[int, _Have]:
    found = {task.id: _Have() for task in tasks}
    columns = (Assignment.task_id, Assignment.unit_id, Assignment.removed_at.is_(None))
    for portion in in_portions(list(found)):
        for task_id, unit_id, stands in db.session.execute(sa.select(*columns).where(Assignment.task_id.in_(portion))):
            (found[task_id].have if stands else found[task_id].taken).add(unit_id)
    return found


@dataclass(frozen=True)
class Run:
    """A run of assigning: when, by whom, how much of it stands and how much nobody has begun."""

    at: datetime
    by: int | None
    standing: int
    untouched: int

    @property
    def ms(self) -> int:
        """The moment as an address names it."""
        return clock.to_ms(self.at)


def runs(plan: Plan, limit: int = 10) -> list[Run]:
    """The newest runs that gave anything which still stands."""
    tasks = sa.select(PlanTask.id).where(PlanTask.plan_id == plan.id)
    untouched = sa.func.sum(sa.case((has_begun(tasks), 0), else_=1))
    query = (
        sa.select(Assignment.assigned_at, Assignment.assigned_by, sa.func.count(), untouched)
        .where(Assignment.task_id.in_(tasks), Assignment.removed_at.is_(None))
        .group_by(Assignment.assigned_at, Assignment.assigned_by)
        .order_by(Assignment.assigned_at.desc())
        .limit(limit)
    )
    return [Run(row[0], row[1], row[2], int(row[3] or 0)) for row in db.session.execute(query)]


@dataclass(frozen=True)
class UnitLine:
    """A unit in the list of a task: `assignment` None where it would get the task with the next run."""

    unit: OrgUnit
    assignment: Assignment | None


def kinds_of(task: PlanTask, reach: Reach) -> dict[str, int]:
    """How many units of each kind have a task or would get it."""
    counts: dict[str, int] = {}
    for unit_id in _units_of(task, reach):
        kind = reach.ground.kinds.get(unit_id)
        if kind is not None:
            counts[kind] = counts.get(kind, 0) + 1
    return counts


def _units_of(task: PlanTask, reach: Reach) -> set[int]:
    return _have([task])[task.id].have | reach.of(task).keys()


def units_of(task: PlanTask, reach: Reach, text: str, number: int) -> Page[UnitLine]:
    """The units that have a task, had it, or would get it, in depth-first order; narrowed to words of their names."""
    given = sa.select(Assignment.unit_id).where(Assignment.task_id == task.id)
    would = set(reach.of(task))
    query = sa.select(OrgUnit.id).order_by(OrgUnit.position)
    if words := search_words(text):
        query = query.where(sa.or_(has_words(words), OrgUnit.code == clean(text).upper()))
    has = set(db.session.scalars(given))
    ids = [one for one in db.session.scalars(query) if one in has or one in would]
    shown = ids[offset(number) : offset(number) + PER_PAGE]
    rows = {unit.id: unit for unit in db.session.scalars(sa.select(OrgUnit).where(OrgUnit.id.in_(shown)))}
    of_task = sa.select(Assignment).where(Assignment.task_id == task.id, Assignment.unit_id.in_(shown))
    assignments = {row.unit_id: row for row in db.session.scalars(of_task)}
    return Page([UnitLine(rows[one], assignments.get(one)) for one in shown], number, len(ids))


def proposed(meaning: Meaning, ground: Ground) -> list[OrgUnit]:
    """Units whose name says that they may be the body an actor names; nobody takes them silently."""
    text = search_text(meaning.name)
    if meaning.scope != "named" or not text:
        return []
    own = sa.select(OrgUnit.id, OrgUnit.name_folded).where(OrgUnit.name_folded.startswith(text, autoescape=True))
    other = sa.select(UnitAlias.unit_id, UnitAlias.alias_folded).where(
        UnitAlias.alias_folded.startswith(text, autoescape=True)
    )
    named: dict[int, list[str]] = {}
    for unit_id, name in [*db.session.execute(own), *db.session.execute(other)]:
        named.setdefault(unit_id, []).append(name)
    wanted = [one for one in proposals(text, meaning.unit_kinds, named, ground) if one not in meaning.unit_ids][:10]
    return units_by(wanted)


def units_by(unit_ids: Collection[int]) -> list[OrgUnit]:
    """These units in depth-first order."""
    found: list[OrgUnit] = []
    for portion in in_portions(sorted(unit_ids)):
        found += db.session.scalars(sa.select(OrgUnit).where(OrgUnit.id.in_(portion)))
    return sorted(found, key=lambda unit: unit.position)
