"""The pages of figures, from nothing to a suspected key."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from quiz.analysis import service
from quiz.analysis.commands import analysis
from quiz.analysis.rules import Choice
from quiz.bank.models import Item
from quiz.contests.models import Contest, Round
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from tests.analysis.conftest import CrowdMaker, records
from tests.analysis.crowd import Crowd, item_of, plant_key
from tests.conftest import FrozenClock
from tests.contests.browsing import Browser
from tests.leaderboard.conftest import LogIn

PAGE = "/admin/analysis/thu/1"


@pytest.fixture
def organiser(app: Flask, crowd: Crowd, log_in: LogIn) -> FlaskClient:
    """A browser of somebody who organises everything."""
    return log_in(crowd.stage.actors[0].person_id, Role.ORGANISER)


@pytest.fixture
def made(crowd: Crowd) -> Crowd:
    """The crowd with figures."""
    service.analyse_now(crowd.stage.round_id)
    return crowd


def text_of(client: FlaskClient, address: str) -> str:
    """The words of a page, one space between them."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    main = answer.text.partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def refs(client: FlaskClient, query: str) -> list[str]:
    """The items of the table in their order."""
    table = client.get(f"{PAGE}?{query}").text.partition("analysis-table")[2]
    return re.findall(r'analysis-ref">([^<]+)<', table)


class TestBeforeAnythingIsMade:
    def test_the_page_says_what_to_do(self, organiser: FlaskClient) -> None:
        page = text_of(organiser, PAGE)
        assert "Chưa có số liệu của vòng này." in page
        assert "Tính số liệu" in page
        assert "Tải số liệu" not in page
        assert organiser.get(f"{PAGE}/analysis.xlsx").status_code == 404
        assert organiser.get(f"{PAGE}/items/1").status_code == 404
        assert "chưa tính" in text_of(organiser, "/admin/analysis/")

    def test_asking_makes_them_and_leads_through_the_job_to_the_page(self, organiser: FlaskClient) -> None:
        job = Browser(organiser).get(PAGE).send("/admin/analysis/thu/1?attempts=first")
        assert job.links()["Xem kết quả"] == PAGE
        assert "Số liệu tính đến 09:00 02/03/2026" in text_of(organiser, PAGE)

    def test_a_round_that_has_not_opened_has_nothing_to_ask_for(self, crowd: Crowd, organiser: FlaskClient) -> None:
        with transaction():
            db.session.get_one(Round, crowd.stage.round_id).prepared_at = None
        assert Browser(organiser).get(PAGE).send("/admin/analysis/thu/1?attempts=first").status == 409

    def test_a_round_without_attempts_says_so(self, new_crowd: CrowdMaker, app: Flask, log_in: LogIn) -> None:
        crowd = new_crowd()
        service.analyse_now(crowd.stage.round_id)
        client = log_in(crowd.stage.actors[0].person_id, Role.ORGANISER)
        assert "Chưa có lượt thi nào được nộp." in text_of(client, PAGE)
        assert client.get(f"{PAGE}/analysis.xlsx").status_code == 200


