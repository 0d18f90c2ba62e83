"""The figures of a simulated round equal the library's, and those counted anew from the bare tables."""

from __future__ import annotations

import statistics
from decimal import Decimal

import pytest
from flask import Flask

from question_bank.mark_table import MarkTable, table_figures
from quiz.analysis import reading
from quiz.analysis.queries import analysis_of
from quiz.analysis.rules import GROUPS, Choice
from quiz.analysis.service import analyse_now
from quiz.bank.models import ItemKey
from quiz.core.db import db, transaction
from tests.analysis import recount
from tests.analysis.conftest import CrowdMaker, records
from tests.analysis.crowd import Crowd, paper_of, plant_key
from tests.conftest import FrozenClock
from tests.factories.stage import build

close = pytest.approx


def check(crowd: Crowd, choice: Choice, attempts: list[recount.Sat]) -> None:
    """Compare every figure of every item, and of the scores, with the recount of these attempts."""
    made, counted = records(crowd, choice), recount.by_item(attempts)
    assert len(attempts) > 30
    for revision, row in made.items():
        found, record = counted[revision], row.record
        assert record.n == len(found.marks)
        assert record.facility == close(found.facility)
        assert record.sd == close(statistics.stdev(found.marks))
        assert record.discrimination_index == close(found.index)
        assert record.discriminative_efficiency == close(found.efficiency)
        assert sum(group.n for group in record.groups) == record.n
        for option in range(4):
            chosen = sum(1 for answer in found.answers if answer >> option & 1)
            assert sum(group.options[option] for group in record.groups) == chosen
    figures = analysis_of(crowd.stage.round_id, choice)
    assert figures is not None
    totals = [sat.total for sat in attempts]
    test = figures.figures.test
    assert (figures.attempts, test.n) == (len(attempts), len(attempts))
    assert (test.mean, test.median) == (close(statistics.fmean(totals)), close(statistics.median(totals)))
    assert test.sd == close(statistics.stdev(totals))


def test_drawn_papers_over_every_choice_of_attempts(crowd: Crowd) -> None:
    round_id = crowd.stage.round_id
    assert analyse_now(round_id) == 120
    attempts = recount.closed_attempts(round_id)
    check(crowd, Choice.ALL, attempts)
    check(crowd, Choice.FIRST, recount.firsts(attempts))
    people = {sat.person_id for sat in attempts}
    tops = [max(sat.total for sat in attempts if sat.person_id == one) for one in people]
    counted = analysis_of(round_id, Choice.COUNTED)
    assert counted is not None
    assert counted.attempts == 60
    assert counted.figures.test.mean == close(statistics.fmean(tops))


def test_a_fixed_paper_has_exactly_the_figures_of_the_library(new_crowd: CrowdMaker, frozen: FrozenClock) -> None:
    crowd = new_crowd(items=6, questions=6)
    crowd.sit(80)
    frozen.move(hours=1)
    analyse_now(crowd.stage.round_id)
    attempts = recount.closed_attempts(crowd.stage.round_id)
    check(crowd, Choice.ALL, attempts)
    order = sorted(crowd.keys)
    marks = tuple(tuple(Decimal(int(sat.gains[one])) for one in order) for sat in attempts)
    expected = table_figures(MarkTable(tuple(map(str, order)), (Decimal(1),) * 6, marks))
    made, rows = analysis_of(crowd.stage.round_id, Choice.ALL), records(crowd)
    assert made is not None
    assert made.figures.is_fixed
    assert made.figures.test == expected.test
    assert expected.test.reliability is not None
    for line in expected.items:
        record = rows[int(line.name)].record
        assert record.effective_weight == close(line.effective_weight)
        assert record.discrimination_index == line.figures.discrimination_index
        assert record.discriminative_efficiency == line.figures.discriminative_efficiency


def test_drawn_papers_have_no_reliability_and_no_weights(crowd: Crowd) -> None:
    analyse_now(crowd.stage.round_id)
    made = analysis_of(crowd.stage.round_id, Choice.ALL)
    assert made is not None
    assert not made.figures.is_fixed
    assert (made.figures.test.reliability, made.figures.test.standard_error) == (None, None)
    assert {row.record.effective_weight for row in records(crowd).values()} == {None}


def test_items_of_different_worth_are_compared_by_shares_of_the_own_rest(
    new_crowd: CrowdMaker, frozen: FrozenClock
) -> None:
    crowd = new_crowd()
    crowd.sit(70)
    frozen.move(hours=1)
    for place, revision in enumerate(sorted(crowd.keys)):
        plant_key(revision, crowd.keys[revision].mask, frozen.moment)
        with transaction():
            db.session.get_one(ItemKey, (revision, 2)).marks = 100 * (1 + place % 3)
    analyse_now(crowd.stage.round_id)
    counted = recount.by_item(recount.closed_attempts(crowd.stage.round_id))
    for revision, row in records(crowd).items():
        assert row.record.discrimination_index == close(counted[revision].index)
        assert row.record.discriminative_efficiency == close(counted[revision].efficiency)
    made = analysis_of(crowd.stage.round_id, Choice.ALL)
    assert made is not None
    assert made.figures.highest is None, "papers reach different heights"
    assert made.figures.test.mean is not None
    assert 0 < made.figures.test.mean < 100


def test_groups_are_cut_by_the_score_on_the_rest(crowd: Crowd) -> None:
    analyse_now(crowd.stage.round_id)
    counted = recount.by_item(recount.closed_attempts(crowd.stage.round_id))
    for revision, row in records(crowd).items():
        found = counted[revision]
        in_order = sorted(zip(found.rests, found.marks, strict=True))
        rights, place = [], 0
        for group in row.record.groups:
            part = in_order[place : place + group.n]
            rights.append(sum(mark for _rest, mark in part))
            place += group.n
            if part and place < len(in_order):
                assert part[-1][0] < in_order[place][0], "equal scores stay together"
        assert rights == [group.right for group in row.record.groups]
        assert len(row.record.groups) == GROUPS


def test_reading_in_small_handfuls_counts_the_same(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    round_id = crowd.stage.round_id
    analyse_now(round_id)
    before = {revision: row.record for revision, row in records(crowd, Choice.FIRST).items()}
    monkeypatch.setattr(reading, "AT_ONCE", 7)
    assert [len(sats) for sats in reading.by_person(round_id)] == [2] * 60
    analyse_now(round_id)
    assert {revision: row.record for revision, row in records(crowd, Choice.FIRST).items()} == before


def test_the_figures_are_those_of_the_newest_key(crowd: Crowd, frozen: FrozenClock) -> None:
    revision = min(crowd.keys)
    plant_key(revision, crowd.lures[revision], frozen.moment)
    analyse_now(crowd.stage.round_id)
    check(crowd, Choice.ALL, recount.closed_attempts(crowd.stage.round_id))
    assert records(crowd)[revision].record.key == crowd.lures[revision]


def test_on_postgresql_the_figures_are_the_same(postgres_app: Flask, frozen: FrozenClock) -> None:
    crowd = Crowd(build(frozen.moment, **paper_of(5)), frozen.moment)
    crowd.sit(40, attempts=2)
    frozen.move(hours=1)
    analyse_now(crowd.stage.round_id)
    check(crowd, Choice.ALL, recount.closed_attempts(crowd.stage.round_id))
