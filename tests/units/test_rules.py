"""Depth-first numbering, codes, names and head counts."""

from __future__ import annotations

import random

import pytest

from quiz.core.errors import Conflict, Invalid
from quiz.units.rules import (
    MAX_HEADCOUNT,
    Node,
    Place,
    head_count,
    number_forest,
    search_text,
    search_words,
    unit_code,
    unit_name,
)


def node(unit_id: int, parent_id: int | None = None, order: int = 0, name: str = "") -> Node:
    return Node(unit_id, parent_id, (order, name, str(unit_id)))


def test_an_empty_forest_has_no_places() -> None:
    assert number_forest([]) == {}


def test_a_subtree_is_a_range_of_positions() -> None:
    places = number_forest([node(1), node(2, 1), node(3, 2), node(4, 1), node(5)])
    assert places == {
        1: Place(1, 4, 0),
        2: Place(2, 3, 1),
        3: Place(3, 3, 2),
        4: Place(4, 4, 1),
        5: Place(5, 5, 0),
    }


def test_brothers_stand_in_the_order_asked_for_then_by_name() -> None:
    places = number_forest([node(1, order=2), node(2, order=1, name="b"), node(3, order=1, name="a")])
    assert [places[number].position for number in (3, 2, 1)] == [1, 2, 3]


def test_the_order_in_which_units_come_does_not_matter() -> None:
    nodes = [node(1), node(2, 1), node(3, 2), node(4, 1), node(5)]
    assert number_forest(reversed(nodes)) == number_forest(nodes)


@pytest.mark.parametrize(
    "nodes", [[node(1, 1)], [node(1, 2), node(2, 1)], [node(9), node(1, 3), node(2, 1), node(3, 2)]]
)
def test_a_circle_is_refused(nodes: list[Node]) -> None:
    with pytest.raises(Conflict) as caught:
        number_forest(nodes)
    assert caught.value.code == "cycle"


def test_a_very_deep_tree_is_numbered_too() -> None:
    places = number_forest([node(1), *(node(number, number - 1) for number in range(2, 5001))])
    assert places[5000] == Place(5000, 5000, 4999)
    assert places[1].last_position == 5000


def test_ranges_hold_exactly_the_descendants_in_any_forest() -> None:
    dice = random.Random(11)
    for _ in range(50):
        parents: dict[int, int | None] = {1: None}
        for number in range(2, 40):
            parents[number] = dice.choice([None, *range(1, number)])
        places = number_forest(node(number, parent, dice.randint(0, 3)) for number, parent in parents.items())
        for number in parents:
            inside = {other for other in parents if number in _line(other, parents)}
            place = places[number]
            assert {n for n, p in places.items() if place.position <= p.position <= place.last_position} == inside
            assert place.depth == len(_line(number, parents)) - 1


def _line(number: int, parents: dict[int, int | None]) -> list[int]:
    line = [number]
    while (above := parents[line[-1]]) is not None:
        line.append(above)
    return line


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Xã Bản Giốc", "xa ban gioc"),
        ("Uỷ ban – UỶ BAN (cũ)", "uy ban uy ban cu"),
        ("THPT  H'Hen-Niê", "thpt h hen nie"),
        ("Đắk Lắk / Ðắk Lắk", "dak lak dak lak"),
        ("Ho\u0300a Bi\u0300nh", "hoa binh"),
        ("100% _đủ_", "100 du"),
    ],
)
def test_text_is_folded_to_words(text: str, folded: str) -> None:
    assert search_text(text) == folded


def test_a_search_takes_ten_words_at_most() -> None:
    assert len(search_words("a b c d e f g h i k l m n")) == 10


@pytest.mark.parametrize(("typed", "code"), [("cb01", "CB01"), (" CB.01-a_2 ", "CB.01-A_2"), ("7", "7")])
def test_a_code_is_stored_in_capitals(typed: str, code: str) -> None:
    assert unit_code(typed) == code


@pytest.mark.parametrize("typed", ["", "Xã", "A B", "-A", "A/B", "A" * 33, "Đ1", "A;B", "А1"])
def test_a_code_of_other_letters_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        unit_code(typed)
    assert caught.value.field == "code"


def test_a_name_is_cleaned() -> None:
    assert unit_name("  Xa\u0303  An\u200b Bình ") == "Xã An Bình"


@pytest.mark.parametrize("typed", ["", "  ", "---", "a" * 201])
def test_a_name_without_letters_or_too_long_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        unit_name(typed)


def test_a_head_count_lies_between_nobody_and_reason() -> None:
    assert [head_count(value) for value in (None, 0, MAX_HEADCOUNT)] == [None, 0, MAX_HEADCOUNT]
    for value in (-1, MAX_HEADCOUNT + 1):
        with pytest.raises(Invalid):
            head_count(value)
