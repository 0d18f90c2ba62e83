"""Prizes of a round and of the whole contest as the standings stand now.

Prizes follow ranks within the division, or else within the round. Where nobody may win twice, rounds give their prizes
in order and then the whole contest; whoever has won is skipped, and ranks are counted among the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

from quiz.contests.awards import Prize
from quiz.contests.groups import Division
from quiz.core.db import db
from quiz.ranking.allocation import Contender, Grade, Winner, award, planned, prize_lists
from quiz.ranking.folding import of_stage
from quiz.ranking.frames import TOTAL, Frame, Stage, frame_of
from quiz.ranking.models import Standing
from quiz.ranking.queries import placed


@dataclass(frozen=True)
class PrizeTable:
    """The prizes of one division (None: of all people) with their winners, the highest grade first."""

    division: Division | None
    grades: tuple[Grade, ...]

    @property
    def winners(self) -> list[Winner]:
        """Everybody with a prize, best first."""
        return [winner for grade in self.grades for winner in grade.winners]


def prize_winners(contest_id: int, round_number: int) -> list[Winner]:
    """Everybody who would get a prize of a round (0: of the whole contest), best first, division by division."""
    return [winner for table in prize_tables(contest_id, round_number) for winner in table.winners]


def prize_tables(contest_id: int, round_number: int) -> list[PrizeTable]:
    """The prizes of a round (0: of the whole contest) by division; empty where there is no such ranking."""
    frame = frame_of(contest_id)
    stage = next((one for one in frame.stages if one.number == round_number), None)
    return tables_of(stage, Stored(contest_id, round_number), earlier_winners(frame, stage)) if stage else []


class Ranked(Protocol):
    """People in order of their places, of one division (by code) or all (None)."""

    def placed(self) -> int:
        """How many of all have a place."""

    def people(self, division: str | None) -> int:
        """How many there are, whether they have a place or not."""

    def front(self, division: str | None, wanted: int, taken: Collection[int]) -> list[Contender]:
        """The best who can still win: as many as wanted, and everybody who shares the last one's place."""


def tables_of(stage: Stage, ranked: Ranked, taken: Collection[int]) -> list[PrizeTable]:
    """The prizes of one stage; `taken` are people who cannot win any more."""
    lists = prize_lists(stage.rules, is_total=stage.number == TOTAL)
    return [PrizeTable(division, tuple(_grades(stage, ranked, division, prizes, taken))) for division, prizes in lists]


def earlier_winners(frame: Frame, stage: Stage) -> set[int]:
    """Who has won before a stage and is out of its prizes; nobody unless the rules give one prize a person."""
    taken: set[int] = set()
    for one in frame.rounds if stage.rules.prizes.one_per_person else ():
        if stage.number == TOTAL or one.number < stage.number:
            tables = tables_of(one, Stored(frame.contest_id, one.number), taken)
            taken |= {winner.person_id for table in tables for winner in table.winners}
    return taken


def _grades(
    stage: Stage, ranked: Ranked, division: Division | None, prizes: Sequence[Prize], taken: Collection[int]
) -> list[Grade]:
    code, most = division.code if division else None, stage.rules.prizes.most_percent
    people = ranked.people(code) if prizes and most is not None else 0
    counts = planned(prizes, people, most)
    wanted = sum(counts)
    front = ranked.front(code, wanted, taken) if wanted else []
    return award(front, prizes, counts, code or "")


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
