"""The tie-break list in a workbook: every value as a number or time to calculate with, and as people read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from quiz.contests.rules import Criterion
from quiz.documents.workbook import Column, Kind, Value
from quiz.ranking.criteria import label, shown
from quiz.ranking.models import Standing
from quiz.ranking.outcomes import SCALE, WORST


@dataclass(frozen=True)
class Cells:
    """How a criterion is written: the value, how its cells look, and whether a second column says it in words."""

    value: Callable[[Standing], Value]
    kind: Kind = "number"
    width: float = 14
    in_words: bool = False


def _distance(standing: Standing) -> Value:
    error = standing.prediction_error
    return None if error is None or error >= WORST else error / SCALE


CELLS: Mapping[Criterion, Cells] = {
    Criterion.SCORE: Cells(lambda standing: standing.score / 100, "decimal", 10),
    Criterion.DURATION: Cells(lambda standing: standing.duration_ms / 1000, "seconds", in_words=True),
    Criterion.SUBMITTED_AT: Cells(lambda standing: standing.submitted_at, "instant", 24),
    Criterion.STARTED_AT: Cells(lambda standing: standing.started_at, "instant", 24),
    Criterion.PREDICTION: Cells(_distance, "decimal", in_words=True),
    Criterion.ATTEMPTS: Cells(lambda standing: standing.attempts),
    Criterion.FULL_SCORE_ATTEMPTS: Cells(lambda standing: standing.full_attempts),
    Criterion.LOTS: Cells(lambda standing: standing.lot, width=20),
    Criterion.BOARD: Cells(lambda standing: standing.board_place or None),
}


def criterion_columns(order: Sequence[Criterion]) -> list[Column]:
    """The columns of the list, in its order."""
    columns: list[Column] = []
    for criterion in order:
        cells, name = CELLS[criterion], label(criterion)
        columns.append(Column(_titled(criterion, name), cells.width, cells.kind))
        if cells.in_words:
            columns.append(Column(name, 16))
    return columns


def _titled(criterion: Criterion, name: str) -> str:
    if criterion is Criterion.DURATION:
        return str(_("Thời gian làm bài (giây)"))
    return str(_("Độ lệch của dự đoán")) if criterion is Criterion.PREDICTION else name


def criterion_cells(order: Sequence[Criterion], standing: Standing) -> list[Value]:
    """A standing's values for these columns."""
    values: list[Value] = []
    for criterion in order:
        cells = CELLS[criterion]
        values.append(cells.value(standing))
        if cells.in_words:
            values.append(shown(criterion, standing))
    return values
