"""Preparing a round: units, pool and seed are fixed, once and for ever, before the first attempt."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask import current_app

from question_bank.draw_record import commitment, first_draw
from question_bank.drawing import DrawStream, ShortageError, draw
from quiz.bank import queries as bank
from quiz.contests import queries
from quiz.contests.blueprint import CellCount, compare
from quiz.contests.frozen_units import freeze_units
from quiz.contests.models import Round, RoundItem
from quiz.contests.pools import pool_now
from quiz.contests.rules import Cell, ContestRules
from quiz.core import audit, clock
from quiz.core.db import db, transaction
from quiz.core.durability import require_durability
from quiz.core.errors import Conflict, DomainError


class Shortage(Conflict):
    """The bank holds too few items for the paper of a round; the text names every cell that is short."""

    default_code = "shortage"


def prepare_round(round_id: int, now: datetime) -> Round:
    """Freeze units and pool of a round and draw its seed; a round that is prepared already stays as it is.

    Safe when several processes do it at once: the round's row is locked first. Raises Shortage, or Conflict where the
    database could lose an answer, and nothing is kept.
    """
    require_durability()
    with transaction():
        contest_round = db.session.get_one(Round, round_id, with_for_update=True, populate_existing=True)
        if contest_round.prepared_at is None:
            rules = queries.rules_of(contest_round.contest_id).of_round(contest_round.number)
            seed = secrets.token_bytes(32)
            contest_round.seed, contest_round.seed_commitment = seed.hex(), commitment(seed)
            _freeze_items(contest_round, rules, seed)
            _freeze_units(round_id)
            contest_round.prepared_at = now
            _note_prepared(contest_round)
    return contest_round


def _freeze_items(contest_round: Round, rules: ContestRules, seed: bytes) -> None:
    """Freeze the pool; where everybody gets the same items, a first draw from the round's seed leaves just these."""
    pool = [(count, sorted(revision_ids)) for count, revision_ids in _pool(contest_round, rules)]
    drawn = first_draw(pool, seed) if rules.same_for_all else pool
    rows = [
        {"round_id": contest_round.id, "cell": cell, "revision_id": one, "is_drawn": one in taken}
        for cell, ((_count, revision_ids), (_same, taken)) in enumerate(zip(pool, drawn, strict=True))
        for one in revision_ids
    ]
    db.session.execute(sa.insert(RoundItem), rows)


def _pool(contest_round: Round, rules: ContestRules) -> list[tuple[int, list[int]]]:
    """For every cell how many to draw and from what; raises Shortage where no full paper can be drawn."""
    counts = bank.cell_counts(rules.bank)
    missing = [str(one) for one in compare(rules.blueprint, counts) if one.is_short]
    if missing:
        raise _shortage(contest_round, missing)
    pool = pool_now(rules)
    try:
        draw(pool, DrawStream(b"\0"), shuffle=False)
    except ShortageError as error:
        cell = rules.blueprint[error.cell]
        raise _shortage(contest_round, [_overlapping(cell, error)]) from error
    return pool


def _overlapping(cell: Cell, error: ShortageError) -> str:
    return f"{CellCount(cell, error.found)} (các câu khác đã dùng cho ô khác của đề)"


def _shortage(contest_round: Round, missing: Sequence[str]) -> Shortage:
    text = "Ngân hàng câu hỏi chưa đủ cho đề của vòng %(number)s: %(missing)s."
    return Shortage(text, number=contest_round.number, missing="; ".join(missing))


def _freeze_units(round_id: int) -> None:
    freeze_units(round_id, clock.local(db.session.get_one(Round, round_id).opens_at).date())


def _note_prepared(contest_round: Round) -> None:
    after = {"seed_commitment": contest_round.seed_commitment}
    audit.record(None, "round.prepare", "round", contest_round.id, after=after)


def ensure_prepared(round_id: int, now: datetime) -> None:
    """Prepare a round whose opening has come; nothing where it is prepared.

    Raises Conflict not_open where it has not come, or where the bank is short: this is noted once in the audit trail,
    and the round stays closed to starts until the bank is filled.
    """
    done: set[int] = current_app.extensions.setdefault("prepared_rounds", set())
    if round_id in done:
        return
    contest_round = db.session.get_one(Round, round_id, populate_existing=True)
    if contest_round.prepared_at is None:
        if now < contest_round.opens_at:
            raise Conflict("Vòng thi chưa mở.", code="not_open")
        _prepare_or_note(round_id, now)
    done.add(round_id)


def _prepare_or_note(round_id: int, now: datetime) -> None:
    try:
        prepare_round(round_id, now)
    except Shortage as shortage:
        _note_shortage(round_id, shortage.message())
        text = "Vòng thi chưa mở được vì ban tổ chức đang hoàn tất đề thi. Mời thí sinh quay lại sau."
        raise Conflict(text, code="not_open") from shortage


def _note_shortage(round_id: int, text: str) -> None:
    with transaction():
        db.session.get_one(Round, round_id, with_for_update=True)
        if queries.shortage_noted(round_id) != text:
            audit.record(None, queries.SHORTAGE, "round", round_id, reason=text)


def prepare_due(now: datetime) -> int:
    """Prepare every round whose opening has come; how many were prepared. Those that are short wait for the bank."""
    due = sa.select(Round.id).where(Round.prepared_at.is_(None), Round.opens_at <= now, Round.closes_at > now)
    prepared = 0
    for round_id in db.session.scalars(due.order_by(Round.id)).all():
        try:
            ensure_prepared(round_id, now)
            prepared += 1
        except DomainError as error:
            current_app.logger.info("round %s not prepared: %s", round_id, error)
    return prepared
