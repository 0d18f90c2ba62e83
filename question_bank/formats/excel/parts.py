"""Reading XML parts as a stream, so that a part of any shape costs no more memory than what is kept of it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any, Protocol

from lxml import etree

from question_bank.formats.package import Package
from question_bank.problem import Unreadable

DAMAGED = "Bảng tính bị hỏng; hãy mở bằng Excel và lưu lại."
_MOST_TAGS = 2_500_000
Attributes = dict[str, str]


class Listener(Protocol):
    """What is told the elements of a part one by one, by their names with the namespace."""

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text of the element that began last and has not ended."""

    def close(self) -> None:
        """The part ends."""


def listen(data: bytes, listener: Listener) -> None:
    """Tell a listener the elements of a part. Raises Unreadable for no sound XML, and for too much."""
    if data.count(b"<") > _MOST_TAGS:
        raise too_large("thành phần")
    target: Any = listener
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, UnicodeDecodeError):
        raise Unreadable("damaged", DAMAGED) from None


def local(tag: str) -> str:
    """The name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]


def too_large(what: str) -> Unreadable:
    """The refusal of a workbook with more of something than anyone needs."""
    return Unreadable("too_large", f"Bảng tính có quá nhiều {what}; hãy chép câu hỏi sang một tệp mới rồi nạp lại.")


class _Attributes:
    """Keeps the attributes of some elements, by names without namespaces."""

    def __init__(self, wanted: frozenset[str], most: int) -> None:
        self._wanted, self._most = wanted, most
        self.found: list[tuple[str, Attributes]] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        name = local(tag)
        if name not in self._wanted:
            return
        if len(self.found) == self._most:
            raise too_large("thành phần")
        self.found.append((name, {local(key): value for key, value in attributes.items()}))

    def end(self, tag: str) -> None:
        """Nothing to do."""

    def data(self, text: str) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""


def attributes_of(data: bytes, *wanted: str, most: int = 2_000) -> list[tuple[str, Attributes]]:
    """The named elements of a part in order, each with its attributes. Raises Unreadable for more than `most`."""
    listener = _Attributes(frozenset(wanted), most)
    listen(data, listener)
    return listener.found


def related(package: Package, part: str) -> dict[str, str]:
    """The parts that a part refers to, by the id of the relation."""
    folder, base = posixpath.split(part)
    data = package.parts.get(posixpath.join(folder, "_rels", f"{base}.rels"), b"")
    return dict(_targets(data, folder)) if data else {}


def _targets(data: bytes, folder: str) -> Iterator[tuple[str, str]]:
    for _, relation in attributes_of(data, "Relationship"):
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External":
            yield relation.get("Id", ""), posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
