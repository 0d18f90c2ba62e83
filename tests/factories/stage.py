"""A whole small stage for sittings: units, people, a bank, a contest with one open round, written straight away."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from quiz.accounts.models import Membership, Person
from quiz.bank.models import Bank, Item, ItemKey, ItemRevision, ItemState
from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.models import Contest, Entry, Round, RulesVersion
from quiz.contests.preparation import prepare_round
from quiz.contests.rules import Cell, ContestRules
from quiz.contests.settings import record
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor
from quiz.core.vietnamese import fold, name_key
from quiz.units.models import OrgUnit

TOPIC = "Chủ đề thử"
RULES = ContestRules(bank="THU", blueprint=(Cell(TOPIC, "recognition", 5),), time_limit_seconds=600, attempts_allowed=2)


@dataclass
class Stage:
    """What was written: ids of the contest and its round, people as actors, units by code."""

    contest_id: int
    round_id: int
    slug: str
    actors: list[Actor]
    units: dict[str, int] = field(default_factory=dict)

    def accept_rules(self, now: datetime) -> None:
        """Let everybody accept the rules."""
        with transaction():
            for actor in self.actors:
                row = Entry(contest_id=self.contest_id, person_id=actor.person_id, rules_version=1, accepted_at=now)
                db.session.add(row)


def build(now: datetime, *, people: int = 2, items: int = 8, length: timedelta | None = None, **rules: Any) -> Stage:
    """A stage whose round is open since `now` for a day (or `length`); `rules` change single rules."""
    with transaction():
        units = _units()
        _bank(items, now)
        contest_id, round_id = _contest(now, length or timedelta(days=1), replace(RULES, **rules))
        actors = [_person(number, list(units.values())[number % 2 + 1], now) for number in range(people)]
    prepare_round(round_id, now)
    return Stage(contest_id, round_id, "thu", actors, units)


def _units() -> dict[str, int]:
    rows = [
        OrgUnit(code="T", name="Tỉnh Thử", name_folded="tinh thu", kind="province", position=1, last_position=3),
        OrgUnit(code="A", name="Xã An", name_folded="xa an", kind="commune", position=2, last_position=2, depth=1),
        OrgUnit(code="B", name="Xã Bình", name_folded="xa binh", kind="commune", position=3, last_position=3, depth=1),
    ]
    db.session.add_all(rows[:1])
    db.session.flush()
    for row in rows[1:]:
        row.parent_id, row.headcount = rows[0].id, 50
    db.session.add_all(rows[1:])
    db.session.flush()
    return {row.code: row.id for row in rows}


def _bank(items: int, now: datetime) -> None:
    bank = Bank(code="THU", title="Ngân hàng thử", created_at=now)
    db.session.add(bank)
    db.session.flush()
    for number in range(items):
        _item(bank.id, number, now)


def _item(bank_id: int, number: int, now: datetime) -> None:
    item = Item(
        bank_id=bank_id,
        ref=f"T-{number}",
        topic=TOPIC,
        level="recognition",
        state=ItemState.APPROVED,
        stem_folded=f"cau hoi thu {number}",
        created_at=now,
    )
    db.session.add(item)
    db.session.flush()
    options = [{"text": f"Phương án {letter} của câu {number}", "pinned": False} for letter in "ABCD"]
    kind = "multiple" if number % 4 == 3 else "single"
    revision = ItemRevision(
        item_id=item.id,
        number=1,
        kind=kind,
        stem=f"Câu hỏi thử {number}?",
        markup="plain",
        options=json.dumps(options),
        created_at=now,
    )
    db.session.add(revision)
    db.session.flush()
    item.current_revision_id = revision.id
    mask = 0b0101 if kind == "multiple" else 1 << number % 4
    secret = f"KHOA-BI-MAT-{number}"
    texts = {"explanation": secret, "source": secret, "feedback": json.dumps([secret] * 4)}
    db.session.add(ItemKey(revision_id=revision.id, mask=mask, marks=100, created_at=now, **texts))


def _contest(now: datetime, length: timedelta, rules: ContestRules) -> tuple[int, int]:
    contest = Contest(slug="thu", title="Cuộc thi thử", created_at=now)
    db.session.add(contest)
    db.session.flush()
    window = RoundDraft(1, "Vòng 1", now, now + length)
    settings = record(ContestDraft(contest.slug, contest.title, rules, (window,)))
    db.session.add(
        RulesVersion(contest_id=contest.id, number=1, settings=settings, html="<p>Thể lệ</p>", created_at=now)
    )
    contest_round = Round(contest_id=contest.id, number=1, title="Vòng 1", opens_at=now, closes_at=now + length)
    db.session.add(contest_round)
    db.session.flush()
    return contest.id, contest_round.id


def _person(number: int, unit_id: int, now: datetime) -> Actor:
    name = f"Nguyễn Văn {chr(65 + number % 26)}{number}"
    person = Person(
        login_name=f"nguoi{number}",
        name=name,
        name_folded=fold(name),
        name_key=name_key(name),
        public_name="full",
        created_at=now,
    )
    db.session.add(person)
    db.session.flush()
    db.session.add(Membership(person_id=person.id, unit_id=unit_id))
    return Actor(person.id, name)
