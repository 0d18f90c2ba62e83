"""Making the figures of a round: by a job on request, and once by itself when a round has ended."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from question_bank.item import Kind
from quiz.analysis.figures import Asked, item_records, round_figures, to_json
from quiz.analysis.models import Analysis, ItemAnalysis
from quiz.analysis.reading import AT_ONCE, AttemptRow, attempts_in, by_person, unranked_people
from quiz.analysis.rules import Choice
from quiz.analysis.tallies import Marked, Tally
from quiz.attempts.rules import revision_ids
from quiz.bank.keys import Key, keys
from quiz.bank.models import ItemRevision
from quiz.bank.queries import shown_items
from quiz.contests.models import Contest, Round, RoundItem
from quiz.contests.queries import rules_of_round
from quiz.core import clock
from quiz.core.db import db, in_portions, transaction
from quiz.core.jobs.models import Job
from quiz.core.jobs.queue import Progress, enqueue, work
from quiz.core.permissions import Actor
from quiz.ranking.frames import terms_in
from quiz.ranking.outcomes import counted_attempt

JOB = "analysis.round"
SETTLED = timedelta(minutes=1)
"""How long after its end a round is analysed by itself: by then the clock has closed what was left open."""
PATIENCE = timedelta(hours=1)
"""How long a round is left alone after its figures were to be made and were not."""


def request_analysis(actor: Actor | None, round_id: int) -> Job:
    """Have the figures of a round made; the job that already waits or runs for the person where there is one."""
    query = _jobs(actor, round_id).where(Job.state.in_(("waiting", "running")))
    return db.session.scalars(query.limit(1)).first() or enqueue(JOB, actor, round_id=round_id)


def _jobs(actor: Actor | None, round_id: int) -> sa.Select[Job]:
    return sa.select(Job).where(
        Job.name == JOB,
        Job.arguments == json.dumps({"round_id": round_id}),
        Job.actor_id == (actor.person_id if actor else None),
    )


def refresh_ended(now: datetime) -> int | None:
    """Have one round analysed that has ended since its figures were made, if there is one; its id."""
    for round_id in _ended_since(now):
        lately = _jobs(None, round_id).where(Job.created_at > now - PATIENCE)
        if db.session.scalars(lately.limit(1)).first() is None:
            request_analysis(None, round_id)
            return round_id
    return None


def _ended_since(now: datetime) -> Sequence[int]:
    """Rounds without figures of the time after their end, the last that ended first."""
    as_of, closes_at = (sa.type_coerce(moment, sa.BigInteger) for moment in (Analysis.as_of, Round.closes_at))
    settled = SETTLED // timedelta(milliseconds=1)
    query = (
        sa.select(Round.id)
        .outerjoin(Analysis, sa.and_(Analysis.round_id == Round.id, Analysis.choice == Choice.ALL.value))
        .where(Round.closes_at <= now - SETTLED, Round.prepared_at.is_not(None))
        .where(as_of.is_(None) | (as_of < closes_at + settled))
        .order_by(Round.closes_at.desc())
    )
    return db.session.scalars(query).all()


@work(JOB)
def analyse_round(progress: Progress, round_id: int) -> dict[str, Any]:
    """The work of the job; leads to the page of the round."""
    attempts = analyse_now(round_id, progress)
    contest_round = db.session.get_one(Round, round_id)
    slug = db.session.get_one(Contest, contest_round.contest_id).slug
    return {"url": f"/admin/analysis/{slug}/{contest_round.number}", "attempts": attempts}


def analyse_now(round_id: int, tell: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Count every attempt once and store what follows for each choice of attempts; how many were looked at.

    `tell` hears how many attempts of how many are behind us. Must be called outside a transaction.
    """
    now = clock.now()
    counting = _Counting(round_id, db.session.get_one(Round, round_id).contest_id, now)
    total, done, told = attempts_in(round_id), 0, 0
    for attempts in by_person(round_id):
        counting.add(attempts)
        done += len(attempts)
        if done - told >= AT_ONCE:
            tell(done, max(total, done))
            told = done
    _store(round_id, counting, now)
    tell(done, done)
    return done


