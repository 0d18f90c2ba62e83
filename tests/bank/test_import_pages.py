"""Upload, preview, accept: nothing is stored before an organiser says so, and then exactly once."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quiz.bank.models import Bank, BankImport, Item, ItemDecision
from quiz.core.db import db
from quiz.core.permissions import Actor
from tests.bank.conftest import ImportQuestions
from tests.bank.files import Question, as_docx, as_json, as_xlsx, questions
from tests.people import Cast, SignIn

_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_PART = re.compile(r'(name|value)="([^"]*)"')


class Console:
    """An organiser's browser, which fills in forms as they stand on the page."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def post(self, address: str, **fields: Any) -> TestResponse:
        token = _hidden(self.client.get("/admin/bank/import").text)["csrf_token"]
        return self.client.post(address, data={"csrf_token": token, **fields})

    def upload(self, name: str, content: bytes, bank: str = "NQ", **more: Any) -> TestResponse:
        """Send a file; the preview page, or the form again."""
        answer = self.post("/admin/bank/import", bank=bank, file=(io.BytesIO(content), name), **more)
        return self.client.get(answer.location, follow_redirects=True) if answer.status_code == 302 else answer

    def accept(self, preview: TestResponse, policy: str = "all_or_nothing", **more: Any) -> TestResponse:
        """Send the preview's form."""
        address = urlsplit(preview.request.url).path
        return self.client.post(address, data={**_hidden(preview.text), "accept": policy, **more})


def _hidden(page: str) -> dict[str, str]:
    parts = [dict(_PART.findall(one)) for one in _HIDDEN.findall(page)]
    return {part["name"]: unescape(part.get("value", "")) for part in parts}


@pytest.fixture
def console(app: Flask, client: FlaskClient, administrator: Actor) -> Console:
    app.extensions["actor_loader"] = lambda: administrator
    return Console(client)


def stored(app: Flask) -> tuple[int, int, int]:
    """Banks, imports, items."""
    db.session.rollback()
    counts = [db.session.scalar(sa.select(sa.func.count(table.id))) or 0 for table in (Bank, BankImport, Item)]
    return counts[0], counts[1], counts[2]


class TestPreview:
    def test_every_item_is_shown_as_contestants_see_it_and_nothing_is_stored(
        self, app: Flask, console: Console
    ) -> None:
        page = console.upload("Đề cương.docx", as_docx(questions(3)))
        assert page.status_code == 200
        for question in questions(3):
            assert question.stem in page.text
            assert all(text in page.text for text in question.options)
        assert "Đề cương.docx" in page.text
        assert "Nhập tất cả 3 câu" in page.text
        assert page.text.count("Đáp án: ") == 3
        assert stored(app) == (0, 0, 0)

    def test_errors_stand_at_their_places_and_only_the_clean_items_can_be_taken(self, console: Console) -> None:
        page = console.upload("de.xlsx", as_xlsx(questions(4), {2: "H", 3: ""}))
        assert "Nhận được 2 câu, 2 câu lỗi" in page.text
        assert "<strong>G5:</strong>" in page.text
        assert "<strong>B6:</strong>" in page.text
        assert "Nhập tất cả" not in page.text
        assert "Chỉ nhập 2 câu không lỗi" in page.text

    def test_two_problems_of_one_row_are_one_question(self, console: Console) -> None:
        twice = replace(questions(2)[1], options=("Một", "một", "Hai", "Ba"))
        page = console.upload("de.xlsx", as_xlsx([questions(1)[0], twice], {2: "H"}))
        assert "Nhận được 1 câu, 1 câu lỗi" in page.text

    def test_a_warning_stands_beside_its_item(self, console: Console) -> None:
        asked = [questions(1)[0], replace(questions(2)[1], source="")]
        page = console.upload("de.xlsx", as_xlsx(asked))
        article = page.text.split("<article")[2]
        assert "Câu chưa ghi căn cứ" in article
        assert "Câu chưa ghi căn cứ" not in page.text.split("<article")[1]

    def test_what_concerns_the_whole_file_stands_above_the_items(self, console: Console) -> None:
        page = console.upload("de.docx", as_docx(questions(2)))
        assert "Lưu ý về cả tệp (1)" in page.text
        assert "Không câu nào ghi căn cứ" in page.text.split("<article")[0]

    def test_what_the_bank_holds_already_is_told_apart(
        self, console: Console, import_questions: ImportQuestions
    ) -> None:
        import_questions(name="de.json")
        mended = [replace(questions(1)[0], explanation="Sửa"), *questions(4, first=2)]
        page = console.upload("de.json", as_json(mended))
        articles = page.text.split("<article")[1:]
        found = [re.search(r"Mới|Bản sửa|Đã có, không đổi", article) for article in articles]
        assert [one and one[0] for one in found] == ["Bản sửa", *["Đã có, không đổi"] * 3, "Mới"]

    def test_a_question_that_changes_its_topic_says_so(
        self, console: Console, import_questions: ImportQuestions
    ) -> None:
        import_questions(name="de.json")
        moved = [replace(questions(1)[0], topic="Kinh tế"), *questions(3, first=2)]
        articles = console.upload("de.json", as_json(moved)).text.split("<article")[1:]
        assert ["Đổi chủ đề hoặc mức độ" in article for article in articles] == [True, False, False, False]

    def test_markup_of_authors_is_text_or_cleaned(self, console: Console) -> None:
        plain = Question("Thẻ <script>alert(1)</script> nào?", ("<b>a</b>", "b", "c", "d"))
        html = replace(questions(1)[0], stem="Câu <b>đậm</b><script>alert(2)</script>?", markup="html")
        page = console.upload("de.json", as_json([plain, html]))
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert(1)" in page.text
        assert "&lt;b&gt;a&lt;/b&gt;" in page.text
        assert "Câu <b>đậm</b>?" in page.text

    def test_a_name_with_markup_is_text(self, console: Console) -> None:
        page = console.upload('<img src=x onerror="a">.json', as_json(questions(1)))
        assert "<img src=x" not in page.text

    def test_a_forgotten_upload_is_told_plainly(self, console: Console) -> None:
        answer = console.get("/admin/bank/import/" + "0" * 32 + "?bank=NQ&name=a.docx")
        assert answer.status_code == 404
        assert "Vui lòng tải lại tệp" in answer.text

    @pytest.mark.parametrize("token", ["..%2Fsecret_key", "secret_key", "0" * 31])
    def test_a_token_of_somebody_s_invention_opens_no_file(self, console: Console, token: str) -> None:
        assert console.get(f"/admin/bank/import/{token}?bank=NQ&name=a.docx").status_code == 404

    def test_a_wrong_code_is_asked_for_again(self, console: Console) -> None:
        answer = console.upload("a.json", as_json(questions(1)), bank="mã có dấu")
        assert answer.status_code == 422
        assert "chữ cái không dấu" in answer.text


