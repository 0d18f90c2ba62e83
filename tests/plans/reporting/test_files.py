"""The report as Word and Excel, read back and compared with a count with plain loops."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from flask import Flask
from openpyxl import load_workbook

from quiz.core import clock
from quiz.core.db import db
from quiz.documents.letterhead import Layout
from quiz.plans import modules
from quiz.plans.models import Plan
from quiz.plans.models_records import ReportPeriod
from quiz.plans.modules import Figure, PlanModule
from quiz.plans.reporting.page import ReportPage, report_page
from quiz.plans.reporting.papers import as_docx
from quiz.plans.reporting.sheets import as_xlsx
from quiz.units import queries as units
from tests.conftest import FrozenClock
from tests.people import SignIn
from tests.plans.reporting.conftest import SETTLED, Scene
from tests.plans.reporting.forest import COUNTED, Woods, grow
from tests.plans.reporting.posting import post


@pytest.fixture
def woods(app: Flask, frozen: FrozenClock) -> Woods:
    """A forest of four levels."""
    frozen.move(days=35)
    return grow(21)


def page_of(woods: Woods, unit: str) -> ReportPage:
    """The report of a unit."""
    plan, period = db.session.get_one(Plan, woods.plan_id), db.session.get_one(ReportPeriod, woods.period_id)
    return report_page(plan, period, units.get(woods.ids[unit]), clock.now())


def total(figures: dict[str, int], what: str) -> int:
    """The sum over all tasks of one count, as a plain number."""
    return sum(value for key, value in figures.items() if key.endswith(f".{what}")) // 100


def cells(table: Any) -> list[list[str]]:
    """The texts of a table of a Word document."""
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("layout", list(Layout))
def test_the_word_tables_hold_the_numbers_of_an_independent_count(woods: Woods, layout: Layout) -> None:
    document = Document(io.BytesIO(as_docx(page_of(woods, "R"), layout, "Tỉnh ủy", "Phong Lan", clock.now())))
    _letterhead, by_unit, by_task = document.tables
    whole = [str(total(woods.value("R"), what)) for what in COUNTED]
    assert cells(by_unit)[-1][1:5] == whole
    below = woods.passed_up("R0")
    row = next(row for row in cells(by_unit) if row[0] == "Đơn vị R0")
    assert row[1:5] == [str(total(below, what)) for what in COUNTED]
    models = next(row for row in cells(by_task) if row[0] == "Mô hình")
    value = woods.value("R")
    assert models[1:5] == [str(value.get(f"task.M.{what}", 0) // 100) for what in COUNTED]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert f"Đã hoàn thành: {whole[0]} lượt nhiệm vụ" in text
    assert "Lý do: Bổ sung" in text


def test_the_two_layouts_have_their_own_heads_and_signers(woods: Woods) -> None:
    party, state = (_text(as_docx(page_of(woods, "R0"), one, "Cấp trên", "Phong Lan", clock.now())) for one in Layout)
    if "ĐẢNG CỘNG SẢN VIỆT NAM" not in party:
        party, state = state, party
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in party
    assert "T/M ĐƠN VỊ R0" in party
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in state
    assert "TM. ĐƠN VỊ R0" in state


def _text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    return "\n".join([*lines, *(text for table in document.tables for row in cells(table) for text in row)])


def test_the_workbook_holds_the_numbers_of_an_independent_count(woods: Woods) -> None:
    book = load_workbook(io.BytesIO(as_xlsx(page_of(woods, "R"), clock.now())))
    assert book.sheetnames == ["Đơn vị", "Nhiệm vụ", "Chưa gửi", "Điều chỉnh", "Khó khăn, vướng mắc"]
    by_code = {row[0]: row for row in book["Đơn vị"].iter_rows(values_only=True) if row[0]}
    assert list(by_code["R"][3:7]) == [total(woods.value("R"), what) for what in COUNTED]
    for code in ("R0", "R1", "R2"):
        assert list(by_code[code][3:7]) == [total(woods.passed_up(code), what) for what in COUNTED]
    corrections = [row for row in book["Điều chỉnh"].iter_rows(min_row=6, values_only=True) if row[0]]
    sent = [one for one in woods.corrections if one.unit == "R" or one.state in ("accepted", "submitted")]
    assert sorted(round(float(str(row[4])) * 100) for row in corrections) == sorted(one.by for one in sent)


def test_the_files_tell_words_difficulties_and_who_is_missing(scene: Scene, signed_in: SignIn) -> None:
    scene.duty("dated", "C", **SETTLED)
    browser = signed_in("contact")
    texts = {"part-results": "Đã làm\nnhiều việc", "part-difficulty": "Thiếu máy chiếu", "version": 0}
    post(browser, scene.address("A"), {**texts, "do": "raise"})
    post(browser, scene.address("A"), {"part-results": "=1+1", "version": scene.report("A").version, "do": "fill:"})
    for layout in ("party", "state"):
        answer = browser.get(scene.address("A", f"/report.docx?layout={layout}"))
        text = _text(answer.data)
        assert "=1+1" in text
        assert "Xã An Bình: Thiếu máy chiếu (Chưa có trả lời.)" in text
        assert "Chi bộ Cầu Đá (chưa gửi)" in text
        assert "Đã thực hiện thường xuyên." in text
        assert answer.headers["Content-Disposition"].endswith("-A-quarter-2026-Q1.docx")
    book = load_workbook(io.BytesIO(browser.get(scene.address("A", "/report.xlsx")).data))
    assert [row[0] for row in book["Chưa gửi"].iter_rows(min_row=6, values_only=True)] == ["Chi bộ Cầu Đá"]
    assert [row[1] for row in book["Khó khăn, vướng mắc"].iter_rows(min_row=6, values_only=True)] == ["Thiếu máy chiếu"]


def test_the_word_text_of_a_sent_report_has_the_figures_it_was_sent_with(scene: Scene, signed_in: SignIn) -> None:
    scene.duty("dated", "C", **SETTLED)
    browser = signed_in("contact")
    post(browser, scene.address("A"), {"version": 0, "do": "submit"})
    scene.duty("models", "C", **SETTLED)
    assert "Đã hoàn thành: 1 lượt nhiệm vụ" in _text(browser.get(scene.address("A", "/report.docx")).data)


def test_many_columns_lie_on_pages_turned_sideways(woods: Woods, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = [Figure(f"m.{number}", f"Chỉ số {number}", number * 100) for number in range(6)]
    module = PlanModule("registrations", lambda _plan, wanted, _span: {unit.id: figures for unit in wanted})
    monkeypatch.setattr(modules, "present", lambda: {"registrations": module})
    document = Document(io.BytesIO(as_docx(page_of(woods, "R"), Layout.PARTY, "", "", clock.now())))
    assert [str(section.orientation)[:9] for section in document.sections] == ["PORTRAIT ", "LANDSCAPE"]
    assert cells(document.tables[1])[-1][5:] == ["0", "1", "2", "3", "4", "5"]
