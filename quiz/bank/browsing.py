"""What the console lists: banks, the table of topics and levels, imports. No keys; items are found by searching.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from question_bank.levels import Level
from quiz.bank.models import Bank, Item, ItemState
from quiz.bank.queries import DRAWABLE
from quiz.core.db import db
from quiz.core.permissions import Actor, Role
from quiz.core.vietnamese import sort_key
from quiz.units.models import OrgUnit

LEVELS = (*(level.value for level in Level), "")


@dataclass(frozen=True, slots=True)
class BankRow:
    """A bank in the list, with how many items it has and how many of them may be drawn."""

    bank: Bank
    owner: str
    items: int
    drawable: int


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A line of the table: items of a topic by level, (all, those that may be drawn)."""

    topic: str
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def total(self) -> tuple[int, int]:
        """The sums over the levels."""
        return add(self.counts.values())


def add(counts: Any) -> tuple[int, int]:
    """The sum of pairs."""
    pairs = list(counts)
    return sum(one for one, _ in pairs), sum(two for _, two in pairs)


def banks_of(actor: Actor) -> list[BankRow]:
    """The banks the person may look after, by title."""
    drawable = sa.func.count(sa.case((Item.state.in_(DRAWABLE), 1)))
    query = (
        sa.select(Bank, OrgUnit.name, OrgUnit.position, sa.func.count(Item.id), drawable)
        .outerjoin(OrgUnit, OrgUnit.id == Bank.owner_unit_id)
        .outerjoin(Item, Item.bank_id == Bank.id)
        .group_by(Bank.id, OrgUnit.name, OrgUnit.position)
    )
    rows = [
        BankRow(bank, owner or "", items, drawn)
        for bank, owner, position, items, drawn in db.session.execute(query)
        if actor.covers(position, Role.ORGANISER)
    ]
    return sorted(rows, key=lambda row: sort_key(row.bank.title))


def topics_of(bank: Bank) -> list[str]:
    """The topics of a bank in the order of the dictionary; "" among them where items have none."""
    query = sa.select(Item.topic).where(Item.bank_id == bank.id).distinct()
    return sorted(db.session.scalars(query), key=sort_key)


def state_counts(bank: Bank) -> dict[str, int]:
    """How many items a bank has in each state."""
    query = sa.select(Item.state, sa.func.count()).where(Item.bank_id == bank.id).group_by(Item.state)
    counts = {row[0]: row[1] for row in db.session.execute(query)}
    return {state.value: counts.get(state.value, 0) for state in ItemState}


def topic_table(bank: Bank) -> list[TopicRow]:
    """Topics by levels: all items that are not retired, and those that may be drawn."""
    drawable = sa.func.count(sa.case((Item.state.in_(DRAWABLE), 1)))
    query = (
        sa.select(Item.topic, Item.level, sa.func.count(), drawable)
        .where(Item.bank_id == bank.id, Item.state != ItemState.RETIRED)
        .group_by(Item.topic, Item.level)
    )
    rows: dict[str, TopicRow] = {}
    for topic, level, count, drawn in db.session.execute(query):
        rows.setdefault(topic, TopicRow(topic)).counts[level] = (count, drawn)
    return sorted(rows.values(), key=lambda row: sort_key(row.topic))
