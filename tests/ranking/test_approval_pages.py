"""The console's page of approvals, and the commands that do the same."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from quiz.accounts.models import Person
from quiz.accounts.queries import by_login_name
from quiz.accounts.service import grant_role
from quiz.cli import main
from quiz.contests.awards import Prize, Prizes
from quiz.contests.models import Ruling
from quiz.contests.rules import Criterion, Meaning, Prediction, Total
from quiz.core import clock
from quiz.core.db import db
from quiz.core.permissions import Role
from quiz.ranking import service
from quiz.ranking.outcomes import SCALE
from tests.conftest import FrozenClock
from tests.contests.browsing import Browser
from tests.factories.attempts import Arena
from tests.factories.contests import make_bank
from tests.leaderboard.conftest import LogIn, log_in
from tests.ranking.conftest import ArenaMaker
from tests.ranking.deciding import approve, over, ranks, stored_round

__all__ = ["log_in"]
PAGE = "/admin/ranking/thu/approval"
ORDER = (Criterion.SCORE, Criterion.PREDICTION, Criterion.BOARD)


@pytest.fixture
def ended(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """A round that is over: An and Bình will be equal once the true value (4 people) is known."""
    arena = new_arena(
        tie_break=ORDER,
        prediction=Prediction("Bao nhiêu người dự thi?", Meaning.PEOPLE),
        prizes=Prizes(each_round=(Prize("Giải Nhất", 1, "2.000.000 đồng"), Prize("Giải Nhì", 1))),
        rounds=2,
        contest_total=Total.SUM,
    )
    for name, guess in (("An", 3), ("Bình", 5), ("Chi", 90), ("Dũng", None)):
        arena.sit(name, score=1000, prediction_value=guess and guess * SCALE)
    over(frozen)
    service.refresh(frozen.moment)
    return arena


@pytest.fixture
def organiser(ended: Arena, log_in: LogIn) -> Browser:
    """The browser of somebody who organises everything."""
    return Browser(log_in(ended.person("Ban Tổ Chức", login_name="btc"), Role.ORGANISER))


def test_the_page_shows_before_the_decision_what_it_will_bring(organiser: Browser, ended: Arena) -> None:
    page = organiser.get(PAGE)
    assert page.status == 200
    assert "Giá trị đúng của câu hỏi dự đoán 4 số người dự thi" in page.text
    assert "Dự kiến giải thưởng" in page.text
    rows = page.texts("//section[@aria-labelledby='prizes-title']//tbody/tr")
    assert [("Giải Nhất" in row, "đồng hạng" in row) for row in rows] == [(True, True), (True, True)]
    assert stored_round(ended).approved_at is None


def test_a_large_round_is_ranked_in_advance_only_when_asked(
    organiser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quiz.ranking.preview.AT_ONCE", 3)
    page = organiser.get(PAGE)
    assert "Giá trị đúng của câu hỏi dự đoán 4" in page.text
    assert "Giải Nhất" not in page.text
    page = organiser.get(page.links()["Xem trước thứ hạng và giải thưởng"])
    assert "Giải Nhất" in page.text
    assert page.form("/approval/1") is not None
    page = organiser.get(PAGE).send("/approval/1")
    assert "Giải Nhất" in page.text, "what is decided need not be foreseen"


def test_a_round_is_approved_from_the_page_and_taken_back(organiser: Browser, ended: Arena) -> None:
    page = organiser.get(PAGE).send("/approval/1", reason="Biên bản số 5")
    assert "Đã phê duyệt kết quả." in page.text
    assert "Kết quả đã được phê duyệt lúc" in page.text
    assert stored_round(ended).prediction_actual == 4 * SCALE
    assert page.form("/approval/1") is None
    page = page.send("/approval/1/withdrawal", reason="")
    assert "Vui lòng ghi lý do" in page.text
    page = page.send("/approval/1/withdrawal", reason="Duyệt nhầm")
    assert "Đã hủy phê duyệt." in page.text
    assert stored_round(ended).approved_at is None


def test_the_board_orders_a_group_on_the_page(organiser: Browser, ended: Arena) -> None:
    page = organiser.get(PAGE).send("/approval/1")
    assert "Hạng 1: 2 thí sinh ngang nhau" in page.text
    assert "Ở vị trí có giải, cần quyết định" in page.text
    first, second = (f"place-{ended.people[name]}" for name in ("Bình", "An"))
    told = {"document": "12/QĐ-BTC", "reason": "Theo biên bản họp"}
    for wrong in ({first: "1", second: "1"}, {first: "1", second: "3"}, {first: "một", second: "2"}, {first: "1"}):
        refused = page.send("/board/1", **{first: "", second: "", **wrong, **told})
        assert "mỗi số một lần" in refused.text
        page = organiser.get(f"{PAGE}?round=1")
    page = page.send("/board/1", **{first: "1", second: "2", **told})
    assert "Đã ghi quyết định của ban tổ chức." in page.text
    assert "12/QĐ-BTC" in page.text
    assert "Đã quyết định" in page.text
    assert ranks(ended)[:2] == [(1, "Bình"), (2, "An")]
    rows = page.texts("//section[@aria-labelledby='prizes-title']//tbody/tr")
    assert ["đồng hạng" in row for row in rows] == [False, False]


def test_a_running_round_cannot_be_approved_and_the_page_says_when(organiser: Browser) -> None:
    page = organiser.get(f"{PAGE}?round=2")
    assert "Vòng thi chưa kết thúc." in page.text
    assert page.form("/approval/2") is None


def test_the_whole_contest_has_a_page_without_a_decision(organiser: Browser) -> None:
    page = organiser.get(f"{PAGE}?round=0")
    assert "tạm thời cho đến khi mọi vòng đã được phê duyệt" in page.text
    assert page.texts("//nav[@class='tabs']/a") == ["Vòng 1", "Vòng 2", "Toàn cuộc thi"]


def test_while_somebody_still_sits_the_page_asks_to_wait(organiser: Browser, ended: Arena, frozen: FrozenClock) -> None:
    ended.sit("Muộn", is_open=True, started_at=frozen.moment)
    page = organiser.get(f"{PAGE}?round=1")
    assert "Còn 1 bài thi chưa nộp." in page.text
    assert page.form("/approval/1") is None
    token = page.page.xpath("//input[@name='csrf_token']/@value")[0]
    answer = organiser.client.post(f"{PAGE}/1", data={"csrf_token": token}, follow_redirects=True)
    assert "Còn 1 bài thi chưa nộp." in answer.text


def test_an_empty_round_has_a_page_too(new_arena: ArenaMaker, frozen: FrozenClock, log_in: LogIn) -> None:
    arena = new_arena()
    organiser = Browser(log_in(arena.person("Ban Tổ Chức"), Role.ORGANISER))
    over(frozen)
    page = organiser.get(PAGE)
    assert page.status == 200
    assert "Chưa có ai ở vị trí có giải." in page.text
    assert "Đã phê duyệt kết quả." in page.send("/approval/1").text


def test_whoever_organises_another_unit_sees_and_does_nothing(organiser: Browser, ended: Arena, log_in: LogIn) -> None:
    token = organiser.get(PAGE).page.xpath("//input[@name='csrf_token']/@value")[0]
    stranger = log_in(ended.person("Người khác"), Role.ORGANISER, first=4, last=4)
    assert stranger.get(PAGE).status_code == 403
    for address in (f"{PAGE}/1", f"{PAGE}/1/withdrawal", "/admin/ranking/thu/board/1"):
        fresh = Browser(stranger).get("/").page.xpath("//input[@name='csrf_token']/@value") or [token]
        answer = stranger.post(address, data={"csrf_token": fresh[0], "reason": "x", "document": "y"})
        assert answer.status_code == 403
    assert stored_round(ended).approved_at is None
    assert db.session.query(Ruling).count() == 0


def test_the_contest_page_of_the_console_leads_here(organiser: Browser) -> None:
    make_bank(clock.now(), "THU")
    assert organiser.get("/admin/contests/thu").links()["Phê duyệt kết quả, giải thưởng"] == PAGE


@pytest.fixture
def shell(app: Flask, organiser: Browser, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs `quiz ranking …`; "btc" is an organiser."""
    monkeypatch.setattr("quiz.cli.create_app", lambda: app)
    organiser_id = by_login_name("btc").id  # type: ignore[union-attr]
    grant_role(None, organiser_id, Role.ORGANISER, None, clock.now())
    return lambda *words: CliRunner().invoke(main, ["ranking", *words])


