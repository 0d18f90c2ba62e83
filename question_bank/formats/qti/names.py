"""Names of elements and attributes, the same for all versions: `qti-simple-choice` is simpleChoice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

Element = etree._Element
TOOL = "Sen"
"""What our writer calls itself, and the catalogue of our ids."""
MADE_UP_ID = re.compile(r"cau-\d{4,}")
"""What our writer calls an item that has no id."""
_PREFIX = "qti-"


def local(element: Element) -> str:
    """The name of an element as version 2 has it, without its namespace."""
    return _in_version_2(etree.QName(element).localname)


def attribute(element: Element, name: str, default: str = "") -> str:
    """An attribute by its name in version 2."""
    value = element.get(name)
    return (element.get(_in_version_3(name), default) if value is None else value).strip()


def children(element: Element | None, name: str) -> list[Element]:
    """The children of one name."""
    return [] if element is None else [child for child in element if local(child) == name]


def child(element: Element | None, name: str) -> Element | None:
    """The first child of one name."""
    return next(iter(children(element, name)), None)


def inside(element: Element, *names: str) -> Iterator[Element]:
    """All descendants of these names, and the element itself."""
    return (found for found in element.iter() if local(found) in names)


def text(element: Element | None) -> str:
    """The trimmed text of an element."""
    return "" if element is None else "".join(str(part) for part in element.itertext()).strip()


@lru_cache(maxsize=1024)
def _in_version_2(name: str) -> str:
    if not name.startswith(_PREFIX):
        return name
    first, *rest = name.removeprefix(_PREFIX).split("-")
    return first + "".join(word.capitalize() for word in rest)


@lru_cache(maxsize=256)
def _in_version_3(name: str) -> str:
    return re.sub(r"[A-Z]", lambda capital: f"-{capital[0].lower()}", name)
