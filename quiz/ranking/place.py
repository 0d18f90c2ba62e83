"""One person's place, read by single statements: asked by everybody right after handing in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quiz.contests.rules import ContestRules, Criterion
from quiz.core import clock, direct
from quiz.ranking.models import Standing
from quiz.ranking.queries import Above, StandingRow
from quiz.ranking.rules import UNPLACED, deciding_criterion

_COLUMNS = (
    "person_id",
    "sort_key",
    "name_key",
    "name",
    "unit_code",
    "unit_name",
    "unit_position",
    "division",
    "attempt_id",
    "attempts",
    "full_scores",
    "score",
    "max_score",
    "duration_ms",
    "submitted_at",
    "started_at",
    "prediction_value",
    "prediction_error",
    "full_attempts",
    "lot",
    "board_place",
    "is_placed",
)
_MOMENTS = ("submitted_at", "started_at")
_LIST = ", ".join(f"s.{column}" for column in _COLUMNS)
_RANK = """(select count(*) + 1 from standings b
  where b.contest_id = :contest and b.round_number = :number and b.sort_key < s.sort_key)"""
_WITHIN = """(select count(*) + 1 from standings d
  where :divided = 1 and d.contest_id = :contest and d.round_number = :number and d.sort_key < s.sort_key
    and d.division = s.division and s.division <> '')"""
_OWN = f"""
select {_RANK}, {_WITHIN}, {_LIST} from standings s
where s.contest_id = :contest and s.round_number = :number and s.person_id = :person
"""  # noqa: S608 - constants only
_ALL_OWN = f"""
select s.round_number, (select count(*) + 1 from standings b
  where b.contest_id = s.contest_id and b.round_number = s.round_number and b.sort_key < s.sort_key), {_LIST}
from standings s where s.person_id = :person and s.contest_id = :contest
"""  # noqa: S608 - constants only
_SHARING = """(select count(*) from standings b
  where b.contest_id = :contest and b.round_number = :number and b.sort_key = s.sort_key)"""
_ABOVE = f"""
select :rank - {_SHARING}, {_LIST} from standings s
where s.contest_id = :contest and s.round_number = :number and s.sort_key < :key
order by s.sort_key desc, s.name_key, s.person_id limit 1
"""  # noqa: S608
_HEAD = """
select (select count(*) from standings s
    where s.contest_id = :contest and s.round_number = :number and s.sort_key < :unplaced),
  (select max(f.folded_at) from folds f join rounds r on r.id = f.round_id
    where r.contest_id = :contest and (r.number = :number or :number = 0))
"""
_BEHIND = """
select 1 where (
  select count(*) from attempts a
  where a.round_id = :round and a.person_id = :person and not a.is_practice and a.score is not null
) <> coalesce((
  select s.attempts from standings s join rounds r on r.contest_id = s.contest_id and r.number = s.round_number
  where r.id = :round and s.person_id = :person
), 0)
"""


@dataclass(frozen=True)
class Place:
    """A person's row (None: not in the ranking), who stands next above, how many have a place, and as of when.

    `within_division`: the rank among those of the own division, None where there are none.
    """

    row: StandingRow | None
    above: Above | None
    total: int
    as_of: datetime | None
    within_division: int | None = None


def place_of(contest_id: int, number: int, person_id: int, rules: ContestRules) -> Place:
    """The place of a person in a round or total (0) of a contest; within the division too where there are divisions."""
    where: dict[str, Any] = {"contest": contest_id, "number": number}
    total, made = direct.run(_HEAD, {**where, "unplaced": UNPLACED})[0]
    found = direct.run(_OWN, {**where, "person": person_id, "divided": int(bool(rules.divisions))})
    row = _row([[rank, *values] for rank, _within, *values in found])
    above = _above(row, total, where, rules.tie_break) if row else None
    within = found[0][1] if row and row.rank is not None and rules.divisions and row.standing.division else None
    return Place(row, above, total, None if made is None else clock.from_ms(made), within)


def own_rows(contest_id: int, person_id: int) -> dict[int, StandingRow]:
    """All rows of a person in a contest by round number (0: the total), read by one statement."""
    rows = direct.run(_ALL_OWN, {"contest": contest_id, "person": person_id})
    return {number: row for number, *rest in rows if (row := _row([rest])) is not None}


def is_behind(round_id: int, person_id: int) -> bool:
    """Whether a person has closed attempts in a round that the own standing does not count."""
    return bool(direct.run(_BEHIND, {"round": round_id, "person": person_id}))


def _above(mine: StandingRow, placed: int, where: dict[str, Any], order: Sequence[Criterion]) -> Above | None:
    """The next better one, whose rank follows from the own: so many less as share that better place.

    Above whoever has no place stands the last one who has.
    """
    start = {"key": UNPLACED, "rank": placed + 1} if mine.rank is None else {"key": mine.standing.sort_key}
    better = _row(direct.run(_ABOVE, {"rank": mine.rank, **where, **start}))
    if better is None:
        return None
    if mine.rank is None:
        return Above(better, None)
    criterion = deciding_criterion(mine.standing, better.standing, order)
    return Above(better, criterion) if criterion else None


def _row(rows: Sequence[Sequence[Any]]) -> StandingRow | None:
    if not rows:
        return None
    rank, *values = rows[0]
    fields = dict(zip(_COLUMNS, values, strict=True))
    fields.update({name: clock.from_ms(fields[name]) for name in _MOMENTS})
    fields["is_placed"] = bool(fields["is_placed"])
    return StandingRow(rank if fields["is_placed"] else None, None, Standing(**fields))
