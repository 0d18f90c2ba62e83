"""Form fields and the mapping of a contest file: both ways the same, whatever the contest."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quiz.contests import posted
from quiz.contests.draft import ContestDraft
from quiz.contests.loading import read_draft
from quiz.contests.writing import to_mapping
from tests.contests.drafts import drafts
from tests.contests.full_file import FULL
from tests.contests.thirteen import THIRTEEN
from tests.factories.contests import contest_file


def through_a_form(draft: ContestDraft) -> object:
    """What a draft's fields say as a contest file."""
    fields = posted.fields(to_mapping(draft))
    assert all(isinstance(value, str) for value in fields.values())
    return posted.mapping(posted.tree(fields))


@pytest.mark.parametrize("draft", THIRTEEN, ids=lambda draft: draft.slug)
def test_every_real_rule_set_comes_back_from_a_form_as_it_was(draft: ContestDraft) -> None:
    assert through_a_form(draft) == to_mapping(draft)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(drafts())
def test_any_contest_comes_back_from_a_form_as_it_was(draft: ContestDraft) -> None:
    assert through_a_form(draft) == to_mapping(draft)


def test_a_contest_with_every_setting_comes_back_from_a_form_as_it_was() -> None:
    text = posted.fields(contest_file(**FULL))
    draft = read_draft(posted.mapping(posted.tree(text)))
    assert through_a_form(draft) == to_mapping(draft)


def test_rows_keep_their_order_and_are_counted_anew_without_gaps() -> None:
    tree = posted.tree({"rounds.10.title": "Hai", "rounds.2.title": "Một", "rounds.30.title": "Ba"})
    assert tree == {"rounds": [{"title": "Một"}, {"title": "Hai"}, {"title": "Ba"}]}
    assert posted.fields(tree) == {"rounds.0.title": "Một", "rounds.1.title": "Hai", "rounds.2.title": "Ba"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": "  "}, None),
        ({"paper.cells.0.topic": "*", "paper.cells.0.level": "*", "paper.cells.0.count": ""}, None),
        ({"prediction.meaning": "", "prediction.hide_while_open": "totals"}, None),
        ({"paper.cells.0.topic": "Sử", "paper.cells.0.count": ""}, {"paper": {"cells": [{"topic": "Sử"}]}}),
        ({"prediction.hide_while_open": "all"}, {"prediction": {"hide_while_open": "all"}}),
        ({"entrants.units": "A, b;\nC ,"}, {"entrants": {"units": ["A", "b", "C"]}}),
        (
            {"entrants.posts": "Bí thư, Phó Bí thư\nChi ủy viên"},
            {"entrants": {"posts": ["Bí thư, Phó Bí thư", "Chi ủy viên"]}},
        ),
        ({"unit_scheme.min_headcount": "1.200"}, {"unit_scheme": {"min_headcount": "1200"}}),
        ({"prizes.each_round.0.worth": "2.000.000"}, {"prizes": {"each_round": [{"worth": "2.000.000"}]}}),
        ({"tie_break.0": "score", "tie_break.1": ""}, {"tie_break": ["score"]}),
    ],
)
def test_what_a_form_says(fields: dict[str, str], said: object) -> None:
    assert posted.mapping(posted.tree(fields)) == said


def test_rows_without_a_word_go_so_that_places_of_mistakes_fit_what_is_shown() -> None:
    fields = {"paper.cells.0.topic": "*", "paper.cells.0.count": "", "paper.cells.1.count": "x"}
    tree = posted.without_blanks(posted.tree(fields))
    assert posted.fields(tree) == {"paper.cells.0.count": "x"}


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ("rounds[1].closes_at", "rounds.1.closes_at"),
        ("entrants.units[2]", "entrants.units"),
        ("divisions[0].kinds[1]", "divisions.0.kinds"),
        ("tie_break[2]", "tie_break.2"),
        ("divisions[1].prizes.each_round[0].count", "divisions.1.prizes.each_round.0.count"),
        ("title", "title"),
    ],
)
def test_a_place_of_the_file_has_a_field(place: str, field: str) -> None:
    assert posted.field_of(place) == field


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.text("ab.019", max_size=12), st.text(max_size=4), max_size=8))
def test_made_up_names_of_fields_do_no_harm(fields: dict[str, str]) -> None:
    tree = posted.tree(fields)
    assert isinstance(tree, dict)
    assert posted.tree(posted.fields(tree)).keys() <= tree.keys()
    posted.mapping(posted.without_blanks(tree))


def test_values_are_put_and_found_by_their_place() -> None:
    tree = posted.tree({"rounds.0.title": "Một"})
    posted.put(tree, ["paper", "cells"], [])
    posted.put(tree, ["rounds", "0", "bank"], "X")
    assert tree == {"rounds": [{"title": "Một", "bank": "X"}], "paper": {"cells": []}}
    posted.put(tree, ["rounds", "0", "title"], None)
    assert posted.at(tree, ["rounds", "0", "title"]) is None
    assert posted.at(tree, ["rounds", "7", "title"]) is None


@pytest.mark.parametrize("name", sorted(posted.TYPED))
def test_a_list_in_a_field_of_one_line_has_no_line_breaks_for_a_browser_to_drop(name: str) -> None:
    shown = posted.fields({"schedule": {name: ["11:30-13:30", "22:00-24:00"]}})
    assert shown == {f"schedule.{name}": "11:30-13:30, 22:00-24:00"}
    assert posted.mapping(posted.tree(shown)) == {"schedule": {name: ["11:30-13:30", "22:00-24:00"]}}
