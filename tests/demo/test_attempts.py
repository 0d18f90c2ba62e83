"""The crowd's attempts: real papers, real grades, plausible times, and standings that follow from them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from question_bank.draw_record import paper_seed
from quiz.attempts.models import Attempt
from quiz.attempts.papers import draw_paper
from quiz.attempts.rules import read_paper, write_paper
from quiz.bank.models import ItemKey, ItemRevision
from quiz.contests import queries
from quiz.contests.context import round_context
from quiz.contests.models import Entry, Round
from quiz.core.db import db
from quiz.demo.contest import SLUG
from quiz.ranking.models import Standing, UnitStanding
from quiz.ranking.service import rebuild
from tests.conftest import START

pytestmark = pytest.mark.usefixtures("app")


def rounds() -> list[Round]:
    """The closed and the open round."""
    return queries.rounds_of(queries.contest_by_slug(SLUG).id)


def attempts_of(contest_round: Round) -> list[Attempt]:
    """Everything sat in a round."""
    return list(db.session.scalars(sa.select(Attempt).where(Attempt.round_id == contest_round.id)))


def all_attempts() -> list[tuple[Round, Attempt]]:
    """Everything sat, with its round."""
    return [(one, attempt) for one in rounds() for attempt in attempts_of(one)]


def test_everybody_sat_the_closed_round_and_about_half_the_open_one() -> None:
    closed, current = (attempts_of(one) for one in rounds())
    assert len({attempt.person_id for attempt in closed}) == 300
    assert 130 <= len({attempt.person_id for attempt in current}) <= 150
    assert {attempt.number for attempt in closed} == {1, 2}


def test_every_attempt_lies_within_its_round_and_its_time() -> None:
    for contest_round, attempt in all_attempts():
        end = min(contest_round.closes_at, START)
        assert attempt.submitted_at is not None
        assert attempt.closed_at is not None
        assert attempt.saved_at is not None
        assert contest_round.opens_at <= attempt.started_at < attempt.saved_at <= attempt.submitted_at
        assert attempt.submitted_at <= attempt.deadline_at <= contest_round.closes_at
        assert attempt.submitted_at <= attempt.closed_at < end
        assert attempt.deadline_at == min(attempt.started_at + timedelta(minutes=15), contest_round.closes_at)
        assert attempt.duration_ms == (attempt.submitted_at - attempt.started_at) / timedelta(milliseconds=1)


def test_some_were_closed_by_the_clock_after_the_grace_and_none_of_the_others() -> None:
    by_clock = [attempt for _, attempt in all_attempts() if attempt.closed_by == "deadline"]
    by_person = [attempt for _, attempt in all_attempts() if attempt.closed_by == "person"]
    assert by_clock
    assert len(by_clock) + len(by_person) == len(all_attempts())
    assert all(one.closed_at is not None and one.closed_at > one.deadline_at for one in by_clock)
    assert all(one.submitted_at is not None and one.submitted_at < one.deadline_at for one in by_person)


def test_a_second_attempt_begins_after_the_first_is_over() -> None:
    for contest_round in rounds():
        first = {one.person_id: one for one in attempts_of(contest_round) if one.number == 1}
        for one in attempts_of(contest_round):
            if one.number == 2:
                ended_at = first[one.person_id].submitted_at
                assert ended_at is not None
                assert ended_at < one.started_at


def test_papers_are_those_that_the_seed_of_the_round_draws() -> None:
    contest = queries.contest_by_slug(SLUG)
    for contest_round in rounds():
        context = round_context(contest_round.id, contest_round.version, contest.rules_version)
        for attempt in attempts_of(contest_round)[:40]:
            seed = paper_seed(context.seed, attempt.person_id, attempt.number)
            assert attempt.seed == seed.hex()
            assert attempt.paper == write_paper(draw_paper(context, seed))


def test_scores_follow_from_answers_and_keys() -> None:
    masks = {revision: mask for revision, mask in db.session.execute(sa.select(ItemKey.revision_id, ItemKey.mask))}  # noqa: C416 - rows are no pairs to the type checker
    for _, attempt in all_attempts():
        drawn = read_paper(attempt.paper)
        right = sum(masks[one.revision_id] == mask for one, mask in zip(drawn, attempt.answers, strict=True))
        assert (attempt.score, attempt.max_score) == (right * 500, 10_000)


def test_answers_choose_options_that_there_are() -> None:
    shapes = {one.id: (one.kind, len(json.loads(one.options))) for one in db.session.scalars(sa.select(ItemRevision))}
    for _, attempt in all_attempts():
        for one, mask in zip(read_paper(attempt.paper), attempt.answers, strict=True):
            kind, count = shapes[one.revision_id]
            assert mask < 1 << count
            assert kind == "multiple" or mask.bit_count() <= 1


def test_scores_are_spread_with_a_few_full_ones() -> None:
    best: dict[int, int] = {}
    for one in attempts_of(rounds()[0]):
        best[one.person_id] = max(best.get(one.person_id, 0), one.score or 0)
    full = sum(score == 10_000 for score in best.values())
    assert 5 <= full <= 100
    assert len(set(best.values())) >= 8


def test_everybody_who_sat_had_entered_before() -> None:
    entries = {one.person_id: one for one in db.session.scalars(sa.select(Entry))}
    assert set(entries) == {attempt.person_id for _, attempt in all_attempts()}
    assert all(entries[attempt.person_id].accepted_at < attempt.started_at for _, attempt in all_attempts())


def recount(contest_round: Round) -> list[tuple[int, int, int, int]]:
    """Rank, person, score and duration by the printed rules, counted from the attempts alone."""
    best: dict[int, tuple[Any, ...]] = {}
    for one in attempts_of(contest_round):
        key = (-(one.score or 0), one.duration_ms, one.submitted_at)
        best[one.person_id] = min(best.get(one.person_id, key), key)
    order = sorted(best.values())
    return [(order.index(key) + 1, person, -key[0], key[1]) for person, key in best.items()]


def test_standings_of_the_closed_round_equal_a_recount() -> None:
    contest = queries.contest_by_slug(SLUG)
    standings = db.session.scalars(
        sa.select(Standing).where(Standing.contest_id == contest.id, Standing.round_number == 1)
    ).all()
    keys = sorted(one.sort_key for one in standings)
    shown = [(keys.index(one.sort_key) + 1, one.person_id, one.score, one.duration_ms) for one in standings]
    assert sorted(shown) == sorted(recount(rounds()[0]))


def test_two_people_share_a_rank() -> None:
    ranks = [rank for rank, *_ in recount(rounds()[0])]
    assert len(ranks) - len(set(ranks)) == 1


def test_unit_tables_add_up_and_name_units_with_nobody() -> None:
    contest = queries.contest_by_slug(SLUG)
    units = db.session.scalars(
        sa.select(UnitStanding).where(UnitStanding.contest_id == contest.id, UnitStanding.round_number == 1)
    ).all()
    province = next(unit for unit in units if unit.code == "CB")
    assert (province.people, province.attempts) == (300, len(attempts_of(rounds()[0])))
    assert sum(unit.people for unit in units if unit.parent_id == province.unit_id) == 300
    assert any(unit.people == 0 for unit in units)


def test_a_rebuild_changes_nothing() -> None:
    contest = queries.contest_by_slug(SLUG)
    query = sa.select(Standing.round_number, Standing.person_id, Standing.sort_key, Standing.name)
    before = sorted(db.session.execute(query).all())
    rebuild(contest.id, START)
    assert sorted(db.session.execute(query).all()) == before
