"""Writing items in another format, and telling what that format did not hold.

The bytes are read back and compared, so nothing has to be promised about a format: what comes back
different is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from question_bank.formats import read, write
from question_bank.hypertext import in_plain, shows_more_than_lines
from question_bank.item import Item
from question_bank.problem import WHOLE_FILE, Problem, error, warning

_NAMES = {
    "id": "mã câu hỏi",
    "marks": "điểm",
    "level": "mức độ",
    "topic": "chủ đề",
    "explanation": "giải thích",
    "source": "căn cứ",
    "images": "hình",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A file and what it could not hold: an error where a question itself came back changed."""

    data: bytes
    problems: tuple[Problem, ...]


def convert(items: Sequence[Item], format: str, *, title: str = "", key_style: str = "") -> Written:
    """Write items and read them back. Raises ValueError for an unknown format or key style."""
    data = write(items, format, title=title, key_style=key_style)
    back = read(data, format=format).items
    if len(back) != len(items):
        message = f"Tệp ghi ra chỉ đọc lại được {len(back)} trên {len(items)} câu; hãy chọn định dạng khác."
        return Written(data, (error(WHOLE_FILE, "not_held", message),))
    pairs = zip(items, back, strict=True)
    return Written(data, tuple(problem for before, after in pairs for problem in _differences(before, after)))


def _differences(before: Item, after: Item) -> Iterator[Problem]:
    seen = in_plain(before) if (before.markup, after.markup) == ("html", "plain") else before
    if _essence(seen) != _essence(after):
        message = "Nội dung câu hỏi bị thay đổi trong định dạng này; hãy chọn định dạng khác cho câu này."
        yield error(before.place, "not_held", message)
        return
    lost = [name for field, name in _NAMES.items() if getattr(seen, field) != getattr(after, field)]
    if seen is not before and shows_more_than_lines(before):
        lost.append("định dạng HTML")
    if [option.feedback for option in seen.options] != [option.feedback for option in after.options]:
        lost.append("lời nhắn của phương án")
    if [option.pinned for option in before.options] != [option.pinned for option in after.options]:
        lost.append("phương án giữ nguyên vị trí")
    if lost:
        yield warning(before.place, "not_held", f"Định dạng này không giữ được: {', '.join(lost)}.")


def _essence(item: Item) -> tuple[object, ...]:
    """What makes the question."""
    return item.kind, item.stem, [(option.text, option.is_key) for option in item.options]
