"""CSV: the same table as Excel, as text."""

from __future__ import annotations

from collections.abc import Sequence

from question_bank.item import Item
from question_bank.problem import Unreadable
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading

NAME = "csv"


def read_csv(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Reading:
    """Read a file of this format."""
    raise Unreadable("unknown_format", "Định dạng này chưa đọc được.")


def write_csv(items: Sequence[Item]) -> bytes:
    """Write items in this format."""
    raise NotImplementedError
