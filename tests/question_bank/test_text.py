"""Cleaning and folding of Vietnamese text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.levels import Level, parse_level
from question_bank.text import clean, clean_line, fold, same, was_disguised


def test_decomposed_letters_become_composed() -> None:
    assert clean(unicodedata.normalize("NFD", "Đường lối đổi mới")) == "Đường lối đổi mới"


@pytest.mark.parametrize("sign", ["\u00a0", "\u202f", "\u2007", "\t", "\u3000", "   "])
def test_every_kind_of_blank_becomes_one_ordinary_blank(sign: str) -> None:
    assert clean(f"năm{sign}1945") == "năm 1945"


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u200d", "\ufeff", "\u2060", "\u202e", "\x07", "\ufdd0"])
def test_invisible_and_forbidden_signs_go(sign: str) -> None:
    assert clean(f"độc{sign}lập") == "độclập"


def test_smart_quotes_and_dashes_stay() -> None:
    assert clean("“Tuyên ngôn” – ‘độc lập’…") == "“Tuyên ngôn” – ‘độc lập’…"


def test_lines_are_kept_and_blank_lines_are_not() -> None:
    assert clean(" một \r\n\r\n hai\rba\u2028bốn ") == "một\nhai\nba\nbốn"
    assert clean_line("một\n\nhai") == "một hai"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_texts_that_differ_in_case_blanks_and_composition_count_as_the_same() -> None:
    assert same("HÀ\u00a0 NỘI") == same(unicodedata.normalize("NFD", "hà nội"))
    assert same("Hà Nội") != same("Ha Noi")


@pytest.mark.parametrize("text", ["Đáp án", "ĐÁP  ÁN", "Ðáp án", "dap an", unicodedata.normalize("NFD", "đáp án")])
def test_folding_drops_marks_case_and_the_look_alikes_of_d(text: str) -> None:
    assert fold(text) == "dap an"


def test_disguised_text_is_noticed_and_ordinary_text_is_not() -> None:
    assert was_disguised("năm\u00a01945")
    assert was_disguised(unicodedata.normalize("NFD", "độc lập"))
    assert was_disguised("độc\u00adlập")
    assert not was_disguised("Độc lập – Tự do\t“Hạnh phúc”")


@pytest.mark.parametrize(
    ("spelling", "level"),
    [
        ("Nhận biết", Level.RECOGNITION),
        ("NB", Level.RECOGNITION),
        ("thông hiểu.", Level.COMPREHENSION),
        ("[TH]", Level.COMPREHENSION),
        ("VẬN DỤNG", Level.APPLICATION),
        ("Vận dụng thấp", Level.APPLICATION),
        ("vận  dụng cao", Level.HIGH_APPLICATION),
        ("VDC", Level.HIGH_APPLICATION),
        ("Mức 3", Level.APPLICATION),
        ("high_application", Level.HIGH_APPLICATION),
        ("siêu khó", None),
        ("", None),
    ],
)
def test_levels_are_known_by_their_common_spellings(spelling: str, level: Level | None) -> None:
    assert parse_level(spelling) is level


def test_every_level_has_the_name_people_read() -> None:
    assert [level.label for level in Level] == ["Nhận biết", "Thông hiểu", "Vận dụng", "Vận dụng cao"]
    assert all(parse_level(level.label) is level for level in Level)
