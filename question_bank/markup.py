"""Questions with light HTML: only harmless tags stay, none of them with attributes."""

from __future__ import annotations

from html import escape

import lxml.html
from lxml import etree

_BLOCKS = frozenset({"p", "div", "li", "tr", "ul", "ol", "table", "pre"})
_ALLOWED = _BLOCKS | {"b", "i", "u", "strong", "em", "sub", "sup", "code", "thead", "tbody", "td", "th"}
_DROPPED = frozenset({"script", "style", "iframe", "object", "embed", "template", "noscript", "head", "title"})
_PICTURES = "//img|//svg|//video|//audio|//math|//canvas|//picture"


def sanitise(html: str) -> str:
    """The same text with allowed tags only and without any attribute; comments and scripts are dropped."""
    return _inner(_parse(html)).strip()


def has_pictures(html: str) -> bool:
    """True if the text shows something that is not text."""
    return bool(_parse(html).xpath(_PICTURES))


def to_plain(html: str) -> str:
    """What a reader sees, without tags; blocks and <br> become line breaks."""
    return _plain(_parse(html)).strip()


def _parse(html: str) -> etree._Element:
    root: etree._Element = lxml.html.fragment_fromstring(html, create_parent="div")
    return root


def _inner(element: etree._Element) -> str:
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        parts.append(_outer(child))
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts)


def _outer(element: etree._Element) -> str:
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED:
        return ""
    if tag == "br":
        return "<br>"
    return f"<{tag}>{_inner(element)}</{tag}>" if tag in _ALLOWED else _inner(element)


def _plain(element: etree._Element) -> str:
    if not isinstance(element.tag, str) or element.tag in _DROPPED:
        return ""
    around = "\n" if element.tag in _BLOCKS or element.tag == "br" else ""
    inside = (element.text or "") + "".join(_plain(child) + (child.tail or "") for child in element)
    return f"{around}{inside}{around}"
