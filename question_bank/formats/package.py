"""Opening an Office file (a zip of XML parts) without trusting it.

Sizes are judged before anything is unpacked, XML is looked at before anything parses it, and only what
passed is handed on: readers get clean parts, or a clean archive made of them.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from question_bank.limits import DEFAULT_LIMITS, Limits
from question_bank.problem import WHOLE_FILE, Unreadable

_CONTENT_TYPES = "[Content_Types].xml"
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']""")
_PLAIN_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_MAIN = re.compile(r"(wordprocessingml\.document|spreadsheetml\.sheet)\.main\+xml$")
_MACROS = re.compile(r"macroEnabled|vbaProject|template\.main", re.IGNORECASE)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
_DAMAGED = "Tệp bị hỏng; hãy mở bằng phần mềm đã tạo ra nó (Word, Excel, Moodle…) rồi lưu hoặc xuất lại."


@dataclass(frozen=True, slots=True)
class Package:
    """The XML parts of an Office file by name, each checked; `kind` is "docx" or "xlsx", `archive` the whole file."""

    kind: str
    main: str
    parts: dict[str, bytes]
    archive: bytes = b""

    def tree(self, name: str) -> etree._Element | None:
        """The root element of a part, or None if the file has no such part. Raises Unreadable."""
        data = self.parts.get(name)
        return None if data is None else parse_xml(data)

    def binary(self, name: str) -> bytes | None:
        """A part that is no XML (a picture), or None if the file has no such part. Raises Unreadable."""
        return read_members(self.archive, lambda entry: entry == name).get(name)

    def repacked(self) -> bytes:
        """An archive of the checked parts alone, for libraries that unpack by themselves."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name, data in self.parts.items():
                archive.writestr(name, data)
        return target.getvalue()


def parse_xml(data: bytes) -> etree._Element:
    """Parse checked XML without entities, network or oversized trees. Raises Unreadable."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise Unreadable("damaged", _DAMAGED) from None


def read_xml(data: bytes, name: str = WHOLE_FILE, long_texts: bool = False) -> etree._Element:
    """Check and parse a file that is XML as a whole. Raises Unreadable, with the line where the grammar is broken.

    `long_texts` is for files that hold pictures as text, which may be longer than any text that people write.
    """
    check_xml(name, data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=long_texts, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        place = f"dòng {problem.lineno}" if name == WHOLE_FILE else name
        message = "Tệp XML sai cú pháp ở đây; hãy xuất lại tệp từ phần mềm đã tạo ra nó."
        raise Unreadable("damaged", message, place) from None


def open_package(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Package:
    """Check an Office file and return its parts. Raises Unreadable with the reason."""
    parts = read_members(data, is_xml, limits)
    for part, content in parts.items():
        check_xml(part, content)
    kind, main = _main_part(parts)
    return Package(kind, main, parts, data)


def read_members(data: bytes, wanted: Callable[[str], bool], limits: Limits = DEFAULT_LIMITS) -> dict[str, bytes]:
    """The wanted members of a zip by name, once all its sizes are judged. Raises Unreadable with the reason.

    Nothing is ever written to disk, so a name is only a name; two members of one name are refused.
    """
    archive = Archive(data, limits)
    return {name: archive.read(name) for name in archive.names if wanted(name)}


class Archive:
    """A zip whose sizes are judged, read member by member. Raises Unreadable with the reason."""

    def __init__(self, data: bytes, limits: Limits = DEFAULT_LIMITS) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise Unreadable("damaged", _DAMAGED) from None
        entries = self._archive.infolist()
        _check_entries(entries, limits)
        self.names = tuple(entry.filename for entry in entries if not entry.is_dir())

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises KeyError where there is none of this name, Unreadable where it is broken."""
        try:
            return self._archive.read(name)
        except _BROKEN:
            raise Unreadable("damaged", _DAMAGED) from None


def is_xml(name: str) -> bool:
    """True for the names of XML parts."""
    return name.lower().endswith((".xml", ".rels"))


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = [entry.filename for entry in entries]
    if len(names) != len(set(names)):
        raise Unreadable("damaged", _DAMAGED)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("encrypted", "Tệp được đặt mật khẩu; hãy bỏ mật khẩu rồi nạp lại.")
    unpacked = sum(entry.file_size for entry in entries)
    xml = sum(entry.file_size for entry in entries if is_xml(entry.filename))
    if len(entries) > limits.entries or unpacked > limits.unpacked_bytes or xml > limits.xml_bytes:
        raise Unreadable("too_large", "Tệp khi mở ra quá lớn; hãy tách thành nhiều tệp hoặc bỏ bớt phần thừa.")


def check_xml(name: str, content: bytes) -> None:
    """Refuse XML with a document type, entities or an encoding other than UTF-8. Raises Unreadable."""
    if b"\x00" in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("damaged", _DAMAGED, name)
    declared = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in _PLAIN_ENCODINGS:
        raise Unreadable("damaged", _DAMAGED, name)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unreadable("unsafe_xml", "Tệp chứa khai báo DTD/ENTITY không an toàn nên không được nạp.", name)


def _main_part(parts: dict[str, bytes]) -> tuple[str, str]:
    """Which kind of document this is, by the content type that the package itself declares."""
    if _CONTENT_TYPES not in parts:
        raise Unreadable("wrong_type", "Tệp nén này không phải tài liệu Word hay Excel.")
    for entry in parse_xml(parts[_CONTENT_TYPES]).iter("{*}Override", "{*}Default"):
        content_type = entry.get("ContentType", "")
        if _MACROS.search(content_type):
            raise Unreadable("macros", "Tệp chứa macro hoặc là tệp mẫu; hãy lưu lại dạng .docx hoặc .xlsx thường.")
    for entry in parse_xml(parts[_CONTENT_TYPES]).iter("{*}Override"):
        found = _MAIN.search(entry.get("ContentType", ""))
        name = entry.get("PartName", "").lstrip("/")
        if found and name in parts:
            return ("docx" if found[1].startswith("word") else "xlsx"), name
    raise Unreadable("wrong_type", "Tệp nén này không phải tài liệu Word hay Excel.")
