"""Reading periods and reports: within whose reach they are, which there are, and which units have to report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, defer

from quiz.accounts.models import Person
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.permissions import Actor, Role
from quiz.plans.authority import STAFF, powers_of
from quiz.plans.models import Assignment, CalendarDay, Duty, Plan, PlanTask
from quiz.plans.models_records import EvidenceUse, PeriodReport, ReportPeriod, ReportStep
from quiz.plans.reporting.counting import RootedTask
from quiz.plans.rules import PlanState
from quiz.plans.timing.workdays import WorkingCalendar
from quiz.units import queries as units
from quiz.units.models import OrgUnit

LIVE = (PlanState.ISSUED, PlanState.CLOSED)
NO_PLAN = "Không tìm thấy kế hoạch này."
NO_PERIOD = "Không tìm thấy kỳ báo cáo này."


def plan_of(slug: str) -> Plan:
    """The plan of an address; NotFound where there is none or it has not been issued."""
    plan = db.session.scalar(sa.select(Plan).where(Plan.slug == slug))
    if plan is None or plan.state not in LIVE:
        raise NotFound(NO_PLAN)
    return plan


def plan_by_id(plan_id: int) -> Plan:
    """The plan with this id, which is there."""
    return db.session.get_one(Plan, plan_id)


def own_units(actor: Actor, plan: Plan) -> list[OrgUnit]:
    """The units within the plan's subtree that the person acts for, the highest of each grant, in their order."""
    top = units.get(plan.unit_id)
    if actor.covers(top.position, *STAFF):
        return [top]
    ids = {grant.unit_id for grant in actor.grants if grant.role in STAFF}
    within = (OrgUnit.id.in_(ids), OrgUnit.position.between(top.position, top.last_position))
    return list(db.session.scalars(sa.select(OrgUnit).where(*within).order_by(OrgUnit.position)))


def unit_of(actor: Actor, plan: Plan, code: str | None) -> OrgUnit:
    """The unit of an address within the plan's subtree, by default the first of the own ones; NotFound otherwise."""
    found = units.by_code(code) if code else next(iter(own_units(actor, plan)), None)
    top = units.get(plan.unit_id)
    inside = found is not None and top.position <= found.position <= top.last_position
    if found is None or not inside or not actor.covers(found.position, *STAFF):
        raise NotFound("Không tìm thấy đơn vị này.")
    return found


def led_units(actor: Actor) -> list[OrgUnit]:
    """The units that the person leads by post, in their order."""
    powers = powers_of(actor)
    ids = [unit_id for unit_id in powers.posts if powers.leads(unit_id)]
    return list(db.session.scalars(sa.select(OrgUnit).where(OrgUnit.id.in_(ids)).order_by(OrgUnit.position)))


def led_unit(actor: Actor, plan: Plan, code: str) -> OrgUnit:
    """The unit of an address that the person leads by post, within the plan's subtree; NotFound otherwise."""
    found, top = units.by_code(code), units.get(plan.unit_id)
    inside = found is not None and top.position <= found.position <= top.last_position
    if found is None or not inside or not powers_of(actor).leads(found.id):
        raise NotFound("Không tìm thấy đơn vị này.")
    return found


def live_plans_over(unit: OrgUnit) -> Sequence[Plan]:
    """The issued plans whose subtree holds the unit and that have periods to report on, the newest first."""
    over = (OrgUnit.position <= unit.position, OrgUnit.last_position >= unit.position)
    has_periods = Plan.id.in_(sa.select(ReportPeriod.plan_id))
    query = sa.select(Plan).join(OrgUnit, OrgUnit.id == Plan.unit_id).where(*over, Plan.state.in_(LIVE), has_periods)
    return db.session.scalars(query.order_by(Plan.id.desc())).all()


def may_open(actor: Actor, unit: OrgUnit) -> bool:
    """Whether the person may open periods for the units below one."""
    return actor.covers(unit.position, Role.ORGANISER)


def periods_for(plan: Plan, unit: OrgUnit) -> Sequence[ReportPeriod]:
    """The periods that a unit reports on or has opened itself, the newest first."""
    opener = sa.select(OrgUnit.id).where(OrgUnit.position <= unit.position, OrgUnit.last_position >= unit.position)
    query = sa.select(ReportPeriod).where(ReportPeriod.plan_id == plan.id, ReportPeriod.unit_id.in_(opener))
    return db.session.scalars(query.order_by(ReportPeriod.to_on.desc(), ReportPeriod.id.desc())).all()


def periods_opened_by(plan: Plan, unit: OrgUnit) -> Sequence[ReportPeriod]:
    """The periods that a unit itself has opened, in the order of their days."""
    own = (ReportPeriod.plan_id == plan.id, ReportPeriod.unit_id == unit.id)
    return db.session.scalars(sa.select(ReportPeriod).where(*own).order_by(ReportPeriod.to_on, ReportPeriod.id)).all()


def period_of(plan: Plan, period_id: int, unit: OrgUnit) -> ReportPeriod:
    """The period of an address; NotFound where it is another plan's or was not opened over this unit."""
    period, opener = period_with_opener(plan, period_id)
    if not opener.position <= unit.position <= opener.last_position:
        raise NotFound(NO_PERIOD)
    return period


