"""The options of a question: in columns of their own, in one cell, in rows, or below the question in its cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from question_bank.formats.tables.grid import Spot
from question_bank.formats.tables.one_cell import Cut, bare_option, cut_options, cut_stem
from question_bank.formats.tables.sheet import Sheet

_NOT_LETTERED = {
    "lines": "Các phương án trong ô không ghi chữ cái; đã tách theo dòng thành {count} phương án.",
    "signs": "Các phương án trong ô không ghi chữ cái; đã tách theo dấu phân cách thành {count} phương án.",
}


@dataclass(slots=True)
class Offered:
    """Stem and options as texts. `spots` are the cells of options that have one each, `starred` those with a star.

    `positions` tell which column of its kind an option came from, from 0: they leave gaps where blanks were left out.
    `field` is where notes and `trouble` belong.
    """

    stem: str
    texts: list[str] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    starred: tuple[int, ...] = ()
    notes: list[tuple[str, str]] = field(default_factory=list)
    trouble: str = ""
    field: str = "stem"


def offered_options(sheet: Sheet, rows: list[int]) -> Offered:
    """What the rows of one question offer."""
    offered = Offered(sheet.text(rows[0], "stem"))
    if sheet.header.options:
        _from_columns(sheet, rows[0], offered)
    elif "options" in sheet.header.columns and len(rows) > 1:
        _from_rows(sheet, rows, offered)
    elif "options" in sheet.header.columns:
        offered.field = "options"
        _take(offered, cut_options(sheet.text(rows[0], "options")))
    else:
        cut = cut_stem(offered.stem)
        if cut:
            offered.stem = cut.before
            offered.notes.append(
                ("options_in_stem", "Phương án nằm chung ô với câu hỏi; đã tách thành phương án riêng.")
            )
            _take(offered, cut)
    return offered


def _from_columns(sheet: Sheet, row: int, offered: Offered) -> None:
    """Blanks at the end are no options; in between they are missing ones, save where the template allows them."""
    columns = sheet.header.options
    found = [(sheet.grid.text(row, columns[index]) if index in columns else "") for index in range(max(columns) + 1)]
    while found and not found[-1].strip():
        found.pop()
    for index, text in enumerate(found):
        if text.strip() or not sheet.template.has_numbered_keys:
            offered.texts.append(text)
            offered.positions.append(index)
            offered.spots.append((row, columns.get(index, 0)))


def _from_rows(sheet: Sheet, rows: list[int], offered: Offered) -> None:
    options = [bare_option(sheet.text(row, "options")) for row in rows]
    offered.texts = [text for text, _ in options]
    offered.starred = tuple(index for index, (_, starred) in enumerate(options) if starred)
    offered.spots = [(row, sheet.header.columns["options"]) for row in rows]
    offered.positions = list(range(len(rows)))
    offered.field = "options"


def _take(offered: Offered, cut: Cut) -> None:
    offered.texts = cut.texts
    offered.positions = list(range(len(cut.texts)))
    offered.starred = tuple(cut.starred)
    if cut.trouble:
        offered.trouble = f"Không tách được phương án: {cut.trouble}; hãy ghi mỗi phương án trên một dòng."
    if cut.by in _NOT_LETTERED:
        offered.notes.append(("options_split", _NOT_LETTERED[cut.by].format(count=len(cut.texts))))
