"""Bytes of a text file to text: UTF-8, what Notepad calls Unicode, or the old Vietnamese code where it is certain."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from question_bank.problem import WHOLE_FILE, Problem, Unreadable, note, warning
from question_bank.syllables import is_syllable

LOOKED_AT = 65_536
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_ANSI = "cp1258"
_WORD = re.compile(r"[^\W\d_]+")
_LOST = re.compile(r"[^\W\d_]\?[a-z]|(?<!\S)\?[a-z]")
_MANY_LOST = 3
_SIGNS = frozenset("€‚ƒ„…†‡ˆ‰‹Œ‘’“”•–—˜™›œ¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿×÷₫\u00a0\u00ad")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file with "\\n" line ends, and what is to be said about how it was stored."""

    text: str
    problems: tuple[Problem, ...] = ()


def decode_text(data: bytes) -> Decoded:
    """Decode UTF-8 with or without a byte order mark, UTF-16 with one, or Windows-1258 without any doubt.

    Raises Unreadable with the line of the first byte that does not fit: a file of mixed encodings cannot be trusted
    anywhere, and one whose letters an old code has turned into question marks has lost them.
    """
    wide = _UTF_16.get(data[:2])
    if wide:
        message = "Tệp lưu ở mã UTF-16 (Notepad gọi là “Unicode”) đã được đọc; nên lưu ở mã UTF-8."
        return Decoded(_from_utf_16(data[2:], wide), (note(WHOLE_FILE, "utf_16", message),))
    if b"\x00" in data:
        raise Unreadable("encoding", "Tệp không phải tệp chữ hoặc lưu ở mã lạ; hãy lưu lại ở mã UTF-8.")
    try:
        text = _lines(data.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        return _from_ansi(data, problem.start)
    return Decoded(text, tuple(_lost_letters(text)))


def peek(data: bytes) -> str:
    """The beginning of what may be a text, with stand-ins for what cannot be decoded: enough to tell its format."""
    start = data[:LOOKED_AT]
    wide = _UTF_16.get(data[:2])
    return _lines(start[2:].decode(wide, "replace") if wide else start.decode("utf-8-sig", "replace"))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lost_letters(text: str) -> Iterator[Problem]:
    if len(_LOST.findall(text)) >= _MANY_LOST:
        message = "Nhiều chữ có dấu đã thành dấu “?” khi tệp được lưu ở mã ANSI; hãy lưu lại tệp gốc ở mã UTF-8."
        yield warning(WHOLE_FILE, "lost_letters", message)


def _from_utf_16(data: bytes, encoding: str) -> str:
    try:
        text = _lines(data.decode(encoding))
    except UnicodeDecodeError as problem:
        before = _lines(data[: problem.start].decode(encoding, "replace"))
        place = f"dòng {before.count(chr(10)) + 1}"
        raise Unreadable("encoding", "Tệp UTF-16 bị hỏng ở dòng này; hãy lưu lại ở mã UTF-8.", place) from None
    if "\x00" in text:
        raise Unreadable("encoding", "Tệp không phải tệp chữ hoặc lưu ở mã lạ; hãy lưu lại ở mã UTF-8.")
    return text


def _from_ansi(data: bytes, start: int) -> Decoded:
    """The text of a file in Windows-1258, if every word with marks is Vietnamese that way and that way alone."""
    place = f"dòng {_lines(data[:start].decode('latin-1')).count(chr(10)) + 1}"
    western = data.decode("cp1252", "replace")
    text = unicodedata.normalize("NFC", data.decode(_ANSI, "replace"))
    lost = len(_LOST.findall(western))
    if not _is_vietnamese(text) or lost or _is_vietnamese(western):
        why = "lưu ở mã ANSI nên chữ có dấu đã thành dấu “?”" if lost else "tệp lưu ở mã khác hoặc lẫn nhiều mã"
        raise Unreadable(
            "encoding",
            f"Có ký tự không thuộc mã UTF-8 ({why}); hãy mở tệp gốc và lưu lại ở mã UTF-8 (trong Excel: “CSV UTF-8”).",
            place,
        )
    message = "Tệp lưu ở mã Windows-1258 (ANSI tiếng Việt) và đã được chuyển; hãy xem lại chữ có dấu, nên lưu UTF-8."
    return Decoded(_lines(text), (warning(WHOLE_FILE, "windows_1258", message),))


def _is_vietnamese(text: str) -> bool:
    """True if every word that is not plain ASCII is spelled as a Vietnamese syllable, and nothing else is strange."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    others = {sign for sign in _WORD.sub("", text) if not sign.isascii()}
    return bool(words) and others <= _SIGNS and all(is_syllable(word) for word in words)
