"""The inbox: short messages of the product to a person, each with the page it leads to.

A message is a text of the catalogue with its params, so that everybody reads it in the own language. `key` names what
it is about: the same key is told to the same person once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core import direct
from quiz.core.db import BigId, Model, UtcMillis, db, in_portions, transaction
from quiz.core.errors import NotFound
from quiz.core.paging import PER_PAGE, Page, offset


class InboxMessage(Model):
    """One message to one person."""

    __tablename__ = "inbox_messages"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    key: Mapped[str] = mapped_column(sa.String(120))
    text: Mapped[str] = mapped_column(sa.Text)
    params: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    url: Mapped[str] = mapped_column(sa.String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    read_at: Mapped[datetime | None] = mapped_column(UtcMillis)

    __table_args__ = (
        sa.UniqueConstraint("person_id", "key"),
        sa.Index("ix_inbox_messages_unread", "person_id", "read_at", "id"),
    )

    def words(self) -> str:
        """The text in the reader's language."""
        return str(gettext(self.text, **self.params) if self.params else gettext(self.text))


@dataclass(frozen=True)
class Note:
    """A message to be sent: to whom, under which key, which text with which params, and where it leads."""

    person_id: int
    key: str
    text: str
    url: str = ""
    params: Mapping[str, Any] | None = None


def send(notes: Sequence[Note], now: datetime) -> int:
    """Put messages into inboxes inside the caller's transaction; how many were new (a key is told once)."""
    with transaction():
        known: set[tuple[int, str]] = set()
        for portion in in_portions(sorted({note.key for note in notes})):
            rows = db.session.execute(
                sa.select(InboxMessage.person_id, InboxMessage.key).where(InboxMessage.key.in_(portion))
            )
            known.update((row[0], row[1]) for row in rows)
        fresh = {(note.person_id, note.key): note for note in notes if (note.person_id, note.key) not in known}
        rows_to_add = [
            {
                "person_id": note.person_id,
                "key": note.key,
                "text": note.text,
                "params": dict(note.params or {}),
                "url": note.url,
                "created_at": now,
            }
            for note in fresh.values()
        ]
        if rows_to_add:
            db.session.execute(sa.insert(InboxMessage), rows_to_add)
        return len(rows_to_add)


UNREAD = "select count(*) from inbox_messages where person_id = :person and read_at is null"
"""Asked on every page with a header, so it is one prepared statement that reads the index alone."""


def unread(person_id: int) -> int:
    """How many messages a person has not read."""
    return int(direct.run(UNREAD, {"person": person_id})[0][0])


def page_of(person_id: int, number: int) -> Page[InboxMessage]:
    """A person's messages: unread ones first, the newest of each on top."""
    mine = sa.select(InboxMessage).where(InboxMessage.person_id == person_id)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(mine.subquery())) or 0
    ordered = mine.order_by(InboxMessage.read_at.is_not(None), InboxMessage.id.desc())
    return Page(db.session.scalars(ordered.limit(PER_PAGE).offset(offset(number))).all(), number, total)


def open_message(person_id: int, message_id: int, now: datetime) -> InboxMessage:
    """A person's own message, marked as read; NotFound where it is not theirs."""
    with transaction():
        message = db.session.get(InboxMessage, message_id)
        if message is None or message.person_id != person_id:
            raise NotFound("Không tìm thấy tin này.")
        message.read_at = message.read_at or now
    return message


def mark_all_read(person_id: int, now: datetime) -> None:
    """Every message of a person counts as read."""
    mine = (InboxMessage.person_id == person_id, InboxMessage.read_at.is_(None))
    with transaction():
        db.session.execute(sa.update(InboxMessage).where(*mine).values(read_at=now))
