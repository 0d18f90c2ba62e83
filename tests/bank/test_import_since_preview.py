"""What a person agreed to is what is stored: a bank that changed behind a preview asks for another look."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from quiz.bank import checking
from quiz.bank.classifying import classify
from quiz.core import clock
from tests.bank.conftest import ImportQuestions
from tests.bank.files import as_json, questions
from tests.bank.test_checked_pages import path, stems
from tests.bank.test_import_pages import Console, console, stored
from tests.bank.workbench import AUTHOR, item, seen
from tests.people import Cast, SignIn

__all__ = ["console"]

CHANGED = "Ngân hàng câu hỏi đã thay đổi sau khi quý vị xem trước"


def test_a_question_that_came_to_be_there_meanwhile_is_not_overwritten(
    app: Flask, console: Console, import_questions: ImportQuestions
) -> None:
    mine = [replace(one, id=f"LS-{number}") for number, one in enumerate(questions(2), 1)]
    page = console.upload("de.json", as_json(mine))
    import_questions([replace(mine[0], explanation="Của người khác")])
    before = stored(app), stems(), item("LS-1").current_revision_id
    answer = console.accept(page)
    assert (answer.status_code, answer.location) == (302, path(page))
    assert (stored(app), stems(), item("LS-1").current_revision_id) == before
    again = console.get(path(page))
    assert CHANGED in again.text
    assert ["Bản sửa" in one for one in again.text.split("<article")[1:]] == [True, False]
    assert console.accept(again).location == "/admin/bank/imports/2"
    assert item("LS-1").current_revision_id != before[2]


def test_a_revision_that_somebody_else_made_meanwhile_is_looked_at_first(
    app: Flask, console: Console, import_questions: ImportQuestions
) -> None:
    import_questions(questions(2), name="de.json")
    page = console.upload("de.json", as_json([replace(questions(1)[0], explanation="A"), *questions(2, first=2)]))
    import_questions([replace(questions(1)[0], explanation="B"), *questions(1, first=2)], name="de.json")
    before = stored(app)
    assert console.accept(page).location == path(page)
    assert stored(app) == before


def test_a_topic_that_was_given_meanwhile_is_not_taken_away_unseen(
    app: Flask, console: Console, import_questions: ImportQuestions
) -> None:
    asked = [replace(one, topic="Kinh tế") for one in questions(2)]
    import_questions(asked, name="de.json")
    page = console.upload("de.json", as_json(asked))
    classify(AUTHOR, "NQ", [seen("de-2")], "topic", "Lịch sử", clock.now())
    assert console.accept(page).location == path(page)
    assert item("de-2").topic == "Lịch sử"


def test_what_changed_beside_the_chosen_questions_stops_nothing(
    app: Flask, console: Console, import_questions: ImportQuestions
) -> None:
    mine = [replace(one, id=f"LS-{number}") for number, one in enumerate(questions(3), 1)]
    page = console.upload("de.json", as_json(mine))
    console.post(f"{path(page)}/choice", shown=["0", "1", "2"], chosen=["1", "2"])
    import_questions([replace(mine[0], explanation="Của người khác")])
    answer = console.accept(console.get(path(page)), "chosen")
    assert answer.location == "/admin/bank/imports/2"
    assert stored(app) == (1, 2, 3)


def test_a_job_looks_as_well_and_makes_the_preview_again(
    app: Flask, signed_in: SignIn, cast: Cast, import_questions: ImportQuestions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "AT_ONCE_ITEMS", 10)
    console = Console(signed_in("organiser"))
    mine = [replace(one, id=f"LS-{number}") for number, one in enumerate(questions(20), 1)]
    page = console.upload("de.json", as_json(mine))
    import_questions(mine[:4], actor=cast.actor("organiser"))
    job = console.get(console.accept(page).location)
    assert CHANGED in job.text
    assert path(page) in job.text
    assert stored(app) == (1, 1, 4)
    again = console.get(path(page))
    assert again.text.count("Đã có, không đổi</span>") == 4
    done = console.client.get(console.accept(again).location, follow_redirects=True)
    assert "Đã nhập 20 câu hỏi" in done.text
    assert stored(app) == (1, 2, 20)


def test_an_author_cannot_approve_own_drafts_by_importing_them_unchanged(
    console: Console, import_questions: ImportQuestions
) -> None:
    import_questions(questions(2), name="de.json", approve=False)
    page = console.upload("de.json", as_json(questions(3)))
    assert console.accept(page, approve="y", number="15", day="2026-03-01").status_code == 302
    assert [item(f"de-{number}").state for number in (1, 2, 3)] == ["draft", "draft", "approved"]
