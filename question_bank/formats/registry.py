"""The formats by name, and the two calls that choose among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from question_bank.formats.aiken import read_aiken, write_aiken
from question_bank.formats.csv_table import read_csv, write_csv
from question_bank.formats.detection import ENDINGS, by_ending, detect
from question_bank.formats.excel import read_excel, write_excel
from question_bank.formats.gift import read_gift, write_gift
from question_bank.formats.json_list import read_json, write_json
from question_bank.formats.moodle import read_moodle, write_moodle
from question_bank.formats.plain_text import read_text
from question_bank.formats.qti import read_qti, write_qti
from question_bank.formats.word import read_word, write_word
from question_bank.item import Item
from question_bank.problem import Unreadable
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading

_READERS: dict[str, Callable[[bytes, ReadOptions], Reading]] = {
    "docx": read_word,
    "xlsx": read_excel,
    "csv": read_csv,
    "gift": read_gift,
    "aiken": read_aiken,
    "text": read_text,
    "moodle": read_moodle,
    "qti": read_qti,
    "json": read_json,
}
_WRITERS: dict[str, Callable[[Sequence[Item]], bytes]] = {
    "csv": write_csv,
    "gift": write_gift,
    "aiken": write_aiken,
    "moodle": write_moodle,
    "qti": write_qti,
    "json": write_json,
}
FORMATS = tuple(_READERS)
WRITABLE = ("docx", "xlsx", *_WRITERS)


def format_of(name: str) -> str:
    """The format that a file name promises by its ending. Raises ValueError if it promises none."""
    format = by_ending(name)
    if not format:
        raise ValueError(f"“{Path(name).name}” phải có đuôi {', '.join(ENDINGS)}.")
    return format


def read(
    source: Path | str | bytes, name: str = "", format: str | None = None, options: ReadOptions = DEFAULT_OPTIONS
) -> Reading:
    """Read a file (its path, or its bytes with the name it was uploaded under).

    `format` (one of FORMATS) overrules the ending, never the content. Raises OSError if a path cannot be opened and
    ValueError for an unknown format name; nothing else.
    """
    if format is not None:
        _known(format, FORMATS)
    most = options.limits.file_bytes
    if not isinstance(source, bytes):
        name = name or Path(source).name
        source = _load(Path(source), most)
    try:
        if len(source) > most:
            raise Unreadable("too_large", f"Tệp lớn hơn {most >> 20} MB; hãy tách thành nhiều tệp.")
        found = detect(source, name, format or "")
        return _READERS[found](source, options)
    except Unreadable as refusal:
        return Reading(format or by_ending(name), (), (refusal.problem,))


def write(items: Sequence[Item], format: str, *, title: str = "", key_style: str = "") -> bytes:
    """Write items as a file of the format; `title` (Word, Excel) and `key_style` (Word) are optional.

    Raises ValueError for a format that is unknown or only read, and for an unknown key style.
    """
    _known(format, WRITABLE)
    if format == "docx":
        return write_word(items, title=title, key_style=key_style)
    if format == "xlsx":
        return write_excel(items, title=title)
    return _WRITERS[format](items)


def _known(format: str, formats: Sequence[str]) -> None:
    if format not in formats:
        raise ValueError(f"Không có định dạng “{format}”; hãy chọn {', '.join(formats)}.")


def _load(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most + 1)
