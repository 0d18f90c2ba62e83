"""What a conference sets going: events that deadlines hang on, and the duties it carries out.

Everything joins the caller's transaction. Each event names its conference and session, so that it can be taken back.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa

from quiz.core import clock
from quiz.core.db import db
from quiz.core.permissions import Actor
from quiz.modules.conferences.models import (
    Attendance,
    Conference,
    ConferenceSession,
    ConferenceTask,
    Participant,
)
from quiz.modules.conferences.rules import counted, lies_in
from quiz.plans.duties import service as duties
from quiz.plans.models import Duty, PlanTask
from quiz.plans.rules import DutyState
from quiz.plans.timing import service as timing
from quiz.plans.timing.unit_events import record_unit_events

OWN, WHOLE = "own_conference", "provincial_conference"
_ON = {
    DutyState.OPEN: DutyState.SUBMITTED,
    DutyState.DRAFT: DutyState.SUBMITTED,
    DutyState.RETURNED: DutyState.SUBMITTED,
    DutyState.CONFIRMED: DutyState.CARRIED_OUT,
}
"""Where a duty goes once its conference is held: up for confirmation, or on where it was confirmed beforehand."""
_BACK = {DutyState.SUBMITTED: DutyState.DRAFT, DutyState.CARRIED_OUT: DutyState.CONFIRMED}
"""And where it goes back to when the conference did not take place."""


def source_of(session: ConferenceSession, unit_id: int | None = None) -> str:
    """Who recorded an event: the conference and its session, for a unit's event with the unit behind."""
    source = f"conference:{session.conference_id}:{session.id}"
    return source if unit_id is None else f"{source}:{unit_id}"


def confirm_session(actor: Actor, conference: Conference, session: ConferenceSession, now: datetime) -> None:
    """The attendance of a session is confirmed: it happened for those who came, their units and who held it."""
    if session.number == 1 and conference.is_whole_plan:
        source = f"conference:{conference.id}:whole"
        timing.record_event(actor, conference.plan_id, WHOLE, _day(session), now, source=source)
    came = list(db.session.scalars(sa.select(Attendance.person_id).where(Attendance.session_id == session.id)))
    if session.number == 1:
        _units_met(actor, conference, session, {conference.unit_id}, now)
    people_came(actor, conference, session, came, now)
    if session.number == 1:
        mark_duties(actor, conference, session, now)


def people_came(
    actor: Actor | None, conference: Conference, session: ConferenceSession, people: Collection[int], now: datetime
) -> None:
    """These people were at a session whose attendance is confirmed."""
    if not people:
        return
    day, source = _day(session), source_of(session)
    timing.record_event(actor, conference.plan_id, OWN, day, now, person_ids=list(people), source=source)
    _units_met(actor, conference, session, _units_that_came(conference, session), now)


def people_did_not_come(
    conference: Conference, session: ConferenceSession, people: Collection[int], now: datetime
) -> None:
    """These people were not at a session after all; a unit of which nobody is left did not attend either."""
    timing.take_back_events(source_of(session), now, person_ids=list(people))
    there = {*_units_that_came(conference, session), conference.unit_id if session.number == 1 else 0}
    rows = sa.select(Participant.unit_id).where(
        Participant.conference_id == conference.id, Participant.person_id.in_(people)
    )
    for unit_id in set(db.session.scalars(rows)) - there:
        timing.take_back_events(source_of(session, unit_id), now)


def take_back(
    actor: Actor, conference: Conference, sessions: Collection[ConferenceSession], now: datetime, reason: str
) -> None:
    """The conference did not take place: every event is taken back, its duties stand open again."""
    units = sa.select(Participant.unit_id).where(Participant.conference_id == conference.id).distinct()
    concerned = {*db.session.scalars(units), conference.unit_id}
    timing.take_back_events(f"conference:{conference.id}:whole", now)
    for session in sessions:
        if session.closed_at is None:
            continue
        timing.take_back_events(source_of(session), now)
        for unit_id in sorted(concerned):
            timing.take_back_events(source_of(session, unit_id), now)
    if conference.held_on is not None and not _held_others(conference):
        for duty, task in _duties(conference):
            if duty.state in _BACK and lies_in(duty.period, conference.held_on):
                _forget_amounts(duty, task, conference)
                duties.mark(actor, duty.id, _BACK[DutyState(duty.state)], now, reason)


def mark_duties(actor: Actor, conference: Conference, session: ConferenceSession, now: datetime) -> None:
    """The unit's duties that the conference carries out go up for confirmation, with what their targets count."""
    day = _day(session)
    for duty, task in _duties(conference):
        to = _ON.get(DutyState(duty.state))
        if to is None or not lies_in(duty.period, day):
            continue
        duty.amounts = {**duty.amounts, **counted(task.targets, conference.duration)}
        duty.done_on = duty.done_on or day
        duty.result = duty.result or conference.title
        db.session.flush()
        duties.mark(actor, duty.id, to, now, conference.title)


def _forget_amounts(duty: Duty, task: PlanTask, conference: Conference) -> None:
    added = counted(task.targets, conference.duration)
    duty.amounts = {name: value for name, value in duty.amounts.items() if name not in added}
    duty.done_on = None if duty.done_on == conference.held_on else duty.done_on
    duty.result = "" if duty.result == conference.title else duty.result
    db.session.flush()


def _duties(conference: Conference) -> list[tuple[Duty, PlanTask]]:
    query = (
        sa.select(Duty, PlanTask)
        .join(PlanTask, PlanTask.id == Duty.task_id)
        .join(ConferenceTask, ConferenceTask.task_id == PlanTask.id)
        .where(
            ConferenceTask.conference_id == conference.id,
            Duty.unit_id == conference.unit_id,
            Duty.person_id.is_(None),
        )
        .order_by(Duty.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _held_others(conference: Conference) -> bool:
    """Whether the unit has held another conference that carries out one of the same tasks."""
    tasks = sa.select(ConferenceTask.task_id).where(ConferenceTask.conference_id == conference.id)
    others = (
        sa.select(Conference.id)
        .join(ConferenceTask, ConferenceTask.conference_id == Conference.id)
        .where(
            ConferenceTask.task_id.in_(tasks),
            Conference.unit_id == conference.unit_id,
            Conference.id != conference.id,
            Conference.state == "held",
        )
    )
    return db.session.scalar(others.limit(1)) is not None


def _units_that_came(conference: Conference, session: ConferenceSession) -> set[int]:
    query = (
        sa.select(Participant.unit_id)
        .join(
            Attendance,
            sa.and_(
                Attendance.conference_id == Participant.conference_id, Attendance.person_id == Participant.person_id
            ),
        )
        .where(Attendance.session_id == session.id, Participant.source != "guest")
    )
    return set(db.session.scalars(query.distinct()))


def _units_met(
    actor: Actor | None, conference: Conference, session: ConferenceSession, units: Collection[int], now: datetime
) -> None:
    """Units that attended; who had an earlier session keeps that day."""
    earlier = {conference.unit_id} if session.number > 1 else set()
    closed = sa.select(ConferenceSession).where(
        ConferenceSession.conference_id == conference.id,
        ConferenceSession.number < session.number,
        ConferenceSession.closed_at.is_not(None),
    )
    for one in db.session.scalars(closed):
        earlier |= _units_that_came(conference, one)
    sources = {unit_id: source_of(session, unit_id) for unit_id in set(units) - earlier}
    record_unit_events(actor, conference.plan_id, OWN, _day(session), now, sources)


def _day(session: ConferenceSession) -> date:
    return clock.local(session.starts_at).date()
