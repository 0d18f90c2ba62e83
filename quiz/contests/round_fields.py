"""The rounds of a contest file, each with what it has otherwise than the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quiz.contests.changes import window_mistakes
from quiz.contests.draft import RoundDraft
from quiz.contests.fields import Fields
from quiz.contests.paper_fields import read_attempts, read_paper, read_prediction, read_time_limit
from quiz.contests.schedule_fields import read_schedule

MOST_ROUNDS = 60


def read_rounds(fields: Fields) -> tuple[tuple[RoundDraft, ...], dict[int, Mapping[str, Any]]]:
    """The rounds by number, and by number the rules that hold in one of them alone."""
    rounds: list[RoundDraft] = []
    overrides: dict[int, Mapping[str, Any]] = {}
    for one in fields.children("rounds", MOST_ROUNDS):
        found, changes = _round(one), _overrides(one)
        if any(found.number == earlier.number for earlier in rounds):
            one.wrong("number", "vòng %(number)s đã có ở trên", number=found.number)
        rounds.append(found)
        if changes:
            overrides[found.number] = changes
        one.finish()
    return tuple(sorted(rounds, key=lambda one: one.number)), overrides


def _round(fields: Fields) -> RoundDraft:
    number = fields.whole("number", 1, 999)
    is_practice = fields.flag("practice", False)
    title = fields.text("title", 200) or ("Vòng thi thử" if is_practice else f"Vòng {number}")
    before = len(fields.mistakes)
    found = RoundDraft(number, title, fields.moment("opens_at"), fields.moment("closes_at"), is_practice)
    if len(fields.mistakes) == before:
        fields.mistakes.extend(window_mistakes(fields.path, found))
    return found


def _overrides(fields: Fields) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if (limit := read_time_limit(fields)) is not None:
        changes["time_limit_seconds"] = limit
    if fields.has("attempts_allowed"):
        changes["attempts_allowed"] = read_attempts(fields)
    if fields.has("bank"):
        changes["bank"] = fields.text("bank", 32)
    if fields.has("schedule"):
        changes["schedule"] = read_schedule(fields)
    if fields.has("prediction"):
        changes["prediction"] = read_prediction(fields)
    if fields.has("complete_only"):
        changes["complete_only"] = fields.flag("complete_only", False)
    if (paper := fields.child("paper")) is not None:
        changes.update(read_paper(paper))
    return changes
