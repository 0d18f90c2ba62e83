"""Answer lists apart from the questions: lines such as "1.A 2.B", tables, and the two lines of a tabbed table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from question_bank.formats.word.marked import Grid
from question_bank.text import clean_line, fold

_LETTERS = r"[A-Ha-h](?:\s*[,;&]\s*[A-Ha-h])*|[A-H]{2,8}"
_ENTRY = re.compile(rf"(?:câu\s*)?(?<!\d)(\d{{1,4}})\s*[.\-–:)=]?\s*({_LETTERS})(?![^\W\d_])", re.IGNORECASE)
_LEFT_OVER = re.compile(r"[\s,;|.\-–/]*")
_JUST_LETTERS = re.compile(_LETTERS)
_JUST_NUMBER = re.compile(r"(?:câu\s*)?(\d{1,4})[.:]?", re.IGNORECASE)
_LABELS = frozenset({"cau", "dap an", "stt", "cau hoi", "da", "tt", "so cau", "cau so", "dap an dung", ""})


@dataclass(slots=True)
class AnswerList:
    """Keys by section label and question number, as written. Two different keys for one are both kept."""

    keys: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    _numbers: list[int] = field(default_factory=list)

    def put(self, section: str, entries: Iterable[tuple[int, str]]) -> None:
        """Add entries that stood under a section heading ("" if under none)."""
        for number, key in entries:
            self.keys.setdefault((section, number), set()).add(clean_line(key).upper())

    def take_line(self, section: str, text: str) -> bool:
        """Read a line as part of the list; False if it is something else."""
        entries = list(line_entries(text))
        cells = [cell for cell in re.split(r"[\t|]|\s{2,}| ", text.strip()) if cell]
        while cells and fold(cells[0]).strip(" :") in {"cau", "dap", "an", "da"}:
            cells.pop(0)
        numbers = [int(found[1]) for found in map(_JUST_NUMBER.fullmatch, cells) if found]
        if entries:
            self.put(section, entries)
        elif cells and len(numbers) == len(cells):
            self._numbers = numbers
        elif self._numbers and len(cells) == len(self._numbers) and all(map(_JUST_LETTERS.fullmatch, cells)):
            self.put(section, zip(self._numbers, cells, strict=True))
            self._numbers = []
        else:
            return False
        return True


def line_entries(text: str) -> Iterator[tuple[int, str]]:
    """The entries of a line made of nothing else, as "1.B2. B3.B4.B"; nothing if it holds other words."""
    found = list(_ENTRY.finditer(text))
    if found and _LEFT_OVER.fullmatch(_ENTRY.sub(" ", text)):
        yield from ((int(entry[1]), entry[2]) for entry in found)


def grid_entries(grid: Grid) -> list[tuple[int, str]]:
    """The entries of a table that is an answer list: two at least, or one beside a label such as "Đáp án"."""
    cells = grid.texts()
    entries = []
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            number = _JUST_NUMBER.fullmatch(text)
            glued = list(line_entries(text))
            if glued:
                entries += glued
            elif number:
                entries += [(int(number[1]), key) for key in _key_beside(cells, row, column)]
            elif not _JUST_LETTERS.fullmatch(text) and fold(text).strip(" .:") not in _LABELS:
                return []
    is_labelled = any(fold(text).startswith("dap an") for texts in cells for text in texts)
    return entries if len(entries) > 1 or is_labelled else []


def _key_beside(cells: list[list[str]], row: int, column: int) -> list[str]:
    """The key below a number or, failing that, to its right."""
    below = cells[row + 1][column] if row + 1 < len(cells) and column < len(cells[row + 1]) else ""
    right = cells[row][column + 1] if column + 1 < len(cells[row]) else ""
    return next(([text] for text in (below, right) if _JUST_LETTERS.fullmatch(text)), [])
