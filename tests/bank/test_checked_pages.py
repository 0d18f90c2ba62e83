"""Around the preview: the choice of questions, what is left of a file, pictures, corrections, long files, templates."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from urllib.parse import urlsplit

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from question_bank.columns import Column, Correction, Table
from question_bank.formats import read
from question_bank.reading import Reading
from quiz.bank import checking, files
from quiz.bank.models import BankImage, ItemRevision
from quiz.core.db import db
from tests.bank.files import as_docx, as_json, as_xlsx, questions
from tests.bank.test_import_pages import Console, console, stored
from tests.people import Cast, SignIn
from tests.question_bank.items import picture

__all__ = ["console"]


def path(preview: TestResponse) -> str:
    """The address of a preview without its query."""
    return urlsplit(preview.request.url).path


def mixed() -> bytes:
    """Six questions: the second has no key, the third and fifth no source."""
    asked = [replace(one, source="") if number in {3, 5} else one for number, one in enumerate(questions(6), 1)]
    return as_xlsx(asked, {2: ""})


def with_picture() -> bytes:
    entry = json.loads(as_json(questions(1)))[0]
    return json.dumps([{**entry, "images": [picture().to_url()]}]).encode()


def stems() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(ItemRevision.stem).order_by(ItemRevision.id)))


def sheet(answer: TestResponse) -> list[list[object]]:
    """The rows of a workbook below its heading."""
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    start = next(index for index, row in enumerate(rows) if row[0] == "STT")
    return rows[start:]


class TestChoice:
    def test_questions_that_are_not_ticked_stay_outside(self, app: Flask, console: Console) -> None:
        page = console.upload("de.docx", as_docx(questions(4)))
        answer = console.post(f"{path(page)}/choice", shown=["0", "1", "2", "3"], chosen=["0", "2", "3"])
        assert answer.status_code == 302
        again = console.get(path(page))
        assert "Nhập 3 câu đã chọn" in again.text
        assert len(re.findall(r'name="chosen"[^>]*checked', again.text)) == 3
        assert console.accept(again, "chosen").status_code == 302
        assert stems() == [questions(4)[index].stem for index in (0, 2, 3)]

    def test_a_program_is_answered_with_the_number(self, console: Console) -> None:
        page = console.upload("de.docx", as_docx(questions(4)))
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
        assert token is not None
        fields = {"csrf_token": token[1], "shown": ["1"], "chosen": []}
        answer = console.client.post(f"{path(page)}/choice", data=fields, headers={"Accept": "application/json"})
        assert answer.get_json() == {"chosen": 3}

    def test_only_what_is_shown_is_decided(self, console: Console) -> None:
        page = console.upload("de.docx", as_docx(questions(4)))
        console.post(f"{path(page)}/choice", shown=["0", "1"], chosen=["1"])
        console.post(f"{path(page)}/choice", shown=["2", "3"], chosen=["2"])
        assert "Nhập 2 câu đã chọn" in console.get(path(page)).text

    def test_numbers_of_somebody_s_invention_change_nothing(self, console: Console) -> None:
        page = console.upload("de.xlsx", mixed())
        console.post(f"{path(page)}/choice", shown=["0", "77", "-1", "x"], chosen=[])
        assert "câu đã chọn" not in console.get(path(page)).text

    def test_nothing_chosen_is_nothing_imported(self, app: Flask, console: Console) -> None:
        page = console.upload("de.docx", as_docx(questions(2)))
        console.post(f"{path(page)}/choice", shown=["0", "1"], chosen=[])
        answer = console.accept(console.get(path(page)), "chosen")
        assert answer.status_code == 422
        assert "không có câu nào được chọn" in answer.text
        assert stored(app) == (0, 0, 0)

    def test_questions_without_warnings_alone(self, console: Console) -> None:
        page = console.upload("de.xlsx", mixed())
        assert "Chỉ nhập 3 câu không có lưu ý" in page.text
        assert console.accept(page, "without_warnings").status_code == 302
        assert stems() == [questions(6)[index].stem for index in (0, 3, 5)]


def listed(page: str) -> list[str]:
    """The numbers of the questions in the list, without the samples of the columns above it."""
    return re.findall(r"Câu hỏi số (\d) hỏi", page.split('id="questions"')[1])


class TestFilters:
    def test_a_filter_narrows_to_its_questions(self, console: Console) -> None:
        page = console.upload("de.xlsx", mixed())
        shown = {show: console.get(f"{path(page)}?show={show}").text for show in ("errors", "warnings", "clean")}
        found = {show: listed(text) for show, text in shown.items()}
        assert found == {"errors": ["2"], "warnings": ["3", "5"], "clean": ["1", "4", "6"]}

    def test_a_kind_of_finding_narrows_to_its_questions(self, console: Console) -> None:
        page = console.upload("de.xlsx", mixed())
        assert listed(console.get(f"{path(page)}?code=no_source").text) == ["3", "5"]

    def test_many_questions_come_in_pages(self, console: Console) -> None:
        page = console.upload("de.json", as_json(questions(60)))
        assert page.text.count("<article") == 25
        assert "Câu hỏi số 60 hỏi" in console.get(f"{path(page)}?page=3").text
        assert console.get(f"{path(page)}?page=9&show=khong-co").status_code == 200


class TestRest:
    def test_what_is_refused_comes_back_with_its_reasons_and_can_be_mended(self, console: Console) -> None:
        page = console.upload("Đề cương.xlsx", mixed())
        answer = console.get(f"{path(page)}/rest.xlsx")
        assert "chua-nhan.xlsx" in answer.headers["Content-Disposition"]
        header, [number, stem, *options] = sheet(answer)
        assert header[-1] == "Lý do chưa nhập"
        assert (number, stem, tuple(options[:4])) == ("1", questions(6)[1].stem, questions(6)[1].options)
        assert options[-1] == "B5: Câu chưa có đáp án đúng; hãy đánh dấu hoặc ghi “Đáp án: …”."
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
        where = next(cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "Đáp án đúng")
        book.worksheets[0].cell(where.row + 1, where.column).value = "C"
        target = io.BytesIO()
        book.save(target)
        back = read(target.getvalue(), "sua.xlsx")
        assert [(one.stem, one.key_indexes) for one in back.items] == [(questions(6)[1].stem, (2,))]

    def test_those_with_warnings_come_along_where_only_clean_ones_are_taken(self, console: Console) -> None:
        page = console.upload("de.xlsx", mixed())
        rows = sheet(console.get(f"{path(page)}/rest.xlsx?warned=1"))[1:]
        assert [row[1] for row in rows] == [questions(6)[index].stem for index in (1, 2, 4)]
        assert "Câu chưa ghi căn cứ" in str(rows[1][-1])

    def test_after_the_import_the_rest_can_still_be_fetched(self, console: Console) -> None:
        page = console.upload("de.xlsx", mixed())
        done = console.get(console.accept(page, "without_warnings").location)
        address = re.search(r'href="([^"]+rest\.xlsx)"', done.text)
        assert address is not None
        assert len(sheet(console.get(address[1]))) == 1 + 3

    def test_formulas_of_authors_stay_text(self, console: Console) -> None:
        asked = [replace(questions(1)[0], stem="=1+1", key="")]
        page = console.upload("de.json", as_json(asked))
        book = openpyxl.load_workbook(io.BytesIO(console.get(f"{path(page)}/rest.xlsx").data))
        cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "=1+1"]
        assert [cell.data_type for cell in cells] == ["s"]

    def test_where_everything_was_taken_nothing_is_left(self, console: Console) -> None:
        page = console.upload("de.json", as_json(questions(2)))
        assert console.get(f"{path(page)}/rest.xlsx").status_code == 422


class TestPictures:
    def test_a_picture_is_shown_without_being_stored_in_the_bank(self, console: Console) -> None:
        page = console.upload("de.json", with_picture())
        address = re.search(r'<img src="([^"]+/pictures/0/0)"', page.text)
        assert address is not None
        answer = console.get(address[1])
        assert (answer.data, answer.mimetype) == (picture().data, picture().media_type)
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert db.session.scalar(sa.select(sa.func.count(BankImage.name))) == 0
        console.accept(page)
        assert db.session.scalars(sa.select(BankImage.name)).one() == picture().name

    @pytest.mark.parametrize("where", ["0/1", "1/0", "99/0"])
    def test_a_picture_that_is_not_there_is_not_found(self, console: Console, where: str) -> None:
        page = console.upload("de.json", with_picture())
        assert console.get(f"{path(page)}/pictures/{where}").status_code == 404

    def test_an_upload_is_its_owner_s_alone(self, signed_in: SignIn, cast: Cast) -> None:
        page = Console(signed_in("organiser")).upload("de.json", with_picture())
        other = Console(signed_in("administrator"))
        for address in ("", "/pictures/0/0", "/rest.xlsx"):
            assert other.get(path(page) + address).status_code == 404
        for address in ("", "/choice", "/reading"):
            assert other.post(path(page) + address, accept="clean_only").status_code == 404
        other.post(f"{path(page)}/cancellation")
        assert Console(signed_in("organiser")).get(path(page)).status_code == 200


class TestCorrections:
    TABLE = Table("Trang 1", 3, (Column("B", "Câu hỏi", "stem", ("Hỏi?",)), Column("C", "Ghi chú", "", ("x",))))

    @pytest.fixture
    def asked(self, monkeypatch: pytest.MonkeyPatch) -> list[files.Source]:
        """The files that were read, as somebody asked for it; each reading has a table."""
        asked: list[files.Source] = []

        def look(source: files.Source) -> Reading:
            asked.append(source)
            return replace(read(source.content, source.name), tables=(self.TABLE,))

        monkeypatch.setattr(checking, "read_at_once", look)
        return asked

    def test_a_person_sees_how_columns_were_taken_and_says_it_otherwise(
        self, console: Console, asked: list[files.Source]
    ) -> None:
        page = console.upload("de.xlsx", as_xlsx(questions(2)))
        assert "Trang tính “Trang 1”" in page.text
        assert "C – Ghi chú" in page.text
        fields = {"header-0": "3", "field-0-B": "stem", "field-0-C": "explanation", "format": ""}
        answer = console.post(f"{path(page)}/reading", **fields)
        assert answer.location == path(page)
        assert asked[-1].corrections == (Correction("Trang 1", 3, {"B": "stem", "C": "explanation"}),)

    def test_with_another_header_the_columns_are_detected_anew(
        self, console: Console, asked: list[files.Source]
    ) -> None:
        page = console.upload("de.xlsx", as_xlsx(questions(2)))
        console.post(f"{path(page)}/reading", **{"header-0": "5", "field-0-B": "stem", "field-0-C": "key"})
        assert asked[-1].corrections == (Correction("Trang 1", 5, {}),)

    def test_what_is_no_field_and_no_row_is_not_passed_on(self, console: Console, asked: list[files.Source]) -> None:
        page = console.upload("de.xlsx", as_xlsx(questions(2)))
        console.post(f"{path(page)}/reading", **{"header-0": "3", "field-0-B": "owner", "field-0-Z": "stem"})
        assert asked[-1].corrections == (Correction("Trang 1", 3, {}),)
        for header in ("", "-1", "x", "99999999999", "１"):
            assert console.post(f"{path(page)}/reading", **{"header-0": header}).status_code == 422
        assert console.post(f"{path(page)}/reading", format="exe", **{"header-0": "3"}).status_code == 422
        assert len(asked) == 2

    def test_the_format_can_be_said(self, console: Console) -> None:
        page = console.upload("de.gift", b"Q? {=a ~b}\n", format="gift")
        console.post(f"{path(page)}/reading", format="json")
        assert "Không có câu nào nhập được" in console.get(path(page)).text
        console.post(f"{path(page)}/reading", format="gift")
        assert "Nhập tất cả 1 câu" in console.get(path(page)).text


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_a_template_has_one_example_and_is_read_as_it_stands(console: Console, format: str) -> None:
    answer = console.get(f"/admin/bank/import/template.{format}")
    assert f"mau-cau-hoi.{format}" in answer.headers["Content-Disposition"]
    back = read(answer.data, f"mau.{format}")
    assert [(one.key_indexes, len(one.options), bool(one.source)) for one in back.items] == [((1,), 4, True)]
    assert "Ví dụ" in back.items[0].stem


def test_a_template_of_another_format_is_not_there(console: Console) -> None:
    assert console.get("/admin/bank/import/template.json").status_code == 404
