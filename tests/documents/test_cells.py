"""Numbers and days from cells, as Excel keeps them and as people type them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from quiz.core.errors import Invalid
from quiz.documents.cells import day, whole_number
from quiz.documents.sheets import Cell, Raw, shown


def cell(value: Raw) -> Cell:
    return Cell("B7", shown(value), value)


@pytest.mark.parametrize(
    ("value", "number"),
    [(300.0, 300), ("300", 300), ("1.234", 1234), ("1 234 567", 1234567), ("12.345.678", 12345678), (0, 0), ("", None)],
)
def test_whole_numbers_are_read_as_people_write_them(value: Raw, number: int | None) -> None:
    assert whole_number(cell(value)) == number


@pytest.mark.parametrize("value", [12.5, "12,5", "1.5", -3, "-3", "ba trăm", "1e5", True, float("1e20"), "1.23.456"])
def test_what_is_no_whole_number_is_refused_with_its_text(value: Raw) -> None:
    with pytest.raises(Invalid) as caught:
        whole_number(cell(value))
    assert shown(value) in caught.value.message()


@pytest.mark.parametrize(
    "value", [date(2026, 9, 2), datetime(2026, 9, 2, 8, 0), "02/09/2026", "2/9/2026", "2-9-2026", "2.9.2026"]
)
def test_days_are_read_from_dates_and_from_text(value: Raw) -> None:
    assert day(cell(value)) == date(2026, 9, 2)


def test_an_empty_cell_is_no_day() -> None:
    assert day(cell("")) is None


@pytest.mark.parametrize("value", ["30/02/2026", "2026", "09/2026", "hôm nay", 46267.0])
def test_what_is_no_day_is_refused(value: Raw) -> None:
    with pytest.raises(Invalid, match="ngày/tháng/năm"):
        day(cell(value))
