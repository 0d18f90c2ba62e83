"""Login names, birth dates, phones, passwords, shown names, local addresses."""

from __future__ import annotations

from datetime import date

import pytest

from quiz.accounts import rules
from quiz.core.errors import Invalid

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("annv", "annv"),
        ("  AnNV ", "annv"),
        ("an.nguyen_van-1", "an.nguyen_van-1"),
        ("ａｎｎｖ１", "annv1"),
        ("an\u200bnv", "annv"),
        ("\u00a0annv\ufeff", "annv"),
        ("ANNV\n", "annv"),
        ("a" * 40, "a" * 40),
        ("123", "123"),
        ("\u1d43\u207f\u207f", "ann"),
    ],
)
def test_login_names_that_look_alike_are_one(typed: str, stored: str) -> None:
    assert rules.login_name(typed) == stored
    assert rules.login_key(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "an",
        "a" * 41,
        "a" * 320,
        "an nv",
        "an\tnv",
        "аnnv",  # a Cyrillic letter
        "ánnv",
        "đan",
        "an@nv",
        "an/nv",
        ".annv",
        "-annv",
        "_an",
        "an\u0301nv",
        "annv;",
        "ann̈v",
        "αnnv",
        "<b>an",
    ],
)
def test_a_login_name_of_other_letters_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        rules.login_name(typed)
    assert caught.value.field == "login_name"


@pytest.mark.parametrize("typed", ["0912345678", "84912345678", "912345678", "０９１２３４５６７８", "0912.345.678"])
def test_a_phone_number_is_no_login_name(typed: str) -> None:
    with pytest.raises(Invalid, match="số điện thoại"):
        rules.login_name(typed)


@pytest.mark.parametrize(
    ("typed", "key"),
    [("0912 345 678", "0912345678"), ("+84912345678", "0912345678"), ("AnNV", "annv"), ("", ""), ("a" * 500, "a" * 64)],
)
def test_what_is_typed_at_the_door_is_a_phone_or_a_name(typed: str, key: str) -> None:
    assert rules.login_key(typed) == key


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Nguyễn Văn An", "annv"),
        ("Đỗ Thị Ún", "undt"),
        ("H'Hen Niê", "nieh"),
        ("Y", "y00"),
        ("李小龍", "thisinh"),
        ("Nguyễn  Thị-Hoa", "thihoan"),
    ],
)
def test_a_login_name_is_made_from_a_name(name: str, stem: str) -> None:
    assert rules.login_stem(name) == stem
    assert rules.login_name(stem) == stem


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("05/09/1985", "1985-09-05", "05/09/1985"),
        ("5/9/1985", "1985-09-05", "05/09/1985"),
        ("5-9-1985", "1985-09-05", "05/09/1985"),
        ("05.09.1985", "1985-09-05", "05/09/1985"),
        ("1985-09-05", "1985-09-05", "05/09/1985"),
        ("1985", "1985", "1985"),
        (" 1985 ", "1985", "1985"),
        ("29/02/2024", "2024-02-29", "29/02/2024"),
        ("02/03/2026", "2026-03-02", "02/03/2026"),
        ("", "", ""),
    ],
)
def test_a_birth_date_is_a_day_or_a_bare_year(typed: str, stored: str, shown: str) -> None:
    assert rules.birth(typed, TODAY) == stored
    assert rules.shown_birth(stored) == shown


@pytest.mark.parametrize(
    "typed",
    ["30/02/1985", "29/02/2023", "1899", "31/12/1899", "2027", "03/03/2026", "0000", "85", "09/1985", "hôm qua"],
)
def test_a_birth_date_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        rules.birth(typed, TODAY)
    assert caught.value.field == "birth"


@pytest.mark.parametrize(
    ("birth", "young"),
    [
        ("2010-03-02", False),
        ("2010-03-03", True),
        ("2010-03-01", False),
        ("2010", True),
        ("2009", False),
        ("2026", True),
        ("1950-01-01", False),
        ("", False),
    ],
)
def test_sixteen_is_reached_on_the_birthday_and_a_bare_year_counts_to_its_end(birth: str, young: bool) -> None:
    assert rules.is_under(16, birth, TODAY) is young


