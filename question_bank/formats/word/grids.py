"""Tables that hold questions or options, turned into the lines that an author would otherwise have typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from question_bank.formats.word.marked import PLAIN, Grid, Line, Marked
from question_bank.formats.word.options import count_options
from question_bank.formats.word.patterns import FIELDS
from question_bank.letters import LETTERS, MOST_OPTIONS, letter
from question_bank.text import fold

_ROWS_SEARCHED = 5
_STEMS = frozenset({"cau hoi", "noi dung", "noi dung cau hoi", "de bai", "cau hoi trac nghiem", "question"})
_NUMBERS = frozenset({"stt", "tt", "cau", "so", "cau so", "so cau", "so tt", "no"})
_OFFERS = frozenset({"phuong an", "cac phuong an", "phuong an tra loi", "cac phuong an tra loi", "lua chon"})
_OFFERS |= {"cac lua chon", "dap an lua chon", "phuong an lua chon", "cau tra loi", "noi dung phuong an"}
_OPTION = re.compile(r"(?:(?:dap an|phuong an|lua chon|pa|da|y|tra loi) )?([a-h])")
_VERDICTS = ({"dung", "sai"}, {"d", "s"})
_LABELS = {"key": "Đáp án", "explanation": "Giải thích", "source": "Căn cứ", "level": "Mức độ", "topic": "Chủ đề"}
_LABELS |= {"marks": "Điểm", "kind": "Loại", "id": "Mã"}


@dataclass(slots=True)
class _Header:
    row: int
    stem: int = -1
    number: int = -1
    offers: int = -1
    options: dict[int, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)


def question_lines(grid: Grid) -> list[Line] | None:
    """The lines of a table with a question in each row, or None if its heading does not say that it is one."""
    header = _find_header(grid)
    if header is None:
        return None
    titles = [fold(text) for text in grid.texts()[header.row]]
    lines = [line for row in grid.rows[: header.row] for cell in row for line in cell]
    number = 0
    for row, texts in zip(grid.rows[header.row + 1 :], grid.texts()[header.row + 1 :], strict=True):
        filled = [text for text in texts if text]
        if [fold(text) for text in texts] == titles or not filled:
            continue
        if len(filled) == 1 and texts[header.stem : header.stem + 1] != filled:
            lines += [line for cell in row for line in cell]  # a heading across the table
            continue
        number = _number(texts, header, number + 1)
        lines += _question(row, header, number)
    return lines


def option_lines(grid: Grid) -> list[Line] | None:
    """The lines of a table whose letters stand in cells of their own without a sign, or None."""
    texts = grid.texts()
    if len(texts) == 2 and len(texts[0]) > 2 and texts[0] == list(LETTERS[: len(texts[0])]) and len(texts[1]) > 2:
        pairs = zip(grid.rows[0], grid.rows[1], strict=False)
        return [line for sign, cell in pairs for line in _lettered(sign, cell)]
    rows = list(zip(grid.rows, texts, strict=True))
    if rows and not any(text in LETTERS for text in texts[0] if text):
        rows = rows[1:]  # the titles of the columns
    cells = [(cell, text) for row, row_texts in rows for cell, text in zip(row, row_texts, strict=True)]
    signs = [text for _, text in cells[::2]]
    if len(cells) % 2 or not 2 <= len(signs) <= MOST_OPTIONS or signs != list(LETTERS[: len(signs)]):
        return None
    return [
        line for (sign, _), (cell, _) in zip(cells[::2], cells[1::2], strict=True) for line in _lettered(sign, cell)
    ]


def holds_statements(grid: Grid) -> bool:
    """True for a table of statements with a column for true and one for false."""
    return any(verdict <= {fold(text) for text in row} for row in grid.texts()[:1] for verdict in _VERDICTS)


def _find_header(grid: Grid) -> _Header | None:
    for index, row in enumerate(grid.texts()[:_ROWS_SEARCHED]):
        header = _Header(index)
        for column, text in enumerate(row):
            _place(header, column, " ".join(re.sub(r"[\W_]+", " ", fold(text)).split()))
        if header.stem >= 0 and (len(header.options) > 1 or _has_offers(grid, header)):
            return header
    return None


def _place(header: _Header, column: int, name: str) -> None:
    option = _OPTION.fullmatch(name)
    if name in _STEMS and header.stem < 0:
        header.stem = column
    elif name in _NUMBERS and header.number < 0:
        header.number = column
    elif name in _OFFERS and header.offers < 0:
        header.offers = column
    elif option and LETTERS.index(option[1].upper()) == len(header.options):
        header.options[len(header.options)] = column
    elif name in FIELDS:
        header.fields.setdefault(FIELDS[name], column)


def _has_offers(grid: Grid, header: _Header) -> bool:
    """True if all options stand in one cell: that of the options, of the question, or of a so-called answer."""
    rows = grid.rows[header.row + 1 :]
    for column in (header.offers, header.stem, header.fields.get("key", -1)):
        cells = [row[column] for row in rows if 0 <= column < len(row)]
        if any(sum(count_options(line.text) for line in cell) > 1 for cell in cells):
            if column == header.fields.get("key") and column != header.offers:
                header.offers = header.fields.pop("key")
            return True
    return False


def _number(texts: Sequence[str], header: _Header, following: int) -> int:
    text = texts[header.number] if 0 <= header.number < len(texts) else ""
    found = re.fullmatch(r"(?:câu\s*)?(\d{1,4})[.)]?(?:\.0)?", text.strip(), re.IGNORECASE)
    return int(found[1]) if found else following


def _question(row: Sequence[tuple[Line, ...]], header: _Header, number: int) -> Iterator[Line]:
    """The lines of one row: the numbered stem, the options with their letters, the named fields."""
    stem = _cell(row, header.stem)
    yield from _headed(f"Câu {number}. ", stem)
    for index, column in header.options.items():
        cell = _cell(row, column)
        if any(line.text.strip() or line.flags for line in cell):
            yield from _headed(f"{letter(index)}. ", cell)
    yield from _cell(row, header.offers)
    for name, column in header.fields.items():
        filled = [line for line in _cell(row, column) if line.text.strip()]
        if filled and name in _LABELS:
            yield from _headed(f"{_LABELS[name]}: ", filled)


def _cell(row: Sequence[tuple[Line, ...]], column: int) -> tuple[Line, ...]:
    return row[column] if 0 <= column < len(row) else ()


def _headed(head: str, cell: Sequence[Line]) -> Iterator[Line]:
    first, *rest = cell or (Line(Marked()),)
    marks = first.content.marks[0] if first.content.marks else PLAIN
    yield first.with_content(Marked.join([Marked.of(head, marks), first.content]))
    # What follows in the same cell belongs to it, as behind a line break.
    yield from (Line(line.content, line.flags, False, line.number) for line in rest)


def _lettered(sign: Sequence[Line], cell: Sequence[Line]) -> Iterator[Line]:
    content = Marked.join([line.content for line in sign])
    dot = Marked.of(". ", content.marks[0] if content.marks else PLAIN)
    first, *rest = cell or (Line(Marked()),)
    yield first.with_content(Marked.join([content.keep(_inked(content)), dot, first.content]))
    yield from (Line(line.content, line.flags, False, line.number) for line in rest)


def _inked(content: Marked) -> list[int]:
    return [at for at, sign in enumerate(content.text) if not sign.isspace()]
