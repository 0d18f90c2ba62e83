"""Carrying out a plan within the service's transaction: items, revisions that never change, and their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from question_bank.markup import to_plain
from quiz.bank.images import store_images
from quiz.bank.models import Bank, BankImport, Item, ItemKey, ItemRevision
from quiz.bank.planning import Action, Step
from quiz.bank.rules import state_after
from quiz.core.db import db
from quiz.core.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Writing:
    """Into which bank, from which import, in whose name; `approve` lets the items be drawn at once."""

    bank: Bank
    source: BankImport
    approve: bool
    now: datetime

    def carry_out(self, steps: Sequence[Step]) -> None:
        """Store what is new or changed; the caller's transaction commits it."""
        store_images((image for step in steps for image in step.item.images), self.now)
        kept = self._kept(steps)
        items = [kept[step.kept.item_id] if step.kept else self._new_item(step) for step in steps]
        db.session.flush()
        changed = []
        for item, step in zip(items, steps, strict=True):
            is_changed = step.action is not Action.UNCHANGED
            before = step.kept.state if step.kept else None
            item.state = state_after(before, is_changed or step.moves, self.approve)
            item.topic, item.level = step.topic, step.level
            if is_changed:
                changed.append((item, step))
        self._revise(changed)

    def _kept(self, steps: Sequence[Step]) -> dict[int, Item]:
        ids = [step.kept.item_id for step in steps if step.kept]
        return {item.id: item for item in db.session.scalars(sa.select(Item).where(Item.id.in_(ids)))}

    def _new_item(self, step: Step) -> Item:
        item = Item(
            bank_id=self.bank.id,
            import_id=self.source.id,
            ref=step.ref,
            topic=step.topic,
            level=step.level,
            state=state_after(None, True, self.approve),
            author_id=self.source.actor_id,
            stem_folded="",
            created_at=self.now,
        )
        db.session.add(item)
        return item

    def _revise(self, changed: Sequence[tuple[Item, Step]]) -> None:
        numbers = _newest_numbers([item.id for item, _ in changed])
        revisions = [self._revision(item, step, numbers.get(item.id, 0) + 1) for item, step in changed]
        db.session.flush()
        for revision, (item, step) in zip(revisions, changed, strict=True):
            item.current_revision_id = revision.id
            item.stem_folded = _folded(step)
            db.session.add(self._key(revision, step))

    def _revision(self, item: Item, step: Step, number: int) -> ItemRevision:
        content = step.content
        revision = ItemRevision(
            item_id=item.id,
            number=number,
            kind=content.kind,
            stem=content.stem,
            markup=content.markup,
            options=content.options,
            images=content.images,
            created_at=self.now,
        )
        db.session.add(revision)
        return revision

    def _key(self, revision: ItemRevision, step: Step) -> ItemKey:
        content = step.content
        return ItemKey(
            revision_id=revision.id,
            version=1,
            mask=content.mask,
            marks=content.marks,
            explanation=content.explanation,
            source=content.source,
            feedback=content.feedback,
            created_at=self.now,
        )


def _newest_numbers(item_ids: Sequence[int]) -> dict[int, int]:
    query = (
        sa.select(ItemRevision.item_id, sa.func.max(ItemRevision.number))
        .where(ItemRevision.item_id.in_(item_ids))
        .group_by(ItemRevision.item_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _folded(step: Step) -> str:
    text = step.content.stem
    return fold(to_plain(text) if step.content.markup == "html" else text)
