"""States, codes, periods and lengths, in plain Python."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.modules.conferences import rules
from quiz.modules.conferences.rules import ConferenceState

KEY = b"k" * 32
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def test_a_conference_goes_forwards_alone_and_may_be_cancelled_from_anywhere() -> None:
    rules.require_step("planned", ConferenceState.ANNOUNCED)
    rules.require_step("announced", ConferenceState.HELD)
    for state in ("planned", "announced", "held"):
        rules.require_step(state, ConferenceState.CANCELLED)
    for old, new in (("planned", "held"), ("held", "announced"), ("cancelled", "planned"), ("cancelled", "held")):
        with pytest.raises(Conflict):
            rules.require_step(old, ConferenceState(new))


def test_a_code_of_the_screen_is_good_for_two_minutes_and_a_printed_one_for_good() -> None:
    scan = rules.read_token(rules.token_of(KEY, 7, 3, "code", NOW))
    assert (scan.session_id, scan.place_id) == (7, 3)
    assert rules.is_genuine(KEY, scan, "code")
    assert rules.is_fresh(scan, NOW + timedelta(seconds=120))
    assert not rules.is_fresh(scan, NOW + timedelta(seconds=151))
    assert not rules.is_fresh(scan, NOW - timedelta(seconds=31))
    assert rules.is_fresh(rules.read_token(rules.token_of(KEY, 7, 3, "code", None)), NOW + timedelta(days=9))


def test_the_code_changes_every_half_minute() -> None:
    codes = {rules.token_of(KEY, 7, 0, "code", NOW + timedelta(seconds=step)) for step in range(0, 120, 10)}
    assert len(codes) == 4


@pytest.mark.parametrize("token", ["", "0" * 32, "1.2.3", "1.2.s." + "z" * 24, "1.2.s.1.1", "-1.2.s." + "0" * 24])
def test_what_is_no_code_is_not_read(token: str) -> None:
    with pytest.raises(NotFound):
        rules.read_token(token)


def test_a_code_with_any_part_changed_is_not_genuine() -> None:
    session, place, slot, signature = rules.token_of(KEY, 7, 3, "code", NOW).split(".")
    for parts in (
        ("8", place, slot),
        (session, "4", slot),
        (session, place, str(int(slot) + 1)),
        (session, place, "s"),
    ):
        assert not rules.is_genuine(KEY, rules.read_token(".".join((*parts, signature))), "code")
    good = rules.read_token(f"{session}.{place}.{slot}.{signature}")
    assert not rules.is_genuine(KEY, good, "renewed")
    assert not rules.is_genuine(b"x" * 32, good, "code")


def test_a_scan_is_kept_for_ten_minutes_and_for_its_own_code_alone() -> None:
    mark = rules.scan_mark(KEY, "token", NOW)
    assert rules.is_marked(KEY, "token", mark, NOW + timedelta(seconds=600))
    assert not rules.is_marked(KEY, "token", mark, NOW + timedelta(seconds=601))
    assert not rules.is_marked(KEY, "another", mark, NOW)
    later = f"{int(NOW.timestamp()) + 500}.{mark.partition('.')[2]}"
    for forged in ("", "x", later, "9" * 30, mark.replace(".", ".é")):
        assert not rules.is_marked(KEY, "token", forged, NOW + timedelta(seconds=500))


@pytest.mark.parametrize(
    ("period", "day", "lies"),
    [
        ("", date(2026, 3, 5), True),
        ("2026", date(2026, 3, 5), True),
        ("2025", date(2026, 3, 5), False),
        ("2026-03", date(2026, 3, 31), True),
        ("2026-04", date(2026, 3, 31), False),
        ("2026-Q1", date(2026, 3, 31), True),
        ("2026-Q2", date(2026, 3, 31), False),
    ],
)
def test_a_day_lies_in_its_period(period: str, day: date, lies: bool) -> None:
    assert rules.lies_in(period, day) is lies


def test_lengths_are_read_in_hundredths_of_a_day() -> None:
    assert [rules.duration_of(text) for text in ("0,5", "0.5", "1", "1,25", " 2 ")] == [50, 50, 100, 125, 200]
    for text in ("", "0", "x", "31", "-1", "0,005"):
        with pytest.raises(Invalid):
            rules.duration_of(text)


def test_amounts_are_those_the_targets_ask_for() -> None:
    assert rules.counted([{"of": "duration_days"}], 50) == {"duration_days": 0.5}
    assert rules.counted([{"of": "topics"}], 50) == {}
    assert rules.wanted_duration([{"of": "topics", "min": 1}, {"of": "duration_days", "min": 0.5, "max": 0.5}]) == (
        0.5,
        0.5,
    )
