"""Plain text as authors type it: the shapes of a Word bank without its formatting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from question_bank.formats.encoding import decode_text
from question_bank.formats.word.lines import composed, within_bounds
from question_bank.formats.word.marked import Flag, Grid, Line, Marked
from question_bank.formats.word.pictures import FORGED, Pictures
from question_bank.formats.word.reader import read_content
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading
from question_bank.text import was_disguised

NAME = "text"
_LONG_BLANKS = re.compile(r"(\s)\1{3,}")


def read_text(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Reading:
    """Read a bank in plain text; places are "Câu n (dòng m)", or "dòng m" where questions bear no numbers."""
    decoded = decode_text(data)
    blocks: list[Line | Grid] = list(within_bounds(_lines(decoded.text)))
    return read_content(NAME, blocks, Pictures(limits=options.limits), options, decoded.problems)


def _lines(text: str) -> Iterator[Line]:
    for number, raw in enumerate(text.split("\n"), start=1):
        disguised = was_disguised(raw)
        # Soft hyphens stay until it is known whether they are old letters.
        tidy = composed(raw) if disguised else raw
        content = Marked.of(_LONG_BLANKS.sub(r"\1\1\1", FORGED.sub("", tidy)))
        yield Line(content, frozenset({Flag("disguised")} if disguised else ()), True, number)
