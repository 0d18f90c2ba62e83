"""Units chosen by hand for an actor that names one body or sets a condition."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, NotAllowed, NotFound
from quiz.core.permissions import Actor
from quiz.plans import authority
from quiz.plans.assigning.queries import ground_of, plan_of
from quiz.plans.models import PlanActor
from quiz.units import queries as units


def choose_units(
    actor: Actor | None, actor_id: int, unit_ids: Collection[int], version: int, now: datetime
) -> PlanActor:
    """Set the units that an actor of a plan means; what was assigned already stays.

    Raises Conflict (stale) where somebody changed the actor meanwhile, NotFound for units outside the plan's subtree,
    NotAllowed for who does not organise the plan's unit.
    """
    with transaction():
        row = db.session.get(PlanActor, actor_id)
        if row is None:
            raise NotFound("Không tìm thấy chủ thể này.")
        plan = plan_of(row.plan_id)
        if actor is not None and not authority.may_manage(actor, plan, units.get(plan.unit_id)):
            raise NotAllowed("Chỉ ban tổ chức của đơn vị ban hành kế hoạch mới chọn đơn vị được.")
        if row.version != version:
            raise Conflict(
                "Người khác vừa thay đổi chủ thể này. Vui lòng xem lại các đơn vị đã chọn rồi lưu lần nữa.",
                code="stale",
            )
        if not set(unit_ids) <= ground_of(plan, now).kinds.keys() | set(row.unit_ids):
            raise NotFound("Có đơn vị không thuộc phạm vi của kế hoạch hoặc không còn hoạt động.", field="unit_text")
        before, row.unit_ids = list(row.unit_ids), sorted(set(unit_ids))
        audit.record(
            actor, "plan.actor_units", "plan_actor", row.id, before={"units": before}, after={"units": row.unit_ids}
        )
    return row
