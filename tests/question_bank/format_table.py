"""The table of formats: read, written, and how many of the items tried came back equal.

`python -m tests.question_bank.format_table` prints it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from question_bank.formats import FORMATS, WRITABLE, read, write
from question_bank.item import Item
from tests.question_bank.holdings import HOLDINGS, make_items, typed

FILES, ITEMS_A_FILE = 40, 5


@dataclass(frozen=True, slots=True)
class Row:
    """What was seen of a format; `tried` counts items, `equal` those that came back as they were."""

    format: str
    read: bool
    written: bool
    tried: int = 0
    equal: int = 0


def table(seed: int = 2026, files: int = FILES) -> list[Row]:
    """A row for every format, in the order of FORMATS."""
    return [row(format, seed, files) for format in FORMATS]


def row(format: str, seed: int, files: int = FILES) -> Row:
    """Write and read as many files of random items."""
    random = Random(f"{seed} {format}")
    tried = equal = 0
    for _ in range(files):
        made = make_items(HOLDINGS[format], random, ITEMS_A_FILE)
        tried += len(made)
        equal += sum(before == after for before, after in zip(made, round_trip(made, format), strict=False))
    return Row(format, read=True, written=format in WRITABLE, tried=tried, equal=equal)


def round_trip(items: Sequence[Item], format: str) -> tuple[Item, ...]:
    """The items as they come back from a file of the format."""
    data = write(items, format) if format in WRITABLE else typed(items)
    return read(data, format=format).items


def main() -> None:
    """Print the table."""
    print("| format | read | written | items tried | round trip equal |\n|---|---|---|---:|---:|")
    for one in table():
        print(f"| {one.format} | {_word(one.read)} | {_word(one.written)} | {one.tried} | {one.equal} |")


def _word(is_so: bool) -> str:
    return "yes" if is_so else "no"


if __name__ == "__main__":
    main()
