"""What a contestant sees of an item revision. Nothing in this file knows of keys."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask, current_app

from quiz.bank.models import ItemRevision
from quiz.core.db import db, in_portions

MOST_KEPT = 20_000
EXTENSION = "shown_items"


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One revision as it is put before people: `options` are (text, pinned) in the revision's own order.

    `images` are names for `image_url`.
    """

    revision_id: int
    kind: str
    stem: str
    markup: str
    images: tuple[str, ...]
    options: tuple[tuple[str, bool], ...]


class ShownItems:
    """Revisions this process has read: they never change, so the oldest only make room for new ones."""

    def __init__(self, bound: int = MOST_KEPT) -> None:
        self._bound = bound
        self._items: dict[int, ShownItem] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._items)

    def known(self, revision_ids: Iterable[int]) -> dict[int, ShownItem]:
        """Those of the revisions that were read before."""
        items = self._items
        return {one: items[one] for one in revision_ids if one in items}

    def add(self, items: Sequence[ShownItem]) -> None:
        """Keep these, as far as the bound lets."""
        with self._lock:
            room = dict(self._items)
            room.update((item.revision_id, item) for item in items)
            for oldest in list(room)[: max(0, len(room) - self._bound)]:
                del room[oldest]
            self._items = room


def init_shown(app: Flask) -> None:
    """Give the application its own store."""
    app.extensions[EXTENSION] = ShownItems()


def shown_items(revision_ids: Iterable[int]) -> dict[int, ShownItem]:
    """Revisions by id as contestants see them; ids that do not exist are left out."""
    wanted = list(revision_ids)
    store: ShownItems = current_app.extensions[EXTENSION]
    found = store.known(wanted)
    missing = [one for one in dict.fromkeys(wanted) if one not in found]
    if missing:
        fresh = [item for portion in in_portions(missing) for item in _read(portion)]
        store.add(fresh)
        found.update((item.revision_id, item) for item in fresh)
    return found


def _read(revision_ids: Sequence[int]) -> list[ShownItem]:
    row = ItemRevision
    query = sa.select(row.id, row.kind, row.stem, row.markup, row.images, row.options).where(row.id.in_(revision_ids))
    return [
        ShownItem(one, kind, stem, markup, tuple(json.loads(images)), _options(options))
        for one, kind, stem, markup, images, options in db.session.execute(query)
    ]


def _options(text: str) -> tuple[tuple[str, bool], ...]:
    return tuple((option["text"], option["pinned"]) for option in json.loads(text))