def test_commands_approve_and_take_back(shell: Any, ended: Arena) -> None:
    done = shell("approve", "thu", "1", "--as", "btc", "--reason", "Biên bản số 5")
    assert done.exit_code == 0, done.output
    assert "4 thí sinh, 4 lượt thi, 4 người đạt điểm tối đa" in done.output
    assert "Giá trị đúng của câu hỏi dự đoán: 4." in done.output
    again = shell("approve", "thu", "1", "--as", "btc")
    assert again.exit_code == 1
    assert "đã được phê duyệt" in again.output
    assert shell("unapprove", "thu", "1", "--as", "btc", "--reason", "Nhầm").exit_code == 0
    assert stored_round(ended).approved_at is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("approve", "thu", "1"), 2),
        (("approve", "thu", "1", "--as", "khong-co"), 1),
        (("approve", "thu", "9", "--as", "btc"), 1),
        (("approve", "thu", "2", "--as", "btc"), 1),
        (("approve", "khong-co", "1", "--as", "btc"), 1),
        (("unapprove", "thu", "1", "--as", "btc"), 2),
        (("lots", "thu", "1"), 1),
    ],
)
def test_commands_refuse_what_cannot_be_done(shell: Any, words: tuple[str, ...], code: int) -> None:
    assert shell(*words).exit_code == code


def test_a_contestant_approves_nothing_by_command(shell: Any, ended: Arena, frozen: FrozenClock) -> None:
    login = db.session.get_one(Person, ended.people["An"]).login_name
    refused = shell("approve", "thu", "1", "--as", login)
    assert refused.exit_code == 1
    approve(ended, frozen)
