"""The reports on a quarter: accepted, returned, corrected with a remark, missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from quiz.core import clock
from quiz.core.db import db
from quiz.core.permissions import Actor
from quiz.demo.year.stage import Stage
from quiz.demo.year.words import REPORTED
from quiz.plans.models_records import PeriodReport, ReportPeriod
from quiz.plans.reporting import service
from quiz.plans.reporting.periods import open_regular
from quiz.plans.reporting.rules import WORKING_DAYS, PeriodKind, days_of
from quiz.plans.rules import ReportState
from quiz.units.models import OrgUnit, UnitKind

REMARK = "Vui lòng nêu rõ hơn các việc còn chậm và nguyên nhân (minh họa)."
OTHERS = 1
"""How many agencies of the province have reported as well; each report costs the demo a roll-up."""


@dataclass(frozen=True)
class Part:
    """Who hands up the report of a unit, who decides about it, and whether a figure is corrected before."""

    unit_id: int
    sender: Actor
    decider: Actor
    state: ReportState
    is_corrected: bool = False


def report(stage: Stage) -> None:
    """Open the latest quarter that is over (at the year's beginning the first); report on it once it is over."""
    found = sa.select(ReportPeriod).where(ReportPeriod.plan_id == stage.plan_id)
    period = db.session.scalar(found.order_by(ReportPeriod.id).limit(1)) or _opened(stage)
    begun = db.session.scalar(sa.select(PeriodReport.id).where(PeriodReport.period_id == period.id).limit(1))
    if begun is None and period.kind == PeriodKind.QUARTER and stage.today > period.to_on:
        for part in _parts(stage):
            _play(stage, period, part)


def _opened(stage: Stage) -> ReportPeriod:
    days = days_of(PeriodKind.QUARTER, stage.year, max(1, (stage.today.month - 1) // 3))
    root = stage.unit(stage.plan.unit_id)
    at = min(stage.now, clock.at_local(days.to_on - timedelta(days=10), 9, 0))
    open_regular(stage.organisers[0], stage.plan_id, root, PeriodKind.QUARTER, [days], at, WORKING_DAYS)
    found = sa.select(ReportPeriod).where(ReportPeriod.plan_id == stage.plan_id, ReportPeriod.key == days.key)
    return db.session.scalars(found).one()


def _parts(stage: Stage) -> list[Part]:
    """Two branches of the first commune (the third has sent nothing), two of the second, and some agencies."""
    one, other = stage.organisers
    first, second, _third = stage.branches
    elsewhere = stage.party.branches[stage.committees[1]]
    return [
        Part(first, stage.people(first)[1], stage.contact, ReportState.ACCEPTED, is_corrected=True),
        Part(second, stage.people(second)[1], stage.contact, ReportState.RETURNED),
        Part(elsewhere[0], other, one, ReportState.ACCEPTED),
        Part(elsewhere[1], other, one, ReportState.SUBMITTED),
        *(Part(unit_id, other, one, ReportState.ACCEPTED) for unit_id in _agencies(stage)),
    ]


def _agencies(stage: Stage) -> list[int]:
    query = sa.select(OrgUnit.id).where(
        OrgUnit.parent_id == stage.plan.unit_id, OrgUnit.kind == UnitKind.PROVINCE_AGENCY
    )
    return list(db.session.scalars(query.order_by(OrgUnit.position).limit(OTHERS)))


def _play(stage: Stage, period: ReportPeriod, part: Part) -> None:
    row = service.save(part.sender, period.id, part.unit_id, service.Said(REPORTED), 0, _at(stage, period, 1))
    if part.is_corrected:
        _correct(stage, period, row, part.sender)
    service.submit(part.sender, row.id, _at(stage, period, 2))
    if part.state in (ReportState.ACCEPTED, ReportState.RETURNED):
        remark = REMARK if part.state is ReportState.RETURNED else ""
        service.decide(part.decider, row.id, part.state, remark, row.version, _at(stage, period, 3))


def _correct(stage: Stage, period: ReportPeriod, row: PeriodReport, sender: Actor) -> None:
    """One more of the first thing that is counted, with the reason."""
    roll = service.roll_of(row, stage.now)
    settled = [one.key for one in roll.infos if one.key.endswith(".settled")]
    figure = next((key for key in settled if roll.unit.base(key)), next(iter(settled), None))
    if figure is not None:
        remark = "Một việc đã xong nhưng chưa kịp cập nhật trên hệ thống (minh họa)."
        service.correct(sender, row, figure, roll.unit.base(figure) + 100, remark, _at(stage, period, 1))


def _at(stage: Stage, period: ReportPeriod, days: int) -> datetime:
    return min(stage.now, clock.at_local(period.to_on + timedelta(days=days), 14, 0))
