"""The contest file: YAML text to a draft, or the list of all its mistakes. The sample file is the contract."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from quiz.contests.changes import window_mistakes
from quiz.contests.draft import ContestDraft, Mistake, Mistakes, RoundDraft
from quiz.contests.fields import Fields
from quiz.contests.paper_fields import read_attempts, read_paper, read_time_limit
from quiz.contests.rules import (
    ContestRules,
    Counted,
    Criterion,
    Hidden,
    Meaning,
    Prediction,
    Review,
    Shown,
    Total,
)
from quiz.contests.unit_scheme import UnitCriterion
from quiz.contests.yaml_text import read_mapping
from quiz.core.vietnamese import clean

LONGEST_SLUG = 64
LONGEST_PROSE = 4000
MOST_ROUNDS = 60
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DEFAULTS = ContestRules(bank="", blueprint=(), time_limit_seconds=0)


def read_contest(text: str) -> ContestDraft:
    """The draft in a contest file; raises Mistakes with every mistake at its place."""
    mistakes: list[Mistake] = []
    fields = Fields(read_mapping(text), "", mistakes)
    rounds, overrides = _rounds(fields)
    draft = ContestDraft(
        slug=_slug(fields),
        title=fields.text("title", 300, required=True),
        summary=_prose(fields, "summary"),
        owner_unit=fields.text("owner_unit", 32).upper(),
        is_demo=fields.flag("demo", False),
        rounds=rounds,
        rules=_rules(fields, overrides),
    )
    fields.finish()
    if mistakes:
        raise Mistakes(mistakes)
    return draft


def _slug(fields: Fields) -> str:
    slug = fields.raw("slug", required=True) or ""
    if slug and (len(slug) > LONGEST_SLUG or not _SLUG.fullmatch(slug)):
        text = "chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, nhiều nhất %(longest)s ký tự"
        fields.wrong("slug", text, longest=LONGEST_SLUG)
    return slug


def _prose(fields: Fields, name: str) -> str:
    """Text of several lines."""
    text = fields.raw(name) or ""
    if len(text) > LONGEST_PROSE:
        fields.wrong(name, "dài %(length)s ký tự, nhiều nhất là %(longest)s", length=len(text), longest=LONGEST_PROSE)
    return "\n".join(clean(line) for line in text.splitlines()).strip()


def _rules(fields: Fields, overrides: Mapping[int, Mapping[str, Any]]) -> ContestRules:
    paper = fields.child("paper")
    if not fields.has("paper"):
        fields.wrong("paper", "thiếu mục này")
    elif paper is not None and not paper.has("cells"):
        paper.wrong("cells", "thiếu mục này")
    return ContestRules(
        bank=fields.text("bank", 32, required=True),
        **{"blueprint": (), **(read_paper(paper) if paper else {})},
        time_limit_seconds=read_time_limit(fields) or _missing_limit(fields),
        attempts_allowed=read_attempts(fields) if fields.has("attempts_allowed") else _DEFAULTS.attempts_allowed,
        counted_attempt=fields.choice("counted_attempt", Counted, _DEFAULTS.counted_attempt),
        contest_total=fields.choice("contest_total", Total, _DEFAULTS.contest_total),
        tie_break=fields.choices("tie_break", Criterion, _DEFAULTS.tie_break),
        unit_order=fields.choices("unit_order", UnitCriterion, _DEFAULTS.unit_order),
        grace_seconds=fields.whole("grace_seconds", 0, 60, default=_DEFAULTS.grace_seconds),
        review=_review(fields.child("review")),
        prediction=_prediction(fields.child("prediction")),
        note=_prose(fields, "note"),
        overrides=overrides,
    )


def _rounds(fields: Fields) -> tuple[tuple[RoundDraft, ...], dict[int, Mapping[str, Any]]]:
    rounds: list[RoundDraft] = []
    overrides: dict[int, Mapping[str, Any]] = {}
    for one in fields.children("rounds", MOST_ROUNDS):
        found, changes = _round(one)
        if any(found.number == earlier.number for earlier in rounds):
            one.wrong("number", "vòng %(number)s đã có ở trên", number=found.number)
        rounds.append(found)
        if changes:
            overrides[found.number] = changes
        one.finish()
    return tuple(sorted(rounds, key=lambda one: one.number)), overrides


def _round(fields: Fields) -> tuple[RoundDraft, dict[str, Any]]:
    number = fields.whole("number", 1, 999)
    title = fields.text("title", 200) or f"Vòng {number}"
    before = len(fields.mistakes)
    found = RoundDraft(number, title, fields.moment("opens_at"), fields.moment("closes_at"))
    if len(fields.mistakes) == before:
        fields.mistakes.extend(window_mistakes(fields.path, found))
    changes: dict[str, Any] = {}
    if (limit := read_time_limit(fields)) is not None:
        changes["time_limit_seconds"] = limit
    if fields.has("attempts_allowed"):
        changes["attempts_allowed"] = read_attempts(fields)
    if fields.has("bank"):
        changes["bank"] = fields.text("bank", 32)
    if (paper := fields.child("paper")) is not None:
        changes.update(read_paper(paper))
    return found, changes


def _missing_limit(fields: Fields) -> int:
    fields.wrong("time_limit_minutes", "thiếu mục này")
    return 60


def _review(fields: Fields | None) -> Review:
    if fields is None:
        return Review()
    default = Review()
    found = Review(
        score=fields.choice("score", Shown, default.score),
        correctness=fields.choice("correctness", Shown, default.correctness),
        key=fields.choice("key", Shown, default.key),
    )
    fields.finish()
    return found


def _prediction(fields: Fields | None) -> Prediction | None:
    if fields is None:
        return None
    found = Prediction(
        question=fields.text("question", 500, required=True),
        meaning=fields.choice("meaning", Meaning),
        hide=fields.choice("hide_while_open", Hidden, Hidden.TOTALS),
    )
    fields.finish()
    return found
