"""What is done with the pieces of a store: renamed, removed, brought back; and what pieces look like in lists."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from quiz.core import audit
from quiz.core.db import db, in_portions, transaction
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean, fold
from quiz.plans.authority import powers_of
from quiz.plans.duties.evidence import DUTY, MOST_TITLE
from quiz.plans.models import Duty, PlanTask
from quiz.plans.models_records import Evidence, EvidenceUse
from quiz.units.models import OrgUnit

SUBJECTS = {"report": "Báo cáo định kỳ"}
"""What else than duties shows evidence, as far as this room knows it; of a module it says "phân hệ khác"."""


@dataclass(frozen=True)
class Piece:
    """A piece as lists show it. `url`: the link, or where the file is got; `picture`: where a small one is shown."""

    id: int
    title: str
    kind: str
    url: str
    picture: str
    size: int
    version: int
    added_at: datetime
    is_personal: bool = False


def piece_of(row: Evidence) -> Piece:
    """A row as lists show it; `kind` is "link", "photo" or the ending of the file."""
    is_photo = row.media_type.startswith("image/")
    kind = "link" if row.url else "photo" if is_photo else row.file_name.rpartition(".")[2]
    url = row.url or f"/tasks/evidence/{row.id}"
    picture = f"/tasks/evidence/{row.id}/picture" if is_photo else ""
    about = (row.size, row.version, row.created_at, row.person_id is not None)
    return Piece(row.id, row.title, kind, url, picture, *about)


def evidence_of(subject: str, ids: Collection[int]) -> dict[int, list[Piece]]:
    """The pieces shown for each of these, the first added first; ids without any are left out."""
    found: dict[int, list[Piece]] = {}
    for portion in in_portions(sorted(ids)):
        query = (
            sa.select(EvidenceUse.subject_id, Evidence)
            .join(Evidence, Evidence.id == EvidenceUse.evidence_id)
            .where(EvidenceUse.subject == subject, EvidenceUse.subject_id.in_(portion), Evidence.removed_at.is_(None))
            .order_by(EvidenceUse.id)
        )
        for subject_id, row in db.session.execute(query):
            found.setdefault(subject_id, []).append(piece_of(row))
    return found


def choosable(actor: Actor, duty: Duty, unit: OrgUnit, most: int = 50) -> list[Piece]:
    """The newest pieces of the unit's store that are not shown for the duty yet; for a person the own ones alone."""
    used = sa.select(EvidenceUse.evidence_id).filter_by(subject=DUTY, subject_id=duty.id)
    query = sa.select(Evidence).where(Evidence.unit_id == unit.id, Evidence.removed_at.is_(None))
    query = query.where(Evidence.id.not_in(used)).order_by(Evidence.id.desc()).limit(most)
    if powers_of(actor).may_fill(unit):
        query = query.where(sa.or_(Evidence.person_id.is_(None), Evidence.person_id == duty.person_id))
    else:
        query = query.where(Evidence.person_id == actor.person_id)
    return [piece_of(row) for row in db.session.scalars(query)]


def page_of_store(unit: OrgUnit, text: str, number: int) -> Page[Piece]:
    """A unit's pieces, the newest first, without those of single people; `text` narrows to titles with its words."""
    kept = (Evidence.unit_id == unit.id, Evidence.person_id.is_(None), Evidence.removed_at.is_(None))
    query = sa.select(Evidence).where(*kept)
    for word in fold(text).split():
        query = query.where(Evidence.title_folded.contains(word, autoescape=True))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    rows = db.session.scalars(query.order_by(Evidence.id.desc()).limit(PER_PAGE).offset(offset(number)))
    return Page([piece_of(row) for row in rows], number, total)


@dataclass(frozen=True)
class Use:
    """What a piece is shown for: its title, and the duty's id where it is one."""

    title: str
    duty_id: int | None


def uses_of(pieces: Sequence[Piece]) -> Mapping[int, list[Use]]:
    """What each piece is shown for, by its id."""
    found: dict[int, list[Use]] = {}
    for portion in in_portions([piece.id for piece in pieces]):
        query = (
            sa.select(EvidenceUse, PlanTask.title)
            .outerjoin(Duty, sa.and_(Duty.id == EvidenceUse.subject_id, EvidenceUse.subject == DUTY))
            .outerjoin(PlanTask, PlanTask.id == Duty.task_id)
            .where(EvidenceUse.evidence_id.in_(portion))
            .order_by(EvidenceUse.id)
        )
        for use, title in db.session.execute(query):
            duty_id = use.subject_id if use.subject == DUTY else None
            named = title or SUBJECTS.get(use.subject, "Phân hệ khác")
            found.setdefault(use.evidence_id, []).append(Use(named, duty_id))
    return found


def rename(actor: Actor, evidence_id: int, title: str, version: int) -> None:
    """Give a piece another title. Raises Conflict (stale) where somebody was faster, Invalid for an empty title."""
    with transaction():
        piece = _kept(actor, evidence_id)
        if piece.version != version:
            raise Conflict("Minh chứng này vừa được người khác đổi. Vui lòng xem bản mới rồi sửa lại.", code="stale")
        new = clean(title)
        if not new or len(new) > MOST_TITLE:
            raise Invalid("Vui lòng ghi tên minh chứng, nhiều nhất 200 ký tự.", field="title")
        before, piece.title, piece.title_folded = piece.title, new, fold(new)[:MOST_TITLE]
        audit.record(actor, "evidence.rename", "evidence", piece.id, before={"title": before}, after={"title": new})


def remove(actor: Actor, evidence_id: int, now: datetime) -> Evidence:
    """Take a piece out of the store; it can be brought back for 30 days. Conflict while something shows it."""
    with transaction():
        piece = _kept(actor, evidence_id)
        if db.session.scalar(sa.select(EvidenceUse.id).filter_by(evidence_id=evidence_id).limit(1)) is not None:
            text = "Minh chứng đang được dùng. Vui lòng gỡ khỏi các nhiệm vụ trước khi xóa."
            raise Conflict(text, code="used")
        piece.removed_at = now
        audit.record(actor, "evidence.remove", "evidence", piece.id)
    return piece


def restore(actor: Actor, evidence_id: int) -> Evidence:
    """Bring a removed piece back."""
    with transaction():
        piece = _kept(actor, evidence_id, removed=True)
        piece.removed_at = None
        audit.record(actor, "evidence.restore", "evidence", piece.id)
    return piece


def _kept(actor: Actor, evidence_id: int, *, removed: bool = False) -> Evidence:
    """A piece that the person looks after: the own one, or one of a unit the person fills in for."""
    piece = db.session.get(Evidence, evidence_id, with_for_update=True, populate_existing=True)
    if piece is None or (piece.removed_at is not None) is not removed:
        raise NotFound("Không tìm thấy minh chứng này.")
    unit = db.session.get_one(OrgUnit, piece.unit_id)
    if piece.person_id != actor.person_id and not powers_of(actor).may_fill(unit):
        raise NotFound("Không tìm thấy minh chứng này.")
    return piece
