"""Every wrong setting is named at its place and nowhere else; so is what contradicts itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quiz.contests.draft import Mistakes
from quiz.contests.loading import read_contest
from tests.contests.full_file import full_file
from tests.contests.wrong_settings import IMPOSSIBLE, WRONG_SETTINGS
from tests.contests.wrong_values import DROP
from tests.factories.contests import as_yaml


def problems(file: dict[str, Any]) -> dict[str, str]:
    """The mistakes of a file by their places."""
    with pytest.raises(Mistakes) as raised:
        read_contest(as_yaml(file))
    found = {one.path: one.message for one in raised.value.mistakes}
    assert len(found) == len(raised.value.mistakes), "each place is named once"
    return found


def changed(path: str, value: Any) -> dict[str, Any]:
    """The full file with one value changed; the path as the mistakes write it, the value DROP takes a key away."""
    file = json.loads(json.dumps(full_file()))  # no list is shared
    target: Any = file
    *steps, last = path.replace("]", "").replace("[", ".").split(".")
    for step in steps:
        target = target[int(step)] if step.isdigit() else target[step]
    if value is DROP:
        del target[last]
    else:
        target[int(last) if last.isdigit() else last] = value
    return file


@pytest.mark.parametrize(("path", "value", "words"), WRONG_SETTINGS)
def test_a_wrong_setting_is_named_at_its_place_and_nowhere_else(path: str, value: Any, words: str) -> None:
    found = problems(changed(path, value))
    assert set(found) == {path}
    assert words in found[path]


@pytest.mark.parametrize(("place", "changes", "words"), IMPOSSIBLE)
def test_what_cannot_be_is_named_where_it_stands(place: str, changes: dict[str, Any], words: str) -> None:
    found = problems(full_file(**changes))
    assert set(found) == {place}
    assert words in found[place]


def test_a_contest_for_practice_alone_is_refused() -> None:
    file = full_file()
    for one in file["rounds"]:
        one["practice"] = "true"
    assert "vòng thi thử" in problems(file)["rounds"]


def test_a_round_without_a_prediction_question_is_named() -> None:
    file = full_file()
    file["rounds"][1]["prediction"] = "none"
    assert "vòng 2 không có câu hỏi dự đoán" in problems(file)["tie_break"]
    file["rounds"][1]["practice"] = "true"
    assert read_contest(as_yaml(file)).rules.of_round(2).prediction is None


def test_questions_of_the_rounds_make_up_for_one_of_the_contest() -> None:
    file = full_file(prediction=None)
    for one in file["rounds"]:
        one["prediction"] = {"question": "Bao nhiêu?", "meaning": "attempts"}
    assert read_contest(as_yaml(file)).rules.prediction is None


def test_a_round_that_is_closed_all_the_time_is_refused() -> None:
    file = full_file()
    file["rounds"][1] |= {"opens_at": "07/03/2026 08:00", "closes_at": "08/03/2026 24:00"}
    found = problems(file)
    assert set(found) == {"rounds[1].closes_at"}
    assert "lần mở cửa tiếp theo là 00:00 ngày 09/03/2026" in found["rounds[1].closes_at"]


def test_prizes_of_a_total_that_is_not_made_are_refused() -> None:
    found = problems(full_file(contest_total="none"))
    assert set(found) == {"prizes.total", "prizes.units_total", "divisions[1].prizes.total"}


def test_what_cannot_be_waits_until_every_single_value_is_right() -> None:
    assert set(problems(full_file(contest_total="none", complete_only="x"))) == {"complete_only"}
