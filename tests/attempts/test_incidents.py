"""Decisions about time: with a reason, bounded, audited with their count, and only for those they name."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask

from quiz.attempts import incidents
from quiz.attempts.incident_list import listed
from quiz.attempts.models import Attempt
from quiz.contests import service as contests
from quiz.contests.models import Contest, Round
from quiz.core import clock
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.core.permissions import Actor
from tests.attempts.desk import REASON, Desk, moment
from tests.attempts.time_cases import WEEK
from tests.conftest import FrozenClock

Act = Callable[[Desk], object]


@pytest.fixture
def desk(each_app: Flask, frozen: FrozenClock) -> Desk:
    """A round of a week with four people; the first two sit, one in each commune."""
    desk = Desk(each_app, frozen)
    desk.round(*WEEK, people=4)
    desk.start(0)
    desk.start(1)
    return desk


def deadlines() -> dict[int, int]:
    """The deadline of every attempt, by its id."""
    db.session.rollback()
    return {one.id: clock.to_ms(one.deadline_at) for one in db.session.query(Attempt)}


def last_audit() -> tuple[str, str, dict[str, object]]:
    """Action, reason and what was noted of the newest incident in the audit trail."""
    rows = db.session.query(AuditEntry).filter(AuditEntry.action.like("incident.%")).order_by(AuditEntry.id.desc())
    entry = rows.first()
    assert entry is not None
    return entry.action, entry.reason, json.loads(entry.after)


ACTS: dict[str, tuple[Act, set[int]]] = {
    "one person": (lambda desk: desk.give(10, who=0), {0}),
    "a commune": (lambda desk: desk.give(10, unit="B"), {0}),
    "a province with its communes": (lambda desk: desk.give(10, unit="T"), {0, 1}),
    "all who sit": (lambda desk: desk.give(10), {0, 1}),
}


@pytest.mark.parametrize("name", ACTS)
def test_only_the_attempts_that_are_named_change(desk: Desk, name: str) -> None:
    act, who = ACTS[name]
    desk.submit(1)
    desk.start(1)  # a closed attempt lies beside the open one
    before = deadlines()
    sitting = {desk.row(index).id: index for index in (0, 1)}
    in_b = {desk.row(index).id for index in (0, 1) if desk.row(index).unit_id == desk.stage.units["B"]}
    act(desk)
    changed = {attempt_id for attempt_id, deadline in deadlines().items() if deadline != before[attempt_id]}
    expected = in_b if name == "a commune" else {one for one, index in sitting.items() if index in who}
    assert changed == expected
    assert all(deadlines()[one] - before[one] == 600_000 for one in changed)
    assert last_audit()[:2] == ("incident.extra_time", REASON)
    assert last_audit()[2]["attempts"] == len(expected)


def test_without_a_reason_nothing_is_decided(desk: Desk) -> None:
    before = deadlines()
    stage, now = desk.stage, desk.frozen.moment
    for act in (
        lambda: incidents.give_time(None, desk.target(), 600, now, "  "),
        lambda: incidents.shift_window(None, desk.target(0), now, moment(WEEK[1]), now, ""),
        lambda: incidents.pause(None, stage.contest_id, now, ""),
        lambda: incidents.cancel(None, stage.round_id, now, " "),
    ):
        with pytest.raises(Invalid) as caught:
            act()
        assert caught.value.code == "reason_required"
    assert deadlines() == before
    assert listed(db.session.get_one(Contest, stage.contest_id)) == []


def test_extra_time_is_bounded_for_each_decision_and_in_all(desk: Desk) -> None:
    for minutes in (0, -1, 121):
        with pytest.raises(Invalid):
            desk.give(minutes)
    desk.give(70)
    desk.give(50, who=0)
    before = deadlines()
    with pytest.raises(Conflict) as caught:
        desk.give(1, who=0)
    assert caught.value.code == "nobody"
    assert deadlines() == before
    assert json.loads(desk.give(1).details)["attempts"] == 1  # the second still can


def test_extra_time_comes_too_late_for_what_was_refused_as_late(desk: Desk) -> None:
    desk.at("02/03/2026 08:15:05.001")
    assert desk.save() == "late"
    with pytest.raises(Conflict):
        desk.give(10, who=0)
    assert desk.closed(0) == "deadline 02/03 08:15:00, 900 s"


def test_what_is_approved_or_cancelled_takes_no_decision(desk: Desk) -> None:
    with transaction():
        db.session.get_one(Round, desk.stage.round_id).approved_at = desk.frozen.moment
    for act in (
        lambda: desk.give(10),
        lambda: desk.window(WEEK[0], WEEK[1], who=0),
        lambda: incidents.cancel(None, desk.stage.round_id, desk.frozen.moment, REASON),
    ):
        with pytest.raises(Conflict) as caught:
            act()
        assert caught.value.code == "approved"


def test_only_an_organiser_over_the_contest_decides(desk: Desk) -> None:
    stranger = Actor(desk.stage.actors[0].person_id, "Người lạ")
    stage, now, before = desk.stage, desk.frozen.moment, deadlines()
    for act in (
        lambda: incidents.give_time(stranger, desk.target(), 600, now, REASON),
        lambda: incidents.pause(stranger, stage.contest_id, now, REASON),
        lambda: incidents.cancel(stranger, stage.round_id, now, REASON),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert deadlines() == before


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("01/03/2026 08:00", "03/03/2026 08:00"),
        ("05/03/2026 08:00", "05/03/2026 08:00"),
        ("05/03/2026 08:00", "15/03/2026 17:31"),
    ],
)
def test_a_window_is_bounded(desk: Desk, opens: str, closes: str) -> None:
    with pytest.raises(Invalid):
        desk.window(opens, closes, who=0)


def test_a_window_is_not_for_everybody(desk: Desk) -> None:
    with pytest.raises(Invalid):
        desk.window("05/03/2026 08:00", "05/03/2026 10:00")


def test_the_nearest_window_holds_and_an_undone_one_holds_no_more(desk: Desk) -> None:
    desk.window("05/03/2026 08:00", "05/03/2026 10:00", unit="T")
    desk.window("06/03/2026 08:00", "06/03/2026 10:00", unit="A")
    own = desk.window("07/03/2026 08:00", "07/03/2026 10:00", who=2)
    unit = "A" if desk.stage.units["A"] == desk.row(0).unit_id else "B"
    near, far = ("06/03/2026 08:00", "05/03/2026 08:00") if unit == "A" else ("05/03/2026 08:00", "06/03/2026 08:00")
    desk.at("07/03/2026 08:00")
    assert desk.start(2) == "07/03 08:15:00"
    desk.submit(2)
    desk.undo(own)
    desk.at(near)
    assert desk.start(2) != "not_open"
    desk.at(far)
    assert desk.start(3) != "not_open"


def test_a_decision_is_taken_back_once_and_only_in_its_own_contest(desk: Desk) -> None:
    ruling = desk.give(10)
    with pytest.raises(NotFound):
        incidents.undo(None, desk.stage.contest_id + 1, ruling.id, desk.frozen.moment, REASON)
    desk.undo(ruling)
    assert desk.deadline(0) == "02/03 08:15:00"
    with pytest.raises(Conflict):
        desk.undo(ruling)
    rows = listed(db.session.get_one(Contest, desk.stage.contest_id))
    assert [(row.attempts, row.is_undone, row.can_undo) for row in rows] == [(2, False, False), (2, True, False)]


def test_a_contest_is_paused_and_resumed_once(desk: Desk) -> None:
    desk.pause()
    with pytest.raises(Conflict):
        desk.pause()
    desk.resume()
    with pytest.raises(Conflict):
        desk.resume()
    assert last_audit()[0] == "incident.resume"


def test_a_start_that_crossed_the_pause_is_met_by_the_second_sweep(desk: Desk) -> None:
    desk.pause()
    with transaction():
        late = db.session.get_one(Attempt, desk.row(0).id)
        late.paused_at = None  # as if its insert had been committed after the sweep
    desk.at("+30")
    incidents.catch_up_all()
    assert desk.row(0).paused_at == desk.row(1).paused_at
    desk.at("+30")
    desk.resume()
    assert desk.deadline(0) == desk.deadline(1) == "02/03 08:16:00"


def test_a_start_that_nobody_met_during_the_pause_gets_its_time_at_the_resume(desk: Desk) -> None:
    desk.pause()
    with transaction():
        db.session.get_one(Attempt, desk.row(0).id).paused_at = None
    desk.at("+60")
    desk.resume()
    assert desk.deadline(0) == "02/03 08:16:00"


def test_the_clock_never_closes_what_stands_still(desk: Desk) -> None:
    desk.pause()
    desk.at("02/03/2026 20:00")
    assert desk.sweep() == 0
    assert desk.row(0).submitted_at is None


def test_a_cancelled_round_closes_its_papers_and_takes_no_starts(desk: Desk) -> None:
    desk.at("+60")
    ruling = incidents.cancel(None, desk.stage.round_id, desk.frozen.moment, REASON)
    assert json.loads(ruling.details)["attempts"] == 2
    assert desk.closed(0) == "organiser 02/03 08:01:00, 60 s"
    assert desk.start(2) == "not_open"
    incidents.restore(None, desk.stage.round_id, desk.frozen.moment, REASON)
    assert desk.start(2) == "02/03 08:16:00"


def test_papers_of_a_paused_contest_are_closed_at_the_moment_their_clocks_stood_still(desk: Desk) -> None:
    desk.at("+60")
    desk.pause()
    desk.at("+600")
    contests.close_round(None, desk.stage.round_id, desk.frozen.moment, REASON)
    assert desk.closed(0) == "organiser 02/03 08:11:00, 60 s"


def test_what_cannot_be_cancelled_or_restored_twice_is_refused(desk: Desk) -> None:
    stage, now = desk.stage, desk.frozen.moment
    with pytest.raises(Conflict):
        incidents.restore(None, stage.round_id, now, REASON)
    incidents.cancel(None, stage.round_id, now, REASON)
    with pytest.raises(Conflict):
        incidents.cancel(None, stage.round_id, now, REASON)
