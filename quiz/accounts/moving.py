"""Memberships that follow a merge of units, in bulk: the old ones end, new ones begin with the same post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from quiz.accounts.models import Membership
from quiz.accounts.queries import current
from quiz.core.db import db, in_portions, transaction


def members_of(unit_ids: Sequence[int]) -> dict[int, int]:
    """How many people stand for each of these units in contests."""
    query = sa.select(Membership.unit_id, sa.func.count()).where(current()).group_by(Membership.unit_id)
    found: dict[int, int] = {}
    for portion in in_portions(unit_ids):
        rows = db.session.execute(query.where(Membership.unit_id.in_(portion)))
        found.update((row[0], row[1]) for row in rows)
    return found


def move_members(from_id: int, into_id: int, day: date) -> list[int]:
    """Let everybody of one unit belong to another from `day` on; first and last id of the memberships made.

    Nothing where nobody moved. Memberships that had ended before stay as they are.
    """
    with transaction():
        here = sa.and_(Membership.unit_id == from_id, Membership.to_on.is_(None))
        ended = db.session.execute(sa.update(Membership).where(here).values(to_on=day).returning(Membership.id))
        ids = [row[0] for row in ended]
        last = db.session.scalar(sa.select(sa.func.max(Membership.id))) or 0
        columns = ["person_id", "unit_id", "post", "post_kind", "is_primary", "from_on"]
        for portion in in_portions(ids):
            old = sa.select(
                Membership.person_id,
                sa.literal(into_id),
                Membership.post,
                Membership.post_kind,
                Membership.is_primary,
                sa.literal(day),
            ).where(Membership.id.in_(portion))
            db.session.execute(sa.insert(Membership).from_select(columns, old.order_by(Membership.id)))
        made = sa.select(sa.func.min(Membership.id), sa.func.max(Membership.id)).where(
            Membership.id > last, Membership.unit_id == into_id
        )
        first, newest = db.session.execute(made).one()
    return [first, newest] if ids else []


def return_members(memberships: Sequence[int], unit_id: int, day: date) -> int:
    """Take a move back: people whose membership made by it still runs belong to their old unit again; how many."""
    if not memberships:
        return 0
    first, last = memberships
    old = sa.select(Membership.person_id).where(Membership.unit_id == unit_id, Membership.to_on == day)
    made = sa.and_(
        Membership.id.between(first, last), Membership.to_on.is_(None), Membership.person_id.in_(old.scalar_subquery())
    )
    with transaction():
        people = list(db.session.scalars(sa.select(Membership.person_id).where(made)))
        db.session.execute(sa.delete(Membership).where(made).execution_options(synchronize_session=False))
        for portion in in_portions(people):
            again = sa.and_(
                Membership.unit_id == unit_id,
                Membership.to_on == day,
                Membership.person_id.in_(portion),
            )
            db.session.execute(sa.update(Membership).where(again).values(to_on=None))
        db.session.expire_all()
    return len(people)
