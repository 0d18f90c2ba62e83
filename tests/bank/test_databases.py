"""The bank's way through both databases: import, revise, find, approve, take out again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from flask import Flask

from quiz.bank import browsing
from quiz.bank.choosing import all_that_match
from quiz.bank.decisions import decide_many
from quiz.bank.imports import imports_of
from quiz.bank.keys import keys
from quiz.bank.queries import bank_by_code, cell_counts, drawable, shown_items
from quiz.bank.searching import Filters, matching, search_items
from quiz.bank.service import export_bank, import_file
from quiz.bank.workflow import Move
from quiz.core import clock
from quiz.core.errors import Conflict
from quiz.core.permissions import Actor, Grant, Role
from tests.bank.files import as_json, questions

SOMEBODY_ELSE = Actor(person_id=2, name="Người duyệt", grants=(Grant(Role.ADMINISTRATOR),))


@pytest.mark.postgres
def test_a_bank_lives_the_same_on_every_database(each_app: Flask, administrator: Actor) -> None:
    asked = questions(12)
    changed = [replace(asked[0], key="D"), *asked[1:]]
    import_file(administrator, "NQ", "de.json", as_json(asked), None, clock.now())
    report = import_file(administrator, "NQ", "de.json", as_json(changed), None, clock.now(), approve=False)
    assert (report.revised, report.unchanged) == (1, 11)
    assert cell_counts("NQ") == {("Lịch sử", "recognition"): 11}
    for move, state in ((Move.REVIEW, "draft"), (Move.APPROVE, "reviewed")):
        chosen = all_that_match(bank_by_code("NQ"), Filters(state=state))
        assert len(decide_many(SOMEBODY_ELSE, "NQ", chosen, move, "", clock.now()).done) == 1
    ids = drawable("NQ", "Lịch sử", "recognition")
    assert [shown_items(ids)[one].stem for one in ids] == [one.stem for one in asked]
    assert keys(ids)[ids[0]].mask == 8
    found = search_items(bank_by_code("NQ"), Filters("câu hỏi số 12"), 1)
    assert [row.ref for row in found.rows] == ["de-12"]
    assert [row.ref for row in search_items(bank_by_code("NQ"), Filters("phuong an 7.3"), 1).rows] == ["de-7"]
    assert len(matching(bank_by_code("NQ"), Filters(use="unused", sort="used"))) == 12
    assert [row.drawable for row in browsing.banks_of(administrator)] == [12]
    assert len(json.loads(export_bank(administrator, "NQ", "json"))) == 12


@pytest.mark.postgres
def test_one_upload_is_one_import_by_the_database_s_own_word(
    each_app: Flask, administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, token = as_json(questions(2)), "a" * 32
    import_file(administrator, "NQ", "de.json", content, None, clock.now(), token=token)
    monkeypatch.setattr("quiz.bank.importing.earlier_import", lambda _token: None)
    with pytest.raises(Conflict):
        import_file(administrator, "NQ", "de.json", content, None, clock.now(), token=token)
    assert imports_of(bank_by_code("NQ")).total == 1
