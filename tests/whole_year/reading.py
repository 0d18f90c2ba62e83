"""What the files of a report say, as numbers: read back from Word and Excel, and written down from the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
import openpyxl

from quiz.plans.files.actors import sample
from tests.whole_year.cast import NAMES
from tests.whole_year.ledger import BELOW, COUNTS, Ledger
from tests.whole_year.steps_plan import SAMPLE

Table = dict[str, list[str]]
TOTAL = "Tổng cộng (gồm cả việc của chính đơn vị)"
MEASURES = {
    # what the plan counts of a task, in the words of the report
    "CB-01": {"other": "Số lượng", "contents": "Số nội dung"},
    "CB-10": {"duration_days": "Số ngày"},
    "CB-14": {"meetings": "Số buổi sinh hoạt, hội nghị"},
    "CB-16": {"meetings": "Số buổi sinh hoạt, hội nghị"},
    "CB-19": {"key_tasks": "Số việc trọng tâm"},
    "CB-23": {"reports": "Số báo cáo"},
    "CB-26": {"plans": "Số kế hoạch"},
    "CB-40": {"contents": "Số nội dung"},
    "CB-41": {"contests": "Số cuộc thi"},
    "CB-50": {"meetings": "Số buổi sinh hoạt, hội nghị"},
    "CB-59": {"other": "Số lượng"},
}


def titles() -> dict[str, str]:
    """The titles of the plan's tasks by code, from its file."""
    import yaml

    tasks = yaml.safe_load(sample(SAMPLE).read_text(encoding="utf-8"))["tasks"]
    return {task["id"]: task["title"] for task in tasks}


def vietnamese(value: float) -> str:
    """A number as the report writes it."""
    return f"{value:g}".replace(".", ",")


def words(content: bytes) -> str:
    """All paragraphs of a Word document."""
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs)


def word_tables(content: bytes) -> tuple[Table, Table]:
    """The tables of units and of tasks of a Word document: the cells of each line by its first one."""
    tables = [
        {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in table.rows}
        for table in docx.Document(BytesIO(content)).tables
    ]
    units = next(table for table in tables if TOTAL in table)
    tasks = next(table for table in tables if "Nhiệm vụ" in table and "Số lượng" in table["Nhiệm vụ"])
    return units, tasks


def expected_units(ledger: Ledger, units: list[str], top: str) -> Table:
    """The lines of the table of units by the ledger, without the head."""
    lines = {NAMES[unit]: unit for unit in units} | {TOTAL: top}
    return {name: [vietnamese(one) for one in figures(ledger, unit)] for name, unit in lines.items()}


def figures(ledger: Ledger, unit: str) -> list[float]:
    """The numbers of a unit with everything below it: the four counts, then those of the modules."""
    return [*(ledger.total(unit, what) for what in COUNTS), *ledger.modules(unit)]


def expected_tasks(ledger: Ledger, unit: str) -> Table:
    """The lines of the table of tasks by the ledger: those with any figure, without the head."""
    known, lines = titles(), {}
    for code in dict.fromkeys(one.code for one in ledger.deeds):
        counts = [ledger.total(unit, what, code) for what in COUNTS]
        amounts = {title: ledger.amount(BELOW[unit], code, of) for of, title in MEASURES.get(code, {}).items()}
        if any((*counts, *amounts.values())):
            told = "\n".join(f"{title}: {vietnamese(amount)}" for title, amount in amounts.items() if amount)
            lines[known[code]] = [*map(vietnamese, counts), told]
    return lines


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """The lines of each sheet of a workbook."""
    book = openpyxl.load_workbook(BytesIO(content))
    return {sheet.title: [list(line) for line in sheet.iter_rows(values_only=True)] for sheet in book}


def lines_of(sheet: list[list[Any]], column: str) -> Iterator[dict[str, Any]]:
    """The lines below the head that has this column, by the names of the columns."""
    start = next(number for number, line in enumerate(sheet) if column in line)
    for line in sheet[start + 1 :]:
        if any(cell is not None for cell in line):
            yield dict(zip(sheet[start], line, strict=True))
