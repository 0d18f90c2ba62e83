"""The editor's pages without any script: write, take small steps, look, save, meet somebody else's change."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quiz.bank.revising import revise_item
from quiz.bank.revisions import revisions_of
from quiz.core import clock
from tests.bank.conftest import ImportQuestions
from tests.bank.files import Question
from tests.bank.test_import_pages import Console
from tests.bank.workbench import AUTHOR, REVIEWER, bring, changed, item, opened, png

NEW = "/admin/bank/banks/NQ/new"
PREVIEW = "/admin/bank/banks/NQ/preview"
FILLED = {
    "kind": "single",
    "stem": "Ai là tác giả?",
    "marks": "0,5",
    "option": ["Một", "Hai", "", ""],
    "feedback": ["", "", "", ""],
    "key": ["1"],
    "topic": "Văn học",
    "level": "application",
    "explanation": "Vì sao",
    "source": "Điều 1",
    "markup": "plain",
}


@pytest.fixture
def console(app: Flask, client: FlaskClient) -> Console:
    app.extensions["actor_loader"] = lambda: AUTHOR
    return Console(client)


@pytest.fixture(autouse=True)
def bank(import_questions: ImportQuestions) -> None:
    import_questions([Question("Thủ đô ở đâu?", id="LS-1"), Question("Hỏi?", id="LS-2")], approve=False, actor=AUTHOR)


def edit(ref: str) -> str:
    return f"/admin/bank/items/{item(ref).id}/edit"


def form_of(ref: str, **changes: Any) -> dict[str, Any]:
    """The fields of an item's form as they stand, some otherwise."""
    edited = opened(ref)
    options = edited.item.options
    fields: dict[str, Any] = {
        **FILLED,
        "stem": edited.item.stem,
        "marks": edited.marks,
        "option": [option.text for option in options],
        "feedback": [option.feedback for option in options],
        "key": [str(index) for index, option in enumerate(options) if option.is_key],
        "topic": edited.item.topic,
        "level": edited.item.level or "",
        "explanation": edited.item.explanation,
        "source": edited.item.source,
        "picture": list(edited.pictures),
        "version": edited.version,
        "base": edited.base,
        "remark": "Sửa",
    }
    return fields | changes


def written(page: TestResponse) -> list[str]:
    """The texts of the options on the page."""
    return [unescape(text) for text in re.findall(r'name="option" rows="2">([^<]*)<', page.text)]


class TestNew:
    def test_an_empty_form_offers_four_options(self, console: Console) -> None:
        page = console.get(NEW)
        assert written(page) == ["", "", "", ""]
        assert '<option value="Lịch sử"></option>' in page.text

    def test_what_is_saved_is_a_draft_and_blank_options_fall_away(self, console: Console) -> None:
        answer = console.post(NEW, **FILLED)
        made = item("cau-3")
        assert answer.location == f"/admin/bank/items/{made.id}"
        assert (made.state, made.topic, made.level, made.author_id) == ("draft", "Văn học", "application", 1)
        assert [option.text for option in opened("cau-3").item.options] == ["Một", "Hai"]
        assert "Đã lưu câu cau-3" in console.get(answer.location).text

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"key": []}, "Câu chưa có đáp án đúng"),
            ({"stem": " "}, "Câu hỏi không có nội dung"),
            ({"option": ["Một", "một"]}, "giống nhau"),
            ({"marks": "x"}, "Điểm của câu"),
            ({"ref": "LS-1"}, "Mã “LS-1” đã có"),
        ],
    )
    def test_an_error_is_told_and_nothing_that_was_typed_is_lost(
        self, console: Console, changes: dict[str, Any], words: str
    ) -> None:
        page = console.post(NEW, **FILLED | {"explanation": "Rất dài, gõ mất công"} | changes)
        assert page.status_code == 422
        assert words in unescape(page.text)
        assert "Rất dài, gõ mất công" in page.text
        assert console.get("/admin/bank/banks/NQ").text.count('class="bank-ref"') == 2

    def test_a_warning_does_not_keep_it_from_being_saved(self, console: Console) -> None:
        assert console.post(NEW, **FILLED | {"explanation": "Chọn A vì đúng"}).status_code == 302


