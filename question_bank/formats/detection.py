"""What a file is by its content, and whether that is what its name says."""

from __future__ import annotations

from question_bank.formats.package import open_package
from question_bank.formats.sniffing import is_qti_package, sniff_text
from question_bank.problem import Unreadable

ENDINGS = {
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".csv": "csv",
    ".tsv": "csv",
    ".gift": "gift",
    ".gift.txt": "gift",
    ".aiken": "aiken",
    ".aiken.txt": "aiken",
    ".xml": "moodle",
    ".qti.zip": "qti",
    ".zip": "qti",
    ".json": "json",
}
NAMES = {
    "docx": "Word (.docx)",
    "xlsx": "Excel (.xlsx)",
    "csv": "CSV",
    "gift": "GIFT",
    "aiken": "Aiken",
    "text": "văn bản thuần (.txt)",
    "moodle": "Moodle XML",
    "qti": "QTI",
    "json": "JSON",
}
_PACKED = frozenset({"docx", "xlsx"})
_MARKED_UP = frozenset({"moodle", "qti"})
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_KINDS = (
    ("EncryptedPackage", "encrypted", "Tệp được đặt mật khẩu; hãy bỏ mật khẩu rồi nạp lại."),
    ("WordDocument", "legacy_office", "Tệp Word đời cũ (.doc); hãy mở bằng Word và lưu thành .docx."),
    ("Workbook", "legacy_office", "Tệp Excel đời cũ (.xls); hãy mở bằng Excel và lưu thành .xlsx."),
    ("Book", "legacy_office", "Tệp Excel đời cũ (.xls); hãy mở bằng Excel và lưu thành .xlsx."),
)
_FOREIGN = (
    (b"%PDF", "Tệp PDF chưa nạp được; hãy dùng tệp Word hoặc Excel gốc."),
    (b"{\\rtf", "Tệp RTF; hãy mở bằng Word và lưu thành .docx."),
    (b"<!doctype html", "Đây là trang web lưu lại, không phải tệp câu hỏi; hãy lưu thành .docx hoặc .xlsx."),
    (b"<html", "Đây là trang web lưu lại, không phải tệp câu hỏi; hãy lưu thành .docx hoặc .xlsx."),
    (b"\x89png", "Đây là tệp hình, không phải tệp câu hỏi."),
    (b"\xff\xd8\xff", "Đây là tệp hình, không phải tệp câu hỏi."),
)


def by_ending(name: str) -> str:
    """The format that a file name promises, or "" if it promises none of ours."""
    lowered = name.lower()
    return next((format for ending, format in ENDINGS.items() if lowered.endswith(ending)), "")


def detect(data: bytes, name: str, wanted: str = "") -> str:
    """The format of a file.

    `wanted`, or else the ending of `name`, must agree with the content. Raises Unreadable for an empty,
    encrypted, outdated, foreign or mislabelled file.
    """
    if not data.strip():
        raise Unreadable("empty", "Tệp rỗng, không có nội dung nào để nạp.")
    _refuse_foreign(data)
    expected = wanted or by_ending(name)
    found = _packed_format(data) if data.startswith(b"PK") else _text_format(data, expected)
    if not wanted and {expected, found} <= _MARKED_UP:
        return found  # ".xml" says no more than that it is one of these
    if expected and found != expected:
        what = NAMES.get(found, "tệp chữ")
        raise Unreadable(
            "wrong_type", f"Tệp được nạp là {NAMES[expected]} nhưng nội dung là {what}; hãy kiểm tra lại tệp."
        )
    if not found:
        raise Unreadable(
            "unknown_format", "Không nhận ra định dạng; hãy dùng tệp Word, Excel hoặc chọn định dạng của tệp."
        )
    return found


def _refuse_foreign(data: bytes) -> None:
    if data.startswith(_OLE2):
        for stream, code, message in _OLD_KINDS:
            if stream.encode("utf-16-le") in data:
                raise Unreadable(code, message)
        raise Unreadable("legacy_office", "Tệp Office đời cũ hoặc được đặt mật khẩu; hãy lưu lại dạng .docx/.xlsx.")
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for sign, message in _FOREIGN:
        if start.startswith(sign):
            raise Unreadable("wrong_type", message)


def _packed_format(data: bytes) -> str:
    return "qti" if is_qti_package(data) else open_package(data).kind


def _text_format(data: bytes, expected: str) -> str:
    """Text has no signature: what a person or the ending says is believed, markup alone is looked at."""
    if expected in _PACKED:
        return ""
    found = sniff_text(data)
    if expected in _MARKED_UP or found in _MARKED_UP:
        return found
    return expected or found
