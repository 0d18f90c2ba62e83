"""What is counted, when, and by whom it is asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.analysis import service
from quiz.analysis.models import Analysis, ItemAnalysis
from quiz.analysis.queries import analysis_of, attempts_by_choice, closed_since, drawn_usage, measured_facility
from quiz.analysis.rules import Choice
from quiz.attempts.models import Attempt
from quiz.attempts.rules import revision_ids
from quiz.bank.usage import usage_of
from quiz.contests.models import Entry, Round
from quiz.contests.rules import Counted
from quiz.core.db import db, transaction
from quiz.core.jobs.models import Job
from tests.analysis.conftest import CrowdMaker, records
from tests.analysis.crowd import Crowd, item_of, revisions_of
from tests.conftest import FrozenClock

OPEN = dict.fromkeys(("submitted_at", "closed_at", "closed_by", "duration_ms", "score", "max_score"))


def counts(crowd: Crowd) -> dict[str, int]:
    """How many attempts each choice has."""
    found = attempts_by_choice(crowd.stage.round_id)
    return {choice.value: attempts for choice, attempts in found.items()}


def stored() -> list[tuple[object, ...]]:
    """Everything the room keeps, but for the moment it was made at."""
    tables = (Analysis, ItemAnalysis)
    columns = [[one for one in table.__table__.columns if one.name != "as_of"] for table in tables]
    rows = [tuple(row) for chosen in columns for row in db.session.execute(sa.select(*chosen))]
    db.session.rollback()
    return sorted(rows, key=str)


class TestWhatIsCounted:
    def test_open_practice_and_later_attempts_are_left_out(self, new_crowd: CrowdMaker, frozen: FrozenClock) -> None:
        crowd = new_crowd()
        crowd.sit(40)
        crowd.sit(5, **OPEN)
        crowd.sit(5, is_practice=True)
        frozen.move(hours=1)
        crowd.sit(5, closed_at=frozen.moment + timedelta(seconds=1))
        service.analyse_now(crowd.stage.round_id)
        assert counts(crowd) == {"all": 40, "counted": 40, "first": 40}
        assert closed_since(crowd.stage.round_id, frozen.moment) == 5

    def test_every_paper_is_an_exposure(self, new_crowd: CrowdMaker, frozen: FrozenClock) -> None:
        crowd = new_crowd()
        crowd.sit(20, attempts=2)
        crowd.sit(5, **OPEN)
        crowd.sit(5, is_practice=True)
        frozen.move(hours=1)
        service.analyse_now(crowd.stage.round_id)
        papers = [revision_ids(paper) for paper in db.session.scalars(sa.select(Attempt.paper))]
        for revision, row in records(crowd).items():
            drawn = sum(1 for paper in papers if revision in paper)
            assert row.papers == drawn
            assert drawn_usage([row.item_id])[row.item_id].papers == drawn
            assert usage_of([row.item_id])[row.item_id].papers == drawn
            assert usage_of([row.item_id])[row.item_id].rounds == 1
        assert len(papers) == 50

    def test_an_item_that_was_never_drawn_is_there_with_nothing(self, new_crowd: CrowdMaker) -> None:
        crowd = new_crowd()
        service.analyse_now(crowd.stage.round_id)
        assert records(crowd).keys() == set(revisions_of(crowd))
        assert {(row.papers, row.record.n, row.record.facility) for row in records(crowd).values()} == {(0, 0, None)}
        assert usage_of([item_of(min(crowd.keys))])[item_of(min(crowd.keys))].papers == 0

    def test_the_first_is_the_first_that_was_handed_in(self, new_crowd: CrowdMaker, frozen: FrozenClock) -> None:
        crowd = new_crowd()
        people = crowd.sit(30, attempts=2)
        with transaction():
            db.session.execute(sa.delete(Attempt).where(Attempt.person_id == people[0], Attempt.number == 1))
        frozen.move(hours=1)
        service.analyse_now(crowd.stage.round_id)
        assert counts(crowd) == {"all": 59, "counted": 30, "first": 30}

    @pytest.mark.parametrize("counted", list(Counted))
    def test_the_counted_attempt_is_that_of_the_rules(
        self, new_crowd: CrowdMaker, frozen: FrozenClock, counted: Counted
    ) -> None:
        crowd = new_crowd(counted_attempt=counted)
        crowd.sit(40, attempts=3)
        frozen.move(hours=1)
        service.analyse_now(crowd.stage.round_id)
        rows = db.session.execute(sa.select(Attempt.person_id, Attempt.number, Attempt.score)).all()
        scores: dict[int, list[int]] = {}
        for person_id, _number, score in sorted(rows):
            scores.setdefault(person_id, []).append(score or 0)
        pick = {Counted.BEST: max, Counted.FIRST: lambda all_: all_[0], Counted.LAST: lambda all_: all_[-1]}[counted]
        made = analysis_of(crowd.stage.round_id, Choice.COUNTED)
        assert made is not None
        assert made.figures.test.mean == pytest.approx(sum(pick(one) for one in scores.values()) / 40 / 100)

    def test_people_who_are_not_ranked_are_not_counted_but_looked_at(self, crowd: Crowd, frozen: FrozenClock) -> None:
        people = db.session.scalars(sa.select(Entry.person_id).order_by(Entry.person_id.desc())).all()
        with transaction():
            db.session.get_one(Entry, (crowd.stage.contest_id, people[0])).is_disqualified = True
            db.session.get_one(Entry, (crowd.stage.contest_id, people[1])).is_ranked = False
        service.analyse_now(crowd.stage.round_id)
        assert counts(crowd) == {"all": 120, "counted": 58, "first": 60}

    def test_doing_it_again_gives_the_same_and_leaves_nothing_behind(self, crowd: Crowd) -> None:
        service.analyse_now(crowd.stage.round_id)
        before = stored()
        service.analyse_now(crowd.stage.round_id)
        assert stored() == before
        assert len(before) == 3 + 3 * len(crowd.keys)


class TestJobs:
    def test_a_request_is_done_and_leads_to_the_page(self, app: Flask, crowd: Crowd) -> None:
        job = service.request_analysis(crowd.stage.actors[0], crowd.stage.round_id)
        assert (job.state, job.progress, job.total) == ("done", 120, 120)
        assert '"/admin/analysis/thu/1"' in job.result

    def test_progress_is_told_along_the_way(self, crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(service, "AT_ONCE", 50)
        told: list[tuple[int, int]] = []
        service.analyse_now(crowd.stage.round_id, lambda done, total: told.append((done, total)))
        assert told == [(50, 120), (100, 120), (120, 120)]

    def test_a_request_while_one_is_under_way_joins_it(self, crowd: Crowd, frozen: FrozenClock) -> None:
        job = service.request_analysis(crowd.stage.actors[0], crowd.stage.round_id)
        with transaction():
            db.session.get_one(Job, job.id).state = "running"
        assert service.request_analysis(crowd.stage.actors[0], crowd.stage.round_id).id == job.id
        assert service.request_analysis(crowd.stage.actors[1], crowd.stage.round_id).id != job.id

    def test_a_round_is_analysed_by_itself_once_it_has_ended(self, crowd: Crowd, frozen: FrozenClock) -> None:
        round_id = crowd.stage.round_id
        service.analyse_now(round_id)
        assert service.refresh_ended(frozen.moment) is None, "it is still open"
        frozen.move(days=1)
        assert service.refresh_ended(frozen.moment) == round_id
        made = analysis_of(round_id, Choice.ALL)
        assert made is not None
        assert made.as_of == frozen.moment
        assert service.refresh_ended(frozen.moment) is None, "once is enough"

    def test_the_last_attempts_have_a_minute_to_be_closed(self, crowd: Crowd, frozen: FrozenClock) -> None:
        closes_at = db.session.get_one(Round, crowd.stage.round_id).closes_at
        frozen.moment = closes_at + timedelta(seconds=59)
        assert service.refresh_ended(frozen.moment) is None
        frozen.move(seconds=1)
        assert service.refresh_ended(frozen.moment) == crowd.stage.round_id

    def test_what_was_made_within_that_minute_is_made_once_more(self, crowd: Crowd, frozen: FrozenClock) -> None:
        frozen.moment = db.session.get_one(Round, crowd.stage.round_id).closes_at + timedelta(seconds=30)
        service.analyse_now(crowd.stage.round_id)
        frozen.move(seconds=30)
        assert service.refresh_ended(frozen.moment) == crowd.stage.round_id
        assert service.refresh_ended(frozen.moment) is None

    def test_a_failure_is_not_tried_again_at_once(
        self, crowd: Crowd, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_args: object) -> None:
            raise RuntimeError("no figures today")

        monkeypatch.setattr(service, "_store", fail)
        frozen.move(days=2)
        assert service.refresh_ended(frozen.moment) == crowd.stage.round_id
        assert service.refresh_ended(frozen.moment) is None
        frozen.move(hours=2)
        assert service.refresh_ended(frozen.moment) == crowd.stage.round_id
        assert db.session.query(Job).filter_by(state="failed").count() == 2

    def test_a_round_that_never_opened_is_left_alone(self, crowd: Crowd, frozen: FrozenClock) -> None:
        with transaction():
            db.session.get_one(Round, crowd.stage.round_id).prepared_at = None
        frozen.move(days=2)
        assert service.refresh_ended(frozen.moment) is None


def test_the_trial_of_papers_is_told_the_measured_share_of_first_attempts(crowd: Crowd) -> None:
    service.analyse_now(crowd.stage.round_id)
    for row in records(crowd, Choice.FIRST).values():
        share, n = measured_facility([row.item_id])[row.item_id]
        assert n == row.record.n
        assert share == pytest.approx(row.record.facility)
    assert measured_facility([999_999]) == {}
