"""Plain text as authors type it: the shapes of a Word bank without its formatting."""

from __future__ import annotations

from question_bank.problem import Unreadable
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading

NAME = "text"


def read_text(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Reading:
    """Read a file of this format."""
    raise Unreadable("unknown_format", "Định dạng này chưa đọc được.")
