"""Small files that ask for much: each is to be refused, soon and within the bounds of the child that reads it.

`python -m tests.bank.bombs` reads them all and prints seconds and memory.
"""

from __future__ import annotations

import io
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping

from quiz.bank.reading.pool import Pool, ReadingFailed, Request
from quiz.core.settings import IMPORT_LIMITS

MB = 1024 * 1024
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
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
    types = f'{XML}<Types xmlns="{_TYPES}"><Override PartName="/{main}" ContentType="{override}"/></Types>'
    root = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="{main}"/>'
    rels = f'{XML}<Relationships xmlns="{_RELS}">{root}</Relationships>'
    return packed({"[Content_Types].xml": types, "_rels/.rels": rels, **parts})


def document(body: str, **parts: bytes | str) -> bytes:
    """A Word file with this body."""
    return office("docx", {"word/document.xml": f'{XML}<w:document xmlns:w="{WORD}">{body}</w:document>', **parts})


def workbook(sheet: str, parts: Mapping[str, bytes | str] | None = None, target: str = "worksheets/sheet1.xml") -> bytes:
    """An Excel file with this sheet."""
    names = "".join(
        f'<Relationship Id="{one}" Type="{_OFFICE}/{kind}" Target="{where}"/>'
        for one, kind, where in (
            ("r1", "worksheet", target),
            ("r2", "sharedStrings", "sharedStrings.xml"),
            ("r3", "styles", "styles.xml"),
        )
    )
    book = f'<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets>'
    base: dict[str, bytes | str] = {
        "xl/workbook.xml": f'{XML}<workbook xmlns="{SHEET}" xmlns:r="{_OFFICE}">{book}</workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{_RELS}">{names}</Relationships>',
        "xl/sharedStrings.xml": f'{XML}<sst xmlns="{SHEET}"/>',
        "xl/styles.xml": f'{XML}<styleSheet xmlns="{SHEET}"/>',
        "xl/worksheets/sheet1.xml": f'{XML}<worksheet xmlns="{SHEET}">{sheet}</worksheet>',
    }
    return office("xlsx", {**base, **(parts or {})})


