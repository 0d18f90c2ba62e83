"""Pages of a list: numbered from 1, empty beyond the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
PER_PAGE = 50
LAST_PAGE = 1_000_000


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of `total` rows; `number` counts from 1."""

    rows: Sequence[T]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.per_page))


def page_number(text: str | None) -> int:
    """The page a person asked for; anything unreadable is the first."""
    if text and text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LAST_PAGE:
        return int(text[:9])
    return 1


def offset(number: int, per_page: int = PER_PAGE) -> int:
    """How many rows come before a page."""
    return (number - 1) * per_page
