"""Bombs that are Word and Excel files."""

from __future__ import annotations

import struct
import zlib

from tests.bank.bombs.parts import MB, OFFICE, RELS, SHEET, TABLE, WORD, XML, Bomb, cell, document, workbook


def _quadratic() -> Bomb:
    doctype = f'<!DOCTYPE sst [<!ENTITY x "{"x" * 100_000}">]>'
    strings = f'<?xml version="1.0"?>{doctype}<sst xmlns="{SHEET}"><si><t>{"&x;" * 30_000}</t></si></sst>'
    return "quadratic.xlsx", workbook(TABLE, {"xl/sharedStrings.xml": strings})


def _deep_word() -> Bomb:
    return "deep.docx", document("<w:body>" + "<w:p>" * 100_000 + "</w:p>" * 100_000 + "</w:body>")


def _long_string() -> Bomb:
    strings = f'{XML}<sst xmlns="{SHEET}"><si><t>{"a" * (20 * MB)}</t></si></sst>'
    sheet = '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'
    return "string.xlsx", workbook(sheet, {"xl/sharedStrings.xml": strings})


def _many_strings() -> Bomb:
    strings = f'{XML}<sst xmlns="{SHEET}">{"<si><t>abc</t></si>" * 1_000_000}</sst>'
    return "strings.xlsx", workbook("<sheetData/>", {"xl/sharedStrings.xml": strings})


def _pictured(name: str, picture: bytes) -> bytes:
    drawing = (
        '<w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'xmlns:r="{OFFICE}" r:embed="r9"/></w:drawing>'
    )
    lines = ["Câu 1. Hình gì?", "A. một", "B. hai", "Đáp án: A"]
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines[:1])
    body += f"<w:p><w:r>{drawing}</w:r></w:p>"
    body += "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines[1:])
    rels = f'<Relationship Id="r9" Type="{OFFICE}/image" Target="media/{name}"/>'
    parts: dict[str, bytes | str] = {
        f"word/media/{name}": picture,
        "word/_rels/document.xml.rels": f'{XML}<Relationships xmlns="{RELS}">{rels}</Relationships>',
    }
    return document(f"<w:body>{body}</w:body>", **parts)


def huge_png() -> bytes:
    """A PNG of 40,000 by 25,000 pixels in a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))

    head = struct.pack(">LLBBBBB", 40_000, 25_000, 1, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(5_001) * 25_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _png() -> Bomb:
    return "png.docx", _pictured("a.png", huge_png())


def _jpeg() -> Bomb:
    frame = struct.pack(">BHBHHB", 0xC0, 17, 8, 32_000, 32_000, 3) + b"\x01\x11\x00\x02\x11\x00\x03\x11\x00"
    return "jpeg.docx", _pictured("a.jpg", b"\xff\xd8\xff" + frame + b"\xff\xda" + bytes(64) + b"\xff\xd9")


def _far_cell() -> Bomb:
    return "far.xlsx", workbook(f"<sheetData><row r='1048576'>{cell('XFD1048576', 'x')}</row></sheetData>")


def _far_unnamed() -> Bomb:
    """The row does not say how far down it is; the cell does."""
    return "far-cell.xlsx", workbook(f"<sheetData><row>{cell('XFD1048576', 'x')}</row></sheetData>")


def _styles() -> Bomb:
    formats = '<xf numFmtId="9"/>' * 1_000_000
    styles = f'{XML}<styleSheet xmlns="{SHEET}"><cellXfs count="1000000">{formats}</cellXfs></styleSheet>'
    return "styles.xlsx", workbook(TABLE, {"xl/styles.xml": styles})


def _merged() -> Bomb:
    merged = "".join(f'<mergeCell ref="A{n}:D{n}"/>' for n in range(3, 700_003))
    return "merged.xlsx", workbook(f"{TABLE}<mergeCells>{merged}</mergeCells>")


def _merged_far() -> Bomb:
    merged = '<mergeCell ref="A3:XFD1048576"/>' * 1_000
    return "merged-far.xlsx", workbook(f"{TABLE}<mergeCells>{merged}</mergeCells>")


def _cells() -> Bomb:
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}"><v>{n}</v></c>' for c in "ABCDEFGHIJKLMNOPQRST") + "</row>"
        for n in range(1, 50_001)
    )
    return "cells.xlsx", workbook(f"<sheetData>{rows}</sheetData>")


def _cyclic() -> Bomb:
    return "cyclic.xlsx", workbook(TABLE, target="workbook.xml")


def _cyclic_styles() -> Bomb:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % 2000}"/></w:style>'
        for n in range(2000)
    )
    body = '<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:t>Câu 1. Hỏi?</w:t></w:r></w:p>' * 2000
    parts: dict[str, bytes | str] = {"word/styles.xml": f'{XML}<w:styles xmlns:w="{WORD}">{styles}</w:styles>'}
    return "styles.docx", document(f"<w:body>{body}</w:body>", **parts)


def _paragraphs() -> Bomb:
    return "paragraphs.docx", document("<w:body>" + "<w:p><w:r><w:t>A</w:t></w:r></w:p>" * 700_000 + "</w:body>")


def _tables() -> Bomb:
    opening, closing = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    return "tables.docx", document(f"<w:body>{opening * 60}{'<w:p/>' * 100_000}{closing * 60}</w:body>")


BOMBS = {
    name.removeprefix("_"): made
    for name, made in list(globals().items())
    if callable(made) and getattr(made, "__annotations__", {}).get("return") == "Bomb"
}
