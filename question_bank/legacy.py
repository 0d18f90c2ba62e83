"""Text typed in the fonts of the nineties (TCVN3, VNI): known by its looks, refused until it can be converted.

In those fonts a Latin-1 sign stands where a Vietnamese letter is meant, so the text turns to garbage as
soon as the font is lost.
"""

from __future__ import annotations

import re

_FONT = re.compile(r"\.vn|vni[- ]|vnitimes", re.IGNORECASE)
_TCVN3 = re.compile(r"(?<=[^\W\d_])[¨©ª«¬®µ¶·¸¹»¼½¾§]|[¨©ª«¬®µ¶·¸¹»¼½¾§](?=[^\W\d_])")
_VNI = re.compile(r"[äåæëïñöøûüÄÅËÏÑÖØÛÜ]")
_VNI_BEHIND_A_VOWEL = re.compile(r"[aeiouyAEIOUYöôÖÔ][äåæëïöøûüÄÅËÏÖØÛÜ]")
_ENOUGH_SIGNS = 2


def is_legacy_font(name: str) -> bool:
    """True for .VnTime, .VnArialH, VNI-Times and their kin."""
    return bool(_FONT.match(name))


def looks_legacy(text: str) -> bool:
    """True if a text is full of signs that only TCVN3 or VNI typing leaves behind.

    One sign proves nothing ("5µm", "Citroën"); two different ones in the places of letters do.
    """
    if text.isascii():
        return False
    if len(set(_TCVN3.findall(text))) >= _ENOUGH_SIGNS:
        return True
    return len(set(_VNI.findall(text))) >= _ENOUGH_SIGNS and bool(_VNI_BEHIND_A_VOWEL.search(text))
