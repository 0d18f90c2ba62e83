"""The lines of an Aiken file by their looks, and the stretches between two keys."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field

from question_bank.problem import Unreadable

MOST_SIGNS_IN_LINE = 50_000
MOST_LINES_WITHOUT_KEY = 5_000
LETTERS = string.ascii_uppercase
_OPTION = re.compile(r"([A-Z])[).]\s*(.*)|([a-z])[).](?:\s+(.*)|$)")
_STRICT_KEY = re.compile(r"ANSWER:\s*([A-Z])")
_KEY = re.compile(r"(?:answers?|correct answers?|đáp án(?: đúng)?|đ/án|đ\.án)\s*[:：]\s*(.*)", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"(?:giải thích|lời giải|hướng dẫn giải|căn cứ|nguồn|mức độ|chủ đề|feedback|explanation)\s*[:：]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, with its number from 1; `letter` is that of an option, in either case, or ""."""

    number: int
    text: str
    after_blank: bool = False
    letter: str = ""
    rest: str = ""

    @property
    def place(self) -> str:
        """Where a person finds it."""
        return f"dòng {self.number}"

    @property
    def belongs_elsewhere(self) -> bool:
        """True for "Giải thích: …" and its like, for which Aiken has no place."""
        return bool(_ELSEWHERE.match(self.text))


@dataclass(frozen=True, slots=True)
class Key:
    """What a key line says; `strict` if Moodle would read the same."""

    line: Line
    text: str
    strict: bool


@dataclass(slots=True)
class Stretch:
    """The lines up to a key line; the last stretch of a file may lack its key."""

    lines: list[Line] = field(default_factory=list)
    key: Key | None = None


def stretches(text: str) -> Iterator[Stretch]:
    """The stretches of a file in order. Raises Unreadable for a line or a stretch that no author wrote."""
    made = Stretch()
    blank = True
    for number, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip():
            blank = True
            continue
        if len(raw) > MOST_SIGNS_IN_LINE or len(made.lines) >= MOST_LINES_WITHOUT_KEY:
            message = "Dòng quá dài, hoặc quá nhiều dòng liền nhau không có dòng đáp án; hãy tách thành nhiều tệp."
            raise Unreadable("too_large", message, f"dòng {number}")
        line = Line(number, raw.strip(), blank)
        blank = False
        made.key = _key(line)
        if made.key:
            yield _with_letters(made)
            made = Stretch()
        else:
            made.lines.append(line)
    if made.lines:
        yield _with_letters(made)


def _key(line: Line) -> Key | None:
    strict = _STRICT_KEY.fullmatch(line.text)
    if strict:
        return Key(line, strict[1], strict=True)
    found = _KEY.fullmatch(line.text)
    return Key(line, found[1].strip(), strict=False) if found else None


def _with_letters(stretch: Stretch) -> Stretch:
    """Small letters open options only where no capital does: "a) …" is often a statement inside a question."""
    found = [_OPTION.fullmatch(line.text) for line in stretch.lines]
    capital = any(match and match[1] for match in found)
    lines = []
    for line, match in zip(stretch.lines, found, strict=True):
        letter = match and (match[1] if capital else match[3])
        rest = (match[2] if capital else match[4]) or "" if match else ""
        lines.append(Line(line.number, line.text, line.after_blank, letter, rest.strip()) if letter else line)
    return Stretch(lines, stretch.key)
