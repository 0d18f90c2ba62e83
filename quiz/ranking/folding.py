"""From closed attempts to standings: whom a fold concerns, and their standings made anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.attempts.models import Attempt
from quiz.contests.models import Entry
from quiz.core import clock
from quiz.core.db import db
from quiz.ranking.frames import TOTAL, Frame, Stage
from quiz.ranking.lots import lot_number
from quiz.ranking.models import Fold, Standing
from quiz.ranking.outcomes import ClosedAttempt, Outcome, round_outcome, total_outcome
from quiz.ranking.people import divisions, shown_names, unit_places
from quiz.ranking.rules import sort_key
from quiz.ranking.writing import upsert

OVERLAP = timedelta(seconds=60)
"""How far a fold looks back behind the latest closing seen: a commit may come later than its time says."""
_COUNTS = (~Attempt.is_practice, Attempt.score.is_not(None))
"""Closed and not for practice. Asked by the score, which stands in no index: by the time of closing a database
without statistics would read the whole round instead of a few people's attempts."""


def latest_closing(round_id: int) -> datetime | None:
    """When the last attempt of a round was closed, practice included."""
    return db.session.scalar(sa.select(sa.func.max(Attempt.closed_at)).where(Attempt.round_id == round_id))


def pending(frame: Frame, stage: Stage, fold: Fold | None) -> list[int]:
    """Ranked people with attempts closed since the last fold whose closed attempts are not all in their standing."""
    each = aliased(Attempt)
    closed = (
        sa.select(sa.func.count())
        .where(each.round_id == stage.round_id, each.person_id == Attempt.person_id)
        .where(~each.is_practice, each.score.is_not(None))
        .scalar_subquery()
    )
    query = (
        sa.select(Attempt.person_id)
        .outerjoin(Standing, _standing_of(frame, stage))
        .outerjoin(Entry, sa.and_(Entry.contest_id == frame.contest_id, Entry.person_id == Attempt.person_id))
        .where(Attempt.round_id == stage.round_id, *_COUNTS)
        .where(Entry.person_id.is_(None) | (Entry.is_ranked & ~Entry.is_disqualified))
        .where(sa.func.coalesce(Standing.attempts, 0) != closed)
    )
    if fold is not None:
        query = query.where(Attempt.closed_at >= fold.folded_to - OVERLAP)
    return sorted(set(db.session.scalars(query)))


def _standing_of(frame: Frame, stage: Stage) -> sa.ColumnElement[bool]:
    return sa.and_(
        Standing.contest_id == frame.contest_id,
        Standing.round_number == stage.number,
        Standing.person_id == Attempt.person_id,
    )


def everybody(frame: Frame, stage: Stage) -> list[int]:
    """All people with a closed attempt or a standing in a round."""
    sat = sa.select(Attempt.person_id).where(Attempt.round_id == stage.round_id, *_COUNTS)
    stands = sa.select(Standing.person_id).where(*of_stage(frame.contest_id, stage.number))
    return sorted(db.session.scalars(sa.union(sat, stands)))


def of_stage(contest_id: int, number: int) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """The standings of one round of a contest, or of its total."""
    return Standing.contest_id == contest_id, Standing.round_number == number


def fold_people(frame: Frame, stage: Stage, people: Sequence[int]) -> None:
    """Make the standings of these people in a round anew, from all their closed attempts in it."""
    ranked = divisions(frame.contest_id, people)
    _write(frame, stage, people, outcomes_of(stage, people, ranked), ranked)


def outcomes_of(stage: Stage, people: Sequence[int], ranked: Collection[int]) -> dict[int, Outcome]:
    """What those of these people who are ranked have reached in a round; nothing for whoever has no closed attempt."""
    terms = stage.terms
    return {
        person_id: _decided(stage, person_id, round_outcome(stage.number, attempts, terms))
        for person_id, attempts in _closed_attempts(stage, people).items()
        if person_id in ranked
    }


def _decided(stage: Stage, person_id: int, outcome: Outcome) -> Outcome:
    """The outcome with what was drawn and decided about this person."""
    lot = None if stage.lot_seeds is None else lot_number(stage.lot_seeds, person_id)
    place = stage.board.get(person_id, 0)
    return replace(outcome, lot=lot, board_place=place) if lot is not None or place else outcome


