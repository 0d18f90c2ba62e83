"""Messages about reports and difficulties to the people who act for a unit, and the text that reminds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from quiz.accounts.models import Person, RoleGrant
from quiz.accounts.posts import holders
from quiz.core import clock, inbox
from quiz.core.db import db, transaction
from quiz.core.errors import NotAllowed
from quiz.core.inbox import Note
from quiz.core.permissions import Actor, Role
from quiz.plans.authority import LEADING, STAFF
from quiz.plans.models import Plan
from quiz.plans.models_records import PeriodReport, ReportPeriod
from quiz.plans.rules import ReportState
from quiz.units.models import OrgUnit

RETURNED = "Báo cáo %(period)s của %(unit)s bị trả lại. Vui lòng xem nhận xét và gửi lại."
ACCEPTED = "Báo cáo %(period)s của %(unit)s đã được tiếp nhận."
REMINDED = "Đề nghị %(unit)s gửi báo cáo %(period)s."
OWN_REPORTS = "/tasks/reports/"
"""Where whoever leads a unit without a role finds its reports."""
REMINDED_BY = "Đề nghị %(unit)s gửi báo cáo %(period)s, chậm nhất ngày %(day)s."


def staff_of(unit_ids: Iterable[int]) -> dict[int, list[int]]:
    """The people who hold a role over exactly these units, by the unit's id."""
    query = (
        sa.select(RoleGrant.unit_id, RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.unit_id.in_(sorted(set(unit_ids))), RoleGrant.role.in_(STAFF), Person.is_active)
        .order_by(RoleGrant.person_id)
    )
    found: dict[int, list[int]] = {}
    for unit_id, person_id in db.session.execute(query):
        if unit_id is not None and person_id not in found.setdefault(unit_id, []):
            found[unit_id].append(person_id)
    return found


def people_of(unit_ids: Iterable[int], now: datetime) -> dict[int, list[int]]:
    """The people who hold a role over exactly these units or lead them by post, by the unit's id."""
    found = staff_of(unit_ids)
    for holder in holders(sorted(set(unit_ids)), LEADING, clock.local(now).date()):
        if holder.person_id not in found.setdefault(holder.unit_id, []):
            found[holder.unit_id].append(holder.person_id)
    return found


def staff_among(people: Iterable[int]) -> set[int]:
    """Those of these people for whom the console's pages are; the others have their own pages."""
    wanted = (RoleGrant.person_id.in_(sorted(people)), RoleGrant.role.in_([*STAFF, Role.ADMINISTRATOR]))
    return set(db.session.scalars(sa.select(RoleGrant.person_id).where(*wanted)))


def report_url(plan: Plan, period: ReportPeriod, unit: OrgUnit) -> str:
    """Where a unit's report is on the console."""
    return f"/admin/plans/{plan.slug}/reports/{period.id}/{unit.code}"


def own_report_url(plan: Plan, period: ReportPeriod, unit: OrgUnit) -> str:
    """Where a unit's report is for whoever leads the unit without a role."""
    return f"{OWN_REPORTS}{plan.slug}/{period.id}/{unit.code}"


def tell_decision(report: PeriodReport, period: ReportPeriod, unit: OrgUnit, to: ReportState, now: datetime) -> None:
    """Tell whoever handed a report up, and the unit's own people, what was decided."""
    plan = db.session.get_one(Plan, period.plan_id)
    people = {*people_of([unit.id], now).get(unit.id, ()), *filter(None, (report.submitted_by,))}
    text, staff = ACCEPTED if to is ReportState.ACCEPTED else RETURNED, staff_among(people)
    params, key = {"period": period.title, "unit": unit.name}, f"report:{report.id}:{to}:{report.version}"
    url, own = report_url(plan, period, unit), own_report_url(plan, period, unit)
    inbox.send([Note(person, key, text, url if person in staff else own, params) for person in sorted(people)], now)


def remind(
    actor: Actor, plan: Plan, period: ReportPeriod, above: OrgUnit, missing: Sequence[OrgUnit], now: datetime
) -> int:
    """Put a reminder into the inboxes of the units that have not sent, once a day; how many people were told."""
    if not actor.covers(above.position, *STAFF):
        raise NotAllowed("Tài khoản này không có quyền thực hiện việc này.")
    today = clock.local(now).date()
    with transaction():
        people = people_of([unit.id for unit in missing], now)
        staff, notes = staff_among({person for found in people.values() for person in found}), []
        for unit in missing:
            params: Mapping[str, object] = {"period": period.title, "unit": unit.name}
            if period.due_on is not None and period.due_on >= today:
                params = {**params, "day": f"{period.due_on:%d/%m/%Y}"}
            text = REMINDED_BY if "day" in params else REMINDED
            key = f"report-reminder:{period.id}:{unit.id}:{today}"
            url, own = report_url(plan, period, unit), own_report_url(plan, period, unit)
            told = people.get(unit.id, ())
            notes += [Note(person, key, text, url if person in staff else own, params) for person in told]
        return inbox.send(notes, now)
