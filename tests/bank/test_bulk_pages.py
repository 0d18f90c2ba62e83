"""Choosing many items, looking at what would happen, and doing it; the council's list from the same page."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.bank.choosing import tokens
from quiz.bank.decisions import Chosen
from quiz.bank.revising import revise_item
from quiz.core import clock
from quiz.core.permissions import Actor
from tests.bank.conftest import ImportQuestions
from tests.bank.files import questions
from tests.bank.test_import_pages import Console
from tests.bank.workbench import AUTHOR, REVIEWER, bring, changed, item, seen

BANK = "/admin/bank/banks/NQ"
REFS = [f"de-cuong-{number}" for number in range(1, 61)]
COUNCIL = {"layout": "party", "body": "Hội đồng", "day": "2026-03-04", "members": "An - Chủ tịch", "format": "docx"}


@pytest.fixture
def acting(app: Flask) -> list[Actor]:
    """Who acts: the last of the list."""
    people = [REVIEWER]
    app.extensions["actor_loader"] = lambda: people[-1]
    return people


@pytest.fixture
def console(client: FlaskClient, acting: list[Actor]) -> Console:
    return Console(client)


@pytest.fixture(autouse=True)
def bank(import_questions: ImportQuestions) -> None:
    import_questions(questions(60), approve=False, actor=AUTHOR)


def ask(console: Console, action: str, refs: list[str]) -> str:
    """The confirmation page for these items."""
    items = "".join(f"&item={one.item_id}.{one.version}" for one in map(seen, refs))
    return console.get(f"{BANK}/bulk?action={action}{items}").text


def act(console: Console, action: str, refs: list[str], **fields: Any) -> str:
    """Carry an action out; the list with what is said about it."""
    answer = console.post(f"{BANK}/bulk", action=action, chosen=tokens(map(seen, refs)), **fields)
    assert answer.status_code == 302, answer.text
    return console.get(answer.location).text


def states() -> set[str]:
    return {item(ref).state for ref in REFS[:3]}


class TestChoosing:
    def test_the_list_offers_every_item_with_the_version_that_is_shown(self, console: Console) -> None:
        page = console.get(BANK).text
        one = item(REFS[0])
        assert f'name="item" value="{one.id}.{one.version}"' in page
        assert page.count('name="item"') == 50
        assert "Chọn tất cả 60 câu phù hợp" in page

    def test_all_that_match_are_those_of_the_filters(self, console: Console) -> None:
        page = console.get(f"{BANK}/bulk?action=review&all=1&q=cau+hoi+so+5").text
        assert "Thẩm định đạt: 15 câu hỏi" in page
        assert len(re.findall(r'name="chosen" value="([^"]*)"', page)[0].split()) == 15

    def test_nothing_chosen_leads_back_with_a_word_and_the_filters(self, console: Console) -> None:
        answer = console.get(f"{BANK}/bulk?action=review&q=so+5&item=x")
        assert answer.location == f"{BANK}?q=so+5"
        assert "Chưa chọn câu hỏi nào" in console.get(answer.location).text

    @pytest.mark.parametrize("action", ["", "delete", "draft"])
    def test_an_unknown_action_is_refused(self, console: Console, action: str) -> None:
        assert console.get(f"{BANK}/bulk?action={action}&all=1").status_code == 422
        assert console.post(f"{BANK}/bulk", action=action).status_code == 422


class TestWorkflow:
    def test_looking_changes_nothing_and_names_what_is_left_out(self, console: Console) -> None:
        bring(REFS[1], "sealed")
        page = ask(console, "review", REFS[:3])
        assert "Thẩm định đạt: 2 câu hỏi" in page
        assert "Bỏ qua 1 câu." in page
        assert REFS[1] in page
        assert states() == {"draft", "sealed"}

    def test_it_is_done_with_those_that_may_and_the_others_are_told(self, console: Console) -> None:
        revise_item(REVIEWER, item(REFS[1]).id, changed(REFS[1], stem="Của tôi?"), clock.now())
        page = act(console, "review", REFS[:3], remark="Đạt")
        assert "Đã thực hiện với 2 câu hỏi." in page
        assert f"Bỏ qua 1 câu ({REFS[1]}): Người soạn câu hỏi không tự thẩm định" in page
        assert [item(ref).state for ref in REFS[:3]] == ["reviewed", "draft", "reviewed"]

    def test_an_author_sees_that_nothing_can_be_done(self, console: Console, acting: list[Actor]) -> None:
        acting.append(AUTHOR)
        page = ask(console, "review", REFS[:2])
        assert "Không có câu nào thực hiện được" in page
        assert "Đã thực hiện với 0 câu hỏi." in act(console, "review", REFS[:2])
        assert states() == {"draft"}

    def test_a_reason_is_asked_for_on_the_same_page(self, console: Console) -> None:
        answer = console.post(f"{BANK}/bulk", action="retire", chosen=tokens(map(seen, REFS[:2])), remark="")
        assert answer.status_code == 422
        assert "Vui lòng ghi lý do" in answer.text
        assert states() == {"draft"}

    def test_what_changed_after_the_look_is_left_alone(self, console: Console) -> None:
        chosen = tokens(map(seen, REFS[:2]))
        revise_item(AUTHOR, item(REFS[0]).id, changed(REFS[0], stem="Đổi sau lưng?"), clock.now())
        console.post(f"{BANK}/bulk", action="review", chosen=chosen)
        assert [item(ref).state for ref in REFS[:2]] == ["draft", "reviewed"]

    def test_drafts_and_reviewed_items_are_one_step_from_the_next_state(self, console: Console) -> None:
        act(console, "review", REFS[:2])
        page = console.get(BANK).text
        assert "Có 58 câu ở dạng bản nháp" in page
        assert "Có 2 câu đã thẩm định" in page
        links = re.findall(r'href="([^"]*/bulk\?[^"]*)"', page)
        titles = [console.get(link.replace("&amp;", "&")).text for link in links]
        assert "Thẩm định đạt: 58 câu hỏi" in titles[0]
        assert "Phê duyệt: 2 câu hỏi" in titles[1]


class TestTopicsAndLevels:
    def test_a_topic_is_changed_and_taken_back_by_a_button(self, console: Console) -> None:
        page = act(console, "topic", REFS[:3], value="Kinh tế")
        assert "Hoàn tác lần đổi vừa rồi" in page
        assert {item(ref).topic for ref in REFS[:3]} == {"Kinh tế"}
        entry = re.findall(r'name="entry" value="(\d+)"', page)[0]
        console.post(f"{BANK}/undo", entry=entry)
        assert {item(ref).topic for ref in REFS[:3]} == {"Lịch sử"}
        assert console.post(f"{BANK}/undo", entry=entry).status_code == 409

    @pytest.mark.parametrize("entry", ["", "x", "-1", "999999"])
    def test_what_was_never_done_cannot_be_taken_back(self, console: Console, entry: str) -> None:
        assert console.post(f"{BANK}/undo", entry=entry).status_code == 404

    def test_a_level_that_is_none_is_refused_on_the_page(self, console: Console) -> None:
        answer = console.post(f"{BANK}/bulk", action="level", chosen=tokens(map(seen, REFS[:1])), value="x")
        assert answer.status_code == 422
        assert item(REFS[0]).level == "recognition"


class TestFiles:
    def test_the_chosen_items_alone_are_exported(self, console: Console) -> None:
        answer = console.post(f"{BANK}/bulk", action="export", chosen=tokens(map(seen, REFS[2:4])), format="json")
        assert [one["id"] for one in json.loads(answer.data)] == REFS[2:4]
        assert "NQ.json" in answer.headers["Content-Disposition"]

    @pytest.mark.parametrize("format", ["", "exe"])
    def test_an_unknown_format_is_refused(self, console: Console, format: str) -> None:
        answer = console.post(f"{BANK}/bulk", action="export", chosen=tokens(map(seen, REFS[:1])), format=format)
        assert answer.status_code == 422

    def test_a_list_is_made_and_found_to_hold_by_its_fingerprint(self, console: Console) -> None:
        answer = console.post(f"{BANK}/bulk", action="council", chosen=tokens(map(seen, REFS[:5])), **COUNCIL)
        text = "\n".join(one.text for one in docx.Document(io.BytesIO(answer.data)).paragraphs)
        fingerprint = re.findall(r"[0-9a-f]{64}", text)[0]
        assert fingerprint[:8] in answer.headers["Content-Disposition"]
        assert "Khớp: cả 5 câu" in console.get(f"{BANK}/council?fingerprint={fingerprint}").text
        revise_item(AUTHOR, item(REFS[1]).id, changed(REFS[1], stem="Sửa sau khi ký?"), clock.now())
        page = console.get(f"{BANK}/council?fingerprint={fingerprint[:12]}").text
        assert "Không khớp" in page
        assert REFS[1] in page.split("Các câu đã thay đổi:")[1]

    def test_excel_is_made_as_well(self, console: Console) -> None:
        answer = console.post(
            f"{BANK}/bulk", action="council", chosen=tokens(map(seen, REFS[:5])), **COUNCIL | {"format": "xlsx"}
        )
        assert answer.data.startswith(b"PK")
        assert ".xlsx" in answer.headers["Content-Disposition"]

    @pytest.mark.parametrize(("field", "value"), [("body", " "), ("day", ""), ("day", "31/12/2026")])
    def test_what_the_heading_lacks_is_told_and_the_rest_stays(self, console: Console, field: str, value: str) -> None:
        fields = COUNCIL | {"place": "Cao Bằng", field: value}
        answer = console.post(f"{BANK}/bulk", action="council", chosen=tokens(map(seen, REFS[:1])), **fields)
        assert answer.status_code == 422
        assert 'value="Cao Bằng"' in answer.text
        assert "An - Chủ tịch</textarea>" in answer.text

    @pytest.mark.parametrize(("typed", "words"), [("abc", "ít nhất 8 ký tự"), ("a" * 64, "Không có danh sách nào")])
    def test_a_wrong_fingerprint_is_told_on_the_page(self, console: Console, typed: str, words: str) -> None:
        page = console.get(f"{BANK}/council?fingerprint={typed}")
        assert page.status_code == 200
        assert words in page.text


def test_items_of_another_bank_slip_into_no_action(console: Console, import_questions: ImportQuestions) -> None:
    import_questions(questions(2), bank="KHAC", name="khac.json", approve=False, actor=AUTHOR)
    foreign = [seen("khac-1"), Chosen(10**6, 1)]
    for action, more in (("review", {}), ("retire", {"remark": "x"}), ("topic", {"value": "Khác"})):
        console.post(f"{BANK}/bulk", action=action, chosen=tokens(foreign), **more)
    assert (item("khac-1").state, item("khac-1").topic) == ("draft", "Lịch sử")
    assert console.post(f"{BANK}/bulk", action="export", chosen=tokens(foreign), format="json").status_code == 422
    assert console.post(f"{BANK}/bulk", action="council", chosen=tokens(foreign), **COUNCIL).status_code == 422
