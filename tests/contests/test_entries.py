"""Accepting the rules: the newest version, again after a change, at any number of doors at once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from quiz.contests import queries, service
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict
from tests.factories.contests import contest_text, make_contest
from tests.people import Cast

pytestmark = pytest.mark.usefixtures("app")


def test_a_person_accepts_the_rules_as_they_stand(now: datetime, cast: Cast) -> None:
    contest = make_contest(now)
    person_id = cast.people["contestant"]
    assert queries.entry_of(contest.id, person_id) is None
    service.accept_rules(contest.id, person_id, 1, now)
    entry = queries.entry_of(contest.id, person_id)
    assert entry is not None
    assert (entry.rules_version, entry.accepted_at, entry.is_ranked, entry.is_disqualified) == (1, now, True, False)
    assert queries.entry_count(contest.id) == 1


def test_accepting_a_new_version_keeps_the_standing_of_the_entry(now: datetime, cast: Cast) -> None:
    contest = make_contest(now)
    person_id = cast.people["contestant"]
    service.accept_rules(contest.id, person_id, 1, now)
    with transaction():
        entry = queries.entry_of(contest.id, person_id)
        assert entry is not None
        entry.is_ranked, entry.is_disqualified, entry.status_reason = False, True, "Vi phạm"
    service.load_contest(None, contest_text(time_limit_minutes=20), now)
    later = now + timedelta(hours=1)
    service.accept_rules(contest.id, person_id, 2, later)
    db.session.expire_all()
    entry = queries.entry_of(contest.id, person_id)
    assert entry is not None
    assert (entry.rules_version, entry.accepted_at) == (2, later)
    assert (entry.is_ranked, entry.is_disqualified, entry.status_reason) == (False, True, "Vi phạm")
    assert queries.entry_count(contest.id) == 1


@pytest.mark.parametrize("version", [0, 1, 3, -1])
def test_another_version_than_the_newest_is_refused(now: datetime, cast: Cast, version: int) -> None:
    contest = make_contest(now)
    service.load_contest(None, contest_text(time_limit_minutes=20), now)
    with pytest.raises(Conflict) as raised:
        service.accept_rules(contest.id, cast.people["contestant"], version, now)
    assert raised.value.code == "rules_not_accepted"
    assert queries.entry_count(contest.id) == 0


def test_accepting_joins_a_larger_transaction(now: datetime, cast: Cast) -> None:
    contest_id = make_contest(now).id

    def accept_and_fail() -> None:
        with transaction():
            service.accept_rules(contest_id, cast.people["contestant"], 1, now)
            assert queries.entry_count(contest_id) == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        accept_and_fail()
    assert queries.entry_count(contest_id) == 0
