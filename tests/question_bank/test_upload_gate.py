"""CHECKS I1: a file is what its name and its content both say, or it is refused with a reason."""

from __future__ import annotations

import json

import pytest

from question_bank.formats import FORMATS, read, write
from question_bank.item import Kind
from tests.question_bank.archives import members, packed, with_more, with_part
from tests.question_bank.items import item, options

BANK = [item(), item(stem="Những ai?", kind=Kind.MULTIPLE, options=options("*An", "Bình", "*Chi"))]
WORD, EXCEL, GIFT, JSON = (write(BANK, format) for format in ("docx", "xlsx", "gift", "json"))
TYPES = "[Content_Types].xml"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
HTML = "<!DOCTYPE html>\n<html><body><p>Câu 1. Thủ đô?</p></body></html>".encode()
SVG = b'<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
PDF, RTF, EXE = b"%PDF-1.7\n1 0 obj", b"{\\rtf1\\ansi x}", b"MZ\x90\x00\x03" + bytes(60)
PNG, JPEG = b"\x89PNG\r\n\x1a\n" + bytes(20), b"\xff\xd8\xff\xe0" + bytes(20)
MHTML = b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n"
ODT = packed([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")])
JAR = packed([("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0"), ("A.class", b"\xca\xfe\xba\xbe")])


def macro(data: bytes, old: bytes, new: bytes) -> bytes:
    """The document as a macro-enabled one."""
    return with_part(data, TYPES, lambda content: content.replace(old, new))


DOCM = macro(
    WORD, b"vnd.openxmlformats-officedocument.wordprocessingml.document.main", b"vnd.ms-word.document.macroEnabled.main"
)
XLSM = macro(
    EXCEL, b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", b"vnd.ms-excel.sheet.macroEnabled.main"
)
DOTX = macro(WORD, b"document.main+xml", b"template.main+xml")
VBA = macro(
    with_more(WORD, ("word/vbaProject.bin", b"x")),
    b"</Types>",
    b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
)
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
SLIDE_TYPES = f'<Types><Override PartName="/ppt/presentation.xml" ContentType="{SLIDES}"/></Types>'.encode()
PPTX = packed([(TYPES, SLIDE_TYPES), ("ppt/presentation.xml", b"<p/>")])


def encrypted(data: bytes) -> bytes:
    """The archive with the flag of a password on its first member."""
    changed = bytearray(data)
    for sign, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[data.index(sign) + flag] |= 1
    return bytes(changed)


WRONG = {
    "Word named Excel": ("a.xlsx", WORD),
    "Excel named Word": ("a.docx", EXCEL),
    "Word named GIFT": ("a.gift", WORD),
    "Excel named CSV": ("a.csv", EXCEL),
    "Word named JSON": ("a.json", WORD),
    "Word named XML": ("a.xml", WORD),
    "Word named zip": ("a.zip", WORD),
    "GIFT named Word": ("a.docx", GIFT),
    "JSON named Excel": ("a.xlsx", JSON),
    "JSON named GIFT": ("a.gift", JSON),
    "GIFT named JSON": ("a.json", GIFT),
    "GIFT named XML": ("a.xml", GIFT),
    "GIFT named zip": ("a.zip", GIFT),
    "GIFT named Aiken": ("a.aiken", GIFT),
    "Aiken named GIFT": ("a.gift", write(BANK, "aiken")),
    "XML named GIFT": ("a.gift", b"<quiz></quiz>"),
    "XML named CSV": ("a.csv", b"<?xml version='1.0'?><svg/>"),
    "HTML named docx": ("a.docx", HTML),
    "HTML named xlsx": ("a.xlsx", HTML),
    "HTML named gift": ("a.gift", HTML),
    "HTML named csv": ("a.csv", HTML),
    "HTML named xml": ("a.xml", HTML),
    "HTML named txt": ("a.txt", HTML),
    "HTML with a mark": ("a.docx", b"\xef\xbb\xbf" + HTML),
    "HTML in UTF-16": ("a.gift", HTML.decode().encode("utf-16")),
    "HTML behind a comment": ("a.txt", b"<!-- x --> <HTML>"),
    "script": ("a.txt", b"<script>alert(1)</script>"),
    "web archive": ("a.docx", MHTML),
    "SVG named xml": ("a.xml", SVG),
    "SVG named docx": ("a.docx", SVG),
    "SVG": ("a.svg", SVG),
    "PDF": ("a.pdf", PDF),
    "PDF named docx": ("a.docx", PDF),
    "PDF named txt": ("a.txt", PDF),
    "RTF named docx": ("a.docx", RTF),
    "RTF named doc": ("a.doc", RTF),
    "program named docx": ("a.docx", EXE),
    "program named gift": ("a.gift", EXE),
    "shell script": ("a.txt", b"#!/bin/sh\nrm -rf x\n"),
    "PHP": ("a.gift", b"<?php echo 1; ?>"),
    "picture named docx": ("a.docx", PNG),
    "picture named gift": ("a.gift", JPEG),
    "picture": ("a.png", PNG),
    "RAR": ("a.docx", b"Rar!\x1a\x07\x00"),
    "gzip": ("a.xlsx", b"\x1f\x8b\x08\x00" + bytes(20)),
    "7z": ("a.zip", b"7z\xbc\xaf\x27\x1c" + bytes(20)),
    "double ending exe": ("a.docx.exe", WORD),
    "double ending js": ("a.gift.js", GIFT),
    "hidden php": ("a.php.gift", GIFT),
    "hidden html": ("a.html.docx", WORD),
    "hidden macro": ("a.docm.docx", WORD),
    "ending of a program": ("a.exe", GIFT),
    "ending of nothing known": ("a.odp", WORD),
    "Word with macros": ("a.docx", DOCM),
    "Excel with macros": ("a.xlsx", XLSM),
    "macros by name": ("a.docm", DOCM),
    "macros by name alone": ("a.xlsm", EXCEL),
    "Word template": ("a.docx", DOTX),
    "Word with a VBA project": ("a.docx", VBA),
    "PowerPoint named docx": ("a.docx", PPTX),
    "LibreOffice named docx": ("a.docx", ODT),
    "LibreOffice": ("a.odt", ODT),
    "Java archive": ("a.zip", JAR),
    "archive of nothing": ("a.zip", packed([])),
    "archive of text": ("a.docx", packed([("a.txt", b"x")])),
    "Word with a password": ("a.docx", encrypted(WORD)),
    "Excel with a password": ("a.xlsx", encrypted(EXCEL)),
    "Office file with a password": ("a.docx", OLE2 + "EncryptedPackage".encode("utf-16-le")),
    "old Word named docx": ("a.docx", OLE2 + "WordDocument".encode("utf-16-le")),
    "old Excel named xlsx": ("a.xlsx", OLE2 + "Workbook".encode("utf-16-le")),
    "old file of unknown kind": ("a.docx", OLE2),
    "old file named gift": ("a.gift", OLE2),
    "Word 2003 XML": ("a.docx", b"<?xml version='1.0'?><w:wordDocument xmlns:w='x'/>"),
    "Excel 2003 XML": ("a.xml", b"<?xml version='1.0'?><Workbook xmlns='x'/>"),
    "GIFT with an archive behind": ("a.gift", GIFT + WORD),
    "PDF with an archive behind": ("a.docx", PDF + WORD),
    "script behind an archive": ("a.docx", WORD + b"<script>alert(1)</script>"),
    "script before an archive": ("a.docx", b"PK\x03\x04<script></script>" + WORD),
    "archive behind an archive": ("a.docx", WORD + EXCEL),
    "program in an archive's name": ("a.docx", b"MZ\x90\x00" + WORD),
    "half an archive": ("a.docx", WORD[: len(WORD) // 2]),
    "an archive's first bytes": ("a.xlsx", b"PK\x03\x04"),
    "archive without its types": ("a.docx", packed([one for one in members(WORD) if one[0] != TYPES])),
    "no text": ("a.gift", bytes(range(256)) * 4),
    "blanks behind a mark": ("a.gift", b"\xef\xbb\xbf \r\n"),
    "blanks in UTF-16": ("a.txt", " \n".encode("utf-16")),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(WRONG))
def test_a_file_that_is_not_what_it_says_is_refused_with_a_reason(case: str) -> None:
    name, data = WRONG[case]
    reading = read(data, name)
    assert (reading.items, reading.refused) == ((), ())
    [problem] = reading.problems
    assert problem.severity == "error"
    assert problem.place
    assert problem.message.endswith(".")
    assert any(word in problem.message for word in ("hãy ", "không phải", "rỗng", "không an toàn"))


def test_the_gate_is_tried_with_enough_files() -> None:
    assert len(WRONG) >= 60
    assert len({data for _, data in WRONG.values()}) > 45


@pytest.mark.parametrize(
    "name", ["a.docx", "Đề thi số 1.5. Huế.DOCX", "upload", "vndoc.com.docx", "a.doc", "đề thi 2.5"]
)
def test_a_right_file_passes_under_any_name_that_fits(name: str) -> None:
    assert read(WORD, name).items == tuple(BANK)


def test_no_file_passes_as_any_other_format_than_its_own() -> None:
    for format in FORMATS:
        if format != "docx":
            assert read(WORD, "a", format=format).items == ()
        if format not in {"json", "text", "csv"}:
            assert read(JSON, "a", format=format).items == ()


def test_a_list_that_is_no_list_of_questions_is_refused() -> None:
    for value in ({"items": []}, [1, 2], [[]], [None]):
        assert read(json.dumps(value).encode(), "a.json").items == ()
