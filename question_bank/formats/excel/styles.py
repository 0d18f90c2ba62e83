"""Cell styles: how a number is shown, and how a cell looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from question_bank.formats.excel.parts import Attributes, listen, local, too_large
from question_bank.formats.tables.grid import PLAIN, Look

_T = TypeVar("_T")
_MOST = 70_000  # Excel itself allows 65,490
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 59)), "dd/mm/yyyy"),
}
_WHITE = frozenset({"rgb:FFFFFFFF", "rgb:00FFFFFF", "rgb:FFFFFF", "theme:0", "indexed:9", "indexed:64", "indexed:65"})
_BLACK = frozenset({"rgb:FF000000", "rgb:00000000", "rgb:000000", "theme:1", "indexed:8", "indexed:64", "auto:1"})


@dataclass(frozen=True, slots=True)
class Style:
    """The number format of a cell ("" for the general one), its look, and its font's name."""

    number: str = ""
    look: Look = PLAIN
    font: str = ""


@dataclass(slots=True)
class _Font:
    name: str = ""
    colour: str = ""
    bold: bool = False
    underline: bool = False


class _Styles:
    """Keeps number formats, fonts and fills, and then the cell styles made of them."""

    def __init__(self) -> None:
        self.styles: list[Style] = []
        self._numbers = dict(_BUILT_IN)
        self._fonts: list[_Font] = []
        self._fills: list[str] = []
        self._inside: list[str] = []
        self._count = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        name, inside = local(tag), self._inside[-1] if self._inside else ""
        self._inside.append(name)
        if name in ("numFmt", "font", "fill", "xf"):
            self._count += 1
            if self._count > _MOST * 2:
                raise too_large("kiểu định dạng")
        if name == "numFmt" and inside == "numFmts":
            self._numbers[_number(attributes, "numFmtId")] = attributes.get("formatCode", "")
        elif name == "font" and inside == "fonts":
            self._fonts.append(_Font())
        elif name == "fill" and inside == "fills":
            self._fills.append("")
        elif inside == "font" and self._fonts and "dxf" not in self._inside:
            self._read_font(self._fonts[-1], name, attributes)
        elif name == "fgColor" and self._fills and "dxf" not in self._inside:
            self._fills[-1] = _colour(attributes, _WHITE)
        elif name == "xf" and inside == "cellXfs":
            self._read_style(attributes)

    def end(self, _tag: str) -> None:
        self._inside.pop()

    def data(self, text: str) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""

    def _read_font(self, font: _Font, name: str, attributes: Attributes) -> None:
        is_on = attributes.get("val", "1") not in ("0", "false", "none")
        if name == "b":
            font.bold = is_on
        elif name == "u":
            font.underline = is_on
        elif name == "color":
            font.colour = _colour(attributes, _BLACK)
        elif name == "name":
            font.name = attributes.get("val", "")

    def _read_style(self, attributes: Attributes) -> None:
        font = _at(self._fonts, _number(attributes, "fontId"), _Font())
        fill = _at(self._fills, _number(attributes, "fillId"), "")
        look = Look(fill, font.colour, font.bold, font.underline)
        number = self._numbers.get(_number(attributes, "numFmtId"), "")
        self.styles.append(Style("" if number.lower() == "general" else number, look, font.name))


def read_styles(data: bytes | None) -> list[Style]:
    """The styles that cells name by their position. Raises Unreadable."""
    if data is None:
        return []
    listener = _Styles()
    listen(data, listener)
    return listener.styles


def _number(attributes: Attributes, name: str) -> int:
    text = attributes.get(name, "0")
    return int(text) if text.isdecimal() and len(text) < len("1000000") else 0


def _at(values: list[_T], index: int, default: _T) -> _T:
    return values[index] if index < len(values) else default


def _colour(attributes: Attributes, ordinary: frozenset[str]) -> str:
    for kind in ("rgb", "theme", "indexed", "auto"):
        if kind in attributes:
            colour = f"{kind}:{attributes[kind].upper()}"
            return "" if colour in ordinary else f"{colour}{attributes.get('tint', '')}"
    return ""
