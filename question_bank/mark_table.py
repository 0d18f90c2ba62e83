"""A table of marks: attempts down, items across, as a CSV file with the figures made from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from question_bank.statistics import (
    ItemFigures,
    TestFigures,
    effective_weights,
    item_figures,
    score_figures,
    spread,
)


@dataclass(frozen=True, slots=True)
class MarkTable:
    """Marks by attempt and item, the highest mark of each item, and scores where they are not the sums."""

    items: tuple[str, ...]
    maxima: tuple[Decimal, ...]
    marks: tuple[tuple[Decimal, ...], ...]
    totals: tuple[Decimal, ...] | None = None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item of a fixed paper with its figures; the weight is None where its covariance with the score is negative."""

    name: str
    figures: ItemFigures
    effective_weight: float | None


@dataclass(frozen=True, slots=True)
class TableFigures:
    """Everything that is told of a table."""

    test: TestFigures
    items: tuple[ItemLine, ...]

    def to_dict(self) -> dict[str, Any]:
        """The documented JSON."""
        test, shown = self.test, ("mean", "median", "sd", "skewness", "kurtosis")
        return {
            "attempts": test.n,
            "test": {name: getattr(test, name) for name in (*shown, "reliability", "error_ratio", "standard_error")},
            "items": [
                {
                    "name": line.name,
                    "facility": line.figures.facility,
                    "sd": line.figures.sd,
                    "effective_weight": line.effective_weight,
                    "discrimination_index": line.figures.discrimination_index,
                    "discriminative_efficiency": line.figures.discriminative_efficiency,
                }
                for line in self.items
            ],
        }


def table_figures(table: MarkTable) -> TableFigures:
    """The figures of a fixed paper."""
    scale = _scale(table)
    maxima = [int(one * scale) for one in table.maxima]
    rows = [[int(mark * scale) for mark in row] for row in table.marks]
    totals = [int(one * scale) for one in table.totals] if table.totals is not None else [sum(row) for row in rows]
    columns = [
        Counter((row[index], total - row[index]) for row, total in zip(rows, totals, strict=True))
        for index in range(len(table.items))
    ]
    spreads = [spread(pairs) for pairs in columns]
    weights = effective_weights([None if one is None else one.cov_total for one in spreads])
    lines = [
        ItemLine(name, item_figures(pairs, maximum, scale), weight)
        for name, pairs, maximum, weight in zip(table.items, columns, maxima, weights, strict=True)
    ]
    variances = [one.var_x for one in spreads if one is not None]
    return TableFigures(score_figures(Counter(totals), scale, variances), tuple(lines))


def _scale(table: MarkTable) -> int:
    """The power of ten that makes every mark a whole number."""
    places = (_places(mark) for row in (table.maxima, table.totals or (), *table.marks) for mark in row)
    return int(10 ** max(places, default=0))


def _places(mark: Decimal) -> int:
    exponent = mark.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def as_text(figures: TableFigures, name: str) -> str:
    """The figures for reading: the whole paper first, then a line an item; – where a figure has no meaning."""
    test = figures.test
    lines = [
        f"{name}: {test.n} lượt thi, {len(figures.items)} câu",
        f"  Điểm trung bình {_shown(test.mean)} · trung vị {_shown(test.median)} · độ lệch chuẩn {_shown(test.sd)}",
        f"  Độ bất đối xứng {_shown(test.skewness)} · độ nhọn {_shown(test.kurtosis)}",
        f"  Độ tin cậy {_shown(test.reliability)}% · tỷ số sai số {_shown(test.error_ratio)}%"
        f" · sai số chuẩn {_shown(test.standard_error)}",
        "",
    ]
    heads = ("Câu", "Độ dễ %", "Độ lệch chuẩn", "Trọng số %", "Độ phân biệt %", "Hiệu lực phân biệt %")
    table = [heads, *(_cells(line) for line in figures.items)]
    widths = [max(len(row[index]) for row in table) for index in range(len(heads))]
    return "\n".join([*lines, *(_aligned(row, widths) for row in table)])


def _cells(line: ItemLine) -> tuple[str, ...]:
    found = line.figures
    facility = None if found.facility is None else 100 * found.facility
    shown = (facility, found.sd, line.effective_weight, found.discrimination_index, found.discriminative_efficiency)
    return (line.name, *map(_shown, shown))


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = row
    cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
    return "  ".join([f"  {first.ljust(widths[0])}", *cells]).rstrip()


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace(".", ",")
