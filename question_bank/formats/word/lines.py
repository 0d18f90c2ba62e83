"""From the XML of a document to its lines and tables, in reading order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from question_bank.formats.package import Package
from question_bank.formats.word.drawings import OBJECTS, drawn
from question_bank.formats.word.equations import linear
from question_bank.formats.word.legacy_runs import SOFT_HYPHEN, Piece, in_unicode
from question_bank.formats.word.marked import AUTOMATIC, HEADING, Flag, Grid, Line, Marked, Marks
from question_bank.formats.word.numbering import BULLET, Numbering
from question_bank.formats.word.ooxml import Element, attribute, child, local
from question_bank.formats.word.pictures import FORGED, Pictures
from question_bank.formats.word.relations import Relations
from question_bank.formats.word.styles import Styles, shading
from question_bank.formats.word.symbols import spelled, symbol
from question_bank.problem import Unreadable
from question_bank.text import strip_invisible, was_disguised

_AROUND = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "hyperlink", "fldSimple"})
_AROUND |= {"dir", "bdo", "ruby", "rubyBase"}
_GONE = frozenset({"del", "moveFrom"})
_SPACES = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_FLAGS = {
    "footnoteReference": "footnote",
    "endnoteReference": "footnote",
    "commentReference": "comment",
}
_EQUATIONS = frozenset({"oMath", "oMathPara"})
_OUTSIDE = re.compile(r"\s*(INCLUDETEXT|INCLUDEPICTURE|DDE|DDEAUTO|LINK|IMPORT|DATABASE)\b", re.IGNORECASE)
_OLD_EQUATION = re.compile(r"\s*EQ\b", re.IGNORECASE)
MOST_LINES = 20_000
MOST_SIGNS = 3_000_000
MOST_SIGNS_IN_LINE = 50_000
MOST_RUNS = 200_000
_LONG_GAP = re.compile(r"\s{4}")


def read_lines(package: Package, pictures: Pictures, relations: Relations) -> list[Line | Grid]:
    """The body of a Word document; pictures go into `pictures`. Raises Unreadable if it has none."""
    document = package.tree(package.main)
    body = child(document, "body")
    if body is None:
        raise Unreadable("damaged", "Tệp Word không có nội dung; hãy mở bằng Word và lưu lại.")
    numbering = Numbering(relations.tree("numbering"))
    return list(within_bounds(_Walker(Styles(relations.tree("styles")), numbering, pictures).blocks(body)))


def within_bounds(blocks: Iterable[Line | Grid]) -> Iterator[Line | Grid]:
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


@dataclass(slots=True)
class _Paragraph:
    """What is known of a paragraph while its runs are walked; `floating` are the pictures beside its text."""

    style: str | None
    fill: str
    flags: set[Flag]
    floating: str = ""
    pieces: list[Piece] = field(default_factory=list)

    def put(self, text: str, marks: Marks = AUTOMATIC) -> None:
        self.pieces.append((Marked.of(text, marks), None))


class _Walker:
    def __init__(self, styles: Styles, numbering: Numbering, pictures: Pictures) -> None:
        self._styles, self._numbering, self._pictures = styles, numbering, pictures
        self._run_count = 0

    def blocks(self, container: Element, fill: str = "") -> Iterator[Line | Grid]:
        for element in container:
            name = local(element)
            if name == "p":
                yield from self._lines(element, fill)
            elif name == "tbl":
                yield self._grid(element)
            elif name in _AROUND:
                yield from self.blocks(element, fill)
            elif name in OBJECTS or name in _EQUATIONS:
                paragraph = _Paragraph(None, fill, set())
                self._inline(element, paragraph)
                yield from self._finished(paragraph)

    def _grid(self, table: Element) -> Grid:
        return Grid(tuple(tuple(self._cells(row)) for row in _inside(table, "tr")))

    def _cells(self, row: Element) -> Iterator[tuple[Line, ...]]:
        """The cells of a row; one that is as wide as several is followed by empty ones."""
        for cell in _inside(row, "tc"):
            properties = child(cell, "tcPr")
            fill = shading([properties]) if properties is not None else ""
            yield tuple(
                line
                for block in self.blocks(cell, fill)
                for line in ([block] if isinstance(block, Line) else block.lines())
            )
            width = attribute(child(properties, "gridSpan"), "val") or "1"
            yield from [()] * (int(width) - 1 if width in _WIDTHS else 0)

    def _lines(self, element: Element, fill: str) -> Iterator[Line]:
        label = self._numbering.label(self._styles.numbering(element), self._styles.paragraph_style(element))
        style = self._styles.paragraph_style(element)
        flags = {HEADING} if self._styles.is_heading(style) else set()
        paragraph = _Paragraph(style, self._styles.fill(element, style) or fill, flags)
        if label:
            paragraph.put(f"{label}{' ' if label != BULLET else chr(9)}")
        self._runs(element, paragraph)
        yield from self._finished(paragraph)

    def _finished(self, paragraph: _Paragraph) -> Iterator[Line]:
        paragraph.put(paragraph.floating)
        content = Marked.join(_tidy(piece, paragraph.flags) for piece in in_unicode(paragraph.pieces, paragraph.flags))
        yield from _split(_without_long_gaps(content), frozenset(paragraph.flags))

    def _runs(self, element: Element, paragraph: _Paragraph) -> None:
        for inner in element:
            name = local(inner)
            if name == "r":
                self._run(inner, paragraph)
            elif name in _AROUND:
                self._watch_field(attribute(inner, "instr") or "", paragraph)
                self._runs(inner, paragraph)
            elif name in _GONE:
                paragraph.flags.add(Flag("tracked_change"))
            else:
                self._inline(inner, paragraph)

    def _run(self, run: Element, paragraph: _Paragraph) -> None:
        self._run_count += 1
        if self._run_count > MOST_RUNS:
            raise _too_long(self._run_count)
        if not len(run):
            return
        if self._styles.is_hidden(run, paragraph.style):
            paragraph.flags.add(Flag("hidden"))
            return
        encoding, symbols = self._styles.fonts(run, paragraph.style)
        marks = self._styles.marks(run, paragraph.style, paragraph.fill)
        for inner in run:
            name = local(inner)
            if name == "t":
                text = FORGED.sub("", (inner.text or "").replace("\n", " ").replace("\t", " "))
                known = spelled(text, symbols) if encoding is None else text
                if known is None:
                    paragraph.flags.add(Flag("symbol"))
                paragraph.pieces.append((Marked.of(text if known is None else known, marks), encoding))
            elif name in _SPACES:
                paragraph.put(_SPACES[name], marks)
            elif name == "sym":
                sign = symbol(attribute(inner, "font") or "", attribute(inner, "char") or "")
                paragraph.put(sign or "", marks)
                paragraph.flags |= set() if sign else {Flag("symbol")}
            elif name == "instrText":
                self._watch_field(inner.text or "", paragraph)
            else:
                self._inline(inner, paragraph)

    def _inline(self, element: Element, paragraph: _Paragraph) -> None:
        """What stands in a line and is no text."""
        name = local(element)
        if name in _FLAGS:
            paragraph.flags.add(Flag(_FLAGS[name]))
        elif name in _EQUATIONS:
            text = linear(element)
            paragraph.put(text or "")
            paragraph.flags.add(Flag("formula_linear", text) if text else Flag("formula"))
        elif name in OBJECTS:
            for found in drawn(element):
                if isinstance(found, Flag):
                    paragraph.flags.add(found)
                elif found.floats:
                    paragraph.floating += self._pictures.add(found)
                else:
                    paragraph.put(self._pictures.add(found))

    def _watch_field(self, code: str, paragraph: _Paragraph) -> None:
        """A field shows what it showed when the file was saved; nothing is fetched or computed."""
        outside = _OUTSIDE.match(code)
        if outside:
            paragraph.flags.add(Flag("field", outside[1].upper()))
        elif _OLD_EQUATION.match(code):
            paragraph.flags.add(Flag("formula"))


_WIDTHS = frozenset(map(str, range(1, 64)))


def _inside(container: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those in content controls too."""
    for element in container:
        if local(element) == name:
            yield element
        elif local(element) in _AROUND:
            yield from _inside(element, name)


