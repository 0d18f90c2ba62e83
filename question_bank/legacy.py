"""Text typed in the fonts of the nineties (TCVN3, VNI), converted by its font or, where that is lost, by its looks.

In those fonts a Latin-1 sign stands where a Vietnamese letter is meant, so the text turns to garbage as soon as the
font is lost. Without the font a text is converted only if that leaves nothing but well-spelled syllables; what is
mixed or does not come out even is told to be doubtful.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from question_bank.legacy_tables import TCVN3, VNI, VNI_LETTER
from question_bank.syllables import is_syllable


class Encoding(StrEnum):
    """An alphabet of the nineties; TCVN3_CAPITALS is that of the fonts whose small letters look like capitals."""

    TCVN3 = "TCVN3"
    TCVN3_CAPITALS = "TCVN3 (chữ hoa)"
    VNI = "VNI"


_TCVN3_FONT = re.compile(r"\.vn", re.IGNORECASE)
_VNI_FONT = re.compile(r"vni[- ]|vnitimes", re.IGNORECASE)
_SIGNS = {Encoding.TCVN3: frozenset(TCVN3), Encoding.VNI: frozenset("".join(VNI)) - frozenset("aeouyAEOUY")}
_WORDS = {
    Encoding.TCVN3: re.compile(r"(?<![\w\u00a1-\u00fe])[A-Za-z]*+[\u00a1-\u00fe][A-Za-z\u00a1-\u00fe]*+(?!\w)"),
    Encoding.VNI: re.compile(r"(?<!\w)[A-Za-z]*+[\u00c0-\u00fe][A-Za-z\u00c0-\u00fe]*+(?!\w)"),
}
_ANY_SIGN = re.compile(r"[\u00a1-\u00fe]")
_UNICODE_LETTER = re.compile(r"[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9\u0300-\u0303\u0306\u0309\u031b\u0323]")
_SYMBOL_PAGE = re.compile(r"[\uf020-\uf0ff]")
_ABBREVIATION = re.compile(r"[A-ZĂÂÊÔƠƯĐ]{1,8}")
_HAS_LETTER = re.compile(r"[A-Za-z]")
_ENOUGH = 2


def font_encoding(name: str) -> Encoding | None:
    """The alphabet of a font such as .VnTime, .VnTimeH or VNI-Times; None for every other font."""
    if _TCVN3_FONT.match(name):
        return Encoding.TCVN3_CAPITALS if name.rstrip().endswith("H") else Encoding.TCVN3
    return Encoding.VNI if _VNI_FONT.match(name) else None


def convert(text: str, encoding: Encoding) -> tuple[str, tuple[int, ...]]:
    """The text in Unicode, and for each of its letters where it stood before. Other signs stay as they are."""
    text = _SYMBOL_PAGE.sub(lambda found: chr(ord(found[0]) - 0xF000), text)
    if encoding is Encoding.VNI:
        letters, origins, at = [], [], 0
        for found in VNI_LETTER.finditer(text):
            letters += [*text[at : found.start()], VNI[found[0]]]
            origins += [*range(at, found.start()), found.start()]
            at = found.end()
        return "".join([*letters, text[at:]]), (*origins, *range(at, len(text)))
    converted = "".join(TCVN3.get(sign, sign) for sign in text)
    return converted.upper() if encoding is Encoding.TCVN3_CAPITALS else converted, tuple(range(len(text)))


def is_complete(text: str, encoding: Encoding) -> bool:
    """True if every sign of a text in the font of an alphabet has a meaning in it, and none is from another."""
    text = _SYMBOL_PAGE.sub(lambda found: chr(ord(found[0]) - 0xF000), text)
    if encoding is Encoding.VNI:
        return not re.search(r"[\u00c0-\u00ff]", VNI_LETTER.sub("", text)) and not _UNICODE_LETTER.search(text)
    return not _UNICODE_LETTER.search(text) and all(sign in TCVN3 for sign in _ANY_SIGN.findall(text))


def is_modern(text: str) -> bool:
    """True if every word of a text with letters beyond ASCII is spelled as Vietnamese as it stands."""
    words = re.findall(r"[A-Za-z\u00a1-\u024f\u1e00-\u1eff]+", unicodedata.normalize("NFC", text))
    return all(word.isascii() or is_syllable(word) or _ABBREVIATION.fullmatch(word) for word in words)


@dataclass(frozen=True, slots=True)
class Repair:
    """Texts after a look for legacy letters; `encoding` is the alphabet they were converted from, None for none.

    `doubtful` are the positions of texts that cannot be told surely: old and new letters in one, words that are none
    in either alphabet, or words that could be meant in both.
    """

    texts: tuple[str, ...]
    encoding: Encoding | None = None
    doubtful: frozenset[int] = frozenset()


def repair(texts: Sequence[str], known: Encoding | None = None) -> Repair:
    """Convert texts of one author that show no font, by what their words can be; see Repair.

    One sign proves nothing ("5µm", "Citroën"); two words that are spelled wrong as they stand and right in the old
    alphabet, with two different signs among them, do. Where the alphabet is `known` from elsewhere in the same file,
    one word that can only be legacy text is enough.
    """
    if not any(map(_ANY_SIGN.search, texts)):
        return Repair(tuple(texts))
    joined = "\n".join(texts)
    telling = {encoding: _telling(encoding, joined) for encoding in ((known,) if known else _WORDS)}
    encoding = max(telling, key=lambda one: len(telling[one]))
    signs = {sign for word in telling[encoding] for sign in word if sign in _SIGNS[encoding]}
    if min(len(signs), len(telling[encoding])) < (1 if known else _ENOUGH):
        return Repair(tuple(texts))
    is_mixed = any(map(_UNICODE_LETTER.search, texts))
    doubtful = {index for index, text in enumerate(texts) if _is_doubtful(text, encoding, is_mixed)}
    return Repair(tuple(_converted(text, encoding) for text in texts), encoding, frozenset(doubtful))


def _is_doubtful(text: str, encoding: Encoding, is_mixed: bool) -> bool:
    words = _WORDS[encoding].findall(text)
    if not words or _UNICODE_LETTER.search(text):
        return bool(_telling(encoding, text))
    return not all(_is_meant(word, encoding) for word in words) or (is_mixed and all(map(is_syllable, words)))


def _telling(encoding: Encoding, text: str) -> set[str]:
    """The words that are no Vietnamese as they stand, and are in the alphabet, to the last sign.

    None if most of the words that are no Vietnamese as they stand are none in the alphabet either.
    """
    odd = {word for word in _WORDS[encoding].findall(text) if not is_syllable(word)}
    telling = {
        word
        for word in odd
        if _HAS_LETTER.search(word) and is_complete(word, encoding) and _is_longer(convert(word, encoding)[0])
    }
    return telling if 2 * len(telling) >= len(odd) else set()


def _is_longer(word: str) -> bool:
    return len(word) > 1 and is_syllable(word)


def _converted(text: str, encoding: Encoding) -> str:
    return text if _UNICODE_LETTER.search(text) else _with_capitals(convert(text, encoding)[0])


def _is_meant(word: str, encoding: Encoding) -> bool:
    converted, _ = convert(word, encoding)
    return is_syllable(converted) or bool(_ABBREVIATION.fullmatch(converted))


def _with_capitals(text: str) -> str:
    """TCVN3 has no toned capitals: in a word of capitals the small vowels were shown as capitals by another font."""
    return re.sub(r"[^\W\d_]+", lambda found: found[0].upper() if _is_capital(found[0]) else found[0], text)


def _is_capital(word: str) -> bool:
    plain = [sign for sign in word if sign.isascii() or sign in "ĂÂÊÔƠƯĐ"]
    return len(plain) > 1 and all(sign.isupper() for sign in plain)