class TestSteps:
    @pytest.mark.parametrize(
        ("step", "left"),
        [
            ("add", ["Một", "Hai", "", "", ""]),
            ("remove-0", ["Hai", "", ""]),
            ("down-0", ["Hai", "Một", "", ""]),
            ("preview", ["Một", "Hai", "", ""]),
        ],
    )
    def test_a_button_gives_the_form_again_and_stores_nothing(
        self, console: Console, step: str, left: list[str]
    ) -> None:
        page = console.post(NEW, **FILLED | {"step": step})
        assert page.status_code == 200
        assert written(page) == left
        assert "Ai là tác giả?" in page.text
        assert console.get("/admin/bank/banks/NQ").text.count('class="bank-ref"') == 2

    def test_a_picture_is_uploaded_shown_kept_and_dropped(self, console: Console) -> None:
        page = console.post(NEW, **FILLED | {"step": "upload", "file": (io.BytesIO(png()), "anh.png")})
        token = re.findall(r'name="picture" value="([0-9a-f]{32})"', page.text)[0]
        assert page.text.count(f"/admin/bank/pictures/{token}") == 2
        picture = console.get(f"/admin/bank/pictures/{token}")
        assert (picture.status_code, picture.mimetype) == (200, "image/png")
        console.post(NEW, **FILLED | {"picture": [token]})
        shown = console.get(f"/admin/bank/items/{item('cau-3').id}").text
        address = re.findall(r'<img src="(/bank/images/[^"]+)"', shown)[0]
        assert console.get(address).data == picture.data
        dropped = console.post(edit("cau-3"), **form_of("cau-3", step="drop-0"))
        assert 'name="picture"' not in dropped.text

    def test_a_file_that_is_no_picture_is_told_and_the_rest_stays(self, console: Console) -> None:
        page = console.post(NEW, **FILLED | {"file": (io.BytesIO(b"GIF89a?"), "anh.png")})
        assert "Hình bị hỏng" in page.text
        assert "Ai là tác giả?" in page.text
        assert 'name="picture"' not in page.text


class TestEditing:
    def test_the_form_holds_the_current_revision(self, console: Console) -> None:
        page = console.get(edit("LS-1"))
        assert written(page) == ["Hà Nội", "Cao Bằng", "Hà Tĩnh", "Trà Vinh"]
        assert re.search(r'name="key" value="1" checked', page.text)
        assert "CĂN-CỨ-MẬT" in page.text

    def test_saving_writes_the_next_revision(self, console: Console) -> None:
        answer = console.post(edit("LS-1"), **form_of("LS-1", stem="Thủ đô nước ta ở đâu?", remark="Rõ hơn"))
        assert answer.status_code == 302
        newest = revisions_of(item("LS-1").id)[0]
        assert (newest.number, newest.stem, newest.remark) == (2, "Thủ đô nước ta ở đâu?", "Rõ hơn")

    def test_a_change_without_a_reason_is_asked_for_it(self, console: Console) -> None:
        page = console.post(edit("LS-1"), **form_of("LS-1", stem="Khác?", remark=""))
        assert page.status_code == 422
        assert "Vui lòng ghi lý do sửa" in page.text
        assert re.search(r'id="remark"[^>]*aria-invalid="true"', page.text)

    @pytest.mark.parametrize("state", ["sealed", "retired"])
    def test_a_closed_item_has_no_editor(self, console: Console, state: str) -> None:
        bring("LS-1", state)
        assert console.get(edit("LS-1")).status_code == 409
        assert console.post(edit("LS-1"), **form_of("LS-1", stem="Khác?")).status_code == 409
        assert "Sửa câu hỏi" not in console.get(f"/admin/bank/items/{item('LS-1').id}").text

    def test_html_is_edited_as_text_and_comes_back_clean(self, console: Console) -> None:
        fields = FILLED | {"markup": "html", "stem": "H<sub>2</sub>O<script>x</script>?"}
        console.post(NEW, **fields)
        page = console.get(edit("cau-3")).text
        assert "H&lt;sub&gt;2&lt;/sub&gt;O?</textarea>" in page
        assert "H<sub>2</sub>O?" in page

    def test_fields_that_are_none_of_the_form_s_change_nothing(self, console: Console) -> None:
        extra = {"state": "approved", "author_id": "9", "bank_id": "9", "item_id": "9", "created_at": "0", "id": "9"}
        console.post(edit("LS-1"), **form_of("LS-1", stem="Khác?", **extra))
        one = item("LS-1")
        assert (one.state, one.author_id, one.ref) == ("draft", 1, "LS-1")


