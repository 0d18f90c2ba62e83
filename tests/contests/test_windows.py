"""The course of a round: opened, closed, paused and moved by decision."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from quiz.contests import queries, service
from quiz.contests.draft import RoundDraft
from quiz.contests.models import Round
from quiz.contests.rules import RoundState
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.core.errors import Conflict, DomainError, Invalid, NotAllowed
from quiz.core.permissions import Actor
from tests.factories.contests import make_bank, make_contest, round_number
from tests.people import Cast

pytestmark = pytest.mark.usefixtures("app")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def told() -> Iterator[list[tuple[int, datetime, Actor | None]]]:
    """What those who want to know of a closed round were told."""
    calls: list[tuple[int, datetime, Actor | None]] = []

    def listen(round_id: int, now: datetime, actor: Actor | None) -> None:
        stored = db.session.get_one(Round, round_id, populate_existing=True)
        assert stored.closes_at <= now + timedelta(milliseconds=1), "the end is written before anybody is told"
        calls.append((round_id, now, actor))

    before = list(service.on_round_closed)
    service.on_round_closed[:] = [listen]
    yield calls
    service.on_round_closed[:] = before


def fresh(contest_round: Round) -> Round:
    """The round as it is stored now."""
    return db.session.get_one(Round, contest_round.id, populate_existing=True)


def notes(action: str) -> list[AuditEntry]:
    """The rows of the audit trail with this action."""
    return list(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == action)))


def drafted(contest_round: Round, **changes: Any) -> RoundDraft:
    """The round as a draft, with changes."""
    row = contest_round
    return replace(RoundDraft(row.number, row.title, row.opens_at, row.closes_at), **changes)


def test_opening_at_the_printed_time_only_prepares(now: datetime) -> None:
    contest = make_contest(now)
    opened = service.open_round(None, round_number(contest).id, now + MINUTE)
    assert opened.prepared_at == now + MINUTE
    assert fresh(opened).opens_at == now
    assert queries.contest_by_slug(contest.slug).rules_version == 1


def test_opening_earlier_than_printed_needs_a_reason_and_prints_the_new_time(now: datetime) -> None:
    contest = make_contest(now)
    second = round_number(contest, 2)
    with pytest.raises(Invalid) as raised:
        service.open_round(None, second.id, now, "  ")
    assert (raised.value.code, raised.value.field) == ("reason_required", "reason")
    assert fresh(second).prepared_at is None
    service.open_round(None, second.id, now, "Mở sớm theo công văn 15")
    assert (fresh(second).opens_at, fresh(second).prepared_at) == (now, now)
    assert queries.state_of(fresh(second), now) is RoundState.OPEN
    version = queries.version_of(contest.id, 2)
    assert version.reason == "Mở sớm theo công văn 15"
    assert "Vòng 2: từ 08:00 ngày 02/03/2026" in version.html
    (note,) = notes("round.open")
    assert json.loads(note.before)["opens_at"] == "2026-03-09T01:00:00.000Z"
    assert json.loads(note.after)["opens_at"] == "2026-03-02T01:00:00.000Z"


def test_a_shortage_keeps_a_round_from_being_opened(now: datetime) -> None:
    make_bank(now, recognition=1)
    second = round_number(make_contest(now), 2)
    with pytest.raises(service.Shortage):
        service.open_round(None, second.id, now, "Mở sớm")
    assert (fresh(second).prepared_at, fresh(second).opens_at > now) == (None, True)
    assert notes("round.open") == []


def test_a_round_that_is_over_is_not_opened(now: datetime) -> None:
    contest_round = round_number(make_contest(now))
    with pytest.raises(Conflict) as raised:
        service.open_round(None, contest_round.id, contest_round.closes_at, "Mở lại")
    assert raised.value.code == "closed"


def test_closing_ends_a_round_now_and_tells_who_wants_to_know(now: datetime, told: list[Any], cast: Cast) -> None:
    contest = make_contest(now, owner_unit="P")
    contest_round = round_number(contest)
    service.prepare_round(contest_round.id, now)
    actor, moment = cast.actor("organiser"), now + 90 * MINUTE
    service.close_round(actor, contest_round.id, moment, "Sự cố lưới điện")
    assert fresh(contest_round).closes_at == moment
    assert queries.state_of(fresh(contest_round), moment) is RoundState.CLOSED
    assert told == [(contest_round.id, moment, actor)]
    assert "đến 09:30 ngày 02/03/2026" in queries.version_of(contest.id, 2).html
    assert [note.reason for note in notes("round.close")] == ["Sự cố lưới điện"]


def test_closing_in_the_very_moment_of_opening_leaves_a_window(now: datetime, told: list[Any]) -> None:
    contest_round = round_number(make_contest(now))
    service.close_round(None, contest_round.id, now, "Nhầm")
    assert fresh(contest_round).closes_at == now + timedelta(milliseconds=1)
    assert len(told) == 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_closing_without_a_reason_is_refused(now: datetime, told: list[Any], reason: str) -> None:
    contest_round = round_number(make_contest(now))
    with pytest.raises(Invalid):
        service.close_round(None, contest_round.id, now + MINUTE, reason)
    assert fresh(contest_round).closes_at > now + MINUTE
    assert told == []


def test_only_an_open_round_is_closed(now: datetime, told: list[Any]) -> None:
    first, second = queries.rounds_of(make_contest(now).id)
    for one, moment in ((second, now), (first, first.closes_at)):
        with pytest.raises(Conflict):
            service.close_round(None, one.id, moment, "Lý do")
    assert told == []


def test_a_pause_stops_starts_until_it_is_lifted(now: datetime) -> None:
    contest_round = round_number(make_contest(now))
    service.pause_round(None, contest_round.id, now, "Bảo trì")
    assert queries.state_of(fresh(contest_round), now + MINUTE) is RoundState.PAUSED
    with pytest.raises(Conflict):
        service.pause_round(None, contest_round.id, now, "Bảo trì")
    service.resume_round(None, contest_round.id, now + MINUTE)
    assert queries.state_of(fresh(contest_round), now + MINUTE) is RoundState.OPEN
    with pytest.raises(Conflict):
        service.resume_round(None, contest_round.id, now + MINUTE)
    assert [len(notes(action)) for action in ("round.pause", "round.resume")] == [1, 1]


def test_a_pause_needs_a_reason_and_an_open_round(now: datetime) -> None:
    first, second = queries.rounds_of(make_contest(now).id)
    with pytest.raises(Invalid):
        service.pause_round(None, first.id, now, "")
    with pytest.raises(Conflict):
        service.pause_round(None, second.id, now, "Bảo trì")


def test_a_window_is_moved_before_anything_is_prepared_without_a_reason(now: datetime) -> None:
    contest = make_contest(now)
    second = round_number(contest, 2)
    draft = drafted(second, title="Chung kết", closes_at=second.closes_at + timedelta(days=1))
    service.edit_round(None, second.id, second.version, draft, now)
    assert (fresh(second).title, fresh(second).closes_at) == ("Chung kết", draft.closes_at)
    assert "Vòng 2 – Chung kết: từ 08:00 ngày 09/03/2026 đến 17:30 ngày 16/03/2026." in (
        queries.version_of(contest.id, 2).html
    )


def test_an_open_rounds_window_is_extended_with_a_reason(now: datetime) -> None:
    contest = make_contest(now)
    contest_round = service.prepare_round(round_number(contest).id, now)
    draft = drafted(contest_round, closes_at=contest_round.closes_at + timedelta(days=1))
    with pytest.raises(Invalid) as raised:
        service.edit_round(None, contest_round.id, contest_round.version, draft, now)
    assert raised.value.code == "reason_required"
    service.edit_round(None, contest_round.id, fresh(contest_round).version, draft, now, "Gia hạn")
    assert fresh(contest_round).closes_at == draft.closes_at
    assert queries.version_of(contest.id, 2).reason == "Gia hạn"


def test_the_same_again_changes_nothing(now: datetime) -> None:
    contest = make_contest(now)
    contest_round = service.prepare_round(round_number(contest).id, now)
    service.edit_round(None, contest_round.id, contest_round.version, drafted(contest_round), now)
    assert queries.contest_by_slug(contest.slug).rules_version == 1


def test_two_tabs_never_overwrite_each_other(now: datetime) -> None:
    second = round_number(make_contest(now), 2)
    seen = second.version
    service.edit_round(None, second.id, seen, drafted(second, title="Bản của tab một"), now)
    with pytest.raises(Conflict) as raised:
        service.edit_round(None, second.id, seen, drafted(second, title="Bản của tab hai"), now)
    assert raised.value.code == "stale"
    assert fresh(second).title == "Bản của tab một"


@pytest.mark.parametrize(
    ("number", "opens", "closes", "field"),
    [
        (1, timedelta(hours=1), timedelta(days=6), "opens_at"),
        (1, timedelta(0), timedelta(minutes=5), "closes_at"),
        (2, timedelta(days=8), timedelta(days=8), "closes_at"),
        (2, timedelta(days=8), timedelta(days=7), "closes_at"),
    ],
)
def test_an_impossible_window_is_refused_at_its_field(
    now: datetime, number: int, opens: timedelta, closes: timedelta, field: str
) -> None:
    contest = make_contest(now)
    service.prepare_round(round_number(contest).id, now)
    contest_round = round_number(contest, number)
    draft = drafted(contest_round, opens_at=now + opens, closes_at=now + closes)
    with pytest.raises(Invalid) as raised:
        service.edit_round(None, contest_round.id, contest_round.version, draft, now + 10 * MINUTE, "Lý do")
    assert raised.value.field == field
    assert raised.value.message()[0].isupper()
    assert fresh(contest_round).closes_at != draft.closes_at


def test_title_and_summary_are_edited_against_the_version_seen(now: datetime) -> None:
    contest = make_contest(now)
    seen = contest.version
    service.edit_contest(None, contest.id, seen, "Tên mới", "Lời mới", now)
    with pytest.raises(Conflict) as raised:
        service.edit_contest(None, contest.id, seen, "Tên khác", "", now)
    assert raised.value.code == "stale"
    stored = queries.contest_by_slug(contest.slug)
    assert (stored.title, stored.summary, stored.rules_version) == ("Tên mới", "Lời mới", 2)
    assert "“Tên mới”" in queries.version_of(contest.id, 2).html


def test_a_title_is_needed_and_after_the_preparation_a_reason(now: datetime) -> None:
    contest = make_contest(now)
    service.prepare_round(round_number(contest).id, now)
    version = queries.contest_by_slug(contest.slug).version
    with pytest.raises(Invalid) as raised:
        service.edit_contest(None, contest.id, version, "", "", now, "Lý do")
    assert raised.value.field == "title"
    with pytest.raises(Invalid) as raised:
        service.edit_contest(None, contest.id, version, "Tên mới", "", now)
    assert raised.value.field == "reason"
    service.edit_contest(None, contest.id, version, "Tên mới", "", now, "Lý do")
    assert [note.reason for note in notes("contest.edit")] == ["Lý do"]


@pytest.mark.parametrize("name", ["contestant", "contact", "organiser_a", "outsider"])
def test_only_an_organiser_over_the_owner_may_do_any_of_it(now: datetime, cast: Cast, name: str) -> None:
    contest = make_contest(now, owner_unit="P")
    first, second = queries.rounds_of(contest.id)
    actor = cast.actor(name)
    calls = [
        lambda: service.open_round(actor, second.id, now, "Lý do"),
        lambda: service.close_round(actor, first.id, now + MINUTE, "Lý do"),
        lambda: service.pause_round(actor, first.id, now, "Lý do"),
        lambda: service.resume_round(actor, first.id, now, "Lý do"),
        lambda: service.edit_round(actor, second.id, second.version, drafted(second, title="Khác"), now, "Lý do"),
        lambda: service.edit_contest(actor, contest.id, contest.version, "Khác", "", now, "Lý do"),
    ]
    before = [(one.opens_at, one.closes_at, one.version) for one in queries.rounds_of(contest.id)]
    for call in calls:
        with pytest.raises(NotAllowed):
            call()
    assert [(one.opens_at, one.closes_at, one.version) for one in queries.rounds_of(contest.id)] == before


def test_a_refusal_inside_a_larger_transaction_leaves_nothing_of_it(now: datetime) -> None:
    contest_round = round_number(make_contest(now))
    with pytest.raises(DomainError):
        service.edit_round(None, contest_round.id, contest_round.version + 1, drafted(contest_round), now)
    assert queries.contest_by_slug("thi-thu").rules_version == 1
