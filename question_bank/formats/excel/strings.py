"""The texts that cells share."""

from __future__ import annotations

import re

from question_bank.formats.excel.parts import Attributes, listen, local, too_large

_MOST = 250_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class _Strings:
    """Joins the runs of each text; readings of ideographs that stand beside a text are no part of it."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._in_text = False
        self._aside = 0

    def start(self, tag: str, _attributes: Attributes) -> None:
        name = local(tag)
        if name == "si":
            if len(self.texts) == _MOST:
                raise too_large("đoạn chữ")
            self._parts = []
        elif name == "rPh":
            self._aside += 1
        elif name == "t":
            self._in_text = not self._aside

    def end(self, tag: str) -> None:
        name = local(tag)
        if name == "si":
            self.texts.append(unescaped("".join(self._parts)))
        elif name == "rPh":
            self._aside -= 1
        elif name == "t":
            self._in_text = False

    def data(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)

    def close(self) -> None:
        """Nothing to do."""


def shared_strings(data: bytes | None) -> list[str]:
    """The texts in order. Raises Unreadable."""
    if data is None:
        return []
    listener = _Strings()
    listen(data, listener)
    return listener.texts


def unescaped(text: str) -> str:
    """A text with the signs that Excel writes as "_x000D_"."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
