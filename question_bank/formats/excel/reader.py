"""A workbook to questions."""

from __future__ import annotations

from question_bank.formats.excel.sheets import open_sheets
from question_bank.formats.package import open_package
from question_bank.formats.tables import read_grids
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading

NAME = "xlsx"


def read_excel(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Reading:
    """Read every visible sheet that has a header; places are cells such as "B7".

    Raises Unreadable if the file is damaged or unsafe. Where no sheet has a usable header, the reading says so and
    describes all sheets.
    """
    return read_grids(NAME, open_sheets(open_package(data, options.limits), options.limits), options)
