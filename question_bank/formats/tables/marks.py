"""Marks by which a cell says that an option is right."""

from __future__ import annotations

from question_bank.text import same

_YES = frozenset({"x", "v", "✓", "✔", "√", "☑", "☒", "*", "1", "đ", "đúng", "có", "true", "yes", "right", "correct"})
_NO = frozenset({"", "0", "-", "–", "☐", "s", "sai", "không", "false", "no", "wrong", "incorrect"})


def is_marked(text: str) -> bool | None:
    """True for "x" and its kin, False for an empty cell, "sai" or "0", None for anything else."""
    word = same(text).strip(" .()[]")
    if word in _YES:
        return True
    return False if word in _NO else None
