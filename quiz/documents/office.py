"""Word and Excel files as evidence: unpacked within bounds, looked at part by part, packed anew without their authors.

What leaves here is made of nothing but the parts that were looked at: whatever was hung on before, between or behind
them is gone. Macros, controls, and documents that take a template, a frame or an object from elsewhere do not pass.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.parsers import expat

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_UNPACKED = 80 * 1024 * 1024
MAX_PARTS = 2_000
_TYPES_PART = "[Content_Types].xml"
_BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, NotImplementedError, RuntimeError, OSError, EOFError)
_RUNS = re.compile(r"vba|macro|activex|\.(exe|dll|js|vbs|bat|cmd|ps1|hta|html?|svgz)$", re.IGNORECASE)
_LINKS = ("/hyperlink", "/image", "/video", "/audio")
"""Relations that may lead outside: they are followed when a person clicks, or show a picture."""
_CORE = b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
_APP = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
_CUSTOM = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
_ABOUT = {"docProps/core.xml": _CORE, "docProps/app.xml": _APP, "docProps/custom.xml": _CUSTOM}
"""Parts that say who wrote a document, when and where, and what stands in their place."""
_WHEREVER = re.compile(rb"<(\w+:)?coreProperties\b")
_DATED = (1980, 1, 1, 0, 0, 0)


def checked_office(content: bytes, kind: str) -> bytes | None:
    """The document packed anew; None where it is not a whole, plain document of this media type."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = _unpacked(package)
        if parts is None or not all(_is_harmless(name, data) for name, data in parts.items()):
            return None
        return _packed(parts) if _is_of_kind(parts, kind) else None
    except (*_BROKEN, ValueError):
        return None


def _unpacked(package: zipfile.ZipFile) -> dict[str, bytes] | None:
    """Every part, where they are few, small, named properly, each once, and none is locked."""
    entries = [entry for entry in package.infolist() if not entry.is_dir()]
    names = [entry.filename for entry in entries]
    is_sound = (
        len(entries) <= MAX_PARTS
        and len({name.lower() for name in names}) == len(names)
        and sum(entry.file_size for entry in entries) <= MAX_UNPACKED
        and not any(entry.flag_bits & 0x1 for entry in entries)
        and not any(name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) or "\\" in name for name in names)
    )
    return {entry.filename: package.read(entry) for entry in entries} if is_sound else None


def _is_harmless(name: str, data: bytes) -> bool:
    if _RUNS.search(name):
        return False
    if name.lower().endswith((".xml", ".rels")):
        return _is_plain_xml(data)
    return not data.startswith((b"MZ", b"\x7fELF", b"#!"))


def _is_plain_xml(data: bytes) -> bool:
    """Whether it is XML without a document type, and no relation fetches something by itself."""
    found: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        outside = tag.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") == "External"
        if outside and not attributes.get("Type", "").endswith(_LINKS):
            found.append(tag)

    def doctype(*_: object) -> None:
        found.append("doctype")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    parser.Parse(data, True)
    return not found


def _is_of_kind(parts: dict[str, bytes], kind: str) -> bool:
    """Whether the list of types names a main part of this kind that is there, and nothing with macros."""
    if _TYPES_PART not in parts:
        return False
    mains: list[str] = []
    types: list[str] = []

    def start(_tag: str, attributes: dict[str, str]) -> None:
        types.append(attributes.get("ContentType", ""))
        if types[-1] == f"{kind}.main+xml":
            mains.append(attributes.get("PartName", "").lstrip("/"))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(parts[_TYPES_PART], True)
    has_macros = any(re.search(r"macro|vba|activex", one, re.IGNORECASE) for one in types)
    return bool(mains) and all(main in parts for main in mains) and not has_macros


def _packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    ordered = sorted(parts, key=lambda name: name != _TYPES_PART)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name in ordered:
            data = _CORE if _WHEREVER.search(parts[name][:1024]) else _ABOUT.get(name, parts[name])
            package.writestr(zipfile.ZipInfo(name, _DATED), bare_jpeg(data), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def bare_jpeg(data: bytes) -> bytes:
    """A JPEG without the segments that tell of camera, place and program; anything else as it is."""
    if not data.startswith(b"\xff\xd8\xff"):
        return data
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        length = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] not in (0xE1, 0xED, 0xFE):  # Exif and XMP, Photoshop's notes, comments
            kept.append(data[at : at + length])
        at += length
    return b"".join(kept) + data[at:]
