"""What was understood of a table travels to another process and back."""

from __future__ import annotations

import json
from dataclasses import asdict

from question_bank.columns import FIELDS, Column, Correction, Table, correction_for
from question_bank.item import Item
from question_bank.reading import Reading
from tests.question_bank.items import item

TABLE = Table(
    sheet="Câu hỏi",
    header_row=3,
    columns=(Column("A", "STT", "number", ("1", "2")), Column("C", "Ghi chú", "")),
    header_rows=2,
    template="kahoot",
    is_read=False,
    head=(("NGÂN HÀNG", ""), ("STT", "Ghi chú")),
)


def test_a_reading_with_tables_survives_dump_and_load() -> None:
    made: list[Item] = [item()]
    reading = Reading("xlsx", tuple(made), (), (), (TABLE,))
    assert Reading.load(json.loads(json.dumps(reading.dump()))) == reading


def test_a_correction_survives_as_json() -> None:
    made = Correction("Câu hỏi", 3, {"A": "number", "B": "stem"}, 2, left_out=True)
    assert Correction.from_dict(json.loads(json.dumps(asdict(made)))) == made


def test_a_correction_is_found_by_its_sheet() -> None:
    made = Correction("Hai", 1)
    assert correction_for([Correction("Một", 1), made], "Hai") is made
    assert correction_for([made], "Ba") is None


def test_fields_are_named_once() -> None:
    assert len(FIELDS) == len(set(FIELDS))
    assert {"stem", "options", "option_a", "option_h", "key", "right_a", "pinned", "feedback_h", ""} <= set(FIELDS)
