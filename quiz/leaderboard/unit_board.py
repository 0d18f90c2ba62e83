"""The units' half of the projector: the top of every band with the figure that units are ranked by."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from quiz.ranking.scope import Scope
from quiz.ranking.unit_words import NOUNS, figure

Line = dict[str, Any]


def measure(scope: Scope) -> str:
    """What the figures of the units count; nothing while they are a secret."""
    criterion = scope.rules.unit_order[0]
    return "" if criterion in scope.gate.hidden else str(NOUNS[criterion])


def unit_lines(stored: Sequence[Line], scope: Scope) -> list[Line]:
    """The units of a snapshot as lines; where there are bands, each begins with a line of its title."""
    titles = {band.code: band.title for band in scope.rules.unit_scheme.bands}
    lines: list[Line] = []
    for band, group in groupby(stored, key=lambda row: row.get("band")):
        if band in titles:
            lines.append({"rank": "", "name": titles[band], "unit": "", "value": "", "is_heading": True})
        lines += [_line(row, scope) for row in group]
    return lines


def _line(row: Line, scope: Scope) -> Line:
    """A unit with the figure it is ranked by; where that is a secret, with its rank alone."""
    criterion = scope.rules.unit_order[0]
    value = "" if criterion in scope.gate.hidden else figure(row.get(criterion), criterion)
    return {"rank": row["rank"], "name": row["name"], "unit": "", "value": value}
