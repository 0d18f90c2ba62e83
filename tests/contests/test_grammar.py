"""Every setting of a contest file is read as it is meant."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from quiz.contests.awards import OnePerPerson
from quiz.contests.draft import Mistakes
from quiz.contests.groups import Entrants, Group, Staff
from quiz.contests.loading import read_contest, read_draft
from quiz.contests.rules import Cell, Meaning, Prediction
from quiz.contests.schedule import Hours, Schedule
from quiz.contests.yaml_text import read_mapping
from tests.contests.full_file import CLOSED, MEANT, full_file
from tests.factories.contests import TOPIC, as_yaml, contest_file, contest_text


def schedule(**keys: Any) -> Schedule:
    """The schedule that these keys of a file mean."""
    return read_contest(contest_text(schedule=keys)).rules.schedule


def test_every_setting_is_read() -> None:
    assert read_contest(as_yaml(full_file())).rules == MEANT


def test_a_file_already_parsed_is_read_the_same() -> None:
    mapping = read_mapping(as_yaml(full_file()))
    assert read_draft(mapping) == read_contest(as_yaml(full_file()))


def test_a_round_may_have_a_schedule_a_prediction_and_a_paper_of_its_own() -> None:
    file = contest_file(schedule=CLOSED, complete_only="true")
    file["rounds"][1] |= {
        "schedule": {"closed_weekdays": ["T7"]},
        "prediction": {"question": "Bao nhiêu lượt?", "meaning": "attempts"},
        "complete_only": "false",
        "paper": {"same_for_all": "true", "points_per_item": "none"},
    }
    rules = read_contest(as_yaml(file)).rules
    assert rules.of_round(1).schedule == rules.schedule
    assert (rules.of_round(1).prediction, rules.of_round(1).complete_only) == (None, True)
    second = rules.of_round(2)
    assert second.schedule == Schedule(closed_weekdays=(6,))
    assert second.prediction == Prediction("Bao nhiêu lượt?", Meaning.ATTEMPTS)
    assert (second.complete_only, second.same_for_all, second.points_per_item) == (False, True, None)
    assert second.blueprint == (Cell(TOPIC, "recognition", 2),)


def test_a_round_may_be_without_what_the_others_have() -> None:
    file = contest_file(schedule=CLOSED, prediction={"question": "?", "meaning": "people"})
    file["rounds"][1] |= {"schedule": "none", "prediction": "không"}
    rules = read_contest(as_yaml(file)).rules
    assert rules.of_round(2).schedule == Schedule()
    assert rules.of_round(2).prediction is None
    assert rules.of_round(1).prediction is not None


def test_a_round_may_be_for_practice() -> None:
    file = contest_file()
    file["rounds"][0] |= {"practice": "true"}
    first, second = read_contest(as_yaml(file)).rounds
    assert (first.is_practice, first.title) == (True, "Vòng thi thử")
    assert (second.is_practice, second.title) == (False, "Vòng 2")


@pytest.mark.parametrize("words", ["Thứ Bảy", "thứ bẩy", "THU BAY", "thứ 7", "t7", "T7", "saturday", "Saturday"])
def test_a_weekday_has_many_names(words: str) -> None:
    assert schedule(closed_weekdays=[words]).closed_weekdays == (6,)


def test_each_weekday_has_its_number() -> None:
    names = ["Chủ nhật", "Thứ Hai", "T3", "wednesday", "Thứ 5", "thứ sáu"]
    assert schedule(closed_weekdays=names).closed_weekdays == (1, 2, 3, 4, 5, 7)


@pytest.mark.parametrize("words", ["11:30-13:30", "11h30 - 13h30", "11:30 – 13:30", "11:30 đến 13:30", "11g30—13g30"])
def test_hours_are_written_in_many_ways(words: str) -> None:
    assert schedule(closed_hours=[words]).closed_hours == (Hours(690, 810),)


def test_whole_hours_need_no_minutes_and_24_is_the_end_of_a_day() -> None:
    assert schedule(closed_hours=["22h-24h", "0h-6h"]).closed_hours == (Hours(0, 360), Hours(1320, 1440))
    assert schedule(closed_hours=["21:00-24:00"]).closed_hours == (Hours(1260, 1440),)


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        ("07:30-17:30", (Hours(0, 450), Hours(1050, 1440))),
        (["13:30-17:00", "08:00-11:30"], (Hours(0, 480), Hours(690, 810), Hours(1020, 1440))),
        ("00:00-22:00", (Hours(1320, 1440),)),
        ("00:00-24:00", ()),
    ],
)
def test_open_hours_close_the_rest_of_the_day(opened: Any, closed: tuple[Hours, ...]) -> None:
    assert schedule(open_hours=opened).closed_hours == closed


def test_days_are_written_as_people_or_programs_do() -> None:
    assert schedule(closed_days=["2/9/2026", "2026-04-30"]).closed_days == (date(2026, 4, 30), date(2026, 9, 2))


def test_lists_and_groups_without_content_set_nothing() -> None:
    text = contest_text(
        entrants={"units": [], "posts": [], "min_age": None, "unranked": {"kinds": [], "logins": []}, "barred": {}},
        prizes={"each_round": [], "others": []},
        divisions=[],
        unit_scheme={"bands": []},
        schedule={"closed_days": []},
    )
    assert read_contest(text).rules == read_contest(contest_text()).rules


def test_entrants_without_a_word_on_staff_leave_them_without_a_rank() -> None:
    rules = read_contest(contest_text(entrants={"min_age": 14, "unranked": {"logins": ["a.b"]}})).rules
    assert rules.entrants == Entrants(who=Group(min_age=14), staff=Staff.UNRANKED, unranked_logins=("a.b",))


@pytest.mark.parametrize(("written", "cap"), [("none", None), ("không", None), ("120", 120), (None, 100)])
def test_the_cap_of_the_rate_may_be_none(written: str | None, cap: int | None) -> None:
    rules = read_contest(contest_text(unit_scheme={"rate_cap_percent": written, "top_k": 3})).rules
    assert (rules.unit_scheme.rate_cap_percent, rules.unit_scheme.top_k) == (cap, 3)


@pytest.mark.parametrize(
    ("written", "milli"), [("1", 1000), ("0.5", 500), ("0,25", 250), ("2.005", 2005), ("1000", 10**6)]
)
def test_weights_take_a_comma_or_a_point(written: str, milli: int) -> None:
    scheme = {"weights": [{"criterion": "people", "weight": written}]}
    rules = read_contest(contest_text(unit_order=["points"], unit_scheme=scheme)).rules
    assert rules.unit_scheme.weights[0].weight_milli == milli


def test_mistakes_of_a_parsed_file_have_their_places() -> None:
    with pytest.raises(Mistakes) as raised:
        read_draft({"slug": "a", "rounds": "x"})
    assert {one.path for one in raised.value.mistakes} == {"rounds", "title", "bank", "paper", "time_limit_minutes"}


def test_a_window_at_the_edge_of_closed_hours_still_has_a_minute() -> None:
    rounds = [{"number": 1, "opens_at": "07/03/2026 08:00", "closes_at": "09/03/2026 00:01"}]
    draft = read_contest(contest_text(rounds=rounds, schedule={"closed_weekdays": ["T7", "CN"]}))
    assert draft.rounds[0].closes_at == datetime(2026, 3, 8, 17, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("false", OnePerPerson.NONE),
        ("không", OnePerPerson.NONE),
        ("none", OnePerPerson.NONE),
        ("true", OnePerPerson.FIRST),
        ("có", OnePerPerson.FIRST),
        ("first", OnePerPerson.FIRST),
        ("highest", OnePerPerson.HIGHEST),
        (None, OnePerPerson.NONE),
    ],
)
def test_one_prize_a_person_is_the_first_or_the_highest(written: str | None, meant: OnePerPerson) -> None:
    file = full_file()
    file["prizes"]["one_per_person"] = written
    assert read_contest(as_yaml(file)).rules.prizes.one_per_person is meant
