"""Buttons of the contest's form that no browser would send: nothing happens, and nothing crashes."""

from __future__ import annotations

import pytest

from quiz.contests import posted, rows
from quiz.contests.posted import Tree

DIGITS = "9" * 5000
"""More than Python reads as one number."""


def sent(number: str = "1") -> Tree:
    """A form with two rounds."""
    return posted.tree({"title": "Thử", "rounds.0.number": number, "rounds.0.title": "Vòng 1", "rounds.1.number": "2"})


@pytest.mark.parametrize(
    "button",
    [
        "add:rounds.x",
        "add:rounds.0",
        "add:rounds.999999.prizes",
        f"add:rounds.{DIGITS}.prizes",
        "add:rounds.0.title.x",
        "add:title.x",
        "add:" + ".".join("a" * 3000),
        f"remove:rounds.{DIGITS}",
        f"up:rounds.{DIGITS}",
        "down:rounds.7",
    ],
    ids=lambda one: one[:25],
)
def test_a_button_that_leads_nowhere_changes_nothing(button: str) -> None:
    root = sent()
    assert rows.act(root, button) == ""
    assert root == sent()


def test_a_round_is_added_after_one_whose_number_cannot_be_read() -> None:
    root = sent(DIGITS)
    assert rows.act(root, "add:rounds") == "rounds.2.title"
    assert root["rounds"][2]["number"] == "3"


def test_rows_may_be_added_to_groups_that_are_not_there_yet() -> None:
    root = sent()
    assert rows.act(root, "add:unit_scheme.bands") == "unit_scheme.bands.0.code"
    assert rows.act(root, "add:rounds.1.prizes.each_round") == "rounds.1.prizes.each_round.0.title"
