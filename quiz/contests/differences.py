"""What one version of a rules text has otherwise than another, sentence by sentence and within them word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from quiz.contests.prose import flat
from quiz.contests.reading import Section

_PIECES = re.compile(r"\s+|\S+")
_ALIKE = 0.5
"""From which share of common words on two sentences are one that was changed, and not two."""


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A stretch of words of one fate."""

    mark: Mark
    text: str


Sentence = tuple[Piece, ...]


@dataclass(frozen=True)
class Change:
    """What changed in one article: its sentences that are not what they were; `mark` is that of the whole article."""

    title: str
    mark: Mark
    sentences: tuple[Sentence, ...]


def differences(old: Sequence[Section], new: Sequence[Section]) -> tuple[Change, ...]:
    """The articles that are not what they were, in the order of the new text, those that are gone at the end."""
    before = {section.subject: section for section in old}
    after = {section.subject for section in new}
    changes = [_change(before.get(section.subject), section) for section in new]
    gone = [_all_of(section, Mark.REMOVED) for section in old if section.subject not in after]
    return tuple(change for change in (*changes, *gone) if change.sentences)


def _change(old: Section | None, new: Section) -> Change:
    if old is None:
        return _all_of(new, Mark.ADDED)
    return Change(new.title, Mark.SAME, tuple(_sentences(flat(old.blocks), flat(new.blocks))))


def _all_of(section: Section, mark: Mark) -> Change:
    return Change(section.title, mark, tuple((Piece(mark, line),) for line in flat(section.blocks)))


def _sentences(old: list[str], new: list[str]) -> Iterator[Sentence]:
    """The changed sentences: one that is like its forerunner is shown word by word."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone = old[i1:i2]
        for line in new[j1:j2]:
            match = next((one for one in gone if _is_like(one, line)), None)
            if match is None:
                yield (Piece(Mark.ADDED, line),)
                continue
            yield from ((Piece(Mark.REMOVED, one),) for one in gone[: gone.index(match)])
            gone = gone[gone.index(match) + 1 :]
            yield words(match, line)
        yield from ((Piece(Mark.REMOVED, one),) for one in gone)


def _is_like(old: str, new: str) -> bool:
    return SequenceMatcher(None, _PIECES.findall(old), _PIECES.findall(new), autojunk=False).ratio() >= _ALIKE


def words(old: str, new: str) -> Sentence:
    """The new sentence with what was taken out of the old one and what was put in."""
    left, right = _PIECES.findall(old), _PIECES.findall(new)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Mark.SAME, "".join(left[i1:i2])))
            continue
        if i1 < i2:
            pieces.append(Piece(Mark.REMOVED, "".join(left[i1:i2])))
        if j1 < j2:
            pieces.append(Piece(Mark.ADDED, "".join(right[j1:j2])))
    return tuple(pieces)
