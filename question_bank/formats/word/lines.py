"""From the XML of a document to its lines and tables, in reading order."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator

from question_bank.formats.package import Package
from question_bank.formats.word.marked import AUTOMATIC, Grid, Line, Marked
from question_bank.formats.word.numbering import Numbering
from question_bank.formats.word.ooxml import Element, child, children, local
from question_bank.formats.word.styles import Styles
from question_bank.problem import Unreadable
from question_bank.text import strip_invisible, was_disguised

_AROUND = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "hyperlink", "fldSimple"})
_AROUND |= {"dir", "bdo", "ruby", "rubyBase"}
_GONE = frozenset({"del", "moveFrom"})
_SPACES = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_FLAGS = {
    "drawing": "picture",
    "pict": "picture",
    "object": "picture",
    "AlternateContent": "picture",
    "oMath": "formula",
    "oMathPara": "formula",
    "sym": "symbol",
    "footnoteReference": "footnote",
    "endnoteReference": "footnote",
    "altChunk": "picture",
}
MOST_LINES = 20_000
MOST_SIGNS = 3_000_000
MOST_SIGNS_IN_LINE = 50_000
MOST_RUNS = 200_000
_LONG_GAP = re.compile(r"\s{4}")


def read_lines(package: Package) -> list[Line | Grid]:
    """The body of a Word document. Raises Unreadable if it has none."""
    folder = posixpath.dirname(package.main)
    document = package.tree(package.main)
    body = child(document, "body")
    if body is None:
        raise Unreadable("damaged", "Tệp Word không có nội dung; hãy mở bằng Word và lưu lại.")
    styles = Styles(package.tree(posixpath.join(folder, "styles.xml")))
    numbering = Numbering(package.tree(posixpath.join(folder, "numbering.xml")))
    return list(_within_bounds(_Walker(styles, numbering).blocks(body)))


def _within_bounds(blocks: Iterable[Line | Grid]) -> Iterator[Line | Grid]:
    """Stop at a document that no author wrote, before its size becomes somebody's waiting time."""
    lines = signs = 0
    for block in blocks:
        for line in [block] if isinstance(block, Line) else block.lines():
            lines, signs = lines + 1, signs + len(line.text)
            if lines > MOST_LINES or signs > MOST_SIGNS or len(line.text) > MOST_SIGNS_IN_LINE:
                raise _too_long(lines)
        yield block


def _too_long(where: int) -> Unreadable:
    return Unreadable("too_large", "Tài liệu quá dài; hãy tách thành nhiều tệp.", f"đoạn {where}")


class _Walker:
    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles, self._numbering = styles, numbering
        self._run_count = 0

    def blocks(self, container: Element) -> Iterator[Line | Grid]:
        for element in container:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield self._grid(element)
            elif name in _AROUND:
                yield from self.blocks(element)
            elif name in _FLAGS:
                yield Line(Marked(), frozenset({_FLAGS[name]}))

    def _grid(self, table: Element) -> Grid:
        return Grid(
            tuple(tuple(tuple(self._cell(cell)) for cell in children(row, "tc")) for row in children(table, "tr"))
        )

    def _cell(self, cell: Element) -> Iterator[Line]:
        for block in self.blocks(cell):
            yield from [block] if isinstance(block, Line) else block.lines()

    def _paragraph(self, paragraph: Element) -> Iterator[Line]:
        label = self._numbering.label(self._styles.numbering(paragraph))
        style = self._styles.paragraph_style(paragraph)
        flags = {"heading"} if self._styles.is_heading(style) else set()
        parts = [Marked.of(f"{label} ", AUTOMATIC)] if label else []
        parts += [self._run(run, style, flags) for run in self._runs(paragraph, flags)]
        yield from _split(_without_long_gaps(Marked.join(parts)), frozenset(flags))

    def _runs(self, element: Element, flags: set[str]) -> Iterator[Element]:
        for inner in element:
            name = local(inner)
            if name == "r":
                yield inner
            elif name in _AROUND:
                yield from self._runs(inner, flags)
            elif name in _GONE:
                flags.add("tracked_change")
            elif name in _FLAGS:
                flags.add(_FLAGS[name])

    def _run(self, run: Element, style: str | None, flags: set[str]) -> Marked:
        self._run_count += 1
        if self._run_count > MOST_RUNS:
            raise _too_long(self._run_count)
        text = ""
        for inner in run:
            name = local(inner)
            if name == "t":
                text += _tidy(inner.text or "", flags)
            elif name in _FLAGS:
                flags.add(_FLAGS[name])
            else:
                text += _SPACES.get(name, "")
        if not text or self._styles.is_hidden(run, style):
            return Marked()
        if self._styles.uses_legacy_font(run, style) and not text.isspace():
            flags.add("legacy_font")
        return Marked.of(text, self._styles.marks(run, style))


def _tidy(text: str, flags: set[str]) -> str:
    """Composed letters and ordinary blanks, so that patterns can match; tabs inside w:t are blanks."""
    text = text.replace("\n", " ").replace("\t", " ")
    if was_disguised(text):
        flags.add("disguised")
    return unicodedata.normalize("NFC", strip_invisible(text))


def _without_long_gaps(content: Marked) -> Marked:
    """At most three blanks in a row: two tell options apart, more would only slow the patterns down."""
    if not _LONG_GAP.search(content.text):
        return content
    kept = [
        position
        for position, sign in enumerate(content.text)
        if not (sign.isspace() and position > 2 and content.text[position - 3 : position] == sign * 3)
    ]
    return Marked("".join(content.text[at] for at in kept), tuple(content.marks[at] for at in kept))


def _split(content: Marked, flags: frozenset[str]) -> Iterator[Line]:
    """One line a line break; what the paragraph holds besides text belongs to each of them."""
    start = 0
    for position, sign in enumerate(content.text):
        if sign == "\n":
            yield Line(content.cut(start, position), flags, start == 0)
            start = position + 1
    yield Line(content.cut(start), flags, start == 0)