class _Counting:
    """A round's attempts counted for every choice, and the papers that each revision was drawn into."""

    def __init__(self, round_id: int, contest_id: int, until: datetime) -> None:
        self.until = until
        self.tallies = {choice: Tally() for choice in Choice}
        self.papers: Counter[int] = Counter()
        self.keys: dict[int, Key] = {}
        self._round_id = round_id
        self._terms = terms_in(round_id)
        self._points: dict[int, int | None] = {}
        self._unranked = unranked_people(contest_id)
        pool = sa.select(RoundItem.revision_id).where(RoundItem.round_id == round_id, RoundItem.is_drawn).distinct()
        self._learn(db.session.scalars(pool).all())

    def add(self, attempts: Sequence[AttemptRow]) -> None:
        """Count the attempts of one person, given in the order of their numbers."""
        for attempt in attempts:
            revisions = revision_ids(attempt.paper)
            self.papers.update(revisions)
            self._learn(revisions)
        closed = [attempt for attempt in attempts if attempt.is_closed(self.until)]
        if not closed:
            return
        marked = {attempt.id: self._marked(attempt) for attempt in closed}
        for one in marked.values():
            self.tallies[Choice.ALL].add(one)
        self.tallies[Choice.FIRST].add(marked[closed[0].id])
        if closed[0].person_id not in self._unranked:
            self.tallies[Choice.COUNTED].add(marked[self._counted(closed)])

    def _counted(self, closed: Sequence[AttemptRow]) -> int:
        if len(closed) == 1:
            return closed[0].id
        return counted_attempt([one.as_closed() for one in closed], self._terms).id

    def _marked(self, attempt: AttemptRow) -> Marked:
        version = attempt.rules_version
        if version not in self._points:
            self._points[version] = rules_of_round(self._round_id, version).points_per_item
        return Marked.by(revision_ids(attempt.paper), attempt.answers, self.keys, self._points[version])

    def _learn(self, revisions: Iterable[int]) -> None:
        """Read the keys of revisions not met before; mostly all of the pool at once, at the beginning."""
        unknown = [one for one in revisions if one not in self.keys]
        for portion in in_portions(unknown):
            self.keys.update(keys(portion))


def _store(round_id: int, counting: _Counting, now: datetime) -> None:
    asked, items = _asked(counting.keys)
    rows: list[dict[str, Any]] = []
    rounds: list[dict[str, Any]] = []
    for choice, tally in counting.tallies.items():
        where = {"round_id": round_id, "choice": choice.value}
        figures = json.dumps(to_json(round_figures(tally, asked)))
        rounds.append({**where, "as_of": now, "attempts": tally.attempts, "figures": figures})
        for revision_id, record in item_records(tally, asked).items():
            rows.append(
                {
                    **where,
                    "item_id": items[revision_id],
                    "revision_id": revision_id,
                    "papers": counting.papers[revision_id],
                    "attempts": record.n,
                    "alarms": len(record.alarms),
                    "figures": json.dumps(to_json(record)),
                }
            )
    with transaction():
        for table in (ItemAnalysis, Analysis):
            db.session.execute(sa.delete(table).where(table.round_id == round_id))
        db.session.execute(sa.insert(Analysis), rounds)
        for portion in in_portions(rows):
            db.session.execute(sa.insert(ItemAnalysis), portion)


def _asked(known: Mapping[int, Key]) -> tuple[dict[int, Asked], dict[int, int]]:
    """Kind, options and key of each revision, and its item."""
    asked: dict[int, Asked] = {}
    items: dict[int, int] = {}
    for portion in in_portions(sorted(known)):
        for revision_id, shown in shown_items(portion).items():
            asked[revision_id] = Asked(Kind(shown.kind), len(shown.options), known[revision_id].mask)
        query = sa.select(ItemRevision.id, ItemRevision.item_id).where(ItemRevision.id.in_(portion))
        items.update(dict(db.session.execute(query).all()))
    return asked, items
