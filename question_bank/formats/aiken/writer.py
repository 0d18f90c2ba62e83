"""Items to Aiken text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from question_bank.formats.aiken.lines import LETTERS
from question_bank.item import Item
from question_bank.markup import to_plain
from question_bank.text import clean


def write_aiken(items: Sequence[Item]) -> bytes:
    """Write items in UTF-8: stem, options and key, which is all that Aiken holds.

    Several right options are listed ("ANSWER: A, C"), and texts of several lines stay so; our reader takes both,
    Moodle neither. Raises ValueError for a question with more options than there are letters.
    """
    return ("\n\n".join("\n".join(_lines(item)) for item in items) + "\n").encode()


def _lines(item: Item) -> Iterator[str]:
    if len(item.options) > len(LETTERS):
        raise ValueError(f"Aiken chỉ giữ được {len(LETTERS)} phương án một câu; hãy chọn định dạng khác.")
    yield _plain(item, item.stem)
    for sign, option in zip(LETTERS, item.options, strict=False):
        yield f"{sign}. {_plain(item, option.text)}"
    yield "ANSWER: " + ", ".join(LETTERS[index] for index in item.key_indexes)


def _plain(item: Item, text: str) -> str:
    return clean(to_plain(text)) if item.markup == "html" else text
