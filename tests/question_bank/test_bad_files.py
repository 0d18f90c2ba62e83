"""Files that are not what they say, are damaged, locked or dangerous: named, and nothing of them is taken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from question_bank.formats import Reading, read, write
from question_bank.limits import DEFAULT_LIMITS
from tests.question_bank.excel_files import HEADER, ROW, ExcelFile
from tests.question_bank.items import codes, item
from tests.question_bank.word_files import WordFile

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
WORD = write([item()], "docx")
EXCEL = write([item()], "xlsx")


def refused(reading: Reading, code: str) -> None:
    assert reading.items == ()
    assert codes(reading.problems) == [code]
    assert reading.problems[0].message.endswith((".", "…"))


def changed(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The same archive with each part passed through a function; None drops the part."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return target.getvalue()


def in_part(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The same archive with the first occurrence of some bytes of one part replaced."""
    return changed(data, lambda name, content: content.replace(old, new, 1) if name == part else content)


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.gift", "a.json", "a.txt"])
@pytest.mark.parametrize("data", [b"", b" \n\t "])
def test_an_empty_file_is_refused(name: str, data: bytes) -> None:
    refused(read(data, name), "empty")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (WORD, "a.xlsx"),
        (EXCEL, "a.docx"),
        (WORD, "a.gift"),
        (EXCEL, "a.json"),
        (b"Cau 1. A?", "a.docx"),
        (b"[]", "a.xlsx"),
        (b"%PDF-1.7 x", "a.docx"),
        (b"{\\rtf1 x}", "a.docx"),
        (b"<html><body>x</body></html>", "a.xlsx"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>", "a.docx"),
        (b"\x89PNG\r\n\x1a\n", "a.gift"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(data: bytes, name: str) -> None:
    refused(read(data, name), "wrong_type")


def test_the_format_asked_for_must_agree_with_the_content_too() -> None:
    refused(read(WORD, "a.docx", format="xlsx"), "wrong_type")
    assert len(read(WORD, "upload", format="docx").items) == 1


def test_a_file_of_no_known_kind_is_refused() -> None:
    refused(read("chỉ là chữ".encode(), "a.txt"), "unknown_format")


def test_the_content_decides_where_the_name_says_nothing() -> None:
    for format in ("docx", "xlsx", "gift", "json"):
        assert read(write([item()], format), "upload").format == format


@pytest.mark.parametrize(
    ("stream", "code"),
    [
        ("EncryptedPackage", "encrypted"),
        ("WordDocument", "legacy_office"),
        ("Workbook", "legacy_office"),
        ("", "legacy_office"),
    ],
)
@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_locked_and_outdated_office_files_are_told_apart(name: str, stream: str, code: str) -> None:
    refused(read(OLE2 + stream.encode("utf-16-le"), name), code)


@pytest.mark.parametrize("data", [WORD, EXCEL])
@pytest.mark.parametrize("length", [4, 100, 1000, -100])
def test_a_truncated_file_is_refused(data: bytes, length: int) -> None:
    refused(read(data[:length]), "damaged")


@pytest.mark.parametrize(
    ("data", "part"), [(WORD, "word/document.xml"), (EXCEL, "xl/worksheets/sheet1.xml"), (EXCEL, "xl/workbook.xml")]
)
def test_a_missing_or_broken_part_is_refused(data: bytes, part: str) -> None:
    for content in (None, b"", b"<broken", b"\xff\xfe<"):
        reading = read(changed(data, lambda name, old, content=content: content if name == part else old))
        assert reading.items == ()
        assert reading.errors


@pytest.mark.parametrize(
    ("data", "part"), [(WORD, "word/document.xml"), (WORD, "word/styles.xml"), (EXCEL, "xl/worksheets/sheet1.xml")]
)
@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_part_with_a_document_type_is_refused_by_its_name(data: bytes, part: str, doctype: bytes) -> None:
    reading = read(in_part(data, part, b"?>", b"?>" + doctype))
    refused(reading, "unsafe_xml")
    assert reading.problems[0].place == part


def test_a_document_type_cannot_hide_in_another_encoding() -> None:
    for encoding in ("utf-16", "utf-16-le"):
        hidden = "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE x []><x/>".encode(encoding)
        data = changed(WORD, lambda name, old, hidden=hidden: hidden if name == "word/styles.xml" else old)
        refused(read(data), "damaged")
    claimed = b"<?xml version='1.0' encoding='utf-7'?><x/>"
    refused(read(changed(WORD, lambda name, old: claimed if name == "word/styles.xml" else old)), "damaged")


def with_parts(count: int, size: int, ending: str) -> bytes:
    target = io.BytesIO(WORD)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"word/media/{number}.{ending}", bytes(size))
    return target.getvalue()


@pytest.mark.parametrize(
    ("count", "size", "ending"), [(DEFAULT_LIMITS.entries, 1, "png"), (25, 10**7, "png"), (3, 10**7, "xml")]
)
def test_an_archive_that_unpacks_to_too_much_is_refused_before_parsing(count: int, size: int, ending: str) -> None:
    refused(read(with_parts(count, size, ending), "a.docx"), "too_large")


def test_an_entry_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(with_parts(1, 10**6, "xml"))
    real, lie = (10**6).to_bytes(4, "little"), (10).to_bytes(4, "little")
    assert data.count(real) == 2
    refused(read(bytes(data).replace(real, lie), "a.docx"), "damaged")


def test_a_locked_entry_is_refused() -> None:
    data = bytearray(WORD)
    for sign, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + flag] |= 1
    refused(read(bytes(data), "a.docx"), "encrypted")


