"""Parts of a contest file that may stand again in a single round: paper, time, attempts, prediction."""

from __future__ import annotations

from typing import Any

from question_bank.levels import Level, parse_level
from quiz.contests.fields import Fields
from quiz.contests.rules import ANY, Cell, Hidden, Meaning, Prediction

LONGEST_PAPER = 200
MOST_CELLS = 200
LONGEST_LIMIT = 24 * 60
UNLIMITED_WORDS = frozenset({"unlimited", "không giới hạn"})


def read_time_limit(fields: Fields) -> int | None:
    """Seconds from whichever of the two keys is there; None where neither is."""
    minutes, seconds = fields.has("time_limit_minutes"), fields.has("time_limit_seconds")
    if minutes and seconds:
        fields.wrong("time_limit_seconds", "chỉ ghi một trong hai: time_limit_minutes hoặc time_limit_seconds")
    if minutes:
        return fields.whole("time_limit_minutes", 1, LONGEST_LIMIT) * 60
    return fields.whole("time_limit_seconds", 1, LONGEST_LIMIT * 60) if seconds else None


def read_attempts(fields: Fields) -> int | None:
    """The number of attempts; None for no limit."""
    if (fields.raw("attempts_allowed") or "").lower() in UNLIMITED_WORDS:
        return None
    return fields.whole("attempts_allowed", 1, 1000)


def read_paper(fields: Fields) -> dict[str, Any]:
    """The keys of a paper that are there, as the rules name them."""
    changes: dict[str, Any] = {}
    if fields.has("cells"):
        changes["blueprint"] = _cells(fields)
    for name, default in (("shuffle_items", True), ("shuffle_options", True), ("same_for_all", False)):
        if fields.has(name):
            changes[name] = fields.flag(name, default)
    if fields.is_none("points_per_item"):
        changes["points_per_item"] = None
    elif fields.has("points_per_item"):
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


def read_prediction(fields: Fields) -> Prediction | None:
    """The prediction question; None where the word "none" stands or nothing at all."""
    one = None if fields.is_none("prediction") else fields.child("prediction")
    if one is None:
        return None
    found = Prediction(
        question=one.text("question", 500, required=True),
        meaning=one.choice("meaning", Meaning),
        hide=one.choice("hide_while_open", Hidden, Hidden.TOTALS),
    )
    one.finish()
    return found
