"""The colours of the design reach the contrast that WCAG 2.1 AA asks for, in light and in dark; no browser needed."""

from __future__ import annotations

import re

import pytest

from quiz.core.settings import ROOT

TEXT, SHAPE = 4.5, 3.0
PAIRS = [
    *((text, ground, TEXT) for text in ("text", "text-muted", "primary") for ground in ("ground", "surface", "sunken")),
    ("on-primary", "primary", TEXT),
    ("on-primary", "primary-strong", TEXT),
    ("primary-strong", "primary-tint", TEXT),
    ("primary", "primary-tint", TEXT),
    ("text", "primary-tint", TEXT),
    ("text-muted", "primary-tint", TEXT),
    ("lotus", "surface", TEXT),
    ("gold", "gold-tint", TEXT),
    ("gold", "surface", TEXT),
    ("text", "gold-tint", TEXT),
    ("danger", "danger-tint", TEXT),
    ("danger", "surface", TEXT),
    ("text", "danger-tint", TEXT),
    ("on-danger", "danger", TEXT),
    ("line-strong", "surface", SHAPE),
    ("focus", "surface", SHAPE),
    ("focus", "ground", SHAPE),
]


def palette(theme: str) -> dict[str, str]:
    """The colours of a theme by name."""
    light, dark = (ROOT / "static/core/tokens.css").read_text("utf-8").split("@media (prefers-color-scheme: dark)")
    found = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
    return dict(found.findall(light)) | (dict(found.findall(dark)) if theme == "dark" else {})


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2.1 defines it, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_measured_as_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_the_colours_are_far_enough_apart(theme: str, front: str, back: str, least: float) -> None:
    colours = palette(theme)
    assert contrast(colours[front], colours[back]) >= least
