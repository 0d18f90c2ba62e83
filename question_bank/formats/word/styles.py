"""How a run looks once styles and defaults are taken into account."""

from __future__ import annotations

from collections.abc import Iterator

from question_bank.formats.word.marked import Marks
from question_bank.formats.word.ooxml import Element, attribute, child, children, is_on
from question_bank.formats.word.symbols import is_symbol_font
from question_bank.legacy import Encoding, font_encoding

_DARK = 0x40
_INK = frozenset({"", "TEXT1", "DARK1", "NONE"})
_NO_FILL = frozenset({"", "auto", "FFFFFF", "NONE", "WHITE"})
# Word itself follows a handful of styles; a made-up chain of thousands would be walked for every run.
_LONGEST_CHAIN = 50


class Styles:
    """The styles of a document by id, and the looks they give."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {attribute(style, "styleId"): style for style in children(root, "style")}
        self._defaults = child(root, "docDefaults", "rPrDefault", "rPr")
        self._inherited: dict[tuple[str | None, str | None], list[Element]] = {}
        self._ordinary = next(
            (
                attribute(style, "styleId")
                for style in self._styles.values()
                if attribute(style, "type") == "paragraph" and is_on_default(style)
            ),
            None,
        )

    def marks(self, run: Element, style: str | None, fill: str = "") -> Marks:
        """The marks of the text in a run of a paragraph with this style, on a ground of this colour ("" for none)."""
        layers = self._layers(run, style)
        return Marks(
            bold=bool(_first_switch(layers, "b")),
            underline=_underline(layers),
            italic=bool(_first_switch(layers, "i")),
            struck=bool(_first_switch(layers, "strike") or _first_switch(layers, "dstrike")),
            colour=_colour(layers),
            highlight=_highlight(layers) or fill,
        )

    def is_hidden(self, run: Element, style: str | None) -> bool:
        """True for text that Word does not show."""
        return bool(_first_switch(self._layers(run, style), "vanish"))

    def fonts(self, run: Element, style: str | None) -> tuple[Encoding | None, str]:
        """The old alphabet that a run is set in, and its symbol font; None and "" for ordinary fonts."""
        for layer in self._layers(run, style):
            fonts = child(layer, "rFonts")
            names = [name for name in (attribute(fonts, kind) for kind in ("hAnsi", "ascii")) if name]
            if names:
                encoding = next(filter(None, map(font_encoding, names)), None)
                return encoding, next(filter(is_symbol_font, names), "")
        return None, ""

    def paragraph_style(self, paragraph: Element) -> str | None:
        """The id of the style of a paragraph, the document's ordinary one where none is named."""
        return attribute(child(paragraph, "pPr", "pStyle"), "val") or self._ordinary

    def is_heading(self, style: str | None) -> bool:
        """True for the built-in heading styles; their names are English in every Word."""
        return (attribute(child(self._styles.get(style), "name"), "val") or "").lower().startswith("heading")

    def fill(self, paragraph: Element, style: str | None) -> str:
        """The colour of the ground of a paragraph, "" for none."""
        layers = [child(paragraph, "pPr"), *(child(link, "pPr") for link in self._chain(style))]
        return shading([layer for layer in layers if layer is not None])

    def numbering(self, paragraph: Element) -> Element | None:
        """The w:numPr that a paragraph has by itself or by its style."""
        own = child(paragraph, "pPr", "numPr")
        if child(own, "numId") is not None:
            return own
        chain = self._chain(attribute(child(paragraph, "pPr", "pStyle"), "val"))
        found = (child(style, "pPr", "numPr") for style in chain)
        return next((numbering for numbering in found if numbering is not None), None)

    def _layers(self, run: Element, style: str | None) -> list[Element]:
        """Run properties from the nearest to the farthest."""
        own = child(run, "rPr")
        of_run = attribute(child(own, "rStyle"), "val")
        if (of_run, style) not in self._inherited:
            chain = [*self._chain(of_run), *self._chain(style)]
            found = [child(link, "rPr") for link in chain] + [self._defaults]
            self._inherited[of_run, style] = [layer for layer in found if layer is not None]
        inherited = self._inherited[of_run, style]
        return inherited if own is None else [own, *inherited]

    def _chain(self, name: str | None) -> Iterator[Element]:
        seen: set[str] = set()
        while name is not None and name not in seen and name in self._styles and len(seen) < _LONGEST_CHAIN:
            seen.add(name)
            yield self._styles[name]
            name = attribute(child(self._styles[name], "basedOn"), "val")


def is_on_default(style: Element) -> bool:
    """True for the style of its type that applies where none is named."""
    return (attribute(style, "default") or "0") in {"1", "true", "on"}


def _first_switch(layers: list[Element], name: str) -> bool | None:
    values = (is_on(child(layer, name)) for layer in layers)
    return next((value for value in values if value is not None), None)


def _first(layers: list[Element], name: str, value: str = "val") -> str:
    values = (attribute(child(layer, name), value) for layer in layers)
    return next((found for found in values if found is not None), "")


def _underline(layers: list[Element]) -> bool:
    return _first(layers, "u").lower() not in {"", "none"}


def _colour(layers: list[Element]) -> str:
    """Hex digits, or the name of a colour of the theme; black and near-black count as no colour."""
    value = _first(layers, "color").upper()
    if value in {"", "AUTO"}:
        theme = _first(layers, "color", "themeColor").upper()
        return "" if theme in _INK else theme
    try:
        channels = bytes.fromhex(value)
    except ValueError:
        return ""
    return "" if len(channels) != 3 or max(channels) <= _DARK else value


def _highlight(layers: list[Element]) -> str:
    value = _first(layers, "highlight").upper()
    return shading(layers) if value in _NO_FILL else value


def shading(layers: list[Element]) -> str:
    """The colour of the ground that the nearest of some properties (of a run, a paragraph, a cell) sets."""
    fill = _first(layers, "shd", "fill").upper()
    return "" if fill in _NO_FILL else fill
