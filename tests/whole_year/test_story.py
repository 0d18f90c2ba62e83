"""The year, step by step, and what comes out of it at its end."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from flask import Flask

from tests.conftest import FrozenClock
from tests.whole_year import reading, steps_conference, steps_duties, steps_plan, steps_registrations, steps_reports
from tests.whole_year.cast import Story, gather


@pytest.fixture
def story(app: Flask, frozen: FrozenClock) -> Story:
    """The cast on the fifth of January."""
    return gather(app, frozen)


def test_the_year_ends_with_a_report_whose_numbers_are_right(story: Story) -> None:
    winter(story)
    spring(story)
    rest(story)
    steps_reports.year(story)
    for layout in ("party", "state"):
        check_word(story, layout)
    check_workbook(story)


def check_word(story: Story, layout: str) -> None:
    """Every number in the tables of the document is what the ledger counts."""
    address = steps_reports.at(story, story.periods["year"], "TU", f"report.docx?layout={layout}")
    content = story.person("tochuc").download(address)
    units, tasks = reading.word_tables(content)
    assert lines_below(units, "Đơn vị") == reading.expected_units(story.ledger, ["DU"], "TU")
    assert lines_below(tasks, "Nhiệm vụ") == reading.expected_tasks(story.ledger, "TU")
    text = reading.words(content)
    assert f"Lý do: {steps_reports.MORE}" in text
    assert "Toàn tỉnh đã thực hiện kế hoạch." in text
    assert ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head_of(content)) is (layout == "state")
    assert ("ĐẢNG CỘNG SẢN VIỆT NAM" in head_of(content)) is (layout == "party")


def head_of(content: bytes) -> str:
    """The words of the document's first table, where the letterhead stands."""
    return " ".join(cell.text for row in docx.Document(BytesIO(content)).tables[0].rows for cell in row.cells)


def lines_below(table: reading.Table, head: str) -> reading.Table:
    """A table without its head."""
    return {first: cells for first, cells in table.items() if first != head}


def check_workbook(story: Story) -> None:
    """So is every number of the workbook."""
    content = story.person("tochuc").download(steps_reports.at(story, story.periods["year"], "TU", "report.xlsx"))
    sheets = reading.sheets(content)
    units = {line["Mã"]: list(line.values())[3:] for line in reading.lines_of(sheets["Đơn vị"], "Mã")}
    assert units == {unit: reading.figures(story.ledger, unit) for unit in ("TU", "DU")}
    tasks = {line["Nhiệm vụ"]: list(line.values())[2:6] for line in reading.lines_of(sheets["Nhiệm vụ"], "Mã")}
    wanted = reading.expected_tasks(story.ledger, "TU")
    told = {title: [reading.vietnamese(one) for one in counts] for title, counts in tasks.items() if title in wanted}
    assert told == {title: cells[:4] for title, cells in wanted.items()}
    assert not any(any(counts) for title, counts in tasks.items() if title not in wanted)
    (correction,) = reading.lines_of(sheets["Điều chỉnh"], "Chỉ số")
    assert (correction["Số hệ thống tổng hợp"], correction["Đơn vị nêu"], correction["Chênh lệch"]) == (11, 12, 1)


def winter(story: Story) -> None:
    """January and February: the plans, the first meetings, the invitation."""
    steps_plan.load(story)
    steps_plan.choose_body(story)
    steps_plan.issue(story)
    steps_plan.assign(story)
    steps_plan.derive(story)
    steps_plan.send_and_answer(story)
    steps_duties.meetings(story, 1)
    steps_conference.plan_it(story)
    steps_duties.meetings(story, 2)


def spring(story: Story) -> None:
    """March and April: the conference and what it starts, registrations, the late branch."""
    steps_duties.document(story)
    steps_conference.check_in(story)
    steps_conference.close(story)
    steps_conference.confirm_it(story)
    steps_conference.take_back(story)
    steps_conference.call_again(story)
    steps_registrations.exempt(story)
    steps_duties.first_quarter(story)
    steps_registrations.collectives(story)
    steps_conference.hold_again(story)
    steps_registrations.people(story)
    steps_duties.meetings(story, 3)
    steps_reports.opened(story)
    steps_duties.late_branch(story)
    steps_registrations.mended(story)
    steps_reports.quarter(story)
    steps_reports.difficulty(story)
    steps_registrations.later_people(story)
    steps_registrations.late_collective(story)


def rest(story: Story) -> None:
    """From April to December: the months, the commune's own task, the end of the year with its results."""
    steps_duties.meetings(story, 4, 5)
    steps_duties.own_work(story)
    steps_duties.meetings(story, 6, 7, 8, 9, 10, 11)
    steps_duties.self_scoring(story)
    steps_registrations.results(story)
    steps_duties.year_end(story)
