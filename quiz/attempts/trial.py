"""Trying out the papers of a round as a job: from its frozen pool, or from what the bank holds before that."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import current_app

from question_bank.draw_record import DrawRecord, first_draw
from question_bank.drawing import ShortageError
from quiz.attempts.papers import kept_options
from quiz.attempts.simulation import PAPERS, expected_facility, simulate, summary
from quiz.bank import queries as bank
from quiz.bank.keys import keys
from quiz.contests import queries
from quiz.contests.models import Contest, Round
from quiz.contests.pools import frozen_pool, pool_now
from quiz.contests.rules import ContestRules
from quiz.core.db import db, in_portions
from quiz.core.errors import Conflict
from quiz.core.jobs.models import Job
from quiz.core.jobs.queue import Progress, enqueue, work
from quiz.core.permissions import Actor
from quiz.core.room import slot

WORK = "attempts.trial"


def begin_trial(actor: Actor, contest: Contest, contest_round: Round) -> Job:
    """Put the drawing of a thousand papers into the queue; the seed is invented, never the round's own."""
    arguments = {"round_id": contest_round.id, "seed": secrets.token_hex(8)}
    return enqueue(WORK, actor, slug=contest.slug, **arguments)


@work(WORK)
def run_trial(progress: Progress, slug: str, round_id: int, seed: str) -> dict[str, Any]:
    """Draw the papers and sum them up. Conflict where the bank holds too few items."""
    contest_round = db.session.get_one(Round, round_id)
    rules = queries.rules_of(contest_round.contest_id).of_round(contest_round.number)
    record = trial_record(contest_round, rules)
    try:
        if rules.same_for_all:
            record = drawn_once(record, seed.encode())
        facility = facilities(sorted(record.kept))
        tally = simulate(record, facility, _free_keys(record), seed.encode(), PAPERS, progress)
    except ShortageError as error:
        text = (
            "Ngân hàng chưa đủ câu cho ô thứ %(cell)s của cơ cấu đề (cần %(wanted)s, còn %(found)s) nên chưa thử được. "
            "Vui lòng bổ sung câu hoặc sửa cơ cấu đề."
        )
        raise Conflict(text, cell=error.cell + 1, wanted=error.wanted, found=error.found) from error
    return {
        **summary(tally),
        "seed": seed,
        "slug": slug,
        "round": contest_round.number,
        "questions": rules.questions,
        "same_for_all": rules.same_for_all,
        "exposure": [(revision, tally.exposure[revision]) for revision in sorted(record.kept)],
        "url": f"/admin/attempts/{slug}/trials/{progress.job_id}",
    }


def trial_record(contest_round: Round, rules: ContestRules) -> DrawRecord:
    """What the round's papers are drawn from, now or for good."""
    is_frozen = contest_round.prepared_at is not None
    pool = frozen_pool(contest_round.id, rules) if is_frozen else pool_now(rules)
    cells = tuple((count, tuple(revisions)) for count, revisions in pool)
    revisions = sorted({one for _count, some in cells for one in some})
    kept = kept_options(revisions, not rules.shuffle_options)
    return DrawRecord(cells, {one: tuple(kept[one]) for one in revisions}, rules.shuffle_items)


def drawn_once(record: DrawRecord, seed: bytes) -> DrawRecord:
    """The record after a first draw for everybody. Raises drawing.ShortageError."""
    cells = tuple((count, tuple(items)) for count, items in first_draw(record.cells, seed))
    kept = {item: record.kept[item] for _count, items in cells for item in items}
    return replace(record, cells=cells, kept=kept)


def facilities(revisions: Sequence[int]) -> dict[int, float]:
    """The expected share of right answers of each revision."""
    places = bank.places_of(revisions)
    measured = _measured([place.item_id for place in places.values()])
    return {
        revision: expected_facility(places[revision].level, measured.get(places[revision].item_id))
        for revision in revisions
    }


def _measured(item_ids: Sequence[int]) -> Mapping[int, tuple[float, int]]:
    found: dict[int, tuple[float, int]] = {}
    for tell in slot(current_app, "item_facility"):
        found.update(tell(item_ids))
    return found


def _free_keys(record: DrawRecord) -> dict[int, int]:
    """The place of the key of every item with one right option and no option that stays."""
    free = [item for item, kept in record.kept.items() if not any(kept)]
    found = {}
    for portion in in_portions(free):
        for item, key in keys(portion).items():
            if key.mask.bit_count() == 1:
                found[item] = key.mask.bit_length() - 1
    return found
