"""Where questions begin in a bank without numbers: a stem, its options, perhaps its key and explanation, a blank line.

A stem is known by its level in figures ("[2] …"), by the blank line before it, or by being the only line between the
end of one question and the first option of the next. Where several lines stand there with nothing between them, it is
open which is the explanation and which the question: that is said, and not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from question_bank.formats.word.marked import Line
from question_bank.formats.word.options import count_options, first_letter, repeated_option, starts_option
from question_bank.formats.word.patterns import (
    field_of,
    is_end,
    level_prefix,
    number_start,
    opens_answers,
    roman_title,
    section_title,
)


@dataclass(slots=True)
class Starts:
    """The positions of the lines that open a question, of those among them that may not, and of headings between."""

    sure: set[int] = field(default_factory=set)
    unclear: set[int] = field(default_factory=set)
    headings: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Block:
    """Lines without a blank one between them, that belong to no question yet; `is_apart` with a blank one before."""

    is_apart: bool
    lines: list[int] = field(default_factory=list)
    are_capitals: bool = True


@dataclass(slots=True)
class _Walk:
    """What was met since the last thing that surely belongs to a question."""

    starts: Starts = field(default_factory=Starts)
    pending: list[_Block] = field(default_factory=list)
    gap: bool = True
    letters: set[str] = field(default_factory=set)
    is_open: bool = False

    def open(self, at: int) -> None:
        self.starts.sure.add(at)
        self.pending, self.letters, self.is_open, self.gap = [], set(), True, False

    def close(self) -> None:
        self.pending, self.gap = [], False

    def wait(self, at: int, text: str) -> None:
        if self.gap or not self.pending:
            self.pending.append(_Block(self.gap))
        self.pending[-1].lines.append(at)
        self.pending[-1].are_capitals &= text.isupper()
        self.gap = False


def are_unnumbered(texts: Sequence[str]) -> bool:
    """True if the questions of a document without "Câu n" bear no numbers either."""
    if any(map(level_prefix, texts)):
        return True
    firsts = sum(first_letter(text) == "A" for text in texts)
    return 2 * sum(number_start(text) is not None for text in texts) < firsts


def question_starts(lines: Sequence[Line]) -> Starts:
    """Where the questions of an unnumbered document begin."""
    walk = _Walk()
    for at, line in enumerate(lines):
        text = line.text.strip()
        if is_end(text) or (opens_answers(text) and not text.endswith(":")):
            break
        _step(walk, at, line, text)
    return walk.starts


def _step(walk: _Walk, at: int, line: Line, text: str) -> None:
    if not text:
        walk.gap = True
    elif level_prefix(text):
        walk.open(at)
    elif _is_option(walk, text):
        if first_letter(text) == "A":
            _begin_options(walk)
        walk.letters.add(first_letter(text))
        walk.letters |= {"B"} if count_options(text) > 1 else set()
        walk.close()
    elif walk.letters and (field_of(text) or repeated_option(text)):
        walk.close()
    elif section_title(text) or (roman_title(text) and not walk.is_open) or line.has("heading"):
        walk.pending, walk.gap = [], True
    elif line.opens or not walk.pending:
        walk.wait(at, text)


def _is_option(walk: _Walk, text: str) -> bool:
    """A bullet line with a letter that was there already repeats that option."""
    return starts_option(text) and not (repeated_option(text) and first_letter(text) in walk.letters)


def _begin_options(walk: _Walk) -> None:
    if not walk.pending or (walk.is_open and not walk.letters):
        return
    *before, block = walk.pending
    walk.starts.headings.update(at for one in before if one.is_apart and one.are_capitals for at in one.lines)
    if block.is_apart or len(block.lines) == 1:
        walk.open(block.lines[0])
    else:
        walk.starts.unclear.add(block.lines[-1])
        walk.open(block.lines[-1])
