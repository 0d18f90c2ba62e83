"""The manifest of a package: which files are items, and what it tells of each (LOM metadata)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote

from question_bank.formats.qti.names import TOOL, Element, children, inside, text
from question_bank.item import Item
from question_bank.levels import parse_level

_ITEM_TYPE = re.compile(r"imsqti_(?:(?:apip)?item_xmlv[23]p\d|xmlv1p\d)")
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:lom="http://ltsc.ieee.org/xsd/LOM" '
    'identifier="MANIFEST">\n'
    "<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>\n"
    "<organizations/>\n<resources>\n"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a manifest tells of an item besides its file."""

    id: str = ""
    topic: str = ""
    level: str = ""


def read_manifest(root: Element) -> Iterator[tuple[str, Facts]]:
    """The address of each item, relative to the manifest, with what is told of it; other resources are left out."""
    for resource in inside(root, "resource"):
        if not _ITEM_TYPE.match(resource.get("type") or ""):
            continue
        href = resource.get("href") or next((file.get("href") for file in children(resource, "file")), "")
        if href:
            bases = [one.get(_BASE, "") for one in (root, resource.getparent(), resource) if one is not None]
            yield unquote("".join(bases) + href), _facts(resource)


def _facts(resource: Element) -> Facts:
    """Our own names of topic and level; what other tools tell in metadata is theirs."""
    told = {}
    for classification in inside(resource, "classification"):
        purpose = next((text(value) for one in inside(classification, "purpose") for value in inside(one, "value")), "")
        told[purpose] = next(
            (text(entry) for one in inside(classification, "taxon") for entry in inside(one, "entry")), ""
        )
    ids = [
        text(next(inside(one, "entry"), None))
        for one in inside(resource, "identifier")
        if text(next(inside(one, "catalog"), None)) == TOOL
    ]
    level = told.get("skill level", "")
    return Facts(ids[0] if ids else "", told.get("discipline", ""), level if parse_level(level) else "")


def write_manifest(entries: Sequence[tuple[Item, str, Sequence[str]]]) -> bytes:
    """The manifest of a package: each item with the path of its file and of its pictures."""
    parts = [_HEAD]
    for number, (item, path, pictures) in enumerate(entries, start=1):
        files = "".join(f'<file href="{one}"/>' for one in (path, *pictures))
        parts.append(
            f'<resource identifier="RES-{number:04}" type="imsqti_item_xmlv2p1" href="{path}">'
            f"{_metadata(item)}{files}</resource>\n"
        )
    return "".join([*parts, "</resources>\n</manifest>\n"]).encode()


def _metadata(item: Item) -> str:
    parts = []
    if item.id:
        entry = f"<lom:catalog>{TOOL}</lom:catalog><lom:entry>{escape(item.id)}</lom:entry>"
        parts.append(f"<lom:general><lom:identifier>{entry}</lom:identifier></lom:general>")
    if item.topic:
        parts.append(_classification("discipline", item.topic))
    if item.level:
        parts.append(_classification("skill level", item.level.label))
    return f"<metadata><lom:lom>{''.join(parts)}</lom:lom></metadata>" if parts else ""


def _classification(purpose: str, entry: str) -> str:
    taxon = f'<lom:taxon><lom:entry><lom:string language="vi">{escape(entry)}</lom:string></lom:entry></lom:taxon>'
    return (
        f"<lom:classification><lom:purpose><lom:source>LOMv1.0</lom:source><lom:value>{purpose}</lom:value></lom:purpose>"
        f"<lom:taxonPath>{taxon}</lom:taxonPath></lom:classification>"
    )
