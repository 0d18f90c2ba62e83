"""Pages of a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.core.paging import LAST_PAGE, PER_PAGE, Page, offset, page_number


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
def test_an_empty_list_has_one_page_and_a_full_page_no_empty_one_after_it(total: int, pages: int) -> None:
    assert Page([], 1, total).pages == pages


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("7", 7), ("0012", 12), ("1000000", LAST_PAGE)])
def test_the_page_asked_for_is_given(text: str, number: int) -> None:
    assert page_number(text) == number


@pytest.mark.parametrize("text", [None, "", "0", "-1", "1.5", "x", " 2", "1e3", "٣", "²", "1000001", "9" * 400])
def test_what_is_no_page_is_the_first(text: str | None) -> None:
    assert page_number(text) == 1


@given(st.text(max_size=20))
def test_any_text_gives_a_page_that_can_be_asked_for(text: str) -> None:
    assert 1 <= page_number(text) <= LAST_PAGE


@given(st.integers(1, LAST_PAGE), st.integers(1, 500))
def test_pages_follow_one_another_without_gap_or_overlap(number: int, per_page: int) -> None:
    assert offset(1, per_page) == 0
    assert offset(number + 1, per_page) - offset(number, per_page) == per_page


def test_fifty_are_on_a_page() -> None:
    assert PER_PAGE == 50
    assert offset(3) == 100
