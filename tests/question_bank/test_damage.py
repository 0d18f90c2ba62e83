"""Whatever is done to a file, reading answers with a reading."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.formats import Reading, read, write
from question_bank.item import Kind
from tests.question_bank.items import item, options

BANK = [
    item(topic="Lịch sử", explanation="Vì thế."),
    item(stem="Những ai?", kind=Kind.MULTIPLE, options=options("*An", "Bình", "*Chi")),
]
FILES = {format: write(BANK, format) for format in ("docx", "xlsx", "gift", "json")}
PARTS = {"docx": ["word/document.xml", "word/styles.xml", "[Content_Types].xml"]}
PARTS["xlsx"] = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"]


def sound(reading: Reading) -> None:
    assert reading.items or reading.errors
    for made in reading.items:
        assert made.stem
        assert made.key_indexes
        assert len(made.options) > 1
    for problem in reading.problems:
        assert problem.place
        assert problem.message


def damage(data: bytes, cuts: list[tuple[int, bytes]]) -> bytes:
    for position, replacement in cuts:
        at = position % (len(data) + 1)
        data = data[:at] + replacement + data[at + len(replacement) :]
    return data


CUTS = st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=6)), min_size=1, max_size=4)


@pytest.mark.parametrize("format", sorted(FILES))
@settings(deadline=None, max_examples=80)
@given(cuts=CUTS)
def test_bytes_changed_anywhere_never_break_the_reader(format: str, cuts: list[tuple[int, bytes]]) -> None:
    sound(read(damage(FILES[format], cuts), f"a.{format}"))


@pytest.mark.parametrize("format", sorted(PARTS))
@settings(deadline=None, max_examples=80)
@given(data=st.data())
def test_changes_inside_the_xml_never_break_the_reader(format: str, data: st.DataObject) -> None:
    target = io.BytesIO()
    part, cuts = data.draw(st.sampled_from(PARTS[format])), data.draw(CUTS)
    with zipfile.ZipFile(io.BytesIO(FILES[format])) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, damage(old.read(name), cuts) if name == part else old.read(name))
    sound(read(target.getvalue(), f"a.{format}"))


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="Aab{}~=#:\\%50n\n/$-> [id]TF", max_size=60))
def test_any_text_is_read_as_gift_without_failing(text: str) -> None:
    sound(read(text.encode() + b"x", "a.gift"))
