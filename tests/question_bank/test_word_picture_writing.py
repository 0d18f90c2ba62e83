"""Word: pictures are written where they belong, and read back equal."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.formats import KEY_STYLES, read, write
from question_bank.image import mark, take_image
from question_bank.item import Item, Kind
from tests.question_bank.items import SIGNS, VIETNAMESE, item, items, options, picture, spells_legacy

RED, BLUE = picture("red"), picture("blue")
ILLUSTRATED = [
    item(images=(RED,)),
    item(stem=f"Xem {mark(1)} rồi trả lời", images=(RED,)),
    item(stem=f"Xem {mark(1)}", images=(RED,)),
    item(stem=mark(1), images=(RED,)),
    item(stem=f"Xem:\n{mark(1)}\n{mark(2)}", images=(RED, BLUE)),
    item(options=options(mark(1), f"*{mark(2)}"), images=(RED, BLUE)),
    item(options=options("*Theo hình " + mark(1), "Khác"), images=(RED,)),
    item(stem=f"{mark(2)} hay {mark(1)}?", images=(RED, BLUE)),
    item(explanation=f"Xem lại {mark(1)}.", images=(RED,)),
    item(stem=f"{mark(1)} và {mark(1)}?", images=(RED,)),
]


@pytest.mark.parametrize("key_style", KEY_STYLES)
def test_pictures_survive_writing_and_reading_wherever_they_stand(key_style: str) -> None:
    made = [replace(one, topic="Hình") for one in ILLUSTRATED]
    reading = read(write(made, "docx", key_style=key_style), "bank.docx")
    assert reading.errors == ()
    assert list(reading.items) == made


def test_the_written_file_holds_the_pictures_and_nothing_else_of_them() -> None:
    with zipfile.ZipFile(io.BytesIO(write([item(images=(RED,))], "docx"))) as archive:
        media = [archive.read(name) for name in archive.namelist() if "media/" in name]
    assert [take_image(data) for data in media] == [RED]


PROSE = VIETNAMESE + SIGNS.replace("(", "").replace(")", "")
COLOURS = ("red", "blue", "green")


@st.composite
def illustrated(draw: st.DrawFn) -> Item:
    """Items with up to three pictures, each marked once, in stem or options."""
    made = draw(items(PROSE))
    last = 0 if made.kind is Kind.TRUE_FALSE else len(made.options)
    places = sorted(draw(st.lists(st.integers(0, last), max_size=len(COLOURS))))
    texts = [made.stem, *(option.text for option in made.options)]
    for number, place in enumerate(places, start=1):
        texts[place] += f" {mark(number)}"
    offered = tuple(replace(option, text=text) for option, text in zip(made.options, texts[1:], strict=True))
    images = tuple(picture(colour) for colour in COLOURS[: len(places)])
    return replace(made, stem=texts[0], options=offered, images=images)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(illustrated(), min_size=1, max_size=3).filter(lambda made: not spells_legacy(made)),
    st.sampled_from(KEY_STYLES),
)
def test_word_holds_pictures_whichever_way_the_key_is_shown(made: list[Item], key_style: str) -> None:
    reading = read(write(made, "docx", key_style=key_style), "bank.docx")
    assert reading.errors == ()
    unpinned = [
        replace(found, options=tuple(replace(option, pinned=False) for option in found.options))
        for found in reading.items
    ]
    assert unpinned == made
