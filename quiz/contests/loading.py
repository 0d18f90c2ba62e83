"""The contest file: YAML text to a draft, or the list of all its mistakes. The sample file is the contract."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from question_bank.levels import Level, parse_level
from quiz.contests.changes import window_mistakes
from quiz.contests.draft import ContestDraft, Mistake, Mistakes, RoundDraft
from quiz.contests.fields import Fields
from quiz.contests.rules import (
    ANY,
    Cell,
    ContestRules,
    Counted,
    Criterion,
    Hidden,
    Meaning,
    Prediction,
    Review,
    Shown,
    Total,
    UnitCriterion,
)
from quiz.contests.yaml_text import read_mapping
from quiz.core.vietnamese import clean

LONGEST_SLUG = 64
LONGEST_PROSE = 4000
LONGEST_PAPER = 200
MOST_ROUNDS = 60
MOST_CELLS = 200
LONGEST_LIMIT = 24 * 60
UNLIMITED_WORDS = frozenset({"unlimited", "không giới hạn"})
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
    if paper is None:
        if "paper" not in fields.data:
            fields.wrong("paper", "thiếu mục này")
    elif "cells" not in paper.data:
        paper.wrong("cells", "thiếu mục này")
    return ContestRules(
        bank=fields.text("bank", 32, required=True),
        **{"blueprint": (), **(_paper(paper) if paper else {})},
        time_limit_seconds=_time_limit(fields) or _missing_limit(fields),
        attempts_allowed=_attempts(fields) if fields.has("attempts_allowed") else _DEFAULTS.attempts_allowed,
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
    if (limit := _time_limit(fields)) is not None:
        changes["time_limit_seconds"] = limit
    if fields.has("attempts_allowed"):
        changes["attempts_allowed"] = _attempts(fields)
    if fields.has("bank"):
        changes["bank"] = fields.text("bank", 32)
    if (paper := fields.child("paper")) is not None:
        changes.update(_paper(paper))
    return found, changes


def _time_limit(fields: Fields) -> int | None:
    """Seconds from whichever of the two keys is there; None where neither is."""
    minutes, seconds = fields.has("time_limit_minutes"), fields.has("time_limit_seconds")
    if minutes and seconds:
        fields.wrong("time_limit_seconds", "chỉ ghi một trong hai: time_limit_minutes hoặc time_limit_seconds")
    if minutes:
        return fields.whole("time_limit_minutes", 1, LONGEST_LIMIT) * 60
    return fields.whole("time_limit_seconds", 1, LONGEST_LIMIT * 60) if seconds else None


def _missing_limit(fields: Fields) -> int:
    fields.wrong("time_limit_minutes", "thiếu mục này")
    return 60


def _attempts(fields: Fields) -> int | None:
    if (fields.raw("attempts_allowed") or "").lower() in UNLIMITED_WORDS:
        return None
    return fields.whole("attempts_allowed", 1, 1000)


def _paper(fields: Fields) -> dict[str, Any]:
    """The keys of a paper that are there, as the rules name them."""
    changes: dict[str, Any] = {}
    if fields.has("cells"):
        changes["blueprint"] = _cells(fields)
    for name in ("shuffle_items", "shuffle_options"):
        if fields.has(name):
            changes[name] = fields.flag(name, True)
    if fields.has("points_per_item"):
        changes["points_per_item"] = fields.whole("points_per_item", 1, 100)
    fields.finish()
    return changes


def _cells(fields: Fields) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for one in fields.children("cells", MOST_CELLS):
        topic, level = one.text("topic", 200, required=True), _level(one)
        if any((topic, level) == (earlier.topic, earlier.level) for earlier in cells):
            one.wrong("topic", "chủ đề và mức độ này đã có ở trên")
        cells.append(Cell(topic, level, one.whole("count", 1, LONGEST_PAPER)))
        one.finish()
    if sum(cell.count for cell in cells) > LONGEST_PAPER:
        fields.wrong("cells", "đề có hơn %(most)s câu", most=LONGEST_PAPER)
    return tuple(cells)


def _level(fields: Fields) -> str:
    text = fields.text("level", 40, required=True)
    level = parse_level(text) if text and text != ANY else None
    if text and text != ANY and level is None:
        names = ", ".join(one.label for one in Level)
        fields.wrong("level", "phải là một trong: %(names)s, hoặc “*”; không phải “%(value)s”", names=names, value=text)
    return level.value if level else ANY


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
