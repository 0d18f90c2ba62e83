"""Keys of item revisions: for grading, for review after the contest's policy allows it, and for organisers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quiz.bank.models import ItemKey, ItemRevision
from quiz.core.db import db


@dataclass(frozen=True, slots=True)
class Key:
    """Bit i of `mask` is option i in the revision's own order; `marks` in hundredths of a point."""

    mask: int
    marks: int
    option_count: int


@dataclass(frozen=True, slots=True)
class Solution:
    """What may be told with the key: why it is right, from where it is known, a text for each option."""

    mask: int
    explanation: str
    source: str
    feedback: tuple[str, ...]


def keys(revision_ids: Iterable[int]) -> dict[int, Key]:
    """The newest key of each revision; ids that do not exist are left out."""
    query = _newest(revision_ids, ItemKey.revision_id, ItemKey.mask, ItemKey.marks, ItemRevision.options)
    return {one: Key(mask, marks, len(json.loads(options))) for one, mask, marks, options in db.session.execute(query)}


def solutions(revision_ids: Iterable[int]) -> dict[int, Solution]:
    """The newest key of each revision with its texts; ids that do not exist are left out."""
    texts = (ItemKey.explanation, ItemKey.source, ItemKey.feedback)
    query = _newest(revision_ids, ItemKey.revision_id, ItemKey.mask, *texts)
    return {
        one: Solution(mask, explanation, source, tuple(json.loads(feedback)))
        for one, mask, explanation, source, feedback in db.session.execute(query)
    }


def _newest(revision_ids: Iterable[int], *columns: Any) -> sa.Select[Any]:
    return (
        sa.select(*columns)
        .join(ItemRevision, ItemRevision.id == ItemKey.revision_id)
        .where(ItemKey.revision_id.in_(list(revision_ids)), ItemKey.version == newest_version())
    )


def newest_version() -> sa.ScalarSelect[int]:
    """The version of the newest key of the revision that the surrounding query looks at."""
    other = aliased(ItemKey)
    newest = sa.select(sa.func.max(other.version)).where(other.revision_id == ItemKey.revision_id)
    return newest.correlate(ItemKey).scalar_subquery()
