"""Archives and Office files put together from parts that no program would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MB = 1024 * 1024
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MAIN = {"docx": "wordprocessingml.document", "xlsx": "spreadsheetml.sheet"}
Bomb = tuple[str, bytes]


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def office(kind: str, parts: Mapping[str, bytes | str]) -> bytes:
    """An Office file whose main part and others are these."""
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[kind]
    override = f"application/vnd.openxmlformats-officedocument.{_MAIN[kind]}.main+xml"
    types = f'{XML}<Types xmlns="{TYPES}"><Override PartName="/{main}" ContentType="{override}"/></Types>'
    root = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="{main}"/>'
    rels = f'{XML}<Relationships xmlns="{RELS}">{root}</Relationships>'
    return packed({"[Content_Types].xml": types, "_rels/.rels": rels, **parts})


def document(body: str, **parts: bytes | str) -> bytes:
    """A Word file with this body."""
    return office("docx", {"word/document.xml": f'{XML}<w:document xmlns:w="{WORD}">{body}</w:document>', **parts})


def workbook(
    sheet: str, parts: Mapping[str, bytes | str] | None = None, target: str = "worksheets/sheet1.xml"
) -> bytes:
    """An Excel file with this sheet."""
    names = "".join(
        f'<Relationship Id="{one}" Type="{OFFICE}/{kind}" Target="{where}"/>'
        for one, kind, where in (
            ("r1", "worksheet", target),
            ("r2", "sharedStrings", "sharedStrings.xml"),
            ("r3", "styles", "styles.xml"),
        )
    )
    book = '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets>'
    base: dict[str, bytes | str] = {
        "xl/workbook.xml": f'{XML}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">{book}</workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{RELS}">{names}</Relationships>',
        "xl/sharedStrings.xml": f'{XML}<sst xmlns="{SHEET}"/>',
        "xl/styles.xml": f'{XML}<styleSheet xmlns="{SHEET}"/>',
        "xl/worksheets/sheet1.xml": f'{XML}<worksheet xmlns="{SHEET}">{sheet}</worksheet>',
    }
    return office("xlsx", {**base, **(parts or {})})


def cell(reference: str, text: str) -> str:
    """A cell with its text in it."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADER_CELLS = "".join(
    cell(f"{chr(65 + column)}1", text)
    for column, text in enumerate(("Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án D", "Đáp án đúng"))
)
ROW_CELLS = "".join(cell(f"{chr(65 + column)}2", text) for column, text in enumerate(("Hỏi?", *"1234A")))
TABLE = f'<sheetData><row r="1">{HEADER_CELLS}</row><row r="2">{ROW_CELLS}</row></sheetData>'
