"""Which items stand in the frozen pools of rounds; what the bank room is told through the slot `item_usage`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from quiz.bank.models import ItemRevision
from quiz.bank.usage import Usage
from quiz.contests.models import RoundItem
from quiz.core.db import db

_AT_ONCE = 500


def pool_usage(item_ids: Sequence[int]) -> Mapping[int, Usage]:
    """For every item in a pool, the number of rounds whose pool holds one of its revisions."""
    found: dict[int, Usage] = {}
    for start in range(0, len(item_ids), _AT_ONCE):
        rounds = sa.func.count(sa.distinct(RoundItem.round_id))
        query = (
            sa.select(ItemRevision.item_id, rounds)
            .join(RoundItem, RoundItem.revision_id == ItemRevision.id)
            .where(ItemRevision.item_id.in_(item_ids[start : start + _AT_ONCE]))
            .group_by(ItemRevision.item_id)
        )
        found.update({item_id: Usage(rounds=count) for item_id, count in db.session.execute(query)})
    return found
