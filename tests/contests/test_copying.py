"""A contest copied: all its rules, whole weeks later, nothing of people or results."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from quiz.contests import copying, queries, service
from quiz.contests.draft import ContestDraft
from quiz.contests.schedule import Hours, Schedule
from tests.contests.browsing import Browser
from tests.contests.thirteen import NGHE_AN, THIRTEEN
from tests.factories.contests import make_contest
from tests.people import Cast, SignIn

URL = "/admin/contests/thi-thu/copy"


@pytest.mark.parametrize("draft", THIRTEEN, ids=lambda draft: draft.slug)
def test_windows_move_by_whole_weeks_and_rules_stay(draft: ContestDraft) -> None:
    day = copying.fitting_days(draft, date(2027, 3, 10))[1]
    made = copying.copied(draft, "moi", "Cuộc thi mới", day)
    assert copying.first_day(made) == day
    shifts = {after.opens_at - before.opens_at for before, after in zip(draft.rounds, made.rounds, strict=True)}
    assert len(shifts) == 1
    assert shifts.pop() % timedelta(days=7) == timedelta(0)
    lengths = [[one.closes_at - one.opens_at for one in each.rounds] for each in (draft, made)]
    assert lengths[0] == lengths[1]
    assert replace(made.rules, schedule=draft.rules.schedule, overrides=draft.rules.overrides) == draft.rules


def test_only_days_closed_by_their_date_are_left_out() -> None:
    schedule = Schedule((Hours(0, 60),), (6, 7), (date(2026, 4, 30),))
    rules = replace(NGHE_AN.rules, schedule=schedule, overrides={1: {"schedule": schedule}})
    model = replace(NGHE_AN, rules=rules)
    made = copying.copied(model, "moi", "Mới", copying.first_day(model) + timedelta(days=7))
    assert made.rules.schedule == replace(schedule, closed_days=())
    assert made.rules.overrides == {1: {"schedule": replace(schedule, closed_days=())}}
    assert copying.closed_days_of(rules)
    assert not copying.closed_days_of(made.rules)


def test_another_weekday_is_answered_with_the_nearest_two() -> None:
    first = copying.first_day(NGHE_AN)
    wanted = first + timedelta(days=30)
    before, after = copying.fitting_days(NGHE_AN, wanted)
    assert (after - before, before < wanted < after) == (timedelta(days=7), True)
    assert before.isoweekday() == after.isoweekday() == first.isoweekday()
    assert copying.fitting_days(NGHE_AN, before) == (before, before)
    with pytest.raises(ValueError, match="whole weeks"):
        copying.copied(NGHE_AN, "moi", "Mới", wanted)


@pytest.fixture
def organiser(now: datetime, cast: Cast, signed_in: SignIn) -> Browser:
    """The browser of the organiser of province P with a contest that has begun and has somebody in it."""
    contest = make_contest(now, owner_unit="P")
    service.open_round(None, queries.round_of(contest.id, 1).id, now)
    service.accept_rules(contest.id, cast.people["contestant"], contest.rules_version, now)
    return Browser(signed_in("organiser"))


def test_a_copy_is_made_in_the_console_without_people(organiser: Browser) -> None:
    organiser.get(URL).send(None, title="Cuộc thi thử nghiệm 2027", slug="", first_day="01/03/2027")
    assert organiser.status == 200
    assert organiser.answer.request.path == "/admin/contests/cuoc-thi-thu-nghiem-2027/settings"
    made = queries.contest_by_slug("cuoc-thi-thu-nghiem-2027")
    rounds = queries.rounds_of(made.id)
    assert [one.prepared_at for one in rounds] == [None, None]
    assert rounds[0].opens_at == datetime.fromisoformat("2027-03-01T01:00+00:00")
    assert queries.entry_count(made.id) == 0
    assert queries.owner_unit(made) == queries.owner_unit(queries.contest_by_slug("thi-thu"))


def test_what_cannot_be_copied_says_why(organiser: Browser) -> None:
    organiser.get(URL).send(None, first_day="03/03/2027")
    assert organiser.status == 422
    assert "vui lòng chọn ngày 01/03/2027 hoặc 08/03/2027" in organiser.text
    organiser.get(URL).send(None, first_day="31/02/2027")
    assert (organiser.status, "Vui lòng ghi ngày" in organiser.text) == (422, True)
    organiser.get(URL).send(None, slug="thi-thu", first_day="01/03/2027")
    assert (organiser.status, "đã có cuộc thi khác dùng" in organiser.text) == (422, True)
    organiser.get(URL).send(None, slug="Hoa Sen", title=" ", first_day="01/03/2027")
    assert (organiser.status, "Địa chỉ chỉ gồm" in organiser.text) == (422, True)
    assert len(queries.all_contests()) == 1
