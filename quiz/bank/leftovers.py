"""The questions of a file that were not taken, as an Excel file with the reasons, to be mended and uploaded again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from question_bank.item import Item, Kind
from question_bank.letters import letter, letters
from question_bank.markup import to_plain
from question_bank.problem import Problem, Severity
from question_bank.reading import Refused
from quiz.bank.checked import CheckedFile, Row
from quiz.bank.shelf import Archive
from quiz.core.errors import Invalid
from quiz.documents.workbook import Column, Sheet, Value, workbook

REASON = "Lý do chưa nhập"
_KINDS = {Kind.SINGLE: "Một đáp án", Kind.MULTIPLE: "Nhiều đáp án", Kind.TRUE_FALSE: "Đúng/Sai"}
_FEWEST_OPTIONS, _MOST_OPTIONS = 4, 26
_BEHIND = ("Đáp án đúng", "Loại", "Mã", "Mức độ", "Chủ đề", "Điểm", "Giải thích", "Căn cứ", REASON)
_WIDTHS = {"Câu hỏi": 50, "Giải thích": 40, "Căn cứ": 30, REASON: 60}
_NOT_CHOSEN = "Câu không có lỗi nhưng chưa được chọn để nhập."
_PICTURE = "Câu có hình; hình không ghi được vào tệp này, hãy chèn lại từ tệp gốc."


def leftovers(archive: Archive, checked: CheckedFile, without: Collection[int], now: datetime) -> bytes:
    """A workbook of what was refused and of the rows `without`; Invalid where there is nothing of the kind."""
    rows = [row for row in checked.rows if not row.is_taken or row.number in without]
    if not rows:
        raise Invalid("Mọi câu trong tệp đều đã được nhận nên không có câu nào để tải về.")
    found = [(archive.question(row), _reasons(checked, row)) for row in rows]
    most = min(max([_FEWEST_OPTIONS, *(len(question.options) for question, _reason in found)]), _MOST_OPTIONS)
    titles = ("STT", "Câu hỏi", *(f"Đáp án {letter(index)}" for index in range(most)), *_BEHIND)
    columns = [Column(title, _WIDTHS.get(title, 6 if title == "STT" else 16)) for title in titles]
    lines = [_line(number, question, reason, most) for number, (question, reason) in enumerate(found, 1)]
    heading = (f"CÁC CÂU CHƯA NHẬP CỦA TỆP {checked.target.name}",)
    return workbook([Sheet("Câu chưa nhập", columns, lines, landscape=True)], heading, made_at=now)


def _reasons(checked: CheckedFile, row: Row) -> str:
    problems = [one for one in checked.problems_of(row) if one.severity is not Severity.NOTE]
    return "\n".join(_told(problems)) or _NOT_CHOSEN


def _told(problems: Sequence[Problem]) -> Iterator[str]:
    for problem in problems:
        yield f"{problem.place}: {problem.message}"


def _line(number: int, question: Item | Refused, reason: str, most: int) -> list[Value]:
    if isinstance(question, Refused):
        options = [*question.options[:most], *[""] * (most - len(question.options))]
        about = (question.key, "", "", question.level, question.topic, "", question.explanation, question.source)
        return [str(number), question.stem, *options, *about, reason]
    options = [_plain(question, one.text) for one in question.options]
    options += [""] * (most - len(options))
    if question.images:
        reason = f"{reason}\n{_PICTURE}"
    return [
        str(number),
        _plain(question, question.stem),
        *options,
        letters(question.key_indexes),
        _KINDS[question.kind],
        question.id,
        question.level.label if question.level else "",
        question.topic,
        f"{question.marks.normalize():f}".replace(".", ","),
        _plain(question, question.explanation),
        question.source,
        reason,
    ]


def _plain(item: Item, text: str) -> str:
    return to_plain(text) if item.markup == "html" else text
