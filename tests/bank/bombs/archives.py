"""Bombs that are archives, or XML as a whole."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from itertools import pairwise

from tests.bank.bombs.parts import MB, Bomb, office, packed


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
    for one, other in pairwise(names):
        entities += f'<!ENTITY {other} "{f"&{one};" * 10}">'
    return f"<?xml version='1.0'?><!DOCTYPE {root} [{entities}]><{root}>&p;</{root}>"


def _billion_laughs() -> Bomb:
    return "laughs.docx", office("docx", {"word/document.xml": _laughs("w")})


def _moodle_laughs() -> Bomb:
    return "laughs.xml", _laughs("quiz").encode()


def _external(address: str) -> bytes:
    doctype = f'<!DOCTYPE quiz SYSTEM "{address}" [<!ENTITY x SYSTEM "{address}">]>'
    return f'<?xml version="1.0"?>{doctype}<quiz><question type="essay">&x;</question></quiz>'.encode()


def _external_file() -> Bomb:
    return "external.xml", _external("file:///etc/passwd")


def _external_network() -> Bomb:
    return "network.xml", _external("http://169.254.169.254/latest/")


def _deep_moodle() -> Bomb:
    return "deep.xml", b"<quiz>" + b"<question>" * 100_000 + b"</question>" * 100_000 + b"</quiz>"


def _deep_html() -> Bomb:
    html = "<b>" * 100_000 + "Hỏi?" + "</b>" * 100_000
    answers = '<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>'
    text = f'<questiontext format="html"><text><![CDATA[{html}]]></text></questiontext>'
    return "html.xml", f'<quiz><question type="multichoice">{text}{answers}</question></quiz>'.encode()


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


BOMBS = {
    name.removeprefix("_"): made
    for name, made in list(globals().items())
    if callable(made) and getattr(made, "__annotations__", {}).get("return") == "Bomb"
}
