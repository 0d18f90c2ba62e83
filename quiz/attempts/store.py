"""The statements of the hot path: one each for starting, saving and closing, durable when they return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from quiz.core import direct

START = """
select c.id, c.rules_version, c.paused_at, r.id, r.number, r.version, r.opens_at, r.closes_at, r.paused_at,
  r.approved_at, r.cancelled_at, r.prepared_at, e.rules_version, e.is_disqualified, m.unit_id,
  (select count(*) from attempts a where a.round_id = r.id and a.person_id = :person and a.is_practice = r.is_practice),
  (select a.id from attempts a
    where a.round_id = r.id and a.person_id = :person and a.is_practice = r.is_practice and a.submitted_at is null),
  (select min(a.unit_id) from attempts a where a.round_id = r.id and a.person_id = :person),
  r.is_practice, c.rehearses_id
from contests c join rounds r on r.contest_id = c.id
left join entries e on e.contest_id = c.id and e.person_id = :person
left join memberships m on m.person_id = :person and m.is_primary and m.to_on is null
where c.slug = :slug and r.number = :number
"""

INSERT = """
insert into attempts (id, round_id, person_id, unit_id, number, attempt_limit, is_practice, rules_version, seed, paper,
  layout, answers, saved_seq, started_at, deadline_at, grace_ms, paused_ms, extra_ms, ruling_id)
select :id, r.id, :person, :unit, :number, :attempt_limit, r.is_practice, :rules_version, :seed, :paper,
  :layout, :answers, 0, :now, :deadline, :grace, 0, :extra, :ruling
from rounds r join contests c on c.id = r.contest_id
where r.id = :round and r.version = :round_version and r.paused_at is null and r.cancelled_at is null
  and c.paused_at is null and c.rules_version = :rules_version
/*postgresql for key share of r*/
returning id
"""
"""Accepted only against the very row of the round that was judged, while nothing is paused, under the same rules.

The lock is the one that the foreign key takes anyway; asked for here, a start that crosses a decision about the round
waits for it and is then judged anew, instead of being written after it on what held before.
"""

SAVE = """
update attempts set answers = :answers, saved_seq = :seq, saved_at = :now,
  prediction_text = :prediction_text, prediction_value = :prediction_value
where id = :id and person_id = :person and submitted_at is null and saved_seq = :seq - 1
  and deadline_at + grace_ms >= :now and paused_at is null
returning deadline_at
"""

CLOSE = """
update attempts set answers = :answers, saved_seq = :seq, saved_at = :saved_at,
  prediction_text = :prediction_text, prediction_value = :prediction_value,
  submitted_at = :submitted_at, closed_at = :now, closed_by = :closed_by, duration_ms = :duration,
  score = :score, max_score = :max_score
where id = :id and submitted_at is null and saved_seq = :expected_seq and deadline_at = :deadline
  and coalesce(paused_at, 0) = :paused
returning id
"""

COLUMNS = (
    "id, round_id, person_id, unit_id, number, rules_version, paper, layout, answers, saved_seq, saved_at, "
    "prediction_text, prediction_value, started_at, deadline_at, grace_ms, paused_at, paused_ms, ruling_id, "
    "submitted_at, closed_by, duration_ms, score, max_score"
)
READ = f"select {COLUMNS} from attempts where id = :id"  # noqa: S608 - constants only
OVERDUE = f"""
select {COLUMNS} from attempts
where submitted_at is null and deadline_at < :now and deadline_at + grace_ms < :now and paused_at is null
order by deadline_at limit :batch
"""  # noqa: S608
CLOCK = """
select a.deadline_at, a.saved_seq, a.submitted_at, a.paused_at, d.id, d.kind, d.details, d.reason
from attempts a left join rulings d on d.id = a.ruling_id
where a.id = :id and a.person_id = :person
"""
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
    paused_at: int | None
    paused_ms: int
    ruling_id: int | None
    submitted_at: int | None
    closed_by: str | None
    duration_ms: int | None
    score: int | None
    max_score: int | None

    def is_over(self, now: int) -> bool:
        """Whether deadline and grace have passed; never while the clock stands still."""
        return self.paused_at is None and now > self.deadline_at + self.grace_ms


@dataclass(frozen=True)
class StartRow:
    """What decides over a start; moments in milliseconds."""

    contest_id: int
    rules_version: int
    contest_paused_at: int | None
    round_id: int
    number: int
    round_version: int
    opens_at: int
    closes_at: int
    paused_at: int | None
    approved_at: int | None
    cancelled_at: int | None
    prepared_at: int | None
    accepted_version: int | None
    is_disqualified: bool | None
    unit_id: int | None
    used: int
    open_id: int | None
    stamped_unit_id: int | None
    is_practice: bool
    rehearses_id: int | None

    @property
    def unit_of_round(self) -> int | None:
        """The unit stamped at the first start of the round, else the person's unit of today."""
        return self.stamped_unit_id if self.stamped_unit_id is not None else self.unit_id


@dataclass(frozen=True)
class ClockRow:
    """What an open paper asks for now and then: its clock, and the last ruling that concerned it."""

    deadline_at: int
    saved_seq: int
    submitted_at: int | None
    paused_at: int | None
    ruling_id: int | None
    kind: str | None
    details: str | None
    reason: str | None


def read_start(slug: str, number: int, person_id: int) -> StartRow | None:
    """Round, entry, unit and own attempts in one look; None where there is no such round."""
    rows = direct.run(START, {"slug": slug, "number": number, "person": person_id})
    return StartRow(*rows[0]) if rows else None


def read(attempt_id: int) -> AttemptRow | None:
    """One attempt."""
    rows = direct.run(READ, {"id": attempt_id})
    return AttemptRow(*rows[0]) if rows else None


def read_clock(attempt_id: int, person_id: int) -> ClockRow | None:
    """The clock of a person's attempt; None where it is not theirs."""
    rows = direct.run(CLOCK, {"id": attempt_id, "person": person_id})
    return ClockRow(*rows[0]) if rows else None


def overdue(now: int, batch: int) -> list[AttemptRow]:
    """Open attempts whose deadline and grace have passed, oldest first."""
    return [AttemptRow(*row) for row in direct.run(OVERDUE, {"now": now, "batch": batch})]


def open_of_round(round_id: int) -> list[AttemptRow]:
    """All open attempts of a round."""
    return [AttemptRow(*row) for row in direct.run(OPEN_OF_ROUND, {"round": round_id})]


def insert(values: dict[str, Any]) -> bool:
    """Open an attempt; False where round or rules are not what was judged. Raises direct.DUPLICATE on a limit."""
    return bool(direct.run(INSERT, values))


def save(values: dict[str, Any]) -> int | None:
    """Save the whole state; the deadline, or None where it was not accepted."""
    rows = direct.run(SAVE, values)
    return int(rows[0][0]) if rows else None


def close(values: dict[str, Any]) -> bool:
    """Close an attempt with its grade; False where it changed since it was read."""
    return bool(direct.run(CLOSE, values))
