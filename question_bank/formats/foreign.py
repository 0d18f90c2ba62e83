"""Files that are no question banks, by their name or their first bytes: each refused with what to do instead."""

from __future__ import annotations

import re

from question_bank.formats.encoding import peek
from question_bank.problem import Unreadable

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_KINDS = (
    ("EncryptedPackage", "encrypted", "Tệp được đặt mật khẩu; hãy bỏ mật khẩu rồi nạp lại."),
    ("WordDocument", "legacy_office", "Tệp Word đời cũ (.doc); hãy mở bằng Word và lưu thành .docx."),
    ("Workbook", "legacy_office", "Tệp Excel đời cũ (.xls); hãy mở bằng Excel và lưu thành .xlsx."),
    ("Book", "legacy_office", "Tệp Excel đời cũ (.xls); hãy mở bằng Excel và lưu thành .xlsx."),
)
_PDF = "Tệp PDF chưa nạp được; hãy dùng tệp Word hoặc Excel gốc."
_WEB = "Đây là trang web lưu lại, không phải tệp câu hỏi; hãy lưu thành .docx hoặc .xlsx."
_PICTURE = "Đây là tệp hình, không phải tệp câu hỏi."
_SQUEEZED = "Đây là tệp nén; hãy giải nén rồi nạp từng tệp câu hỏi bên trong."
_PROGRAM = "Đây là tệp chương trình, không phải tệp câu hỏi."
_MEDIA = "Đây là tệp âm thanh hoặc phim, không phải tệp câu hỏi."
_OLD_XML = "Tệp Office lưu dạng XML đời cũ; hãy mở bằng Word hoặc Excel và lưu thành .docx hoặc .xlsx."
_SIGNS = (
    (b"%PDF", _PDF),
    (b"{\\rtf", "Tệp RTF; hãy mở bằng Word và lưu thành .docx."),
    *((sign, _PICTURE) for sign in (b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")),
    *((sign, _SQUEEZED) for sign in (b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"\xfd7zXZ")),
    *((sign, _PROGRAM) for sign in (b"MZ\x90", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!/", b"<?php")),
    *(
        (sign, _MEDIA)
        for sign in (b"ID3\x03", b"ID3\x04", b"OggS\x00", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00\x20ftyp")
    ),
)
_SHOWN = (
    (re.compile(r"<!doctype\s+html|<html|<head\b|<body\b|<script", re.IGNORECASE), _WEB),
    (re.compile(r"MIME-Version:", re.IGNORECASE), _WEB),
    (re.compile(r"<svg[\s/>]", re.IGNORECASE), _PICTURE),
    (re.compile(r"<(?:\w+:)?(?:wordDocument|Workbook|package)[\s/>]"), _OLD_XML),
)
_PROLOG = re.compile(r"\s*(?:<\?(?!php).*?\?>|<!--.*?-->|<!DOCTYPE\s+svg[^>]*>)", re.DOTALL | re.IGNORECASE)
_USUAL = frozenset(
    {"docx", "xlsx", "csv", "tsv", "gift", "aiken", "txt", "text", "xml", "zip", "qti", "json", "doc", "xls"}
)
_PROGRAMS = "exe|scr|bat|cmd|msi|dll|lnk|hta|jar|apk|js|mjs|vbs|vbe|wsf|ps1|sh|py|php|phtml|asp|aspx|jsp|cgi|swf"
_MACROS_OR_WEB = "docm|dotm|dotx|xlsm|xltm|xltx|xlam|xlsb|pptm|html|htm|xhtml|mht|mhtml|svg|svgz"
_ACTIVE = re.compile(rf"\.({_PROGRAMS}|{_MACROS_OR_WEB})(?=\.|$)")
_LAST = re.compile(r"\.([a-z][a-z0-9]{0,5})$")


def refuse_name(name: str) -> None:
    """Raise Unreadable for a name whose ending no question bank has, or that hides a program before its ending."""
    lowered = name.strip().lower()
    active = _ACTIVE.search(lowered)
    if active:
        message = f"Không nhận tệp có đuôi “.{active[1]}”; hãy lưu thành .docx, .xlsx hoặc định dạng câu hỏi khác."
        raise Unreadable("wrong_type", message)
    last = _LAST.search(lowered)
    if last and last[1] not in _USUAL:
        message = (
            f"Đuôi tệp “.{last[1]}” không phải của tệp câu hỏi; hãy dùng .docx, .xlsx, .csv, .gift, .xml hoặc .txt."
        )
        raise Unreadable("wrong_type", message)


def refuse_foreign(data: bytes) -> None:
    """Raise Unreadable for what the first bytes show to be something else than a question bank."""
    if data.startswith(_OLE2):
        for stream, code, message in _OLD_KINDS:
            if stream.encode("utf-16-le") in data:
                raise Unreadable(code, message)
        raise Unreadable("legacy_office", "Tệp Office đời cũ hoặc được đặt mật khẩu; hãy lưu lại dạng .docx/.xlsx.")
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    for sign, message in _SIGNS:
        if start.startswith(sign):
            raise Unreadable("wrong_type", message)
    text = without_prolog(peek(data))
    for shown, message in _SHOWN:
        if shown.match(text):
            raise Unreadable("wrong_type", message)


def without_prolog(text: str) -> str:
    """What stands behind the declaration, comments and instructions at the head of a text."""
    found = _PROLOG.match(text)
    while found and found.end():
        text = text[found.end() :]
        found = _PROLOG.match(text)
    return text.lstrip()
