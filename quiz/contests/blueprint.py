"""The paper blueprint against what a bank holds: which cells could not be filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from question_bank.levels import Level
from quiz.contests.rules import ANY, Cell

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
