"""The columns in which items are written, the same in every kind of table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from question_bank.item import Item, Kind, Option
from question_bank.keys import read_key
from question_bank.kinds import decide_kind
from question_bank.letters import letter, letters
from question_bank.markup import to_plain
from question_bank.pins import find_pins

_FEWEST_OPTION_COLUMNS = 4
_NAMES_OF_KINDS = {Kind.SINGLE: "Một đáp án", Kind.MULTIPLE: "Nhiều đáp án", Kind.TRUE_FALSE: "Đúng/Sai"}
MARKS = "Điểm"


@dataclass(frozen=True, slots=True)
class WrittenColumn:
    """A column: its title, its width in signs of a sheet, and the text of an item in it."""

    title: str
    width: int
    value: Callable[[Item], str]


def columns_for(items: Sequence[Item]) -> list[WrittenColumn]:
    """The usual columns, with those for kind, id, pins and remarks only where one of the items needs them.

    Pictures and HTML are not held.
    """
    most = max([_FEWEST_OPTION_COLUMNS, *(len(item.options) for item in items)])
    columns = [WrittenColumn("Câu hỏi", 50, lambda item: _plain(item, item.stem))]
    columns += [WrittenColumn(f"Đáp án {letter(index)}", 26, _option(index)) for index in range(most)]
    columns.append(WrittenColumn("Đáp án đúng", 10, _key))
    if any(map(_must_declare, items)):
        columns.append(WrittenColumn("Loại", 13, lambda item: _NAMES_OF_KINDS[item.kind]))
    if any(map(_must_pin, items)):
        columns.append(WrittenColumn("Giữ nguyên vị trí", 12, _pins))
    if any(item.id for item in items):
        columns.append(WrittenColumn("Mã", 12, lambda item: item.id))
    columns += [
        WrittenColumn("Mức độ", 14, lambda item: item.level.label if item.level else ""),
        WrittenColumn("Chủ đề", 22, lambda item: item.topic),
        WrittenColumn(MARKS, 7, lambda item: f"{item.marks.normalize():f}".replace(".", ",")),
        WrittenColumn("Giải thích", 45, lambda item: _plain(item, item.explanation)),
        WrittenColumn("Căn cứ", 35, lambda item: item.source),
    ]
    return [*columns, *_feedback_columns(items, most)]


def _feedback_columns(items: Sequence[Item], most: int) -> Iterable[WrittenColumn]:
    for index in range(most):
        feedback = _feedback(index)
        if any(map(feedback, items)):
            yield WrittenColumn(f"Phản hồi {letter(index)}", 26, feedback)


def _feedback(index: int) -> Callable[[Item], str]:
    return lambda item: _plain(item, option.feedback) if (option := _at(item, index)) else ""


def _at(item: Item, index: int) -> Option | None:
    return item.options[index] if index < len(item.options) else None


def _plain(item: Item, text: str) -> str:
    return to_plain(text) if item.markup == "html" else text


def _option(index: int) -> Callable[[Item], str]:
    return lambda item: _plain(item, option.text) if (option := _at(item, index)) else ""


def _key(item: Item) -> str:
    """Letters; with the text beside it where a letter alone could also be another option's text."""
    named = letters(item.key_indexes)
    texts = [_plain(item, option.text) for option in item.options]
    if len(item.key_indexes) == 1 and read_key(named, texts).code:
        return f"{named}. {texts[item.key_indexes[0]]}"
    return named


def _pins(item: Item) -> str:
    return letters([index for index, option in enumerate(item.options) if option.pinned])


def _must_declare(item: Item) -> bool:
    texts = [option.text for option in item.options]
    return decide_kind(item.stem, texts, len(item.key_indexes) > 1) is not item.kind


def _must_pin(item: Item) -> bool:
    """True if an option is pinned that reading the item again would not pin by itself."""
    pinned = {index for index, option in enumerate(item.options) if option.pinned}
    if item.kind is Kind.TRUE_FALSE:
        return bool(pinned)
    return not pinned <= find_pins([option.text for option in item.options]).pinned
