"""Planning a conference and taking it through its states.

Inviting is in `inviting`, who came in `attendance`, what follows from it in `effects`; each writes in a transaction of
its own or joins the caller's.
"""

from __future__ import annotations

import secrets
from datetime import datetime

import sqlalchemy as sa

from quiz.core import audit, clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean
from quiz.modules.conferences import effects, queries
from quiz.modules.conferences.drafts import (
    Draft,
    Sitting,
    add_sitting,
    check,
    check_sitting,
    columns,
    move_sitting,
    write_parts,
)
from quiz.modules.conferences.models import Attendance, Conference
from quiz.modules.conferences.ownership import own, own_session, require_run
from quiz.modules.conferences.rules import ConferenceState, require_step
from quiz.modules.conferences.telling import absent_people, call, invited_people, send
from quiz.plans.models import Plan
from quiz.units.models import OrgUnit


def create(actor: Actor, unit_id: int, plan_id: int, draft: Draft, now: datetime) -> int:
    """Plan a conference of a unit; its id. Raises Invalid at a field, NotFound outside the own subtree."""
    with transaction():
        unit = require_run(actor, unit_id)
        plan = db.session.get_one(Plan, plan_id)
        check(draft, plan, unit)
        row = Conference(plan_id=plan.id, unit_id=unit.id, created_at=now, created_by=actor.person_id, **columns(draft))
        row.changed_at = now
        db.session.add(row)
        db.session.flush()
        write_parts(row, draft)
        add_sitting(row.id, 1, draft.sitting, now)
        audit.record(actor, "conference.create", "conference", row.id, after={"title": row.title, "unit": unit.id})
        return row.id


def edit(actor: Actor, conference_id: int, version: int, draft: Draft, now: datetime) -> None:
    """Change a conference that is not over; Conflict stale where somebody was faster."""
    with transaction():
        row = own(actor, conference_id, version)
        if row.state not in (ConferenceState.PLANNED, ConferenceState.ANNOUNCED):
            raise Conflict("Hội nghị đã kết thúc hoặc đã hủy nên không sửa được nữa.", code="state")
        plan, unit = db.session.get_one(Plan, row.plan_id), db.session.get_one(OrgUnit, row.unit_id)
        check(draft, plan, unit)
        before = {"title": row.title, "form": row.form, "duration": row.duration}
        for name, value in columns(draft).items():
            setattr(row, name, value)
        row.changed_at = now
        write_parts(row, draft)
        first = queries.sittings_of(row.id)[0].row
        move_sitting(first, draft.sitting, now)
        audit.record(actor, "conference.edit", "conference", row.id, before=before, after={"title": row.title})


def announce(actor: Actor, conference_id: int, version: int, now: datetime) -> int:
    """Call everybody invited together by a message; how many were told. Who was told once is not told again."""
    with transaction():
        row = own(actor, conference_id, version)
        require_step(row.state, ConferenceState.ANNOUNCED)
        row.state, row.changed_at = ConferenceState.ANNOUNCED, now
        audit.record(actor, "conference.announce", "conference", row.id)
        return call(row, invited_people(row.id), now)


def cancel(actor: Actor, conference_id: int, version: int, reason: str, now: datetime) -> None:
    """The conference does not take place, or did not: what it set going is taken back. Invalid without a reason."""
    with transaction():
        row = own(actor, conference_id, version)
        kept = clean(reason)[:500]
        if not kept:
            raise Invalid("Vui lòng ghi lý do hủy.", field="reason")
        require_step(row.state, ConferenceState.CANCELLED)
        effects.take_back(actor, row, [one.row for one in queries.sittings_of(row.id)], now, kept)
        was, row.state, row.reason, row.changed_at = row.state, ConferenceState.CANCELLED, kept, now
        row.held_on = None
        audit.record(actor, "conference.cancel", "conference", row.id, before={"state": was}, reason=kept)
        if was != ConferenceState.PLANNED:
            text = "Hội nghị “%(title)s” đã hủy: %(reason)s"
            send(row, invited_people(row.id), "cancel", text, {"title": row.title, "reason": kept}, now)


def close_session(actor: Actor, conference_id: int, session_id: int, version: int, now: datetime) -> None:
    """Confirm who was at a session; from then on it counts and starts deadlines. Version: the session's."""
    with transaction():
        row = own(actor, conference_id)
        session = own_session(row, session_id, version)
        if session.closed_at is not None:
            raise Conflict("Điểm danh của buổi này đã được xác nhận.", code="state")
        if row.state not in (ConferenceState.ANNOUNCED, ConferenceState.HELD):
            raise Conflict("Vui lòng triệu tập hội nghị trước khi xác nhận điểm danh.", code="state")
        if session.starts_at > now:
            raise Conflict("Buổi này chưa diễn ra nên chưa xác nhận điểm danh được.", code="too_early")
        if session.number > 1 and row.held_on is None:
            raise Conflict("Vui lòng xác nhận điểm danh của buổi chính trước.", code="state")
        session.closed_at, session.closed_by, session.changed_at = now, actor.person_id, now
        row.changed_at = now
        if session.number == 1:
            require_step(row.state, ConferenceState.HELD)
            row.state, row.held_on = ConferenceState.HELD, clock.local(session.starts_at).date()
        db.session.flush()
        effects.confirm_session(actor, row, session, now)
        came = sa.select(sa.func.count(Attendance.id)).where(Attendance.session_id == session.id)
        after = {"session": session.number, "attended": db.session.scalar(came)}
        audit.record(actor, "conference.close", "conference", row.id, after=after)


def repeat(actor: Actor, conference_id: int, sitting: Sitting, now: datetime) -> int:
    """Hold a further session for those who have not attended so far, who are told of it; its id."""
    with transaction():
        row = own(actor, conference_id)
        if row.state not in (ConferenceState.ANNOUNCED, ConferenceState.HELD):
            raise Conflict("Chỉ mở buổi bổ sung cho hội nghị đã triệu tập.", code="state")
        check_sitting(row.form, sitting)
        number = 1 + max(one.row.number for one in queries.sittings_of(row.id))
        session = add_sitting(row.id, number, sitting, now)
        audit.record(actor, "conference.repeat", "conference", row.id, after={"session": number})
        begins = clock.local(sitting.starts_at).strftime("%H:%M %d/%m/%Y")
        text = "Mời quý vị dự buổi bổ sung của hội nghị “%(title)s” lúc %(moment)s."
        send(row, absent_people(row.id), f"repeat:{number}", text, {"title": row.title, "moment": begins}, now)
        return session.id


def edit_session(
    actor: Actor, conference_id: int, session_id: int, version: int, sitting: Sitting, now: datetime
) -> None:
    """Change time and places of a session that is not closed; Conflict stale where somebody was faster."""
    with transaction():
        row = own(actor, conference_id)
        session = own_session(row, session_id, version)
        if session.closed_at is not None or row.state == ConferenceState.CANCELLED:
            raise Conflict("Điểm danh của buổi này đã được xác nhận nên không sửa được nữa.", code="state")
        check_sitting(row.form, sitting)
        move_sitting(session, sitting, now)
        audit.record(actor, "conference.session", "conference", row.id, after={"session": session.number})


def renew_code(actor: Actor, conference_id: int, session_id: int, version: int, now: datetime) -> None:
    """Make a new secret for the QR codes of a session; whatever was printed or shared is worth nothing any more."""
    with transaction():
        row = own(actor, conference_id)
        session = own_session(row, session_id, version)
        session.code, session.changed_at = secrets.token_hex(8), now
        audit.record(actor, "conference.code", "conference", row.id, after={"session": session.number})
