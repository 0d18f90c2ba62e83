"""Text typed in the fonts of the nineties (TCVN3, VNI): known by its looks, refused until it can be converted.

In those fonts a Latin-1 sign stands where a Vietnamese letter is meant, so the text turns to garbage as
soon as the font is lost.
"""

from __future__ import annotations

import re

_FONT = re.compile(r"\.vn|vni[- ]|vnitimes", re.IGNORECASE)
_TCVN3 = re.compile(r"(?<=[A-Za-z])[¨©ª«¬®µ¶·¸¹»¼½¾§]|[¨©ª«¬®µ¶·¸¹»¼½¾§](?=[A-Za-z])")
_VNI = re.compile(r"(?<=[aeiouyAEIOUYöôÖÔ])[äåæëïñöøûüÄÅËÏÑÖØÛÜ]")
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
    return any(len(set(pattern.findall(text))) >= _ENOUGH_SIGNS for pattern in (_TCVN3, _VNI))
