"""Files that are not what they say, or would hurt: each refused with its reason."""

from __future__ import annotations

import io
import random
import zipfile
import zlib

import pytest

from quiz.core.errors import Invalid
from quiz.documents.sheets import Wanted, read_table
from tests.documents.files import by_hand, tidy, zipped

COLUMNS = (Wanted("code", ("Mã",), required=True),)
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>Mã</t></is></c></row>'
GOOD = tidy([["Mã"], ["A1"]])


def refusal(content: bytes) -> Invalid:
    with pytest.raises(Invalid) as caught:
        read_table(content, COLUMNS)
    return caught.value


def values(content: bytes) -> list[str]:
    return [row["code"].text for row in read_table(content, COLUMNS).rows]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"Ma;Ten\nA;B\n", "not_xlsx"),
        (b"<html><table></table></html>", "not_xlsx"),
        (b"PK\x03\x04 broken", "not_xlsx"),
        (GOOD[: len(GOOD) // 2], "not_xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"x" * (20 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_what_is_no_workbook_is_refused_by_name(content: bytes, code: str) -> None:
    error = refusal(content)
    assert (error.code, error.field) == (code, "file")


def test_a_zip_of_something_else_is_no_workbook() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert refusal(buffer.getvalue()).code == "not_xlsx"


def test_a_workbook_with_macros_is_refused() -> None:
    assert refusal(zipped({"xl/vbaProject.bin": b"\0"})).code == "macro"


def test_a_sheet_written_by_hand_is_read() -> None:
    assert values(by_hand(HEADER + '<row r="2"><c r="A2"><v>7</v></c></row>')) == ["7"]


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="50001"><c r="A50001"><v>1</v></c></row>',
        '<row r="2"><c r="GS2"><v>1</v></c></row>',
        '<row r="1048576"><c><v>1</v></c></row>',
        '<row r="2">' + "<c><v>1</v></c>" * 201 + "</row>",
        "<row r='2'><c s='1'  r = 'XFD9' ><v>1</v></c></row>",
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="40000"><c r="GA40000"><v>1</v></c></row>',
        '<row r="2"><c spans="&gt;" r="&#88;FD2"><v>1</v></c></row>',
    ],
)
def test_a_cell_far_out_is_refused_before_it_is_read(far: str) -> None:
    assert refusal(by_hand(HEADER + far)).code == "too_large"


def test_the_sheet_is_measured_whatever_its_part_is_called() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert refusal(by_hand(HEADER + far, "other.xml")).code == "too_large"


def test_empty_cells_far_out_do_no_harm() -> None:
    far = '<row r="2"><c r="A2"><v>7</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert values(by_hand(HEADER + far)) == ["7"]


def test_a_document_type_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet>&a;</worksheet>'
    assert refusal(zipped({"xl/worksheets/sheet1.xml": bomb})).code == "not_xlsx"


def test_a_part_that_unpacks_too_large_is_refused() -> None:
    assert refusal(zipped({"xl/sharedStrings.xml": bytes(90 * 1024 * 1024)})).code == "too_large"


def test_a_part_that_lies_about_its_size_is_not_unpacked_further() -> None:
    content = by_hand(HEADER + " " * 100_000 + '<row r="2"><c r="A2"><v>7</v></c></row>')
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entry = package.getinfo("xl/worksheets/sheet1.xml")
        claimed = package.read(entry)[:1000]
    for true, false in ((entry.file_size, len(claimed)), (entry.CRC, zlib.crc32(claimed))):
        content = content.replace(true.to_bytes(4, "little"), false.to_bytes(4, "little"))
    assert refusal(content).code == "not_xlsx"


def test_broken_files_are_refused_or_read_but_never_fail_otherwise() -> None:
    dice = random.Random(7)
    outcomes = set()
    for _ in range(300):
        content = bytearray(GOOD)
        for _ in range(dice.randint(1, 20)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        try:
            read_table(bytes(content), COLUMNS)
            outcomes.add("read")
        except Invalid as error:
            outcomes.add(error.code)
    assert "not_xlsx" in outcomes
    assert outcomes <= {"read", "not_xlsx", "no_header", "no_rows", "too_large", "column_twice"}
