"""Taking a whole import back while nothing has used it: what it made goes, what it changed is as it was before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from quiz.bank.importing import lock_bank
from quiz.bank.imports import import_by_id
from quiz.bank.models import BankImport, BankImportChange, Item, ItemDecision, ItemKey, ItemRevision, ItemState
from quiz.bank.queries import require
from quiz.bank.revisions import contents_of
from quiz.bank.rules import natural_key, searchable
from quiz.bank.usage import used_items
from quiz.core import audit
from quiz.core.db import db, in_portions, transaction
from quiz.core.errors import Conflict
from quiz.core.permissions import Actor

_NAMED = 5
_USED = (
    "Không hoàn tác được vì các câu sau đã có trong đề của một vòng thi: %(refs)s. "
    "Nếu không muốn dùng các câu này nữa, vui lòng cho thôi dùng."
)
_CHANGED = (
    "Không hoàn tác được vì các câu sau đã được sửa hoặc nhập lại sau lần nhập này: %(refs)s. "
    "Vui lòng hoàn tác các lần nhập sau trước, hoặc sửa từng câu."
)


@dataclass(slots=True)
class Undoing:
    """What taking an import back does: refs of items that go, that are retired as something refers to them, and that
    become what they were; `obstacle` is why it cannot be done."""

    removed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    obstacle: Conflict | None = None


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of an import with the item it is about; `is_held` where something was decided about the item since.

    `state_left` is the state in which the import left an item that it found.
    """

    item: Item
    before: BankImportChange
    is_held: bool
    state_left: str

    @property
    def is_moved(self) -> bool:
        """Whether somebody else's hand was on the item since, so that the import cannot be taken back around it.

        An item that was there before must be as the import left it: what a reviewer decided later, and what topic or
        level was given later, would be lost. One that the import made is retired in such a case, which loses nothing.
        """
        item, before = self.item, self.before
        if item.current_revision_id != before.revision_after or item.state == ItemState.SEALED:
            return True
        return before.revision_before is not None and (self.is_held or item.state != self.state_left)


def plan_undoing(source: BankImport) -> Undoing:
    """What taking the import back would do now; nothing is changed."""
    return _weigh(_changes(source))


def undo_import(actor: Actor | None, import_id: int, now: datetime) -> Undoing:
    """Take an import back; one that was taken back already stays so. Raises Conflict where an item was used or changed.

    The bank is held meanwhile, so that no round can freeze an item that is about to go.
    """
    try:
        with transaction():
            bank, source = import_by_id(import_id)
            require(actor, bank)
            lock_bank(bank.code)
            db.session.refresh(source)
            if source.undone_at is not None:
                return Undoing()
            changes = _changes(source)
            undoing = _weigh(changes)
            if undoing.obstacle is not None:
                raise undoing.obstacle
            _carry_out(changes, actor, source, now)
            source.undone_at, source.undone_by = now, actor.person_id if actor else None
            after = {"removed": undoing.removed, "retired": undoing.retired, "restored": undoing.restored}
            audit.record(actor, "bank.import.undo", "bank_import", source.id, after={"bank": bank.code, **after})
            return undoing
    except IntegrityError as error:
        text = "Không hoàn tác được vì có câu vừa được đưa vào sử dụng. Vui lòng tải lại trang."
        raise Conflict(text, code="used") from error


def _changes(source: BankImport) -> list[_Change]:
    query = sa.select(Item, BankImportChange).join(BankImportChange, BankImportChange.item_id == Item.id)
    rows = db.session.execute(query.where(BankImportChange.import_id == source.id)).all()
    held, left = _decided_since(source, [item.id for item, _change in rows]), _states_left(source)
    found = [_Change(item, change, item.id in held, left.get(item.id, change.state_before)) for item, change in rows]
    return sorted(found, key=lambda one: natural_key(one.item.ref))


def _weigh(changes: Sequence[_Change]) -> Undoing:
    undoing = Undoing()
    used = used_items(one.item.id for one in changes)
    moved = [one.item for one in changes if one.is_moved]
    moved_ids = {item.id for item in moved} | _imported_since(changes)
    if used:
        undoing.obstacle = _conflict(_USED, "used", (one.item for one in changes if one.item.id in used))
    elif moved_ids:
        undoing.obstacle = _conflict(_CHANGED, "changed", (one.item for one in changes if one.item.id in moved_ids))
    for one in changes:
        fate = undoing.restored if one.before.revision_before is not None else undoing.removed
        (undoing.retired if fate is undoing.removed and one.is_held else fate).append(one.item.ref)
    return undoing


