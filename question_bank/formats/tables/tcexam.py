"""TCExam's export with tabs: a row of its own for every module (M), subject (S), question (Q) and answer (A)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from question_bank.draft import Draft, DraftOption
from question_bank.formats.tables.grid import address
from question_bank.formats.tables.marks import is_marked
from question_bank.item import Kind

_ROWS = frozenset("MSQA")
_KINDS = {"S": Kind.SINGLE, "M": Kind.MULTIPLE}
_NAMES = {"T": "trả lời tự do", "O": "sắp xếp thứ tự"}
_TEXT = 2


def is_tcexam(rows: Sequence[Sequence[str]]) -> bool:
    """True if every row says by a letter what it is, and there are questions and answers."""
    signs = {row[0].strip() for row in rows if row and any(row)}
    return {"Q", "A"} <= signs <= _ROWS


def read_tcexam(rows: Sequence[Sequence[str]]) -> Iterator[Draft]:
    """A draft for each question; those that are switched off are not taken, and switched off answers are left out."""
    topic, draft = "", None
    for index, row in enumerate(rows):
        cells = [*row, *[""] * 5]
        if cells[0].strip() == "A" and draft is not None:
            _add_answer(draft, cells)
            continue
        if draft is not None:
            yield draft
        draft = _question(cells, index, topic) if cells[0].strip() == "Q" else None
        if cells[0].strip() in ("M", "S"):
            topic = cells[_TEXT]
    if draft is not None:
        yield draft


def _question(cells: Sequence[str], index: int, topic: str) -> Draft:
    draft = Draft(address(index, _TEXT), stem=_lines(cells[2]), explanation=_lines(cells[3]), topic=topic)
    kind = cells[4].strip().upper()
    draft.kind = _KINDS.get(kind)
    if draft.kind is None:
        name = _NAMES.get(kind, kind)
        draft.refuse("unsupported_kind", f"Loại câu hỏi “{name}” không dùng được trong cuộc thi trắc nghiệm.")
    elif not is_marked(cells[1]):
        draft.refuse("disabled", "Câu đang tắt trong TCExam; hãy bật câu rồi xuất lại nếu cần nạp.")
    return draft


def _add_answer(draft: Draft, cells: Sequence[str]) -> None:
    if is_marked(cells[1]):
        draft.options.append(DraftOption(_lines(cells[2]), bool(is_marked(cells[4])), feedback=_lines(cells[3])))


def _lines(text: str) -> str:
    """Line breaks travel as two signs."""
    return text.replace("\\n", "\n")
