"""Folding closed attempts into standings, and what is made of standings: unit tables and boards.

All of it is idempotent. What folds whole rounds holds the contest's lease and must be called outside a transaction.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app

from quiz.contests.models import Round
from quiz.core.clock import EPOCH
from quiz.core.db import db, in_portions, transaction
from quiz.core.errors import Unavailable
from quiz.core.jobs import lease
from quiz.ranking import snapshots, unit_tables
from quiz.ranking.due import changed_people, due_rounds, is_neglected, watched_contests
from quiz.ranking.folding import fold_people, fold_totals, latest_closing, pending
from quiz.ranking.frames import Frame, Stage, frame_of
from quiz.ranking.models import Basis, Fold, Standing
from quiz.ranking.place import is_behind
from quiz.ranking.recomputing import (
    LEASE_LENGTH,
    Told,
    align,
    is_left_to_job,
    keep,
    lease_name,
    make_dirty,
    note_basis,
    recompute,
    rests_on,
    untold,
)
from quiz.ranking.unit_prizes import are_shared

STALE = timedelta(seconds=10)
"""How old standings may be before somebody who looks at them has them folded; the runner is five times as quick."""
PATIENCE_SECONDS = 20.0


def fold(round_id: int, now: datetime) -> bool:
    """Bring a round's standings up to the attempts closed so far; False where another one is folding just now."""
    contest_id = db.session.get_one(Round, round_id).contest_id
    with _folding(contest_id) as mine:
        if mine:
            frame = frame_of(contest_id)
            align(frame)
            for stage in frame.rounds:
                if stage.round_id == round_id:
                    _fold_round(frame, stage, now)
    return mine


def catch_up(round_id: int, person_id: int) -> None:
    """See to it that a person's own closed attempts are in the standings before they are looked at."""
    if is_behind(round_id, person_id):
        with transaction():
            frame = held_frame(db.session.get_one(Round, round_id).contest_id)
            _fold_all(frame, [stage for stage in frame.rounds if stage.round_id == round_id], [person_id])


def refold(contest_id: int, person_ids: Sequence[int]) -> None:
    """Make the standings of some people anew in all rounds: after a ruling, a change of name, a merge."""
    for people in in_portions(person_ids):
        with transaction():
            frame = held_frame(contest_id)
            _fold_all(frame, frame.rounds, people)


def held_frame(contest_id: int) -> Frame:
    """The frame, which no decision about a round can change before the transaction ends.

    Whoever decides locks the round's row, as every opening of an attempt does in the lighter way that is used here.
    """
    rows = sa.select(Round.id).where(Round.contest_id == contest_id).order_by(Round.id)
    db.session.execute(rows.with_for_update(read=True, key_share=True))
    return frame_of(contest_id)


def settle(contest_id: int, round_id: int, now: datetime) -> None:
    """See to it that all closed attempts of a round and all entries of its people are in the standings.

    Raises Unavailable where another one keeps folding this contest.
    """
    with _folding(contest_id, PATIENCE_SECONDS) as mine:
        _need(mine)
        frame = frame_of(contest_id)
        _need(not is_left_to_job(frame))
        align(frame)
        stage = frame.round(round_id)
        for portion in in_portions(sorted({*pending(frame, stage, None), *changed_people(contest_id)})):
            _fold_all(frame, frame.rounds, portion)
            keep(contest_id)
        _fold_round(frame, stage, now)


def refresh(now: datetime) -> None:
    """The periodic work: fold what is due, then unit tables and boards of what changed."""
    for contest_id, round_ids in due_rounds(now).items():
        _guarded_refresh(contest_id, round_ids, now)


def freshen(contest_id: int, now: datetime) -> None:
    """Do a contest's periodic work because somebody looks, where it is due and no runner has done it for a while."""
    if is_neglected(contest_id, now, now - STALE):
        _guarded_refresh(contest_id, due_rounds(now).get(contest_id, []), now)


def _guarded_refresh(contest_id: int, round_ids: Sequence[int], now: datetime) -> None:
    try:
        _refresh_contest(contest_id, round_ids, now)
    except Exception:
        db.session.rollback()
        current_app.logger.exception("ranking: contest %s not refreshed", contest_id)


def _refresh_contest(contest_id: int, round_ids: Sequence[int], now: datetime) -> None:
    with _folding(contest_id) as mine:
        frame = frame_of(contest_id)
        if mine and not is_left_to_job(frame):
            align(frame)
            for round_id in round_ids:
                _fold_round(frame, frame.round(round_id), now)
            _show(frame, now)