def _closed_attempts(stage: Stage, people: Sequence[int]) -> dict[int, list[ClosedAttempt]]:
    milliseconds = (sa.type_coerce(moment, sa.BigInteger) for moment in (Attempt.submitted_at, Attempt.started_at))
    query = sa.select(
        Attempt.person_id,
        Attempt.id,
        Attempt.number,
        Attempt.unit_id,
        Attempt.score,
        Attempt.max_score,
        Attempt.duration_ms,
        *milliseconds,
        Attempt.prediction_value,
    ).where(Attempt.round_id == stage.round_id, Attempt.person_id.in_(people), *_COUNTS)
    attempts: dict[int, list[ClosedAttempt]] = {}
    for person_id, *values in db.session.execute(query):
        attempts.setdefault(person_id, []).append(ClosedAttempt(*values))
    return attempts


def fold_totals(frame: Frame, people: Sequence[int]) -> None:
    """Make the contest totals of these people anew from their standings in the rounds, where there is a total."""
    if frame.total is None:
        return
    query = sa.select(Standing).where(
        Standing.contest_id == frame.contest_id, Standing.round_number > TOTAL, Standing.person_id.in_(people)
    )
    rounds: dict[int, list[Outcome]] = {}
    for standing in db.session.scalars(query.execution_options(populate_existing=True)):
        rounds.setdefault(standing.person_id, []).append(_outcome(standing))
    ranked = divisions(frame.contest_id, people)
    only_full = frame.total.rules.full_scores_only
    outcomes = {
        person_id: _decided(frame.total, person_id, total_outcome(reached, full_scores_only=only_full))
        for person_id, reached in rounds.items()
        if person_id in ranked
    }
    _write(frame, frame.total, people, outcomes, ranked)


def _outcome(standing: Standing) -> Outcome:
    return Outcome(
        round_number=standing.round_number,
        attempt_id=standing.attempt_id,
        unit_id=standing.unit_id,
        attempts=standing.attempts,
        full_scores=standing.full_scores,
        score=standing.score,
        max_score=standing.max_score,
        duration_ms=standing.duration_ms,
        submitted_ms=standing.submitted_ms,
        started_ms=standing.started_ms,
        prediction_error=standing.prediction_error,
        full_attempts=standing.full_attempts,
    )


def _write(
    frame: Frame, stage: Stage, people: Sequence[int], outcomes: Mapping[int, Outcome], ranked: Mapping[int, str]
) -> None:
    names = shown_names(outcomes, stage.day)
    places = unit_places(stage.tree_round_id, {outcome.unit_id for outcome in outcomes.values()})
    rows: list[dict[str, Any]] = []
    for person_id, outcome in outcomes.items():
        name, place = names[person_id], places[outcome.unit_id]
        rows.append(
            {
                "contest_id": frame.contest_id,
                "round_number": stage.number,
                "person_id": person_id,
                "sort_key": sort_key(outcome, stage.rules.tie_break),
                "name_key": name.key,
                "name": name.name,
                "name_folded": name.folded,
                "person_version": name.version,
                "unit_code": place.code,
                "unit_name": place.name,
                "unit_position": place.position,
                "division": ranked[person_id],
                **_reached(outcome),
            }
        )
    upsert(Standing, rows)
    gone = [person_id for person_id in people if person_id not in outcomes]
    if gone:
        of_people = Standing.person_id.in_(gone)
        db.session.execute(sa.delete(Standing).where(*of_stage(frame.contest_id, stage.number), of_people))


def _reached(outcome: Outcome) -> dict[str, Any]:
    return {
        "unit_id": outcome.unit_id,
        "attempt_id": outcome.attempt_id,
        "attempts": outcome.attempts,
        "full_scores": outcome.full_scores,
        "score": outcome.score,
        "max_score": outcome.max_score,
        "duration_ms": outcome.duration_ms,
        "submitted_at": clock.from_ms(outcome.submitted_ms),
        "started_at": clock.from_ms(outcome.started_ms),
        "prediction_value": outcome.prediction_value,
        "prediction_error": outcome.prediction_error,
        "full_attempts": outcome.full_attempts,
        "lot": outcome.lot,
        "board_place": outcome.board_place,
        "is_placed": outcome.is_placed,
    }
