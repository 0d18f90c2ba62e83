"""The same event of many units at once, as one conference is for a thousand branches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa

from quiz.core import audit
from quiz.core.db import db, in_portions, transaction
from quiz.core.permissions import Actor
from quiz.plans.models import PlanEvent
from quiz.plans.timing.families import facts_of
from quiz.plans.timing.service import date_concerned


def record_unit_events(
    actor: Actor | None, plan_id: int, kind: str, happened_on: date, now: datetime, sources: Mapping[int, str]
) -> None:
    """Something happened to units, each with its source by the unit's id; their days are worked out in one go.

    The same unit and source again: the day is moved. Joins the caller's transaction; whoever calls has checked the
    right.
    """
    if not sources:
        return
    with transaction():
        owner = facts_of(plan_id).root_id
        said = {"happened_on": happened_on, "recorded_at": now, "recorded_by": actor.person_id if actor else None}
        known = _known(owner, kind, sources)
        for portion in in_portions(sorted(known.values())):
            db.session.execute(sa.update(PlanEvent).where(PlanEvent.id.in_(portion)).values(**said))
        fresh = [(unit_id, source) for unit_id, source in sorted(sources.items()) if unit_id not in known]
        if fresh:
            base = {"plan_id": owner, "kind": kind, "person_id": None, **said}
            rows = [{**base, "unit_id": unit_id, "source": source} for unit_id, source in fresh]
            db.session.execute(sa.insert(PlanEvent), rows)
        after = {"kind": kind, "on": happened_on, "units": len(sources)}
        audit.record(actor, "plan.event_recorded", "plan", owner, after=after)
        date_concerned(owner, {kind}, set(sources), set())


def _known(owner: int, kind: str, sources: Mapping[int, str]) -> dict[int, int]:
    """The ids of the events that these sources have told of already, by the unit's id."""
    found: dict[int, int] = {}
    for portion in in_portions(sorted(set(sources.values()))):
        query = sa.select(PlanEvent.id, PlanEvent.unit_id, PlanEvent.source).where(
            PlanEvent.plan_id == owner,
            PlanEvent.kind == kind,
            PlanEvent.person_id.is_(None),
            PlanEvent.source.in_(portion),
        )
        rows = [(event_id, unit_id or 0, source) for event_id, unit_id, source in db.session.execute(query)]
        found.update({unit_id: event_id for event_id, unit_id, source in rows if sources.get(unit_id) == source})
    return found
