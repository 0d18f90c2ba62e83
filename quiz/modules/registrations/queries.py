"""Reading registrations, exemptions and steps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from quiz.accounts.models import Membership, Person
from quiz.core.db import db, in_portions
from quiz.core.errors import NotFound
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.permissions import Actor, Role
from quiz.core.vietnamese import fold
from quiz.modules.registrations.asking import Asked, years_asked
from quiz.modules.registrations.models import Exemption, Registration, RegistrationStep
from quiz.modules.registrations.people import Reach, is_open
from quiz.modules.registrations.rules import State
from quiz.plans.models import Plan
from quiz.units import queries as units
from quiz.units.models import OrgUnit

OPEN_STATES = (State.SUBMITTED, State.CONFIRMED)
"""What the open list shows: drafts are the writer's own."""


def get(registration_id: int) -> Registration:
    """The registration with this id; NotFound where there is none."""
    row = db.session.get(Registration, registration_id)
    if row is None:
        raise NotFound("Không tìm thấy bản đăng ký này.")
    return row


def of_person(plan_id: int, year: int, person_id: int) -> Registration | None:
    """What a person registers for a year of a plan."""
    return db.session.scalar(sa.select(Registration).filter_by(plan_id=plan_id, year=year, person_id=person_id))


def of_unit(plan_id: int, year: int, unit_id: int) -> Registration | None:
    """What a collective registers for a year of a plan."""
    query = sa.select(Registration).filter_by(plan_id=plan_id, year=year, unit_id=unit_id)
    return db.session.scalar(query.where(Registration.person_id.is_(None)))


def of_one_person(person_id: int) -> list[Registration]:
    """Everything a person has registered, the newest year first."""
    query = sa.select(Registration).where(Registration.person_id == person_id).order_by(Registration.year.desc())
    return list(db.session.scalars(query))


def last_of(row_person: int | None, unit_id: int, but: int | None) -> Registration | None:
    """The newest confirmed registration of a person, or of a unit, apart from one: to start the next from."""
    query = sa.select(Registration).where(Registration.state == State.CONFIRMED, Registration.id != (but or 0))
    if row_person is None:
        query = query.where(Registration.unit_id == unit_id, Registration.person_id.is_(None))
    else:
        query = query.where(Registration.person_id == row_person)
    return db.session.scalar(query.order_by(Registration.year.desc(), Registration.id.desc()).limit(1))


def exemption_of(plan_id: int, year: int, person_id: int) -> Exemption | None:
    """The exemption of a person that holds."""
    query = sa.select(Exemption).filter_by(plan_id=plan_id, year=year, person_id=person_id)
    return db.session.scalar(query.where(Exemption.withdrawn_at.is_(None)))


@dataclass(frozen=True)
class Named:
    """A row with the names of its person and unit."""

    row: Registration
    name: str
    unit_name: str


def named(row: Registration) -> Named:
    """A registration with its names; of a collective the unit's."""
    unit = db.session.get_one(OrgUnit, row.unit_id)
    name = unit.name if row.person_id is None else db.session.get_one(Person, row.person_id).name
    return Named(row, name, unit.name)


def open_list(asked: Asked, reach: Reach, text: str, number: int, per_page: int = PER_PAGE) -> Page[Named]:
    """What is handed up or confirmed within the reach, searched without accents; collectives before people."""
    query = _with_names(asked, reach).where(Registration.state.in_(OPEN_STATES))
    for word in fold(text).split():
        query = query.where(Registration.search_text.contains(word, autoescape=True))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())) or 0
    rows = db.session.execute(query.limit(per_page).offset(offset(number, per_page)))
    return Page([_named(row) for row in rows], number, total, per_page)


def all_within(asked: Asked, reach: Reach, states: Sequence[str] = OPEN_STATES) -> list[Named]:
    """Every registration within the reach in one of the states, in the order of units and names."""
    query = _with_names(asked, reach).where(Registration.state.in_(states))
    return [_named(row) for row in db.session.execute(query)]


def _with_names(asked: Asked, reach: Reach) -> sa.Select[Registration, str, str]:
    return (
        sa.select(Registration, Person.name, OrgUnit.name)
        .join(OrgUnit, OrgUnit.id == Registration.unit_id)
        .outerjoin(Person, Person.id == Registration.person_id)
        .where(
            Registration.plan_id == asked.plan.id,
            Registration.year == asked.year,
            OrgUnit.position.between(reach.first, reach.last),
        )
        .order_by(OrgUnit.position, Registration.person_id.is_not(None), Person.name_key, Registration.id)
    )


