"""Questions with light HTML: only harmless tags stay, none of them with attributes.

What is no text cannot stay in a text: a picture is handed to whoever takes it along, the rest is named by `lost`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

from lxml import etree

_LINES = frozenset({"p", "div"})
_BLOCKS = _LINES | {"li", "tr", "ul", "ol", "table", "pre"}
_ALLOWED = _BLOCKS | {"b", "i", "u", "strong", "em", "sub", "sup", "code", "thead", "tbody", "td", "th"}
_DROPPED = frozenset({"script", "style", "iframe", "object", "embed", "template", "noscript", "head", "title"})
_MEDIA = frozenset({"svg", "video", "audio", "canvas", "iframe", "embed", "applet", "object"})
_MARKUP = re.compile(r"[<>&\x00-\x08\x0b\x0c\x0e-\x1f]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_TEX = (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("[tex]", "[/tex]"))
_TEX_COMMAND = re.compile(r"\$[^$\n]*\\[A-Za-z]")
_WIRIS = "«math"
_PARSER = etree.HTMLParser(remove_comments=True, remove_pis=True)
_DEEP = 200  # the parser drops, without a word, whatever stands deeper than some 250 tags


def _no_picture(_address: str) -> str:
    return ""


def sanitise(html: str, picture: Callable[[str], str] = _no_picture) -> str:
    """The same text with allowed tags only and without any attribute; comments and scripts are dropped.

    `picture` gets the address of each picture and answers with what stands in its place, as plain text.
    """
    if not _MARKUP.search(html):
        return html.strip()
    parts = []
    for what, value in _walk(html):
        if what == "text":
            parts.append(escape(value, quote=False))
        elif what == "picture":
            parts.append(escape(picture(value), quote=False))
        elif value == "br":
            parts.append("<br>" if what == "open" else "")
        elif value in _ALLOWED:
            parts.append(f"<{value}>" if what == "open" else f"</{value}>")
    return "".join(parts).strip()


def to_plain(html: str) -> str:
    """What a reader sees, without tags; blocks and <br> become line breaks, cells of a table are parted by blanks."""
    if not _MARKUP.search(html):
        return _BLANKS.sub(" ", html).strip()
    parts, verbatim = [], 0
    for what, value in _walk(html):
        if what == "text":
            parts.append(value if verbatim else _BLANKS.sub(" ", value))
        elif value in _BLOCKS or (value == "br" and what == "open"):
            parts.append("\n")
            verbatim += (value == "pre") * (1 if what == "open" else -1)
        elif value in {"td", "th"}:
            parts.append(" ")
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def is_formatted(html: str) -> bool:
    """True if the text shows more than its lines: bold, indices, lists, tables."""
    return "<" in html and any(what == "open" and value in _ALLOWED - _LINES for what, value in _walk(html))


def lost(html: str) -> str:
    """What a text shows that neither text nor a picture can hold: "formula", "media", "nesting" or ""."""
    if _WIRIS in html:
        return "formula"
    if "<" not in html:
        return ""
    tags = [(element, str(element.tag).rpartition(":")[2]) for element in _parse(html).iter()]
    if any(tag == "math" for _, tag in tags):
        return "formula"
    if any(tag in _MEDIA and _address(element) is None for element, tag in tags):
        return "media"
    return "nesting" if len(tags) > _DEEP and _is_deep(html) else ""


def _is_deep(html: str) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(_parse(html), events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEP:
            return True
    return False


def has_tex(text: str) -> bool:
    """True if a formula is written in TeX, which people would see as its source."""
    starts = ((text.find(start), start, end) for start, end in _TEX)
    return any(at >= 0 and text.find(end, at + len(start)) >= 0 for at, start, end in starts) or bool(
        _TEX_COMMAND.search(text)
    )


def _walk(html: str) -> Iterator[tuple[str, str]]:
    """The text in order: ("text", …), ("open", tag), ("close", tag) and ("picture", address)."""
    walker = etree.iterwalk(_parse(html), events=("start", "end"))
    for event, element in walker:
        if event == "end":
            yield "close", element.tag
            yield "text", element.tail or ""
            continue
        address = _address(element)
        if address is not None:
            yield "picture", address
        if address is not None or element.tag in _DROPPED:
            walker.skip_subtree()
            continue
        yield "open", element.tag
        yield "text", element.text or ""


def _address(element: etree._Element) -> str | None:
    """Where the picture is that an element shows; None if it shows none."""
    if element.tag == "img":
        return (element.get("src") or "").strip()
    if element.tag == "object" and (element.get("type") or "").startswith("image/"):
        return (element.get("data") or "").strip()
    return None


def _parse(html: str) -> etree._Element:
    """The document around a text; its own <html> and <body> are no tags that anything keeps."""
    document = f"<html><body>{_CONTROLS.sub('', html)}</body></html>"
    root: etree._Element = etree.fromstring(document, _PARSER)
    return root
