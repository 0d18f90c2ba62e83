"""Reading conferences: one with its parts, those within somebody's reach, those of a person."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from quiz.accounts.models import Person
from quiz.core.db import db, in_portions
from quiz.core.errors import NotFound
from quiz.core.paging import PER_PAGE
from quiz.core.permissions import Actor
from quiz.modules.conferences.models import (
    Attendance,
    Conference,
    ConferenceMaterial,
    ConferencePlace,
    ConferenceSession,
    ConferenceTask,
    InvitedUnit,
    Participant,
    ProgrammeItem,
)
from quiz.plans.authority import STAFF
from quiz.plans.models import Assignment, Plan, PlanTask
from quiz.units.models import OrgUnit
from quiz.units.queries import within_reach


@dataclass(frozen=True)
class Sitting:
    """A session with its places."""

    row: ConferenceSession
    places: Sequence[ConferencePlace]


@dataclass(frozen=True)
class Whole:
    """A conference with everything that belongs to it but the people."""

    row: Conference
    plan: Plan
    unit: OrgUnit
    tasks: Sequence[PlanTask]
    items: Sequence[ProgrammeItem]
    sittings: Sequence[Sitting]
    materials: Sequence[ConferenceMaterial]


def not_found() -> NotFound:
    """What is said where there is no such conference, or none of this person's."""
    return NotFound("Không tìm thấy hội nghị này.")


