"""Bytes to text: what Vietnamese machines write is read, and nothing is guessed."""

from __future__ import annotations

import codecs
import re
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from question_bank.formats import read
from question_bank.formats.encoding import decode_text, peek
from question_bank.problem import Unreadable
from tests.question_bank.items import SIGNS, VIETNAMESE, codes

TEXT = "Thủ đô của nước ta là thành phố nào?\r\n{=Hà Nội ~Huế}\r\n\r\nNguyễn Huệ “quê” ở đâu…"
LINES = TEXT.replace("\r\n", "\n")
TONES = "\u0300\u0301\u0303\u0309\u0323"


def in_1258(text: str) -> bytes:
    """The bytes that Windows writes: a letter with its hat or horn, and its tone behind it."""
    written = []
    for sign in unicodedata.normalize("NFC", text):
        apart = unicodedata.normalize("NFD", sign)
        tone = "".join(mark for mark in apart if mark in TONES)
        base = unicodedata.normalize("NFC", re.sub(f"[{TONES}]", "", apart))
        written.append(base + tone if tone else sign)
    return "".join(written).encode("cp1258")


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        decode_text(data)
    assert caught.value.problem.code == "encoding"
    return caught.value.problem.place, caught.value.problem.message


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_utf_8_is_read_with_and_without_its_mark(mark: bytes) -> None:
    decoded = decode_text(mark + TEXT.encode())
    assert (decoded.text, decoded.problems) == (LINES, ())
    assert decode_text(mark + TEXT.encode()).text == LINES


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_what_notepad_calls_unicode_is_read_with_a_note(encoding: str) -> None:
    mark = codecs.BOM_UTF16_LE if encoding.endswith("le") else codecs.BOM_UTF16_BE
    decoded = decode_text(mark + TEXT.encode(encoding))
    assert decoded.text == LINES
    assert [(problem.code, problem.severity, problem.place) for problem in decoded.problems] == [
        ("utf_16", "note", "cả tệp")
    ]


def test_the_old_vietnamese_code_is_read_where_every_word_is_vietnamese() -> None:
    decoded = decode_text(in_1258(TEXT))
    assert decoded.text == LINES
    assert codes(decoded.problems, "warning") == ["windows_1258"]


def test_a_question_in_the_old_code_reaches_the_bank_with_the_warning() -> None:
    reading = read(in_1258("Thủ đô của nước ta? {=Hà Nội ~Huế}"), "a.gift")
    assert [item.options[0].text for item in reading.items] == ["Hà Nội"]
    assert "windows_1258" in codes(reading.problems, "warning")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"A\r\nB\rCaf\xe9 noir", "dòng 3"),
        ("nhã ý".encode("cp1252"), "dòng 1"),
        ("Übermut ist gefährlich".encode("cp1252"), "dòng 1"),
        ("Huế\n".encode() + in_1258("Huế và Vinh"), "dòng 2"),
        (in_1258("Huế") + "\nHuế".encode(), "dòng 1"),
        ("Thñ ®« cña níc".encode("latin-1", "replace"), "dòng 1"),
        (in_1258("Huế và háó"), "dòng 1"),
        (b"a\n\xff\xfe\xfd\x81", "dòng 2"),
    ],
)
def test_what_could_mean_two_things_is_refused_at_its_line(data: bytes, place: str) -> None:
    assert refusal(data)[0] == place


def test_letters_that_became_question_marks_are_told_apart_from_a_foreign_code() -> None:
    place, message = refusal("Th? đô c?a n??c ta là thành ph? nào".encode("cp1258"))
    assert place == "dòng 1"
    assert "dấu “?”" in message
    decoded = decode_text(b"Th? do c?a n??c, thanh ph? H?i Phong, s?ng Mekong")
    assert codes(decoded.problems, "warning") == ["lost_letters"]
    assert decode_text("Đúng không? sai? nào?\nVì sao?".encode()).problems == ()


@pytest.mark.parametrize(
    "data",
    [b"a\x00b", "chữ".encode("utf-32"), "chữ".encode("utf-16-le"), codecs.BOM_UTF16_LE + b"a", b"\xff\xfe\x00\xd8"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    refusal(data)


def test_a_look_at_the_beginning_never_fails() -> None:
    assert peek(TEXT.encode("utf-16")) == LINES
    assert peek(b"\xff\xfea") == "\ufffd"
    assert peek(b"a\xe1\x00") == "a\ufffd\x00"


def is_utf_8(data: bytes) -> bool:
    """True for bytes that are UTF-8, by chance or not."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@given(st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + SIGNS + "\n", max_size=60))
def test_every_vietnamese_letter_survives_the_old_code_or_is_refused(text: str) -> None:
    assume(not is_utf_8(in_1258(text)))  # a few signs of the one code make a letter of the other
    try:
        decoded = decode_text(in_1258(text))
    except Unreadable:
        return
    assert decoded.text == text


@given(st.binary(max_size=80))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    with suppress(Unreadable):
        assert "\r" not in decode_text(data).text
