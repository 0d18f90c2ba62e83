"""Days as people type them into a form: with slashes, dots, dashes or spaces, or eight figures in a row.

The keys of many phones that show figures alone have no slash, so none is asked for.
"""

from __future__ import annotations

import re

_APART = re.compile(r"\s*[-/. ]\s*")
_IN_A_ROW = re.compile(r"\d{8}")


def with_slashes(text: str) -> str:
    """The text as dd/mm/yyyy where it can be read so; anything else comes back as it is, for the form to refuse.

    >>> with_slashes(" 5.3.2026 "), with_slashes("05032026")
    ('5/3/2026', '05/03/2026')
    """
    trimmed = text.strip()
    if _IN_A_ROW.fullmatch(trimmed):
        return f"{trimmed[:2]}/{trimmed[2:4]}/{trimmed[4:]}"
    return _APART.sub("/", trimmed)
