"""What a QTI file holds: its items in order, what the manifest tells of them, and its pictures."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from question_bank.formats.package import Archive, is_xml, read_xml
from question_bank.formats.qti.manifest import Facts, read_manifest
from question_bank.image import Image, ImageRefusedError, image_from_url, take_image
from question_bank.limits import Limits
from question_bank.problem import Unreadable

_MANIFEST = "imsmanifest.xml"
_LOOKED_AT = 8_192
_ITEM = re.compile(rb"<(?:\w+:)?(?:assessmentItem|qti-assessment-item|questestinterop)[\s>]")
_CANVAS = "$IMS-CC-FILEBASE$/"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an item (of version 1: of items); `path` is "" outside a package, `data` None where it is missing."""

    path: str
    data: bytes | None
    facts: Facts
    is_listed: bool = True


class Contents:
    """A QTI file that was opened. Raises Unreadable if it is damaged, or unsafe."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data, self._limits = data, limits
        self._archive = Archive(data, limits) if data.startswith(b"PK") else None
        names = self._archive.names if self._archive else ()
        # Some tools on Windows write backslashes, some on macOS take letters apart.
        self._names = {_normal(name.replace("\\", "/")): name for name in names}
        if len(self._names) < len(names):
            raise Unreadable("damaged", "Gói có hai tệp trùng tên nên không biết đọc tệp nào; hãy xuất lại gói.")

    def entries(self) -> Iterator[Entry]:
        """The items: as the manifest lists them, then those that no manifest lists, by name."""
        if self._archive is None:
            yield Entry("", self._data, Facts())
            return
        files = {path: self._archive.read(name) for path, name in self._names.items() if _may_be_item(path)}
        listed = self._listed()
        found = [path for path, data in files.items() if _ITEM.search(data[:_LOOKED_AT])]
        for path, facts in listed.items():
            yield Entry(path, files.get(path), facts)
        for path in sorted(set(found) - set(listed), key=_natural):
            yield Entry(path, files[path], Facts(), is_listed=not listed)

    def picture(self, address: str, beside: str) -> Image:
        """The picture at an address relative to an item. Raises ImageRefusedError."""
        if _ADDRESS.match(address) or self._archive is None:
            return image_from_url(address, self._limits)
        plain = re.split(r"[?#]", address)[0]
        folder, bare = posixpath.dirname(beside), unquote(plain)
        wanted = [posixpath.join(folder, plain), posixpath.join(folder, bare)]
        if bare.startswith(_CANVAS):
            wanted += [bare.removeprefix(_CANVAS), f"web_resources/{bare.removeprefix(_CANVAS)}"]
        for path in (_normal(posixpath.normpath(one)) for one in wanted):
            if path in self._names:
                return take_image(self._archive.read(self._names[path]), self._limits)
        shown = posixpath.basename(bare)
        raise ImageRefusedError(f"Hình “{shown}” không có trong gói; hãy xuất lại gói kèm đủ hình.")

    def _listed(self) -> dict[str, Facts]:
        """What the manifest nearest to the top lists, by path."""
        manifests = [path for path in self._names if posixpath.basename(path) == _MANIFEST and _may_be_read(path)]
        if not manifests or self._archive is None:
            return {}
        path = min(manifests, key=lambda one: (one.count("/"), one))
        folder = posixpath.dirname(path)
        listed = read_manifest(read_xml(self._archive.read(self._names[path]), path))
        return {_normal(posixpath.normpath(posixpath.join(folder, href))): facts for href, facts in listed}


def _may_be_read(path: str) -> bool:
    return not path.startswith("__MACOSX/") and not posixpath.basename(path).startswith("._")


def _may_be_item(path: str) -> bool:
    return is_xml(path) and _may_be_read(path) and posixpath.basename(path) != _MANIFEST


def _normal(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def _natural(path: str) -> list[tuple[int, str]]:
    """A key by which q2 comes before q10."""
    return [(int(part) if index % 2 else 0, part) for index, part in enumerate(_DIGITS.split(path))]
