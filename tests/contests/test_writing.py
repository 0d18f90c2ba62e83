"""What is written as a contest file is read back the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from quiz.contests.draft import ContestDraft
from quiz.contests.loading import read_contest, read_draft
from quiz.contests.writing import to_mapping, to_yaml
from quiz.contests.yaml_text import read_mapping
from quiz.core.settings import ROOT
from tests.contests.drafts import drafts
from tests.contests.full_file import full_file
from tests.factories.contests import as_yaml, contest_text


def leaves(value: Any) -> list[Any]:
    """Everything in a mapping that is neither group nor list."""
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in leaves(one)]
    return [value]


@given(draft=drafts())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_draft_comes_back_from_its_mapping_and_its_file(draft: ContestDraft) -> None:
    mapping = to_mapping(draft)
    assert {type(leaf) for leaf in leaves(mapping)} == {str}
    assert read_draft(mapping) == draft
    assert read_mapping(to_yaml(draft)) == mapping


@pytest.mark.parametrize("text", [contest_text(), as_yaml(full_file())])
def test_a_file_comes_back_as_the_same_contest(text: str) -> None:
    draft = read_contest(text)
    assert read_contest(to_yaml(draft)) == draft


def test_the_sample_comes_back_as_the_same_contest() -> None:
    draft = read_contest((ROOT / "contest.sample.yaml").read_text(encoding="utf-8"))
    assert read_contest(to_yaml(draft)) == draft


def test_what_has_its_default_is_left_out() -> None:
    mapping = to_mapping(read_contest(contest_text()))
    optional = {"schedule", "unit_scheme", "entrants", "divisions", "prizes", "prediction", "note", "summary", "demo"}
    assert not optional & set(mapping)
    assert mapping["rounds"][0] == {
        "number": "1",
        "title": "Vòng 1",
        "opens_at": "02/03/2026 08:00",
        "closes_at": "08/03/2026 24:00",
    }


def test_values_are_written_as_people_write_them() -> None:
    text = to_yaml(read_contest(as_yaml(full_file())))
    for line in (
        "complete_only: true",
        "attempts_allowed: unlimited",
        "- 11:30-13:30",
        "- Chủ nhật",
        "- 30/04/2026",
        "weight: 12.125",
        "rate_cap_percent: none",
        "worth: 2.000.000 đồng",
        "title: Bảng A – Cán bộ",
        "closes_at: 08/03/2026 24:00",
    ):
        assert f"{line}\n" in text, line
    assert "note: |-\n  Dòng một.\n  Dòng hai.\n" in text
