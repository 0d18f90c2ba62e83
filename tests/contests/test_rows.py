"""The buttons of a form: rows come, go and move, and the eye is led to where something happened."""

from __future__ import annotations

from datetime import date

import pytest

from quiz.contests import presets, rows
from quiz.contests.posted import Tree
from quiz.contests.rules import UNLIMITED


def order(*names: str) -> Tree:
    """A form with this order of criteria."""
    return {"tie_break": list(names)}


def test_a_new_round_follows_the_last_one_a_week_later() -> None:
    window = {"number": "3", "opens_at": "02/03/2026 08:00", "closes_at": "08/03/2026 24:00"}
    tree: Tree = {"rounds": [window]}
    assert rows.act(tree, "add:rounds") == "rounds.1.title"
    assert tree["rounds"][1] == {
        "number": "4",
        "title": "Vòng 4",
        "opens_at": "09/03/2026 08:00",
        "closes_at": "15/03/2026 24:00",
    }


def test_a_new_round_after_an_unreadable_one_has_a_blank_window() -> None:
    tree: Tree = {"rounds": [{"number": "x", "opens_at": "mai", "closes_at": ""}]}
    rows.act(tree, "add:rounds")
    assert (tree["rounds"][1]["opens_at"], tree["rounds"][1]["number"]) == ("", "1")


def test_prizes_are_named_from_the_highest_grade_on() -> None:
    tree: Tree = {}
    for _ in range(5):
        rows.act(tree, "add:prizes.each_round")
    titles = [one["title"] for one in tree["prizes"]["each_round"]]
    assert titles == ["Giải Nhất", "Giải Nhì", "Giải Ba", "Giải Khuyến khích", ""]


@pytest.mark.parametrize(
    ("command", "after", "focus"),
    [
        ("up:tie_break.1", ["b", "a", "c"], "down:tie_break.0"),
        ("up:tie_break.2", ["a", "c", "b"], "up:tie_break.1"),
        ("down:tie_break.0", ["b", "a", "c"], "down:tie_break.1"),
        ("down:tie_break.1", ["a", "c", "b"], "up:tie_break.2"),
        ("up:tie_break.0", ["a", "b", "c"], ""),
        ("down:tie_break.2", ["a", "b", "c"], ""),
        ("remove:tie_break.1", ["a", "c"], "add:tie_break"),
        ("add:tie_break", ["a", "b", "c", ""], "tie_break.3"),
    ],
)
def test_criteria_move_and_the_focus_goes_with_them(command: str, after: list[str], focus: str) -> None:
    tree = order("a", "b", "c")
    assert rows.act(tree, command) == focus
    assert tree["tie_break"] == after


@pytest.mark.parametrize("command", ["", "fly:rounds", "remove:rounds", "remove:rounds.9", "up:title.0", "remove:x.-1"])
def test_what_no_button_says_changes_nothing(command: str) -> None:
    tree: Tree = {"rounds": [{"number": "1"}], "title": "A"}
    assert rows.act(tree, command) == ""
    assert tree == {"rounds": [{"number": "1"}], "title": "A"}


@pytest.mark.parametrize("name", presets.SHAPES)
def test_every_shape_begins_on_its_weekday_and_makes_as_many_rounds_as_asked(name: str) -> None:
    shape = presets.SHAPES[name]
    first, second = presets.first_days(shape, date(2026, 3, 4))
    assert presets.fits(shape, first)
    assert presets.fits(shape, second)
    assert first > date(2026, 3, 4)
    tree = presets.filled({"title": "Của tôi", "rounds": []}, shape, first, 3)
    assert (len(tree["rounds"]), tree["title"]) == (3, "Của tôi")


def test_the_weekly_shape_opens_on_monday_at_eight_and_closes_on_sunday_at_midnight() -> None:
    found = presets.rounds(presets.SHAPES["weekly"], date(2026, 3, 2), 2)
    assert [(one["opens_at"], one["closes_at"]) for one in found] == [
        ("02/03/2026 08:00", "08/03/2026 24:00"),
        ("09/03/2026 08:00", "15/03/2026 24:00"),
    ]
    assert not presets.fits(presets.SHAPES["weekly"], date(2026, 3, 3))
    assert len(presets.rounds(presets.SHAPES["weekly"], date(2026, 3, 2), UNLIMITED)) == presets.MOST_ROUNDS