def _tidy(piece: Marked, flags: set[Flag]) -> Marked:
    """Composed letters and ordinary blanks, so that patterns can match; soft hyphens may yet turn out to be letters."""
    if (piece.text.isascii() and piece.text.isprintable()) or not was_disguised(piece.text):
        return piece
    flags.add(Flag("disguised"))
    return Marked.join(Marked.of(composed(run.text), run.marks[0]) for run in piece.runs())


def composed(text: str) -> str:
    """Composed letters, ordinary blanks and nothing invisible, but for soft hyphens."""
    parts = (unicodedata.normalize("NFC", strip_invisible(part)) for part in text.split(SOFT_HYPHEN))
    return SOFT_HYPHEN.join(parts)


def _without_long_gaps(content: Marked) -> Marked:
    """At most three blanks in a row: two tell options apart, more would only slow the patterns down."""
    if not _LONG_GAP.search(content.text):
        return content
    return content.keep(
        [
            position
            for position, sign in enumerate(content.text)
            if not (sign.isspace() and position > 2 and content.text[position - 3 : position] == sign * 3)
        ]
    )


def _split(content: Marked, flags: frozenset[Flag]) -> Iterator[Line]:
    """One line a line break; what the paragraph holds besides text belongs to each of them."""
    start = 0
    for position, sign in enumerate(content.text):
        if sign == "\n":
            yield Line(content.cut(start, position), flags, start == 0)
            start = position + 1
    yield Line(content.cut(start), flags, start == 0)
