"""For the organiser who helps a person on the telephone: that person's attempts in a contest, and a receipt's check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from quiz.accounts.models import Person
from quiz.attempts.models import Attempt
from quiz.attempts.tokens import attempt_of_receipt, receipt
from quiz.contests.models import Round, RoundUnit
from quiz.core.clock import to_ms
from quiz.core.db import db
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.vietnamese import fold, mobile


@dataclass(frozen=True)
class SupportRow:
    """An attempt as support sees it: who, where, when, how far; never which answers."""

    attempt: Attempt
    person: Person
    unit_name: str
    round_number: int
    answered: int
    receipt: str | None


def find_attempts(contest_id: int, text: str, page: int) -> Page[SupportRow]:
    """Attempts in a contest of people whose name, login name or phone fits; newest first.

    A text that is a receipt finds the one attempt it belongs to, if it is genuine.
    """
    attempt_id = attempt_of_receipt(text)
    if attempt_id is not None:
        rows = _by_receipt(contest_id, attempt_id, text)
        return Page(rows, 1, len(rows))
    query = _attempts(contest_id)
    if text.strip():
        query = query.where(_fits(text))
    total = db.session.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
    found = db.session.execute(query.order_by(Attempt.started_at.desc()).offset(offset(page)).limit(PER_PAGE))
    return Page([_row(*row) for row in found], page, total)


def _attempts(contest_id: int) -> sa.Select[Attempt, Person, str, int]:
    return (
        sa.select(Attempt, Person, RoundUnit.name, Round.number)
        .join(Person, Person.id == Attempt.person_id)
        .join(Round, Round.id == Attempt.round_id)
        .join(RoundUnit, sa.and_(RoundUnit.round_id == Round.id, RoundUnit.unit_id == Attempt.unit_id))
        .where(Round.contest_id == contest_id)
    )


def _fits(text: str) -> sa.ColumnElement[bool]:
    folded = fold(text)
    fits = sa.or_(
        Person.name_folded.contains(folded, autoescape=True),
        Person.login_name.startswith(folded, autoescape=True),
    )
    phone = mobile(text)
    return sa.or_(fits, Person.phone == phone) if phone else fits


def _by_receipt(contest_id: int, attempt_id: int, text: str) -> list[SupportRow]:
    found = db.session.execute(_attempts(contest_id).where(Attempt.id == attempt_id))
    rows = (_row(*row) for row in found)
    return [row for row in rows if row.receipt == text.strip().upper()]


def _row(attempt: Attempt, person: Person, unit_name: str, round_number: int) -> SupportRow:
    return SupportRow(
        attempt, person, unit_name, round_number, sum(1 for mask in attempt.answers if mask), _receipt(attempt)
    )


def _receipt(attempt: Attempt) -> str | None:
    if attempt.submitted_at is None or attempt.score is None:
        return None
    return receipt(attempt.id, attempt.person_id, to_ms(attempt.submitted_at), attempt.answers, attempt.score)


@dataclass(frozen=True)
class LiveCounts:
    """What is going on in a round right now."""

    round_number: int
    title: str
    is_practice: bool
    opened: int
    closed: int
    people: int
    last_minute: int

    @property
    def sitting(self) -> int:
        """How many attempts are open."""
        return self.opened - self.closed


def live_counts(contest_id: int, minute_ago: datetime) -> Sequence[LiveCounts]:
    """Counts of every round of a contest; `last_minute` counts starts since `minute_ago`."""
    recent = sa.func.sum(sa.case((Attempt.started_at >= minute_ago, 1), else_=0))
    query = (
        sa.select(
            Round.number,
            Round.title,
            Round.is_practice,
            sa.func.count(Attempt.id),
            sa.func.count(Attempt.submitted_at),
            sa.func.count(sa.distinct(Attempt.person_id)),
            sa.func.coalesce(recent, 0),
        )
        .join(Attempt, Attempt.round_id == Round.id, isouter=True)
        .where(Round.contest_id == contest_id)
        .group_by(Round.id, Round.number, Round.title, Round.is_practice)
        .order_by(Round.number)
    )
    return [LiveCounts(*row) for row in db.session.execute(query)]
