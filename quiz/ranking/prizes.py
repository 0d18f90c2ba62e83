"""Prizes of a round and of the whole contest as the standings stand now.

Prizes follow ranks within the division, or else within the round. Where a person may have one prize alone, whoever has
another one (the first won, or the highest) is skipped, and ranks are counted among the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from quiz.core.db import db
from quiz.ranking.allocation import Contender, Winner
from quiz.ranking.folding import of_stage
from quiz.ranking.frames import Frame, frame_of
from quiz.ranking.giving import PrizeTable, Ranking, passed_over, tables_of, winners_of
from quiz.ranking.models import Standing
from quiz.ranking.queries import placed


def prize_winners(contest_id: int, round_number: int) -> list[Winner]:
    """Everybody who would get a prize of a round (0: of the whole contest), best first, division by division."""
    return [winner for table in prize_tables(contest_id, round_number) for winner in table.winners]


def prize_tables(contest_id: int, round_number: int) -> list[PrizeTable]:
    """The prizes of a round (0: of the whole contest) by division; empty where there is no such ranking."""
    rankings = rankings_of(frame_of(contest_id))
    found = next((ranking for ranking in rankings if ranking[0].number == round_number), None)
    return tables_of(*found, passed_over(rankings)[round_number]) if found else []


def all_winners(contest_id: int) -> dict[int, list[Winner]]:
    """Everybody who would get a prize, by number of the round (0: of the whole contest)."""
    rankings = rankings_of(frame_of(contest_id))
    over = passed_over(rankings)
    return {stage.number: winners_of(stage, ranked, over[stage.number]) for stage, ranked in rankings}


def rankings_of(frame: Frame) -> list[Ranking]:
    """All stages with their people as they stand in the database."""
    return [(stage, Stored(frame.contest_id, stage.number)) for stage in frame.stages]


@dataclass(frozen=True)
class Stored:
    """The standings of a round or total as they stand in the database."""

    contest_id: int
    number: int

    def placed(self) -> int:
        """How many of all have a place."""
        return _count(placed(self.contest_id, self.number))

    def people(self, division: str | None) -> int:
        """How many there are, whether they have a place or not."""
        return _count((*of_stage(self.contest_id, self.number), *_within(division)))

    def front(self, division: str | None, wanted: int, taken: Collection[int]) -> list[Contender]:
        """The best who can still win: as many as wanted, and everybody who shares the last one's place."""
        query = (
            sa.select(Standing.person_id, Standing.sort_key, Standing.unit_position)
            .where(*placed(self.contest_id, self.number), *_within(division))
            .order_by(Standing.sort_key, Standing.name_key, Standing.person_id)
        )
        best = _still(query.limit(wanted + len(taken)), taken)
        if len(best) < wanted:
            return best
        return _still(query.where(Standing.sort_key <= best[wanted - 1].sort_key), taken)


def _count(conditions: Sequence[sa.ColumnElement[bool]]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Standing).where(*conditions)) or 0


def _within(division: str | None) -> tuple[sa.ColumnElement[bool], ...]:
    return () if division is None else (Standing.division == division,)


def _still(query: sa.Select[int, bytes, int], taken: Collection[int]) -> list[Contender]:
    rows = [Contender(*row) for row in db.session.execute(query)]
    return [row for row in rows if row.person_id not in taken]
