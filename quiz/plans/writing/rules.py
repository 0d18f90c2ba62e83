"""Plain rules of writing a plan: addresses, codes of own tasks, which tasks are work, what differs. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from quiz.core.vietnamese import fold
from quiz.plans.timing.rules import Occurrence, is_dated

RESERVED = frozenset(
    {
        *("actors", "assign", "calendar", "derived", "difficulties", "duties", "events", "evidence", "export"),
        *("extensions", "grid", "import", "inbox", "new", "plans", "print", "reports", "samples", "search", "tasks"),
        *("timeline", "todo"),
    }
)
"""Words that stand in addresses where the name of a plan would stand."""
SLUG_LENGTH = 58
"""As long as the id of a plan file may be."""
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OWN = re.compile(r"R-(\d+)")


@dataclass(frozen=True)
class Difference:
    """A field of which two versions exist: its label, what is stored now, what the person has typed."""

    label: str
    stored: str
    typed: str


def slug_of(text: str, most: int = 56) -> str:
    """A text as an address: lower case, no marks, words joined by hyphens, cut at a word."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > most:
            break
        slug = longer
    return slug or "ke-hoach"


def is_usable_slug(slug: str) -> bool:
    """Whether an address has the right shape and means nothing else already."""
    return len(slug) <= SLUG_LENGTH and bool(_SLUG.fullmatch(slug)) and slug not in RESERVED


def next_own_code(codes: Iterable[str]) -> str:
    """The code of the next task that a unit adds by itself: "R-01", "R-02", …"""
    used = [int(found[1]) for code in codes if (found := _OWN.fullmatch(code))]
    return f"R-{max(used, default=0) + 1:02d}"


def is_work(deadline: Mapping[str, Any], quantity: str, targets: Sequence[Mapping[str, Any]] = ()) -> bool:
    """Whether a task is work: it has a day, a rhythm or a quantity; otherwise it is a standing duty."""
    return is_dated(deadline) or bool(quantity.strip()) or bool(targets)


def differences(stored: Sequence[tuple[str, str]], typed: Sequence[tuple[str, str]]) -> list[Difference]:
    """The fields whose words differ, in the order of the form; both lists have the same labels."""
    new = dict(typed)
    return [Difference(label, words, new[label]) for label, words in stored if new.get(label, "") != words]


def single_day(times: Sequence[Occurrence]) -> date | None:
    """The one last day of a task that is due once; None where it is due several times or waits for an event."""
    return times[0].due_on if len(times) == 1 else None


def years_of(text: str) -> tuple[int, ...]:
    """Years as people write them: "2026", "2021, 2022", "2021-2025"; ValueError where something else stands there."""
    years: set[int] = set()
    for part in (piece for piece in re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", text.strip())) if piece):
        first, dash, last = part.partition("-")
        years.update(range(_year(first), _year(last if dash else first) + 1))
    if len(years) > 10:
        raise ValueError(text)
    return tuple(sorted(years))


def _year(text: str) -> int:
    year = int(text)
    if not 1990 <= year <= 2100:
        raise ValueError(text)
    return year
