"""The way of a report: written, corrected, handed up with its figures frozen, taken back, returned or accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from quiz.core import audit, clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean
from quiz.plans import authority
from quiz.plans.authority import STAFF
from quiz.plans.models import Plan
from quiz.plans.models_records import PeriodReport, ReportCorrection, ReportPeriod, ReportStep
from quiz.plans.reporting import queries
from quiz.plans.reporting.counting import RootedTask, rooted
from quiz.plans.reporting.news import tell_decision
from quiz.plans.reporting.periods import STALE
from quiz.plans.reporting.rollup import RollUp, frozen, roll_up
from quiz.plans.reporting.rules import (
    EDITABLE,
    IS_MISSING,
    LONGEST_ANSWER,
    LONGEST_TEXT,
    STEPS,
    TROUBLE,
    answers_within,
    parts_of,
    standing_of,
)
from quiz.plans.rules import ReportState
from quiz.units import queries as units
from quiz.units.models import OrgUnit

CLOSED = "Báo cáo đã gửi nên không sửa được. Vui lòng rút về hoặc chờ cấp trên trả lại."
MOST = 10**15


@dataclass(frozen=True)
class Said:
    """What a person has written: narrative texts by part, answers to standing duties by the task's id as text."""

    narrative: Mapping[str, str] = field(default_factory=dict)
    standing: Mapping[str, str] = field(default_factory=dict)


def may_fill(actor: Actor, unit: OrgUnit) -> bool:
    """Whether the person may write and hand up a unit's report: by a role over it, or by a leading post in it."""
    return authority.may_fill(actor, unit)


def decider(period: ReportPeriod, unit: OrgUnit) -> OrgUnit | None:
    """The unit that accepts a report; None for that of the unit that opened the period, which is for itself."""
    return units.get(unit.parent_id) if unit.parent_id is not None and unit.id != period.unit_id else None


def may_decide(actor: Actor, period: ReportPeriod, unit: OrgUnit) -> bool:
    """Whether the person acts for the unit that accepts this report."""
    above = decider(period, unit)
    return above is not None and actor.covers(above.position, *STAFF)


def save(actor: Actor, period_id: int, unit_id: int, said: Said, version: int, now: datetime) -> PeriodReport:
    """Keep what was written as a draft; `version` 0 begins the report. The same again changes nothing.

    Raises NotAllowed, Conflict (stale) where somebody saved in between, Conflict (state) once it is handed up.
    """
    with transaction():
        period, unit = db.session.get_one(ReportPeriod, period_id), units.get(unit_id)
        report = _own(actor, period, unit, version)
        tasks = queries.standing_tasks(rooted(period.plan_id), unit)
        narrative = answers_within(said.narrative, {*parts_of(period.questions), TROUBLE}, LONGEST_TEXT)
        standing = answers_within(said.standing, {str(task.id) for task in tasks}, LONGEST_ANSWER)
        if report is None:
            report = PeriodReport(period_id=period_id, unit_id=unit_id, state=ReportState.DRAFT)
            db.session.add(report)
            db.session.flush()
            _step(actor, report, None, now)
        if dict(report.narrative or {}) != narrative or dict(report.standing or {}) != standing:
            report.narrative, report.standing = narrative, standing
            audit.record(actor, "report.save", "report", report.id, after={"parts": sorted(narrative)})
        db.session.flush()
        return report


def _own(actor: Actor, period: ReportPeriod, unit: OrgUnit, version: int) -> PeriodReport | None:
    """The report to be written, checked; None where it is yet to be begun."""
    _require_within(period, unit)
    if not may_fill(actor, unit):
        raise NotAllowed("Tài khoản này không có quyền làm báo cáo của đơn vị này.")
    report = queries.report_of(period.id, unit.id)
    if (report.version if report else 0) != version:
        raise Conflict(STALE, code="stale")
    if report is not None and report.state not in EDITABLE:
        raise Conflict(CLOSED, code="state")
    return report


def _require_within(period: ReportPeriod, unit: OrgUnit) -> None:
    opener = units.get(period.unit_id)
    if not opener.position <= unit.position <= opener.last_position:
        raise NotAllowed("Kỳ báo cáo này không mở cho đơn vị này.")


def correct(
    actor: Actor, report: PeriodReport, figure: str, stated: int, remark: str, now: datetime
) -> ReportCorrection:
    """State a figure otherwise than counted, in hundredths, with a remark; the same figure again: the newest holds."""
    remark = clean(remark)[:1000]
    if not remark:
        raise Invalid("Vui lòng ghi lý do điều chỉnh số liệu.", field="remark")
    if not 0 <= stated <= MOST:
        raise Invalid("Vui lòng ghi một số không âm, không quá lớn.", field="stated")
    with transaction():
        report = _editable(actor, report.id)
        roll = roll_of(report, now)
        info = next((one for one in roll.infos if one.key == figure), None)
        if info is None:
            raise Invalid("Vui lòng chọn số liệu cần điều chỉnh.", field="figure")
        if info.count and stated % 100:
            raise Invalid("Số nhiệm vụ phải là số nguyên.", field="stated")
        counted = roll.unit.base(figure)
        if counted == stated:
            raise Invalid("Con số này đúng bằng số liệu đã tổng hợp nên không cần điều chỉnh.", field="stated")
        _forget(report.id, figure)
        row = ReportCorrection(report_id=report.id, figure=figure, counted=counted, stated=stated, remark=remark)
        row.made_at, row.made_by = now, actor.person_id
        db.session.add(row)
        flag_modified(report, "figures")  # the next version: two tabs must not correct past each other
        after = {"figure": figure, "counted": counted, "stated": stated}
        audit.record(actor, "report.correct", "report", report.id, after=after, reason=remark)
        db.session.flush()
    return row


