"""Files that would call an address, if whoever reads them fetched what they name."""

from __future__ import annotations

import json

from question_bank.formats import write
from tests.question_bank.archives import packed, with_more, with_part
from tests.question_bank.items import item

WORD, EXCEL, JSON = (write([item()], format) for format in ("docx", "xlsx", "json"))
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
QTI = (
    '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="a" title="a" adaptive="false" '
    'timeDependent="false"{root}><responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">'
    "<correctResponse><value>A</value></correctResponse></responseDeclaration><itemBody>{body}"
    '<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Gì?</prompt><simpleChoice identifier="A">'
    'Một</simpleChoice><simpleChoice identifier="B">Hai</simpleChoice></choiceInteraction></itemBody></assessmentItem>'
)
MOODLE = (
    '<quiz{root}>{before}<question type="multichoice"><name><text>x</text></name><questiontext format="html"><text>'
    '<![CDATA[Gì? {body}]]></text>{file}</questiontext><answer fraction="100"><text>Một</text></answer>'
    '<answer fraction="0"><text>Hai</text></answer></question></quiz>'
)
FIELDS = ("INCLUDETEXT", "INCLUDEPICTURE", "LINK Word.Document.12", "DDEAUTO cmd", "HYPERLINK", "IMPORT")
KINDS = ("image", "hyperlink", "attachedTemplate", "oleObject", "frame", "aFChunk", "subDocument", "video")


def word_files(url: str) -> dict[str, bytes]:
    """Word documents with links of every kind."""
    made = {}
    for kind in KINDS:
        link = f'<Relationship Id="rIdX" Type="{RELATIONS}/{kind}" Target="{url}/{kind}" TargetMode="External"/>'
        made[f"{kind}.docx"] = _body(_relation(WORD, link), _drawing("r:link") + _drawing("r:embed") + _imported())
    for field in FIELDS:
        code = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{field} "{url}/f"</w:instrText></w:r>'
        end = '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        made[f"{field}.docx"] = _body(WORD, code + end)
    made["doctype.docx"] = _doctyped(WORD, "word/document.xml", url)
    made["styles.docx"] = _doctyped(WORD, "word/styles.xml", url)
    return made


def excel_files(url: str) -> dict[str, bytes]:
    """Workbooks with links of every kind."""
    formulas = ("WEBSERVICE", "IMAGE", "HYPERLINK", "FILTERXML")
    made = {f"{name}.xlsx": _formula(f'{name}("{url}/{name}")') for name in formulas}
    made["outside.xlsx"] = _formula(f"'{url}/[b.xlsx]S'!A1")
    link = f'<Relationship Id="rIdX" Type="{RELATIONS}/externalLinkPath" Target="{url}/b.xlsx" TargetMode="External"/>'
    body = f'<externalLink xmlns="x"><externalBook xmlns:r="{RELATIONS}" r:id="rIdX"/></externalLink>'.encode()
    rels = f"<Relationships>{link}</Relationships>".encode()
    made["link.xlsx"] = with_more(
        EXCEL, ("xl/externalLinks/externalLink1.xml", body), ("xl/externalLinks/_rels/externalLink1.xml.rels", rels)
    )
    query = f'<connections><connection id="1" refreshOnLoad="1"><webPr url="{url}/q"/></connection></connections>'
    made["query.xlsx"] = with_more(EXCEL, ("xl/connections.xml", query.encode()))
    made["doctype.xlsx"] = _doctyped(EXCEL, "xl/workbook.xml", url)
    made["sheet.xlsx"] = _doctyped(EXCEL, "xl/worksheets/sheet1.xml", url)
    return made


