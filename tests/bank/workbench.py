"""Somebody who writes questions and somebody who judges them, and short ways to what they do."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import PIL.Image
import sqlalchemy as sa

from quiz.bank import editing
from quiz.bank.decisions import Chosen, decide
from quiz.bank.editing import Edited
from quiz.bank.models import Item
from quiz.bank.revisions import contents_of, revisions_of
from quiz.bank.workflow import Move
from quiz.core import clock
from quiz.core.db import db
from quiz.core.permissions import Actor, Grant, Role

AUTHOR = Actor(person_id=1, name="Người soạn", grants=(Grant(Role.ADMINISTRATOR),))
REVIEWER = Actor(person_id=2, name="Người thẩm định", grants=(Grant(Role.ADMINISTRATOR),))
WAYS = {
    "draft": (),
    "reviewed": (Move.REVIEW,),
    "approved": (Move.REVIEW, Move.APPROVE),
    "sealed": (Move.REVIEW, Move.APPROVE, Move.SEAL),
    "retired": (Move.RETIRE,),
}


def item(ref: str) -> Item:
    """An item as the database has it now."""
    db.session.rollback()
    return db.session.scalars(sa.select(Item).where(Item.ref == ref)).one()


def seen(ref: str) -> Chosen:
    """An item as somebody sees it who chooses it now."""
    one = item(ref)
    return Chosen(one.id, one.version)


def take(ref: str, *moves: Move, actor: Actor = REVIEWER, remark: str = "Lý do") -> Item:
    """Take steps with an item, one after the other."""
    for move in moves:
        decide(actor, seen(ref), move, remark, clock.now())
    return item(ref)


def bring(ref: str, state: str) -> Item:
    """Lead a draft to a state, by the reviewer's hand."""
    return take(ref, *WAYS[state])


def opened(ref: str) -> Edited:
    """The editor's form of an item, just opened."""
    one = item(ref)
    current = next(revision for revision in revisions_of(one.id) if revision.id == one.current_revision_id)
    return editing.opened(contents_of([current.id])[current.id], one.topic, one.level, one.version, current.number)


def changed(ref: str, remark: str = "Sửa câu chữ", **changes: Any) -> Edited:
    """The form of an item with some fields of the question changed."""
    form = opened(ref)
    return replace(form, item=replace(form.item, **changes), remark=remark)


def png(width: int = 40, height: int = 30, colour: str = "red") -> bytes:
    """A small picture."""
    target = io.BytesIO()
    PIL.Image.new("RGB", (width, height), colour).save(target, "PNG")
    return target.getvalue()