def test_two_entries_of_one_name_are_refused() -> None:
    target = io.BytesIO(WORD)
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", zipfile.ZipFile(io.BytesIO(WORD)).read("word/document.xml"))
    refused(read(target.getvalue(), "a.docx"), "damaged")


def test_another_archive_is_no_office_file() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "x")
    refused(read(target.getvalue(), "a.docx"), "wrong_type")


@pytest.mark.parametrize(
    ("data", "main"), [(WORD, b"wordprocessingml.document.main"), (EXCEL, b"spreadsheetml.sheet.main")]
)
def test_files_with_macros_are_refused(data: bytes, main: bytes) -> None:
    macro = main.replace(b"wordprocessingml.document", b"ms-word.document.macroEnabled").replace(
        b"spreadsheetml.sheet", b"ms-excel.sheet.macroEnabled"
    )
    refused(read(in_part(data, "[Content_Types].xml", main, macro)), "macros")


def test_xml_nested_without_end_is_refused() -> None:
    deep = b"<w:p>" * 10_000 + b"</w:p>" * 10_000
    refused(read(in_part(WORD, "word/document.xml", b"<w:body>", b"<w:body>" + deep), "a.docx"), "damaged")


def test_styles_that_are_based_on_each_other_do_not_hang() -> None:
    style = b'<w:style w:styleId="%s"><w:basedOn w:val="%s"/></w:style>'
    circle = style % (b"X", b"Y") + style % (b"Y", b"X")
    data = in_part(WORD, "word/styles.xml", b"</w:styles>", circle + b"</w:styles>")
    data = in_part(data, "word/document.xml", b"<w:pPr>", b'<w:pPr><w:pStyle w:val="X"/>')
    assert len(read(data, "a.docx").items) == 1


def test_the_strict_dialect_of_word_is_read() -> None:
    def strict(name: str, content: bytes) -> bytes:
        old = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        return content.replace(old, b"http://purl.oclc.org/ooxml/wordprocessingml/main")

    assert read(changed(WORD, strict), "a.docx").items == (item(),)


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        (b"<w:r><w:drawing/></w:r>", "object"),
        (b"<w:r><w:pict/></w:r>", "word_shape"),
        (b'<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/>', "formula"),
        (b'<w:r><w:sym w:font="Wingdings" w:char="F041"/></w:r>', "symbol"),
    ],
)
def test_what_is_not_text_refuses_the_question_and_does_not_vanish(markup: bytes, code: str) -> None:
    data = in_part(
        WORD,
        "word/document.xml",
        b"Th\xe1\xbb\xa7 \xc4\x91\xc3\xb4",
        b"Th\xe1\xbb\xa7 \xc4\x91\xc3\xb4</w:t></w:r>" + markup + b"<w:r><w:t>",
    )
    reading = read(data, "a.docx")
    assert (codes(reading.errors), reading.items) == ([code], ())


def test_deleted_and_hidden_text_is_not_read_and_said_so() -> None:
    deleted = b"<w:del><w:r><w:delText>sai</w:delText></w:r><w:r><w:t>sai</w:t></w:r></w:del>"
    deleted += b"<w:ins><w:r><w:t> kia</w:t></w:r></w:ins>"
    hidden = b"<w:r><w:rPr><w:vanish/></w:rPr><w:t>B</w:t></w:r>"
    end = "thành phố nào?".encode()
    data = in_part(WORD, "word/document.xml", end + b"</w:t></w:r>", end + b"</w:t></w:r>" + deleted + hidden)
    reading = read(data, "a.docx")
    assert reading.items[0].stem == "Thủ đô của nước ta là thành phố nào? kia"
    assert "tracked_changes" in codes(reading.problems, "warning")


def test_field_codes_are_not_read() -> None:
    field = b'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDETEXT "c:\\x"</w:instrText></w:r>'
    data = in_part(WORD, "word/document.xml", b"Hu\xe1\xba\xbf</w:t></w:r>", b"Hu\xe1\xba\xbf</w:t></w:r>" + field)
    assert read(data, "a.docx").items == (item(),)


def test_a_document_without_questions_is_refused() -> None:
    refused(WordFile("Thông báo", "Kính gửi các đơn vị.").read(), "no_items")
    refused(ExcelFile(HEADER).read(), "no_items")
    assert len(ExcelFile(HEADER, ROW).read().items) == 1


@pytest.mark.parametrize(
    "body",
    [
        "<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 20_001,
        "<w:p><w:r><w:t>" + "x" * 50_001 + "</w:t></w:r></w:p>",
        "<w:p>" + "<w:r/>" * 200_001 + "</w:p>",
    ],
)
def test_a_document_longer_than_anyone_writes_is_refused(body: str) -> None:
    refused(read(in_part(WORD, "word/document.xml", b"<w:body>", b"<w:body>" + body.encode())), "too_large")


def test_more_questions_than_any_bank_has_are_refused() -> None:
    refused(read(b"A? {=a ~b}\n\n" * 10_001, "a.gift"), "too_large")
