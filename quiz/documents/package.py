"""Looking into an .xlsx file before it is read: is it one, is it locked, would unpacking it hurt."""

from __future__ import annotations

import io
import zipfile
import zlib

from quiz.core.errors import Invalid
from quiz.documents.extent import Extent, TooFar, UnusableXml

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 80 * 1024 * 1024
MAX_PARTS = 2000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError)


def checked_workbook(content: bytes) -> bytes:
    """The file again, made of nothing but what was looked at here, so that the reader sees no other sizes.

    Raises Invalid with the reason where it is no plain .xlsx file of a size that can be read.
    """
    if not content:
        raise _refused("Tệp rỗng, không có nội dung.", "empty")
    if len(content) > MAX_BYTES:
        raise _refused("Tệp lớn hơn 20 MB nên không nhận được.", "too_large")
    if content.startswith(_OLD_OFFICE):
        raise _locked_or_old(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _packed(_parts(package))
    except _BROKEN as error:
        raise not_excel() from error


def not_excel() -> Invalid:
    """The refusal of what is no workbook."""
    return _refused("Tệp này không phải tệp Excel (.xlsx) hoặc đã hỏng.", "not_xlsx")


def _refused(text: str, code: str) -> Invalid:
    return Invalid(text, code=code, field="file")


def _locked_or_old(content: bytes) -> Invalid:
    if _LOCKED in content:
        return _refused("Tệp đang đặt mật khẩu. Vui lòng bỏ mật khẩu trong Excel rồi tải lại.", "encrypted")
    return _refused("Đây là tệp Excel đời cũ (.xls). Vui lòng lưu lại thành .xlsx rồi tải lại.", "old_format")


def _too_large() -> Invalid:
    return _refused("Bảng tính quá lớn, hoặc có ô nằm quá xa. Chỉ nhận tối đa 50.000 dòng và 200 cột.", "too_large")


def _parts(package: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts that make up the tables, unpacked and measured; pictures and the like are left behind."""
    entries = {entry.filename: entry for entry in package.infolist()}
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= entries.keys():
        raise not_excel()
    if any(name.lower().endswith("vbaproject.bin") for name in entries):
        raise _refused("Tệp có chứa macro. Vui lòng lưu lại thành .xlsx không có macro.", "macro")
    wanted = [entry for name, entry in entries.items() if name.endswith((".xml", ".rels"))]
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in wanted) > MAX_UNPACKED:
        raise _too_large()
    parts = {entry.filename: package.read(entry) for entry in wanted}
    for xml in parts.values():  # all of them: a worksheet may go by any name
        _measure(xml)
    return parts


def _measure(xml: bytes) -> None:
    try:
        Extent().read(xml)
    except TooFar as error:
        raise _too_large() from error
    except UnusableXml as error:
        raise not_excel() from error


def _packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, xml in parts.items():
            package.writestr(name, xml)
    return buffer.getvalue()
