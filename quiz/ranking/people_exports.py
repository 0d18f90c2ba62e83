"""Everybody's place as a workbook for the organiser: full names, nothing hidden, any number of people.

Rows are read and written a portion at a time, on a connection of their own, so that every sheet shows one moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, aliased

from quiz.accounts.models import Person
from quiz.core.db import db
from quiz.documents.workbook import Column, Sheet, Value, write_workbook
from quiz.ranking.criterion_cells import criterion_cells, criterion_columns
from quiz.ranking.exports import frame_lines
from quiz.ranking.folding import of_stage
from quiz.ranking.models import Standing, UnitStanding
from quiz.ranking.prizes import prize_winners
from quiz.ranking.queries import placed
from quiz.ranking.scope import Scope
from quiz.ranking.unplaced import unplaced_sheet

PORTION = 1_000
MOST_ROWS = 1_000_000
"""Of one sheet; Excel takes some more than a million."""
Told = Callable[[int], None]


@dataclass
class Ranks:
    """Ranks of keys that come sorted, ties as 1, 2, 2, 4."""

    seen: int = 0
    rank: int = 0
    last: bytes = b""

    def of(self, key: bytes) -> int:
        """The rank of the next key."""
        self.seen += 1
        if self.seen == 1 or key != self.last:
            self.rank, self.last = self.seen, key
        return self.rank


@dataclass
class _Part:
    """One list of a workbook: a round or total, of one division or of all."""

    scope: Scope
    division: str | None = None
    title: str = ""
    superiors: dict[str, str] = field(default_factory=dict)
    prizes: dict[int, str] = field(default_factory=dict)
    scored_rounds: Sequence[int] = ()


def people_in(scope: Scope) -> int:
    """How many rows the largest list of a workbook has."""
    here = of_stage(scope.contest.id, scope.number)
    return db.session.scalar(sa.select(sa.func.count()).select_from(Standing).where(*here)) or 0


def write_standings(path: Path, scope: Scope, rounds: Sequence[Scope], now: datetime, tell: Told) -> int:
    """Write the workbook of a round, or of the total with all its rounds; the number of rows of people in it.

    `tell` is called with the number of rows written so far.
    """
    heading, footnotes = frame_lines(scope)
    tally = _Tally(tell)
    with _one_moment() as session:
        sheets = [sheet for part in _parts(scope, rounds) for sheet in _sheets(session, part, tally)]
        sheets.append(unplaced_sheet(session, scope))
        write_workbook(path, sheets, heading, footnotes, made_at=now)
    return tally.rows


@dataclass
class _Tally:
    tell: Told
    rows: int = 0

    def add(self, count: int) -> None:
        self.rows += count
        self.tell(self.rows)


@contextmanager
def _one_moment() -> Iterator[Session]:
    """A session whose reads all see the same moment."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with Session(connection) as session:
            yield session


def _parts(scope: Scope, rounds: Sequence[Scope]) -> Iterator[_Part]:
    numbers = [one.number for one in scope.choices] if scope.current is None else []
    yield _Part(scope, scored_rounds=numbers, title=scope.current.title if scope.current else _("Toàn cuộc thi"))
    for one in rounds if scope.current is None else ():
        yield _Part(one, title=one.current.title if one.current else "")
    for division in scope.rules.divisions:
        yield _Part(scope, division.code, division.title, scored_rounds=numbers)


def _sheets(session: Session, part: _Part, tally: _Tally) -> Iterator[Sheet]:
    """A list as sheets, each of as many rows as Excel takes."""
    part.superiors, part.prizes = _superiors(session, part.scope), _prizes(part.scope)
    count = session.scalar(sa.select(sa.func.count()).select_from(Standing).where(*_where(part))) or 0
    rows = _rows(session, part, tally)
    for first in range(0, max(count, 1), MOST_ROWS):
        title = part.title if first == 0 else f"{part.title} ({first // MOST_ROWS + 1})"
        yield Sheet(title, _columns(part), islice(rows, MOST_ROWS), landscape=True)


def _where(part: _Part) -> tuple[sa.ColumnElement[bool], ...]:
    within = () if part.division is None else (Standing.division == part.division,)
    return *placed(part.scope.contest.id, part.scope.number), *within


