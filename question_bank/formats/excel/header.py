"""The header row: finding it, and knowing which column holds what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from question_bank.letters import LETTERS
from question_bank.text import fold

ROWS_SEARCHED = 60
_NAMES = {
    "stem": "cau hoi|noi dung cau hoi|noi dung|de bai|question|question text",
    "key": "dap an dung|dap an|phuong an dung|da dung|dap an chinh xac|cau tra loi dung|key|correct answer",
    "level": "muc do|muc do nhan thuc|do kho|level",
    "topic": "chu de|chuyen de|linh vuc|phan|chuong|topic",
    "marks": "diem|so diem|marks",
    "explanation": "giai thich|loi giai|huong dan giai|loi giai thich|explanation|answer explanation",
    "source": "can cu|can cu phap ly|nguon|trich dan|tai lieu|source",
    "kind": "loai|loai cau|loai cau hoi|kieu cau hoi|dang cau hoi|question type",
    "id": "ma|ma cau|ma cau hoi|ma so|id",
    "number": "stt|tt|so tt|so thu tu|cau|no",
}
_FIELDS = {name: field_name for field_name, names in _NAMES.items() for name in names.split("|")}
_OPTION = re.compile(r"(?:(?:dap an|phuong an|lua chon|pa|da|tra loi|option|answer) ?)?([a-h])")
_NUMBERED_OPTION = re.compile(r"(?:dap an|phuong an|lua chon|pa|da|tra loi|option|answer) ?([1-8])")


@dataclass(slots=True)
class Header:
    """Where each field stands: `columns` by field name, `options` by position of the option, from 0."""

    row: int
    columns: dict[str, int] = field(default_factory=dict)
    options: dict[int, int] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """A row is a header if it names the question and at least two options."""
        return "stem" in self.columns and len(self.options) > 1


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """The first row that names a question column and two option columns, or None."""
    for index, row in enumerate(rows[:ROWS_SEARCHED]):
        header = read_header(index, row)
        if header.is_complete:
            return header
    return None


def read_header(index: int, row: Sequence[str]) -> Header:
    """What a row would mean if it were the header."""
    header = Header(index)
    for column, text in enumerate(row):
        if text.strip():
            _place(header, column, " ".join(re.sub(r"[\W_]+", " ", fold(text)).split()))
    return header


def _place(header: Header, column: int, name: str) -> None:
    position = _option_position(name)
    if position is None and name not in _FIELDS:
        header.unknown.append(column)
    elif position in header.options or _FIELDS.get(name) in header.columns:
        header.repeated.append(column)
    elif position is not None:
        header.options[position] = column
    else:
        header.columns[_FIELDS[name]] = column


def _option_position(name: str) -> int | None:
    letter = _OPTION.fullmatch(name)
    if letter:
        return LETTERS.index(letter[1].upper())
    number = _NUMBERED_OPTION.fullmatch(name)
    return int(number[1]) - 1 if number else None
