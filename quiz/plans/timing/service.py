"""Events that start deadlines, and the days of duties worked out anew."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from quiz.core.permissions import Actor


def record_event(
    actor: Actor | None,
    plan_id: int,
    kind: str,
    happened_on: date,
    now: datetime,
    *,
    unit_id: int | None = None,
    person_ids: Collection[int] = (),
    source: str = "",
) -> None:
    """Something happened that deadlines hang on; the days of the duties concerned are worked out in the same step.

    `kind`: provincial_conference, own_conference, course_opening_week, central_guidance. Without a unit and people it
    is the whole plan's; with people it is theirs. The same source and person or unit again: the day is moved. Joins the
    caller's transaction; whoever calls has checked the right.
    """
    raise NotImplementedError


def take_back_events(source: str, now: datetime, *, person_ids: Collection[int] | None = None) -> None:
    """What a source recorded did not happen (of these people alone, where given): their days are awaited again."""
    raise NotImplementedError


def redate(plan_id: int, now: datetime, *, task_ids: Collection[int] | None = None) -> int:
    """Work out the days of a plan's duties anew, after a rule, an event or the calendar changed; how many moved."""
    raise NotImplementedError


def person_due_on(plan_id: int, deadline: dict[str, object], unit_id: int, person_id: int) -> date | None:
    """The last day of a person's duty by the rule of its task, whether it has a row already or not."""
    raise NotImplementedError
