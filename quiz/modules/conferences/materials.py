"""Links to the documents of a conference."""

from __future__ import annotations

from datetime import datetime

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Invalid
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean
from quiz.modules.conferences import queries
from quiz.modules.conferences.models import ConferenceMaterial
from quiz.modules.conferences.ownership import own


def add_material(actor: Actor, conference_id: int, title: str, url: str, now: datetime) -> None:
    """Add a link to a document; Invalid where it is no web address."""
    with transaction():
        row = own(actor, conference_id)
        address = clean(url)[:1000]
        if not address.lower().startswith(("https://", "http://")):
            raise Invalid("Vui lòng ghi địa chỉ bắt đầu bằng https://", field="url")
        name = clean(title)[:200] or address[:200]
        link = ConferenceMaterial(conference_id=row.id, title=name, url=address, added_at=now, added_by=actor.person_id)
        db.session.add(link)
        audit.record(actor, "conference.material", "conference", row.id, after={"title": name, "url": address})


def remove_material(actor: Actor, conference_id: int, material_id: int) -> None:
    """Take a link away."""
    with transaction():
        row = own(actor, conference_id)
        link = db.session.get(ConferenceMaterial, material_id)
        if link is None or link.conference_id != row.id:
            raise queries.not_found()
        audit.record(actor, "conference.material", "conference", row.id, before={"title": link.title, "url": link.url})
        db.session.delete(link)
