"""What an opened round looks like to a sitting: fixed data, read once per process and round version."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from quiz.contests import queries
from quiz.contests.models import Contest, Round
from quiz.contests.pools import Pool, frozen_pool
from quiz.contests.rules import ContestRules
from quiz.core.db import db


@dataclass(frozen=True)
class RoundContext:
    """A round as attempts need it; `cells` holds, a cell of the blueprint, how many to draw and from what."""

    round_id: int
    contest_id: int
    slug: str
    contest_title: str
    number: int
    title: str
    rules: ContestRules
    rules_version: int
    cells: Pool
    seed: bytes


def round_context(round_id: int, round_version: int, rules_version: int) -> RoundContext:
    """The context of a round; the versions are part of the question, so that a change is seen at once."""
    cache: dict[int, tuple[tuple[int, int], RoundContext]] = current_app.extensions.setdefault("round_contexts", {})
    known = cache.get(round_id)
    if known is None or known[0] != (round_version, rules_version):
        known = cache[round_id] = ((round_version, rules_version), _load(round_id, rules_version))
    return known[1]


def _load(round_id: int, rules_version: int) -> RoundContext:
    contest_round = db.session.get_one(Round, round_id)
    contest = db.session.get_one(Contest, contest_round.contest_id)
    rules = queries.rules_of(contest.id, rules_version).of_round(contest_round.number)
    return RoundContext(
        round_id=round_id,
        contest_id=contest.id,
        slug=contest.slug,
        contest_title=contest.title,
        number=contest_round.number,
        title=contest_round.title,
        rules=rules,
        rules_version=rules_version,
        cells=frozen_pool(round_id, rules),
        seed=bytes.fromhex(contest_round.seed),
    )
