"""The contest file: what a good one says, and every mistake of a bad one at its place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from quiz.contests.draft import ContestDraft, Mistakes
from quiz.contests.loading import read_contest
from quiz.contests.rules import (
    Cell,
    ContestRules,
    Counted,
    Criterion,
    Hidden,
    Meaning,
    Prediction,
    Review,
    Shown,
    Total,
)
from quiz.contests.unit_scheme import UnitCriterion
from quiz.core.settings import ROOT
from tests.contests.wrong_values import DROP, WRONG
from tests.factories.contests import TOPIC, as_yaml, contest_file, contest_text

SAMPLE = Path(ROOT / "contest.sample.yaml")


def problems(text: str) -> dict[str, str]:
    """The mistakes of a file by their places."""
    with pytest.raises(Mistakes) as raised:
        read_contest(text)
    found = {one.path: one.message for one in raised.value.mistakes}
    assert len(found) == len(raised.value.mistakes), "each place is named once"
    return found


def test_the_sample_file_is_a_good_contest() -> None:
    draft = read_contest(SAMPLE.read_text(encoding="utf-8"))
    assert draft.slug == "tim-hieu-lich-su-2026"
    assert draft.owner_unit == "CB"
    assert draft.summary.splitlines()[1] == "Thí sinh làm bài trên điện thoại hoặc máy tính."
    assert [one.number for one in draft.rounds] == [1, 2]
    assert draft.rounds[0].closes_at == datetime(2026, 3, 8, 17, tzinfo=UTC)
    assert draft.rules.questions == 10
    assert draft.rules.tie_break == (Criterion.SCORE, Criterion.DURATION, Criterion.SUBMITTED_AT)
    assert draft.rules.of_round(1).time_limit_seconds == 900
    assert draft.rules.of_round(2).time_limit_seconds == 1200
    assert draft.rules.of_round(2).attempts_allowed == 1


def test_what_is_left_out_has_its_default() -> None:
    draft = read_contest(contest_text())
    cells = (Cell(TOPIC, "recognition", 2),)
    assert draft.rules == ContestRules(bank="thu", blueprint=cells, time_limit_seconds=900)
    assert draft.rounds[1].title == "Vòng 2"
    assert not draft.is_demo
    assert draft.owner_unit == ""


def test_every_setting_is_read() -> None:
    text = contest_text(
        title="  Cuộc\u00a0thi   thử ",
        owner_unit="04",
        demo="có",
        time_limit_minutes=None,
        time_limit_seconds=90,
        attempts_allowed="unlimited",
        counted_attempt="last",
        contest_total="sum",
        tie_break=["score", "started_at"],
        unit_order=["rate", "full_scores"],
        grace_seconds=0,
        review={"score": "after_round", "key": "never"},
        prediction={"question": "Bao nhiêu người?", "meaning": "full_scores", "hide_while_open": "all"},
        note="Dòng một.\nDòng hai.",
    )
    draft = read_contest(text)
    assert (draft.title, draft.owner_unit, draft.is_demo) == ("Cuộc thi thử", "04", True)
    assert draft.rules == ContestRules(
        bank="thu",
        blueprint=(Cell(TOPIC, "recognition", 2),),
        time_limit_seconds=90,
        attempts_allowed=None,
        counted_attempt=Counted.LAST,
        contest_total=Total.SUM,
        tie_break=(Criterion.SCORE, Criterion.STARTED_AT),
        unit_order=(UnitCriterion.RATE, UnitCriterion.FULL_SCORES),
        grace_seconds=0,
        review=Review(Shown.AFTER_ROUND, Shown.AFTER_ROUND, Shown.NEVER),
        prediction=Prediction("Bao nhiêu người?", Meaning.FULL_SCORES, Hidden.ALL),
        note="Dòng một.\nDòng hai.",
    )


def test_a_round_may_have_rules_of_its_own() -> None:
    file = contest_file()
    file["rounds"][1] |= {
        "time_limit_minutes": 20,
        "attempts_allowed": "không giới hạn",
        "bank": "khac",
        "paper": {"cells": [{"topic": "*", "level": "*", "count": 9}], "points_per_item": 2, "shuffle_items": "false"},
    }
    rules = read_contest(as_yaml(file)).rules
    assert rules.of_round(1).time_limit_seconds == 900
    second = rules.of_round(2)
    assert (second.time_limit_seconds, second.attempts_allowed, second.bank) == (1200, None, "khac")
    assert second.blueprint == (Cell("*", "*", 9),)
    assert (second.points_per_item, second.shuffle_items, second.shuffle_options) == (2, False, True)


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("Nhận biết", "recognition"),
        ("nhận biết", "recognition"),
        ("THÔNG HIỂU", "comprehension"),
        ("Vận dụng", "application"),
        ("Vận dụng cao", "high_application"),
        ("recognition", "recognition"),
        ("high_application", "high_application"),
        ("*", "*"),
    ],
)
def test_levels_are_named_in_vietnamese_or_english(written: str, level: str) -> None:
    draft = read_contest(contest_text(paper={"cells": [{"topic": "A", "level": written, "count": 1}]}))
    assert draft.rules.blueprint == (Cell("A", level, 1),)


def test_rounds_come_in_the_order_of_their_numbers() -> None:
    rounds = list(reversed(contest_file()["rounds"]))
    assert [one.number for one in read_contest(contest_text(rounds=rounds)).rounds] == [1, 2]


def test_a_week_from_monday_to_the_next_and_one_that_ends_at_24_hours_can_be_written() -> None:
    rounds = [
        {"number": 1, "opens_at": "02/03/2026 10:00", "closes_at": "09/03/2026 9:00"},
        {"number": 2, "opens_at": "05/01/2026 8:00", "closes_at": "11/01/2026 24:00"},
    ]
    first, second = read_contest(contest_text(rounds=rounds)).rounds
    assert first.closes_at - first.opens_at == timedelta(days=6, hours=23)
    assert second.closes_at - second.opens_at == timedelta(days=6, hours=16)


def test_a_file_saved_by_windows_is_read() -> None:
    text = "\ufeff" + contest_text().replace("\n", "\r\n")
    assert read_contest(text).slug == "thi-thu"


def change(path: str, value: Any) -> dict[str, Any]:
    """A good file with one value changed; the path as the mistakes write it, the value DROP takes a key away."""
    file = contest_file(review={"score": "now"}, prediction={"question": "?", "meaning": "people"})
    target: Any = file
    *steps, last = path.replace("]", "").replace("[", ".").split(".")
    for step in steps:
        target = target[int(step)] if step.isdigit() else target[step]
    if value is DROP:
        del target[last]
    else:
        target[int(last) if last.isdigit() else last] = value
    return file


@pytest.mark.parametrize(("path", "value", "words"), WRONG)
def test_a_mistake_is_named_at_its_place_and_nowhere_else(path: str, value: Any, words: str) -> None:
    found = problems(as_yaml(change(path, value)))
    assert set(found) == {path}
    assert words in found[path]


def test_a_wrong_criterion_is_named_by_its_place_in_the_list() -> None:
    found = problems(contest_text(tie_break=["score", "luck"]))
    assert list(found) == ["tie_break[1]"]
    assert "submitted_at" in found["tie_break[1]"]


def test_both_ways_to_write_a_time_limit_at_once_are_refused() -> None:
    assert list(problems(contest_text(time_limit_seconds=60))) == ["time_limit_seconds"]


def test_the_same_cell_twice_is_refused() -> None:
    cell = {"topic": "A", "level": "Nhận biết", "count": 1}
    found = problems(contest_text(paper={"cells": [cell, {**cell, "level": "recognition"}]}))
    assert list(found) == ["paper.cells[1].topic"]


def test_a_paper_that_is_too_long_is_refused() -> None:
    cells = [{"topic": name, "level": "*", "count": 150} for name in "AB"]
    assert list(problems(contest_text(paper={"cells": cells}))) == ["paper.cells"]


def test_all_mistakes_are_named_at_once() -> None:
    file = contest_file(slug="Không Đúng", title=None, time_limit_minutes="lâu", thoi_gian=15)
    file["rounds"][0]["opens_at"] = "thứ hai"
    file["paper"]["cells"][0]["level"] = "?"
    places = {"slug", "title", "time_limit_minutes", "thoi_gian", "rounds[0].opens_at", "paper.cells[0].level"}
    assert set(problems(as_yaml(file))) == places


def test_the_error_lists_places_and_texts_for_people_and_programs() -> None:
    with pytest.raises(Mistakes) as raised:
        read_contest(contest_text(slug="Không Đúng", grace_seconds="x"))
    assert raised.value.message().startswith("Tệp cuộc thi có 2 lỗi:\nslug: ")
    assert [one["place"] for one in raised.value.details["problems"]] == ["slug", "grace_seconds"]  # type: ignore[index, attr-defined]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "tệp", "khóa: giá trị"),
        ("- một\n- hai\n", "tệp", "khóa: giá trị"),
        ("slug: a\nslug: b\n", "dòng 2, cột 1", "“slug” được viết hai lần"),
        ("title: a\nrounds:\n  - number: 1\n    number: 2\n", "dòng 4, cột 5", "hai lần"),
        ("slug: a\n\ttitle: b\n", "dòng 2, cột 1", "Tab"),
        ("slug: [a\n", "dòng 2, cột 1", "cú pháp"),
        ("slug: 'a\n", "dòng 2, cột 1", "cú pháp"),
        ("slug: a\n---\nslug: b\n", "dòng 2, cột 1", "cú pháp"),
        ("? [a]\n: b\n", "dòng 1, cột 3", "cú pháp"),
        ("slug: a\x00b\n", "tệp", "ký tự"),
        ("a: " + "[" * 5000, "tệp", "cấu trúc"),
        ("# " + "x" * 300_000, "tệp", "256 KB"),
        ("rounds: &a [*a]\n", "dòng 1, cột 9", "cú pháp"),
        ("a: !!python/object/apply:os.system [ls]\n", "slug", "thiếu"),
    ],
)
def test_what_is_no_contest_file_is_refused_with_its_line(text: str, place: str, words: str) -> None:
    found = problems(text)
    assert words in found[place]


def test_nothing_in_a_file_is_executed_or_filled_in() -> None:
    title = "{{ 7*7 }} %(code)s %s ${x}"
    assert read_contest(contest_text(title=title)).title == title
    found = problems(contest_text(counted_attempt="%(names)s %s"))
    assert "“%(names)s %s”" in found["counted_attempt"]


def test_a_draft_finds_its_rounds_by_number() -> None:
    draft: ContestDraft = read_contest(contest_text())
    second = draft.round(2)
    assert second is not None
    assert second.title == "Vòng 2"
    assert draft.round(3) is None