class TestARound:
    def test_every_choice_tells_its_sample(self, made: Crowd, organiser: FlaskClient) -> None:
        for choice, n in (("first", 60), ("counted", 60), ("all", 120)):
            page = text_of(organiser, f"{PAGE}?attempts={choice}")
            assert page.count(f"n = {n}") >= 6
            assert f"Số lượt thi theo điểm (n = {n})" in page

    def test_an_unknown_choice_is_the_first_attempts(self, made: Crowd, organiser: FlaskClient) -> None:
        assert "Lượt thi đầu tiên đã nộp" in text_of(organiser, f"{PAGE}?attempts=x")

    def test_drawn_papers_say_why_there_is_no_reliability(self, made: Crowd, organiser: FlaskClient) -> None:
        page = text_of(organiser, PAGE)
        assert "Không có độ tin cậy" in page
        assert "Trọng số thực tế" not in page
        assert "phần còn lại của chính đề mà mỗi người đã làm" in page

    def test_a_fixed_paper_has_reliability_and_weights(
        self, new_crowd: CrowdMaker, frozen: FrozenClock, log_in: LogIn
    ) -> None:
        crowd = new_crowd(items=6, questions=6)
        crowd.sit(50)
        frozen.move(hours=1)
        service.analyse_now(crowd.stage.round_id)
        page = text_of(log_in(crowd.stage.actors[0].person_id, Role.ORGANISER), PAGE)
        assert "Độ tin cậy (alpha)" in page
        assert "Trọng số thực tế" in page
        assert "Không có độ tin cậy" not in page

    def test_newer_attempts_are_told(self, made: Crowd, organiser: FlaskClient, frozen: FrozenClock) -> None:
        assert "Từ đó đã có thêm" not in text_of(organiser, PAGE)
        frozen.move(minutes=1)
        made.now = frozen.moment
        made.sit(3)
        frozen.move(hours=1)
        assert "Từ đó đã có thêm 3 lượt nộp bài." in text_of(organiser, PAGE)

    def test_a_suspected_key_stands_on_top_and_on_the_contest_s_page(
        self, crowd: Crowd, organiser: FlaskClient, frozen: FrozenClock
    ) -> None:
        service.analyse_now(crowd.stage.round_id)
        assert "Không có đáp án nào bị nghi ngờ" in text_of(organiser, PAGE)
        assert "Không có đáp án nào bị nghi ngờ." in text_of(organiser, "/admin/contests/thu")
        wrong = min(crowd.difficulty, key=lambda one: crowd.difficulty[one])
        plant_key(wrong, crowd.lures[wrong], frozen.moment)
        service.analyse_now(crowd.stage.round_id)
        page = text_of(organiser, f"{PAGE}?attempts=all")
        assert "1 câu cần kiểm tra đáp án" in page
        assert "phần mềm không tự đổi đáp án hay điểm" in page
        assert "n = 30" not in page.partition("1 câu cần")[0]
        assert refs(organiser, "attempts=all&show=alarms") == [records(crowd)[wrong].ref]

    def test_items_can_be_found_narrowed_and_sorted(self, made: Crowd, organiser: FlaskClient) -> None:
        with transaction():
            db.session.get_one(Item, item_of(min(made.keys))).level = "application"
        by_ref = [f"T-{number}" for number in range(8)]
        assert refs(organiser, "attempts=all") == by_ref
        assert refs(organiser, "sort=ref&order=desc") == by_ref[::-1]
        assert refs(organiser, "q=CÂU HỎI THỬ 3") == ["T-3"]
        assert refs(organiser, "q=t-3") == ["T-3"]
        assert refs(organiser, "level=application") == ["T-0"]
        assert refs(organiser, "show=unused") == []
        assert "Không có câu hỏi nào phù hợp." in text_of(organiser, f"{PAGE}?q=khongco")
        shares = {row.ref: row.record.facility or 0 for row in records(made).values()}
        assert refs(organiser, "attempts=all&sort=facility") == sorted(shares, key=lambda ref: (shares[ref], ref))
        assert refs(organiser, "attempts=all&sort=nonsense&show=nonsense") == by_ref

    def test_sorting_is_told_to_screen_readers(self, made: Crowd, organiser: FlaskClient) -> None:
        assert organiser.get(f"{PAGE}?sort=index&order=desc").text.count('aria-sort="descending"') == 1

    def test_what_there_is_not_is_not_found(self, made: Crowd, organiser: FlaskClient) -> None:
        for address in ("/admin/analysis/khong/1", "/admin/analysis/thu/9", f"{PAGE}/items/999"):
            assert organiser.get(address).status_code == 404

    def test_the_contest_leads_to_its_latest_round(self, made: Crowd, organiser: FlaskClient) -> None:
        assert organiser.get("/admin/analysis/thu").headers["Location"] == PAGE
        assert 'href="/admin/analysis/thu"' in organiser.get("/admin/contests/thu").text
        assert 'href="/admin/analysis/"' in organiser.get("/admin/").text


