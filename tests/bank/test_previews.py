"""Problems find their questions on the preview, filters find the questions, and every code has words for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from question_bank.columns import FIELDS, Column, Correction, Table
from question_bank.formats import FORMATS
from question_bank.item import Item, Kind, Option
from question_bank.levels import Level
from question_bank.problem import Problem, Severity, error, note, warning
from question_bank.reading import Reading, Refused
from quiz.bank import browsing, labels, previews
from quiz.bank.checked import REFUSED, CheckedFile, Target
from quiz.bank.models import ItemState
from quiz.bank.neighbours import Neighbour
from quiz.bank.planning import Action, plan_import
from quiz.bank.previews import Show
from quiz.bank.reports import ImportReport, spot
from quiz.bank.rules import Kept, content_of
from quiz.bank.shelf import Archive, keep_checked, leave_out, left_out, open_checked
from quiz.core import uploads
from quiz.core.errors import NotFound
from tests.question_bank.items import picture

TOKEN = "0123456789abcdef" * 2
TARGET = Target("NQ", "", "de.xlsx", "xlsx", (Correction("Một", 3, {"B": "stem"}),))


def item(place: str, **more: object) -> Item:
    options = (Option("một"), Option("hai", True), Option("ba", True))
    return replace(Item(Kind.MULTIPLE, f"Hỏi {place}?", options, place=place), **more)


def reading(*places: str, problems: Sequence[Problem] = (), refused: Sequence[Refused] = ()) -> Reading:
    return Reading("xlsx", tuple(item(place) for place in places), tuple(problems), tuple(refused))


def checked(read: Reading, kept: Sequence[Kept] = (), neighbours: Sequence[Neighbour] = ()) -> CheckedFile:
    return CheckedFile.of(TARGET, 7, "f" * 64, read, plan_import(read.items, kept, "de"), neighbours)


def codes(file: CheckedFile) -> list[tuple[str, str, list[str]]]:
    """Place, action and codes of problems of every row."""
    return [(row.place, row.action, [one.code for one in file.problems_of(row)]) for row in file.rows]


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


class TestRows:
    def test_every_problem_belongs_to_one_question_or_to_the_file(self) -> None:
        problems = [
            note("cả tệp", "a", "về tệp"),
            error("G5", "b", "sai đáp án"),
            warning("B6", "c", "thiếu căn cứ"),
            note("K3", "d", "cột thừa"),
            warning("B5", "e", "cũng ở dòng 5"),
        ]
        file = checked(reading("B4", "B6", problems=problems, refused=[Refused("B5", "Hỏi?")]))
        assert codes(file) == [("B5", REFUSED, ["b", "e"]), ("B4", "new", []), ("B6", "new", ["c"])]
        assert [file.problems[one].code for one in file.others] == ["a", "d"]

    def test_two_sheets_do_not_share_their_rows(self) -> None:
        file = checked(reading("Một!B4", "Hai!B4", problems=[warning("Hai!F4", "x", "x")]))
        assert codes(file) == [("Một!B4", "new", []), ("Hai!B4", "new", ["x"])]

    def test_what_the_bank_refuses_is_a_refused_question_too(self) -> None:
        read = replace(reading("B4", "B5"), items=(item("B4", id="x" * 65), item("B5")))
        assert codes(checked(read)) == [("B4", REFUSED, ["long_id"]), ("B5", "new", [])]

    def test_what_the_bank_holds_is_told_apart(self) -> None:
        same, old = content_of(item("B4")), content_of(item("B5", stem="Hỏi cũ?"))
        kept = [Kept(1, "de-1", "approved", "", "", same), Kept(2, "de-2", "approved", "Cũ", "", old)]
        file = checked(reading("B4", "B5", "B6"), kept)
        assert [(row.ref, row.action) for row in file.rows] == [
            ("de-1", Action.UNCHANGED),
            ("de-2", Action.REVISED),
            ("de-3", Action.NEW),
        ]
        assert (file.report.taken, file.report.new, file.report.revised, file.report.unchanged) == (3, 1, 1, 1)

    def test_a_neighbour_in_the_bank_is_known_by_its_id(self) -> None:
        kept = Kept(9, "cu-1", "approved", "", "", content_of(item("B9")))
        file = checked(reading("B4", "B5"), [], [Neighbour(1, kept, 0.93)])
        assert [row.near for row in file.rows] == [None, 9]


class TestShelf:
    def test_a_kept_file_comes_back_as_it_was(self, app: Flask) -> None:
        shown = picture()
        table = Table("Một", 3, (Column("B", "Câu hỏi", "stem", ("a", "b")),))
        refused = Refused("B9", "Hỏi?", ("a", "b"), "A", problems=(error("B9", "no_key", "Chưa có đáp án."),))
        problems = [error("B9", "no_key", "Chưa có đáp án."), warning("B4", "x", "x")]
        read = Reading("xlsx", (item("B4", images=(shown,)), item("B5")), tuple(problems), (refused,), (table,))
        file = checked(read)
        keep_checked(TOKEN, file, read)
        with open_checked(TOKEN, 7) as archive:
            assert archive.head() == file
            assert archive.reading(file) == read
            assert [archive.question(row) for row in file.rows] == [refused, *read.items]

    def test_plan_problems_are_no_problems_of_the_reading(self, app: Flask) -> None:
        read = replace(reading("B4"), items=(item("B4", id="x" * 65),))
        file = checked(read)
        keep_checked(TOKEN, file, read)
        with open_checked(TOKEN, 7) as archive:
            assert archive.reading(file) == read
        assert [one.code for one in file.problems] == ["long_id"]

    def test_somebody_else_s_upload_is_not_there(self, app: Flask) -> None:
        keep_checked(TOKEN, checked(reading("B4")), reading("B4"))
        for token, person in ((TOKEN, 8), ("f" * 32, 7), ("../secret", 7)):
            with pytest.raises(NotFound):
                open_checked(token, person)

    def test_a_new_reading_begins_with_everything_chosen(self, app: Flask) -> None:
        read = reading("B4", "B5")
        keep_checked(TOKEN, checked(read), read)
        leave_out(TOKEN, {1})
        assert left_out(TOKEN) == {1}
        keep_checked(TOKEN, checked(read), read)
        assert left_out(TOKEN) == frozenset()

    def test_discarding_an_upload_leaves_nothing_of_it(self, app: Flask, tmp_path: Path) -> None:
        keep_checked(TOKEN, checked(reading("B4")), reading("B4"))
        leave_out(TOKEN, {0})
        uploads.discard(TOKEN)
        assert list((tmp_path / "uploads").iterdir()) == []


class TestFilters:
    @pytest.fixture
    def file(self) -> CheckedFile:
        """Refused, with a warning, with a note alone, clean and unchanged, with a neighbour."""
        problems = [error("B4", "e", "e"), warning("B5", "w", "w"), note("B6", "n", "n"), warning("B8", "w", "w")]
        read = reading("B5", "B6", "B7", "B8", problems=problems, refused=[Refused("B4")])
        kept = [Kept(3, "cu-3", "approved", "", "", content_of(item("B7")))]
        return checked(read, kept, [Neighbour(3, kept[0], 0.9)])

    def test_each_filter_shows_its_questions(self, file: CheckedFile) -> None:
        shown = {
            show.value: [row.place for row in file.rows if previews.is_shown(file, row, show, {1})] for show in Show
        }
        assert shown == {
            "": ["B4", "B5", "B6", "B7", "B8"],
            "errors": ["B4"],
            "warnings": ["B5", "B8"],
            "notes": ["B6"],
            "clean": ["B6", "B7"],
            "new": ["B5", "B6", "B8"],
            "revised": [],
            "unchanged": ["B7"],
            "near": ["B8"],
            "left_out": ["B5"],
        }
        assert previews.counts(file, {1}) == {Show(show): len(places) for show, places in shown.items()}

    def test_findings_are_told_by_kind_the_gravest_first(self, file: CheckedFile) -> None:
        found = [(one.code, one.severity, one.count, one.first.place) for one in previews.findings(file)]
        assert found == [
            ("e", Severity.ERROR, 1, "B4"),
            ("w", Severity.WARNING, 2, "B5"),
            ("n", Severity.NOTE, 1, "B6"),
        ]

    def test_a_page_holds_its_questions_and_no_others(self, app: Flask) -> None:
        places = [f"B{number}" for number in range(4, 64)]
        read = reading(*places, problems=[warning("B30", "w", "w")])
        keep_checked(TOKEN, checked(read), read)
        with open_checked(TOKEN, 7) as archive:
            file = archive.head()
            third = previews.question_page(archive, file, Show.ALL, "", 3, {51})
            narrowed = previews.question_page(archive, file, Show.ALL, "w", 1, ())
            beyond = previews.question_page(archive, file, Show.NEW, "", 9, ())
        assert [one.row.place for one in third.rows] == places[50:]
        assert [one.is_chosen for one in third.rows] == [True, False, *[True] * 8]
        assert (third.pages, third.total) == (3, 60)
        assert [one.row.place for one in narrowed.rows] == ["B30"]
        assert (list(beyond.rows), beyond.total) == ([], 60)

    def test_a_page_reads_only_the_questions_it_shows(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        read = reading(*(f"B{number}" for number in range(4, 204)))
        keep_checked(TOKEN, checked(read), read)
        asked: list[str] = []
        get = Archive._get
        monkeypatch.setattr(Archive, "_get", lambda self, name: asked.append(name) or get(self, name))
        with open_checked(TOKEN, 7) as archive:
            previews.question_page(archive, archive.head(), Show.ALL, "", 2, ())
        assert [name for name in asked if name != "head"] == [f"item/{index}" for index in range(25, 50)]

    def test_the_key_is_named_by_its_letters(self, app: Flask) -> None:
        keep_checked(TOKEN, checked(reading("B4")), reading("B4"))
        with open_checked(TOKEN, 7) as archive:
            [one] = previews.question_page(archive, archive.head(), Show.ALL, "", 1, ()).rows
        assert one.letters == ("B", "C")


class TestLabels:
    def test_every_code_has_words(self, app: Flask) -> None:
        assert set(labels.STATES) == {state.value for state in ItemState}
        assert set(labels.KINDS) == {kind.value for kind in Kind}
        assert set(labels.LEVELS) == {level.value for level in Level} | {""} == set(browsing.LEVELS)
        assert set(labels.SEVERITIES) == {severity.value for severity in Severity}
        assert set(labels.FORMATS) == set(FORMATS)
        assert set(labels.FIELDS) == set(FIELDS)
        assert set(labels.SHOW) == {show.value for show in Show}
        assert set(labels.IMPORT_ACTIONS) == {action.value for action in Action} | {REFUSED}

    def test_levels_read_as_the_library_calls_them(self, app: Flask) -> None:
        with app.test_request_context():
            assert [str(labels.LEVELS[level.value]) for level in Level] == [level.label for level in Level]
