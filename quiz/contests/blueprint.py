"""The paper blueprint against what a bank holds: which cells could not be filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from question_bank.levels import Level
from quiz.contests.rules import ANY, Cell
from quiz.core.vietnamese import sort_key

Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class CellCount:
    """A cell of the blueprint beside the number of drawable items the bank holds for it."""

    cell: Cell
    held: int

    @property
    def is_short(self) -> bool:
        """Whether the bank holds fewer than the blueprint asks for."""
        return self.held < self.cell.count

    def __str__(self) -> str:
        where = f"{topic_words(self.cell.topic)}, {level_words(self.cell.level)}"
        return f"{where}: cần {self.cell.count}, có {self.held}"


def covers(cell: Cell, topic: str, level: str) -> bool:
    """Whether items of this topic and level may be drawn for a cell."""
    return cell.topic in {ANY, topic} and cell.level in {ANY, level}


def compare(cells: Sequence[Cell], counts: Counts) -> tuple[CellCount, ...]:
    """Every cell with what the bank holds for it."""
    return tuple(CellCount(cell, sum(held for key, held in counts.items() if covers(cell, *key))) for cell in cells)


def topic_words(topic: str) -> str:
    """A cell's topic as people read it."""
    return "Mọi chủ đề" if topic == ANY else f"Chủ đề “{topic}”"


def level_words(level: str) -> str:
    """A cell's level as people read it."""
    return "mọi mức độ" if level == ANY else f"mức độ {level_label(level)}"


def level_label(level: str) -> str:
    """The Vietnamese name of a level; what is no level is shown as it is."""
    return Level(level).label if level in set(Level) else level


@dataclass(frozen=True)
class MatrixCell:
    """A place of the matrix: how many items are asked for (None: the blueprint has no such cell), how many are held."""

    asked: int | None
    held: int

    @property
    def is_short(self) -> bool:
        """Whether the bank holds fewer than asked for."""
        return self.asked is not None and self.held < self.asked


@dataclass(frozen=True)
class Matrix:
    """Topic by level: the levels across, and a line of cells for each topic."""

    levels: tuple[str, ...]
    rows: tuple[tuple[str, tuple[MatrixCell, ...]], ...]

    @property
    def is_short(self) -> bool:
        """Whether any cell is short."""
        return any(cell.is_short for _topic, cells in self.rows for cell in cells)


def matrix(cells: Sequence[Cell], counts: Counts) -> Matrix:
    """What the blueprint asks for beside what the bank holds, for every topic and level that either of them knows."""
    asked = {(cell.topic, cell.level): cell.count for cell in cells}
    known = {*asked, *counts}
    topics = sorted({topic for topic, _level in known}, key=lambda topic: (topic == ANY, sort_key(topic)))
    extra = sorted({level for _topic, level in known} - set(Level), key=lambda level: (level == ANY, level))
    levels = (*map(str, Level), *extra)
    return Matrix(levels, tuple((topic, _row(topic, levels, asked, counts)) for topic in topics))


def _row(topic: str, levels: Sequence[str], asked: Counts, counts: Counts) -> tuple[MatrixCell, ...]:
    return tuple(
        MatrixCell(asked.get((topic, level)), compare([Cell(topic, level, 0)], counts)[0].held) for level in levels
    )