def _superiors(session: Session, scope: Scope) -> dict[str, str]:
    """By code of a unit: the name of the one directly above."""
    above = aliased(UnitStanding)
    same = (above.contest_id == UnitStanding.contest_id, above.round_number == UnitStanding.round_number)
    query = (
        sa.select(UnitStanding.code, above.name)
        .join(above, sa.and_(*same, above.unit_id == UnitStanding.parent_id))
        .where(UnitStanding.contest_id == scope.contest.id, UnitStanding.round_number == scope.number)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _prizes(scope: Scope) -> dict[int, str]:
    """The prize of each winner as the places stand now; marked where a shared place leaves the board to decide."""
    torn = _("đồng hạng, ban tổ chức xem xét")
    return {
        winner.person_id: f"{winner.prize.title} ({torn})" if winner.is_tied else winner.prize.title
        for winner in prize_winners(scope.contest.id, scope.number)
    }


def _columns(part: _Part) -> list[Column]:
    rules = part.scope.rules
    return [
        Column(_("Hạng"), 8, "number"),
        *([Column(_("Hạng trong bảng"), 10, "number")] if rules.divisions else []),
        Column(_("Họ và tên"), 28),
        Column(_("Tên đăng nhập"), 18),
        Column(_("Mã đơn vị"), 12),
        Column(_("Đơn vị"), 36),
        Column(_("Đơn vị cấp trên"), 32),
        *([Column(_("Bảng"), 20)] if rules.divisions else []),
        *criterion_columns(rules.tie_break),
        Column(_("Giải thưởng dự kiến") if part.scope.is_provisional else _("Giải thưởng"), 24),
        *(Column(_("Điểm vòng %(number)s", number=number), 10, "decimal") for number in part.scored_rounds),
        Column(_("Điểm tối đa có thể đạt"), 12, "decimal"),
        Column(_("Tổng số lượt thi"), 12, "number"),
    ]


def _rows(session: Session, part: _Part, tally: _Tally) -> Iterator[list[Value]]:
    """The rows of a list, best first, read a portion at a time.

    Ranks are counted over everybody, also where the list is that of a division.
    """
    titles = {one.code: one.title for one in part.scope.rules.divisions}
    overall, within = Ranks(), {code: Ranks() for code in ("", *titles)}
    for portion in _portions(session, part.scope):
        scores = _round_scores(session, part, [row.Standing.person_id for row in portion])
        written = 0
        for row in portion:
            standing = row.Standing
            ranks = [overall.of(standing.sort_key)]
            if titles:
                ranks.append(within.setdefault(standing.division, Ranks()).of(standing.sort_key))
            if part.division in {None, standing.division}:
                written += 1
                yield _row(part, row, ranks, titles, scores)
        tally.add(written)


def _portions(session: Session, scope: Scope) -> Iterator[Sequence[Any]]:
    query = (
        sa.select(Standing, Person.name, Person.login_name)
        .join(Person, Person.id == Standing.person_id)
        .where(*placed(scope.contest.id, scope.number))
        .order_by(Standing.sort_key, Standing.name_key, Standing.person_id)
    )
    yield from session.execute(query.execution_options(yield_per=PORTION)).partitions()


def _round_scores(session: Session, part: _Part, people: Sequence[int]) -> dict[tuple[int, int], int]:
    if not part.scored_rounds:
        return {}
    query = sa.select(Standing.person_id, Standing.round_number, Standing.score).where(
        Standing.contest_id == part.scope.contest.id,
        Standing.round_number.in_(part.scored_rounds),
        Standing.person_id.in_(people),
    )
    return {(row[0], row[1]): row[2] for row in session.execute(query)}


def _row(
    part: _Part, row: Any, ranks: Sequence[int], titles: dict[str, str], scores: dict[tuple[int, int], int]
) -> list[Value]:
    standing: Standing = row.Standing
    reached = [scores.get((standing.person_id, number)) for number in part.scored_rounds]
    return [
        *ranks,
        row.name,
        row.login_name,
        standing.unit_code,
        standing.unit_name,
        part.superiors.get(standing.unit_code),
        *([titles.get(standing.division, standing.division) or None] if titles else []),
        *criterion_cells(part.scope.rules.tie_break, standing),
        part.prizes.get(standing.person_id),
        *(None if score is None else score / 100 for score in reached),
        standing.max_score / 100,
        standing.attempts,
    ]
