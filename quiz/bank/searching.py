"""Finding items of a bank: by words without regard to accents, by filters, in a chosen order. No keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Self

import sqlalchemy as sa

from quiz.bank.models import Bank, Item, ItemRevision
from quiz.bank.rules import natural_key
from quiz.bank.usage import Usage, usage_of
from quiz.core.db import db
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.vietnamese import fold, sort_key

WITHOUT = "-"
"""What a filter sends for "items without a topic" or "without a level"; an empty value narrows nothing."""
SORTS = ("ref", "topic", "changed", "used")
USES = ("used", "unused")
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What an organiser looks for; None does not narrow, an empty topic or level is "without one".

    `use` is one of USES: whether some round has the item in its pool. `sort` is one of SORTS.
    """

    text: str = ""
    topic: str | None = None
    level: str | None = None
    state: str | None = None
    kind: str | None = None
    use: str | None = None
    sort: str = "ref"

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Self:
        """The filters as an address has them (`q` is the text); what is unknown narrows nothing or finds nothing."""
        names = [one.name for one in fields(cls) if one.name not in {"text", "sort"}]
        chosen = {name: "" if args[name] == WITHOUT else args[name] for name in names if args.get(name)}
        if chosen.get("use") not in USES:
            chosen.pop("use", None)
        sort = args.get("sort", "")
        return cls(args.get("q", "")[:_LONGEST_TEXT], **chosen, sort=sort if sort in SORTS else SORTS[0])

    def to_args(self) -> dict[str, str]:
        """The filters as parts of an address; `of` reads them again."""
        chosen = {name: getattr(self, name) for name in ("topic", "level", "state", "kind", "use")}
        args = {name: value or WITHOUT for name, value in chosen.items() if value is not None}
        if self.text:
            args["q"] = self.text
        if self.sort != SORTS[0]:
            args["sort"] = self.sort
        return args


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in the list, with what its current revision asks and how often it was used."""

    id: int
    version: int
    ref: str
    topic: str
    level: str
    state: str
    kind: str
    stem: str
    markup: str
    images: str
    changed_at: datetime
    usage: Usage = field(default_factory=Usage)


def search_items(bank: Bank, filters: Filters, number: int) -> Page[ItemRow]:
    """One page of the items that fit, in the order that the filters ask for."""
    found = matching(bank, filters)
    start = offset(number)
    return Page(rows_of(found[start : start + PER_PAGE]), number, len(found))


def matching(bank: Bank, filters: Filters) -> list[int]:
    """The ids of all items that fit, in order."""
    columns: tuple[Any, ...] = (Item.id, Item.ref, Item.topic, ItemRevision.created_at)
    query = sa.select(*columns).join(ItemRevision, ItemRevision.id == Item.current_revision_id)
    found = sorted(
        db.session.execute(_narrow(query.where(Item.bank_id == bank.id), filters)), key=lambda row: natural_key(row.ref)
    )
    if filters.use is None and filters.sort != "used":
        return _in_order(found, filters.sort, {})
    usage = usage_of([row.id for row in found])
    wanted = [row for row in found if filters.use is None or bool(usage[row.id].rounds) == (filters.use == "used")]
    return _in_order(wanted, filters.sort, usage)


def _in_order(found: Sequence[Any], sort: str, usage: Mapping[int, Usage]) -> list[int]:
    """Ids of rows that stand in the order of their refs already."""
    if sort == "topic":
        found = sorted(found, key=lambda row: sort_key(row.topic))
    elif sort == "changed":
        found = sorted(found, key=lambda row: row.created_at, reverse=True)
    elif sort == "used":
        found = sorted(found, key=lambda row: (usage[row.id].rounds, usage[row.id].papers), reverse=True)
    return [row.id for row in found]


def _narrow(query: sa.Select[Any], filters: Filters) -> sa.Select[Any]:
    for word in fold(filters.text).split():
        query = query.where(Item.stem_folded.contains(word, autoescape=True) | (sa.func.lower(Item.ref) == word))
    wanted = (
        (Item.topic, filters.topic),
        (Item.level, filters.level),
        (Item.state, filters.state),
        (ItemRevision.kind, filters.kind),
    )
    for column, value in wanted:
        if value is not None:
            query = query.where(column == value)
    return query


def rows_of(ids: Sequence[int]) -> list[ItemRow]:
    """Items as the list shows them, in the order of the ids; those that do not exist are left out."""
    about: tuple[Any, ...] = (Item.id, Item.version, Item.ref, Item.topic, Item.level, Item.state)
    texts = (ItemRevision.kind, ItemRevision.stem, ItemRevision.markup, ItemRevision.images)
    query = (
        sa.select(*about, *texts, ItemRevision.created_at.label("changed_at"))
        .join(ItemRevision, ItemRevision.id == Item.current_revision_id)
        .where(Item.id.in_(ids))
    )
    usage = usage_of(ids)
    rows = {row.id: ItemRow(**row._mapping, usage=usage[row.id]) for row in db.session.execute(query)}
    return [rows[one] for one in ids if one in rows]
