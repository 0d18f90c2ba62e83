"""Workbooks as answers of the module's pages."""

from __future__ import annotations

from collections.abc import Sequence

from flask import make_response
from flask.typing import ResponseReturnValue

from quiz.documents.sheets import Wanted
from quiz.documents.workbook import XLSX, Column, Sheet, Value, workbook


def table_file(
    title: str, columns: Sequence[Wanted], rows: Sequence[Sequence[Value]], name: str
) -> ResponseReturnValue:
    """A table to fill in and send back."""
    shown = [Column(column.titles[0], 24) for column in columns]
    return as_file(workbook([Sheet(title, shown, rows)]), name)


def as_file(content: bytes, name: str) -> ResponseReturnValue:
    """The bytes of a workbook to take away."""
    answer = make_response(content)
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer
