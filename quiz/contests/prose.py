"""What printed rules are made of: articles with sentences and lists, and how Vietnamese strings names together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quiz.core.vietnamese import number

Names = Mapping[str, str]
"""Names of units by their codes; a code that has none is printed as it stands."""


@dataclass(frozen=True)
class Lines:
    """A list; `ordered` where its order means something."""

    lines: tuple[str, ...]
    ordered: bool = False


Block = str | Lines


@dataclass(frozen=True)
class Article:
    """One article: its title, its sentences and lists."""

    title: str
    blocks: tuple[Block, ...]


def flat(blocks: Iterable[Block]) -> list[str]:
    """Every sentence and every line of a list."""
    return [line for block in blocks for line in (block.lines if isinstance(block, Lines) else [block])]


def two(count: int) -> str:
    """A number of things as official texts write it: 02, 15, 1.234."""
    return f"0{count}" if count < 10 else number(count)


def listed(parts: Sequence[str], last: str = "và") -> str:
    """ "A, B và C"; separated by semicolons where a part has a comma of its own."""
    if len(parts) < 2:
        return "".join(parts)
    mark = "; " if any("," in part for part in parts) else ", "
    return f"{mark.join(parts[:-1])} {last} {parts[-1]}"


def quoted(parts: Sequence[str], last: str = "hoặc") -> str:
    """The same with every part in quotation marks."""
    return listed([f"“{part}”" for part in parts], last)


def lower_first(text: str) -> str:
    """The text as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """The text as it stands at the beginning of a sentence."""
    return text[:1].upper() + text[1:]
