"""The one door to question_bank's readers and writers: files from people are read in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app

from question_bank.columns import Correction
from question_bank.formats import FORMATS, WRITABLE, write
from question_bank.formats.detection import by_ending
from question_bank.item import Item
from question_bank.limits import MEGABYTE, Limits
from question_bank.problem import WHOLE_FILE, error
from question_bank.reading import Reading
from quiz.bank.reading.pool import POOL, ReadingFailed, Reason, Request
from quiz.bank.reading.process import Progress
from quiz.core.errors import Invalid, Unavailable
from quiz.core.settings import Settings
from quiz.core.uploads import file_name

FIRST_LOOK_SECONDS = 2.0
FIRST_LOOK_BYTES = MEGABYTE
"""A file within these is read while the person waits; what takes longer is left to a job."""
_FAILURES = {
    Reason.TIME: (
        "too_slow",
        "Đọc tệp mất quá {seconds} giây nên đã dừng; hãy tách thành nhiều tệp nhỏ hơn hoặc lưu lại bằng Word, Excel.",
    ),
    Reason.MEMORY: (
        "too_large",
        "Đọc tệp cần quá {memory} MB bộ nhớ nên đã dừng; hãy tách thành nhiều tệp nhỏ hơn, thu nhỏ các hình.",
    ),
    Reason.CRASH: ("damaged", "Tệp bị hỏng nên không đọc được; hãy mở bằng Word hoặc Excel, lưu lại rồi tải lên."),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was sent; `format` None goes by content and ending, `corrections` say how to take its tables."""

    name: str
    content: bytes
    format: str | None = None
    corrections: tuple[Correction, ...] = ()


def _unwatched(_done: int, _total: int) -> None:
    """Nobody watches."""


def limits() -> Limits:
    """What reading a file may take in this installation."""
    settings: Settings = current_app.extensions["settings"]
    return settings.import_limits


def read_file(source: Source, progress: Progress = _unwatched) -> Reading:
    """What the library makes of a file, read in a child process; waits until one is free.

    Raises Invalid for a file that is too large and for an unknown format name, Unavailable where no child can be
    started, never for what stands in the file: what took too much time or memory, or broke the reader, is a reading
    with that one error.
    """
    request = _request(source, limits().seconds)
    try:
        return POOL.read(request, progress).reading
    except ReadingFailed as failure:
        return _refused(source, failure)


def read_at_once(source: Source) -> Reading | None:
    """The same for somebody who waits, or None where it is not a matter of a moment."""
    request = _request(source, FIRST_LOOK_SECONDS)
    if len(source.content) > FIRST_LOOK_BYTES:
        return None
    try:
        answer = POOL.try_read(request, _unwatched)
    except ReadingFailed as failure:
        return None if failure.reason is Reason.TIME else _refused(source, failure)
    return answer.reading if answer else None


def prepare_to_read() -> None:
    """Have a child ready by the time a file comes."""
    POOL.warm()


def write_file(items: Sequence[Item], format: str, title: str) -> bytes:
    """Items as a file of the format; Invalid for an unknown format name."""
    _check(format, WRITABLE)
    return write(items, format, title=title)


def _request(source: Source, seconds: float) -> Request:
    bounds = limits()
    if len(source.content) > bounds.file_bytes:
        megabytes = bounds.file_bytes // MEGABYTE
        raise Invalid("Tệp lớn hơn %(limit)s MB nên không nhận được.", field="file", limit=megabytes)
    if source.format is not None:
        _check(source.format, FORMATS)
    return Request(file_name(source.name), source.content, source.format, source.corrections, bounds, seconds)


def _refused(source: Source, failure: ReadingFailed) -> Reading:
    current_app.logger.warning("reading %r gave nothing: %s", source.name, failure)
    if failure.reason is Reason.BUSY:
        raise Unavailable("Máy chủ đang bận nên chưa đọc được tệp; vui lòng thử lại sau ít phút.", code="busy")
    code, message = _FAILURES[failure.reason]
    bounds = limits()
    message = message.format(seconds=bounds.seconds, memory=bounds.memory_bytes // MEGABYTE)
    return Reading(source.format or by_ending(source.name), problems=(error(WHOLE_FILE, code, message),))


def _check(format: str, known: Sequence[str]) -> None:
    if format not in known:
        raise Invalid(
            "Không có định dạng “%(format)s”. Các định dạng nhận được: %(known)s.",
            field="format",
            format=format,
            known=", ".join(known),
        )
