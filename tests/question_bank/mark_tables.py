"""Tables of whole marks for the tests of figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from question_bank.mark_table import MarkTable, TableFigures, table_figures


def table(marks: Sequence[Sequence[int]], maximum: int = 1, totals: Sequence[int] | None = None) -> MarkTable:
    """A table of whole marks."""
    width = len(marks[0]) if marks else 0
    return MarkTable(
        items=tuple(f"c{index}" for index in range(width)),
        maxima=(Decimal(maximum),) * width,
        marks=tuple(tuple(map(Decimal, row)) for row in marks),
        totals=None if totals is None else tuple(map(Decimal, totals)),
    )


def figures(marks: Sequence[Sequence[int]], maximum: int = 1) -> TableFigures:
    """All figures of a table of whole marks."""
    return table_figures(table(marks, maximum))


def close(found: float | None, expected: float | None) -> bool:
    """Equal but for the last digits of floating point."""
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
