"""One item's page: steps offered and refused, history, revisions compared, pictures, usage."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quiz.bank.revising import revise_item
from quiz.bank.usage import Usage
from quiz.bank.workflow import Move
from quiz.core import clock
from quiz.core.permissions import Actor
from quiz.core.room import Room
from tests.bank.conftest import ImportQuestions
from tests.bank.files import Question
from tests.bank.test_import_pages import Console
from tests.bank.workbench import AUTHOR, REVIEWER, bring, changed, item, take
from tests.people import Cast, SignIn

STEPS = {
    "draft": ["review", "retire"],
    "reviewed": ["approve", "retire", "return"],
    "approved": ["seal", "retire", "return"],
    "sealed": ["retire"],
    "retired": ["return"],
}


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
    import_questions([Question("Thủ đô ở đâu?", id="LS-1")], approve=False, actor=AUTHOR)


def page(console: Console) -> str:
    return console.get(f"/admin/bank/items/{item('LS-1').id}").text


def decide(console: Console, move: str, remark: str = "", version: int | None = None) -> TestResponse:
    one = item("LS-1")
    seen = one.version if version is None else version
    return console.post(f"/admin/bank/items/{one.id}/decision", move=move, remark=remark, version=seen)


@pytest.mark.parametrize(("state", "steps"), STEPS.items())
def test_the_page_offers_the_steps_of_the_state(console: Console, state: str, steps: list[str]) -> None:
    bring("LS-1", state)
    assert re.findall(r'name="move" value="([a-z]+)"', page(console)) == steps


def test_who_wrote_an_older_revision_is_told_that_the_item_is_an_own_one(console: Console) -> None:
    words = "Người soạn câu hỏi không tự thẩm định"
    assert words not in page(console)
    revise_item(REVIEWER, item("LS-1").id, changed("LS-1", stem="Hỏi khác?"), clock.now())
    revise_item(AUTHOR, item("LS-1").id, changed("LS-1", stem="Hỏi khác nữa?"), clock.now())
    assert words in page(console)


def test_a_step_is_taken_and_stands_in_the_history_with_its_words(console: Console) -> None:
    assert decide(console, "review", "Đã đối chiếu căn cứ").status_code == 302
    text = page(console)
    assert "Câu LS-1: đã thẩm định." in text
    assert "Đã đối chiếu căn cứ" in text.split("Lịch sử quyết định")[1]
    assert item("LS-1").state == "reviewed"


def test_the_author_sees_why_the_step_is_closed_and_is_refused_when_trying(
    console: Console, acting: list[Actor]
) -> None:
    acting.append(AUTHOR)
    text = page(console)
    assert "không tự thẩm định hoặc phê duyệt" in text
    assert re.search(r'value="review" required disabled', text)
    assert not re.search(r'value="retire" required disabled', text)
    answer = decide(console, "review")
    assert answer.status_code == 403
    assert "không tự thẩm định" in answer.text
    assert item("LS-1").state == "draft"


@pytest.mark.parametrize(
    ("move", "remark", "version", "status"),
    [
        ("approve", "", None, 409),
        ("retire", "", None, 422),
        ("explode", "", None, 422),
        ("", "", None, 422),
        ("review", "", 0, 409),
        ("review", "", 99, 409),
    ],
)
def test_what_cannot_be_is_refused(console: Console, move: str, remark: str, version: int | None, status: int) -> None:
    assert decide(console, move, remark, version).status_code == status
    assert item("LS-1").state == "draft"


class TestDifference:
    @pytest.fixture(autouse=True)
    def revised(self) -> None:
        """Three revisions."""
        for stem in ("Thủ đô nước ta ở đâu?", "Thủ đô nước ta nay ở đâu?"):
            revise_item(AUTHOR, item("LS-1").id, changed("LS-1", stem=stem, remark="Rõ hơn"), clock.now())

    def get(self, console: Console, query: str = "") -> TestResponse:
        return console.get(f"/admin/bank/items/{item('LS-1').id}/difference{query}")

    def words(self, text: str, tag: str) -> list[str]:
        return [one.strip() for one in re.findall(rf"<{tag}><span[^>]*>[^<]*</span>([^<]*)</{tag}>", text)]

    def test_the_last_step_is_shown_at_first(self, console: Console) -> None:
        text = self.get(console).text
        assert (self.words(text, "ins"), self.words(text, "del")) == (["nay"], [])
        assert "Lý do: Rõ hơn" in text

    @pytest.mark.parametrize(
        ("query", "came", "went"),
        [("?from=1&to=3", ["nước ta nay"], []), ("?from=3&to=1", [], ["nước ta nay"]), ("?from=2&to=2", [], [])],
    )
    def test_any_two_can_be_compared_in_either_direction(
        self, console: Console, query: str, came: list[str], went: list[str]
    ) -> None:
        text = self.get(console, query).text
        assert (self.words(text, "ins"), self.words(text, "del")) == (came, went)

    @pytest.mark.parametrize("query", ["?from=0", "?to=4", "?from=x", "?to="])
    def test_a_revision_that_is_not_there_is_not_found(self, console: Console, query: str) -> None:
        assert self.get(console, query).status_code == 404

    def test_equal_ones_are_said_to_be_equal(self, console: Console) -> None:
        assert "giống hệt nhau" in self.get(console, "?from=2&to=2").text

    def test_an_old_revision_offers_no_decision(self, console: Console) -> None:
        old = console.get(f"/admin/bank/items/{item('LS-1').id}?revision=1").text
        assert 'name="move"' not in old


def test_usage_is_shown_and_what_a_step_means_for_open_rounds(app: Flask, console: Console) -> None:
    def tell(ids: Sequence[int]) -> Mapping[int, Usage]:
        return dict.fromkeys(ids, Usage(2, 1500))

    app.extensions["rooms"] = (*app.extensions["rooms"], Room("above", "Trên", slots={"item_usage": tell}))
    text = page(console)
    assert "2 vòng thi, 1.500 đề" in text
    assert "Các vòng đã chốt đề vẫn giữ phiên bản đã chốt" in text
    assert "2 vòng thi, 1.500 đề" in console.get("/admin/bank/banks/NQ").text
    confirm = console.get("/admin/bank/banks/NQ/bulk?action=retire&all=1").text
    assert "1 câu đang nằm trong đề của vòng thi" in confirm


def test_names_stand_where_people_acted(signed_in: SignIn, cast: Cast, import_questions: ImportQuestions) -> None:
    import_questions([Question("Hỏi?", id="P-1")], bank="P", approve=False, actor=cast.actor("organiser"))
    one = item("P-1").id
    take("P-1", Move.REVIEW, actor=cast.actor("administrator"))
    text = signed_in("organiser").get(f"/admin/bank/items/{one}").text
    assert cast.person("organiser").name in text.split("Người soạn")[1]
    assert cast.person("administrator").name in text.split("Lịch sử quyết định")[1]