@pytest.mark.parametrize(
    ("choice", "birth", "shown"),
    [
        ("full", "1985", "Nguyễn Văn An"),
        ("initials", "1985", "N.V.A."),
        ("full", "2010-03-03", "N.V.A."),
        ("full", "2010-03-02", "Nguyễn Văn An"),
        ("", "1985", "N.V.A."),
    ],
)
def test_the_full_name_is_shown_with_consent_from_sixteen_on(choice: str, birth: str, shown: str) -> None:
    assert rules.shown_name("Nguyễn Văn An", choice, birth, TODAY) == shown


@pytest.mark.parametrize(
    ("typed", "stored"), [("", None), ("  ", None), ("0912345678", "0912345678"), ("+84 912.345.678", "0912345678")]
)
def test_a_phone_number_is_optional(typed: str, stored: str | None) -> None:
    assert rules.phone(typed) == stored


@pytest.mark.parametrize("typed", ["0123456789", "091234567", "091234567890", "số 0912345678", "abc"])
def test_what_is_no_mobile_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        rules.phone(typed)
    assert caught.value.field == "phone"


@pytest.mark.parametrize("typed", ["12345678", "a b c d e", "mật khẩu", "x" * 128, "  khoảng trắng  "])
def test_passwords_of_8_to_128_characters_are_taken_as_they_are(typed: str) -> None:
    assert rules.password(typed) == typed


@pytest.mark.parametrize("typed", ["", "1234567", "x" * 129])
def test_shorter_and_longer_passwords_are_refused(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        rules.password(typed)
    assert caught.value.field == "password"


def test_a_password_is_not_the_login_name_or_the_phone() -> None:
    for typed in ("nguyenvan", "NGUYENVAN", "0912345678"):
        with pytest.raises(Invalid, match="không được trùng"):
            rules.password(typed, "nguyenvan", "0912345678", None)


def test_a_password_typed_on_another_keyboard_is_the_same() -> None:
    assert rules.password("ma\u0323\u0302t kha\u0302\u0309u") == rules.password("mật khẩu")


@pytest.mark.parametrize("typed", ["abcde 23456", "ABCDE-23456", " abcde23456 ", "ＡＢＣＤＥ23456"])
def test_a_code_may_be_typed_with_spaces_and_in_small_letters(typed: str) -> None:
    expected = "ABCDE23456" if typed.isascii() else "ＡＢＣＤＥ23456"
    assert rules.normal_code(typed) == expected


def test_no_two_characters_of_a_code_look_alike() -> None:
    assert not set("01IOL") & set(rules.CODE_ALPHABET)
    assert len(set(rules.CODE_ALPHABET)) == len(rules.CODE_ALPHABET) == 31


@pytest.mark.parametrize("target", ["/", "/me", "/contests/tuan-1?page=2", "/a//b", "/%2F%2Fevil.vn", "/@evil.vn"])
def test_paths_of_this_product_are_followed(target: str) -> None:
    assert rules.local_path(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "//evil.vn",
        "///evil.vn",
        "/\\evil.vn",
        "\\\\evil.vn",
        "/a\\b",
        "http://evil.vn",
        "https:evil.vn",
        "javascript:alert(1)",
        "/\t/evil.vn",
        "/\n/evil.vn",
        "/\r\nSet-Cookie: a=b",
        "\t//evil.vn",
        " //evil.vn",
        "/\x00/evil.vn",
        "evil.vn",
        "?next=//evil.vn",
        "@evil.vn",
    ],
)
def test_other_hosts_are_never_followed(target: str | None) -> None:
    assert rules.local_path(target) == "/"


@pytest.mark.parametrize("typed", ["", "  ", "123", "...", "a" * 121])
def test_a_name_without_letters_or_too_long_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        rules.person_name(typed)
    assert caught.value.field == "name"


def test_a_name_keeps_its_hyphens_and_apostrophes() -> None:
    assert rules.person_name("  H'Hen\u00a0 Niê-Kđăm ") == "H'Hen Niê-Kđăm"
