"""Files as people, and people who mean harm, send them as evidence: made here, byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import PIL.Image

from quiz.documents.office import DOCX, XLSX

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 200
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\ntrailer\n<< >>\nstartxref\n48\n%%EOF\n"
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EXE = b"MZ\x90\0" + b"\0" * 300
BODY = b'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
CORE = (
    b'<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Tran Thi Bi Mat</dc:creator>'
    b"<cp:lastModifiedBy>Le Van Kin</cp:lastModifiedBy></cp:coreProperties>"
)
APP = (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Company>So Kin Dao</Company><Manager>Ong Kin</Manager></Properties>"
)


def types(kind: str = DOCX, part: str = "/word/document.xml", more: str = "") -> bytes:
    """The list of types of a document whose main part is of this kind."""
    start = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    return f'{start}<Override PartName="{part}" ContentType="{kind}.main+xml"/>{more}</Types>'.encode()


def relations(kind: str, target: str) -> bytes:
    """A part of relations with one that leads outside."""
    about = f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
    one = f'<Relationship Id="r1" {about} Target="{target}" TargetMode="External"/>'
    return f"<Relationships>{one}</Relationships>".encode()


def packed(parts: Mapping[str, bytes], *, level: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", level) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


def docx(**more: bytes) -> bytes:
    """A Word file; further parts by their names, with "__" for the slash and "_DOT_" for the dot."""
    extra = {name.replace("__", "/").replace("_DOT_", "."): data for name, data in more.items()}
    return packed({"[Content_Types].xml": types(), "word/document.xml": BODY, **extra})


def xlsx(**more: bytes) -> bytes:
    """An Excel file."""
    extra = {name.replace("__", "/").replace("_DOT_", "."): data for name, data in more.items()}
    return packed({"[Content_Types].xml": types(XLSX, "/xl/workbook.xml"), "xl/workbook.xml": b"<workbook/>", **extra})


def photo(size: tuple[int, int] = (400, 300), kind: str = "JPEG", *, turned: bool = False) -> bytes:
    """A photo with the place where it was taken; `turned` as a telephone held upright notes it."""
    picture = PIL.Image.new("RGB", size, "green")
    picture.paste((200, 0, 0), (0, 0, size[0] // 2, size[1] // 2))  # the upper left corner is red
    exif = PIL.Image.Exif()
    exif[0x010F] = "May Anh Bi Mat"
    if turned:
        exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (21.0, 1.0, 40.0), 3: "E", 4: (105.0, 50.0, 6.0)}
    buffer = io.BytesIO()
    picture.save(buffer, kind, exif=exif)
    return buffer.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has this many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def lying_zip() -> bytes:
    """A Word file whose directory says that a part is small, while the part itself is large."""
    content = bytearray(docx(word__x_DOT_xml=b"<a>" + b" " * 5000 + b"</a>"))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(content)


def flagged(content: bytes) -> bytes:
    """The same ZIP file with every part marked as locked."""
    data = bytearray(content)
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    return bytes(data)
