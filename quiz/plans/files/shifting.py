"""Moving a plan to another year: every day, year and rule by the same number of years. Plain Python.

Titles and notes stay as the document has them, since they are quotations; what the plan rests on keeps its dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from quiz.plans.files.drafts import PlanDraft
from quiz.plans.timing.rules import as_day


def shifted(draft: PlanDraft, by: int) -> PlanDraft:
    """The same plan so many years later (negative: earlier)."""
    if not by:
        return draft
    return replace(
        draft,
        issued_on=moved_day(draft.issued_on, by) if draft.issued_on else None,
        years=tuple(year + by for year in draft.years),
        topics=tuple({**topic, "year": topic["year"] + by} for topic in draft.topics),
        tasks=tuple(replace(task, deadline=shifted_deadline(task.deadline, by)) for task in draft.tasks),
    )


def shifted_deadline(rule: Mapping[str, Any], by: int) -> dict[str, Any]:
    """The rule so many years later. "Before 29 February" becomes "before 1 March": the last day in time stays."""
    moved = dict(rule)
    for key in ("year", "from_year"):
        if moved.get(key) is not None:
            moved[key] += by
    for key in ("years", "except_years"):
        if moved.get(key):
            moved[key] = [year + by for year in moved[key]]
    if moved.get("on") is not None:
        moved["on"] = moved_day(as_day(moved["on"]), by, is_excluded=bool(moved.get("before")))
    return moved


def moved_day(day: date, by: int, *, is_excluded: bool = False) -> date:
    """The same day of another year; 29 February becomes the 28th, or 1 March where the day itself is too late."""
    try:
        return day.replace(year=day.year + by)
    except ValueError:
        return date(day.year + by, 3, 1) if is_excluded else date(day.year + by, 2, 28)
