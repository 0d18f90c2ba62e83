"""Who came: noted by the person's own scan, by ticking a list or by a table; once a conference and person.

The unique constraint carries it. What is noted after a session was confirmed takes effect at once, and so does what is
taken away again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from quiz.accounts.queries import primary_unit_id
from quiz.core import audit
from quiz.core.db import db, in_portions, transaction
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.permissions import Actor
from quiz.core.signing import secret
from quiz.modules.conferences import effects, queries
from quiz.modules.conferences.models import (
    Attendance,
    Conference,
    ConferencePlace,
    ConferenceSession,
    Participant,
)
from quiz.modules.conferences.rules import (
    ConferenceState,
    Scan,
    is_fresh,
    is_genuine,
    is_marked,
    read_token,
    scan_mark,
    takes_scans,
    token_of,
)
from quiz.units.models import OrgUnit

T = TypeVar("T")
PURPOSE = "conference check-in"


@dataclass(frozen=True)
class Noted:
    """What was noted: the row, and whether it is new."""

    row: Attendance
    is_new: bool


@dataclass(frozen=True)
class Ticked:
    """What ticking changed: who was added, and who was taken away."""

    added: list[int]
    removed: list[int]


@dataclass(frozen=True)
class Opened:
    """The session behind a token that was believed."""

    conference: Conference
    session: ConferenceSession
    place: ConferencePlace | None


def code_of(session: ConferenceSession, place_id: int, now: datetime | None) -> str:
    """The token for a session's QR code: the one of this half minute, or (no moment) the printed one."""
    return token_of(secret(PURPOSE), session.id, place_id, session.code, now)


def mark_of(token: str, now: datetime) -> str:
    """What the phone keeps of a scan; only to be given for a token that `opened` has believed."""
    return scan_mark(secret(PURPOSE), token, now)


def opened(token: str, mark: str, now: datetime) -> Opened:
    """The session of a token. Raises NotFound for a forged or foreign one, Conflict (expired) for an old one."""
    scan = read_token(token)
    session = db.session.get(ConferenceSession, scan.session_id)
    if session is None or not is_genuine(secret(PURPOSE), scan, session.code):
        raise NotFound("Mã điểm danh không đúng. Vui lòng quét lại mã QR tại hội nghị.")
    if not is_fresh(scan, now) and not is_marked(secret(PURPOSE), token, mark, now):
        raise Conflict("Mã QR này đã hết hạn. Vui lòng quét lại mã đang hiện trên màn hình.", code="expired")
    conference = db.session.get_one(Conference, session.conference_id)
    if conference.state not in (ConferenceState.ANNOUNCED, ConferenceState.HELD):
        raise Conflict("Hội nghị chưa được triệu tập hoặc đã hủy nên chưa điểm danh được.", code="state")
    if not takes_scans(session.starts_at, session.ends_at, session.closed_at, now):
        raise Conflict("Lúc này không phải giờ điểm danh của buổi này.", code="not_open")
    return Opened(conference, session, _place(scan))


def _place(scan: Scan) -> ConferencePlace | None:
    place = db.session.get(ConferencePlace, scan.place_id) if scan.place_id else None
    return place if place is not None and place.session_id == scan.session_id else None


def check_in(person_id: int, token: str, mark: str, now: datetime) -> Noted:
    """A person says to be there, by the code of the hall; who is not invited is noted as a guest. Idempotent."""

    def note() -> Noted:
        with transaction():
            found = opened(token, mark, now)
            known = queries.attendance(found.conference.id, person_id)
            if known is not None:
                return Noted(known, is_new=False)
            _welcome(found.conference, person_id, now)
            row = _row(found.session, person_id, "qr", person_id, now)
            row.place_id = found.place.id if found.place else None
            db.session.add(row)
            return Noted(row, is_new=True)

    return _twice(note)


def _welcome(conference: Conference, person_id: int, now: datetime) -> None:
    if queries.participant(conference.id, person_id) is not None:
        return
    unit_id = primary_unit_id(person_id)
    if unit_id is None:
        raise Invalid("Tài khoản chưa thuộc đơn vị nào. Vui lòng báo đầu mối đơn vị để được bổ sung.", code="no_unit")
    guest = Participant(conference_id=conference.id, person_id=person_id, unit_id=unit_id, source="guest", added_at=now)
    db.session.add(guest)


