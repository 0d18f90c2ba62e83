"""Tables of the bank room."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import BigId, Model, UtcMillis


class ItemState(StrEnum):
    """How far an item has come; only approved and sealed ones are drawn."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    SEALED = "sealed"
    RETIRED = "retired"


class Bank(Model):
    """A collection of items under one code, owned by a unit."""

    __tablename__ = "banks"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(32), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    owner_unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("org_units.id"))
    created_at: Mapped[datetime] = mapped_column(UtcMillis)


class BankImport(Model):
    """One file taken into a bank, with the problems it had (JSON list) for later reading.

    `token` names the upload a console import came from, so that accepting it twice imports it once.
    """

    __tablename__ = "bank_imports"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bank_id: Mapped[int] = mapped_column(sa.ForeignKey("banks.id"), index=True)
    token: Mapped[str | None] = mapped_column(sa.String(32), unique=True)
    file_name: Mapped[str] = mapped_column(sa.String(255))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    format: Mapped[str] = mapped_column(sa.String(16))
    taken: Mapped[int]
    problems: Mapped[str] = mapped_column(sa.Text)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    undone_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    undone_by: Mapped[int | None] = mapped_column(BigId)


class BankImportChange(Model):
    """What an import did to one item, so that it can be undone: the revision, state, topic and level before it.

    `revision_before` is None for an item that the import made. `revision_after` is the current one behind the import.
    """

    __tablename__ = "bank_import_changes"

    import_id: Mapped[int] = mapped_column(sa.ForeignKey("bank_imports.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("items.id"), primary_key=True)
    revision_before: Mapped[int | None] = mapped_column(BigId)
    revision_after: Mapped[int] = mapped_column(BigId)
    state_before: Mapped[str] = mapped_column(sa.String(12), default="")
    topic_before: Mapped[str] = mapped_column(sa.String(200), default="")
    level_before: Mapped[str] = mapped_column(sa.String(20), default="")


class BankImage(Model):
    """A picture of questions, named after its content (SHA-256 and ending)."""

    __tablename__ = "bank_images"

    name: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    media_type: Mapped[str] = mapped_column(sa.String(20))
    width: Mapped[int]
    height: Mapped[int]
    data: Mapped[bytes] = mapped_column(sa.LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)


class Item(Model):
    """A question; what it says stands in its revisions. `ref` is the author's own id within the bank.

    `version` guards against two people changing it at once.
    """

    __tablename__ = "items"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bank_id: Mapped[int] = mapped_column(sa.ForeignKey("banks.id"))
    import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bank_imports.id"), index=True)
    ref: Mapped[str] = mapped_column(sa.String(64))
    topic: Mapped[str] = mapped_column(sa.String(200))
    level: Mapped[str] = mapped_column(sa.String(20))
    state: Mapped[str] = mapped_column(sa.String(12))
    author_id: Mapped[int | None] = mapped_column(BigId)
    current_revision_id: Mapped[int | None] = mapped_column(BigId)
    stem_folded: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.UniqueConstraint("bank_id", "ref"),
        sa.Index("ix_items_cell", "bank_id", "topic", "level", "state"),
        {"sqlite_autoincrement": True},
    )
    __mapper_args__ = {"version_id_col": version}


class ItemDecision(Model):
    """A step of an item from one state to another: who took it over which revision, when, on what grounds."""

    __tablename__ = "item_decisions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("items.id"), index=True)
    revision_id: Mapped[int | None] = mapped_column(BigId)
    state_before: Mapped[str] = mapped_column(sa.String(12))
    state_after: Mapped[str] = mapped_column(sa.String(12))
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    actor_id: Mapped[int | None] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)


class ItemRevision(Model):
    """What a contestant sees of an item, fixed for ever.

    `options` is JSON: [{"text", "pinned"}]; `images` a JSON list of names of BankImage. `author_id` is who wrote this
    revision, `remark` why.
    """

    __tablename__ = "item_revisions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("items.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(12))
    stem: Mapped[str] = mapped_column(sa.Text)
    markup: Mapped[str] = mapped_column(sa.String(8))
    options: Mapped[str] = mapped_column(sa.Text)
    images: Mapped[str] = mapped_column(sa.Text, default="[]")
    author_id: Mapped[int | None] = mapped_column(BigId)
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcMillis)

    # A number is never given twice, also where a revision was removed: processes keep what they have read under it.
    __table_args__ = (sa.UniqueConstraint("item_id", "number"), {"sqlite_autoincrement": True})


class ItemKey(Model):
    """What tells the right answer: bit i of `mask` is option i in the revision's own order.

    `marks` in hundredths of a point. `feedback` is JSON, one text an option. A regrade is a new version.
    """

    __tablename__ = "item_keys"

    revision_id: Mapped[int] = mapped_column(sa.ForeignKey("item_revisions.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, default=1)
    mask: Mapped[int]
    marks: Mapped[int]
    explanation: Mapped[str] = mapped_column(sa.Text, default="")
    source: Mapped[str] = mapped_column(sa.Text, default="")
    feedback: Mapped[str] = mapped_column(sa.Text, default="[]")
    created_at: Mapped[datetime] = mapped_column(UtcMillis)

    __table_args__ = (
        sa.CheckConstraint("mask > 0", name="mask"),
        sa.CheckConstraint("marks >= 0", name="marks"),
    )
