"""Vietnamese text as it comes out of real files: one form to store, one form to compare."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"[ \t\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
# Control characters and the code points that Unicode reserves for nobody; surrogates are half characters.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Any of the above, a line break or two blanks in a row: what `clean` may have to change, besides composing letters.
_SUSPECT = re.compile(
    r"[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    r"\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff]|  "
)
_BREAKS = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
_D_LETTERS = str.maketrans("đĐÐðƉ", "ddddd")
_MARKS = re.compile(r"[\u0300-\u036f]")


def clean(text: str) -> str:
    """The form that is stored: NFC, ordinary spaces, no invisible characters; lines are kept.

    Smart quotes stay as the author wrote them. Blank lines and blanks at line ends go.
    """
    if _is_clean(text):
        return text.strip()
    text = _FORBIDDEN.sub("", _INVISIBLE.sub("", _BREAKS.sub("\n", text)))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def clean_line(text: str) -> str:
    """`clean`, with line breaks turned into spaces."""
    return clean(text).replace("\n", " ")


def strip_invisible(text: str) -> str:
    """Without what no eye sees, every blank an ordinary one; their number stays."""
    return _FORBIDDEN.sub("", _INVISIBLE.sub("", re.sub(r"[^\S\n\t]", " ", text)))


def was_disguised(text: str) -> bool:
    """True if the text holds what the eye cannot see: NFD letters, odd spaces, soft hyphens."""
    if text.isascii() or _is_clean(text):
        return False
    odd_spaces = any(space not in " \t\f\v" for run in _SPACES.findall(text) for space in run)
    return odd_spaces or bool(_INVISIBLE.search(text)) or not unicodedata.is_normalized("NFC", text)


def _is_clean(text: str) -> bool:
    """True for one line without anything to change but blanks at its ends; what most texts are."""
    return not _SUSPECT.search(text) and unicodedata.is_normalized("NFC", text)


def same(text: str) -> str:
    """The form in which two texts count as equal: NFC, without case, all whitespace one blank."""
    return unicodedata.normalize("NFC", " ".join(clean(text).split()).casefold())


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The form for finding: lower case without marks, đ and its look-alikes as d, whitespace one blank."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", clean(text)))
    return " ".join(bare.translate(_D_LETTERS).lower().split())
