"""The editor's form: what is read from it, its small steps, and what keeps a question from being saved."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from question_bank.item import Item, Kind, Option
from quiz.bank.editing import (
    MOST_PICTURES,
    Edited,
    apply,
    blank,
    errors_of,
    finished,
    opened,
    problems_of,
    read,
    shown_marks,
)
from quiz.bank.rules import content_of

FORM = [
    ("kind", "multiple"),
    ("stem", " Những   màu nào? "),
    ("marks", "0,5"),
    ("level", "application"),
    ("topic", "Quốc kỳ"),
    ("option", "Đỏ"),
    ("option", "Vàng"),
    ("option", "Tất cả các phương án trên"),
    ("feedback", ""),
    ("feedback", "Đúng rồi"),
    ("feedback", ""),
    ("key", "0"),
    ("key", "1"),
    ("pinned", "2"),
    ("explanation", "Vì sao"),
    ("source", "Hiến pháp"),
    ("picture", "a" * 32),
    ("version", "7"),
    ("base", "2"),
    ("remark", "Sửa"),
]


def form(**changes: str) -> MultiDict[str, str]:
    """A form filled in, some fields otherwise."""
    return MultiDict([(name, changes.get(name, value)) for name, value in FORM])


def texts(edited: Edited) -> str:
    return "".join(option.text for option in edited.item.options)


def with_options(letters: str, key: str = "A") -> Edited:
    options = tuple(Option(letter, letter in key) for letter in letters)
    return Edited(Item(Kind.SINGLE, "Hỏi?", options), "1")


def codes(edited: Edited) -> set[str]:
    return {problem.code for problem in errors_of(problems_of(edited))}


class TestReading:
    def test_everything_that_was_typed_is_there(self) -> None:
        edited = read(form())
        item = edited.item
        assert (item.kind, item.stem, item.marks) == (Kind.MULTIPLE, "Những màu nào?", Decimal("0.5"))
        assert item.options[1] == Option("Vàng", True, False, "Đúng rồi")
        assert item.options[2] == Option("Tất cả các phương án trên", False, True)
        assert (item.level, item.topic, item.source) == ("application", "Quốc kỳ", "Hiến pháp")
        assert (edited.version, edited.base, edited.remark, edited.pictures) == (7, 2, "Sửa", ("a" * 32,))
        assert problems_of(edited) == []

    @pytest.mark.parametrize(
        "text", ["", "x", "NaN", "1e999", "-1", "0", "1001", "1,005", "1e999999", "٣", "1,", "1_0"]
    )
    def test_marks_that_are_none_stay_as_typed_and_keep_it_from_being_saved(self, text: str) -> None:
        edited = read(form(marks=text))
        assert edited.marks == text
        assert "bad_marks" in codes(edited)

    def test_unknown_kinds_levels_and_numbers_are_taken_as_none(self) -> None:
        item = read(form(kind="essay", level="hard", version="-1", base="9" * 40)).item
        assert (item.kind, item.level) == (Kind.SINGLE, None)
        assert read(form(version="x")).version == 0

    def test_an_empty_form_is_read(self) -> None:
        assert read(MultiDict()).item == Item(Kind.SINGLE, "", (), marks=Decimal(0))

    def test_markup_keeps_harmless_tags_alone(self) -> None:
        fields = form(stem="H<sub>2</sub>O<script>alert(1)</script><b onclick=x>?</b>")
        fields["markup"] = "html"
        item = read(fields).item
        assert item.stem == "H<sub>2</sub>O<b>?</b>"
        assert item.markup == "html"

    def test_plain_text_keeps_its_angle_brackets(self) -> None:
        assert read(form(stem="Khi a < b & c?")).item.stem == "Khi a < b & c?"

    def test_true_and_false_are_offered_by_themselves(self) -> None:
        fields = MultiDict([("kind", "true_false"), ("stem", "Hỏi?"), ("marks", "1"), ("key", "1")])
        fields.setlist("option", ["", "", "", ""])
        edited = read(fields)
        assert edited.item.options == (Option("Đúng"), Option("Sai", True))
        assert errors_of(problems_of(edited)) == []

    def test_more_than_eight_options_are_cut(self) -> None:
        fields = form()
        fields.setlist("option", list("ABCDEFGHIJ"))
        assert texts(read(fields)) == "ABCDEFGH"


class TestSteps:
    @pytest.mark.parametrize(
        ("step", "left"),
        [
            ("add", "ABC"),
            ("remove-1", "AC"),
            ("remove-9", "ABC"),
            ("up-0", "ABC"),
            ("up-1", "BAC"),
            ("up-3", "ABC"),
            ("down-1", "ACB"),
            ("down-2", "ABC"),
            ("save", "ABC"),
            ("preview", "ABC"),
            ("explode-1", "ABC"),
            ("remove-x", "BC"),
        ],
    )
    def test_a_button_does_what_it_says(self, step: str, left: str) -> None:
        assert texts(apply(step, with_options("ABC"))) == left

    def test_a_moved_option_takes_its_key_along(self) -> None:
        assert apply("down-0", with_options("AB", "A")).item.key_indexes == (1,)

    def test_two_options_are_the_fewest_and_eight_the_most(self) -> None:
        assert texts(apply("remove-0", with_options("AB"))) == "AB"
        assert len(apply("add", with_options("ABCDEFGH")).item.options) == 8
        assert len(apply("add", with_options("ABCDEFG")).item.options) == 8

    def test_a_picture_is_dropped_by_its_place(self) -> None:
        edited = replace(blank(), pictures=("a", "b", "c"))
        assert apply("drop-1", edited).pictures == ("a", "c")
        assert apply("drop-7", edited).pictures == ("a", "b", "c")

    def test_blank_options_at_the_end_fall_away_and_in_the_middle_do_not(self) -> None:
        options = (Option("A", True), Option(""), Option("C"), Option(""), Option(""))
        edited = finished(Edited(Item(Kind.SINGLE, "Hỏi?", options)))
        assert texts(edited) == "AC"
        assert codes(edited) == {"empty_option"}
        assert len(finished(blank()).item.options) == 2


class TestProblems:
    def test_a_new_form_lacks_all_that_a_question_needs(self) -> None:
        assert codes(finished(blank())) == {"empty_stem", "empty_option", "no_key"}

    def test_errors_come_before_warnings(self) -> None:
        options = (Option("A", True), Option("B", True))
        item = Item(Kind.MULTIPLE, "", options, explanation="Đáp án đúng là A")
        severities = [problem.severity for problem in problems_of(Edited(item, "1"))]
        assert severities[0] == "error"
        assert severities == sorted(severities)
        assert len(set(severities)) == 2

    def test_what_the_bank_cannot_hold_is_an_error(self) -> None:
        edited = with_options("AB")
        assert codes(replace(edited, ref="x" * 65)) == {"long_id"}
        assert codes(replace(edited, pictures=("a",) * (MOST_PICTURES + 1))) == {"too_many_images"}
        assert codes(replace(edited, item=replace(edited.item, topic="x" * 201))) == {"long_topic"}


def test_a_stored_question_opens_as_it_is_and_is_the_same_when_sent_back() -> None:
    edited = read(form())
    content = content_of(edited.item)
    again = opened(content, "Quốc kỳ", "application", 3, 1)
    assert content_of(again.item) == content
    assert (again.marks, again.version, again.base) == ("0,5", 3, 1)


@pytest.mark.parametrize(("marks", "text"), [("1", "1"), ("0.50", "0,5"), ("100", "100"), ("0.25", "0,25")])
def test_marks_are_written_with_a_comma(marks: str, text: str) -> None:
    assert shown_marks(Decimal(marks)) == text
