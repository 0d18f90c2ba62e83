"""What an author means by "A", "A, C", "1", "AC" or the full text of an option in the key's place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from question_bank.letters import LETTERS, letter
from question_bank.text import clean_line, same

_AND = r"\s*(?:[,;/&+]|và|va|and|\s)\s*"
_LISTED = re.compile(rf"[A-Ha-h](?:{_AND}[A-Ha-h])*\.?")
_GLUED = re.compile(r"[A-H]{2,8}\.?")
_NUMBERS = re.compile(r"[1-8](?:\s*[,;&]\s*[1-8])*\.?")
_LETTER_AND_TEXT = re.compile(r"([A-Ha-h])(?:\s*[.):]\s*|\s+[-–]\s+)(\S.*)")


@dataclass(frozen=True, slots=True)
class KeyReading:
    """Positions of the options meant, from 0; or a code and a message saying why none can be told."""

    indexes: tuple[int, ...] = ()
    code: str = ""
    message: str = ""
    by_text: bool = False


def read_key(text: str, options: Sequence[str]) -> KeyReading:
    """Read a key against the options of its question; two readings that differ are never chosen between."""
    text = clean_line(text)
    named = _named(text)
    spelled = [index for index, option in enumerate(options) if _bare(option) == _bare(text)]
    if named and spelled and tuple(spelled) != named:
        return KeyReading(
            code="key_ambiguous",
            message=f"Đáp án “{text}” vừa có thể là ký hiệu, vừa trùng nội dung phương án "
            f"{letter(spelled[0])}; hãy ghi lại bằng chữ cái.",
        )
    if named:
        return _within(named, text, len(options))
    if len(spelled) == 1:
        return KeyReading(tuple(spelled), by_text=True)
    return _letter_and_text(text, options)


def _named(text: str) -> tuple[int, ...]:
    if _LISTED.fullmatch(text):
        found = re.findall(r"(?<![^\W\d_])[A-Ha-h](?![^\W\d_])", text)
        return _unique(LETTERS.index(sign.upper()) for sign in found)
    if _GLUED.fullmatch(text):
        return _unique(LETTERS.index(sign) for sign in text.rstrip("."))
    if _NUMBERS.fullmatch(text):
        return _unique(int(number) - 1 for number in re.findall(r"\d", text))
    return ()


def _unique(indexes: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(indexes)))


def _bare(text: str) -> str:
    return same(text).rstrip(" .")


def _within(indexes: tuple[int, ...], text: str, count: int) -> KeyReading:
    if indexes[-1] < count:
        return KeyReading(indexes)
    return _unknown(text, count)


def _unknown(text: str, count: int) -> KeyReading:
    range_of_letters = f"câu có các phương án A đến {letter(count - 1)}" if count else "câu không có phương án nào"
    return KeyReading(
        code="key_unknown",
        message=f"Đáp án “{text}” không ứng với phương án nào ({range_of_letters}); hãy ghi lại chữ cái đúng.",
    )


def _letter_and_text(text: str, options: Sequence[str]) -> KeyReading:
    match = _LETTER_AND_TEXT.fullmatch(text)
    if not match:
        return _unknown(text, len(options))
    index = LETTERS.index(match[1].upper())
    if index >= len(options):
        return _unknown(text, len(options))
    if _bare(options[index]) == _bare(match[2]):
        return KeyReading((index,))
    return KeyReading(
        code="key_conflict",
        message=f"Đáp án ghi “{text}” nhưng phương án {letter(index)} có nội dung khác; "
        "hãy sửa cho khớp hoặc chỉ ghi chữ cái.",
    )
