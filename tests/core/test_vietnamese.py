"""Vietnamese text: search without accents, the order of names, initials, telephone numbers, numbers."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.core.vietnamese import clean, fold, initials, mobile, name_key, number, sort_key

WORDS = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯ áàảãạấầẩẫậýỳỷỹỵ", max_size=30)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn Thị Ngọc Ánh", "nguyen thi ngoc anh"),
        ("Đắk Lắk", "dak lak"),
        ("ĐẶNG  VĂN\tĐỨC", "dang van duc"),
        ("Hoà Bình", "hoa binh"),
        ("Hòa Bình", "hoa binh"),
        ("Thuỷ", "thuy"),
        (unicodedata.normalize("NFD", "Trường Tiểu học Lê Quý Đôn"), "truong tieu hoc le quy don"),
        ("Ｐhường １", "phuong 1"),
        ("", ""),
    ],
)
def test_folding_drops_marks_case_and_double_spaces(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Lê   Văn \u00a0 An ", "Lê Văn An"),
        ("Lê\u200bVăn", "LêVăn"),
        ("Lê\x00 Văn\x07\x1b[31m", "Lê Văn[31m"),
        ("Lê\nVăn\r\nAn", "Lê Văn An"),
        ("\u202eAn\u202c", "An"),
        ("\ufeffAn", "An"),
        ("Ðặng", "Đặng"),
        ("a\u200b\u0301", "á"),
        ("\ud800An", "An"),
    ],
)
def test_cleaning_leaves_only_what_can_be_seen(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not re.search(r"[\x00-\x1f\x7f]|\s\s|^\s|\s$", once)


@given(WORDS)
def test_folding_is_blind_to_accents_case_and_the_form_of_unicode(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded
    assert fold(text.upper()) == folded
    assert re.fullmatch(r"[a-z ]*", folded)


@pytest.mark.parametrize(
    "in_order",
    [
        ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "i", "o", "ô", "ơ", "u", "ư", "x", "y"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["An", "Anh", "Ánh", "Ân"],
        ["Bắc Giang", "Bắc Ninh", "Bến Tre"],
        ["Da", "Dũng", "Đa", "Đạt"],
        ["hoa", "hòa", "hóa", "hoan"],
        ["an", "An", "AN"],
        ["Tổ 1", "Tổ 2", "Tổ An"],
    ],
)
def test_words_stand_as_in_a_vietnamese_dictionary(in_order: list[str]) -> None:
    mixed = in_order[:]
    random.Random(5).shuffle(mixed)
    assert sorted(mixed, key=sort_key) == in_order


@pytest.mark.parametrize(
    "in_order",
    [
        ["Trần Văn An", "Bùi Thị Anh", "Lê Ánh", "Nguyễn Ân", "Đỗ Bình"],
        ["Lê Văn An", "Nguyễn An", "Nguyễn Thị An", "Nguyễn Văn An"],
        ["Đinh Thị Hà", "Đoàn Hà", "Lê Hạ"],
        ["Võ Thị Mỹ", "Võ Văn Mỹ"],
    ],
)
def test_people_stand_by_given_name_then_family_name_then_the_middle(in_order: list[str]) -> None:
    mixed = in_order[:]
    random.Random(7).shuffle(mixed)
    assert sorted(mixed, key=name_key) == in_order


@given(WORDS, WORDS)
def test_the_order_of_names_does_not_depend_on_the_form_of_unicode(one: str, other: str) -> None:
    decomposed = unicodedata.normalize("NFD", other)
    assert name_key(decomposed) == name_key(other)
    assert (sort_key(one) == sort_key(other)) == (clean(one) == clean(other))


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Nguyễn Văn An", "N.V.A."),
        ("  lê thị   Ánh ", "L.T.Á."),
        ("đỗ Ân", "Đ.Â."),
        ("An", "A."),
        ("", ""),
    ],
)
def test_initials_are_the_first_letters_with_their_marks(name: str, short: str) -> None:
    assert initials(name) == short


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        "+84912345678",
        "+84 (0) 912 345 678",
        "84912345678",
        "0084912345678",
        "091 234 56 78",
        "0912.345.678",
        "0912-345-678",
        "(0912) 345 678",
        "912345678",
        "０９１２３４５６７８",
        "٠٩١٢٣٤٥٦٧٨",
        "0912\u200b345678",
        "\u00a00912345678\n",
        "ĐT: 0912345678",
    ],
)
def test_a_mobile_number_is_known_in_every_spelling(text: str) -> None:
    assert mobile(text) == "0912345678"


@pytest.mark.parametrize(
    "text",
    ["", "0212345678", "091234567", "09123456789", "84", "+1 912 345 678", "không có", "1234567890", "0243 8252 345"],
)
def test_what_is_no_mobile_number_is_none(text: str) -> None:
    assert mobile(text) is None


@given(st.text())
def test_a_mobile_number_has_ten_digits_or_is_none(text: str) -> None:
    found = mobile(text)
    assert found is None or re.fullmatch(r"0[35789][0-9]{8}", found)


@given(st.integers(0, 99_999_999).map(lambda rest: f"03{rest:08d}"))
def test_all_ways_to_write_a_mobile_number_mean_the_same(digits: str) -> None:
    assert {mobile(text) for text in (digits, digits[1:], f"+84{digits[1:]}", f"84 {digits[1:]}")} == {digits}


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(1234567, 0, "1.234.567"), (87.65, 2, "87,65"), (0, 0, "0"), (999.999, 2, "1.000,00"), (-1234.5, 1, "-1.234,5")],
)
def test_numbers_are_written_with_points_and_a_comma(value: float, places: int, text: str) -> None:
    assert number(value, places) == text
