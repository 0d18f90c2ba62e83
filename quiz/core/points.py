"""Scores, stored in hundredths of a point."""

from __future__ import annotations


def in_points(hundredths: float) -> int | float:
    """Hundredths of a point as points, whole where they are whole, four decimals at most."""
    value = hundredths / 100
    return int(value) if value == int(value) else round(value, 4)
