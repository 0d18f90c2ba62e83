"""Plain rules: addresses, codes, years, what is work."""

from __future__ import annotations

import pytest

from quiz.plans.writing import rules


@pytest.mark.parametrize("slug", sorted(rules.RESERVED))
def test_a_word_of_an_address_is_no_name_of_a_plan(slug: str) -> None:
    assert not rules.is_usable_slug(slug)


@pytest.mark.parametrize("slug", ["", "a b", "A", "á", "-a", "a-", "a--b", "a" * 59])
def test_an_address_has_small_letters_digits_and_single_hyphens(slug: str) -> None:
    assert not rules.is_usable_slug(slug)


def test_the_usual_parts_of_addresses_are_kept_free() -> None:
    assert {"duties", "calendar", "todo", "new", "import", "samples", "grid", "reports"} <= rules.RESERVED
    assert rules.is_usable_slug("ke-hoach-2026")


def test_a_title_becomes_an_address_cut_at_a_word() -> None:
    assert rules.slug_of("Kế hoạch số 10 của Đảng ủy") == "ke-hoach-so-10-cua-dang-uy"
    assert rules.slug_of("Một hai ba", most=7) == "mot-hai"
    assert rules.slug_of("!!!") == "ke-hoach"


def test_own_codes_go_on_after_the_highest() -> None:
    assert rules.next_own_code([]) == "R-01"
    assert rules.next_own_code(["R-01", "R-07", "BG-99"]) == "R-08"


def test_years_are_read_as_people_write_them() -> None:
    assert rules.years_of("2026") == (2026,)
    assert rules.years_of("2021 - 2025") == (2021, 2022, 2023, 2024, 2025)
    assert rules.years_of("2022, 2021") == (2021, 2022)
    assert rules.years_of("") == ()


@pytest.mark.parametrize("text", ["năm nay", "26", "2026-", "1990-2050", "2026.5"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        rules.years_of(text)


def test_a_day_a_rhythm_or_a_quantity_makes_work() -> None:
    assert rules.is_work({"kind": "month", "year": 2026, "month": 3}, "")
    assert rules.is_work({"kind": "ongoing"}, "ít nhất 02 kỳ")
    assert not rules.is_work({"kind": "ongoing", "note": "trong năm"}, " ")


def test_differences_name_the_fields_whose_words_differ() -> None:
    found = rules.differences([("Tên", "a"), ("Số", "1")], [("Tên", "b"), ("Số", "1")])
    assert [(one.label, one.stored, one.typed) for one in found] == [("Tên", "a", "b")]