class TestAccept:
    def test_accepting_imports_drafts_and_leads_to_the_bank(self, app: Flask, console: Console) -> None:
        page = console.upload("de.docx", as_docx(questions(3)), title="Nghị quyết 2026")
        answer = console.accept(page)
        assert (answer.status_code, answer.location) == (302, "/admin/bank/imports/1")
        assert "Đã nhập 3 câu hỏi" in console.get(answer.location).text
        assert stored(app) == (1, 1, 3)
        assert db.session.scalars(sa.select(Bank.title)).one() == "Nghị quyết 2026"
        assert set(db.session.scalars(sa.select(Item.state))) == {"draft"}

    def test_what_a_council_has_approved_names_the_document(self, console: Console) -> None:
        page = console.upload("de.docx", as_docx(questions(3)))
        assert console.accept(page, approve="y", number=" 15/QĐ-BTC ", day="2026-03-01").status_code == 302
        assert set(db.session.scalars(sa.select(Item.state))) == {"approved"}
        decisions = db.session.scalars(sa.select(ItemDecision)).all()
        assert {(one.state_before, one.state_after, one.remark, one.actor_id) for one in decisions} == {
            ("draft", "approved", "Văn bản số 15/QĐ-BTC ngày 01/03/2026", 1)
        }
        assert len(decisions) == 3

    @pytest.mark.parametrize("fields", [{}, {"number": "15"}, {"day": "2026-03-01"}, {"number": " ", "day": "hôm qua"}])
    def test_an_approval_without_its_document_is_asked_for_again(
        self, app: Flask, console: Console, fields: dict[str, str]
    ) -> None:
        page = console.upload("de.docx", as_docx(questions(3)))
        answer = console.accept(page, approve="y", **fields)
        assert answer.status_code == 422
        assert 'class="error"' in answer.text
        assert stored(app) == (0, 0, 0)

    def test_accepting_twice_imports_once(self, app: Flask, console: Console) -> None:
        page = console.upload("de.docx", as_docx(questions(3)))
        first, second = console.accept(page), console.accept(page)
        assert (first.status_code, second.status_code) == (302, 302)
        assert second.location == first.location
        assert stored(app) == (1, 1, 3)
        assert console.get(page.request.url).status_code == 302

    def test_two_clicks_at_the_same_moment_import_once(
        self, app: Flask, console: Console, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = console.upload("de.docx", as_docx(questions(3)))
        monkeypatch.setattr("quiz.core.uploads.discard", lambda _token: None)
        assert [console.accept(page).status_code for _ in range(2)] == [302, 302]
        assert stored(app) == (1, 1, 3)

    def test_the_clean_items_alone(self, app: Flask, console: Console) -> None:
        page = console.upload("de.xlsx", as_xlsx(questions(4), {2: "H"}))
        refused = console.accept(page, "all_or_nothing")
        assert refused.status_code == 422
        assert stored(app) == (0, 0, 0)
        assert console.accept(page, "clean_only").status_code == 302
        assert stored(app) == (1, 1, 3)

    def test_an_unknown_policy_takes_all_or_nothing(self, app: Flask, console: Console) -> None:
        page = console.upload("de.xlsx", as_xlsx(questions(4), {2: "H"}))
        assert console.accept(page, "everything").status_code == 422
        assert stored(app) == (0, 0, 0)

    def test_what_stands_in_the_file_decides_not_what_the_form_says(self, app: Flask, console: Console) -> None:
        page = console.upload("de.docx", as_docx(questions(3)))
        console.accept(page, taken="500", import_id="7", author_id="9", state="sealed", owner_unit_id="3")
        assert stored(app) == (1, 1, 3)
        assert {tuple(row) for row in db.session.execute(sa.select(Item.state, Item.author_id))} == {("draft", 1)}

    def test_cancelling_forgets_the_file(self, app: Flask, console: Console) -> None:
        page = console.upload("de.docx", as_docx(questions(3)))
        address = urlsplit(page.request.url).path
        answer = console.post(f"{address}/cancellation")
        assert answer.location == "/admin/bank/"
        assert "Không có câu hỏi nào được nhập" in console.get(answer.location).text
        assert console.accept(page).status_code == 404
        assert stored(app) == (0, 0, 0)

    def test_without_the_form_s_token_nothing_happens(self, app: Flask, console: Console) -> None:
        page = console.upload("de.docx", as_docx(questions(3)))
        address = urlsplit(page.request.url).path
        fields = {"bank": "NQ", "name": "de.docx", "accept": "all_or_nothing"}
        for path in (address, f"{address}/cancellation", "/admin/bank/banks/NQ/bulk"):
            assert console.client.post(path, data=fields).status_code == 403
        assert stored(app) == (0, 0, 0)
        assert console.accept(page).status_code == 302


class TestRights:
    def test_only_organisers_come_to_the_pages(self, signed_in: SignIn) -> None:
        for name, status in ((None, 302), ("contestant", 403), ("contact", 403), ("organiser_a", 200)):
            assert signed_in(name).get("/admin/bank/import").status_code == status
            assert signed_in(name).get("/admin/bank/").status_code == status

    def test_a_commune_s_organiser_cannot_look_into_or_fill_the_province_s_bank(
        self, app: Flask, signed_in: SignIn, cast: Cast, import_questions: ImportQuestions
    ) -> None:
        import_questions(actor=cast.actor("organiser"))
        page = Console(signed_in("organiser_a")).upload("x.json", as_json(questions(1)))
        assert page.status_code == 403
        before = stored(app)
        other = Console(signed_in("organiser_a"))
        preview = other.upload("x.json", as_json(questions(1)), bank="OWN")
        assert other.accept(preview, bank="NQ").status_code == 302
        assert stored(app) == (before[0] + 1, before[1] + 1, before[2] + 1)
        assert db.session.scalars(sa.select(Bank.code).order_by(Bank.id.desc())).first() == "OWN"

    def test_a_bank_that_came_to_be_somebody_else_s_meanwhile_is_refused(
        self, app: Flask, signed_in: SignIn, cast: Cast, import_questions: ImportQuestions
    ) -> None:
        console = Console(signed_in("organiser_a"))
        preview = console.upload("x.json", as_json(questions(1)))
        import_questions(actor=cast.actor("organiser"))
        before = stored(app)
        assert console.get(preview.request.url).status_code == 403
        assert console.accept(preview).status_code == 403
        assert stored(app) == before

    def test_a_commune_s_organiser_makes_a_bank_of_the_commune(self, signed_in: SignIn, cast: Cast) -> None:
        console = Console(signed_in("organiser_a"))
        assert console.accept(console.upload("x.json", as_json(questions(1)))).status_code == 302
        assert db.session.scalars(sa.select(Bank.owner_unit_id)).one() == cast.units["A"]
