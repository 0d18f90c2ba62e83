"""Carrying out a plan within the service's transaction: items, revisions that never change, and their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from quiz.bank.images import store_images
from quiz.bank.models import Bank, BankImport, Item
from quiz.bank.planning import Action, Step
from quiz.bank.revisions import add_revisions
from quiz.bank.rules import state_after
from quiz.core.db import db


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
                changed.append((item, step.content))
        add_revisions(changed, self.source.actor_id, "", self.now)

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
