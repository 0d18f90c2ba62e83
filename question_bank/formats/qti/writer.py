"""Items to a package of QTI 2.1 that other tools import and our reader reads back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace

from question_bank.formats.qti.item_writer import write_item
from question_bank.formats.qti.manifest import write_manifest
from question_bank.formats.qti.names import MADE_UP_ID
from question_bank.formats.sources import explanation_with_source
from question_bank.hypertext import file_name
from question_bank.item import Item

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def write_qti(items: Sequence[Item]) -> bytes:
    """Write a zip with a manifest, a file an item, and the pictures of each item in a folder of its own.

    Topic and level stand in the manifest, the explanation with the source in feedback that everybody sees.
    """
    target = io.BytesIO()
    entries = []
    taken: set[str] = set()
    with zipfile.ZipFile(target, "w") as archive:
        for number, item in enumerate(items, start=1):
            name = f"cau-{number:04}"
            identifier = _identifier(item, name, taken)
            path = f"items/{name}.xml"
            pictures = [f"images/{name}/{file_name(image, place)}" for place, image in enumerate(item.images, start=1)]
            held = replace(item, explanation=explanation_with_source(item))
            _put(archive, path, write_item(held, identifier, [f"../{one}" for one in pictures]))
            for picture, image in zip(pictures, item.images, strict=True):
                _put(archive, picture, image.data, zipfile.ZIP_STORED)
            entries.append((item, path, pictures))
        _put(archive, "imsmanifest.xml", write_manifest(entries))
    return target.getvalue()


def _identifier(item: Item, made_up: str, taken: set[str]) -> str:
    """The id where it can be an identifier of QTI; else a name that the reader knows to be none."""
    is_fit = _IDENTIFIER.fullmatch(item.id) and not MADE_UP_ID.fullmatch(item.id) and item.id not in taken
    taken.add(item.id)
    return item.id if is_fit else made_up


def _put(archive: zipfile.ZipFile, name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, _NO_DATE)
    entry.compress_type = method
    archive.writestr(entry, data)
