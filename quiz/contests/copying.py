"""A contest made after the model of another: all its settings, its windows later by whole weeks. Plain Python."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from quiz.contests.draft import ContestDraft
from quiz.contests.rules import ContestRules
from quiz.contests.schedule import VIETNAM, Schedule

WEEK = timedelta(days=7)


def first_day(draft: ContestDraft) -> date:
    """The day in Vietnam on which the first round opens."""
    return min(one.opens_at for one in draft.rounds).astimezone(VIETNAM).date()


def fitting_days(draft: ContestDraft, wanted: date) -> tuple[date, date]:
    """The days at most a week before and after the one wanted on which a copy may begin: those of the same weekday."""
    ahead = (first_day(draft).isoweekday() - wanted.isoweekday()) % 7
    after = wanted + timedelta(days=ahead)
    return (after, after) if ahead == 0 else (after - WEEK, after)


def copied(draft: ContestDraft, slug: str, title: str, begins_on: date) -> ContestDraft:
    """The same contest under another address and title, its first round opening on a day of the same weekday.

    Days closed by their date belong to the year of the model and are left out.
    """
    shift = begins_on - first_day(draft)
    if shift % WEEK:
        raise ValueError("a copy is later by whole weeks")
    rounds = tuple(replace(one, opens_at=one.opens_at + shift, closes_at=one.closes_at + shift) for one in draft.rounds)
    return replace(draft, slug=slug, title=title, rounds=rounds, rules=_without_days(draft.rules), is_demo=False)


def _without_days(rules: ContestRules) -> ContestRules:
    overrides = {number: _own(own) for number, own in rules.overrides.items()}
    return replace(rules, schedule=_open(rules.schedule), overrides=overrides)


def _own(own: Any) -> dict[str, Any]:
    return {name: _open(value) if isinstance(value, Schedule) else value for name, value in own.items()}


def _open(schedule: Schedule) -> Schedule:
    return replace(schedule, closed_days=())


def closed_days_of(rules: ContestRules) -> bool:
    """Whether any day is closed by its date, in any round."""
    own = [value for one in rules.overrides.values() for value in one.values() if isinstance(value, Schedule)]
    return any(one.closed_days for one in (rules.schedule, *own))


def suggested_day(draft: ContestDraft, now: datetime) -> date:
    """The next day after today on which a copy may begin."""
    return fitting_days(draft, now.astimezone(VIETNAM).date() + timedelta(days=1))[1]
