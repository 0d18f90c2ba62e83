"""Printed rules as tests read them: the lines of the text when single settings are otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.printing import printed
from quiz.contests.rules import Cell, ContestRules

FIRST = RoundDraft(1, "Vòng 1", datetime(2026, 3, 2, 1, tzinfo=UTC), datetime(2026, 3, 8, 17, tzinfo=UTC))
SECOND = RoundDraft(2, "Tuần chung kết", datetime(2026, 3, 9, 1, tzinfo=UTC), datetime(2026, 3, 15, 10, 30, tzinfo=UTC))
TRIAL = RoundDraft(
    3, "Thi thử", datetime(2026, 2, 23, 1, tzinfo=UTC), datetime(2026, 2, 28, 10, tzinfo=UTC), is_practice=True
)
RULES = ContestRules(bank="b", blueprint=(Cell("Lịch sử", "recognition", 5),), time_limit_seconds=900)
DRAFT = ContestDraft("thu", "Tìm hiểu lịch sử", RULES, (FIRST, SECOND))


class Reader(HTMLParser):
    """The lines of text in HTML, and the tags that are not closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens; the printed rules have no attributes."""
        assert not attrs
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        """The tag opened last closes."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text, a line each."""
        self.lines.append(data.strip())


def lines_of(draft: ContestDraft, names: Mapping[str, str] | None = None) -> list[str]:
    """The lines that a draft prints."""
    reader = Reader(printed(draft, names=names))
    assert not reader.open
    return [line for line in reader.lines if line]


def lines(
    rounds: tuple[RoundDraft, ...] = (FIRST, SECOND),
    title: str = DRAFT.title,
    names: Mapping[str, str] | None = None,
    **rules: Any,
) -> list[str]:
    """What the rules print when single settings are otherwise."""
    return lines_of(replace(DRAFT, title=title, rounds=rounds, rules=replace(RULES, **rules)), names)


def text(**changes: Any) -> str:
    """The same in one."""
    return "\n".join(lines(**changes))


def article(title: str, **changes: Any) -> list[str]:
    """The lines of one article; none where there is no such article."""
    found, inside = [], False
    for line in lines(**changes):
        if line.startswith("Điều "):
            inside = line.endswith(f". {title}")
        elif inside:
            found.append(line)
    return found
