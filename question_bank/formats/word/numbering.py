"""Automatic numbers of paragraphs, written out: Word stores "A." and "Câu 1." only as list settings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.formats.word.ooxml import Element, attribute, child, children

_PLACEHOLDER = re.compile(r"%([1-9])")
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_MOST = 9_999
BULLET = "•"


@dataclass(frozen=True, slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    restarts: bool = True
    style: str | None = None


class Numbering:
    """Counts the lists of one document while its paragraphs are walked in order."""

    def __init__(self, root: Element | None) -> None:
        abstracts = {attribute(entry, "abstractNumId"): entry for entry in children(root, "abstractNum")}
        named = {attribute(child(entry, "styleLink"), "val"): entry for entry in abstracts.values()}
        self._lists = {}
        for list_id, entry in abstracts.items():
            link = attribute(child(entry, "numStyleLink"), "val")
            self._lists[list_id] = _levels(named[link] if link and link in named else entry)
        self._numbers = {attribute(entry, "numId"): entry for entry in children(root, "num")}
        self._counts: dict[str | None, dict[int, int]] = {}
        self._started: set[str] = set()

    def label(self, settings: Element | None, style: str | None = None) -> str:
        """The number of the next paragraph with these w:numPr settings; "" for none, BULLET for a bullet.

        Where the settings come from a style, the level is the one that names it.
        """
        number = attribute(child(settings, "numId"), "val")
        entry = self._numbers.get(number)
        if settings is None or number is None or entry is None:
            return ""
        list_id = attribute(child(entry, "abstractNumId"), "val")
        levels = self._lists.get(list_id, {}) | _overrides(entry)
        depth = _depth(settings, levels, style)
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(list_id, {})
        if number not in self._started:
            self._started.add(number)
            _restart(counts, entry)
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth and levels.get(level, _Level()).restarts]:
            del counts[deeper]
        return _written(levels, counts, depth)


def _depth(settings: Element, levels: dict[int, _Level], style: str | None) -> int:
    own = attribute(child(settings, "ilvl"), "val")
    if own is None:
        return next((depth for depth, level in levels.items() if style and level.style == style), 0)
    return _integer(own, 0)


def _levels(entry: Element) -> dict[int, _Level]:
    return {_integer(attribute(level, "ilvl"), 0): _level(level) for level in children(entry, "lvl")}


def _level(element: Element) -> _Level:
    return _Level(
        attribute(child(element, "numFmt"), "val") or "decimal",
        attribute(child(element, "lvlText"), "val") or "",
        _integer(attribute(child(element, "start"), "val"), 1),
        attribute(child(element, "lvlRestart"), "val") != "0",
        attribute(child(element, "pStyle"), "val"),
    )


def _overrides(entry: Element) -> dict[int, _Level]:
    found = {}
    for override in children(entry, "lvlOverride"):
        level = child(override, "lvl")
        if level is not None:
            found[_integer(attribute(override, "ilvl"), 0)] = _level(level)
    return found


def _restart(counts: dict[int, int], entry: Element) -> None:
    for override in children(entry, "lvlOverride"):
        start = attribute(child(override, "startOverride"), "val")
        if start is not None:
            counts[_integer(attribute(override, "ilvl"), 0)] = _integer(start, 1) - 1


def _integer(text: str | None, default: int) -> int:
    return min(int(text), _MOST) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def _written(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    if levels[depth].format in {"bullet", "none"}:
        return BULLET if levels[depth].format == "bullet" else ""

    def number(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        shown = levels.get(level, _Level())
        return _digits(counts.get(level, shown.start), shown.format)

    return _PLACEHOLDER.sub(number, levels[depth].text).strip()


def _digits(value: int, format: str) -> str:
    if format in {"upperLetter", "lowerLetter"} and value > 0:
        turns, position = divmod(value - 1, 26)
        sign = chr(ord("A") + position) * min(turns + 1, 5)
    elif format in {"upperRoman", "lowerRoman"}:
        sign = roman(value)
    else:
        return f"{value:02d}" if format == "decimalZero" else str(value)
    return sign.lower() if format.startswith("lower") else sign


def roman(value: int) -> str:
    """A number from 1 on in Roman capitals."""
    text = ""
    for worth, sign in _ROMAN:
        count, value = divmod(value, worth)
        text += sign * count
    return text
