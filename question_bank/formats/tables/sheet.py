"""A grid together with what it was taken for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from question_bank.formats.tables.grid import Grid, Spot, address
from question_bank.formats.tables.header import Header
from question_bank.formats.tables.looks import Ordinary
from question_bank.formats.tables.one_cell import cut_options, cut_stem
from question_bank.formats.tables.templates import Template

NUMBERED = re.compile(r"\s*(?:Câu hỏi|Câu|Question|Bài)\s*(?:số\s*)?(\d{1,4})\s*[.:)\-–/]+\s*(?=\S)", re.IGNORECASE)


@dataclass
class Sheet:
    """One table of questions. `prefix` stands before every place."""

    grid: Grid
    header: Header
    template: Template
    prefix: str = ""

    def text(self, row: int, name: str) -> str:
        """The cell of a row in the column of a field; "" where there is no such column."""
        column = self.header.columns.get(name)
        return "" if column is None else self.grid.text(row, column)

    def place(self, row: int, name: str) -> str:
        """Where that cell is."""
        return self.prefix + address(row, self.header.columns.get(name, 0))

    @cached_property
    def has_keys(self) -> bool:
        """True if there is a column for the key, or for marks, that is not left empty."""
        columns = [self.header.columns["key"]] if "key" in self.header.columns else []
        columns += self.header.rights.values()
        return any(any(self.grid.below(self.header.first, column)) for column in columns)

    @cached_property
    def has_numbered_stems(self) -> bool:
        """True if every question begins with "Câu 1:", "Câu 2:" and so on: then the number is not part of it."""
        stems = list(self.grid.below(self.header.first, self.header.columns["stem"]))
        found = [NUMBERED.match(text) for text in stems]
        numbers = [int(one[1]) for one in found if one]
        return len(stems) > 1 and len(numbers) == len(stems) and numbers == sorted(set(numbers))

    @cached_property
    def ordinary(self) -> Ordinary:
        """How option cells look that are not marked."""
        columns = set(self.header.options.values())
        columns |= {self.header.columns["options"]} if "options" in self.header.columns else set()
        spots = [(row, column) for row in range(self.header.first, len(self.grid.rows)) for column in columns]
        return Ordinary.of(self.grid, [spot for spot in spots if self.grid.text(*spot).strip()])

    @property
    def tells_keys(self) -> bool:
        """True if there is any place that can tell the right options, be it their look or a star."""
        columns = self.header.columns
        if "stem" not in columns:
            return False
        return "key" in columns or bool(self.header.rights) or self._has_marked_rows() or self._has_stars()

    def option_spots(self, row: int) -> list[Spot]:
        """The cells of a row that hold one option each."""
        return [(row, column) for _, column in sorted(self.header.options.items())]

    def _has_marked_rows(self) -> bool:
        rows = range(self.header.first, len(self.grid.rows))
        spots = ([spot for spot in self.option_spots(row) if self.grid.text(*spot).strip()] for row in rows)
        return any(self.ordinary.marked(self.grid, row) for row in spots)

    def _has_stars(self) -> bool:
        rows = range(self.header.first, len(self.grid.rows))
        if "options" in self.header.columns:
            return any(cut_options(self.text(row, "options")).starred for row in rows)
        cuts = () if self.header.options else (cut_stem(self.text(row, "stem")) for row in rows)
        return any(cut is not None and bool(cut.starred) for cut in cuts)