def _conflict(text: str, code: str, items: Iterable[Item]) -> Conflict:
    refs = [item.ref for item in items]
    named = ", ".join(refs[:_NAMED]) + (f" (và {len(refs) - _NAMED} câu khác)" if len(refs) > _NAMED else "")
    return Conflict(text, code=code, refs=named)


def _imported_since(changes: Sequence[_Change]) -> set[int]:
    """Items that a later import, which still counts, has changed."""
    found: set[int] = set()
    for portion in in_portions([one.item.id for one in changes]):
        query = (
            sa.select(BankImportChange.item_id)
            .join(BankImport, BankImport.id == BankImportChange.import_id)
            .where(BankImportChange.item_id.in_(portion), BankImport.undone_at.is_(None))
            .where(BankImportChange.import_id > changes[0].before.import_id)
        )
        found |= set(db.session.scalars(query))
    return found


def _decided_since(source: BankImport, item_ids: Sequence[int]) -> set[int]:
    """Items about which something was decided after the import, other than by imports that were taken back."""
    found: set[int] = set()
    later = ItemDecision.created_at > source.created_at
    taken_back = (
        sa.select(BankImport.id)
        .join(BankImportChange, BankImportChange.import_id == BankImport.id)
        .where(BankImportChange.item_id == ItemDecision.item_id, BankImport.undone_at.is_not(None))
        .where(ItemDecision.created_at.in_([BankImport.created_at, BankImport.undone_at]))
    )
    for portion in in_portions(item_ids):
        query = sa.select(ItemDecision.item_id).where(ItemDecision.item_id.in_(portion), later, ~taken_back.exists())
        found |= set(db.session.scalars(query))
    return found


def _states_left(source: BankImport) -> dict[int, str]:
    """The states to which the import itself led items it found; those whose state it left are not among them."""
    change = BankImportChange
    query = (
        sa.select(ItemDecision.item_id, ItemDecision.state_after)
        .join(change, (change.item_id == ItemDecision.item_id) & (change.revision_after == ItemDecision.revision_id))
        .where(change.import_id == source.id, change.state_before == ItemDecision.state_before)
        .where(ItemDecision.created_at == source.created_at)
        .order_by(ItemDecision.id.desc())
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _carry_out(changes: Sequence[_Change], actor: Actor | None, source: BankImport, now: datetime) -> None:
    gone = {one.item.id for one in changes if one.before.revision_before is None and not one.is_held}
    stems = _stems([one.before.revision_before for one in changes if one.before.revision_before is not None])
    for one in changes:
        if one.item.id in gone:
            continue
        item, before, state = one.item, one.before, one.item.state
        if before.revision_before is None:
            item.state = ItemState.RETIRED
        else:
            item.state, item.topic, item.level = before.state_before, before.topic_before, before.level_before
            item.current_revision_id = before.revision_before
            item.stem_folded = stems[before.revision_before]
        if item.state != state:
            db.session.add(_decision(item, state, actor, source, now))
    db.session.flush()
    _remove(list(gone))


def _decision(item: Item, state: str, actor: Actor | None, source: BankImport, now: datetime) -> ItemDecision:
    return ItemDecision(
        item_id=item.id,
        revision_id=item.current_revision_id,
        state_before=state,
        state_after=item.state,
        remark=f"Hoàn tác lần nhập tệp {source.file_name}",
        actor_id=actor.person_id if actor else None,
        created_at=now,
    )


def _stems(revision_ids: Sequence[int]) -> dict[int, str]:
    """What search looks through, by revision."""
    found: dict[int, str] = {}
    for portion in in_portions(revision_ids):
        found.update((one, searchable(content)) for one, content in contents_of(portion).items())
    return found


def _remove(item_ids: Sequence[int]) -> None:
    """Delete items with everything the import stored of them; a foreign key stops it where something else refers."""
    for portion in in_portions(item_ids):
        revisions = sa.select(ItemRevision.id).where(ItemRevision.item_id.in_(portion))
        for statement in (
            sa.delete(ItemKey).where(ItemKey.revision_id.in_(revisions)),
            sa.delete(ItemDecision).where(ItemDecision.item_id.in_(portion)),
            sa.delete(BankImportChange).where(BankImportChange.item_id.in_(portion)),
            sa.delete(ItemRevision).where(ItemRevision.item_id.in_(portion)),
            sa.delete(Item).where(Item.id.in_(portion)),
        ):
            db.session.execute(statement, execution_options={"synchronize_session": False})
    db.session.expire_all()
