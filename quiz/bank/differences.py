"""What changed between two revisions, word by word. Plain Python."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from operator import itemgetter

from question_bank.letters import letter, letters
from question_bank.markup import to_plain
from quiz.bank.rules import Content

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
RELATED = 0.5
"""From this share of equal words on, an option counts as the same one with other words."""

ALIKE = 0.4
"""Texts with less in common are shown one after the other: their words among each other nobody could read."""


class Mark(StrEnum):
    """Whether words stayed, came or went."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row with one fate."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the question: which one ("stem", "option", "key", …), its letters before and after, and its words."""

    name: str
    pieces: tuple[Piece, ...]
    before: str = ""
    after: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether words or the letter differ."""
        return self.before != self.after or any(piece.mark is not Mark.SAME for piece in self.pieces)


def words(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as one, with what went and what came; words are never cut, texts with little in common not mixed."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return _whole(before, after)
    gone = come = ""
    for kind, first, last, start, end in matcher.get_opcodes():
        before, after = "".join(old[first:last]), "".join(new[start:end])
        if kind == "equal" and not before.isspace():
            pieces += [*_whole(gone, come), Piece(Mark.SAME, before)]
            gone = come = ""
        else:  # a blank between changed words is no reason to tear them apart
            gone, come = gone + before, come + after
    return (*pieces, *_whole(gone, come))


def compare(before: Content, after: Content) -> list[Part]:
    """Every part of the question in reading order; those that both lack are left out."""
    parts = [
        Part("kind", _whole(before.kind, after.kind)),
        Part("stem", _texts(before, after, before.stem, after.stem)),
    ]
    parts += _options(before, after)
    parts.append(Part("key", _whole(_key(before), _key(after))))
    parts.append(Part("pins", _whole(_pins(before), _pins(after))))
    parts.append(Part("explanation", _texts(before, after, before.explanation, after.explanation)))
    parts.append(Part("source", words(before.source, after.source)))
    parts.append(Part("marks", _whole(_marks(before), _marks(after))))
    parts.append(Part("images", _whole(_pictures(before), _pictures(after), before.images == after.images)))
    return [part for part in parts if part.pieces]


def _whole(before: str, after: str, is_same: bool | None = None) -> tuple[Piece, ...]:
    """A value that is read as one: equal, or the old and the new."""
    if before == after if is_same is None else is_same:
        return (Piece(Mark.SAME, after),) if after else ()
    both = (Piece(Mark.REMOVED, before), Piece(Mark.ADDED, after))
    return tuple(piece for piece in both if piece.text)


def _texts(before: Content, after: Content, old: str, new: str) -> tuple[Piece, ...]:
    """The words that are seen; where only their markup differs, the markup."""
    seen = _seen(before, old), _seen(after, new)
    return words(old, new) if seen[0] == seen[1] and old != new else words(*seen)


def _seen(content: Content, text: str) -> str:
    return to_plain(text) if content.markup == "html" and text else text


def _key(content: Content) -> str:
    return letters([index for index in range(content.mask.bit_length()) if content.mask >> index & 1])


def _marks(content: Content) -> str:
    whole, rest = divmod(content.marks, 100)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",")


def _pictures(content: Content) -> str:
    return " ".join(f"[{name[:8]}]" for name in json.loads(content.images))


@dataclass(frozen=True, slots=True)
class _Line:
    """An option and what it answers to whoever chooses it."""

    index: int
    text: str
    feedback: str


def _options(before: Content, after: Content) -> Iterator[Part]:
    old, new = _lines(before), _lines(after)
    partners = _partners(old, new)
    for line in new:
        other = old[partners[line.index]] if line.index in partners else None
        signs = (letter(other.index) if other else "", letter(line.index))
        text = _texts(before, after, other.text, line.text) if other else _whole("", _seen(after, line.text))
        yield Part("option", text, *signs)
        yield Part("feedback", _texts(before, after, other.feedback if other else "", line.feedback), *signs)
    for gone in (line for line in old if line.index not in partners.values()):
        yield Part("option", _whole(_seen(before, gone.text), ""), letter(gone.index), "")
        yield Part("feedback", _whole(_seen(before, gone.feedback), ""), letter(gone.index), "")


def _lines(content: Content) -> list[_Line]:
    both = zip(json.loads(content.options), json.loads(content.feedback), strict=True)
    return [_Line(index, option["text"], feedback) for index, (option, feedback) in enumerate(both)]


def _pins(content: Content) -> str:
    """The letters of the options that keep their places; of a true/false item it goes without saying."""
    options = enumerate(json.loads(content.options)) if content.kind != "true_false" else ()
    return letters([index for index, option in options if option["pinned"]])


def _partners(old: Sequence[_Line], new: Sequence[_Line]) -> dict[int, int]:
    """Which option was which: equal texts first, then the most alike, then those in the same place."""
    ranked = [(_likeness(one, two), one.index, two.index) for one in old for two in new]
    ranked = [entry for entry in ranked if entry[0] >= RELATED]
    found: dict[int, int] = {}
    for _share, first, second in sorted(ranked, key=itemgetter(0), reverse=True):
        if second not in found and first not in found.values():
            found[second] = first
    for line in new:
        if line.index not in found and line.index < len(old) and line.index not in found.values():
            found[line.index] = line.index
    return found


def _likeness(one: _Line, two: _Line) -> float:
    share = SequenceMatcher(None, one.text.split(), two.text.split(), autojunk=False).ratio()
    return share + (0.01 if one.index == two.index else 0.0)
