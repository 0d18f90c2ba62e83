"""What the year brings to the demo's plan, on any day of it."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.core import clock
from quiz.core.db import Model, db
from quiz.core.errors import Conflict
from quiz.core.inbox import InboxMessage
from quiz.core.settings import Settings
from quiz.demo.accounts import Account, actor_of
from quiz.demo.parts import cast_parts
from quiz.demo.party import load_party
from quiz.demo.places import load_places
from quiz.demo.plan import load_year_plan
from quiz.demo.service import two_organisers
from quiz.demo.year import scenes
from quiz.demo.year.scenes import play
from quiz.demo.year.stage import Stage
from quiz.modules.conferences.coverage import coverage_of
from quiz.modules.conferences.models import Attendance, Conference, ConferenceSession, Participant, ProgrammeItem
from quiz.modules.registrations.models import Exemption, Registration
from quiz.plans.models import Duty, DutyStep, Extension, Plan, PlanEvent, PlanTask
from quiz.plans.models_records import (
    Difficulty,
    Evidence,
    EvidenceUse,
    PeriodReport,
    ReportCorrection,
    ReportPeriod,
)
from quiz.plans.writing.states import close_plan
from quiz.units.models import OrgUnit
from tests.conftest import FrozenClock
from tests.demo.conftest import settings_in

TABLES: tuple[type[Model], ...] = (
    OrgUnit, ProgrammeItem, Plan, PlanTask, Duty, DutyStep, PlanEvent, Conference, ConferenceSession, Participant,
    Attendance,
    Registration, Exemption, ReportPeriod, PeriodReport, ReportCorrection, Difficulty, Extension, Evidence, EvidenceUse,
    InboxMessage,
)  # fmt: skip
NEW_YEAR, FEBRUARY = datetime(2026, 12, 31, 17, 30, tzinfo=UTC), datetime(2027, 2, 15, 3, tzinfo=UTC)
LEAP_DAY, MAY, LAST = (
    datetime(2028, 2, 29, 3, tzinfo=UTC),
    datetime(2026, 5, 20, 5, tzinfo=UTC),
    datetime(2026, 12, 31, 16, 50, tzinfo=UTC),
)


@pytest.fixture
def settings(tmp_path: Path, frozen: FrozenClock) -> Settings:
    """Settings of an application without any data yet."""
    return settings_in(tmp_path)


class Year:
    """The demo's plan without its contest, loaded as often as wanted."""

    def __init__(self, frozen: FrozenClock) -> None:
        self.clock = frozen
        self.known: dict[str, list[Account]] = {}

    def load(self, now: datetime) -> Stage:
        """Load or refresh it at a moment."""
        self.clock.moment = now
        units, party = load_places(), load_party(now)
        organisers = two_organisers(self.known.get("organisers", []), units, now)
        plan = load_year_plan(now)
        parts = cast_parts(self.known, party, now)
        self.known = {"organisers": organisers, **parts.kept()}
        one, other = (actor_of(account) for account in organisers)
        stage = Stage(plan.id, clock.local(now).year, party, (one, other), actor_of(parts.contact), now)
        play(stage)
        return stage


@pytest.fixture
def year(app: Flask, frozen: FrozenClock) -> Year:
    """The demo's plan, not loaded yet."""
    return Year(frozen)


def counts() -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in TABLES
    }


def states(*conditions: sa.ColumnElement[bool]) -> Counter[str]:
    """How many registrations are in each state."""
    return Counter(db.session.scalars(sa.select(Registration.state).where(*conditions)))


