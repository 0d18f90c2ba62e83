"""Prizes of all stages of a contest: whom each list passes over, and who gets what. No database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from quiz.contests.awards import OnePerPerson, Prize
from quiz.contests.groups import Division
from quiz.ranking.allocation import Contender, Grade, Winner, award, planned, prize_lists
from quiz.ranking.frames import TOTAL, Stage


@dataclass(frozen=True)
class PrizeTable:
    """The prizes of one division (None: of all people) with their winners, the highest grade first."""

    division: Division | None
    grades: tuple[Grade, ...]

    @property
    def winners(self) -> list[Winner]:
        """Everybody with a prize, best first."""
        return [winner for grade in self.grades for winner in grade.winners]


class Ranked(Protocol):
    """People in order of their places, of one division (by code) or all (None)."""

    def placed(self) -> int:
        """How many of all have a place."""

    def people(self, division: str | None) -> int:
        """How many there are, whether they have a place or not."""

    def front(self, division: str | None, wanted: int, taken: Collection[int]) -> list[Contender]:
        """The best who can still win: as many as wanted, and everybody who shares the last one's place."""


Ranking = tuple[Stage, Ranked]
"""A round or the total with its people in order."""


def tables_of(stage: Stage, ranked: Ranked, taken: Collection[int]) -> list[PrizeTable]:
    """The prizes of one stage; `taken` are people whom it passes over."""
    return [
        PrizeTable(division, tuple(_grades(stage, ranked, division, prizes, taken)))
        for division, prizes in _lists(stage)
    ]


def winners_of(stage: Stage, ranked: Ranked, taken: Collection[int]) -> list[Winner]:
    """Everybody with a prize of one stage, best first, division by division."""
    return [winner for table in tables_of(stage, ranked, taken) for winner in table.winners]


def passed_over(rankings: Sequence[Ranking]) -> dict[int, set[int]]:
    """By number of the stage: the people whom its prizes pass over because of another prize.

    `rankings` are all stages of a contest, the rounds in order and then the total.
    """
    over: dict[int, set[int]] = {stage.number: set() for stage, _ranked in rankings}
    limit = rankings[0][0].rules.prizes.one_per_person if rankings else OnePerPerson.NONE
    if limit is OnePerPerson.FIRST:
        _keep_first(rankings, over)
    elif limit is OnePerPerson.HIGHEST:
        _keep_highest(rankings, over)
    return over


def _keep_first(rankings: Sequence[Ranking], over: dict[int, set[int]]) -> None:
    """Whoever has won in a stage is out of all later ones."""
    taken: set[int] = set()
    for stage, ranked in rankings:
        over[stage.number] |= taken
        taken |= {winner.person_id for winner in winners_of(stage, ranked, taken)}


def _keep_highest(rankings: Sequence[Ranking], over: dict[int, set[int]]) -> None:
    """Grade after grade from the highest, in each grade the total and then the rounds: a winner is out everywhere else.

    It is over after so many steps as there are grades in all lists. What a step has given stays: whoever a list passes
    over later has won nothing of it so far, so stands in it below its winners and does not move their ranks. Nobody can
    complain either: whoever is before a winner in a list holds a prize that comes no later, so no lower a grade. (To
    give all lists first and let winners choose among several would not do: who gives up a lower prize of a list at once
    is no longer there when a higher one of it is given up by somebody else.)
    """
    in_order = sorted(rankings, key=lambda ranking: (ranking[0].number != TOTAL, ranking[0].number))
    most = max(len(prizes) for stage, _ranked in rankings for _division, prizes in _lists(stage))
    for grade in range(most):
        for stage, ranked in in_order:
            won = {one.person_id for one in winners_of(stage, ranked, over[stage.number]) if one.grade == grade}
            for number, taken in over.items():
                if number != stage.number:
                    taken |= won


def _lists(stage: Stage) -> list[tuple[Division | None, Sequence[Prize]]]:
    return prize_lists(stage.rules, is_total=stage.number == TOTAL)


def _grades(
    stage: Stage, ranked: Ranked, division: Division | None, prizes: Sequence[Prize], taken: Collection[int]
) -> list[Grade]:
    code, most = division.code if division else None, stage.rules.prizes.most_percent
    people = ranked.people(code) if prizes and most is not None else 0
    counts = planned(prizes, people, most)
    wanted = sum(counts)
    front = ranked.front(code, wanted, taken) if wanted else []
    return award(front, prizes, counts, code or "")
