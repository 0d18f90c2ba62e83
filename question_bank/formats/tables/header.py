"""The header: finding it, in one row or two, and knowing which column holds what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from question_bank.columns import OPTION_FIELDS, RIGHT_FIELDS
from question_bank.formats.tables.grid import Grid
from question_bank.formats.tables.names import BESIDE_AN_OPTION, meanings, name_of, names_key, names_options

ROWS_SEARCHED = 60
_FEWEST_SUBTITLES = 2


@dataclass(slots=True)
class Header:
    """Where each field stands. `row` is its first row, from 0, `depth` how many rows it takes.

    `titles` are the headings by column, `unknown` and `repeated` the columns that are not read. Without a header
    `row` and `depth` are 0 and the questions begin at once.
    """

    row: int
    depth: int = 1
    columns: dict[str, int] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)

    @property
    def options(self) -> dict[int, int]:
        """The columns that hold one option each, by position of the option, from 0."""
        return self._by_position(OPTION_FIELDS)

    @property
    def rights(self) -> dict[int, int]:
        """The columns in which an option is marked as right, by position of the option, from 0."""
        return self._by_position(RIGHT_FIELDS)

    @property
    def first(self) -> int:
        """The first row below the header, from 0."""
        return self.row + self.depth

    @property
    def is_complete(self) -> bool:
        """A row is a header if it names the question and its options: two columns at least, or one for all."""
        return "stem" in self.columns and (len(self.options) > 1 or "options" in self.columns)

    @property
    def names_question_and_key(self) -> bool:
        """True for a header that would do for true/false questions, and for options inside of the question's cell."""
        return "stem" in self.columns and ("key" in self.columns or bool(self.rights))

    def _by_position(self, fields: Sequence[str]) -> dict[int, int]:
        return {index: self.columns[name] for index, name in enumerate(fields) if name in self.columns}


@dataclass(frozen=True, slots=True)
class _Title:
    column: int
    text: str
    found: tuple[str, ...]


def headers_of(grid: Grid) -> Iterator[Header]:
    """What each of the first rows would mean if it were the header, with the row below it where that helps."""
    for row in range(min(len(grid.rows), ROWS_SEARCHED)):
        if len(grid.filled(row)) > 1:
            yield read_header(grid, row)


def read_header(grid: Grid, row: int, depth: int = 0) -> Header:
    """What a row would mean if it were the header; `depth` is 1 or 2 rows, or 0 where that is to be found out."""
    if depth != 1 and row + 1 < len(grid.rows):
        header = _placed(Header(row, 2), list(_double_titles(grid, row)))
        if depth or (_is_subtitles(grid, row + 1) and header.is_complete):
            return header
    return _placed(Header(row, 1), list(_single_titles(grid, row)))


def _single_titles(grid: Grid, row: int) -> Iterator[_Title]:
    """A title merged over several columns names as many options, where it is one that names options."""
    widths = {area.left: area.right - area.left + 1 for area in grid.merged if area.top == row}
    for column in grid.filled(row):
        text = grid.rows[row][column]
        if widths.get(column, 1) > 1 and names_options(text):
            for index in range(min(widths[column], len(OPTION_FIELDS))):
                yield _Title(column + index, text, (OPTION_FIELDS[index],))
        else:
            yield _Title(column, text, meanings(text))


def _double_titles(grid: Grid, row: int) -> Iterator[_Title]:
    """Each column with the title of its group, which reaches to the right as far as it is merged or cells are empty."""
    above = ""
    for column in range(max(len(grid.rows[row]), len(grid.rows[row + 1]))):
        if column in grid.hidden_columns:
            continue
        over, under = grid.text(row, column).strip(), grid.text(row + 1, column).strip()
        above = over or (above if under else "")
        if above or under:
            yield _Title(column, f"{above} {under}".strip(), _doubled(above, under))


def _doubled(above: str, under: str) -> tuple[str, ...]:
    """What a title under another means: "A" below "Đáp án đúng" is a place for a mark, elsewhere an option."""
    if not under:
        return meanings(above)
    alone = meanings(under) or meanings(f"{above} {under}")
    if alone and alone[0] in OPTION_FIELDS and names_key(above) and not names_options(above):
        return (RIGHT_FIELDS[OPTION_FIELDS.index(alone[0])],)
    return alone


def _is_subtitles(grid: Grid, row: int) -> bool:
    """True if every cell of a row is a title below another one, and the group above reaches over several of them."""
    columns = grid.filled(row)
    if all(grid.text(row - 1, column).strip() for column in columns):
        return False
    texts = [grid.rows[row][column] for column in columns]
    doubled = [text for text in texts if meanings(text) or meanings(f"Phương án {text}")]
    return len(texts) >= _FEWEST_SUBTITLES and len(doubled) == len(texts)


def _placed(header: Header, titles: Sequence[_Title]) -> Header:
    """Give every column its field: those with one meaning first, then the doubtful ones what is left."""
    header.titles = {title.column: title.text for title in titles}
    for title in titles:
        if len(title.found) == 1 and title.found[0] not in header.columns:
            header.columns[title.found[0]] = title.column
    by_column = {column: name for name, column in header.columns.items()}
    for title in titles:
        if title.column in by_column or not title.found:
            continue
        free = [name for name in title.found if name not in header.columns and not _is_needless(header, name)]
        if len(title.found) > 1 and free:
            header.columns[free[0]] = title.column
    _place_marks_beside(header)
    placed = set(header.columns.values())
    header.unknown = [title.column for title in titles if title.column not in placed and not title.found]
    header.repeated = [title.column for title in titles if title.column not in placed and title.found]
    return header


def _is_needless(header: Header, name: str) -> bool:
    """One cell for all options is needless where they have columns of their own."""
    return name == "options" and len(header.options) > 1


def _place_marks_beside(header: Header) -> None:
    for position, column in header.options.items():
        beside = header.titles.get(column + 1, "")
        if column + 1 not in header.columns.values() and name_of(beside) in BESIDE_AN_OPTION:
            header.columns.setdefault(RIGHT_FIELDS[position], column + 1)