@pytest.mark.parametrize("now", [NEW_YEAR, FEBRUARY, LEAP_DAY, MAY, LAST], ids=lambda now: now.strftime("%d%b%Y"))
def test_a_second_run_on_the_same_day_adds_nothing_and_no_scene_is_left_out(
    year: Year, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    year.load(now)
    before = counts()
    year.load(now)
    assert counts() == before
    assert [one.getMessage() for one in caplog.records if "leaves out" in one.getMessage()] == []
    assert all(db.session.scalars(sa.select(Plan.is_demo)))


def test_on_new_years_day_there_is_a_plan_and_a_conference_to_come(year: Year) -> None:
    year.load(NEW_YEAR)
    conference = db.session.scalars(sa.select(Conference)).one()
    assert (conference.state, conference.held_on) == ("announced", None)
    found = counts()
    assert (found["plans"], found["conference_participants"], found["conference_items"]) == (1, 180, 4)
    assert found["conference_attendances"] == found["registrations"] == found["period_reports"] == 0


def test_at_the_years_end_everything_has_happened(year: Year) -> None:
    stage = year.load(LAST)
    people, units = Registration.person_id.is_not(None), Registration.person_id.is_(None)
    assert states(people) == {"confirmed": 4, "submitted": 2, "returned": 1, "draft": 1}
    focus = [*stage.branches, *stage.committees]
    collective = {one.unit_id: one.state for one in db.session.scalars(sa.select(Registration).where(units))}
    assert [collective[one] for one in focus] == ["confirmed", "submitted", "returned", "confirmed", "draft"]
    assert len(collective) > 80
    assert set(db.session.scalars(sa.select(Registration.level).where(people))) == {"", "excellent", "good", "done"}
    exemption = db.session.scalars(sa.select(Exemption)).one()
    assert "đảng viên hưu trí" in exemption.rule


def test_the_conference_has_a_further_session_and_coverage_differs_by_branch(year: Year) -> None:
    stage = year.load(MAY)
    conference = db.session.scalars(sa.select(Conference)).one()
    assert str(conference.held_on) == "2026-02-20"
    sessions = Counter(db.session.scalars(sa.select(Attendance.session_id)))
    assert sorted(sessions.values()) == [27, 138]
    found = coverage_of(conference.id, stage.unit(stage.plan.unit_id))
    numbers = found.own.numbers
    assert (numbers.invited, numbers.attended, numbers.excused) == (180, 165, 1)
    shares = {line.numbers.share for line in found.below if line.numbers.invited}
    assert len(shares) > 1
    assert max(share or 0 for share in shares) == 1.0


def test_one_derived_plan_is_issued_and_another_waits_for_an_answer(year: Year) -> None:
    stage = year.load(FEBRUARY)
    found = {one.unit_id: one.state for one in db.session.scalars(sa.select(Plan).where(Plan.parent_id.is_not(None)))}
    assert found == dict(zip(stage.committees, ("issued", "submitted"), strict=True))
    own = db.session.scalars(sa.select(PlanTask).where(PlanTask.is_own)).all()
    assert len(own) == 2
    given = sa.select(Duty.unit_id).where(Duty.task_id.in_([task.id for task in own]))
    assert sorted(db.session.scalars(given)) == sorted(stage.branches)
    assert db.session.scalar(sa.select(sa.func.count()).where(PlanTask.own_due_on.is_not(None))) == 2


def test_reports_of_the_quarter_are_accepted_returned_corrected_and_missing(year: Year) -> None:
    stage = year.load(MAY)
    period = db.session.scalars(sa.select(ReportPeriod)).one()
    assert (period.kind, period.key) == ("quarter", "2026-Q1")
    found = {one.unit_id: one.state for one in db.session.scalars(sa.select(PeriodReport))}
    assert [found.get(one) for one in stage.branches] == ["accepted", "returned", None]
    correction = db.session.scalars(sa.select(ReportCorrection)).one()
    assert correction.stated == correction.counted + 100
    assert "minh họa" in correction.remark


def test_questions_and_evidence_stand_with_the_first_branch(year: Year) -> None:
    stage = year.load(MAY)
    assert Counter(db.session.scalars(sa.select(Difficulty.state))) == {"answered": 1, "open": 1}
    extension = db.session.scalars(sa.select(Extension)).one()
    assert extension.state == "asked"
    assert extension.new_due_on > stage.today
    pieces = db.session.scalars(sa.select(Evidence).order_by(Evidence.id)).all()
    assert [(one.unit_id, bool(one.stored), bool(one.url)) for one in pieces] == [
        (stage.branches[0], True, False),
        (stage.branches[0], False, True),
    ]
    assert counts()["evidence_uses"] == 2


def test_no_duty_of_registering_says_more_than_its_registration(year: Year) -> None:
    stage = year.load(MAY)
    settled = (
        sa.select(Duty.unit_id)
        .join(PlanTask, PlanTask.id == Duty.task_id)
        .where(PlanTask.module == "registrations", Duty.person_id.is_(None), Duty.state == "confirmed")
    )
    confirmed = sa.select(Registration.unit_id).where(
        Registration.person_id.is_(None), Registration.state == "confirmed"
    )
    assert set(db.session.scalars(settled)) == set(db.session.scalars(confirmed))
    assert stage.branches[0] in set(db.session.scalars(settled))


def test_what_was_loaded_at_new_year_goes_on_in_may_and_ends_with_results(year: Year) -> None:
    year.load(NEW_YEAR)
    year.load(NEW_YEAR + timedelta(days=140))
    assert states(Registration.level != "") == {}
    assert counts()["conference_attendances"] == 165
    year.load(NEW_YEAR + timedelta(days=330))
    assert states(Registration.level != "") == {"confirmed": 4}
    assert counts()["conferences"] == 1


def test_the_next_year_has_a_plan_and_scenes_of_its_own(year: Year) -> None:
    year.load(LAST)
    year.load(LAST + timedelta(days=100))
    tops = db.session.scalars(sa.select(Plan.years).where(Plan.parent_id.is_(None)).order_by(Plan.id)).all()
    assert tops == [[2026], [2027]]
    assert counts()["conferences"] == 2


def test_a_scene_that_people_stand_in_the_way_of_is_left_out(
    year: Year, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(stage: Stage) -> None:
        db.session.add(OrgUnit(code="X", name="X", kind="branch"))
        raise Conflict("Đã có người sửa.")

    monkeypatch.setattr(scenes, "SCENES", (refused, *scenes.SCENES))
    year.load(FEBRUARY)
    assert "Đã có người sửa." in caplog.text
    assert counts()["plans"] == 3
    assert db.session.scalar(sa.select(OrgUnit.id).where(OrgUnit.code == "X")) is None


def test_a_plan_that_was_closed_and_a_real_one_are_left_alone(year: Year) -> None:
    stage = year.load(NEW_YEAR)
    close_plan(None, stage.plan_id, stage.plan.version, NEW_YEAR)
    before = counts()
    year.load(NEW_YEAR + timedelta(days=60))
    assert counts() == before
    db.session.execute(sa.update(Plan).values(is_demo=False, state="issued"))
    db.session.commit()
    year.load(NEW_YEAR + timedelta(days=61))
    assert counts() == before
