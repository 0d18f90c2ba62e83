"""Every file format the bank reads and writes, behind two calls: `read` and `write`.

A format is known by its content first and its ending second; a file that is not what its name says is
refused. Reading never raises for what stands in a file: it answers with a `Reading`, whose problems name
their places. One module or small package a format; the shared work of turning what was found into items
is done once, in `question_bank.assembly`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from question_bank.item import Item
from question_bank.reading import Reading

__all__ = ["Reading", "read", "write"]


def read(source: Path | str | bytes, name: str = "", format: str | None = None) -> Reading:
    """Read a file (its path, or its bytes with the name it was uploaded under).

    `format` ("docx", "xlsx", "gift", "json") overrules the ending, never the content. Raises OSError if
    a path cannot be opened and ValueError for an unknown format name; nothing else.
    """
    raise NotImplementedError


def write(items: Sequence[Item], format: str, *, title: str = "", key_style: str = "") -> bytes:
    """Write items as a file of the format; `title` and `key_style` matter where the format has them.

    Raises ValueError for an unknown format name or key style.
    """
    raise NotImplementedError