def marked_up_files(url: str) -> dict[str, bytes]:
    """Moodle XML and QTI with pictures, schemas, entities and inclusions elsewhere."""
    picture = f'<img src="{url}/a.png"/>'
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}/x.xml"/>'
    schema = f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x {url}/x.xsd"'
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{url}/e">]>'
    sheet = f'<?xml-stylesheet type="text/xsl" href="{url}/s.xsl"?>'
    empty = {"root": "", "before": "", "body": "", "file": ""}
    moodle = {
        "picture": MOODLE.format(**empty | {"body": picture}),
        "file": MOODLE.format(**empty | {"file": f'<file name="a.png" path="/" encoding="url">{url}/a.png</file>'}),
        "include": MOODLE.format(**empty | {"before": include}),
        "schema": MOODLE.format(**empty | {"root": schema}),
        "entity": entity + MOODLE.format(**empty | {"body": "&e;", "before": "&e;"}),
        "sheet": '<?xml version="1.0"?>' + sheet + MOODLE.format(**empty),
        "doctype": f'<!DOCTYPE quiz SYSTEM "{url}/quiz.dtd">' + MOODLE.format(**empty),
    }
    qti = {
        "picture": QTI.format(root="", body=picture),
        "object": QTI.format(root="", body=f'<object data="{url}/a.png" type="image/png"/>'),
        "include": QTI.format(root="", body=include),
        "schema": QTI.format(root=schema, body=""),
        "entity": entity + QTI.format(root="", body="&e;"),
        "sheet": sheet + QTI.format(root="", body=f'<stylesheet href="{url}/a.css"/>'),
    }
    made = {f"moodle {name}.xml": text.encode() for name, text in moodle.items()}
    made |= {f"qti {name}.xml": text.encode() for name, text in qti.items()}
    manifest = f'<manifest><resources><resource type="imsqti_item_xmlv2p1" href="{url}/a.xml"/></resources></manifest>'
    made["manifest.zip"] = packed([("imsmanifest.xml", manifest.encode()), ("a.xml", qti["picture"].encode())])
    return made


def text_files(url: str) -> dict[str, bytes]:
    """Texts with addresses of pictures, and tables with formulas that fetch."""
    table = f'Câu hỏi,Đáp án A,Đáp án B,Đáp án đúng\n"=WEBSERVICE(""{url}/w"")","=IMAGE(""{url}/i"")",x,A\n'
    return {
        "html.gift": f'[html]Gì? <img src\\="{url.replace(":", chr(92) + ":")}/a.png"> {{=a ~b}}'.encode(),
        "markdown.gift": f"[markdown]Gì? ![]({url.replace(':', chr(92) + ':')}/a.png) {{=a ~b}}".encode(),
        "address.aiken": f"Gì? {url}/a\nA. {url}/b\nB. hai\nANSWER: A".encode(),
        "formula.csv": table.encode(),
        "picture.json": JSON.replace(b'"images": []', f'"images": ["{url}/a.png"]'.encode()),
        "html.json": json.dumps([item(markup="html", stem=f'<img src="{url}/a.png">').to_dict()]).encode(),
        "svg.svg": f'<svg><image href="{url}/a.png"/></svg>'.encode(),
        "page.html": f'<html><link rel="stylesheet" href="{url}/a.css"><img src="{url}/a.png"></html>'.encode(),
    }


def _relation(data: bytes, link: str) -> bytes:
    part = "word/_rels/document.xml.rels"
    return with_part(
        data, part, lambda content: content.replace(b"</Relationships>", link.encode() + b"</Relationships>")
    )


def _body(data: bytes, more: str) -> bytes:
    found = "Huế</w:t></w:r>".encode()
    return with_part(data, "word/document.xml", lambda content: content.replace(found, found + more.encode(), 1))


def _drawing(attribute: str) -> str:
    return (
        f'<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'xmlns:r="{RELATIONS}" {attribute}="rIdX"/></w:drawing></w:r>'
    )


def _imported() -> str:
    return f'<w:hyperlink xmlns:r="{RELATIONS}" r:id="rIdX"><w:r><w:t>xem</w:t></w:r></w:hyperlink>'


def _formula(text: str) -> bytes:
    cell = f'<c r="B3" t="str"><f>{text.replace("&", "&amp;")}</f><v>Gì?</v></c>'.encode()
    part = "xl/worksheets/sheet1.xml"

    def change(content: bytes) -> bytes:
        start = content.index(b'<c r="B3"')
        return content[:start] + cell + content[content.index(b"</c>", start) + 4 :]

    return with_part(EXCEL, part, change)


def _doctyped(data: bytes, part: str, url: str) -> bytes:
    doctype = f'<!DOCTYPE x SYSTEM "{url}/x.dtd" [<!ENTITY e SYSTEM "{url}/e">]>'.encode()
    return with_part(data, part, lambda content: content.replace(b"?>", b"?>" + doctype, 1))
