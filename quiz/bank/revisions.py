"""Adding a revision to an item within the caller's transaction, and reading what a revision says, key and all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from quiz.bank.keys import newest_version
from quiz.bank.models import Item, ItemKey, ItemRevision
from quiz.bank.rules import Content, searchable
from quiz.core.db import db, in_portions

CONTENT: tuple[Any, ...] = (
    ItemRevision.kind,
    ItemRevision.stem,
    ItemRevision.markup,
    ItemRevision.options,
    ItemRevision.images,
    ItemKey.mask,
    ItemKey.marks,
    ItemKey.explanation,
    ItemKey.source,
    ItemKey.feedback,
)
"""The columns of a `Content`, in its order."""


def add_revisions(
    written: Sequence[tuple[Item, Content]], author_id: int | None, remark: str, now: datetime
) -> list[ItemRevision]:
    """Give each item its next revision and make it the current one; the items are stored already."""
    numbers = _newest_numbers([item.id for item, _ in written])
    revisions = [
        _revision(item.id, numbers.get(item.id, 0) + 1, content, author_id, remark, now) for item, content in written
    ]
    db.session.add_all(revisions)
    db.session.flush()
    for revision, (item, content) in zip(revisions, written, strict=True):
        item.current_revision_id = revision.id
        item.stem_folded = searchable(content)
        db.session.add(_key(revision.id, content, now))
    return revisions


def _revision(
    item_id: int, number: int, content: Content, author_id: int | None, remark: str, now: datetime
) -> ItemRevision:
    return ItemRevision(
        item_id=item_id,
        number=number,
        kind=content.kind,
        stem=content.stem,
        markup=content.markup,
        options=content.options,
        images=content.images,
        author_id=author_id,
        remark=remark,
        created_at=now,
    )


def _key(revision_id: int, content: Content, now: datetime) -> ItemKey:
    return ItemKey(
        revision_id=revision_id,
        version=1,
        mask=content.mask,
        marks=content.marks,
        explanation=content.explanation,
        source=content.source,
        feedback=content.feedback,
        created_at=now,
    )


def _newest_numbers(item_ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for portion in in_portions(item_ids):
        query = (
            sa.select(ItemRevision.item_id, sa.func.max(ItemRevision.number))
            .where(ItemRevision.item_id.in_(portion))
            .group_by(ItemRevision.item_id)
        )
        found.update({row[0]: row[1] for row in db.session.execute(query)})
    return found


def contents_of(revision_ids: Iterable[int]) -> dict[int, Content]:
    """What revisions say, with their newest keys; ids that do not exist are left out."""
    query = (
        sa.select(ItemRevision.id, *CONTENT)
        .join(ItemKey, ItemKey.revision_id == ItemRevision.id)
        .where(ItemRevision.id.in_(list(revision_ids)), ItemKey.version == newest_version())
    )
    return {row[0]: Content(*row[1:]) for row in db.session.execute(query)}


def revisions_of(item_id: int) -> Sequence[ItemRevision]:
    """All revisions of an item, newest first."""
    query = sa.select(ItemRevision).where(ItemRevision.item_id == item_id).order_by(ItemRevision.number.desc())
    return db.session.scalars(query).all()
