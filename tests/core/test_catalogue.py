"""The English beside the Vietnamese: found by extraction, complete in its places, and really shown."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from quiz.core.settings import ROOT
from quiz.translations.extract import extract

ENGLISH = ROOT / "quiz/translations/en/LC_MESSAGES"
PLACE = re.compile(r"%\(\w+\)s|\{\w*\}")
MINE = ("core", "attempts")


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The catalogue as it is written."""
    with (ENGLISH / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


def test_a_translation_has_the_same_places_as_its_message(english: Catalog) -> None:
    assert len(english) > 500
    for message in english:
        if message.id and message.string:
            assert set(PLACE.findall(str(message.id))) == set(PLACE.findall(str(message.string))), message.id


def test_what_is_compiled_is_what_is_written(english: Catalog) -> None:
    with (ENGLISH / "messages.mo").open("rb") as file:
        compiled = read_mo(file)
    written = {message.id: message.string for message in english if message.id and message.string}
    assert {message.id: message.string for message in compiled if message.id} == written


@pytest.mark.parametrize("room", MINE)
def test_every_text_of_these_templates_has_its_english(english: Catalog, room: str) -> None:
    found = extract_from_dir(str(ROOT / "templates" / room), method_map=[("**.html", "jinja2")])
    texts = [text for _file, _line, text, _comments, _context in found if isinstance(text, str)]
    assert texts
    assert [text for text in texts if not (english.get(text) and english[text].string)] == []


def test_texts_are_found_in_tables_and_errors_but_not_in_docstrings_or_keys() -> None:
    source = '''
"""Chú thích của tệp."""
TITLES = {"key": "Tên gọi"}
def view():
    """Chú thích của hàm."""
    raise Invalid("Số chưa đúng.", code="bad")
    return _("OK"), "plain", row["Tỉnh"], f"{count} người"
'''
    found = [text for _line, _name, text, _comments in extract(io.BytesIO(source.encode()), [], [], {})]
    assert found == ["Tên gọi", "Số chưa đúng.", "OK"]


def test_a_person_who_chose_english_reads_english(client: FlaskClient) -> None:
    assert "Không tìm thấy trang này." in client.get("/nowhere").text
    client.get("/lang/en")
    page = client.get("/nowhere").text
    assert "This page was not found." in page
    assert "Log in" in page
    assert "Không tìm thấy" not in page


def test_errors_of_the_api_speak_the_language_of_the_person(client: FlaskClient) -> None:
    client.set_cookie("lang", "en")
    answer = client.get("/api/v1/contests/nowhere")
    assert answer.status_code == 404
    assert answer.get_json()["error"]["message"].isascii()
