"""Saving what the editor holds: a new question, or the next revision of one. What is saved is a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from question_bank.image import Image
from quiz.bank.classifying import give
from quiz.bank.decisions import note
from quiz.bank.editing import Edited, errors_of, problems_of
from quiz.bank.images import store_images
from quiz.bank.importing import lock_bank
from quiz.bank.models import Bank, Item
from quiz.bank.pictures import collect, own_names
from quiz.bank.queries import bank_by_code, item_by_id, require
from quiz.bank.revisions import add_revisions, contents_of
from quiz.bank.rules import APPROVED, DRAFT, RETIRED, REVIEWED, SEALED, Content, content_of
from quiz.bank.workflow import LONGEST_REMARK
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean

REF_STEM = "cau-"
EDITABLE = (DRAFT, REVIEWED, APPROVED)
_CLOSED = {
    SEALED: "Câu đã niêm phong không sửa được. Muốn thay câu này, vui lòng cho thôi dùng rồi soạn câu mới.",
    RETIRED: "Câu đã thôi dùng không sửa được. Vui lòng trả lại bản nháp trước rồi sửa.",
}


class Outdated(Conflict):
    """The item has changed since the form was opened; what was typed is still in the sender's hands."""

    default_code = "stale"


@dataclass(frozen=True, slots=True)
class Saved:
    """The item, and the number of its new revision; None where no text changed."""

    item: Item
    revision: int | None


def check_open(item: Item) -> None:
    """Conflict where the item's state does not allow it to be edited."""
    if item.state in _CLOSED:
        raise Conflict(_CLOSED[item.state], code=item.state)


def create_item(actor: Actor | None, code: str, edited: Edited, now: datetime) -> Item:
    """A new question in a bank, as a draft; without a ref it gets the next free one.

    Raises Invalid for a question with an error or a ref that is there already.
    """
    content, images = _content(edited, set())
    with transaction():
        bank = bank_by_code(code)
        require(actor, bank)
        lock_bank(code)  # two who write at once must not find the same ref free
        item = Item(
            bank_id=bank.id,
            ref=_free_ref(bank, edited.ref),
            topic=edited.item.topic,
            level=edited.item.level or "",
            state=DRAFT,
            author_id=actor.person_id if actor else None,
            stem_folded="",
            created_at=now,
        )
        db.session.add(item)
        db.session.flush()
        store_images(images, now)
        revisions = add_revisions([(item, content)], item.author_id, _remark(edited), now)
        after = {"bank": bank.code, "ref": item.ref, "revision": revisions[0].id}
        audit.record(actor, "bank.create_item", "item", item.id, after=after)
        return item


def revise_item(actor: Actor | None, item_id: int, edited: Edited, now: datetime) -> Saved:
    """The next revision of a question, which thereby is a draft again; topic and level alone make no revision.

    Raises Outdated where somebody changed it since the form was opened, Conflict where it is sealed or retired,
    Invalid for a question with an error and for a change without a reason.
    """
    with transaction():
        bank, item = item_by_id(item_id, held=True)
        require(actor, bank)
        check_open(item)
        if item.version != edited.version:
            raise Outdated("Câu này vừa được người khác thay đổi. Nội dung quý vị vừa nhập vẫn còn ở dưới.")
        content, images = _content(edited, own_names(item.id))
        place = (item.topic, item.level)
        for field, value in (("topic", edited.item.topic), ("level", edited.item.level or "")):
            if getattr(item, field) != value:
                give(actor, item, field, value, now)
        number = None
        if content != _current(item):
            store_images(images, now)
            number = _revise(actor, item, content, _needed_remark(edited), now)
        if place != (item.topic, item.level):
            moved = {"topic": item.topic, "level": item.level}
            audit.record(
                actor, "bank.classify", "item", item.id, before={"topic": place[0], "level": place[1]}, after=moved
            )
        return Saved(item, number)


def _current(item: Item) -> Content | None:
    one = item.current_revision_id
    return contents_of([one]).get(one) if one is not None else None


def _revise(actor: Actor | None, item: Item, content: Content, remark: str, now: datetime) -> int:
    before = item.current_revision_id
    revision = add_revisions([(item, content)], actor.person_id if actor else None, remark, now)[0]
    state, item.state = item.state, DRAFT
    if state != DRAFT:
        note(item, actor, state, remark, now)
    audit.record(
        actor,
        "bank.revise",
        "item",
        item.id,
        before={"revision": before, "state": state},
        after={"revision": revision.id, "state": DRAFT},
        reason=remark,
    )
    return revision.number


def _content(edited: Edited, known: set[str]) -> tuple[Content, Sequence[Image]]:
    problems = errors_of(problems_of(edited))
    if problems:
        raise Invalid("%(message)s", code=problems[0].code, message=problems[0].message)
    images = collect(edited.pictures, known)
    return content_of(replace(edited.item, images=images)), images


def _remark(edited: Edited) -> str:
    remark = clean(edited.remark)
    if len(remark) > LONGEST_REMARK:
        raise Invalid("Lý do dài quá %(limit)s ký tự.", field="remark", limit=LONGEST_REMARK)
    return remark


def _needed_remark(edited: Edited) -> str:
    remark = _remark(edited)
    if not remark:
        raise Invalid("Vui lòng ghi lý do sửa; lý do được lưu cùng phiên bản mới.", code="no_remark", field="remark")
    return remark


def _free_ref(bank: Bank, wanted: str) -> str:
    refs = set(db.session.scalars(sa.select(Item.ref).where(Item.bank_id == bank.id)))
    if wanted in refs:
        raise Invalid("Mã “%(ref)s” đã có trong ngân hàng; vui lòng đặt mã khác.", field="ref", ref=wanted)
    number = len(refs) + 1
    while not wanted and f"{REF_STEM}{number}" in refs:
        number += 1
    return wanted or f"{REF_STEM}{number}"
