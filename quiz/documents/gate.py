"""The gate for files that people send as evidence: what one may be, judged by its name, its first bytes and its make.

A file passes as PDF, Word, Excel or photo, and no other way. Photos are made anew (see `photos`), Office files are
packed anew without their authors (see `office`); a PDF stays as it is, so it must begin and end as one and be nothing
else.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from quiz.core.errors import Invalid
from quiz.core.uploads import file_name
from quiz.core.vietnamese import clean
from quiz.documents.office import DOCX, XLSX, checked_office
from quiz.documents.photos import checked_photo, small_photo

MAX_BYTES = 20 * 1024 * 1024
PDF = "application/pdf"
KINDS = "PDF, Word (.docx), Excel (.xlsx), ảnh JPEG, PNG hoặc WebP"
MOST_NAME = 180
"""Bytes of a name without its ending; a file system takes 255 with it."""
_PHOTOS = frozenset({"jpg", "jpeg", "png", "webp"})
_HEIC = frozenset({"heic", "heif"})
_OLD_OFFICE = {"doc": ".docx", "xls": ".xlsx", "ppt": ".pdf"}
_MACROS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm"})
# What a system or a browser might run: never behind the last dot, and never hidden before it.
_RUN = re.compile(
    r"exe|com|scr|pif|bat|cmd|ps1|vb[se]|jse?|mjs|ws[fh]|hta|ms[ip]|dll|jar|apk|app|lnk|url|reg|inf|cpl|sh|py|pl|rb"
    r"|php\d?|phtml|cgi|aspx?|jsp|[xs]?html?|mht|svgz?|xml|swf|docm|xlsm"
)
_HEAD = re.compile(rb"%PDF-[12]\.\d")
_TAIL = 1024
_ACTIVE = re.compile(rb"/(JavaScript|Launch|RichMedia)\b")


@dataclass(frozen=True)
class Passed:
    """A file that passed: what is kept, under which name and type; of a photo also a small one to be shown."""

    name: str
    media_type: str
    content: bytes
    small: bytes | None = None


def checked_file(name: str, content: bytes) -> Passed:
    """The file as it is kept. Raises Invalid (field `file`) with the reason and what the person can do."""
    stem, ending = _parts(name)
    if not content:
        raise _refused("Tệp %(name)s rỗng, không có nội dung.", "empty", name)
    if len(content) > MAX_BYTES:
        raise _refused("Tệp %(name)s lớn hơn 20 MB nên không nhận được.", "too_large", name)
    _check_ending(name, stem, ending)
    if ending in _PHOTOS:
        return _photo(name, stem, content)
    _check_magic(name, ending, content)
    kept = _MAKERS[ending](content)
    if kept is None:
        raise _refused(
            "Tệp %(name)s bị hỏng hoặc có phần không được phép. Vui lòng lưu lại rồi gửi.", "structure", name
        )
    return Passed(f"{stem}.{ending}", _TYPES[ending], kept)


def _refused(text: str, code: str, name: str) -> Invalid:
    return Invalid(text, code=code, field="file", name=_shown(name))


def _shown(name: str) -> str:
    shown = clean(file_name(name))
    return shown if len(shown) <= 60 else f"{shown[:40]}…{shown[-15:]}"


def _parts(name: str) -> tuple[str, str]:
    """The name without its ending, short enough for any file system, and the ending in small letters."""
    whole = clean(file_name(name))
    stem, dot, ending = whole.rpartition(".")
    if not dot or not stem.strip(". "):
        stem, ending = whole, ""
    cut = re.sub(r'[<>:"/\\|?*]', "-", stem).encode()[:MOST_NAME].decode(errors="ignore").strip(". ")
    return cut or "tep", ending.strip().lower()


def _check_ending(name: str, stem: str, ending: str) -> None:
    if ending in _HEIC:
        text = "Ảnh HEIC (%(name)s) chưa nhận được. Trên iPhone: Cài đặt, Camera, Định dạng, chọn “Tương thích nhất”."
        raise _refused(text, "heic", name)
    if ending in _OLD_OFFICE:
        text = "Tệp %(name)s có định dạng cũ. Vui lòng lưu lại thành %(better)s rồi gửi."
        raise Invalid(text, code="old_format", field="file", name=_shown(name), better=_OLD_OFFICE[ending])
    if ending in _MACROS:
        raise _refused("Tệp %(name)s có thể chứa macro. Vui lòng lưu lại dạng .docx hoặc .xlsx.", "macro", name)
    if ending not in _TYPES and ending not in _PHOTOS:
        raise Invalid(
            "Không nhận tệp %(name)s. Chỉ nhận %(kinds)s.", code="kind", field="file", name=_shown(name), kinds=KINDS
        )
    if _RUN.fullmatch(stem.rpartition(".")[2].strip().lower()) and "." in stem:
        raise _refused("Tên tệp %(name)s có hai phần đuôi. Vui lòng đổi tên rồi gửi lại.", "double_ending", name)


def _check_magic(name: str, ending: str, content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _refused("Tệp %(name)s đang đặt mật khẩu. Vui lòng bỏ mật khẩu rồi gửi lại.", "encrypted", name)
        text = "Tệp %(name)s là tệp Office đời cũ được đổi đuôi. Vui lòng lưu lại đúng dạng rồi gửi."
        raise _refused(text, "old_format", name)
    if not content.startswith(b"%PDF-" if ending == "pdf" else b"PK\x03\x04"):
        text = "Nội dung tệp %(name)s không đúng với đuôi tệp. Vui lòng kiểm tra rồi gửi lại."
        raise _refused(text, "not_what_it_says", name)


def _photo(name: str, stem: str, content: bytes) -> Passed:
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"):
        _check_ending(name, stem, "heic")
    photo = checked_photo(content)
    if photo is None:
        raise _refused("Không đọc được ảnh %(name)s: ảnh hỏng, quá lớn hoặc không phải ảnh.", "photo", name)
    kept, media_type, ending = photo
    return Passed(f"{stem}.{ending}", media_type, kept, small_photo(kept))


def _pdf(content: bytes) -> bytes | None:
    """A PDF that begins and ends as one, runs nothing and is no second file at the same time."""
    tail = content[-_TAIL:]
    at_end = tail.rfind(b"%%EOF")
    is_whole = (
        _HEAD.match(content) and at_end >= 0 and b"startxref" in tail and not tail[at_end + 5 :].strip(b"\r\n\0 ")
    )
    if not is_whole or _ACTIVE.search(content) or zipfile.is_zipfile(io.BytesIO(content)):
        return None
    return None if re.search(rb"<(script|html|svg|\?php)\b", content[:2048], re.IGNORECASE) else content


_TYPES = {"pdf": PDF, "docx": DOCX, "xlsx": XLSX}
_MAKERS: dict[str, Callable[[bytes], bytes | None]] = {
    "pdf": _pdf,
    "docx": lambda content: checked_office(content, DOCX),
    "xlsx": lambda content: checked_office(content, XLSX),
}
