"""Names of WordprocessingML, in its transitional and its strict dialect alike."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

Element = etree._Element


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if etree.QName(key).localname == name:
            return str(value)
    return None


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(f"{{*}}{name}"), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children with a local name."""
    return iter(()) if element is None else element.iterchildren(f"{{*}}{name}")


def is_on(element: Element | None) -> bool | None:
    """A switch such as w:b: on, off, or None where it is not set."""
    if element is None:
        return None
    return (attribute(element, "val") or "true").lower() not in {"0", "false", "off", "none"}
