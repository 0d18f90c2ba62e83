"""QTI items and packages in the shapes in which authoring tools write them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from question_bank.formats import Reading, read
from question_bank.item import Item

V2P1, V2P2 = "http://www.imsglobal.org/xsd/imsqti_v2p1", "http://www.imsglobal.org/xsd/imsqti_v2p2"
V3P0 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
MATCH = f'<responseProcessing template="{TEMPLATES}match_correct"/>'
MAP = f'<responseProcessing template="{TEMPLATES}map_response"/>'
CAPITAL = (("A", "Huế"), ("B", "Hà Nội"), ("C", "Đà Nẵng"))
_NAME = re.compile(r"(</?)([a-z]+[A-Z]\w*|prompt)\b")
_ATTRIBUTE = re.compile(r"(?<= )([a-z]+(?:[A-Z][a-z]+)+)(?==)")


def declaration(*correct: str, cardinality: str = "single", mapping: str = "") -> str:
    """A response declaration with its key."""
    values = "".join(f"<value>{one}</value>" for one in correct)
    key = f"<correctResponse>{values}</correctResponse>" if correct else ""
    attributes = f'identifier="RESPONSE" cardinality="{cardinality}" baseType="identifier"'
    return f"<responseDeclaration {attributes}>{key}{mapping}</responseDeclaration>"


def mapping(bounds: str = "", **values: object) -> str:
    """What each choice is worth."""
    entries = "".join(f'<mapEntry mapKey="{name}" mappedValue="{value}"/>' for name, value in values.items())
    return f'<mapping defaultValue="0" {bounds}>{entries}</mapping>'


def choices(*pairs: tuple[str, str], asked: str = "", settings: str = 'shuffle="true" maxChoices="1"') -> str:
    """A choice interaction; an identifier that ends in "!" is that of a fixed choice."""
    parts = [f"<prompt>{asked}</prompt>"] if asked else []
    for name, content in pairs:
        fixed = ' fixed="true"' if name.endswith("!") else ""
        parts.append(f'<simpleChoice identifier="{name.rstrip("!")}"{fixed}>{content}</simpleChoice>')
    return f'<choiceInteraction responseIdentifier="RESPONSE" {settings}>{"".join(parts)}</choiceInteraction>'


def item_xml(
    body: str = "",
    key: str = declaration("B"),
    scoring: str = MATCH,
    behind: str = "",
    attributes: str = 'identifier="q1" title="Thủ đô"',
    outcomes: str = "",
    namespace: str = V2P1,
) -> bytes:
    """An item of version 2."""
    body = body or choices(*CAPITAL, asked="Thủ đô của nước ta?")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem xmlns="{namespace}" {attributes} '
        f'adaptive="false" timeDependent="false">{key}{outcomes}<itemBody>{body}</itemBody>{scoring}{behind}'
        "</assessmentItem>"
    ).encode()


def in_version_3(item: bytes) -> bytes:
    """The same item as version 3 spells it."""

    def kebab(name: str) -> str:
        return re.sub(r"[A-Z]", lambda capital: f"-{capital[0].lower()}", name)

    text = item.decode().replace(V2P1, V3P0)
    text = text.replace(
        f"{TEMPLATES}match_correct", "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"
    )
    text = _ATTRIBUTE.sub(lambda found: kebab(found[1]), text)
    return re.sub(
        r"<(/?)(mapping|value|match|sum|correct|variable)\b",
        r"<\1qti-\2",
        _NAME.sub(lambda found: f"{found[1]}qti-{kebab(found[2])}", text),
    ).encode()


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def manifest(*hrefs: str, kind: str = "imsqti_item_xmlv2p1", inside: str = "") -> bytes:
    """A manifest that lists these items and a style sheet."""
    resources = "".join(
        f'<resource identifier="R{index}" type="{kind}" href="{href}">{inside}<file href="{href}"/></resource>'
        for index, href in enumerate(hrefs)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" '
        f'identifier="M"><organizations/><resources>{resources}'
        '<resource identifier="S" type="webcontent" href="style.css"/></resources></manifest>'
    ).encode()


def qti(data: bytes) -> Reading:
    """What is read from an item or a package."""
    return read(data, "bank.qti.zip" if data.startswith(b"PK") else "item.xml")


def one(data: bytes) -> Item:
    """The single item of a file without errors."""
    reading = qti(data)
    assert reading.errors == ()
    [item] = reading.items
    return item


def refusal(data: bytes) -> str:
    """The code of the single error of a file from which nothing is taken."""
    reading = qti(data)
    assert reading.items == ()
    [problem] = reading.errors
    return problem.code