def tick(
    actor: Actor,
    conference_id: int,
    session_id: int,
    changes: Mapping[int, bool],
    now: datetime,
    *,
    place_id: int | None = None,
    method: str = "list",
) -> Ticked:
    """Note who came to a session and who did not after all, of the own subtree alone.

    `changes` holds only what the person changed, so two who tick at once do not undo one another. Who has come to
    another session of the conference stays there. Raises NotFound where somebody is not on the list or not of the own
    subtree; then nothing is changed.
    """

    def note() -> Ticked:
        with transaction():
            conference, session = _session(actor, conference_id, session_id, now)
            _require_within(actor, conference.id, changes.keys())
            place = _own_place(session, place_id)
            there = _there(conference.id, changes.keys())
            added = sorted(one for one, came in changes.items() if came and one not in there)
            removed = sorted(one for one, came in changes.items() if not came and there.get(one) == session.id)
            rows = [_row(session, one, method, actor.person_id, now, place) for one in added]
            db.session.add_all(rows)
            _forget(conference, session, removed, now)
            if added and session.closed_at is not None:
                db.session.flush()
                effects.people_came(actor, conference, session, added, now)
            after = {"session": session.number, "added": added, "removed": removed, "method": method}
            if added or removed:
                audit.record(actor, "conference.attendance", "conference", conference.id, after=after)
            return Ticked(added, removed)

    return _twice(note)


def _twice(note: Callable[[], T]) -> T:
    """Once more where somebody noted the same person at the same moment: the second time it is known."""
    try:
        return note()
    except IntegrityError:
        return note()


def _row(
    session: ConferenceSession, person_id: int, method: str, by: int, now: datetime, place_id: int | None = None
) -> Attendance:
    return Attendance(
        conference_id=session.conference_id,
        session_id=session.id,
        person_id=person_id,
        place_id=place_id,
        method=method,
        at=now,
        recorded_by=by,
    )


def _session(actor: Actor, conference_id: int, session_id: int, now: datetime) -> tuple[Conference, ConferenceSession]:
    conference = db.session.get(Conference, conference_id)
    if conference is None:
        raise queries.not_found()
    unit = db.session.get_one(OrgUnit, conference.unit_id)
    runs = queries.may_run(actor, unit)
    if not runs and not queries.concerns(actor, conference.id):
        raise queries.not_found()
    session = queries.sitting_of(conference.id, session_id).row
    if conference.state not in (ConferenceState.ANNOUNCED, ConferenceState.HELD):
        raise Conflict("Hội nghị chưa được triệu tập hoặc đã hủy nên chưa điểm danh được.", code="state")
    if not takes_scans(session.starts_at, now, None, now):
        raise Conflict("Buổi này chưa diễn ra nên chưa điểm danh được.", code="too_early")
    if session.closed_at is not None and not runs:
        raise Conflict("Điểm danh đã được xác nhận; vui lòng báo đơn vị tổ chức nếu cần sửa.", code="closed")
    return conference, session


def _own_place(session: ConferenceSession, place_id: int | None) -> int | None:
    place = db.session.get(ConferencePlace, place_id) if place_id else None
    return place.id if place is not None and place.session_id == session.id else None


def _require_within(actor: Actor, conference_id: int, people: Collection[int]) -> None:
    found: set[int] = set()
    for portion in in_portions(sorted(people)):
        query = (
            sa.select(Participant.person_id)
            .join(OrgUnit, OrgUnit.id == Participant.unit_id)
            .where(
                Participant.conference_id == conference_id,
                Participant.person_id.in_(portion),
                queries.reach(actor),
            )
        )
        found |= set(db.session.scalars(query))
    if set(people) - found:
        raise NotFound("Không tìm thấy người này trong danh sách triệu tập.")


def _there(conference_id: int, people: Collection[int]) -> dict[int, int]:
    """By person: the session at which each is noted already."""
    there: dict[int, int] = {}
    for portion in in_portions(sorted(people)):
        query = sa.select(Attendance.person_id, Attendance.session_id).where(
            Attendance.conference_id == conference_id, Attendance.person_id.in_(portion)
        )
        there.update({int(row[0]): int(row[1]) for row in db.session.execute(query)})
    return there


def _forget(conference: Conference, session: ConferenceSession, people: Collection[int], now: datetime) -> None:
    for portion in in_portions(list(people)):
        gone = sa.delete(Attendance).where(Attendance.session_id == session.id, Attendance.person_id.in_(portion))
        db.session.execute(gone)
    if people and session.closed_at is not None:
        effects.people_did_not_come(conference, session, people, now)


def is_kept(token: str, mark: str, now: datetime) -> bool:
    """Whether the phone keeps a scan of this token already; a new mark would lengthen its time."""
    return is_marked(secret(PURPOSE), token, mark, now)
