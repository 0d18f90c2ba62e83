"""What a file is by its content, and whether that is what its name says."""

from __future__ import annotations

from question_bank.formats.encoding import peek
from question_bank.formats.foreign import refuse_foreign, refuse_name
from question_bank.formats.package import open_package
from question_bank.formats.sniffing import archive_kind, sniff_text
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
_CERTAIN = _MARKED_UP | {"json", "gift", "aiken"}
"""What a look at the content proves; tables and plain text are told from each other by their names."""
_BELIEVED = frozenset({"csv", "text", "json"})
"""A cell or a sentence may hold what looks like another format, and a broken list is named by its reader."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def by_ending(name: str) -> str:
    """The format that a file name promises, or "" if it promises none of ours."""
    lowered = name.lower()
    return next((format for ending, format in ENDINGS.items() if lowered.endswith(ending)), "")


def detect(data: bytes, name: str, wanted: str = "") -> str:
    """The format of a file.

    `wanted`, or else the ending of `name`, must agree with the content. Raises Unreadable for an empty,
    encrypted, outdated, foreign or mislabelled file.
    """
    if not peek(data).strip():
        raise Unreadable("empty", "Tệp rỗng, không có nội dung nào để nạp.")
    refuse_foreign(data)
    if not wanted:
        refuse_name(name)
    expected = wanted or by_ending(name)
    found = _packed_format(data) if data.startswith(_ZIP) else _text_format(data, expected)
    if not wanted and {expected, found} <= _MARKED_UP:
        return found  # ".xml" says no more than that it is one of these
    if expected and found != expected:
        what = NAMES.get(found, "tệp chữ chưa rõ loại")
        raise Unreadable(
            "wrong_type", f"Tệp được nạp là {NAMES[expected]} nhưng nội dung là {what}; hãy kiểm tra lại tệp."
        )
    if not found:
        raise Unreadable(
            "unknown_format", "Không nhận ra định dạng; hãy dùng tệp Word, Excel hoặc chọn định dạng của tệp."
        )
    return found


def _packed_format(data: bytes) -> str:
    return archive_kind(data) or open_package(data).kind


def _text_format(data: bytes, expected: str) -> str:
    """Text has no signature: what a person or the ending says is believed unless the content proves otherwise."""
    if expected in _PACKED:
        return ""
    found = sniff_text(data)
    if expected in _MARKED_UP or (found in _CERTAIN and expected not in _BELIEVED):
        return found
    return expected or found
