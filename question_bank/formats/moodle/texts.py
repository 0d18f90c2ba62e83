"""Texts of a question with their formats, and the files that stand beside them."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, unquote

from lxml import etree

from question_bank.hypertext import as_html
from question_bank.image import Image, ImageRefusedError, image_from_url, take_image
from question_bank.limits import Limits

Element = etree._Element
_ROOT = "@@PLUGINFILE@@/"
_LINE = re.compile(r"\r\n|[\r\n]")
_VERBATIM = frozenset({"plain_text", "markdown"})
_LINED = frozenset({"moodle_auto_format", "wiki_like"})


def value(element: Element | None) -> str:
    """What stands in the <text> of an element, or in the element itself; "" without an element."""
    text = element.find("text") if element is not None else None
    if text is None:
        text = element
    if text is None:
        return ""
    # Tags that somebody forgot to escape are part of the text.
    return ((text.text or "") + "".join(etree.tostring(part, encoding="unicode") for part in text)).strip()


@dataclass(slots=True)
class File:
    """A file beside a text; `is_linked` where the text names it."""

    name: str
    data: bytes
    is_linked: bool
    was_shown: bool = False


class Texts:
    """Reads the texts of one question as HTML, and finds the pictures that they show."""

    def __init__(self, limits: Limits, default: str) -> None:
        self.has_markdown = False
        self._limits, self._default = limits, default
        self._files: dict[str, File] = {}
        self._areas = 0

    def read(self, element: Element | None) -> str:
        """A text as HTML, in which the files of this very element are addressed."""
        text = value(element)
        if element is None:
            return text
        form = (element.get("format") or self._default).strip()
        self.has_markdown |= form == "markdown" and bool(text)
        area = self._next_area()
        for file in element.findall("file"):
            name = f"{(file.get('path') or '').strip('/')}/{file.get('name') or ''}".lstrip("/")
            is_linked = _ROOT + name in text or _ROOT + quote(name) in text
            self._files[area + name] = File(name, (file.text or "").encode(), is_linked)
        if form in _VERBATIM:
            return as_html(text)
        text = text.replace(_ROOT, area)
        return _LINE.sub("<br>", text) if form in _LINED else text

    def old_picture(self, question: Element) -> str:
        """The picture that old files keep beside the text, as HTML behind the text."""
        name = value(question.find("image")).rpartition("/")[2]
        if not name:
            return ""
        area, data = self._next_area(), value(question.find("image_base64"))
        if data:
            self._files[area + name] = File(name, data.encode(), is_linked=True)
        return f'<br><img src="{escape(area + quote(name))}">'

    def find(self, address: str) -> Image:
        """The picture of a file. Raises ImageRefusedError."""
        if not address.startswith(_ROOT):
            return image_from_url(address, self._limits)
        path = unquote(address.partition("?")[0])
        file = self._files.get(path)
        if file is None:
            shown = path.rpartition("/")[2]
            raise ImageRefusedError(f"Hình “{shown}” không có trong tệp; hãy xuất lại câu này từ Moodle.")
        file.was_shown = True
        try:
            return take_image(base64.b64decode(file.data), self._limits)
        except binascii.Error:
            raise ImageRefusedError("Hình trong tệp bị hỏng; hãy chèn lại hình.") from None

    def not_shown(self) -> list[File]:
        """The files that no picture of the question showed."""
        return [file for file in self._files.values() if not file.was_shown]

    def _next_area(self) -> str:
        """Where the files of one text are, since two texts may have files of one name."""
        self._areas += 1
        return f"{_ROOT}{self._areas}/"