def sweep(now: datetime) -> None:
    """The slower periodic work: standings made under other decisions, people who changed their name or entry."""
    for contest_id in watched_contests(now):
        if not rests_on(db.session.get(Basis, contest_id), frame_of(contest_id)):
            _guarded_refresh(contest_id, [], now)
        if people := changed_people(contest_id):
            refold(contest_id, people)


def rebuild(contest_id: int, now: datetime, tell: Told = untold, patience: float | None = None) -> int:
    """Make everything anew from attempts, entries and rulings; the number of standings.

    Raises Unavailable where another one keeps folding this contest for as many seconds as one has patience.
    """
    with _folding(contest_id, PATIENCE_SECONDS if patience is None else patience) as mine:
        _need(mine)
        frame = frame_of(contest_id)
        recompute(frame, tell)
        for stage in frame.rounds:
            _fold_round(frame, stage, now)
        with transaction():
            note_basis(frame)
        _show(frame, now)
    return standings_in(contest_id)


def standings_in(contest_id: int) -> int:
    """How many standings a contest has, in all rounds and the total."""
    query = sa.select(sa.func.count()).select_from(Standing).where(Standing.contest_id == contest_id)
    return db.session.scalar(query) or 0


def _need(mine: bool) -> None:
    if not mine:
        raise Unavailable("Bảng xếp hạng đang được tính ở nơi khác. Vui lòng thử lại sau ít phút.")


def recount(contest_id: int, now: datetime) -> None:
    """Make everything anew because another set of rounds counts: one was cancelled or restored.

    Where another one keeps folding, the next periodic work does it: nothing is known any more of what standings rest
    on.
    """
    with transaction():
        db.session.execute(sa.delete(Basis).where(Basis.contest_id == contest_id))
    try:
        rebuild(contest_id, now)
    except Unavailable:
        current_app.logger.warning("ranking: contest %s is recounted a little later", contest_id)


@contextmanager
def _folding(contest_id: int, patience: float = 0.0) -> Iterator[bool]:
    """The right to fold a contest, for one at a time; waits that many seconds for it at most."""
    if db.session.info.get("depth"):
        raise RuntimeError("folding a whole round needs its own transactions")
    name, until = lease_name(contest_id), time.monotonic() + patience
    while not (mine := lease.acquire(name, LEASE_LENGTH)) and time.monotonic() < until:
        time.sleep(0.1)
    try:
        yield mine
    finally:
        if mine:
            lease.release(name)


def _fold_round(frame: Frame, stage: Stage, now: datetime) -> None:
    assert stage.round_id is not None, "the total is made of rounds"  # noqa: S101 - an invariant
    latest = latest_closing(stage.round_id)
    people = pending(frame, stage, db.session.get(Fold, stage.round_id))
    for portion in in_portions(people):
        _fold_all(frame, [stage], portion)
        keep(frame.contest_id)
    with transaction():
        _note_fold(stage.round_id, min(latest or EPOCH, now), now)


def _fold_all(frame: Frame, stages: Sequence[Stage], people: Sequence[int]) -> None:
    """Fold some people in some rounds, in one transaction; what boards show of these rounds is old from now on."""
    with transaction():
        for stage in stages:
            fold_people(frame, stage, people)
        fold_totals(frame, people)
        make_dirty([stage.round_id for stage in stages])


def _note_fold(round_id: int, folded_to: datetime, now: datetime) -> None:
    last = db.session.get(Fold, round_id)
    if last is None:
        db.session.add(Fold(round_id=round_id, folded_to=folded_to, folded_at=now, is_dirty=True))
    else:
        last.folded_to, last.folded_at = max(last.folded_to, folded_to), now


def _show(frame: Frame, now: datetime) -> None:
    """Unit tables and boards of the rounds that changed, and of the total with them."""
    ids = [stage.round_id for stage in frame.rounds]
    with transaction():
        is_dirty = sa.and_(Fold.round_id.in_(ids), Fold.is_dirty)
        dirty = set(db.session.scalars(sa.select(Fold.round_id).where(is_dirty)))
        db.session.execute(sa.update(Fold).where(Fold.round_id.in_(dirty)).values(is_dirty=False))
        for stage in frame.stages if dirty else ():
            if stage.round_id is None or stage.round_id in dirty:
                unit_tables.build(frame, stage)
                snapshots.make_board(frame, stage, now)
            elif are_shared(stage.rules):
                unit_tables.build(frame, stage)
