"""The English catalogue keeps up with the code, and whoever chose English meets no Vietnamese of ours."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from quiz.accounts.importing import COLUMNS as PEOPLE
from quiz.accounts.models import RoleGrant
from quiz.contests.models import Contest
from quiz.contests.queries import draft_of
from quiz.contests.rules import Meaning, Prediction
from quiz.contests.versions import print_draft
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.core.settings import ROOT
from quiz.plans.files.actors import SAMPLES
from quiz.plans.files.reading import read_plan
from quiz.ranking.service import refresh
from quiz.translations.extract import VIETNAMESE
from quiz.units.importing import COLUMNS as UNITS
from tests.conftest import FrozenClock
from tests.factories.sessions import login_headers
from tests.factories.stage import Stage, build
from tests.security.routes import calls

ENGLISH = ROOT / "quiz/translations/en/LC_MESSAGES"
PLACE = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")
SOURCES = {"quiz", "question_bank", "templates"}
OWN_NAME = "Tiếng Việt"
"""How the other language calls itself where it is chosen."""
BOXES = re.compile(r'(?<=type="checkbox") value="[^"]*"')
"""What a ticked box sends: read by the product, seen by nobody."""
PREDICTION = Prediction("Có bao nhiêu người dự thi?", Meaning.PEOPLE)
VISITOR = ("/", "/login", "/login/code", "/register", "/contests/thu", "/contests/thu/standings", "/contests/thu/units")
CONTESTANT = (*VISITOR, "/me", "/attempts/1", "/attempts/2/result", "/nowhere", "/admin/accounts/")


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The English catalogue as it is written."""
    with (ENGLISH / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module")
def found() -> set[str]:
    """Every message that extraction finds in code and templates."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    extracted = extract_from_dir(ROOT, methods, options, directory_filter=_is_ours)
    return {text for _file, _line, text, _comments, _context in extracted if isinstance(text, str)}


def _is_ours(folder: str) -> bool:
    return Path(folder).relative_to(ROOT).parts[0] in SOURCES


def test_every_message_in_code_and_templates_has_its_english(english: Catalog, found: set[str]) -> None:
    assert len(found) > 700
    assert {text for text in found if not (text in english and english[text].string)} == set()


def test_the_catalogue_holds_no_message_that_nobody_shows_and_none_that_is_in_doubt(
    english: Catalog, found: set[str]
) -> None:
    assert {message.id for message in english if message.id} - found == set()
    assert [message.id for message in english if message.id and message.fuzzy] == []


def test_english_has_no_vietnamese_words_and_the_places_of_its_message(english: Catalog) -> None:
    wrong = {
        message.id: message.string
        for message in english
        if message.id
        and (
            VIETNAMESE.search(str(message.string))
            or sorted(PLACE.findall(str(message.id))) != sorted(PLACE.findall(str(message.string)))
        )
    }
    assert wrong == {}


def test_the_compiled_catalogue_is_that_of_the_written_one(english: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, english)
    assert (ENGLISH / "messages.mo").read_bytes() == compiled.getvalue()


@pytest.fixture
def stage(app: Flask, frozen: FrozenClock) -> Stage:
    """A round with one open attempt, one closed one, and standings."""
    made = build(frozen.moment, time_limit_seconds=90, prediction=PREDICTION)
    made.accept_rules(frozen.moment)
    client = app.test_client(use_cookies=False)
    for actor in made.actors:
        headers = login_headers(app, actor.person_id)
        opened = client.post("/api/v1/contests/thu/rounds/1/attempts", headers=headers).get_json()
    token = {"X-Attempt-Token": opened["attempt_token"]}
    client.post(f"/api/v1/attempts/{opened['attempt_id']}/submission", headers=token)
    refresh(frozen.moment)
    return made


@cache
def sample_titles() -> frozenset[str]:
    """The titles of the real plans that can be taken over."""
    return frozenset(read_plan(path.read_text(encoding="utf-8")).title for path in SAMPLES.glob("*-*.yaml"))


def data() -> list[str]:
    """Every text in the database, the longest first: names, titles and questions are nobody's to translate."""
    db.session.rollback()
    rows = (row for table in db.metadata.sorted_tables for row in db.session.execute(sa.select(table)))
    texts = {text for row in rows for value in row for text in _texts(value)}
    for contest in db.session.scalars(sa.select(Contest)):
        texts.update(_texts(print_draft(draft_of(contest))))  # the preview of rules, a Vietnamese document
    texts |= sample_titles()
    headings = {column.titles[0] for column in (*PEOPLE, *UNITS)}  # the headings that a file has to carry
    return sorted({OWN_NAME, PREDICTION.question, *headings, *texts}, key=len, reverse=True)


def _texts(value: object) -> Iterator[str]:
    """A text and, where it is JSON or the HTML of rules, the texts in it."""
    if isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
    elif isinstance(value, str) and value.startswith(("[", "{")):
        yield from _texts(json.loads(value))
    elif isinstance(value, str) and value.startswith("<p>"):
        yield from (html.unescape(piece.strip()) for piece in re.split("<[^>]*>", value) if piece.strip())
    elif isinstance(value, str) and VIETNAMESE.search(value):
        yield value


def vietnamese_in(page: str) -> list[str]:
    """The pieces of a page that are Vietnamese and not data."""
    text = html.unescape(BOXES.sub("", page))
    for known in data():
        text = text.replace(known, "")
    return [piece.strip() for piece in re.split(r"[<>\n]", text) if VIETNAMESE.search(piece)]


@pytest.mark.parametrize("path", VISITOR)
def test_a_visitor_who_chose_english_meets_no_vietnamese(client: FlaskClient, stage: Stage, path: str) -> None:
    client.set_cookie("lang", "en")
    answer = client.get(path)
    assert answer.status_code == 200
    assert '<html lang="en">' in answer.text
    assert vietnamese_in(answer.text) == []


def test_the_console_speaks_english_to_an_administrator_who_chose_it(app: Flask, stage: Stage) -> None:
    with transaction():
        grant = RoleGrant(person_id=stage.actors[0].person_id, role=Role.ADMINISTRATOR, granted_at=clock.now())
        db.session.add(grant)
    headers = login_headers(app, stage.actors[0].person_id)
    headers["Cookie"] += "; lang=en"
    asked = 0
    wrong: dict[str, list[str]] = {}
    for call in calls(app, ("GET",)):
        answer = app.test_client(use_cookies=False).get(call.url, headers=headers)
        if call.url.startswith("/admin/") and answer.mimetype == "text/html":
            if found := vietnamese_in(answer.text):
                wrong[call.url] = found
            asked += 1
    assert wrong == {}
    assert asked > 20


@pytest.mark.parametrize("path", CONTESTANT)
def test_a_contestant_who_chose_english_meets_no_vietnamese(app: Flask, stage: Stage, path: str) -> None:
    for actor in stage.actors:
        headers = login_headers(app, actor.person_id)
        headers["Cookie"] += "; lang=en"
        answer = app.test_client(use_cookies=False).get(path, headers=headers)
        assert answer.status_code in {200, 302, 303, 403, 404}
        assert vietnamese_in(answer.text) == []


def test_the_words_of_errors_are_english_too(client: FlaskClient, stage: Stage) -> None:
    client.set_cookie("lang", "en")
    refused = client.post("/login", data={"login": "nobody", "password": "wrong"})
    assert refused.status_code == 403
    assert vietnamese_in(refused.text) == []
    answer = client.put("/api/v1/attempts/1/answers", json={})
    assert not VIETNAMESE.search(answer.get_json()["error"]["message"])


def test_without_a_choice_the_pages_are_vietnamese(client: FlaskClient, stage: Stage) -> None:
    for path in VISITOR:
        assert vietnamese_in(client.get(path).text) != [], path
