"""The right options of a question: named in the key's cell, marked in cells, starred, or told by their look."""

from __future__ import annotations

import re

from question_bank.draft import Draft
from question_bank.formats.tables.grid import Oddity
from question_bank.formats.tables.marks import is_marked
from question_bank.formats.tables.offered import Offered
from question_bank.formats.tables.sheet import Sheet
from question_bank.formats.tables.templates import numbered_key
from question_bank.keys import KeyReading, read_key
from question_bank.kinds import are_true_and_false, is_true_word
from question_bank.letters import letter, letters

_TWO_DIGITS = re.compile(r"([1-8])[,.]([1-8])")


def find_key(sheet: Sheet, rows: list[int], offered: Offered, draft: Draft) -> None:
    """Mark the right options of a draft; places that differ are a conflict, and nothing is chosen."""
    if not draft.options:
        return
    named = _from_cell(sheet, rows, offered, draft)
    marked = _from_marks(sheet, rows[0], offered, draft)
    if named is None or marked is None:
        return
    ways = {indexes for indexes in (named, marked, offered.starred) if indexes}
    if len(ways) > 1:
        told = " và ".join(sorted(letters(list(indexes)) for indexes in ways))
        draft.error("key_conflict", f"Đáp án ở các chỗ không khớp nhau ({told}); hãy thống nhất một đáp án.")
    elif ways:
        draft.mark_keys(next(iter(ways)))
        draft.several_named = len(next(iter(ways))) > 1 and not sheet.template.declares_several
    elif not sheet.has_keys:
        _from_looks(sheet, offered, draft)


def _from_cell(sheet: Sheet, rows: list[int], offered: Offered, draft: Draft) -> tuple[int, ...] | None:
    """Positions that the key's cell names, () if it is empty, None if it was refused with its reason."""
    texts = [sheet.text(row, "key").strip() for row in rows]
    filled = [index for index, text in enumerate(texts) if text]
    if not filled:
        return ()
    place = sheet.place(rows[filled[0]], "key")
    if len(rows) > 1 and all(is_marked(texts[index]) is not None for index in filled):
        return tuple(index for index in filled if is_marked(texts[index]))
    if len(filled) > 1:
        draft.error("key_unknown", "Đáp án ghi ở nhiều dòng của một câu; hãy chỉ ghi ở dòng đầu của câu.", place)
        return None
    text, row = texts[filled[0]], rows[filled[0]]
    key = _numbered(sheet, row, text, offered, draft) if sheet.template.has_numbered_keys else None
    key = key or _written(sheet, row, text, draft)
    if key.code:
        draft.error(key.code, key.message, place)
        return None
    if key.by_text:
        draft.note("key_by_text", f"Đáp án ghi bằng nội dung, khớp với phương án {letter(key.indexes[0])}.")
    return key.indexes


def _written(sheet: Sheet, row: int, text: str, draft: Draft) -> KeyReading:
    """A key as people write it; "1,3" may have become a number on the way."""
    two = _TWO_DIGITS.fullmatch(text)
    is_number = sheet.grid.odd.get((row, sheet.header.columns["key"])) is Oddity.NUMBER
    if two and (is_number or "." in text):
        draft.note("key_as_number", f"Excel lưu đáp án thành số {text}; đã đọc là {two[1]} và {two[2]}.")
        text = f"{two[1]},{two[2]}"
    texts = [option.text for option in draft.options]
    truth = is_true_word(text)
    if truth is not None and are_true_and_false(texts):
        return KeyReading(tuple(index for index, option in enumerate(texts) if is_true_word(option) is truth))
    return read_key(text, texts)


def _numbered(sheet: Sheet, row: int, text: str, offered: Offered, draft: Draft) -> KeyReading | None:
    """A key of a template whose keys are numbers of answers, blank ones counted; None if it is none of numbers."""
    spot = (row, sheet.header.columns["key"])
    day = sheet.grid.dates.get(spot)
    numbers = numbered_key(text, day)
    if not numbers:
        return None
    if not set(numbers) <= set(offered.positions):
        message = f"Đáp án “{text}” không ứng với phương án nào; hãy ghi lại số thứ tự của phương án đúng."
        return KeyReading(code="key_unknown", message=message)
    told = " và ".join(str(number + 1) for number in numbers)
    if day is not None:
        draft.warning("key_as_date", f"Excel lưu đáp án thành ngày {text}; đã đọc là {told}; hãy kiểm tra lại.")
    elif sheet.grid.odd.get(spot) is Oddity.NUMBER and len(numbers) > 1:
        draft.note("key_as_number", f"Excel lưu đáp án thành số {text}; đã đọc là {told}.")
    return KeyReading(tuple(offered.positions.index(number) for number in numbers))


def _from_marks(sheet: Sheet, row: int, offered: Offered, draft: Draft) -> tuple[int, ...] | None:
    """Positions whose own cell bears a mark; None if a cell holds anything else."""
    found = []
    for position, column in sheet.header.rights.items():
        text = sheet.grid.text(row, column)
        mark = is_marked(text)
        place = sheet.place(row, f"right_{letter(position).lower()}")
        if mark is None:
            draft.error("key_unknown", f"Ô này phải để trống hoặc đánh dấu x, đang ghi “{text.strip()}”.", place)
            return None
        if mark and position not in offered.positions:
            message = f"Phương án {letter(position)} được đánh dấu đúng nhưng để trống; hãy sửa lại."
            draft.error("key_unknown", message, place)
            return None
        if mark:
            found.append(offered.positions.index(position))
    return tuple(found)


def _from_looks(sheet: Sheet, offered: Offered, draft: Draft) -> None:
    signals = sheet.ordinary.marked(sheet.grid, offered.spots)
    if len(set(signals.values())) == 1:
        draft.mark_keys(next(iter(signals.values())))
        draft.note("key_by_look", f"Không có cột đáp án; phương án đúng được nhận theo ô {', '.join(signals)}.")
    elif signals:
        told = "; ".join(f"{name}: {letters(list(indexes))}" for name, indexes in signals.items())
        message = f"Không xác định được đáp án (dấu hiệu mâu thuẫn: {told}); hãy ghi chữ cái vào cột “Đáp án đúng”."
        draft.error("undecided_key", message)
