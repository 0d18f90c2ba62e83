"""What people are asked to agree to, in which words, and keeping that they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from quiz.accounts.models import Consent
from quiz.core.db import db, transaction

TAKING_PART, PUBLISH_NAME = "taking_part", "publish_name"


@dataclass(frozen=True)
class ConsentText:
    """The words beside a box; any change of them needs a new version."""

    purpose: str
    version: int
    text: str

    @property
    def hash(self) -> str:
        """The SHA-256 of the words, kept with every tick."""
        return sha256(self.text.encode()).hexdigest()


TEXTS = {
    TAKING_PART: ConsentText(
        TAKING_PART,
        1,
        (
            "Tôi đồng ý để ban tổ chức sử dụng họ tên, ngày sinh, số điện thoại và đơn vị của tôi để tổ chức cuộc thi, "
            "chấm điểm, xếp hạng và trao giải."
        ),
    ),
    PUBLISH_NAME: ConsentText(
        PUBLISH_NAME,
        1,
        "Tôi đồng ý công khai đầy đủ họ tên của tôi trên bảng xếp hạng và danh sách đạt giải.",
    ),
}


def give(person_id: int, purpose: str, channel: str, now: datetime) -> None:
    """Keep that a box was ticked, with its words, inside the caller's transaction; once while it stands."""
    with transaction():
        if not db.session.scalar(sa.select(Consent.id).where(_standing(person_id, purpose)).limit(1)):
            text = TEXTS[purpose]
            db.session.add(
                Consent(
                    person_id=person_id,
                    purpose=purpose,
                    text_version=text.version,
                    text_hash=text.hash,
                    channel=channel,
                    given_at=now,
                )
            )


def withdraw(person_id: int, purpose: str, now: datetime) -> None:
    """Keep that somebody took a consent back."""
    with transaction():
        standing = sa.update(Consent).where(_standing(person_id, purpose))
        db.session.execute(standing.values(withdrawn_at=now))


def _standing(person_id: int, purpose: str) -> sa.ColumnElement[bool]:
    return sa.and_(Consent.person_id == person_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
