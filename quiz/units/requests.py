""" "My unit is missing": what people typed, kept until the organiser has answered."""

from __future__ import annotations

from datetime import datetime

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean
from quiz.units.models import UnitRequest

MAX_TEXT = 300


def request_unit(text: str, person_id: int | None, now: datetime) -> UnitRequest:
    """Keep what somebody typed whose unit is missing, for the organiser to answer."""
    with transaction():
        wanted = clean(text)[:MAX_TEXT]
        if not wanted:
            raise Invalid("Vui lòng ghi tên đơn vị còn thiếu.", field="missing_unit")
        request = UnitRequest(text=wanted, person_id=person_id, created_at=now)
        db.session.add(request)
    return request


def resolve_request(actor: Actor | None, request_id: int, unit_id: int | None, now: datetime) -> UnitRequest:
    """Close a request, with the unit it was about or without one. The caller has checked whose request it is."""
    with transaction():
        request = db.session.get(UnitRequest, request_id)
        if request is None:
            raise NotFound("Không tìm thấy yêu cầu này.")
        if request.resolved_at is not None:
            raise Conflict("Yêu cầu này đã được xử lý.", code="resolved")
        request.resolved_at, request.unit_id = now, unit_id
        audit.record(actor, "unit_request.resolve", "unit_request", request.id, after={"unit_id": unit_id})
    return request
