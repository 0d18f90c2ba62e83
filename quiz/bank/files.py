"""The one door to question_bank's readers and writers; a process of its own can be put behind it."""

from __future__ import annotations

from collections.abc import Sequence

from question_bank.formats import FORMATS, Reading, read, write
from question_bank.item import Item
from quiz.core.errors import Invalid
from quiz.core.uploads import MAX_BYTES, file_name


def read_file(name: str, content: bytes, format: str | None) -> Reading:
    """What the library makes of a file; `format` None goes by content and ending.

    Raises Invalid for a file that is too large and for an unknown format name, never for what stands in the file.
    """
    if len(content) > MAX_BYTES:
        raise Invalid("Tệp lớn hơn %(limit)s MB nên không nhận được.", field="file", limit=MAX_BYTES >> 20)
    if format is not None:
        _check(format)
    return read(content, file_name(name), format)


def write_file(items: Sequence[Item], format: str, title: str) -> bytes:
    """Items as a file of the format; Invalid for an unknown format name."""
    _check(format)
    return write(items, format, title=title)


def _check(format: str) -> None:
    if format not in FORMATS:
        raise Invalid(
            "Không có định dạng “%(format)s”. Các định dạng nhận được: %(known)s.",
            field="format",
            format=format,
            known=", ".join(FORMATS),
        )
