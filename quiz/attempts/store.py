"""The statements of the hot path: one each for starting, saving and closing, durable when they return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from quiz.core import direct

START = """
select c.id, c.rules_version, r.id, r.version, r.opens_at, r.closes_at, r.paused_at, r.approved_at, r.prepared_at,
  e.rules_version, e.is_disqualified, m.unit_id,
  (select count(*) from attempts a where a.round_id = r.id and a.person_id = :person and a.is_practice = r.is_practice),
  (select a.id from attempts a
    where a.round_id = r.id and a.person_id = :person and a.is_practice = r.is_practice and a.submitted_at is null),
  (select min(a.unit_id) from attempts a where a.round_id = r.id and a.person_id = :person),
  r.is_practice
from contests c join rounds r on r.contest_id = c.id
left join entries e on e.contest_id = c.id and e.person_id = :person
left join memberships m on m.person_id = :person and m.is_primary and m.to_on is null
where c.slug = :slug and r.number = :number
"""

INSERT = """
insert into attempts (id, round_id, person_id, unit_id, number, attempt_limit, is_practice, rules_version, seed, paper,
  layout, answers, saved_seq, started_at, deadline_at, grace_ms, paused_ms)
select :id, r.id, :person, :unit, :number, :attempt_limit, r.is_practice, :rules_version, :seed, :paper,
  :layout, :answers, 0, :now, :deadline, :grace, 0
from rounds r where r.id = :round and r.opens_at <= :now and r.closes_at >= :deadline and r.paused_at is null
returning id
"""

SAVE = """
update attempts set answers = :answers, saved_seq = :seq, saved_at = :now,
  prediction_text = :prediction_text, prediction_value = :prediction_value
where id = :id and person_id = :person and submitted_at is null and saved_seq = :seq - 1
  and deadline_at + grace_ms >= :now
returning deadline_at
"""

CLOSE = """
update attempts set answers = :answers, saved_seq = :seq, saved_at = :saved_at,
  prediction_text = :prediction_text, prediction_value = :prediction_value,
  submitted_at = :submitted_at, closed_at = :now, closed_by = :closed_by, duration_ms = :duration,
  score = :score, max_score = :max_score
where id = :id and submitted_at is null and saved_seq = :expected_seq and deadline_at = :deadline
returning id
"""

COLUMNS = (
    "id, round_id, person_id, unit_id, number, rules_version, paper, layout, answers, saved_seq, saved_at, "
    "prediction_text, prediction_value, started_at, deadline_at, grace_ms, submitted_at, closed_by, duration_ms, "
    "score, max_score"
)
READ = f"select {COLUMNS} from attempts where id = :id"  # noqa: S608 - constants only
OVERDUE = f"""
select {COLUMNS} from attempts where submitted_at is null and deadline_at + grace_ms < :now
order by deadline_at limit :batch
"""  # noqa: S608
OPEN_OF_ROUND = f"select {COLUMNS} from attempts where submitted_at is null and round_id = :round"  # noqa: S608


@dataclass(frozen=True)
class AttemptRow:
    """An attempt as the hot path reads it; moments in milliseconds since 1970."""

    id: int
    round_id: int
    person_id: int
    unit_id: int
    number: int
    rules_version: int
    paper: str
    layout: str
    answers: bytes
    saved_seq: int
    saved_at: int | None
    prediction_text: str | None
    prediction_value: int | None
    started_at: int
    deadline_at: int
    grace_ms: int
    submitted_at: int | None
    closed_by: str | None
    duration_ms: int | None
    score: int | None
    max_score: int | None

    def is_over(self, now: int) -> bool:
        """Whether deadline and grace have passed."""
        return now > self.deadline_at + self.grace_ms


@dataclass(frozen=True)
class StartRow:
    """What decides over a start; moments in milliseconds."""

    contest_id: int
    rules_version: int
    round_id: int
    round_version: int
    opens_at: int
    closes_at: int
    paused_at: int | None
    approved_at: int | None
    prepared_at: int | None
    accepted_version: int | None
    is_disqualified: bool | None
    unit_id: int | None
    used: int
    open_id: int | None
    stamped_unit_id: int | None
    is_practice: bool


def read_start(slug: str, number: int, person_id: int) -> StartRow | None:
    """Round, entry, unit and own attempts in one look; None where there is no such round."""
    rows = direct.run(START, {"slug": slug, "number": number, "person": person_id})
    return StartRow(*rows[0]) if rows else None


def read(attempt_id: int) -> AttemptRow | None:
    """One attempt."""
    rows = direct.run(READ, {"id": attempt_id})
    return AttemptRow(*rows[0]) if rows else None


def overdue(now: int, batch: int) -> list[AttemptRow]:
    """Open attempts whose deadline and grace have passed, oldest first."""
    return [AttemptRow(*row) for row in direct.run(OVERDUE, {"now": now, "batch": batch})]


def open_of_round(round_id: int) -> list[AttemptRow]:
    """All open attempts of a round."""
    return [AttemptRow(*row) for row in direct.run(OPEN_OF_ROUND, {"round": round_id})]


def insert(values: dict[str, Any]) -> bool:
    """Open an attempt; False where the round is not open (any more). Raises direct.DUPLICATE on a limit."""
    return bool(direct.run(INSERT, values))


def save(values: dict[str, Any]) -> int | None:
    """Save the whole state; the deadline, or None where it was not accepted."""
    rows = direct.run(SAVE, values)
    return int(rows[0][0]) if rows else None


def close(values: dict[str, Any]) -> bool:
    """Close an attempt with its grade; False where it changed since it was read."""
    return bool(direct.run(CLOSE, values))
