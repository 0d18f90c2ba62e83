"""The documents of a conference: links, and files that stand in the unit's store of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean
from quiz.modules.conferences import queries
from quiz.modules.conferences.models import ConferenceMaterial
from quiz.modules.conferences.ownership import own
from quiz.plans.duties import evidence, store
from quiz.plans.duties.evidence import Taken
from quiz.plans.models_records import Evidence, EvidenceUse

SUBJECT = "conference"


def add_material(actor: Actor, conference_id: int, title: str, url: str, now: datetime) -> None:
    """Add a link to a document; Invalid where it is no web address."""
    with transaction():
        row = own(actor, conference_id)
        address = evidence.checked_url(url)
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


def add_files(actor: Actor, conference_id: int, files: Sequence[FileStorage], now: datetime) -> Taken:
    """Take files into the store of the conference's unit and show them here; what the gate refuses is told."""
    with transaction():
        row = own(actor, conference_id)
        taken = evidence.take_files(actor, row.unit_id, files, now)
        for evidence_id in taken.ids:
            evidence.attach(actor, evidence_id, SUBJECT, row.id, now)
        return taken


def remove_file(actor: Actor, conference_id: int, evidence_id: int, now: datetime) -> None:
    """Show a file here no longer; it stays in the unit's store."""
    with transaction():
        row = own(actor, conference_id)
        evidence.detach(actor, evidence_id, SUBJECT, row.id, now)


def files_of(conference_id: int) -> Sequence[Evidence]:
    """The files of a conference, the first added first."""
    return db.session.scalars(_shown(conference_id).order_by(EvidenceUse.id)).all()


def file_of(conference_id: int, evidence_id: int) -> tuple[Evidence, Path]:
    """A file of a conference and where it lies; NotFound where it is none of its own."""
    row = db.session.scalar(_shown(conference_id).where(Evidence.id == evidence_id))
    if row is None or not row.stored:
        raise queries.not_found()
    return row, store.path_of(row.stored)


def _shown(conference_id: int) -> sa.Select[Evidence]:
    return (
        sa.select(Evidence)
        .join(EvidenceUse, EvidenceUse.evidence_id == Evidence.id)
        .where(EvidenceUse.subject == SUBJECT, EvidenceUse.subject_id == conference_id, Evidence.removed_at.is_(None))
    )
