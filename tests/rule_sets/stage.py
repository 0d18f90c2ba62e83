"""A stage for whole contests: the units, the people and a bank, and the sittings through the product's own services."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from quiz.accounts.models import Membership, Person
from quiz.attempts import service, starting
from quiz.attempts.rules import revision_ids
from quiz.attempts.store import AttemptRow
from quiz.attempts.tokens import Ticket
from quiz.bank.grading import grading_keys
from quiz.bank.models import Bank, Item, ItemKey, ItemRevision, ItemState
from quiz.contests.models import Contest, Round
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, NotAllowed
from quiz.core.permissions import Actor
from quiz.core.vietnamese import fold, name_key
from quiz.units.models import OrgUnit
from quiz.units.service import create_unit
from tests.conftest import FrozenClock
from tests.rule_sets.invented import UNITS, Invented, Sitting

ITEMS = 24


@dataclass(frozen=True)
class BankStyle:
    """How many options the items of a bank have, and which share of them has several right ones."""

    least: int = 4
    most: int = 4
    several: float = 0.3


def build_units() -> dict[str, int]:
    """The units; ids by code."""
    ids: dict[str, int] = {}
    for code, superior, kind, headcount in UNITS:
        parent = ids.get(superior) if superior else None
        ids[code] = create_unit(None, code, f"Đơn vị {code}", kind, parent, headcount=headcount).id
    return ids


def build_people(crowd: Sequence[Invented], units: dict[str, int], now: datetime) -> dict[int, Actor]:
    """The people as actors by their numbers in the crowd; all are of age and show their full names."""
    actors = {}
    with transaction():
        for one in crowd:
            person = Person(
                login_name=one.login,
                name=one.name,
                name_folded=fold(one.name),
                name_key=name_key(one.name),
                birth="1990-01-01",
                public_name="full",
                created_at=now,
            )
            db.session.add(person)
            db.session.flush()
            db.session.add(Membership(person_id=person.id, unit_id=units[one.home], post=one.post))
            actors[one.number] = Actor(person.id, one.name)
    return actors


def build_bank(random: Random, style: BankStyle, now: datetime) -> None:
    """The bank MAU: items with options of different number, one or several right."""
    with transaction():
        bank = Bank(code="MAU", title="Ngân hàng mẫu", created_at=now)
        db.session.add(bank)
        db.session.flush()
        for number in range(ITEMS):
            _item(random, style, bank.id, number, now)


def _item(random: Random, style: BankStyle, bank_id: int, number: int, now: datetime) -> None:
    count = random.randint(style.least, style.most)
    several = random.random() < style.several
    right = random.sample(range(count), random.randint(2, count) if several else 1)
    item = Item(
        bank_id=bank_id,
        ref=f"M-{number}",
        topic="Chung",
        level="recognition",
        state=ItemState.APPROVED,
        stem_folded=f"cau {number}",
        created_at=now,
    )
    db.session.add(item)
    db.session.flush()
    options = [{"text": f"Phương án {index} của câu {number}", "pinned": False} for index in range(count)]
    revision = ItemRevision(
        item_id=item.id,
        number=1,
        kind="multiple" if several else "single",
        stem=f"Câu {number}?",
        markup="plain",
        options=json.dumps(options),
        created_at=now,
    )
    db.session.add(revision)
    db.session.flush()
    item.current_revision_id = revision.id
    mask, marks = sum(1 << index for index in right), random.choice((100, 100, 150))
    db.session.add(ItemKey(revision_id=revision.id, mask=mask, marks=marks, created_at=now))


def sit(actor: Actor, contest: Contest, one: Round, plan: Sitting, frozen: FrozenClock) -> bool:
    """Do one attempt as planned; whether it could be started."""
    frozen.moment = one.opens_at + plan.starts_after
    row = start(actor, contest, one, frozen)
    if row is not None and plan.manner != "blank":
        _answer(actor, row, plan, frozen)
    return row is not None


def start(actor: Actor, contest: Contest, one: Round, frozen: FrozenClock) -> AttemptRow | None:
    """Start an attempt now; None where the person may not."""
    try:
        row, is_new = starting.start_attempt(actor, contest.slug, one.number, contest.rules_version, frozen.moment)
    except (Conflict, NotAllowed) as error:
        if error.code in {"limit", "not_eligible", "not_open"}:
            return None
        raise
    assert is_new
    return row


def hand_in(actor: Actor, row: AttemptRow, guess: str | None, frozen: FrozenClock) -> bool:
    """Hand in a paper with everything right, now; whether it was in time."""
    state = service.State(1, _packed(row, "r" * len(row.layout)), guess or None)
    _closed, was_late = service.submit(Ticket(row.id, actor.person_id, row.layout), state, None, _now(frozen))
    return not was_late


def is_refused(actor: Actor, row: AttemptRow, frozen: FrozenClock) -> bool:
    """Whether nothing can be saved because the contest is paused."""
    state = service.State(1, _packed(row, "r" * len(row.layout)), None)
    try:
        service.save(Ticket(row.id, actor.person_id, row.layout), state, _now(frozen))
    except Conflict as error:
        return error.code == "paused"
    return False


def _now(frozen: FrozenClock) -> int:
    return clock.to_ms(frozen.moment)


def _answer(actor: Actor, row: AttemptRow, plan: Sitting, frozen: FrozenClock) -> None:
    ticket = Ticket(row.id, actor.person_id, row.layout)
    state = service.State(1, _packed(row, plan.marks), plan.guess or None)
    frozen.move(seconds=plan.seconds / 2)
    service.save(ticket, state, clock.to_ms(frozen.moment))
    if plan.manner == "submits":
        frozen.move(seconds=plan.seconds / 2)
        service.submit(ticket, state, None, clock.to_ms(frozen.moment))
    elif plan.manner == "late":
        frozen.moment = clock.from_ms(row.deadline_at) + timedelta(seconds=5, milliseconds=1)
        better = service.State(2, _packed(row, "r" * len(row.layout)), "10")
        _closed, was_late = service.submit(ticket, better, None, clock.to_ms(frozen.moment))
        assert was_late


def _packed(row: AttemptRow, marks: str) -> bytes:
    """The answers planned, as masks: right, wrong, blank, or a part of the key."""
    revisions = revision_ids(row.paper)
    keys = grading_keys(revisions)
    return bytes(_mask(keys[revision].mask, mark) for revision, mark in zip(revisions, marks, strict=True))


def _mask(key: int, mark: str) -> int:
    if mark == "b":
        return 0
    if mark == "r":
        return key
    lowest = key & -key
    if mark == "h" and key != lowest:
        return key ^ lowest
    return 1 if key != 1 else 2


def move_home(person_id: int, unit_id: int) -> None:
    """From now on a person belongs to another unit."""
    with transaction():
        found = db.session.query(Membership).filter_by(person_id=person_id).one()
        found.unit_id = unit_id


def unit_ids() -> dict[str, int]:
    """The ids of the units by code."""
    return {unit.code: unit.id for unit in db.session.query(OrgUnit)}
