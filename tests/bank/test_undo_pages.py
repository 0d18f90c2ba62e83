"""The pages of imports: the list, one import with its report, the question before it is taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from quiz.bank.models import Bank
from quiz.core.db import db, transaction
from tests.bank.conftest import ImportQuestions
from tests.bank.files import questions
from tests.bank.test_import import item
from tests.bank.test_import_pages import Console, console, stored
from tests.people import Cast, SignIn

__all__ = ["console"]


def test_the_list_names_every_import_with_its_file(console: Console, import_questions: ImportQuestions) -> None:
    import_questions(name="một.json")
    import_questions(questions(2, first=7), name="hai.json")
    page = console.get("/admin/bank/banks/NQ/imports").text
    assert page.index("hai.json") < page.index("một.json")


def test_the_list_has_pages(console: Console, import_questions: ImportQuestions) -> None:
    for number in range(52):
        import_questions(questions(1), name=f"tep-{number}.json")
    assert "tep-51.json" in console.get("/admin/bank/banks/NQ/imports").text
    second = console.get("/admin/bank/banks/NQ/imports?page=2").text
    assert "tep-1.json" in second
    assert "tep-51.json" not in second


def test_an_import_can_be_read_again_later(console: Console, import_questions: ImportQuestions) -> None:
    import_questions([replace(one, source="") for one in questions(3)])
    page = console.get("/admin/bank/imports/1").text
    assert "Đã nhập 3 câu hỏi vào ngân hàng “NQ”" in page
    assert "Không câu nào ghi căn cứ" in page
    assert "de-cuong-3" in page


class TestUndoing:
    def test_the_page_says_what_happens_and_the_button_does_it(
        self, app: Flask, console: Console, import_questions: ImportQuestions
    ) -> None:
        import_questions(questions(2))
        import_questions([replace(questions(1)[0], explanation="Sửa"), *questions(3, first=2)])
        page = console.get("/admin/bank/imports/2/undoing").text
        assert "2 câu mới bị xóa" in page
        assert "1 câu đã có trước đó trở lại" in page
        assert stored(app) == (1, 2, 4)
        answer = console.post("/admin/bank/imports/2/undoing")
        assert answer.location == "/admin/bank/imports/2"
        after = console.get(answer.location).text
        assert "Đã hoàn tác lúc" in after
        assert "Hoàn tác lần nhập này" not in after
        assert stored(app) == (1, 2, 2)
        assert "Đã hoàn tác" in console.get("/admin/bank/banks/NQ/imports").text
        assert console.get("/admin/bank/imports/2/undoing").status_code == 302

    def test_where_it_cannot_be_done_the_page_says_why_and_has_no_button(
        self, console: Console, import_questions: ImportQuestions
    ) -> None:
        import_questions(questions(2))
        with transaction():
            item("de-cuong-1").state = "sealed"
        page = console.get("/admin/bank/imports/1/undoing").text
        assert "Không hoàn tác được" in page
        assert "de-cuong-1" in page
        assert 'method="post"' not in page.split("<main")[1]
        assert console.post("/admin/bank/imports/1/undoing").status_code == 409

    def test_only_those_of_the_bank_come_here(
        self, app: Flask, signed_in: SignIn, cast: Cast, import_questions: ImportQuestions
    ) -> None:
        import_questions(actor=cast.actor("organiser"))
        other = Console(signed_in("organiser_a"))
        for address in ("/admin/bank/imports/1", "/admin/bank/imports/1/undoing", "/admin/bank/banks/NQ/imports"):
            assert other.get(address).status_code == 403
        assert other.post("/admin/bank/imports/1/undoing").status_code == 403
        assert other.get("/admin/bank/imports/99").status_code == 404
        assert stored(app) == (1, 1, 4)

    def test_without_the_form_s_token_nothing_happens(
        self, app: Flask, console: Console, import_questions: ImportQuestions
    ) -> None:
        import_questions()
        assert console.client.post("/admin/bank/imports/1/undoing").status_code == 403
        assert stored(app) == (1, 1, 4)


@pytest.mark.parametrize("name", ["</title><script>alert(1)</script>.json", "=HYPERLINK(1).json"])
def test_a_file_s_name_is_text(console: Console, import_questions: ImportQuestions, name: str) -> None:
    import_questions(name=name)
    for address in ("/admin/bank/imports/1", "/admin/bank/imports/1/undoing", "/admin/bank/banks/NQ/imports"):
        page = console.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.text


def test_a_bank_without_imports_says_so(app: Flask, console: Console, import_questions: ImportQuestions) -> None:
    import_questions()
    with transaction():
        db.session.add(Bank(code="TRONG", title="Trống", created_at=item("de-cuong-1").created_at))
    assert "Chưa có tệp nào được nhập" in console.get("/admin/bank/banks/TRONG/imports").text
