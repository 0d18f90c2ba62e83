"""The points that prizes bring to the units of those who hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from quiz.contests.models import Round
from quiz.contests.rules import ContestRules
from quiz.core.db import db
from quiz.ranking.folding import of_stage
from quiz.ranking.frames import TOTAL, Stage, counts
from quiz.ranking.models import Standing
from quiz.ranking.prizes import prize_winners
from quiz.ranking.writing import chunks


def points_by_position(contest_id: int, stage: Stage) -> dict[int, int]:
    """The prize points of a round by the position of the winner's unit.

    In the total the prizes of all its rounds count and those of the whole contest, under the winner's unit there.
    """
    if not any_points(stage.rules):
        return {}
    numbers = [stage.number] if stage.number != TOTAL else [*_round_numbers(contest_id), TOTAL]
    points: Counter[int] = Counter()
    for number in numbers:
        for winner in prize_winners(contest_id, number):
            points[winner.person_id] += winner.prize.points
    brought: Counter[int] = Counter()
    for person_id, position in _positions(contest_id, stage.number, [one for one in sorted(points) if points[one]]):
        brought[position] += points[person_id]
    return dict(brought)


def any_points(rules: ContestRules) -> bool:
    """Whether some prize to people brings points to a unit."""
    common = (*rules.prizes.each_round, *rules.prizes.total)
    own = (prize for division in rules.divisions for prize in (*division.each_round, *division.total))
    return any(prize.points for prize in (*common, *own))


def _round_numbers(contest_id: int) -> list[int]:
    rounds = db.session.scalars(sa.select(Round).where(Round.contest_id == contest_id).order_by(Round.number))
    return [one.number for one in rounds if counts(one)]


def _positions(contest_id: int, number: int, people: Sequence[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for portion in chunks(people):
        query = sa.select(Standing.person_id, Standing.unit_position).where(
            *of_stage(contest_id, number), Standing.person_id.in_(portion)
        )
        found += [(row[0], row[1]) for row in db.session.execute(query)]
    return found
