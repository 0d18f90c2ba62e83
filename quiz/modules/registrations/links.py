"""Where the machinery's duties of this module are attended to, with how far they are, for many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.db import db
from quiz.core.permissions import Actor
from quiz.modules.registrations.asking import MODULE, Asked, asked_of
from quiz.modules.registrations.collectives import UnitLine, unit_lines
from quiz.modules.registrations.counting import FIGURE_TITLES, count, figures, year_of
from quiz.modules.registrations.models import Registration
from quiz.modules.registrations.people import Line, Reach, lines
from quiz.modules.registrations.rules import STATE_TITLES, WHOLE_TERM, State, terms_of
from quiz.plans.models import Duty, Plan, PlanTask
from quiz.plans.modules import DutyLink, PlanModule
from quiz.units.models import OrgUnit

Pair = tuple[Duty, PlanTask]


def module() -> PlanModule:
    """What this module gives to the plans room."""
    return PlanModule(
        MODULE,
        figures=figures,
        duty_links=duty_links,
        figure_titles=FIGURE_TITLES,
        kept=kept,
        own_page=("/registrations/", "Đăng ký làm theo"),
        page="/admin/registrations/",
    )


def duty_links(actor: Actor, duties: Sequence[Pair]) -> Mapping[int, DutyLink]:
    """The page of each duty; as many statements for one as for a thousand of the same plan and year."""
    plans = _plans(duties)
    units = _units({duty.unit_id for duty, _task in duties})
    today = clock.local(clock.now()).date()
    groups: dict[tuple[int, int], list[Pair]] = {}
    for duty, task in duties:
        year = year_of_duty(plans[duty.plan_id], duty, task, today)
        groups.setdefault((duty.plan_id, year), []).append((duty, task))
    found: dict[int, DutyLink] = {}
    for (plan_id, year), pairs in groups.items():
        found.update(_Group(actor, asked_of(plans[plan_id], year), units, today).links(pairs))
    return found


def kept(duties: Sequence[Pair]) -> set[int]:
    """The duties that follow a registration which was handed up or confirmed; a few statements a plan and year."""
    plans = _plans(duties)
    today = clock.local(clock.now()).date()
    groups: dict[tuple[int, int], list[Pair]] = {}
    for duty, task in duties:
        groups.setdefault((duty.plan_id, year_of_duty(plans[duty.plan_id], duty, task, today)), []).append((duty, task))
    return {one for (plan_id, year), pairs in groups.items() for one in _kept(asked_of(plans[plan_id], year), pairs)}


def _kept(asked: Asked, pairs: Sequence[Pair]) -> set[int]:
    answered = {task.id for task in (*asked.personal, *asked.collective)}
    pairs = [(duty, task) for duty, task in pairs if task.id in answered]
    people = {duty.person_id for duty, _task in pairs if duty.person_id is not None}
    bodies = {duty.unit_id for duty, _task in pairs if duty.person_id is None}
    own = sa.and_(Registration.person_id.is_(None), Registration.unit_id.in_(bodies))
    query = sa.select(Registration.person_id, Registration.unit_id).where(
        Registration.plan_id == asked.plan.id,
        Registration.year == asked.year,
        Registration.state.in_([State.SUBMITTED, State.CONFIRMED]),
        sa.or_(Registration.person_id.in_(people), own),
    )
    standing = {(person_id, None if person_id else unit_id) for person_id, unit_id in db.session.execute(query)}
    return {duty.id for duty, _task in pairs if (duty.person_id, None if duty.person_id else duty.unit_id) in standing}


def _plans(duties: Sequence[Pair]) -> dict[int, Plan]:
    plan_ids = {duty.plan_id for duty, _task in duties}
    return {plan.id: plan for plan in db.session.scalars(sa.select(Plan).where(Plan.id.in_(plan_ids)))}


def _units(ids: set[int]) -> dict[int, OrgUnit]:
    query = sa.select(OrgUnit).where(OrgUnit.id.in_(ids))
    return {unit.id: unit for unit in db.session.scalars(query)}


def year_of_duty(plan: Plan, duty: Duty, task: PlanTask, today: date) -> int:
    """The year whose registration answers a duty."""
    if len(duty.period) == 4 and duty.period.isdigit():
        return int(duty.period)
    terms = terms_of(task.targets, plan.years)
    return WHOLE_TERM if WHOLE_TERM in terms else year_of(plan, today)


class _Group:
    """The duties of one year of a plan."""

    def __init__(self, actor: Actor, asked: Asked, units: Mapping[int, OrgUnit], today: date) -> None:
        self.actor, self.asked, self.units, self.today = actor, asked, units, today

    def links(self, pairs: Sequence[Pair]) -> dict[int, DutyLink]:
        known = {task.id for task in (*self.asked.personal, *self.asked.collective)}
        pairs = [(duty, task) for duty, task in pairs if task.id in known]
        if not pairs:
            return {}
        own = [self.units[duty.unit_id] for duty, _task in pairs]
        reach = Reach(min(unit.position for unit in own), max(unit.position for unit in own))
        people = lines(self.asked, reach, self.today)
        bodies = {line.unit_id: line for line in unit_lines(self.asked, reach)}
        by_person = {line.person_id: line for line in people}
        by_unit: dict[int, list[Line]] = {}
        for line in people:
            by_unit.setdefault(line.unit_id, []).append(line)
        found = {}
        for duty, task in pairs:
            if duty.person_id is not None:
                found[duty.id] = self._of_person(duty, by_person.get(duty.person_id))
            elif task in self.asked.collective:
                found[duty.id] = self._of_body(duty, bodies.get(duty.unit_id))
            else:
                found[duty.id] = self._of_people(duty, by_unit.get(duty.unit_id, []))
        return found

    def _at(self, duty: Duty) -> str:
        """The address of the unit's pages; written out, since reminders are made outside of any request."""
        return f"/registrations/{self.asked.plan.slug}/{self.asked.year}/units/{self.units[duty.unit_id].code}"

    def _of_person(self, duty: Duty, line: Line | None) -> DutyLink:
        record = line.registration if line else None
        words = _(STATE_TITLES[line.state]) if line else ""
        if duty.person_id != self.actor.person_id:
            action = _("Xác nhận")
            return DutyLink(f"{self._at(duty)}/confirm", action, words)
        if record is None or record.state != State.CONFIRMED:
            address = f"/registrations/{self.asked.plan.slug}/{self.asked.year}/mine"
            return DutyLink(address, _("Đăng ký"), words)
        return DutyLink(f"/registrations/{record.id}/result", _("Kết quả cuối năm"), words)

    def _of_body(self, duty: Duty, line: UnitLine | None) -> DutyLink:
        record = line.registration if line else None
        words = _(STATE_TITLES[line.state]) if line else ""
        if record is not None and record.state == State.CONFIRMED:
            address = f"/registrations/{record.id}/result"
            return DutyLink(address, _("Kết quả cuối năm"), words)
        return DutyLink(f"{self._at(duty)}/collective", _("Đăng ký"), words)

    def _of_people(self, duty: Duty, people: Sequence[Line]) -> DutyLink:
        counts = count(people, self.today)
        words = _("%(done)s/%(must)s đã đăng ký", done=counts.registered, must=counts.must)
        return DutyLink(f"{self._at(duty)}/confirm", _("Xác nhận"), words)
