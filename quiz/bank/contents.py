"""A bank's items with their keys, for organisers: what it holds before an import, and what an export writes."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from question_bank import item as library
from question_bank.image import Image
from question_bank.levels import Level
from question_bank.reading import Reading
from quiz.bank.files import Source, read_file, write_file
from quiz.bank.images import load_images
from quiz.bank.keys import newest_version
from quiz.bank.models import Bank, Item, ItemKey, ItemRevision, ItemState
from quiz.bank.neighbours import Neighbour, find_neighbours, with_neighbours
from quiz.bank.planning import Plan, plan_import
from quiz.bank.queries import find_bank, require
from quiz.bank.reports import ImportReport
from quiz.bank.revisions import CONTENT
from quiz.bank.rules import Content, Kept, check_code, natural_key, ref_stem
from quiz.core.db import db
from quiz.core.errors import Invalid
from quiz.core.permissions import Actor


def kept_items(bank: Bank) -> list[Kept]:
    """Every item of a bank with the content of its current revision, in the order of refs."""
    about: tuple[Any, ...] = (Item.id, Item.ref, Item.state, Item.topic, Item.level, Item.current_revision_id)
    query = (
        sa.select(*about, *CONTENT)
        .join(ItemRevision, ItemRevision.id == Item.current_revision_id)
        .join(ItemKey, ItemKey.revision_id == ItemRevision.id)
        .where(Item.bank_id == bank.id, ItemKey.version == newest_version())
    )
    kept = [
        Kept(item_id, ref, state, topic, level, Content(*content), revision_id)
        for item_id, ref, state, topic, level, revision_id, *content in db.session.execute(query)
    ]
    return sorted(kept, key=lambda one: natural_key(one.ref))


def preview(actor: Actor | None, bank_code: str, source: Source) -> tuple[ImportReport, Plan]:
    """What importing a file would do; nothing is stored. NotAllowed where the bank is not the person's."""
    check_target(actor, bank_code)
    reading, plan, _neighbours = compare(read_file(source), bank_code, source.name)
    return ImportReport.of(reading, plan), plan


def check_target(actor: Actor | None, bank_code: str) -> None:
    """Refuse a code that is none, and a bank that is not the person's; there need not be a bank yet."""
    bank = find_bank(check_code(bank_code))
    if bank is not None:
        require(actor, bank)


def compare(reading: Reading, bank_code: str, name: str) -> tuple[Reading, Plan, list[Neighbour]]:
    """A reading beside what the bank holds: with warnings of near-equal questions, and what importing would do."""
    bank = find_bank(check_code(bank_code))
    kept = kept_items(bank) if bank else []
    plan = plan_import(reading.items, kept, ref_stem(name))
    neighbours = find_neighbours(plan, kept)
    return with_neighbours(reading, neighbours), plan, neighbours


def bank_file(bank: Bank, format: str, chosen: Collection[int] | None = None) -> bytes:
    """The bank as a file: current revisions in the order of their refs; of all items not retired, or of the chosen."""
    kept = [
        one for one in kept_items(bank) if (one.state != ItemState.RETIRED if chosen is None else one.item_id in chosen)
    ]
    images = load_images(name for one in kept for name in json.loads(one.content.images))
    items = [to_library(one, images) for one in kept]
    if not items:
        raise Invalid("Ngân hàng câu hỏi “%(bank)s” chưa có câu hỏi nào để xuất.", bank=bank.code)
    return write_file(items, format, bank.title)


def to_library(kept: Kept, images: Mapping[str, Image]) -> library.Item:
    """An item as the library knows it; `images` are the pictures by name."""
    content = kept.content
    return library.Item(
        kind=library.Kind(content.kind),
        stem=content.stem,
        options=_options(content),
        id=kept.ref,
        marks=Decimal(content.marks) / 100,
        level=Level(kept.level) if kept.level else None,
        topic=kept.topic,
        explanation=content.explanation,
        source=content.source,
        images=tuple(images[name] for name in json.loads(content.images)),
        markup=content.markup,
    )


def _options(content: Content) -> tuple[library.Option, ...]:
    shown: Sequence[dict[str, Any]] = json.loads(content.options)
    free = content.kind != library.Kind.TRUE_FALSE
    return tuple(
        library.Option(one["text"], bool(content.mask >> index & 1), free and one["pinned"], feedback)
        for index, (one, feedback) in enumerate(zip(shown, json.loads(content.feedback), strict=True))
    )