class TestAnItem:
    def test_it_shows_who_chose_what(self, made: Crowd, organiser: FlaskClient) -> None:
        revision = min(made.keys)
        row = records(made)[revision]
        answer = organiser.get(f"{PAGE}/items/{row.item_id}?attempts=all")
        page = text_of(organiser, f"{PAGE}/items/{row.item_id}?attempts=all")
        assert "Câu hỏi thử 0?" in page
        for group in row.record.groups:
            assert f"n = {group.n}" in page
            for chosen in group.options:
                assert f"({chosen})" in page
        assert answer.text.count("badge-ok") == 1, "the key is marked"
        assert f'href="/admin/bank/items/{row.item_id}"' in answer.text
        assert f"{row.papers} kể cả bài chưa nộp" in page

    def test_a_key_of_several_options_is_marked_with_each(self, made: Crowd, organiser: FlaskClient) -> None:
        several = next(one for one, key in made.keys.items() if key.mask == 0b0101)
        assert organiser.get(f"{PAGE}/items/{item_of(several)}").text.count("badge-ok") == 2

    def test_its_history_names_the_rounds(self, made: Crowd, organiser: FlaskClient) -> None:
        page = text_of(organiser, f"{PAGE}/items/{item_of(min(made.keys))}")
        assert "Qua các vòng thi" in page
        assert "Cuộc thi thử · Vòng 1" in page


class TestTheWorkbook:
    def test_every_sheet_has_samples_and_the_figures_of_the_page(self, made: Crowd, organiser: FlaskClient) -> None:
        answer = organiser.get(f"{PAGE}/analysis.xlsx?attempts=all")
        assert answer.headers["Content-Disposition"].endswith("phan-tich-thu-vong-1-all.xlsx")
        book = load_workbook(io.BytesIO(answer.data))
        assert book.sheetnames == ["Bài thi", "Câu hỏi", "Phương án", "Phổ điểm"]
        for sheet in book:
            titles = [cell.value for cell in sheet[5]]
            assert any(title and "n" in title.split()[-1] for title in titles), sheet.title
        items = [[cell.value for cell in row] for row in book["Câu hỏi"].iter_rows(min_row=6, max_row=13)]
        for line, row in zip(items, sorted(records(made, Choice.ALL).values(), key=lambda one: one.ref), strict=True):
            assert line[0] == row.ref
            assert line[6:8] == [row.record.n, pytest.approx(row.record.facility)]
            assert line[9] == pytest.approx((row.record.discrimination_index or 0) / 100)
        options = list(book["Phương án"].iter_rows(min_row=6, max_row=5 + 8 * 5, values_only=True))
        assert sum(line[5] for line in options[:5]) == 5 * records(made)[min(made.keys)].record.groups[0].n
        scores = [row for row in book["Phổ điểm"].iter_rows(min_row=6, values_only=True) if row[2]]
        assert sum(row[2] for row in scores) == 120

    def test_taking_it_away_is_written_down(self, made: Crowd, organiser: FlaskClient) -> None:
        organiser.get(f"{PAGE}/analysis.xlsx")
        entry = db.session.query(AuditEntry).filter_by(action="analysis.export").one()
        assert (entry.object_kind, entry.actor_id) == ("round", made.stage.actors[0].person_id)

    def test_demo_data_says_so(self, made: Crowd, organiser: FlaskClient) -> None:
        with transaction():
            db.session.query(Contest).one().is_demo = True
        book = load_workbook(io.BytesIO(organiser.get(f"{PAGE}/analysis.xlsx").data))
        last = [row[0] for row in book["Bài thi"].iter_rows(values_only=True) if row[0]][-1]
        assert "Dữ liệu minh họa" in last
        assert "Dữ liệu minh họa" in organiser.get(PAGE).text


def test_the_command_makes_the_figures(app: Flask, crowd: Crowd) -> None:
    done = app.test_cli_runner().invoke(analysis, ["make", "thu", "1"])
    assert done.exit_code == 0, done.output
    assert done.output == "Đã phân tích 120 lượt thi; 0 câu cần kiểm tra đáp án.\n"
