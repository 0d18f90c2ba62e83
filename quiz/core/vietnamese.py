"""Vietnamese text: folding for search, the order of names, initials, telephone numbers, numbers for people."""

from __future__ import annotations

import re
import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER = {letter: index + 11 for index, letter in enumerate(ALPHABET)}
_LETTER.update({digit: index + 1 for index, digit in enumerate("0123456789")})
_TONE = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LOOKALIKE = str.maketrans("ÐðƉ", "ĐđĐ")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
_COUNTRY = re.compile(r"^(?:00)?84(?=\d{9,10}$)0?")
_MOBILE = re.compile(r"0[35789]\d{8}")


def clean(text: str) -> str:
    """NFC, no invisible or control characters, single spaces, none at the ends; look-alikes of Đ become Đ."""
    text = "".join(" " if ch.isspace() else ch for ch in text if ch.isspace() or unicodedata.category(ch)[0] != "C")
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).translate(_LOOKALIKE)
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """The text as search compares it: lower case, no marks, đ as d."""
    decomposed = unicodedata.normalize("NFKD", clean(text).lower().replace("đ", "d"))
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch))


def sort_key(text: str) -> str:
    """A key whose plain order is the Vietnamese dictionary order: letters first, then tones, then case."""
    letters, tones, cases = [], [], []
    for word in clean(text).split():
        word_letters, tone = _word_key(word)
        letters.append(word_letters)
        tones.append(str(tone))
        cases.append("".join("1" if ch != ch.lower() else "0" for ch in word))
    return " ".join(letters) + "\x01" + "".join(tones) + "\x01" + "".join(cases)


def _word_key(word: str) -> tuple[str, int]:
    tone, letters = 0, []
    for ch in word.lower():
        parts = unicodedata.normalize("NFD", ch)
        tone = next((_TONE[part] for part in parts if part in _TONE), tone)
        core = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONE))
        letters.append(chr(0x30 + _LETTER.get(core, 0)))
    return "".join(letters), tone


def name_key(name: str) -> str:
    """The order of people's names: given name (the last word), then family name, then the middle."""
    words = clean(name).split()
    if len(words) < 2:
        return sort_key(name)
    return "\x02".join(sort_key(part) for part in (words[-1], words[0], " ".join(words[1:-1])))


def initials(name: str) -> str:
    """A name cut to its initials with the given name's first letter last: Nguyễn Văn An -> N.V.A."""
    return "".join(f"{word[0].upper()}." for word in clean(name).split())


def mobile(text: str) -> str | None:
    """The ten digits of a Vietnamese mobile number; None where it is not one.

    Takes +84, 0084, 84 and +84 (0) in front, spaces, dots and hyphens, digits of other scripts, and the 0 that Excel
    drops.
    """
    digits = "".join(str(unicodedata.digit(ch)) for ch in clean(text) if ch.isdigit())
    digits = "0" + _COUNTRY.sub("", digits) if len(digits) != 10 else digits
    return digits if _MOBILE.fullmatch(digits) else None


def number(value: float, places: int = 0) -> str:
    """A number as people read it: 1.234.567 and 87,65."""
    text = f"{value:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,"))
