"""Legacy letters in Word: runs converted by their font, and lines whose font is lost by their looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from question_bank.formats.word.marked import Flag, Grid, Line, Marked
from question_bank.legacy import Encoding, convert, is_complete, is_modern, repair
from question_bank.text import clean_line

Piece = tuple[Marked, Encoding | None]
"""A text of one look, and the old alphabet that its font belongs to."""
SOFT_HYPHEN = "\u00ad"
_SHOWN = 40


def in_unicode(pieces: Iterable[Piece], flags: set[Flag]) -> Iterator[Marked]:
    """Pieces with those of an old font converted, a letter and its sign joined across runs; flags tell of it."""
    for encoding, run in groupby(pieces, key=lambda piece: piece[1]):
        texts = [piece for piece, _ in run]
        yield from texts if encoding is None else [_by_font(Marked.join(texts), encoding, flags)]


def _by_font(old: Marked, encoding: Encoding, flags: set[Flag]) -> Marked:
    if not is_complete(old.text, encoding):
        # Word shows what the old font lacks in another one, so that Unicode pasted into it is what it looks like.
        flags |= set() if is_modern(old.text) else {Flag("legacy_font")}
        return old
    text, origins = convert(old.text, encoding)
    if text != old.text:
        flags.add(Flag("legacy_converted", told(old.text, text)))
    return Marked(text, tuple(old.marks[at] for at in origins))


def told(old: str, new: str) -> str:
    """What became what, in short."""
    return f"“{clean_line(old)[:_SHOWN]}” thành “{clean_line(new)[:_SHOWN]}”"


def mend_lines(content: Sequence[Line | Grid]) -> list[Line | Grid]:
    """The lines of a document, those in old letters without their font converted; soft hyphens go in the end."""
    lines = [line for block in content for line in ([block] if isinstance(block, Line) else block.lines())]
    found = repair([line.text for line in lines])
    if not found.encoding and not any(SOFT_HYPHEN in line.text for line in lines):
        return list(content)
    mended = iter(
        [_mended(line, found.texts[at], found.encoding, at in found.doubtful) for at, line in enumerate(lines)]
    )
    return [next(mended) if isinstance(block, Line) else _refilled(block, mended) for block in content]


def _refilled(grid: Grid, lines: Iterator[Line]) -> Grid:
    return Grid(tuple(tuple(tuple(next(lines) for _ in cell) for cell in row) for row in grid.rows))


def _mended(line: Line, text: str, encoding: Encoding | None, is_doubtful: bool) -> Line:
    content, flags = line.content, []
    if encoding and text != line.text:
        marks = content.marks
        content = Marked(text, tuple(marks[at] for at in convert(line.text, encoding)[1]))
        flags.append(Flag("legacy_pattern", told(line.text, text)))
    if is_doubtful:
        flags.append(Flag("legacy_font"))
    if SOFT_HYPHEN in content.text:
        content = content.keep([at for at, sign in enumerate(content.text) if sign != SOFT_HYPHEN])
    return line.with_content(content, *flags)