def uncorrect(actor: Actor, report: PeriodReport, figure: str) -> None:
    """Take a correction back: the figure is again as counted."""
    with transaction():
        report = _editable(actor, report.id)
        _forget(report.id, figure)
        flag_modified(report, "figures")
        audit.record(actor, "report.uncorrect", "report", report.id, before={"figure": figure})


def _forget(report_id: int, figure: str) -> None:
    same = (ReportCorrection.report_id == report_id, ReportCorrection.figure == figure)
    db.session.execute(sa.delete(ReportCorrection).where(*same))


def _editable(actor: Actor, report_id: int) -> PeriodReport:
    report = db.session.get_one(PeriodReport, report_id)
    if not may_fill(actor, units.get(report.unit_id)):
        raise NotAllowed("Tài khoản này không có quyền làm báo cáo của đơn vị này.")
    if report.state not in EDITABLE:
        raise Conflict(CLOSED, code="state")
    return report


def roll_of(report: PeriodReport, now: datetime, tasks: list[RootedTask] | None = None) -> RollUp:
    """The figures of a report as the records say now."""
    period, unit = db.session.get_one(ReportPeriod, report.period_id), units.get(report.unit_id)
    plan = db.session.get_one(Plan, period.plan_id)
    today = clock.local(now).date()
    return roll_up(plan, period, unit, units.children(unit), tasks or rooted(plan.id), today)


def missing_below(
    period: ReportPeriod, unit: OrgUnit, tasks: list[RootedTask], now: datetime
) -> list[tuple[OrgUnit, str]]:
    """The units directly below that have to report and have nothing standing, with how they look on this day."""
    today, expected = clock.local(now).date(), queries.expected_below(tasks, unit)
    reports = queries.reports_below([period.id], unit)
    found = []
    for child in units.children(unit):
        report = reports.get((period.id, child.id))
        state = report.state if report else None
        standing = standing_of(state, period, today, is_expected=child.id in expected)
        if standing in IS_MISSING and units.is_valid(child, now):
            found.append((child, str(standing)))
    return found


def submit(actor: Actor, report_id: int, now: datetime) -> PeriodReport:
    """Hand a report up: its figures are frozen with it, and which reports from below were missing."""
    with transaction():
        report = _editable(actor, report_id)
        period, unit = db.session.get_one(ReportPeriod, report.period_id), units.get(report.unit_id)
        tasks = rooted(period.plan_id)
        missing = missing_below(period, unit, tasks, now)
        told = [[child.code, child.name, standing] for child, standing in missing]
        report.figures = {**frozen(roll_of(report, now, tasks)), "missing": told}
        report.submitted_at, report.submitted_by = now, actor.person_id
        report.remark = ""
        _move(actor, report, ReportState.SUBMITTED, now)
        return report


def take_back(actor: Actor, report_id: int, version: int, now: datetime) -> PeriodReport:
    """The unit takes back what it handed up, as long as nobody has accepted it."""
    with transaction():
        report = _seen(report_id, version)
        if not may_fill(actor, units.get(report.unit_id)):
            raise NotAllowed("Tài khoản này không có quyền làm báo cáo của đơn vị này.")
        report.figures = {}
        _move(actor, report, ReportState.DRAFT, now)
        return report


def decide(actor: Actor, report_id: int, to: ReportState, remark: str, version: int, now: datetime) -> PeriodReport:
    """The unit above accepts a report, or returns it with a remark; whoever handed it up does not accept it."""
    remark = remark.replace("\r\n", "\n").strip()[:LONGEST_ANSWER]
    with transaction():
        report = _seen(report_id, version)
        period, unit = db.session.get_one(ReportPeriod, report.period_id), units.get(report.unit_id)
        if not may_decide(actor, period, unit) or to not in {ReportState.ACCEPTED, ReportState.RETURNED}:
            raise NotAllowed("Chỉ đơn vị cấp trên trực tiếp mới tiếp nhận hoặc trả lại báo cáo này.")
        if to is ReportState.ACCEPTED and report.submitted_by == actor.person_id:
            raise NotAllowed("Báo cáo do chính quý vị gửi thì cần một người khác của cấp trên tiếp nhận.")
        if to is ReportState.RETURNED and not remark:
            raise Invalid("Vui lòng ghi rõ điều cần bổ sung, chỉnh sửa.", field="remark")
        report.remark, report.decided_at, report.decided_by = remark, now, actor.person_id
        _move(actor, report, to, now, remark)
        tell_decision(report, period, unit, to, now)
        return report


def _seen(report_id: int, version: int) -> PeriodReport:
    report = db.session.get_one(PeriodReport, report_id)
    if report.version != version:
        raise Conflict(STALE, code="stale")
    return report


def _move(actor: Actor, report: PeriodReport, to: ReportState, now: datetime, remark: str = "") -> None:
    before = ReportState(report.state)
    if to not in STEPS[before]:
        raise Conflict("Báo cáo đang ở trạng thái không thực hiện được bước này.", code="state")
    report.state = to
    _step(actor, report, before, now, remark)
    audit.record(actor, "report.move", "report", report.id, before=before, after=to, reason=remark)
    db.session.flush()


def _step(actor: Actor, report: PeriodReport, before: ReportState | None, now: datetime, remark: str = "") -> None:
    step = ReportStep(report_id=report.id, at=now, actor_id=actor.person_id, from_state=before or "")
    step.to_state, step.remark = report.state, remark
    db.session.add(step)
