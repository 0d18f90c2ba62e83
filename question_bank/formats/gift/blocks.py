"""Cutting a GIFT file into blocks: what stands between blank lines, without its comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from question_bank.levels import parse_level

_ID = re.compile(r"\[id:((?:\\\]|[^\]])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]])+)\]")
_FIELD = re.compile(r"^(Căn cứ|Điểm):(.*)$", re.MULTILINE)
_NEWLINE_OR_BACKSLASH = re.compile(r"\\([\\n])")


@dataclass(slots=True)
class Block:
    """The text of one block, the line (from 1) on which it starts, and what its comments tell."""

    line: int
    text: str
    comments: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The identifier in the first `[id:…]` of the comments."""
        found = _ID.search(" ".join(self.comments))
        return found[1].replace("\\]", "]") if found else ""

    @property
    def level(self) -> str:
        """The first tag that names a level."""
        tags = (tag.replace("\\]", "]") for tag in _TAG.findall(" ".join(self.comments)))
        return next((tag for tag in tags if not tag.isdigit() and parse_level(tag)), "")

    def told(self, name: str) -> str:
        """What a comment line such as `// Căn cứ: …` says, or nothing."""
        for found, value in _FIELD.findall("\n".join(self.comments)):
            if found == name:
                return _NEWLINE_OR_BACKSLASH.sub(lambda match: "\n" if match[1] == "n" else "\\", value).strip()
        return ""


def cut(text: str) -> Iterator[Block]:
    """The blocks of a file in order; a block of nothing but comments is left out."""
    lines: list[tuple[int, str]] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            lines.append((number, line))
        elif lines:
            yield from _block(lines)
            lines = []


def _block(lines: list[tuple[int, str]]) -> Iterator[Block]:
    comments = [line.strip()[2:].strip() for _, line in lines if _is_comment(line)]
    rest = [(number, line) for number, line in lines if not _is_comment(line)]
    if rest:
        first = rest[0][0]
        yield Block(first, "\n".join(line for _, line in rest).strip(), comments)


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("//")
