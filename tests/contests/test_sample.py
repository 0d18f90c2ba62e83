"""The annotated sample is the contract: a good file, also with every option switched on, that leaves nothing out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from question_bank.levels import Level
from quiz.contests.groups import Staff
from quiz.contests.loading import read_contest
from quiz.contests.rules import Counted, Criterion, Hidden, Meaning, Shown, Total
from quiz.contests.unit_scheme import Scale, UnitCriterion
from quiz.contests.writing import to_mapping
from quiz.contests.yaml_text import read_mapping
from quiz.core.settings import ROOT
from tests.contests.full_file import full_file
from tests.factories.contests import as_yaml

TEXT = Path(ROOT / "contest.sample.yaml").read_text(encoding="utf-8")
OPTION = re.compile(r"^(\s*)#(?! \S|$)")
"""A line that is switched on by taking its mark away: the mark is not followed by one space alone."""


def switched_on() -> str:
    """The sample with every option."""
    return "\n".join(OPTION.sub(r"\1", line) for line in TEXT.splitlines())


def keys(value: Any) -> Iterator[str]:
    """Every key at any depth."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from keys(one)
    elif isinstance(value, list):
        for one in value:
            yield from keys(one)


def test_every_option_of_the_sample_can_be_switched_on() -> None:
    draft = read_contest(switched_on())
    rules = draft.rules
    assert draft.rounds[-1].is_practice
    assert rules.of_round(2).questions == 9
    assert rules.of_round(2).schedule.is_always_open
    assert len(rules.schedule.closed_hours) == len(rules.schedule.closed_days) == 2
    assert [one.code for one in rules.unit_scheme.bands] == ["XA", "KHAC"]
    assert rules.entrants.unranked_logins == ("thu.ky",)
    assert rules.divisions[0].total[0].worth == "1.000.000 đồng"
    assert rules.prizes.most_percent == 50
    assert rules.prediction is not None
    assert rules.prediction.meaning is Meaning.PEOPLE
    assert rules.note == "Ý kiến về kết quả thi gửi về ban tổ chức trong vòng 03 ngày kể từ ngày công bố."


def test_every_setting_stands_in_the_sample() -> None:
    wanted = {*keys(to_mapping(read_contest(as_yaml(full_file())))), "demo", "summary", "owner_unit", "practice"}
    assert wanted - set(keys(read_mapping(switched_on()))) == set()


def test_every_word_that_a_setting_may_take_is_explained() -> None:
    enums = (Criterion, UnitCriterion, Scale, Staff, Counted, Total, Shown, Hidden, Meaning)
    words = {one.value for enum in enums for one in enum} | {one.label for one in Level}
    words |= {"unlimited", "none", "time_limit_seconds", "open_hours", "24:00", "T2", "CN", "sunday", "logins"}
    assert {word for word in words if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", TEXT)} == set()


def test_what_the_sample_says_of_defaults_is_true() -> None:
    stripped = read_mapping(TEXT)
    for name in (
        "grace_seconds",
        "complete_only",
        "full_scores_only",
        "counted_attempt",
        "tie_break",
        "review",
        "demo",
    ):
        rules = read_contest(as_yaml({key: value for key, value in stripped.items() if key != name})).rules
        assert rules == read_contest(TEXT).rules, name