def period_with_opener(plan: Plan, period_id: int) -> tuple[ReportPeriod, OrgUnit]:
    """The period of an address with the unit that opened it; NotFound where it is another plan's."""
    period = db.session.get(ReportPeriod, period_id)
    if period is None or period.plan_id != plan.id:
        raise NotFound(NO_PERIOD)
    return period, units.get(period.unit_id)


def report_of(period_id: int, unit_id: int) -> PeriodReport | None:
    """The report of a unit on a period, where it has been begun."""
    one = (PeriodReport.period_id == period_id, PeriodReport.unit_id == unit_id)
    return db.session.scalar(sa.select(PeriodReport).where(*one))


def reports_below(period_ids: Sequence[int], unit: OrgUnit) -> dict[tuple[int, int], PeriodReport]:
    """The reports of the units directly below one, by period and unit; the figures are not read."""
    children = sa.select(OrgUnit.id).where(OrgUnit.parent_id == unit.id)
    wanted = (PeriodReport.period_id.in_(period_ids), PeriodReport.unit_id.in_(children))
    query = sa.select(PeriodReport).where(*wanted).options(defer(PeriodReport.figures))
    return {(row.period_id, row.unit_id): row for row in db.session.scalars(query)}


def reports_of_unit(period_ids: Sequence[int], unit: OrgUnit) -> dict[int, PeriodReport]:
    """The reports of one unit by period; the figures are not read."""
    wanted = (PeriodReport.period_id.in_(period_ids), PeriodReport.unit_id == unit.id)
    query = sa.select(PeriodReport).where(*wanted).options(defer(PeriodReport.figures))
    return {row.period_id: row for row in db.session.scalars(query)}


def expected_below(tasks: Sequence[RootedTask], unit: OrgUnit) -> set[int]:
    """Ids of the units directly below that have something of the plan to do, themselves or further below."""
    child, plans = aliased(OrgUnit), sorted({one.root_plan_id for one in tasks})
    given = (
        sa.select(sa.literal(1))
        .select_from(OrgUnit)
        .join(Assignment, Assignment.unit_id == OrgUnit.id)
        .join(PlanTask, PlanTask.id == Assignment.task_id)
        .where(
            OrgUnit.position.between(child.position, child.last_position),
            Assignment.removed_at.is_(None),
            PlanTask.plan_id.in_(plans),
        )
        .correlate(child)
    )
    query = sa.select(child.id).where(child.parent_id == unit.id, given.exists())
    return set(db.session.scalars(query))


def standing_tasks(tasks: Sequence[RootedTask], unit: OrgUnit) -> list[PlanTask]:
    """The standing duties of the plan that are given to a unit, in the plan's order."""
    given = sa.select(Assignment.task_id).where(Assignment.unit_id == unit.id, Assignment.removed_at.is_(None))
    ids = set(db.session.scalars(given))
    return [one.task for one in tasks if not one.task.is_work and one.root_id in ids]


def evidence_counts(report_id: int | None, period: ReportPeriod, unit: OrgUnit) -> tuple[int, int]:
    """How much evidence is shown for the report itself, and for duties of the subtree that fall in the period."""
    number = sa.func.count(sa.distinct(EvidenceUse.evidence_id))
    days = (period.from_on, period.to_on)
    of_duties = (
        sa.select(number)
        .select_from(EvidenceUse)
        .join(Duty, Duty.id == EvidenceUse.subject_id)
        .join(OrgUnit, OrgUnit.id == Duty.unit_id)
        .where(
            EvidenceUse.subject == "duty",
            OrgUnit.position.between(unit.position, unit.last_position),
            sa.or_(Duty.done_on.between(*days), Duty.due_on.between(*days)),
        )
    )
    of_report = sa.select(number).where(EvidenceUse.subject == "report", EvidenceUse.subject_id == (report_id or 0))
    return db.session.scalar(of_report) or 0, db.session.scalar(of_duties) or 0


@dataclass(frozen=True)
class Step:
    """A step of a report as it is shown."""

    row: ReportStep
    by: str


def steps_of(report_id: int) -> list[Step]:
    """What happened to a report, the newest first, with names."""
    query = (
        sa.select(ReportStep, Person.name)
        .outerjoin(Person, Person.id == ReportStep.actor_id)
        .where(ReportStep.report_id == report_id)
        .order_by(ReportStep.id.desc())
    )
    return [Step(row, name or "") for row, name in db.session.execute(query)]


def last_report(period: ReportPeriod, unit_id: int) -> PeriodReport | None:
    """The unit's newest report of the same plan on a period that ended before this one did."""
    query = (
        sa.select(PeriodReport)
        .join(ReportPeriod, ReportPeriod.id == PeriodReport.period_id)
        .where(
            ReportPeriod.plan_id == period.plan_id,
            ReportPeriod.id != period.id,
            ReportPeriod.to_on <= period.to_on,
            PeriodReport.unit_id == unit_id,
        )
        .order_by(ReportPeriod.to_on.desc(), ReportPeriod.id.desc())
    )
    return db.session.scalar(query.limit(1))


def calendar() -> WorkingCalendar:
    """Which days are worked."""
    return WorkingCalendar({row.day: row.is_working for row in db.session.scalars(sa.select(CalendarDay))})


def report_tasks(tasks: Sequence[RootedTask]) -> list[PlanTask]:
    """The plan's own words about reports, in its order."""
    return [one.task for one in tasks if one.task.module == "reports"]