def _named(row: Any) -> Named:
    return Named(row[0], row[1] or row[2], row[2])


@dataclass(frozen=True)
class NamedExemption:
    """An exemption with the names of the person and the unit."""

    row: Exemption
    name: str
    unit_name: str


def exemptions(asked: Asked, reach: Reach) -> list[NamedExemption]:
    """Every exemption within the reach, also those taken back, in the order of units and names."""
    query = (
        sa.select(Exemption, Person.name, OrgUnit.name)
        .join(OrgUnit, OrgUnit.id == Exemption.unit_id)
        .join(Person, Person.id == Exemption.person_id)
        .where(
            Exemption.plan_id == asked.plan.id,
            Exemption.year == asked.year,
            OrgUnit.position.between(reach.first, reach.last),
        )
        .order_by(OrgUnit.position, Person.name_key, Exemption.id)
    )
    return [NamedExemption(*row) for row in db.session.execute(query)]


@dataclass(frozen=True)
class ShownStep:
    """A step with the name of who took it."""

    step: RegistrationStep
    name: str | None


def steps(registration_id: int) -> list[ShownStep]:
    """What happened to a registration, the first step first."""
    query = (
        sa.select(RegistrationStep, Person.name)
        .outerjoin(Person, Person.id == RegistrationStep.actor_id)
        .where(RegistrationStep.registration_id == registration_id)
        .order_by(RegistrationStep.id)
    )
    return [ShownStep(*row) for row in db.session.execute(query)]


def names_of(ids: Sequence[int]) -> dict[int, str]:
    """The names of people by id."""
    found: dict[int, str] = {}
    for portion in in_portions(sorted(set(ids))):
        rows = db.session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(portion)))
        found.update((row.id, row.name) for row in rows)
    return found


def own_units(person_id: int, on: date) -> list[tuple[OrgUnit, set[str]]]:
    """The units in which a person holds posts, with the posts."""
    query = (
        sa.select(OrgUnit, Membership.post_kind)
        .join(Membership, Membership.unit_id == OrgUnit.id)
        .where(is_open(on), Membership.person_id == person_id)
        .order_by(OrgUnit.position)
    )
    found: dict[int, tuple[OrgUnit, set[str]]] = {}
    for unit, post in db.session.execute(query):
        found.setdefault(unit.id, (unit, set()))[1].add(post)
    return list(found.values())


def asked_years(plans: Sequence[Plan]) -> list[Asked]:
    """Every year of the plans in which something is asked for, the plans in their order."""
    found = years_asked(plans)
    return [asked for plan in plans for asked in found[plan.id]]


def unit_by_code(code: str) -> OrgUnit:
    """The unit of an address; NotFound where there is none."""
    unit = units.by_code(code)
    if unit is None:
        raise NotFound("Không tìm thấy đơn vị này.")
    return unit


def unit_by_id(unit_id: int) -> OrgUnit:
    """The unit with this id."""
    return units.get(unit_id)


def unit_of_plan(plan: Plan) -> OrgUnit:
    """The unit whose plan it is."""
    return units.get(plan.unit_id)


def plan_of(row: Registration) -> Plan:
    """The plan of a registration."""
    return db.session.get_one(Plan, row.plan_id)


def reached(actor: Actor, roles: Sequence[Role]) -> list[OrgUnit]:
    """The uppermost units of the subtrees over which a person holds one of the roles."""
    found = sa.select(OrgUnit).where(units.within_reach(actor, *roles)).order_by(OrgUnit.position)
    tops: list[OrgUnit] = []
    ids = [grant.unit_id for grant in actor.grants if grant.unit_id is not None]
    everywhere = any(grant.unit_id is None for grant in actor.grants)
    wanted = OrgUnit.parent_id.is_(None) if everywhere else OrgUnit.id.in_(ids)
    for unit in db.session.scalars(found.where(wanted)):
        if not tops or unit.position > tops[-1].last_position:
            tops.append(unit)
    return tops


def codes_of(unit_ids: Collection[int]) -> dict[int, str]:
    """The codes of a page's units by id."""
    query = sa.select(OrgUnit.id, OrgUnit.code).where(OrgUnit.id.in_(unit_ids))
    return {row.id: row.code for row in db.session.execute(query)}