class TestConflict:
    @pytest.fixture
    def second(self, console: Console) -> TestResponse:
        """The answer to the second of two who opened the same form."""
        mine = form_of("LS-1", stem="Thủ đô của nước ta ở đâu?", remark="Của tôi")
        revise_item(REVIEWER, item("LS-1").id, changed("LS-1", stem="Thủ đô hiện nay ở đâu?"), clock.now())
        return console.post(edit("LS-1"), **mine)

    def test_it_is_told_with_both_differences_and_my_text_in_the_form(self, second: TestResponse) -> None:
        assert second.status_code == 409
        theirs, mine = second.text.split("Nếu lưu bản của quý vị")
        assert re.search(r"<ins>[^/]*/span> ?hiện nay ?</ins>", theirs)
        assert re.search(r"<del>[^/]*/span> ?hiện nay</del>", mine)
        assert "Thủ đô của nước ta ở đâu?</textarea>" in second.text
        assert len(revisions_of(item("LS-1").id)) == 2

    def test_sent_again_it_takes_over_on_top_of_the_other(self, console: Console, second: TestResponse) -> None:
        version, base = (re.findall(rf'name="{name}" value="(\d+)"', second.text)[0] for name in ("version", "base"))
        assert base == "2"
        fields = form_of("LS-1", stem="Thủ đô của nước ta ở đâu?", version=version, base=base)
        assert console.post(edit("LS-1"), **fields).status_code == 302
        stems = [revision.stem for revision in revisions_of(item("LS-1").id)]
        assert stems == ["Thủ đô của nước ta ở đâu?", "Thủ đô hiện nay ở đâu?", "Thủ đô ở đâu?"]

    def test_a_change_of_state_alone_is_a_conflict_too(self, console: Console) -> None:
        mine = form_of("LS-1", stem="Khác?")
        bring("LS-1", "reviewed")
        page = console.post(edit("LS-1"), **mine)
        assert page.status_code == 409
        assert "chỉ trạng thái, chủ đề hoặc mức độ" in page.text
        assert item("LS-1").state == "reviewed"

    @pytest.mark.parametrize("base", ["0", "99", "x"])
    def test_a_form_that_does_not_say_what_it_was_opened_on_is_answered_all_the_same(
        self, console: Console, base: str
    ) -> None:
        page = console.post(edit("LS-1"), **form_of("LS-1", stem="Khác?", version=0, base=base))
        assert page.status_code == 409


class TestPreview:
    def test_it_shows_the_question_and_what_the_checks_say(self, console: Console) -> None:
        page = console.post(PREVIEW, **FILLED | {"stem": "Ai < ai?", "key": []})
        assert page.status_code == 200
        assert "Ai &lt; ai?" in page.text
        assert "Câu chưa có đáp án đúng" in page.text
        assert "<html" not in page.text

    def test_it_never_shows_which_option_is_right(self, console: Console) -> None:
        one, two = (console.post(PREVIEW, **FILLED | {"key": [key]}).text for key in "01")
        assert one == two

    def test_script_of_an_html_question_is_not_in_it(self, console: Console) -> None:
        fields = FILLED | {"markup": "html", "stem": "<img src=x onerror=alert(1)><script>alert(2)</script><b>Ai?</b>"}
        page = console.post(PREVIEW, **fields).text
        assert "<b>Ai?</b>" in page
        assert "alert" not in page

    def test_it_answers_whatever_is_sent(self, console: Console) -> None:
        assert console.post(PREVIEW).status_code == 200
        assert (
            console.post(PREVIEW, option=["x"] * 50, key=["99", "x"], picture=["../../etc"], marks="٣").status_code
            == 200
        )

    @pytest.mark.parametrize("marks", ["1e999999", "1e999990", "9" * 5000])
    def test_marks_beyond_all_measure_are_told_at_once(self, console: Console, marks: str) -> None:
        page = console.post(PREVIEW, **FILLED | {"marks": marks})
        assert page.status_code == 200
        assert "Điểm của câu phải lớn hơn 0" in page.text

    @pytest.mark.parametrize("marks", ["1e999999", "1e999990"])
    def test_such_marks_do_no_harm_where_somebody_was_faster(self, console: Console, marks: str) -> None:
        fields = form_of("LS-1", marks=marks)
        revise_item(REVIEWER, item("LS-1").id, changed("LS-1", stem="Khác?"), clock.now())
        assert console.post(edit("LS-1"), **fields).status_code == 409
