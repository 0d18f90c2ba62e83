"""Closed attempts written straight into their table, and an arena for them: units, people, a contest with rounds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from question_bank.draw_record import commitment
from quiz.accounts.models import Person
from quiz.attempts.models import Attempt
from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.models import Contest, Entry, Round, RoundUnit, RulesVersion
from quiz.contests.rules import Cell, ContestRules
from quiz.contests.settings import record
from quiz.core.db import db, transaction
from quiz.core.vietnamese import fold, name_key
from quiz.units.models import OrgUnit

RULES = ContestRules(bank="THU", blueprint=(Cell("Chủ đề", "recognition", 10),), time_limit_seconds=900)
FOREST = (
    # code, name, superior, kind, first position, last position, head count
    ("T", "Tỉnh Thử", None, "province", 0, 5, 1000),
    ("A", "Xã An", "T", "commune", 1, 3, 100),
    ("A1", "Chi bộ Một", "A", "branch", 2, 2, 30),
    ("A2", "Chi bộ Hai", "A", "branch", 3, 3, None),
    ("B", "Phường Bình", "T", "ward", 4, 4, 50),
    ("C", "Xã Đông", "T", "commune", 5, 5, None),
    ("N", "Ngoài tỉnh", None, "other", 6, 6, None),
)
_ids = count(1)
_logins = count(1)


@dataclass
class Arena:
    """Ids of what was written; units and rounds by code and number."""

    contest_id: int
    slug: str
    units: dict[str, int]
    rounds: dict[int, int]
    opens_at: dict[int, datetime]
    people: dict[str, int] = field(default_factory=dict)

    def person(self, name: str, **values: Any) -> int:
        """A person entered in the contest, found again under the name."""
        entry = {key: values.pop(key) for key in ("is_ranked", "is_disqualified", "division") if key in values}
        person_id = make_person(name, self.opens_at[1], **values)
        with transaction():
            stamp = {"rules_version": 1, "accepted_at": self.opens_at[1]}
            db.session.add(Entry(contest_id=self.contest_id, person_id=person_id, **stamp, **entry))
        self.people[name] = person_id
        return person_id

    def sit(self, name: str, unit: str = "A1", round_number: int = 1, **values: Any) -> int:
        """A closed attempt of a person, who is made where there is none of that name."""
        person_id = self.people.get(name) or self.person(name)
        values.setdefault("started_at", self.opens_at[round_number])
        return make_attempt(self.rounds[round_number], person_id, self.units[unit], **values)


def make_person(name: str, now: datetime, **values: Any) -> int:
    """A person without a way to log in; the name is public unless said otherwise."""
    row = {
        "login_name": f"thisinh{next(_logins)}",
        "name": name,
        "name_folded": fold(name),
        "name_key": name_key(name),
        "public_name": "full",
        "created_at": now,
        **values,
    }
    with transaction():
        person = Person(**row)
        db.session.add(person)
        db.session.flush()
        return person.id


BARE: dict[str, Any] = {
    "attempt_limit": 99,
    "rules_version": 1,
    "seed": "",
    "paper": "",
    "layout": "",
    "answers": b"",
    "grace_ms": 5000,
}
"""What a ranking does not look at."""


def make_attempt(
    round_id: int,
    person_id: int,
    unit_id: int,
    *,
    started_at: datetime,
    score: int = 500,
    max_score: int = 1000,
    duration_ms: int = 60_000,
    number: int = 1,
    is_practice: bool = False,
    closed_after: timedelta = timedelta(0),
    closed_at: datetime | None = None,
    is_open: bool = False,
    **others: Any,
) -> int:
    """One attempt, closed `duration_ms` after its start (written so at `closed_at` or `closed_after` that), or open."""
    submitted_at = started_at + timedelta(milliseconds=duration_ms)
    outcome: dict[str, Any] = {
        "submitted_at": submitted_at,
        "closed_at": closed_at or submitted_at + closed_after,
        "closed_by": "person",
        "duration_ms": duration_ms,
        "score": score,
        "max_score": max_score,
    }
    attempt = Attempt(
        id=next(_ids),
        round_id=round_id,
        person_id=person_id,
        unit_id=unit_id,
        number=number,
        is_practice=is_practice,
        started_at=started_at,
        deadline_at=started_at + timedelta(hours=1),
        **{**BARE, **({} if is_open else outcome), **others},
    )
    with transaction():
        db.session.add(attempt)
    return attempt.id


def make_arena(now: datetime, *, rounds: int = 1, slug: str = "thu", prepared: bool = True, **rules: Any) -> Arena:
    """A contest whose rounds of a week each follow one another, the first open since `now`; `rules` change rules."""
    with transaction():
        units = _units()
        windows = [_window(number, now) for number in range(1, rounds + 1)]
        contest_id = _contest(slug, replace(RULES, **rules), windows, now)
        made = [_round(contest_id, window, units, prepared=prepared) for window in windows]
    opens_at = {window.number: window.opens_at for window in windows}
    return Arena(contest_id, slug, units, dict(enumerate(made, start=1)), opens_at)


def _window(number: int, now: datetime) -> RoundDraft:
    opens_at = now + timedelta(weeks=number - 1)
    return RoundDraft(number, f"Vòng {number}", opens_at, opens_at + timedelta(weeks=1))


def _units() -> dict[str, int]:
    stored = {unit.code: unit.id for unit in db.session.query(OrgUnit)}
    for code, name, superior, kind, first, last, headcount in () if stored else FOREST:
        unit = OrgUnit(
            code=code,
            name=name,
            name_folded=fold(name),
            kind=kind,
            parent_id=stored.get(superior or ""),
            position=first,
            last_position=last,
            headcount=headcount,
        )
        db.session.add(unit)
        db.session.flush()
        stored[code] = unit.id
    return stored


def _contest(slug: str, rules: ContestRules, windows: list[RoundDraft], now: datetime) -> int:
    contest = Contest(slug=slug, title="Cuộc thi thử", created_at=now)
    db.session.add(contest)
    db.session.flush()
    add_rules(contest.id, 1, rules, now, windows)
    return contest.id


def add_rules(contest_id: int, number: int, rules: ContestRules, now: datetime, windows: list[RoundDraft]) -> None:
    """One more rules version of a contest, without a printed text."""
    settings = record(ContestDraft("thu", "Cuộc thi thử", rules, tuple(windows)))
    row = RulesVersion(contest_id=contest_id, number=number, settings=settings, html="", created_at=now)
    db.session.add(row)


def _round(contest_id: int, window: RoundDraft, units: dict[str, int], *, prepared: bool) -> int:
    seed = f"{window.number:064x}"
    contest_round = Round(
        seed=seed,
        seed_commitment=commitment(bytes.fromhex(seed)),
        contest_id=contest_id,
        number=window.number,
        title=window.title,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        prepared_at=window.opens_at if prepared else None,
    )
    db.session.add(contest_round)
    db.session.flush()
    if prepared:
        freeze(contest_round.id, units)
    return contest_round.id


def freeze(round_id: int, units: dict[str, int]) -> None:
    """The forest as it stands, frozen for a round."""
    for code, name, superior, kind, first, last, headcount in FOREST:
        row = RoundUnit(
            round_id=round_id,
            unit_id=units[code],
            parent_id=units[superior] if superior else None,
            code=code,
            name=name,
            name_folded=fold(name),
            kind=kind,
            position=first,
            last_position=last,
            depth=0,
            headcount=headcount,
        )
        db.session.add(row)
