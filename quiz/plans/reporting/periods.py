"""Opening the periods that the units below have to report on, changing and deleting them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean
from quiz.plans.models import Plan
from quiz.plans.models_records import PeriodReport, ReportPeriod
from quiz.plans.reporting import queries
from quiz.plans.reporting.rules import LONGEST_TEXT, WORKING_DAYS, Days, PeriodKind, days_of_year, working_days_after
from quiz.plans.rules import PlanState
from quiz.units import queries as units
from quiz.units.models import OrgUnit

STALE = "Nội dung này vừa được người khác sửa. Vui lòng xem phần khác nhau rồi lưu lại."
MOST_DUE_DAYS = 60


@dataclass(frozen=True)
class PeriodValues:
    """What can be said of a period: its title, days, last day in time, and questions one a line."""

    title: str
    from_on: date | None
    to_on: date | None
    due_on: date | None
    questions: str = ""


def open_regular(
    actor: Actor, plan_id: int, unit: OrgUnit, kind: PeriodKind, wanted: Sequence[Days], now: datetime, due_days: int
) -> int:
    """Open periods of a kind for the units below one; how many are new. Each is due so many working days after its end.

    Those that are open already stay as they are. Raises NotAllowed, Invalid (`due_days`).
    """
    if not 0 <= due_days <= MOST_DUE_DAYS:
        raise Invalid("Số ngày làm việc phải từ 0 đến %(most)s.", field="due_days", most=MOST_DUE_DAYS)
    with transaction():
        plan = _plan_to_open(actor, plan_id, unit)
        calendar = queries.calendar()
        known = {row.key for row in queries.periods_opened_by(plan, unit) if row.kind == kind}
        fresh = [days for days in wanted if days.key not in known]
        for days in fresh:
            due_on = working_days_after(days.to_on, due_days, calendar)
            values = PeriodValues(days.title, days.from_on, days.to_on, due_on)
            _add(actor, plan, unit, kind, days.key, values, now)
    return len(fresh)


def open_year(
    actor: Actor, plan_id: int, unit: OrgUnit, kind: PeriodKind, year: int, now: datetime, due_days: int = WORKING_DAYS
) -> int:
    """Open every period of a kind in a year at once; how many are new."""
    return open_regular(actor, plan_id, unit, kind, days_of_year(kind, year), now, due_days)


def open_adhoc(actor: Actor, plan_id: int, unit: OrgUnit, values: PeriodValues, now: datetime) -> ReportPeriod:
    """Open a period with days, title and questions of its own."""
    with transaction():
        plan = _plan_to_open(actor, plan_id, unit)
        values = _checked(values)
        number = 1 + max((int(row.key) for row in queries.periods_opened_by(plan, unit) if _is_adhoc(row)), default=0)
        return _add(actor, plan, unit, PeriodKind.ADHOC, str(number), values, now)


def _is_adhoc(row: ReportPeriod) -> bool:
    return row.kind == PeriodKind.ADHOC and row.key.isdigit()


def change_period(actor: Actor, period_id: int, version: int, values: PeriodValues, now: datetime) -> ReportPeriod:
    """Change a period's title, last day in time and questions; the days of an ad hoc one too. Raises Conflict stale."""
    with transaction():
        period = _period(actor, period_id, version)
        if period.kind != PeriodKind.ADHOC:
            values = PeriodValues(values.title, period.from_on, period.to_on, values.due_on, values.questions)
        values = _checked(values)
        before = _told(period)
        period.title, period.questions, period.due_on = values.title, values.questions, values.due_on
        period.from_on, period.to_on = values.from_on or period.from_on, values.to_on or period.to_on
        audit.record(actor, "period.change", "period", period.id, before=before, after=_told(period))
        db.session.flush()
        return period


def delete_period(actor: Actor, period_id: int, version: int, now: datetime) -> None:
    """Delete a period that nobody has begun to report on; Conflict otherwise."""
    with transaction():
        period = _period(actor, period_id, version)
        if db.session.scalar(sa.select(sa.exists().where(PeriodReport.period_id == period.id))):
            raise Conflict("Kỳ này đã có đơn vị làm báo cáo nên không xóa được.", code="in_use")
        audit.record(actor, "period.delete", "period", period.id, before=_told(period))
        db.session.delete(period)


def _plan_to_open(actor: Actor, plan_id: int, unit: OrgUnit) -> Plan:
    plan = db.session.get_one(Plan, plan_id)
    if not queries.may_open(actor, unit):
        raise NotAllowed("Chỉ ban tổ chức của đơn vị mới mở được kỳ báo cáo.")
    if plan.state != PlanState.ISSUED:
        raise Conflict("Kế hoạch phải đang có hiệu lực mới mở được kỳ báo cáo.", code="not_issued")
    return plan


def _period(actor: Actor, period_id: int, version: int) -> ReportPeriod:
    period = db.session.get_one(ReportPeriod, period_id)
    if not queries.may_open(actor, units.get(period.unit_id)):
        raise NotAllowed("Chỉ đơn vị đã mở kỳ báo cáo mới sửa được kỳ đó.")
    if period.version != version:
        raise Conflict(STALE, code="stale")
    return period


def _checked(values: PeriodValues) -> PeriodValues:
    title = clean(values.title)[:200]
    questions = "\n".join(filter(None, (clean(line) for line in values.questions.splitlines())))[:LONGEST_TEXT]
    if not title:
        raise Invalid("Vui lòng ghi tên kỳ báo cáo.", field="title")
    if values.from_on is None or values.to_on is None:
        raise Invalid("Vui lòng ghi ngày dạng ngày/tháng/năm.", field="from_on" if values.from_on is None else "to_on")
    if values.to_on < values.from_on:
        raise Invalid("Ngày cuối không được sớm hơn ngày đầu.", field="to_on")
    if values.due_on is not None and values.due_on < values.from_on:
        raise Invalid("Hạn gửi không được sớm hơn ngày đầu kỳ.", field="due_on")
    return PeriodValues(title, values.from_on, values.to_on, values.due_on, questions)


def _add(
    actor: Actor, plan: Plan, unit: OrgUnit, kind: PeriodKind, key: str, values: PeriodValues, now: datetime
) -> ReportPeriod:
    period = ReportPeriod(
        plan_id=plan.id,
        unit_id=unit.id,
        kind=kind,
        key=key,
        title=values.title,
        from_on=values.from_on,
        to_on=values.to_on,
        due_on=values.due_on,
        questions=values.questions,
        created_at=now,
        created_by=actor.person_id,
    )
    db.session.add(period)
    db.session.flush()
    audit.record(actor, "period.open", "period", period.id, after=_told(period))
    return period


def _told(period: ReportPeriod) -> dict[str, object]:
    return {name: getattr(period, name) for name in ("kind", "key", "title", "from_on", "to_on", "due_on", "questions")}
