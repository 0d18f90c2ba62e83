"""Problems find their items on the preview, and every code has words for people."""

from __future__ import annotations

import pytest
from flask import Flask

from question_bank.formats import FORMATS
from question_bank.item import Item, Kind, Option
from question_bank.levels import Level
from question_bank.problem import Problem, Severity, error, note, warning
from quiz.bank import browsing, labels
from quiz.bank.models import ItemState
from quiz.bank.planning import Step, plan_import
from quiz.bank.previews import lay_out
from quiz.bank.reports import ImportReport, spot


def steps(*places: str) -> tuple[Step, ...]:
    options = (Option("một"), Option("hai", True), Option("ba", True))
    items = [Item(Kind.MULTIPLE, f"Hỏi {place}?", options, place=place) for place in places]
    return plan_import(items, [], "de").steps


class TestPlaces:
    @pytest.mark.parametrize(
        ("place", "found"),
        [
            ("B7", "7"),
            ("AA12", "12"),
            ("Trang tính 2!G7", "Trang tính 2!7"),
            ("Câu 15", "Câu 15"),
            ("dòng 12", "dòng 12"),
            ("mục 3", "mục 3"),
            ("cả tệp", "cả tệp"),
            ("Phần II, Câu 1", "Phần II, Câu 1"),
        ],
    )
    def test_cells_of_a_row_are_one_place(self, place: str, found: str) -> None:
        assert spot(place) == found

    def test_refused_questions_are_counted_not_their_problems(self) -> None:
        problems = (error("B7", "a", "a"), error("G7", "b", "b"), error("B9", "c", "c"), warning("B10", "d", "d"))
        report = ImportReport("xlsx", 4, problems)
        assert (len(report.errors), report.refused_places) == (3, 2)


class TestLayout:
    def test_every_problem_appears_exactly_once(self) -> None:
        problems = [
            note("cả tệp", "a", "về tệp"),
            error("G5", "b", "sai đáp án"),
            warning("B6", "c", "thiếu căn cứ"),
            note("K3", "d", "cột thừa"),
            warning("B5", "e", "cũng ở dòng 5"),
        ]
        layout = lay_out(steps("B4", "B6"), problems)
        assert [(one.place, [p.code for p in one.problems]) for one in layout.refused] == [("G5", ["b", "e"])]
        assert [[problem.code for problem in one.problems] for one in layout.items] == [[], ["c"]]
        assert [problem.code for problem in layout.others] == ["a", "d"]

    def test_two_sheets_do_not_share_their_rows(self) -> None:
        layout = lay_out(steps("Một!B4", "Hai!B4"), [warning("Hai!F4", "x", "x")])
        assert [len(one.problems) for one in layout.items] == [0, 1]

    def test_a_note_alone_needs_no_look(self) -> None:
        problems: list[Problem] = [note("Câu 1", "x", "x"), note("Câu 2", "y", "y"), warning("Câu 2", "z", "z")]
        layout = lay_out(steps("Câu 1", "Câu 2", "Câu 3"), problems)
        assert [one.needs_a_look for one in layout.items] == [False, True, False]

    def test_the_key_is_named_by_its_letters(self) -> None:
        assert lay_out(steps("Câu 1"), []).items[0].letters == ("B", "C")

    def test_a_file_without_problems_is_just_its_items(self) -> None:
        layout = lay_out(steps("Câu 1", "Câu 2"), [])
        assert (layout.refused, layout.others, len(layout.items)) == ((), (), 2)


class TestLabels:
    def test_every_code_has_words(self, app: Flask) -> None:
        assert set(labels.STATES) == {state.value for state in ItemState}
        assert set(labels.KINDS) == {kind.value for kind in Kind}
        assert set(labels.LEVELS) == {level.value for level in Level} | {""} == set(browsing.LEVELS)
        assert set(labels.SEVERITIES) == {severity.value for severity in Severity}
        assert set(labels.FORMATS) == set(FORMATS)

    def test_levels_read_as_the_library_calls_them(self, app: Flask) -> None:
        with app.test_request_context():
            assert [str(labels.LEVELS[level.value]) for level in Level] == [level.label for level in Level]
