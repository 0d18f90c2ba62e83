"""The shape of an item and its passage through JSON values."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from question_bank.item import Item, ItemShapeError, Kind, Option
from question_bank.levels import Level
from tests.question_bank.items import GIFT_SIGNS, SIGNS, VIETNAMESE, item, items


def test_an_item_has_exactly_the_documented_fields_in_their_order() -> None:
    data = item().to_dict()
    assert list(data) == [
        "id", "kind", "stem", "options", "marks", "level",
        "topic", "explanation", "source", "images", "markup", "place",
    ]  # fmt: skip
    assert data["options"][1] == {"text": "Hà Nội", "is_key": True, "pinned": False, "feedback": ""}
    assert (data["kind"], data["marks"], data["level"], data["images"]) == ("single", 1, "", [])


@given(items(VIETNAMESE + SIGNS + GIFT_SIGNS, lines=True))
def test_an_item_survives_the_way_through_json(made: Item) -> None:
    assert Item.from_dict(json.loads(json.dumps(made.to_dict()))) == made


def test_fields_left_out_take_their_defaults() -> None:
    made = Item.from_dict({"kind": "single", "stem": "x", "options": [{"text": "a"}]})
    assert made == Item(Kind.SINGLE, "x", (Option("a"),))
    assert (made.marks, made.level, made.markup) == (Decimal(1), None, "plain")


def test_texts_are_stored_clean() -> None:
    made = item(stem=unicodedata.normalize("NFD", " Độc\u00a0lập "), id=" a\n1 ")
    assert made.stem == "Độc lập"
    assert made.id == "a 1"
    assert Option("\u200bHuế").text == "Huế"


def test_the_place_takes_no_part_in_equality() -> None:
    assert item(place="Câu 1") == item(place="B7")
    assert item(stem="khác") != item()


@pytest.mark.parametrize(("marks", "shown"), [(Decimal("0.1"), 0.1), (Decimal("2.0"), 2), (Decimal("0.25"), 0.25)])
def test_marks_are_exact_and_whole_numbers_stay_whole(marks: Decimal, shown: float) -> None:
    data = item(marks=marks).to_dict()
    assert data["marks"] == shown
    assert type(data["marks"]) is type(shown)
    assert Item.from_dict(data).marks == marks


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"kind": "essay"}, "kind"),
        ({"kind": None}, "kind"),
        ({"stem": 5}, "stem"),
        ({"options": "abc"}, "options"),
        ({"options": ["a", "b"]}, "phương án"),
        ({"options": [{"text": "a", "is_key": 1}]}, "is_key"),
        ({"options": [{"text": "a", "right": True}]}, "right"),
        ({"marks": "1"}, "marks"),
        ({"marks": True}, "marks"),
        ({"marks": float("inf")}, "marks"),
        ({"level": "khó"}, "level"),
        ({"images": [1]}, "images"),
        ({"markup": "markdown"}, "markup"),
        ({"answer": "A"}, "answer"),
    ],
)
def test_a_wrong_shape_is_named(change: dict[str, Any], word: str) -> None:
    with pytest.raises(ItemShapeError, match=word):
        Item.from_dict(item().to_dict() | change)


def test_a_level_is_stored_by_its_value() -> None:
    data = item(level=Level.HIGH_APPLICATION).to_dict()
    assert data["level"] == "high_application"
    assert Item.from_dict(data).level is Level.HIGH_APPLICATION
