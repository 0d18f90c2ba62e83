"""The shape of an explanation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """A kind of finding: its name, why it matters, what to do."""

    title: str
    why: str
    what_to_do: str
