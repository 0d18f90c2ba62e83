"""The shape of a paper, small enough to travel in the attempt token, and the option ids that go with it.

A layout is one letter a position: the letter's place in the alphabet is the number of options, lower case where one
option may be chosen, upper case where several may ("dddF" : three single items of four options, one multiple of six).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from quiz.core.errors import Invalid

MAX_OPTIONS = 8
MAX_POSITIONS = 255
_ID_LENGTH = 6  # hexadecimal digits


def letter(kind: str, options: int) -> str:
    """The letter of one position."""
    if not 2 <= options <= MAX_OPTIONS:
        raise ValueError(f"an item has 2 to {MAX_OPTIONS} options, not {options}")
    return chr((64 if kind == "multiple" else 96) + options)


def option_count(position_letter: str) -> int:
    """How many options the position has."""
    return ord(position_letter) & 31


def takes_several(position_letter: str) -> bool:
    """Whether more than one option may be chosen."""
    return position_letter.isupper()


def option_ids(secret: bytes, attempt_id: int, layout: str) -> list[list[str]]:
    """Opaque ids, one list a position, in the revision's own option order; they mean nothing in another attempt."""
    counts = [option_count(position_letter) for position_letter in layout]
    digest = hashlib.shake_128(secret + attempt_id.to_bytes(8, "big")).hexdigest(sum(counts) * _ID_LENGTH // 2)
    ids, start = [], 0
    for count in counts:
        end = start + count * _ID_LENGTH
        ids.append([digest[i : i + _ID_LENGTH] for i in range(start, end, _ID_LENGTH)])
        start = end
    return ids


def are_distinct(ids: Sequence[Sequence[str]]) -> bool:
    """Whether no position has the same id twice."""
    return all(len(set(position)) == len(position) for position in ids)


def pack(answers: object, layout: str, ids: Sequence[Sequence[str]]) -> bytes:
    """The answers of a request as one byte a position; a missing position is blank.

    Raises Invalid naming the position where it, an option or their number is wrong.
    """
    if not isinstance(answers, Mapping):
        raise Invalid("Danh sách câu trả lời không đúng dạng.", field="answers")
    masks = bytearray(len(layout))
    for key, chosen in answers.items():
        position = _position(key, len(layout))
        masks[position - 1] = _mask(position, chosen, layout[position - 1], ids[position - 1])
    return bytes(masks)


def _position(key: object, count: int) -> int:
    text = str(key)
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= count):
        raise Invalid("Bài thi không có câu %(position)s.", field="answers", position=text[:20])
    return int(text)


def _mask(position: int, chosen: object, position_letter: str, ids: Sequence[str]) -> int:
    field = f"answers.{position}"
    if not isinstance(chosen, list) or len(chosen) > MAX_OPTIONS:
        raise Invalid("Câu %(position)s: phương án chọn không đúng dạng.", field=field, position=position)
    mask = 0
    for option_id in chosen:
        if not isinstance(option_id, str) or option_id not in ids:
            raise Invalid("Câu %(position)s: không có phương án này.", field=field, position=position)
        mask |= 1 << ids.index(option_id)
    if mask.bit_count() > 1 and not takes_several(position_letter):
        raise Invalid("Câu %(position)s: chỉ được chọn một phương án.", field=field, position=position)
    return mask


def unpack(masks: bytes, ids: Sequence[Sequence[str]]) -> dict[str, list[Any]]:
    """Stored answers as the API shows them: position to option ids, blanks left out."""
    return {
        str(position): [option_id for bit, option_id in enumerate(ids[position - 1]) if mask >> bit & 1]
        for position, mask in enumerate(masks, start=1)
        if mask
    }
