"""Where pictures stand on a sheet: at the cell that their upper left corner lies in."""

from __future__ import annotations

from question_bank.formats.excel.parts import Attributes, listen, local, too_large
from question_bank.formats.tables.grid import Spot

_MOST = 5_000


class _Anchors:
    """Keeps the first corner of every anchor that holds a picture."""

    def __init__(self) -> None:
        self.spots: set[Spot] = set()
        self._inside: list[str] = []
        self._corner: dict[str, str] = {}

    def start(self, tag: str, _attributes: Attributes) -> None:
        name = local(tag)
        self._inside.append(name)
        if name == "from":
            self._corner = {}
        elif name == "pic" and {"row", "col"} <= self._corner.keys():
            if len(self.spots) == _MOST:
                raise too_large("hình")
            self.spots.add((_whole(self._corner["row"]), _whole(self._corner["col"])))

    def end(self, _tag: str) -> None:
        self._inside.pop()

    def data(self, text: str) -> None:
        if self._inside[-1:] in (["row"], ["col"]) and "from" in self._inside:
            self._corner[self._inside[-1]] = self._corner.get(self._inside[-1], "") + text

    def close(self) -> None:
        """Nothing to do."""


def picture_spots(data: bytes) -> frozenset[Spot]:
    """The cells at which the pictures of a drawing begin. Raises Unreadable."""
    listener = _Anchors()
    listen(data, listener)
    return frozenset(listener.spots)


def _whole(text: str) -> int:
    return int(text) if text.strip().isdecimal() else 0
