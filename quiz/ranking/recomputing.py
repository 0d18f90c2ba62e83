"""Making all standings of a contest anew, and what they rest on: the rules, the decisions, the tree of units."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import timedelta

import sqlalchemy as sa

from quiz.core.db import db, in_portions, transaction
from quiz.core.jobs import lease
from quiz.core.jobs.models import Job
from quiz.ranking.folding import everybody, fold_people, fold_totals
from quiz.ranking.frames import Frame
from quiz.ranking.models import Basis, Fold, Snapshot, Standing, UnitStanding
from quiz.ranking.writing import upsert

LEASE_LENGTH = timedelta(seconds=15)
REBUILD = "ranking.rebuild"
"""The kind of a job that makes the standings of many people anew."""
Told = Callable[[int, int], None]
"""Told how many people of how many are done."""


def untold(_done: int, _total: int) -> None:
    """For work that nobody watches."""


def lease_name(contest_id: int) -> str:
    """The lease of whoever folds a contest."""
    return f"ranking-{contest_id}"


def keep(contest_id: int) -> None:
    """Renew the lease between two portions of a long work."""
    lease.acquire(lease_name(contest_id), LEASE_LENGTH)


def align(frame: Frame) -> None:
    """Make standings anew that rest on older rules or decisions, totals that stand under an older tree of units."""
    basis = db.session.get(Basis, frame.contest_id)
    if rests_on(basis, frame):
        return
    if basis and (basis.rules_version, basis.decisions) == (frame.rules_version, frame.decisions):
        _recompute_totals(frame)
    else:
        recompute(frame)
    with transaction():
        note_basis(frame)


def rests_on(basis: Basis | None, frame: Frame) -> bool:
    """Whether standings were made under this very frame."""
    made_under = (frame.rules_version, frame.tree_round_id, frame.decisions)
    return basis is not None and (basis.rules_version, basis.tree_round_id, basis.decisions) == made_under


def is_left_to_job(frame: Frame) -> bool:
    """Whether standings rest on something older and a job that waits or runs will make them anew."""
    if rests_on(db.session.get(Basis, frame.contest_id), frame):
        return False
    query = sa.select(Job.arguments).where(Job.name == REBUILD, Job.state.in_(("waiting", "running")))
    return any(json.loads(arguments)["contest_id"] == frame.contest_id for arguments in db.session.scalars(query))


def note_basis(frame: Frame) -> None:
    """Write down that standings rest on this frame; everything boards show is old from now on."""
    row = {
        "contest_id": frame.contest_id,
        "rules_version": frame.rules_version,
        "tree_round_id": frame.tree_round_id,
        "decisions": frame.decisions,
    }
    upsert(Basis, [row])
    make_dirty([stage.round_id for stage in frame.rounds])


def make_dirty(round_ids: Iterable[int | None]) -> None:
    """Let the runner look at these rounds again, and make anew what boards show of them."""
    db.session.execute(sa.update(Fold).where(Fold.round_id.in_(round_ids)).values(is_dirty=True))


def recompute(frame: Frame, tell: Told = untold) -> None:
    """Every standing of a contest, in portions, over what stood there."""
    numbers = [stage.number for stage in frame.stages]
    with transaction():
        for model in (Standing, UnitStanding, Snapshot):
            gone = sa.delete(model).where(model.contest_id == frame.contest_id, model.round_number.not_in(numbers))
            db.session.execute(gone)
    people = [everybody(frame, stage) for stage in frame.rounds]
    in_total = len(set().union(*people)) if frame.total else 0
    done, total = 0, sum(map(len, people)) + in_total
    for stage, of_round in zip(frame.rounds, people, strict=True):
        for portion in in_portions(of_round):
            with transaction():
                fold_people(frame, stage, portion)
            keep(frame.contest_id)
            done += len(portion)
            tell(done, total)
    _recompute_totals(frame, lambda folded: tell(min(done + folded, total), total))


def _recompute_totals(frame: Frame, tell: Callable[[int], None] = lambda _folded: None) -> None:
    query = sa.select(Standing.person_id).where(Standing.contest_id == frame.contest_id).distinct()
    folded = 0
    for portion in in_portions(sorted(db.session.scalars(query)) if frame.total else []):
        with transaction():
            fold_totals(frame, portion)
        keep(frame.contest_id)
        folded += len(portion)
        tell(folded)
