"""What needs folding: rounds with something new, people whose entry or name changed since."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from quiz.accounts.models import Person
from quiz.attempts.models import Attempt
from quiz.contests.models import Entry, Round
from quiz.core import clock, direct
from quiz.core.db import db
from quiz.ranking.frames import TOTAL
from quiz.ranking.models import Fold, Standing

RECENT = timedelta(hours=1)
"""How long after its end a round is still looked at each time."""
WATCHED = timedelta(days=30)
"""How long after its end changed names and entries are looked for in a round."""


_NEGLECTED = """
select 1 from rounds r left join folds f on f.round_id = r.id
where r.contest_id = :contest and r.opens_at <= :now and not r.is_practice and r.cancelled_at is null
  and (f.round_id is null or f.folded_at <= :since and (
  f.is_dirty or r.closes_at > :recent
  or exists (select 1 from attempts a where a.round_id = r.id and a.closed_at > f.folded_to)))
limit 1
"""


def is_neglected(contest_id: int, now: datetime, since: datetime) -> bool:
    """Whether a round of the contest is due and has not been folded after that moment."""
    moments = {"now": now, "since": since, "recent": now - RECENT}
    where = {name: clock.to_ms(moment) for name, moment in moments.items()}
    return bool(direct.run(_NEGLECTED, {"contest": contest_id, **where}))


def due_rounds(now: datetime) -> dict[int, list[int]]:
    """By contest: the rounds that are open, ended just now, or have something that boards do not show yet."""
    unfolded = sa.exists().where(Attempt.round_id == Round.id, Attempt.closed_at > Fold.folded_to)
    query = (
        sa.select(Round.contest_id, Round.id)
        .outerjoin(Fold, Fold.round_id == Round.id)
        .where(Round.opens_at <= now, ~Round.is_practice, Round.cancelled_at.is_(None))
        .where(Fold.round_id.is_(None) | Fold.is_dirty | (Round.closes_at > now - RECENT) | unfolded)
        .order_by(Round.contest_id, Round.number)
    )
    due: dict[int, list[int]] = {}
    for contest_id, round_id in db.session.execute(query):
        due.setdefault(contest_id, []).append(round_id)
    return due


def watched_contests(now: datetime) -> list[int]:
    """Contests with a round that is open or ended not long ago."""
    query = sa.select(Round.contest_id).where(Round.opens_at <= now, Round.closes_at > now - WATCHED).distinct()
    return sorted(db.session.scalars(query))


def changed_people(contest_id: int) -> list[int]:
    """People whose standings do not fit their name, division or entry any more, and those who should have one."""
    query = sa.union(_changed_standings(contest_id), _missing_standings(contest_id))
    return sorted(db.session.scalars(query))


def _changed_standings(contest_id: int) -> sa.Select[int]:
    entry = sa.and_(Entry.contest_id == Standing.contest_id, Entry.person_id == Standing.person_id)
    unfit = Entry.is_disqualified | ~Entry.is_ranked | (Entry.division != Standing.division)
    return (
        sa.select(Standing.person_id)
        .join(Person, Person.id == Standing.person_id)
        .outerjoin(Entry, entry)
        .where(Standing.contest_id == contest_id)
        .where((Person.version != Standing.person_version) | (Entry.person_id.is_not(None) & unfit))
    )


def _missing_standings(contest_id: int) -> sa.Select[int]:
    stands = sa.exists().where(
        Standing.contest_id == contest_id, Standing.round_number > TOTAL, Standing.person_id == Entry.person_id
    )
    sat = (
        sa.exists()
        .where(Attempt.person_id == Entry.person_id, Attempt.round_id == Round.id)
        .where(Round.contest_id == contest_id, ~Attempt.is_practice, Attempt.closed_at.is_not(None))
    )
    in_order = Entry.is_ranked & ~Entry.is_disqualified
    return sa.select(Entry.person_id).where(Entry.contest_id == contest_id, in_order, ~stands, sat)
