"""Every format that is there is read and written without loss, for what it holds."""

from __future__ import annotations

from dataclasses import fields
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.conversion import convert
from question_bank.formats import FORMATS, WRITABLE, read
from question_bank.item import Item
from tests.question_bank.format_table import ITEMS_A_FILE, round_trip, row, table
from tests.question_bank.holdings import ALL, HOLDINGS, make_item, make_items


def test_every_format_has_its_place_in_the_table() -> None:
    assert set(HOLDINGS) == set(FORMATS)
    assert [one.format for one in table(files=0)] == list(FORMATS)


@pytest.mark.parametrize("format", FORMATS)
def test_whatever_a_format_holds_comes_back_equal(format: str) -> None:
    found = row(format, seed=1, files=8)
    assert (found.read, found.written) == (True, format in WRITABLE)
    assert (found.tried, found.equal) == (8 * ITEMS_A_FILE, 8 * ITEMS_A_FILE)


@pytest.mark.parametrize("format", FORMATS)
@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 3))
def test_any_set_of_items_that_a_format_holds_survives(format: str, seed: int, count: int) -> None:
    made = make_items(HOLDINGS[format], Random(seed), count)
    assert round_trip(made, format) == tuple(made)


@pytest.mark.parametrize("format", WRITABLE)
def test_conversion_has_nothing_to_tell_of_what_a_format_holds(format: str) -> None:
    assert convert(make_items(HOLDINGS[format], Random(format), 10), format).problems == ()


@pytest.mark.parametrize("format", WRITABLE)
def test_conversion_tells_of_every_field_that_a_format_does_not_hold(format: str) -> None:
    whole = make_items(HOLDINGS["json"], Random("whole"), 30)
    written = convert(whole, format)
    back = read(written.data, format=format).items
    changed = len(whole) if len(back) != len(whole) else sum(a != b for a, b in zip(whole, back, strict=True))
    assert bool(changed) == bool(written.problems)
    if len(back) == len(whole):
        assert len(written.problems) == changed


def test_the_items_tried_differ_in_every_field() -> None:
    made = make_items(HOLDINGS["json"], Random(3), 60)
    for field in fields(Item):
        if field.name != "place":
            assert len({str(getattr(one, field.name)) for one in made}) > 1, field.name
    assert any(option.pinned for one in made for option in one.options)
    assert any(option.feedback for one in made for option in one.options)


def test_a_field_that_a_format_loses_would_be_seen() -> None:
    holding = HOLDINGS["aiken"]
    for field in sorted(ALL - {"pinned"}):
        random = Random(field)
        more = type(holding)(holding.fields | {field}, holding.alphabet, declares_kind=False)
        made = [make_item(more, random, f"q{number}") for number in range(20)]
        assert round_trip(made, "aiken") != tuple(made), field