def cell(reference: str, text: str) -> str:
    """A cell with its text in it."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADER_CELLS = "".join(
    cell(f"{letter}1", text)
    for letter, text in zip("ABCDEF", ("Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án D", "Đáp án đúng"))
)
ROW_CELLS = "".join(cell(f"{letter}2", text) for letter, text in zip("ABCDEF", ("Hỏi?", "1", "2", "3", "4", "A")))
TABLE = f'<sheetData><row r="1">{HEADER_CELLS}</row><row r="2">{ROW_CELLS}</row></sheetData>'


def _ratio() -> Bomb:
    return "ratio.docx", office("docx", {"word/document.xml": b"<" + bytes(300 * MB)})


def _nested() -> Bomb:
    inner = packed({f"{number}.xml": bytes(4 * MB) for number in range(8)})
    middle = packed({f"{number}.zip": inner for number in range(16)})
    return "nested.zip", packed({f"{number}.zip": middle for number in range(16)} | {"a.xml": "<quiz/>"})


def _overlapping() -> Bomb:
    """Every name of the directory means the same compressed bytes."""
    data = bytes(8 * MB)
    pressed = zlib.compress(data, 9)[2:-4]
    head = (20, 0, 8, 0, 33, zlib.crc32(data), len(pressed), len(data))
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", *head, 5, 0) + b"a.xml" + pressed
    names = [f"{number:03d}.xml".encode() for number in range(500)]
    entries = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, *head, len(name), 0, 0, 0, 0, 0, 0) + name for name in names
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(names), len(names), len(entries), len(local), 0)
    return "overlapping.zip", local + entries + end


def _lying() -> Bomb:
    """The directory says ten bytes where there are a hundred million."""
    data = packed({"imsmanifest.xml": bytes(100 * MB)})
    return "lying.zip", data.replace(struct.pack("<L", 100 * MB), struct.pack("<L", 10))


def _entries() -> Bomb:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(100_000):
            archive.writestr(zipfile.ZipInfo(f"{number}.xml"), b"")
    return "entries.docx", target.getvalue()


def _laughs(root: str) -> str:
    entities = '<!ENTITY a "ha ha ha ha ha ha">'
    names = "abcdefghijklmnop"
    for one, other in zip(names, names[1:]):
        entities += f'<!ENTITY {other} "{f"&{one};" * 10}">'
    return f"<?xml version='1.0'?><!DOCTYPE {root} [{entities}]><{root}>&p;</{root}>"


def _billion_laughs() -> Bomb:
    return "laughs.docx", office("docx", {"word/document.xml": _laughs("w")})


def _quadratic() -> Bomb:
    doctype = f'<!DOCTYPE sst [<!ENTITY x "{"x" * 100_000}">]>'
    strings = f'<?xml version="1.0"?>{doctype}<sst xmlns="{SHEET}"><si><t>{"&x;" * 30_000}</t></si></sst>'
    return "quadratic.xlsx", workbook(TABLE, {"xl/sharedStrings.xml": strings})


def _moodle_laughs() -> Bomb:
    return "laughs.xml", _laughs("quiz").encode()


def _external(address: str) -> bytes:
    doctype = f'<!DOCTYPE quiz SYSTEM "{address}" [<!ENTITY x SYSTEM "{address}">]>'
    return f'<?xml version="1.0"?>{doctype}<quiz><question type="essay">&x;</question></quiz>'.encode()


def _external_file() -> Bomb:
    return "external.xml", _external("file:///etc/passwd")


def _external_network() -> Bomb:
    return "network.xml", _external("http://169.254.169.254/latest/")


def _deep_word() -> Bomb:
    return "deep.docx", document("<w:body>" + "<w:p>" * 100_000 + "</w:p>" * 100_000 + "</w:body>")


def _deep_moodle() -> Bomb:
    return "deep.xml", b"<quiz>" + b"<question>" * 100_000 + b"</question>" * 100_000 + b"</quiz>"


def _deep_html() -> Bomb:
    html = "<b>" * 100_000 + "Hỏi?" + "</b>" * 100_000
    answers = '<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>'
    text = f'<questiontext format="html"><text><![CDATA[{html}]]></text></questiontext>'
    return "html.xml", f'<quiz><question type="multichoice">{text}{answers}</question></quiz>'.encode()


def _deep_html_in_json() -> Bomb:
    html = "<b>" * 100_000 + "Hỏi?"
    return "html.json", (
        '[{"kind": "single", "markup": "html", "stem": "' + html + '", "options": [{"text": "a", "is_key": true}]}]'
    ).encode()


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
        f'xmlns:r="{_OFFICE}" r:embed="r9"/></w:drawing>'
    )
    lines = ["Câu 1. Hình gì?", "A. một", "B. hai", "Đáp án: A"]
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines[:1])
    body += f"<w:p><w:r>{drawing}</w:r></w:p>"
    body += "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines[1:])
    rels = f'<Relationship Id="r9" Type="{_OFFICE}/image" Target="media/{name}"/>'
    parts: dict[str, bytes | str] = {
        f"word/media/{name}": picture,
        "word/_rels/document.xml.rels": f'{XML}<Relationships xmlns="{_RELS}">{rels}</Relationships>',
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


def _one_text() -> Bomb:
    return "text.txt", ("Câu 1. " + "chữ " * 4_000_000).encode()


def _text_lines() -> Bomb:
    return "lines.txt", b"A. " * 2_000_000 + b"\n" * 1_000_000


def _text_starts() -> Bomb:
    return "starts.txt", ("Câu 1.\n" * 600_000).encode()


def _text_blanks() -> Bomb:
    return "blanks.txt", b"Cau 1. a\nA. a\n" + (b" " * 50_000 + b"x\n") * 200


def _gift_braces() -> Bomb:
    return "braces.gift", b"{" * 5_000_000


def _gift_options() -> Bomb:
    return "options.gift", b"Q {" + b"~=" * 2_500_000 + b"}"


def _gift_escapes() -> Bomb:
    return "escapes.gift", b"Q {=" + b"\\" * 5_000_001 + b"~b}"


def _gift_names() -> Bomb:
    return "names.gift", b"::" * 2_500_000 + b" Q {=a ~b}"


def _aiken() -> Bomb:
    return "lines.aiken", b"Q\n" + b"A) " * 1_500_000 + b"\n" + b"B. b\n" * 500_000 + b"ANSWER: A\n"


def _aiken_answers() -> Bomb:
    return "answers.aiken", b"Q\nA. a\nB. b\nANSWER: " + b"A, " * 2_000_000 + b"\n"


def _json_depth() -> Bomb:
    return "depth.json", b"[" * 5_000_000


def _json_objects() -> Bomb:
    return "objects.json", b'[{"a":' * 100_000 + b"1" + b"}]" * 100_000


def _json_size() -> Bomb:
    return "size.json", b"[" + b"{}," * 5_000_000 + b"{}]"


def _json_number() -> Bomb:
    return "number.json", b'[{"marks": ' + b"9" * 5_000_000 + b"}]"


def _csv_field() -> Bomb:
    return "field.csv", '"Câu hỏi","'.encode() + b"x" * (15 * MB)


def _csv_line() -> Bomb:
    return "line.csv", "Câu hỏi".encode() + b"," * 10_000_000


def _csv_quotes() -> Bomb:
    return "quotes.csv", b'"' * 10_000_001


def _csv_rows() -> Bomb:
    return "rows.csv", "Câu hỏi,Đáp án A,Đáp án B,Đáp án đúng\n".encode() + b"q,a,b,A\n" * 1_500_000


def _qti_items() -> Bomb:
    item = (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="t">'
        '<responseDeclaration identifier="R" cardinality="single" baseType="identifier"><correctResponse>'
        "<value>A</value></correctResponse></responseDeclaration><itemBody><choiceInteraction "
        'responseIdentifier="R" maxChoices="1"><prompt>Hỏi?</prompt><simpleChoice identifier="A">a</simpleChoice>'
        '<simpleChoice identifier="B">b</simpleChoice></choiceInteraction></itemBody></assessmentItem>'
    )
    return "items.qti.zip", packed({f"i{number}.xml": item for number in range(15_000)})


def _moodle_questions() -> Bomb:
    answers = '<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>'
    question = f'<question type="multichoice"><questiontext><text>Q</text></questiontext>{answers}</question>'
    return "questions.xml", f"<quiz>{question * 100_000}</quiz>".encode()


def _moodle_pictures() -> Bomb:
    file = '<file name="a.png" encoding="base64">' + "A" * 1000 + "</file>"
    text = f"<questiontext format='html'><text>Q</text>{file * 15_000}</questiontext>"
    return "pictures.xml", f'<quiz><question type="multichoice">{text}</question></quiz>'.encode()


ALL: dict[str, Callable[[], Bomb]] = {
    name.removeprefix("_"): made
    for name, made in list(globals().items())
    if callable(made) and getattr(made, "__annotations__", {}).get("return") == "Bomb"
}
SLOW_TO_MAKE = frozenset({"ratio", "entries", "overlapping"})


def read_bomb(pool: Pool, bomb: Bomb) -> tuple[str, float, int]:
    """What came of a bomb in a child: the first error's code or why the child ended; seconds; bytes of memory."""
    name, content = bomb
    request = Request(name, content, None, (), IMPORT_LIMITS, IMPORT_LIMITS.seconds)
    started = time.monotonic()
    try:
        answer = pool.read(request, lambda _done, _total: None)
    except ReadingFailed as failure:
        return failure.reason.value, time.monotonic() - started, IMPORT_LIMITS.memory_bytes
    codes = [problem.code for problem in answer.reading.errors] or ["taken"]
    return codes[0], time.monotonic() - started, answer.peak_bytes


def main() -> None:
    """Print the table, each bomb in a child of its own."""
    wanted = sys.argv[1:] or list(ALL)
    for name in wanted:
        bomb = ALL[name]()
        pool = Pool(at_once=1)
        pool.warm()
        result, seconds, peak = read_bomb(pool, bomb)
        pool.close()
        line = f"{name:20} {bomb[0]:18} {len(bomb[1]) / 1024:9.0f} kB  {result:18} {seconds:6.2f} s {peak / MB:5.0f} MB"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
