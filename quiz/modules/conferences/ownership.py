"""Whose a conference is: everything outside the own subtree is answered as if it were not there."""

from __future__ import annotations

from quiz.core.db import db
from quiz.core.errors import Conflict, NotFound
from quiz.core.permissions import Actor
from quiz.modules.conferences import queries
from quiz.modules.conferences.models import Conference, ConferenceSession
from quiz.plans.authority import STAFF
from quiz.units.models import OrgUnit
from quiz.units.queries import by_code


def require_run(actor: Actor, unit_id: int) -> OrgUnit:
    """The unit, where the person may hold conferences for it; NotFound elsewhere, as if there were none."""
    unit = db.session.get(OrgUnit, unit_id)
    if unit is None or not queries.may_run(actor, unit):
        raise queries.not_found()
    return unit


def unit_in_reach(actor: Actor, code: str) -> OrgUnit:
    """The unit with this code, where the person acts for it; NotFound elsewhere, as if there were none."""
    unit = by_code(code)
    if unit is None or not actor.covers(unit.position, *STAFF):
        raise NotFound("Không tìm thấy đơn vị này trong phạm vi của quý vị.")
    return unit


def require_concern(actor: Actor, found: queries.Whole) -> None:
    """Refuse, as if there were none, where neither the conference nor anybody invited is in the own subtree."""
    if not queries.may_run(actor, found.unit) and not queries.concerns(actor, found.row.id):
        raise queries.not_found()


def own(actor: Actor, conference_id: int, version: int | None = None) -> Conference:
    """A conference the person runs; NotFound outside the own subtree, Conflict stale where it has moved on."""
    row = db.session.get(Conference, conference_id)
    if row is None:
        raise queries.not_found()
    require_run(actor, row.unit_id)
    if version is not None and version != row.version:
        raise stale()
    return row


def own_session(row: Conference, session_id: int, version: int | None = None) -> ConferenceSession:
    """A session of a conference; Conflict stale where it has moved on."""
    session = queries.sitting_of(row.id, session_id).row
    if version is not None and version != session.version:
        raise stale()
    return session


def stale() -> Conflict:
    """What is said to whoever saves what somebody else has changed since."""
    text = "Nội dung này vừa được người khác sửa. Vui lòng xem bản hiện có rồi lưu lại."
    return Conflict(text, code="stale")
