"""Prize winners as rows for the organiser: full names, units, grades, and what the board has to look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from quiz.accounts.models import Person
from quiz.core.db import db, in_portions
from quiz.ranking.folding import of_stage
from quiz.ranking.giving import PrizeTable
from quiz.ranking.models import Standing
from quiz.ranking.prizes import prize_tables


@dataclass(frozen=True)
class PrizeRow:
    """A winner: `grade` and `worth` as announced, the rank in the division (else in the round), the score.

    `is_tied`: the tie runs over the edge of a grade; `is_exceeded`: more people have this grade than planned.
    """

    division: str
    grade: str
    worth: str
    rank: int
    person_id: int
    name: str
    login_name: str
    unit_code: str
    unit_name: str
    score: int
    is_tied: bool
    is_exceeded: bool


def prize_rows(contest_id: int, round_number: int, tables: Iterable[PrizeTable] | None = None) -> list[PrizeRow]:
    """The winners of a round (0: of the whole contest), division by division, the highest grade first.

    `tables` are prizes found otherwise than from the standings of now, e.g. those that an approval would bring.
    """
    tables = prize_tables(contest_id, round_number) if tables is None else list(tables)
    people = _people(contest_id, round_number, [winner.person_id for table in tables for winner in table.winners])
    return [
        PrizeRow(
            division=table.division.title if table.division else "",
            grade=grade.prize.title,
            worth=grade.prize.worth,
            rank=winner.rank,
            person_id=winner.person_id,
            name=people[winner.person_id].name,
            login_name=people[winner.person_id].login_name,
            unit_code=people[winner.person_id].unit_code,
            unit_name=people[winner.person_id].unit_name,
            score=people[winner.person_id].score,
            is_tied=winner.is_tied,
            is_exceeded=grade.is_exceeded,
        )
        for table in tables
        for grade in table.grades
        for winner in grade.winners
    ]


def _people(contest_id: int, number: int, person_ids: list[int]) -> dict[int, Any]:
    found = {}
    columns = (Standing.person_id, Person.name, Person.login_name, Standing.unit_code, Standing.unit_name)
    for portion in in_portions(person_ids):
        query = (
            sa.select(*columns, Standing.score)
            .join(Person, Person.id == Standing.person_id)
            .where(*of_stage(contest_id, number), Standing.person_id.in_(portion))
        )
        found.update({row.person_id: row for row in db.session.execute(query)})
    return found
