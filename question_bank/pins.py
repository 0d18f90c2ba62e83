"""Options that speak of other options, and what must therefore stay in its place when options are shuffled.

"Cả A và B" names letters: it stays, and so do A and B. "Tất cả các phương án trên" speaks of whatever
stands above it: at the end of the list it only has to stay last, in the middle everything above stays too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from question_bank.letters import LETTERS, letter
from question_bank.text import clean_line, fold

# An option names letters only if it consists of nothing but letters and these words, so that
# "Vitamin A và B" or "Huân chương hạng A" stay what they are.
_WORDS = (
    "ca hai ba bon va hoac hay deu dung sai la khong chi co nhung cac tren phuong an dap cau tra loi lua chon "
    "y nao chinh xac cung both and or neither nor are is correct true wrong false only option options answer "
    "answers all of none neu o the"
)
_AROUND_LETTERS = frozenset(_WORDS.split())
_COMPARES = re.compile(r"[<>=≤≥≠^*]")
_NOUN = r"(?:phuong an|dap an|y|y kien|cau|cau tra loi|lua chon|noi dung|truong hop|phan|dieu)"
_VERDICT = r"(?:(?:deu |la |cung |hoan toan )*(?:dung|sai|chinh xac|khong dung|khong chinh xac|dung ca))"
_ALL = r"(?:tat ca|toan bo|ca (?:hai|ba|bon|nam|sau|bay|0?[2-7]))"
_SOME = rf"(?:hai|ba|bon|cac|nhung) {_NOUN}"
_ABOVE = re.compile(
    rf"(?:{_ALL}|{_SOME})(?: [\w/]+){{0,5}}? (?:o |neu |ke |noi |da neu )*tren(?: day)?(?: {_VERDICT})?"
    rf"|{_ALL}(?: cac| nhung)?(?: {_NOUN})?(?: {_VERDICT})?|{_SOME} {_VERDICT}"
    r"|(?:all|both|any|each|none|neither) of (?:the above|these|them|the options above)(?: (?:is|are) \w+)?"
)
_NONE = re.compile(
    rf"(?:khong (?:co )?{_NOUN}(?: nao)?(?: (?:trong (?:so )?(?:cac )?{_NOUN} |o |neu |ke )*tren)?"
    rf"(?: {_VERDICT})?|(?:mot )?{_NOUN} khac"
    rf"|(?:khong phai|ngoai) (?:cac )?{_NOUN}(?: neu| o)? tren"
    r"|none of the above|no correct answer)"
)
_COUNT = re.compile(r"(?:ca )?0?(hai|ba|bon|nam|sau|bay|[2-7])\b|(both)\b")
_NUMBERS = {"hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "both": 2}


@dataclass(slots=True)
class Pins:
    """Positions (from 0) to keep, with the sentences that explain it, and what looks doubtful."""

    pinned: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def find_pins(options: Sequence[str]) -> Pins:
    """Decide which options of a question must keep their positions."""
    pins = Pins()
    above = [bool(speaks_of_others(text)) for text in options]
    for index, text in enumerate(options):
        named = named_letters(text)
        if named:
            _pin_named(pins, index, named, len(options))
        elif above[index]:
            _pin_above(pins, index, fold(text).strip(" ."), above)
    return pins


def named_letters(text: str) -> tuple[int, ...]:
    """Positions of the options that an option names by letter, as "Cả A và C" names 0 and 2."""
    if _COMPARES.search(text):
        return ()  # "B < C" speaks of quantities
    words = re.findall(r"\w+", clean_line(text))
    signs = [word for word in words if len(word) == 1 and word.upper() in LETTERS]
    others = [fold(word) for word in words if word not in signs]
    if not signs or not set(others) <= _AROUND_LETTERS or not (others or len(signs) > 1):
        return ()
    return tuple(sorted({LETTERS.index(sign.upper()) for sign in signs}))


def speaks_of_others(text: str) -> bool:
    """True for "Tất cả các phương án trên", "Không có đáp án nào đúng" and their like."""
    folded = fold(text).strip(" .")
    return bool(_ABOVE.fullmatch(folded) or _NONE.fullmatch(folded))


def _pin_named(pins: Pins, index: int, named: tuple[int, ...], count: int) -> None:
    missing = [position for position in named if position >= count or position == index]
    if missing:
        pins.doubts.append(
            f"Phương án {letter(index)} nhắc đến “{letter(missing[0])}” nhưng không có phương án khác mang "
            "chữ đó; hãy kiểm tra lại."
        )
    kept = {position for position in named if position < count} | {index}
    pins.pinned |= kept
    named_there = ", ".join(letter(position) for position in sorted(kept - {index}))
    pins.notes.append(
        f"Phương án {letter(index)} nhắc đến phương án khác nên được giữ nguyên vị trí khi trộn"
        + (f", cùng với {named_there}." if named_there else ".")
    )


def _pin_above(pins: Pins, index: int, folded: str, above: list[bool]) -> None:
    tail = len(above)
    while tail and above[tail - 1]:
        tail -= 1
    count = _COUNT.match(folded)
    expected = _NUMBERS.get(count[1] or count[2], 0) or int(count[1] or 0) if count else 0
    if expected and expected != min(index, tail):
        pins.doubts.append(
            f"Phương án {letter(index)} nói đến {expected} phương án nhưng phía trên có {min(index, tail)}; "
            "hãy kiểm tra lại."
        )
    elif index >= tail:
        pins.pinned.add(index)
        pins.notes.append(f"Phương án {letter(index)} nói về các phương án khác nên luôn được giữ ở cuối.")
        return
    pins.pinned |= set(range(index + 1))
    pins.notes.append(
        f"Phương án {letter(index)} nói về các phương án phía trên nên từ A đến {letter(index)} "
        "được giữ nguyên vị trí khi trộn."
    )
