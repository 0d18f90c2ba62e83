"""Deciding the key from the way options look: by difference, never by a mark that all of them bear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from question_bank.formats.word.marked import Marked, Marks
from question_bank.formats.word.options import Found
from question_bank.letters import letter

_LOOKS: dict[str, Callable[[Marks], str]] = {
    "in đậm": lambda marks: "b" if marks.bold else "",
    "gạch chân": lambda marks: "u" if marks.underline else "",
    "màu chữ": lambda marks: marks.colour,
    "tô nền": lambda marks: marks.highlight,
}


def marked_options(options: Sequence[Found]) -> dict[str, tuple[int, ...]]:
    """For each way of marking that sets some options apart, which ones, from 0.

    Text and letter are looked at apart: authors often underline the letter only, and often set every
    letter bold. A mark on part of an option's text is emphasis, not a key.
    """
    signals = {"dấu * hoặc (đúng)": tuple(index for index, option in enumerate(options) if option.starred)}
    marks = _marks_of(options)
    for name, look in _LOOKS.items():
        signals |= _by_look(marks, name, look)
    return {name: found for name, found in signals.items() if 0 < len(found) < len(options)}


def italic_option(options: Sequence[Found]) -> int | None:
    """The only option in italics: a weak sign, as titles and foreign words are set so too; None if there is none."""
    signals = _by_look(_marks_of(options), "in nghiêng", lambda marks: "i" if marks.italic else "")
    found = {indexes for indexes in signals.values() if len(indexes) == 1}
    return found.pop()[0] if len(found) == 1 and len(options) > 1 else None


def struck_options(options: Sequence[Found]) -> tuple[int, ...]:
    """The options whose text is struck through, from 0."""
    texts = [_common(_marks(option.text), lambda marks: "s" if marks.struck else "") for option in options]
    return tuple(index for index, look in enumerate(texts) if look)


def _marks_of(options: Sequence[Found]) -> list[tuple[set[Marks], set[Marks]]]:
    """The marks of the text and of the letter of each option."""
    return [(_marks(option.text), _marks(option.sign)) for option in options]


def _by_look(
    marks: Sequence[tuple[set[Marks], set[Marks]]], name: str, look: Callable[[Marks], str]
) -> dict[str, tuple[int, ...]]:
    return {
        name: _apart([_common(of_text, look) for of_text, _ in marks]),
        f"{name} ở chữ cái": _apart([_common(of_sign, look) for _, of_sign in marks]),
    }


def tell(signals: dict[str, tuple[int, ...]]) -> str:
    """The signals in words, as in "in đậm: C; gạch chân: A"."""
    return "; ".join(f"{name}: {', '.join(map(letter, indexes))}" for name, indexes in signals.items())


def _marks(text: Marked) -> set[Marks]:
    """The marks of the letters and digits of a text, or of its signs if it has neither."""
    runs = [run for run in text.runs() if not (run.marks[0].automatic or run.text.isspace())]
    worded = {run.marks[0] for run in runs if any(map(str.isalnum, run.text))}
    return worded or {run.marks[0] for run in runs}


def _common(marks: set[Marks], look: Callable[[Marks], str]) -> str:
    """The look that all of them share, or ""."""
    looks = {look(mark) for mark in marks}
    return looks.pop() if len(looks) == 1 else ""


def _apart(looks: list[str]) -> tuple[int, ...]:
    """The options with a look of their own: those that have one, or those that differ from the majority's."""
    ordinary = ""
    if looks and all(looks):
        [(ordinary, count)] = Counter(looks).most_common(1)
        if count * 2 <= len(looks):
            return ()
    return tuple(index for index, look in enumerate(looks) if look != ordinary)
