"""The points that prizes bring to the units of those who hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from quiz.contests.awards import OnePerPerson
from quiz.contests.rules import ContestRules
from quiz.core.db import db, in_portions
from quiz.ranking.allocation import Winner
from quiz.ranking.folding import of_stage
from quiz.ranking.frames import TOTAL, Stage
from quiz.ranking.models import Standing
from quiz.ranking.prizes import all_winners, prize_winners


def points_by_position(contest_id: int, stage: Stage) -> dict[int, int]:
    """The prize points of a round by the position of the winner's unit.

    In the total the prizes of all its rounds count and those of the whole contest, under the winner's unit there.
    """
    if not any_points(stage.rules):
        return {}
    winners = prize_winners(contest_id, stage.number) if stage.number != TOTAL else _of_all_stages(contest_id)
    points: Counter[int] = Counter()
    for winner in winners:
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


def are_shared(rules: ContestRules) -> bool:
    """Whether what happens in one round changes the prize points of others: who has a prize is passed over there."""
    return rules.prizes.one_per_person is not OnePerPerson.NONE and any_points(rules)


def _of_all_stages(contest_id: int) -> list[Winner]:
    return [winner for winners in all_winners(contest_id).values() for winner in winners]


def _positions(contest_id: int, number: int, people: Sequence[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for portion in in_portions(people):
        query = sa.select(Standing.person_id, Standing.unit_position).where(
            *of_stage(contest_id, number), Standing.person_id.in_(portion)
        )
        found += [(row[0], row[1]) for row in db.session.execute(query)]
    return found
