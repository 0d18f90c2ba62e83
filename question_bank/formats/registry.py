"""The formats by name, and the two calls that choose among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from question_bank.formats.detection import ENDINGS, by_ending, detect
from question_bank.formats.excel import read_excel, write_excel
from question_bank.formats.gift import read_gift, write_gift
from question_bank.formats.json_list import read_json, write_json
from question_bank.formats.word import read_word, write_word
from question_bank.item import Item
from question_bank.problem import Unreadable
from question_bank.reading import Reading

_READERS: dict[str, Callable[[bytes], Reading]] = {
    "docx": read_word,
    "xlsx": read_excel,
    "gift": read_gift,
    "json": read_json,
}
FORMATS = tuple(_READERS)
MOST_FILE_BYTES = 50 * 1024 * 1024


def format_of(name: str) -> str:
    """The format that a file name promises by its ending. Raises ValueError if it promises none."""
    format = by_ending(name)
    if not format:
        raise ValueError(f"“{Path(name).name}” phải có đuôi {', '.join(ENDINGS)}.")
    return format


def read(source: Path | str | bytes, name: str = "", format: str | None = None) -> Reading:
    """Read a file (its path, or its bytes with the name it was uploaded under).

    `format` ("docx", "xlsx", "gift", "json") overrules the ending, never the content. Raises OSError if
    a path cannot be opened and ValueError for an unknown format name; nothing else.
    """
    if format is not None:
        _known(format)
    if not isinstance(source, bytes):
        name = name or Path(source).name
        source = _load(Path(source))
    try:
        if len(source) > MOST_FILE_BYTES:
            raise Unreadable("too_large", "Tệp lớn hơn 50 MB; hãy tách thành nhiều tệp.")
        found = detect(source, name, format or "")
        return _READERS[found](source)
    except Unreadable as refusal:
        return Reading(format or by_ending(name), (), (refusal.problem,))


def write(items: Sequence[Item], format: str, *, title: str = "", key_style: str = "") -> bytes:
    """Write items as a file of the format; `title` (Word, Excel) and `key_style` (Word) are optional.

    Raises ValueError for an unknown format name or key style.
    """
    _known(format)
    if format == "docx":
        return write_word(items, title=title, key_style=key_style)
    if format == "xlsx":
        return write_excel(items, title=title)
    return write_gift(items) if format == "gift" else write_json(items)


def _known(format: str) -> None:
    if format not in _READERS:
        raise ValueError(f"Không có định dạng “{format}”; hãy chọn {', '.join(FORMATS)}.")


def _load(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_FILE_BYTES + 1)