def whole(conference_id: int) -> Whole:
    """A conference with its parts; NotFound where there is none."""
    query = (
        sa.select(Conference, Plan, OrgUnit)
        .join(Plan, Plan.id == Conference.plan_id)
        .join(OrgUnit, OrgUnit.id == Conference.unit_id)
        .where(Conference.id == conference_id)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise not_found()
    items = sa.select(ProgrammeItem).where(ProgrammeItem.conference_id == conference_id)
    links = sa.select(ConferenceMaterial).where(ConferenceMaterial.conference_id == conference_id)
    return Whole(
        *found,
        tasks=tasks_of(conference_id),
        items=db.session.scalars(items.order_by(ProgrammeItem.position)).all(),
        sittings=sittings_of(conference_id),
        materials=db.session.scalars(links.order_by(ConferenceMaterial.id)).all(),
    )


def tasks_of(conference_id: int) -> Sequence[PlanTask]:
    """The tasks a conference carries out."""
    query = sa.select(PlanTask).join(ConferenceTask, ConferenceTask.task_id == PlanTask.id)
    return db.session.scalars(query.where(ConferenceTask.conference_id == conference_id).order_by(PlanTask.id)).all()


def sittings_of(conference_id: int) -> list[Sitting]:
    """The sessions with their places, the first one first."""
    sessions = db.session.scalars(
        sa.select(ConferenceSession)
        .where(ConferenceSession.conference_id == conference_id)
        .order_by(ConferenceSession.number)
    ).all()
    places = db.session.scalars(
        sa.select(ConferencePlace)
        .join(ConferenceSession, ConferenceSession.id == ConferencePlace.session_id)
        .where(ConferenceSession.conference_id == conference_id)
        .order_by(ConferencePlace.position, ConferencePlace.id)
    ).all()
    return [Sitting(one, [place for place in places if place.session_id == one.id]) for one in sessions]


def sitting_of(conference_id: int, session_id: int) -> Sitting:
    """One session of a conference; NotFound where it is none of its own."""
    for one in sittings_of(conference_id):
        if one.row.id == session_id:
            return one
    raise NotFound("Không tìm thấy buổi này của hội nghị.")


def reach(actor: Actor) -> sa.ColumnElement[bool]:
    """A condition on OrgUnit: the unit lies in a subtree the person acts for."""
    return within_reach(actor, *STAFF)


def may_run(actor: Actor, unit: OrgUnit) -> bool:
    """Whether the person may plan, announce and close conferences of this unit."""
    return actor.covers(unit.position, *STAFF)


def concerns(actor: Actor, conference_id: int) -> bool:
    """Whether a unit or a person of the own subtree is invited to a conference, or came."""
    units = sa.select(InvitedUnit.id).join(OrgUnit, OrgUnit.id == InvitedUnit.unit_id)
    people = sa.select(Participant.id).join(OrgUnit, OrgUnit.id == Participant.unit_id)
    within = reach(actor)
    found = sa.or_(
        units.where(InvitedUnit.conference_id == conference_id, within).exists(),
        people.where(Participant.conference_id == conference_id, within).exists(),
    )
    return db.session.scalar(sa.select(sa.literal(1)).where(found)) is not None


def first_sessions(conference_ids: Collection[int]) -> dict[int, ConferenceSession]:
    """The first session of each conference."""
    query = sa.select(ConferenceSession).where(
        ConferenceSession.conference_id.in_(conference_ids), ConferenceSession.number == 1
    )
    return {one.conference_id: one for one in db.session.scalars(query)}


def is_counted() -> sa.ColumnElement[bool]:
    """A condition on Participant: invited, and nobody else comes instead."""
    return sa.and_(Participant.source != "guest", Participant.replaced_at.is_(None))


def joined(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    """Participants with their attendance, where there is one."""
    same = sa.and_(Attendance.conference_id == Participant.conference_id, Attendance.person_id == Participant.person_id)
    return query.outerjoin(Attendance, same)


def counts_of(conference_ids: Collection[int], own: sa.Select[int]) -> Mapping[int, tuple[int, int]]:
    """How many are invited to each conference and how many of them came, of the units of `own`."""
    query = (
        joined(sa.select(Participant.conference_id, sa.func.count(Participant.id), sa.func.count(Attendance.id)))
        .where(Participant.conference_id.in_(conference_ids), is_counted(), Participant.unit_id.in_(own))
        .group_by(Participant.conference_id)
    )
    found = {int(row[0]): (int(row[1]), int(row[2])) for row in db.session.execute(query)}
    return {one: found.get(one, (0, 0)) for one in conference_ids}


def plan_family(plan: Plan) -> list[Plan]:
    """A plan with those it was derived from, the uppermost last."""
    family = [plan]
    while family[-1].parent_id is not None:
        family.append(db.session.get_one(Plan, family[-1].parent_id))
    return family


def plans_for(unit: OrgUnit) -> Sequence[Plan]:
    """Plans that a unit may hold conferences for: its own and those of the units above, but no drafts of others."""
    above = sa.select(OrgUnit.id).where(OrgUnit.position <= unit.position, OrgUnit.last_position >= unit.position)
    query = sa.select(Plan).where(
        Plan.unit_id.in_(above), sa.or_(Plan.state.in_(("issued", "confirmed")), Plan.unit_id == unit.id)
    )
    return db.session.scalars(query.where(Plan.state != "closed").order_by(Plan.id.desc())).all()


def task_choices(plan: Plan, unit: OrgUnit) -> Sequence[PlanTask]:
    """Tasks a conference of a unit can carry out: those assigned to it; in the plan of the unit itself, all of them."""
    family = [one.id for one in plan_family(plan)]
    given = sa.select(Assignment.task_id).where(Assignment.unit_id == unit.id, Assignment.removed_at.is_(None))
    own_plans = sa.select(Plan.id).where(Plan.id.in_(family), Plan.unit_id == unit.id)
    query = sa.select(PlanTask).where(
        PlanTask.plan_id.in_(family),
        PlanTask.module == "conferences",
        PlanTask.removed_at.is_(None),
        PlanTask.merged_into_id.is_(None),
        PlanTask.origin_id.is_(None),
        sa.or_(PlanTask.id.in_(given), PlanTask.plan_id.in_(own_plans)),
    )
    return db.session.scalars(query.order_by(PlanTask.plan_id, PlanTask.position)).all()


def acted_for(actor: Actor) -> Sequence[OrgUnit]:
    """The units at the top of the subtrees the person acts for."""
    ids = {grant.unit_id for grant in actor.grants if grant.unit_id is not None and grant.role in STAFF}
    everywhere = any(grant.unit_id is None for grant in actor.grants)
    which = OrgUnit.parent_id.is_(None) if everywhere else OrgUnit.id.in_(ids)
    return db.session.scalars(sa.select(OrgUnit).where(which).order_by(OrgUnit.position)).all()


def participant(conference_id: int, person_id: int) -> Participant | None:
    """The row of a person in a conference."""
    query = sa.select(Participant).where(Participant.conference_id == conference_id, Participant.person_id == person_id)
    return db.session.scalar(query)


def attendance(conference_id: int, person_id: int) -> Attendance | None:
    """That a person was at a conference."""
    query = sa.select(Attendance).where(Attendance.conference_id == conference_id, Attendance.person_id == person_id)
    return db.session.scalar(query)


def ids_within(actor: Actor) -> sa.Select[int]:
    """The ids of the units the person acts for."""
    return sa.select(OrgUnit.id).where(reach(actor))


@dataclass(frozen=True)
class AskedUnit:
    """A unit of the own subtree that was asked to name its people, and how many it has named."""

    unit: OrgUnit
    seats: int
    named: int


def units_asked(actor: Actor, conference_id: int) -> list[AskedUnit]:
    """Units of the own subtree that name their people themselves, those that have named nobody first."""
    named = (
        sa.select(sa.func.count(Participant.id))
        .where(Participant.conference_id == conference_id, Participant.unit_id == OrgUnit.id, is_counted())
        .scalar_subquery()
    )
    query = (
        sa.select(OrgUnit, InvitedUnit.seats, named)
        .join(InvitedUnit, InvitedUnit.unit_id == OrgUnit.id)
        .where(InvitedUnit.conference_id == conference_id, InvitedUnit.names_itself, reach(actor))
        .order_by(sa.case((named == 0, 0), else_=1), OrgUnit.position)
    )
    return [AskedUnit(row[0], row[1], int(row[2])) for row in db.session.execute(query.limit(PER_PAGE))]


def login_names(person_ids: Sequence[int]) -> dict[int, str]:
    """The login names of people, for tables in which names alone may mean several."""
    found: dict[int, str] = {}
    for portion in in_portions(person_ids):
        query = sa.select(Person.id, Person.login_name).where(Person.id.in_(portion))
        found.update({row[0]: row[1] for row in db.session.execute(query)})
    return found
