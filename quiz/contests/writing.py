"""A draft as a contest file: what `read_draft` and `read_contest` take it back from, the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import yaml

from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.moments import written
from quiz.contests.rules import ContestRules, Prediction, Review
from quiz.contests.schedule import Schedule
from quiz.contests.written_parts import division, entrants, kept, prizes, schedule, unit_scheme
from quiz.core import clock

HEADING = "# Tệp cuộc thi. Ý nghĩa của từng mục: xem contest.sample.yaml.\n"
NONE = "none"


def to_mapping(draft: ContestDraft) -> dict[str, Any]:
    """Groups, lists and texts; what is optional and has its default is left out."""
    return {
        "slug": draft.slug,
        "title": draft.title,
        **kept(summary=draft.summary, owner_unit=draft.owner_unit),
        "bank": draft.rules.bank,
        **kept(demo=draft.is_demo),
        "rounds": [_round(one, draft.rules.overrides.get(one.number, {})) for one in draft.rounds],
        **_rules(draft.rules),
    }


def to_yaml(draft: ContestDraft) -> str:
    """The contest file."""
    text: str = yaml.dump(to_mapping(draft), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    return HEADING + text


class _Dumper(yaml.SafeDumper):
    """Texts without quotes wherever the file's reader needs none; it takes every value for a text."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """A text; one of several lines as a block."""
        style = "|" if "\n" in text else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _Dumper.represent_text)


def _rules(rules: ContestRules) -> dict[str, Any]:
    return {
        **kept(schedule=schedule(rules.schedule)),
        "paper": {"cells": _cells(rules.blueprint), **_paper(vars(rules))},
        **_time_limit(rules.time_limit_seconds),
        "attempts_allowed": _attempts(rules.attempts_allowed),
        "counted_attempt": rules.counted_attempt.value,
        "grace_seconds": str(rules.grace_seconds),
        **kept(complete_only=rules.complete_only, full_scores_only=rules.full_scores_only),
        "tie_break": [one.value for one in rules.tie_break],
        "contest_total": rules.contest_total.value,
        "unit_order": [one.value for one in rules.unit_order],
        **kept(
            unit_scheme=unit_scheme(rules.unit_scheme),
            entrants=entrants(rules.entrants),
            divisions=[division(one) for one in rules.divisions],
            prizes=prizes(rules.prizes),
        ),
        "review": _review(rules.review),
        **kept(prediction=_prediction(rules.prediction) if rules.prediction else None, note=rules.note),
    }


def _round(one: RoundDraft, own: Mapping[str, Any]) -> dict[str, Any]:
    """A round with the rules that hold in it alone."""
    return {
        "number": str(one.number),
        "title": one.title,
        "opens_at": _moment(one.opens_at, is_end=False),
        "closes_at": _moment(one.closes_at, is_end=True),
        **kept(practice=one.is_practice),
        **_own(own),
    }


def _own(own: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "time_limit_seconds" in own:
        found.update(_time_limit(own["time_limit_seconds"]))
    if "attempts_allowed" in own:
        found["attempts_allowed"] = _attempts(own["attempts_allowed"])
    if "bank" in own:
        found["bank"] = own["bank"]
    if "schedule" in own:
        its: Schedule = own["schedule"]
        found["schedule"] = schedule(its) or NONE
    if "prediction" in own:
        question: Prediction | None = own["prediction"]
        found["prediction"] = _prediction(question) if question else NONE
    if "complete_only" in own:
        found["complete_only"] = _flag(own["complete_only"])
    paper = {"cells": _cells(own["blueprint"])} if "blueprint" in own else {}
    return {**found, **kept(paper={**paper, **_paper(own)})}


def _moment(moment: datetime, *, is_end: bool) -> str:
    """To the minute as people write it, otherwise as programs do."""
    return clock.iso(moment) if moment.second or moment.microsecond else written(moment, is_end=is_end)


def _time_limit(seconds: int) -> dict[str, str]:
    minutes, rest = divmod(seconds, 60)
    return {"time_limit_seconds": str(seconds)} if rest else {"time_limit_minutes": str(minutes)}


def _attempts(allowed: int | None) -> str:
    return "unlimited" if allowed is None else str(allowed)


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _cells(blueprint: Any) -> list[dict[str, str]]:
    return [{"topic": cell.topic, "level": cell.level, "count": str(cell.count)} for cell in blueprint]


def _paper(own: Mapping[str, Any]) -> dict[str, str]:
    """What is there of a paper besides its cells."""
    found = {name: _flag(own[name]) for name in ("shuffle_items", "shuffle_options", "same_for_all") if name in own}
    if "points_per_item" in own:
        points = own["points_per_item"]
        found["points_per_item"] = NONE if points is None else str(points)
    return found


def _review(review: Review) -> dict[str, str]:
    return {"score": review.score.value, "correctness": review.correctness.value, "key": review.key.value}


def _prediction(one: Prediction) -> dict[str, str]:
    return {"question": one.question, "meaning": one.meaning.value, "hide_while_open": one.hide.value}
