"""Carrying out a plan within the service's transaction: items, revisions that never change, and their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from quiz.bank.images import store_images
from quiz.bank.models import Bank, BankImport, BankImportChange, Item, ItemDecision, ItemState
from quiz.bank.planning import Action, Step
from quiz.bank.revisions import add_revisions
from quiz.bank.rules import state_after
from quiz.core.db import db, in_portions


@dataclass(frozen=True, slots=True)
class _Before:
    """An item as an import meets it; one that the import makes has no revision and no state."""

    revision_id: int | None = None
    state: str = ""
    topic: str = ""
    level: str = ""

    @classmethod
    def of(cls, item: Item, step: Step) -> _Before:
        return cls.now(item) if step.kept else cls()

    @classmethod
    def now(cls, item: Item) -> _Before:
        return cls(item.current_revision_id, item.state, item.topic, item.level)


@dataclass(frozen=True, slots=True)
class Writing:
    """Into which bank, from which import, in whose name; `approve` lets the items be drawn at once, `basis` says why.

    What becomes of each item is kept with the import, so that it can be undone.
    """

    bank: Bank
    source: BankImport
    approve: bool
    now: datetime
    basis: str = ""

    def carry_out(self, steps: Sequence[Step]) -> None:
        """Store what is new or changed; the caller's transaction commits it."""
        store_images((image for step in steps for image in step.item.images), self.now)
        kept = self._kept(steps)
        items = [kept[step.kept.item_id] if step.kept else self._new_item(step) for step in steps]
        db.session.flush()
        before = [_Before.of(item, step) for item, step in zip(items, steps, strict=True)]
        changed = []
        for item, step in zip(items, steps, strict=True):
            is_changed = step.action is not Action.UNCHANGED
            state = step.kept.state if step.kept else None
            item.state = state_after(state, is_changed or step.moves, self.approve)
            item.topic, item.level = step.topic, step.level
            if is_changed:
                changed.append((item, step.content))
        add_revisions(changed, self.source.actor_id, "", self.now)
        for item, earlier in zip(items, before, strict=True):
            self._keep_account(item, earlier)

    def _keep_account(self, item: Item, before: _Before) -> None:
        """Note what the import did to an item, and the step to another state as a decision."""
        if before == _Before.now(item):
            return
        change = BankImportChange(
            import_id=self.source.id,
            item_id=item.id,
            revision_before=before.revision_id,
            revision_after=item.current_revision_id,
            state_before=before.state,
            topic_before=before.topic,
            level_before=before.level,
        )
        db.session.add(change)
        if item.state != (before.state or ItemState.DRAFT):
            decision = ItemDecision(
                item_id=item.id,
                revision_id=item.current_revision_id,
                state_before=before.state or ItemState.DRAFT,
                state_after=item.state,
                remark=self.basis if item.state == ItemState.APPROVED else self.source.file_name,
                actor_id=self.source.actor_id,
                created_at=self.now,
            )
            db.session.add(decision)

    def _kept(self, steps: Sequence[Step]) -> dict[int, Item]:
        ids = [step.kept.item_id for step in steps if step.kept]
        found: dict[int, Item] = {}
        for portion in in_portions(ids):
            query = sa.select(Item).where(Item.id.in_(portion))
            found.update((item.id, item) for item in db.session.scalars(query))
        return found

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
