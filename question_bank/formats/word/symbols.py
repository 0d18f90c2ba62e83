"""Signs from symbol fonts, which are stored as numbers of a font and mean nothing without it."""

from __future__ import annotations

import re

_GREEK = dict(zip("abgdezhqiklmnxoprstufcyw", "αβγδεζηθικλμνξοπρστυφχψω", strict=True))
_GREEK |= dict(zip("ABGDEZHQIKLMNXOPRSTUFCYW", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", strict=True))
_SYMBOL = {ord(sign): letter for sign, letter in _GREEK.items()}
_SYMBOL |= {
    0x27: "∋", 0x2B: "+", 0x2D: "−", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0x40: "≅", 0x5E: "⊥", 0x7E: "∼", 0xA2: "′",
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
    0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC7: "∩", 0xC8: "∪", 0xC9: "⊃",
    0xCC: "⊂", 0xCD: "⊆", 0xCE: "∈", 0xCF: "∉", 0xD0: "∠", 0xD6: "√", 0xDB: "⇔", 0xDE: "⇒", 0x5C: "∴", 0x44: "Δ",
}  # fmt: skip
_SYMBOL |= {code: chr(code) for code in (*range(0x30, 0x3A), 0x28, 0x29, 0x2C, 0x2E, 0x2F, 0x20)}
_WINGDINGS = {
    0x6C: "•", 0x6E: "■", 0x71: "□", 0x76: "•", 0x9F: "•", 0xA7: "•", 0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xE8: "→",
    0xF0: "⇒", 0xFC: "✓", 0xFE: "✓", 0x20: " ",
}  # fmt: skip
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")


def is_symbol_font(name: str) -> bool:
    """True for the fonts whose numbers are known here."""
    return name.strip().lower() in _FONTS


def symbol(font: str, code: str) -> str | None:
    """The sign of a font (a hexadecimal number such as F0FC), or None if it is not surely known."""
    if not re.fullmatch(r"[0-9A-Fa-f]{2,4}", code):
        return None
    return _FONTS.get(font.strip().lower(), {}).get(int(code, 16) & 0xFF)


def spelled(text: str, font: str) -> str | None:
    """A text with the private numbers of its font as signs, or None if one of them is not surely known."""
    if not _PRIVATE.search(text):
        return text
    signs = [symbol(font, f"{ord(sign):X}") if _PRIVATE.match(sign) else sign for sign in text]
    return "".join(sign for sign in signs if sign is not None) if None not in signs else None
