"""From what a paper is drawn: the pool that a round has frozen, or what the bank holds now.

`pool_usage` is what the bank room is told of frozen pools through the slot `item_usage`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from quiz.bank import queries as bank
from quiz.bank.models import ItemRevision
from quiz.bank.usage import Usage
from quiz.contests.models import RoundItem
from quiz.contests.rules import ANY, Cell, ContestRules
from quiz.core.db import db, in_portions

Pool = tuple[tuple[int, tuple[int, ...]], ...]
"""For every cell of the blueprint how many to draw and from which revisions."""


def pool_now(rules: ContestRules) -> list[tuple[int, list[int]]]:
    """The pool as the bank would give it now, items in the order of their refs; cells may be short."""
    return [(cell.count, _drawable(rules.bank, cell)) for cell in rules.blueprint]


def _drawable(bank_code: str, cell: Cell) -> list[int]:
    topic, level = (None if name == ANY else name for name in (cell.topic, cell.level))
    return bank.drawable(bank_code, topic, level)


def frozen_pool(round_id: int, rules: ContestRules) -> Pool:
    """The pool that a prepared round has frozen, revisions in the order of their ids."""
    return _stored(round_id, rules, RoundItem.is_drawn.is_(True))


def first_pool(round_id: int, rules: ContestRules) -> Pool:
    """From what the pool itself was drawn, in the same order; empty where no first draw left anything out."""
    left_out = sa.exists().where(RoundItem.round_id == round_id, ~RoundItem.is_drawn)
    return _stored(round_id, rules) if db.session.scalar(sa.select(left_out)) else ()


def _stored(round_id: int, rules: ContestRules, *wanted: sa.ColumnElement[bool]) -> Pool:
    query = sa.select(RoundItem.cell, RoundItem.revision_id).where(RoundItem.round_id == round_id, *wanted)
    pool: dict[int, list[int]] = {}
    for cell, revision_id in db.session.execute(query.order_by(RoundItem.cell, RoundItem.revision_id)):
        pool.setdefault(cell, []).append(revision_id)
    return tuple((cell.count, tuple(pool.get(index, ()))) for index, cell in enumerate(rules.blueprint))


def pool_usage(item_ids: Sequence[int]) -> Mapping[int, Usage]:
    """For every item in a pool, the number of rounds whose pool holds one of its revisions."""
    found: dict[int, Usage] = {}
    for portion in in_portions(item_ids):
        rounds = sa.func.count(sa.distinct(RoundItem.round_id))
        query = (
            sa.select(ItemRevision.item_id, rounds)
            .join(RoundItem, RoundItem.revision_id == ItemRevision.id)
            .where(ItemRevision.item_id.in_(portion))
            .group_by(ItemRevision.item_id)
        )
        found.update({item_id: Usage(rounds=count) for item_id, count in db.session.execute(query)})
    return found
