"""Rows for the charts of the analysis pages: scores, facilities, discrimination, and the two against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flask_babel import gettext as _

from quiz.analysis.figures import RoundFigures
from quiz.analysis.queries import ItemRow
from quiz.core.vietnamese import number

MOST_COLUMNS = 16
STEPS = 10
INDEX_EDGES = (0, 10, 20, 30, 40, 50)
LOWEST_INDEX = -50.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A column or bar as templates/core/charts.html draws it."""

    label: str
    value: float
    text: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """An item in the plane: `x` and `y` in percent of the drawing, from the left and from the top."""

    item_id: int
    x: float
    y: float
    text: str
    tone: str


def is_stepped(figures: RoundFigures) -> bool:
    """Whether there are too many different scores for a column each, or papers with different highest scores."""
    return figures.highest is None or len(figures.scores) > MOST_COLUMNS


def score_bars(figures: RoundFigures) -> list[Bar]:
    """How many attempts reached which score: each score where there are few, else ten steps of the highest."""
    if not is_stepped(figures):
        return [_bar(number(score / 100, 2).rstrip("0").rstrip(","), count) for score, _max, count in figures.scores]
    steps: Counter[int] = Counter()
    for score, highest, count in figures.scores:
        steps[min(STEPS - 1, score * STEPS // highest) if highest else 0] += count
    return _tenths(steps)


def _tenths(steps: Mapping[int, int]) -> list[Bar]:
    """Ten columns, each called by the percentage it begins with: longer labels would run into one another."""
    return [_bar(str(step * 100 // STEPS), steps.get(step, 0)) for step in range(STEPS)]


def _bar(label: str, count: int, tone: str = "") -> Bar:
    return Bar(label, count, number(count), tone)


def facility_bars(rows: Sequence[ItemRow]) -> list[Bar]:
    """How many items have which facility, in ten steps."""
    shares = [row.record.facility for row in rows if row.record.facility is not None]
    steps = Counter(min(STEPS - 1, int(share * STEPS + 1e-9)) for share in shares)
    return _tenths(steps)


def index_bars(rows: Sequence[ItemRow]) -> list[Bar]:
    """How many items tell people apart how well; below nought in the colour of danger."""
    indices = [row.record.discrimination_index for row in rows if row.record.discrimination_index is not None]
    bars = [_bar(_("dưới 0"), sum(1 for one in indices if one < 0), "danger")]
    for low, high in pairwise(INDEX_EDGES):
        bars.append(_bar(f"{low}–{high}", sum(1 for one in indices if low <= one < high), "warn" if low < 20 else ""))
    return [*bars, _bar(_("từ 50"), sum(1 for one in indices if one >= INDEX_EDGES[-1]))]


def dots(rows: Sequence[ItemRow]) -> list[Dot]:
    """Items by facility (to the right easier) and discrimination index (upwards better)."""
    found = []
    for row in rows:
        facility, index = row.record.facility, row.record.discrimination_index
        if facility is not None and index is not None:
            text = _(
                "Câu %(ref)s: độ dễ %(facility)s%%, độ phân biệt %(index)s%%, n = %(n)s",
                ref=row.ref,
                facility=number(100 * facility, 1),
                index=number(index, 1),
                n=number(row.record.n),
            )
            tone = "danger" if row.record.alarms else "plain"
            found.append(Dot(row.item_id, 100 * facility, index_place(index), text, tone))
    return found


def index_place(index: float) -> float:
    """Where an index stands in the drawing, in percent from the top; what is lower than -50 stands at the bottom."""
    return 100 * (100 - max(index, LOWEST_INDEX)) / (100 - LOWEST_INDEX)
