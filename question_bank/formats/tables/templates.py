"""Sheets that other products hand out: Kahoot, Quizizz (Wayground) and ClassQuiz."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from question_bank.formats.tables.grid import Grid
from question_bank.formats.tables.header import Header
from question_bank.formats.tables.names import name_of
from question_bank.text import fold

KAHOOT, QUIZIZZ, CLASSQUIZ = "kahoot", "quizizz", "classquiz"
_CLASSQUIZ_ROW = 12
_CLASSQUIZ_TITLE = (4, 2)
_INSTRUCTION = "text of the question"
_DIGITS = re.compile(r"[1-9](?:[\s,.;&]*[1-9])*")


@dataclass(frozen=True, slots=True)
class Template:
    """How such a sheet differs from a plain table: its keys are numbers from 1, blank answers are not there.

    `topic` is the title of the whole sheet where it has one.
    """

    name: str = ""
    topic: str = ""

    @property
    def has_numbered_keys(self) -> bool:
        """True for all of them; a plain table has whatever its author wrote."""
        return bool(self.name)

    @property
    def declares_several(self) -> bool:
        """True where a question with several keys says so in its kind, so that several keys alone are a slip."""
        return self.name == QUIZIZZ

    def is_instruction(self, grid: Grid, header: Header, row: int) -> bool:
        """True for the row below the header in which Quizizz explains its columns."""
        stem = grid.text(row, header.columns["stem"]) if "stem" in header.columns else ""
        return self.name == QUIZIZZ and row == header.first and fold(stem).startswith(_INSTRUCTION)


def template_of(grid: Grid, header: Header) -> Template:
    """Which product a sheet comes from, by its titles and where they stand."""
    if not {"stem", "key"} <= header.columns.keys() or header.depth != 1:
        return Template()
    names = {column: name_of(title) for column, title in header.titles.items()}
    titles = frozenset(names.values())
    if {"question text", "question type", "option 1", "correct answer"} <= titles:
        return Template(QUIZIZZ)
    if header.options.keys() != {0, 1, 2, 3} or not names[header.columns["stem"]].startswith("question"):
        return Template()
    timed = any(title.startswith("time") for title in titles)
    if timed and header.row == _CLASSQUIZ_ROW:
        return Template(CLASSQUIZ, grid.text(*_CLASSQUIZ_TITLE))
    is_kahoot = timed and names[header.columns["key"]].startswith("correct answer")
    return Template(KAHOOT if is_kahoot else "")


def numbered_key(text: str, day: dt.date | None) -> tuple[int, ...]:
    """Positions, from 0, that a key of numbers means: "1", "1,3", "13", 1.3, or the date that Excel made of it.

    () where it means none. The day and month of such a date are the numbers, in whichever order; another year than
    one would get by typing two numbers may hide a third one and means none.
    """
    if day is not None:
        is_typed_year = day.year > 2009  # "1,3,4" becomes a day in 2004
        return tuple(sorted({day.day - 1, day.month - 1})) if is_typed_year and day.day != day.month else ()
    if not _DIGITS.fullmatch(text.strip()):
        return ()
    return tuple(sorted({int(sign) - 1 for sign in text if sign.isdigit()}))
