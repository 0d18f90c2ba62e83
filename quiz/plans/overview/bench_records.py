"""More of the made-up province for measurements: what modules and reports keep of its people and units.

Tables of modules are written by their names, for this part knows none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from quiz.core import clock
from quiz.core.db import Model, db, transaction
from quiz.plans.models import PlanActor, PlanTask
from quiz.plans.models_records import ReportPeriod

CONFERENCE, AFTER_CONFERENCE = 1, 6
"""The conference, and the task of people that is due a month after the one they attended."""
ACTOR = "Các đơn vị trong tỉnh"
Rows = Iterator[dict[str, Any]]


def fill(people: int, members: int, now: datetime) -> None:
    """A conference two thirds of the people attended, their registrations, a period to report on, an actor."""
    today = clock.local(now).date()
    with transaction():
        _insert("conferences", iter([_conference(today, now)]))
        _insert("conference_sessions", iter([_session(now)]))
        _insert("conference_participants", (_participant(one, members, now) for one in range(1, people + 1)))
        _insert("conference_attendances", (_attendance(one, now) for one in _two_thirds(people)))
        _insert("registrations", (_registration(one, members, today, now) for one in _two_thirds(people)))
        _insert("plan_events", (_event(one, today, now) for one in _two_thirds(people)))
        db.session.add(PlanActor(plan_id=1, name=ACTOR, unit_kinds=["any_unit"]))
        first, last = date(today.year, 1, 1), date(today.year, 12, 31)
        title = f"Báo cáo năm {today.year}"
        db.session.add(
            ReportPeriod(
                id=1, plan_id=1, unit_id=1, kind="year", key=str(today.year), title=title, from_on=first, to_on=last,
                created_at=now,
            )
        )  # fmt: skip
        after = {"kind": "relative", "to": "hội nghị đã dự", "event": "own_conference", "months": 1}
        db.session.execute(sa.update(PlanTask).values(actors=[ACTOR]))
        db.session.execute(sa.update(PlanTask).where(PlanTask.id == AFTER_CONFERENCE).values(deadline=after))


def _insert(table: str, rows: Rows) -> None:
    found = list(rows)
    for start in range(0, len(found), 5000):
        db.session.execute(sa.insert(Model.metadata.tables[table]), found[start : start + 5000])


def _two_thirds(people: int) -> Iterator[int]:
    return (one for one in range(1, people + 1) if one % 3)


def _unit_of(person_id: int, members: int) -> int:
    return 1 + (person_id - 1) // members


def _conference(today: date, now: datetime) -> dict[str, Any]:
    named = {"title": "Hội nghị để đo tốc độ", "title_folded": "hoi nghi de do toc do", "topic": "", "chair": ""}
    kept = {"form": "onsite", "duration": 50, "is_whole_plan": False, "state": "held", "reason": "", "version": 1}
    times = {"held_on": today, "created_at": now, "changed_at": now}
    return {"id": CONFERENCE, "plan_id": 1, "unit_id": 1, **named, **kept, **times}


def _session(now: datetime) -> dict[str, Any]:
    times = {"starts_at": now, "ends_at": now, "changed_at": now, "closed_at": now}
    return {"id": 1, "conference_id": CONFERENCE, "number": 1, "code": "do-toc-do", "version": 1, **times}


def _participant(person_id: int, members: int, now: datetime) -> dict[str, Any]:
    whose = {"person_id": person_id, "unit_id": _unit_of(person_id, members)}
    return {"conference_id": CONFERENCE, "source": "post", "excuse": "", "added_at": now, **whose}


def _attendance(person_id: int, now: datetime) -> dict[str, Any]:
    return {"conference_id": CONFERENCE, "person_id": person_id, "session_id": 1, "method": "list", "at": now}


def _registration(person_id: int, members: int, today: date, now: datetime) -> dict[str, Any]:
    texts = dict.fromkeys(("commitment", "basis", "search_text", "remark", "self_level", "self_text", "level"), "")
    lists: dict[str, Any] = {"things": [], "contents": {}, "shortcomings": [], "assessment": "", "version": 1}
    whose = {"plan_id": 1, "year": today.year, "person_id": person_id, "unit_id": _unit_of(person_id, members)}
    return {**whose, **texts, **lists, "state": "confirmed", "decided_at": now, "created_at": now, "changed_at": now}


def _event(person_id: int, today: date, now: datetime) -> dict[str, Any]:
    source = {"source": f"conference:{CONFERENCE}", "recorded_at": now}
    return {"plan_id": 1, "kind": "own_conference", "person_id": person_id, "happened_on": today, **source}
