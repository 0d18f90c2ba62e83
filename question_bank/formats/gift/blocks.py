"""Cutting a GIFT file into blocks: what stands between blank lines, without its comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from question_bank.levels import parse_level

CATEGORY = "$CATEGORY:"
# What GIFT has no place for travels in comments under these names.
SOURCE, MARKS, KIND, PINNED = "Căn cứ", "Điểm", "Loại", "Giữ vị trí"
TRUE_FALSE = "đúng/sai"
_ID = re.compile(r"\[id:((?:\\\]|[^\]])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]])+)\]")
_FIELD = re.compile(rf"({SOURCE}|{MARKS}|{KIND}|{PINNED}):(.*)")
_NEWLINE_OR_BACKSLASH = re.compile(r"\\([\\n])")


@dataclass(slots=True)
class Block:
    """The text of one block, the line (from 1) on which it starts, and what its comments tell.

    A block is `torn` if no blank line parted it from a category line.
    """

    line: int
    text: str
    comments: list[str] = field(default_factory=list)
    torn: bool = False

    @property
    def id(self) -> str:
        """The identifier in the first `[id:…]` of the comments."""
        return next(iter(self._bracketed(_ID)), "")

    @property
    def level(self) -> str:
        """The first tag that names a level."""
        return next((tag for tag in self._bracketed(_TAG) if _names_level(tag)), "")

    @property
    def other_tags(self) -> int:
        """How many tags there are besides those that name a level."""
        return sum(not _names_level(tag) for tag in self._bracketed(_TAG))

    @property
    def topic(self) -> str | None:
        """The path of a category line, None for anything else."""
        return self.text.removeprefix(CATEGORY).strip() if self.text.startswith(CATEGORY) else None

    def told(self, name: str) -> str:
        """What a comment line such as `// Căn cứ: …` says, or nothing."""
        for comment in self.comments:
            found = _FIELD.fullmatch(comment)
            if found and found[1] == name:
                return _NEWLINE_OR_BACKSLASH.sub(lambda match: "\n" if match[1] == "n" else "\\", found[2]).strip()
        return ""

    def _bracketed(self, pattern: re.Pattern[str]) -> Iterator[str]:
        for comment in self.comments:
            if not _FIELD.fullmatch(comment):
                yield from (found.replace("\\]", "]") for found in pattern.findall(comment))


def cut(text: str) -> Iterator[Block]:
    """The blocks of a file in order, category lines by themselves; a block of nothing but comments is left out."""
    lines: list[tuple[int, str]] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            lines.append((number, line.strip()))
        elif lines:
            yield from _blocks(lines)
            lines = []


def _blocks(lines: list[tuple[int, str]]) -> Iterator[Block]:
    made = Block(0, "")
    torn = any(line.startswith(CATEGORY) for _, line in lines)
    for number, line in lines:
        if line.startswith("//"):
            made.comments.append(line[2:].strip())
        elif line.startswith(CATEGORY):
            if made.text:
                yield made
                made = Block(0, "")
            yield Block(number, line)
        else:
            made.line = made.line or number
            made.text = f"{made.text}\n{line}" if made.text else line
            made.torn = torn
    if made.text:
        yield made


def _names_level(tag: str) -> bool:
    return not tag.isdigit() and parse_level(tag) is not None
