"""Items with pictures, pins, feedback and HTML: what the formats of XML hold beyond plain text."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from question_bank.image import mark
from question_bank.item import Item, Kind, Option
from question_bank.markup import sanitise, to_plain
from question_bank.pins import find_pins
from tests.question_bank.items import GIFT_SIGNS, SIGNS, VIETNAMESE, items, picture, texts

LETTERS = VIETNAMESE + SIGNS + GIFT_SIGNS
IMAGES = tuple(picture(colour) for colour in ("red", "green", "blue"))
TAGS = ("b", "i", "u", "sub", "sup", "code", "strong", "em")
_FRAMES = ("{}", "<p>{}</p>", "<ul><li>{}</li></ul>", "<table><tbody><tr><td>{}</td></tr></tbody></table>")


@st.composite
def rich_items(draw: st.DrawFn) -> Item:
    """Valid items of every kind with pins, feedback and up to three pictures, some of which have marks."""
    made = draw(items(LETTERS, lines=True))
    images = IMAGES[: draw(st.integers(0, len(IMAGES)))]
    marked = [draw(st.sampled_from(["", "stem", "start", "option", "explanation"])) for _ in images]
    stem, explanation = made.stem, made.explanation
    options = [draw(_option(option, made.kind)) for option in made.options]
    for number, where in enumerate(marked, start=1):
        if where == "stem":
            stem = f"{stem} {mark(number)}"
        elif where == "start":
            stem = f"{mark(number)}\n{stem}"
        elif where == "explanation":
            explanation = f"{explanation} {mark(number)}"
        elif where == "option" and made.kind is not Kind.TRUE_FALSE:
            options[0] = replace(options[0], text=f"{options[0].text} {mark(number)}")
    made = replace(made, stem=stem, explanation=explanation, options=tuple(options), images=images)
    return replace(made, options=_pinned(made))


@st.composite
def html_items(draw: st.DrawFn) -> Item:
    """Valid items whose texts are formatted."""
    made = draw(rich_items())
    options = tuple(replace(one, feedback=draw(_html(one.feedback))) for one in made.options)
    if made.kind is not Kind.TRUE_FALSE:
        options = tuple(replace(one, text=draw(_html(one.text))) for one in options)
    explanation = draw(_html(made.explanation))
    made = replace(made, stem=draw(_html(made.stem)), options=options, explanation=explanation, markup="html")
    return replace(made, options=_pinned(made))


def _html(text: str) -> st.SearchStrategy[str]:
    line = sanitise(text.replace("<", "&lt;").replace("\n", "<br>"))
    tag, frame = st.sampled_from(TAGS), st.sampled_from(_FRAMES)
    return st.builds(lambda one, around: around.format(f"<{one}>K</{one}> {line}") if line else "", tag, frame)


@st.composite
def _option(draw: st.DrawFn, option: Option, kind: Kind) -> Option:
    feedback = draw(texts(LETTERS + "\n")) if draw(st.booleans()) else ""
    return replace(option, feedback=feedback, pinned=kind is not Kind.TRUE_FALSE and draw(st.booleans()))


def _pinned(item: Item) -> tuple[Option, ...]:
    """The options with those pinned too that their wording pins anyway."""
    texts_seen = [to_plain(option.text) if item.markup == "html" else option.text for option in item.options]
    implied = set() if item.kind is Kind.TRUE_FALSE else find_pins(texts_seen).pinned
    pairs = enumerate(item.options)
    return tuple(replace(option, pinned=option.pinned or index in implied) for index, option in pairs)
