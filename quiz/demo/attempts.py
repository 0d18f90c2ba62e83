"""Finished attempts for planned sittings: drawn and graded by the attempts room, written in bulk."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import exp
from typing import Any

import sqlalchemy as sa

from question_bank.draw_record import paper_seed
from question_bank.levels import Level
from quiz.attempts.models import Attempt
from quiz.attempts.papers import draw_paper, layout_of
from quiz.attempts.rules import Drawn, graded, write_paper
from quiz.attempts.starting import new_id
from quiz.bank.grading import GradingKey, grading_keys
from quiz.bank.models import Item, ItemRevision
from quiz.bank.queries import shown_items
from quiz.contests.context import RoundContext, round_context
from quiz.contests.models import Contest, Entry, Round
from quiz.contests.rules import deadline
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.demo.crowd import Member
from quiz.demo.sittings import Sitting, Window, plan

FIRST_SHARE, LATER_SHARE = 1.0, 0.5
"""Which share of the crowd sits the first round, and which a later one."""
DIFFICULTY = {Level.RECOGNITION: -0.7, Level.COMPREHENSION: 0.0, Level.APPLICATION: 0.4, Level.HIGH_APPLICATION: 1.0}
BLANK = 0.05
LEAST_TIME = timedelta(hours=1)
"""A round that has run for less is left to those who try the demo."""
CLOSING = timedelta(seconds=1)


def fill_round(contest: Contest, contest_round: Round, crowd: Sequence[Member], now: datetime) -> int:
    """Let the crowd sit a round in which nobody has sat yet, in the time that has passed of it; how many attempts."""
    if db.session.scalar(sa.select(Attempt.id).where(Attempt.round_id == contest_round.id).limit(1)) is not None:
        return 0
    context = round_context(contest_round.id, contest_round.version, contest.rules_version)
    share = FIRST_SHARE if context.number == 1 else LATER_SHARE
    window = Window(contest_round.opens_at, min(contest_round.closes_at, now))
    if window.end - window.start < LEAST_TIME:
        return 0
    limit = timedelta(seconds=context.rules.time_limit_seconds)
    planned = plan(len(crowd), share, window, limit, f"round {context.number}")
    marking = _Marking(context, contest_round.closes_at)
    rows = [marking.attempt(crowd[one.member], one) for one in planned]
    with transaction():
        _enter(contest, rows)
        if rows:
            db.session.execute(sa.insert(Attempt), rows)
    return len(rows)


def _enter(contest: Contest, rows: Sequence[Mapping[str, Any]]) -> None:
    """Accept the rules for those who have not entered yet, just before their first sitting."""
    entered = set(db.session.scalars(sa.select(Entry.person_id).where(Entry.contest_id == contest.id)))
    firsts: dict[int, datetime] = {}
    for row in rows:
        person_id, started_at = row["person_id"], row["started_at"]
        firsts[person_id] = min(started_at, firsts.get(person_id, started_at))
    new = [
        {
            "contest_id": contest.id,
            "person_id": person_id,
            "rules_version": contest.rules_version,
            "accepted_at": started_at - timedelta(seconds=20),
        }
        for person_id, started_at in firsts.items()
        if person_id not in entered
    ]
    if new:
        db.session.execute(sa.insert(Entry), new)


class _Marking:
    """One round's papers, answered by chance and graded by the keys there are."""

    def __init__(self, context: RoundContext, closes_at: datetime) -> None:
        self.context, self.closes_at = context, closes_at
        pool = sorted({revision for _count, revisions in context.cells for revision in revisions})
        self.keys = grading_keys(pool)
        self.options = {one: len(item.options) for one, item in shown_items(pool).items()}
        self.difficulty = _difficulties(pool)

    def attempt(self, member: Member, sitting: Sitting) -> dict[str, Any]:
        """A row of the table of attempts."""
        seed = paper_seed(self.context.seed, member.person_id, sitting.number)
        paper = draw_paper(self.context, seed)
        layout = layout_of(paper)
        rng = random.Random(f"{sitting.member}.{sitting.number}.{self.context.number}")
        answers = bytes(self._answer(position, sitting.skill, rng) for position in paper)
        rules = self.context.rules
        score, highest = graded(rules, [one.revision_id for one in paper], answers, None, self.keys)
        return {
            "id": new_id(layout, clock.to_ms(sitting.started_at)),
            "round_id": self.context.round_id,
            "person_id": member.person_id,
            "unit_id": member.unit_id,
            "number": sitting.number,
            "attempt_limit": rules.attempt_limit,
            "is_practice": False,
            "rules_version": self.context.rules_version,
            "seed": seed.hex(),
            "paper": write_paper(paper),
            "layout": layout,
            "answers": answers,
            "score": score,
            "max_score": highest,
            **self._times(sitting, rng),
        }

    def _times(self, sitting: Sitting, rng: random.Random) -> dict[str, Any]:
        rules, ended_at = self.context.rules, sitting.ended_at
        deadline_at = deadline(sitting.started_at, rules.time_limit_seconds, self.closes_at)
        in_time = ended_at < deadline_at
        return {
            "started_at": sitting.started_at,
            "deadline_at": deadline_at,
            "grace_ms": rules.grace_seconds * 1000,
            "saved_seq": rng.randint(rules.questions, 2 * rules.questions),
            "saved_at": ended_at - timedelta(milliseconds=rng.randint(300, 20_000)),
            "submitted_at": ended_at,
            "closed_at": ended_at if in_time else ended_at + timedelta(seconds=rules.grace_seconds) + CLOSING,
            "closed_by": "person" if in_time else "deadline",
            "duration_ms": sitting.duration // timedelta(milliseconds=1),
        }

    def _answer(self, position: Drawn, skill: float, rng: random.Random) -> int:
        """The mask of the chosen options: the key, or by chance something else or nothing."""
        key = self.keys[position.revision_id]
        if rng.random() < _chance(skill, self.difficulty[position.revision_id]):
            return key.mask
        return 0 if rng.random() < BLANK else _wrong(key, self.options[position.revision_id], rng)


def _chance(skill: float, difficulty: float) -> float:
    return 1 / (1 + exp(difficulty - skill))


def _wrong(key: GradingKey, options: int, rng: random.Random) -> int:
    """Another choice of as many options, as far as there is one."""
    choices = [mask for mask in range(1, 1 << options) if mask != key.mask]
    alike = [mask for mask in choices if mask.bit_count() == key.mask.bit_count()]
    return rng.choice(alike or choices)


def _difficulties(revision_ids: Sequence[int]) -> dict[int, float]:
    """How hard each item is, by its level."""
    query = sa.select(ItemRevision.id, Item.level).join(Item, Item.id == ItemRevision.item_id)
    rows = db.session.execute(query.where(ItemRevision.id.in_(revision_ids)))
    return {revision_id: DIFFICULTY[Level(level)] for revision_id, level in rows}
