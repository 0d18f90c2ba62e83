"""Evidence: taken through the gate into a unit's store, shown for duties and for what modules keep, and let go again.

A piece belongs to a unit, or to a person in it, and may be shown for many duties of that unit. Rights on what a module
keeps are the module's to check; that the piece itself may be seen is checked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean, fold
from quiz.documents.gate import MAX_BYTES, checked_file
from quiz.plans.authority import Powers, powers_of
from quiz.plans.duties import store
from quiz.plans.duties.cases import Case, case_of, is_own, may_look
from quiz.plans.models import Duty
from quiz.plans.models_records import Evidence, EvidenceUse
from quiz.plans.rules import DutyState
from quiz.units.models import OrgUnit

DUTY = "duty"
MOST_FILES = 20
"""How many files one sending may bring."""
MOST_TITLE = 200
_CHANGING = frozenset({DutyState.OPEN, DutyState.DRAFT, DutyState.RETURNED})
"""States in which a piece can be taken from a duty again; what was handed up keeps what it rests on."""
_TAKING = frozenset({*_CHANGING, DutyState.SUBMITTED, DutyState.CONFIRMED, DutyState.CARRIED_OUT})


@dataclass(frozen=True)
class Taken:
    """What became of files that were sent: the ids of the pieces, and why the others were refused."""

    ids: tuple[int, ...]
    refused: tuple[Invalid, ...]


def take_files(
    actor: Actor, unit_id: int, files: Sequence[FileStorage], now: datetime, *, person_id: int | None = None
) -> Taken:
    """Take files into a unit's store; what the gate refuses is told and the others are kept.

    With `person_id` they are that person's own, which is then the actor. Raises NotFound for a unit that the person
    does not fill in for, Invalid where no file was chosen.
    """
    sent = [file for file in files if file.filename]
    if not sent:
        raise Invalid("Vui lòng chọn ít nhất một tệp.", field="file")
    if len(sent) > MOST_FILES:
        raise Invalid("Mỗi lần chỉ gửi được %(most)s tệp.", field="file", most=MOST_FILES)
    _require_store(actor, unit_id, person_id)
    ids, refused = [], []
    for file in sent:
        try:
            ids.append(_take(actor, unit_id, person_id, file, now))
        except Invalid as error:
            refused.append(error)
    return Taken(tuple(ids), tuple(refused))


def _take(actor: Actor, unit_id: int, person_id: int | None, file: FileStorage, now: datetime) -> int:
    passed = checked_file(file.filename or "", file.stream.read(MAX_BYTES + 1))
    stored = store.put(passed.content, passed.small)
    own = Evidence.person_id.is_(None) if person_id is None else Evidence.person_id == person_id
    with transaction():
        known = db.session.scalar(
            sa.select(Evidence).where(
                Evidence.unit_id == unit_id, own, Evidence.stored == stored, Evidence.removed_at.is_(None)
            )
        )
        if known is not None:
            return known.id
        piece = Evidence(stored=stored, file_name=passed.name, media_type=passed.media_type, size=len(passed.content))
        return _add(actor, piece, unit_id, person_id, passed.name.rpartition(".")[0], now)


def add_link(actor: Actor, unit_id: int, url: str, title: str, now: datetime, *, person_id: int | None = None) -> int:
    """Keep a link to a page, which the product never opens itself; the id of the piece.

    Raises Invalid for anything but an http or https address of a host.
    """
    address = checked_url(url)
    _require_store(actor, unit_id, person_id)
    with transaction():
        return _add(actor, Evidence(url=address), unit_id, person_id, title or urlsplit(address).netloc, now)


def checked_url(url: str) -> str:
    """The address, trimmed; Invalid unless it is http or https, names a host and hides no login."""
    address = url.strip()
    try:
        parts = urlsplit(address)
        is_page = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
        is_page = is_page and (parts.port is None or parts.port > 0)
    except ValueError:
        is_page = False
    if not is_page or not address.isprintable() or " " in address or "\\" in address or len(address) > 1000:
        raise Invalid("Vui lòng dán địa chỉ trang web đầy đủ, bắt đầu bằng https:// hoặc http://.", field="url")
    return address


def _add(actor: Actor, piece: Evidence, unit_id: int, person_id: int | None, title: str, now: datetime) -> int:
    piece.unit_id, piece.person_id = unit_id, person_id
    piece.title = clean(title)[:MOST_TITLE] or "Minh chứng"
    piece.title_folded = fold(piece.title)[:MOST_TITLE]
    piece.created_at, piece.created_by = now, actor.person_id
    db.session.add(piece)
    db.session.flush()
    audit.record(actor, "evidence.add", "evidence", piece.id, after={"title": piece.title, "unit": unit_id})
    return piece.id


def _require_store(actor: Actor, unit_id: int, person_id: int | None) -> None:
    unit = db.session.get(OrgUnit, unit_id)
    is_mine = person_id is not None and person_id == actor.person_id
    if unit is None or not (is_mine or powers_of(actor).may_fill(unit)):
        raise NotFound("Không tìm thấy đơn vị này.")


def seen_piece(actor: Actor, evidence_id: int) -> Evidence:
    """A piece that the person may look at; NotFound otherwise, also once it is removed.

    It may be seen by who sees its unit, by whose own it is, and by who may look at a duty that shows it.
    """
    piece = db.session.get(Evidence, evidence_id)
    if piece is None or piece.removed_at is not None or not _may_see(powers_of(actor), piece):
        raise NotFound("Không tìm thấy minh chứng này.")
    return piece


def _may_see(powers: Powers, piece: Evidence) -> bool:
    if piece.person_id == powers.actor.person_id or powers.may_see(db.session.get_one(OrgUnit, piece.unit_id)):
        return True
    shown = sa.select(EvidenceUse.subject_id).where(EvidenceUse.evidence_id == piece.id, EvidenceUse.subject == DUTY)
    mine = sa.select(Duty.id).where(Duty.id.in_(shown), Duty.person_id == powers.actor.person_id)
    if db.session.scalar(mine.limit(1)) is not None:
        return True
    return any(may_look(powers, case_of(duty_id)) for duty_id in db.session.scalars(shown.limit(MOST_FILES)))


def attach(actor: Actor, evidence_id: int, subject: str, subject_id: int, now: datetime) -> None:
    """Show a piece for something; once is enough. Joins the caller's transaction.

    For a duty the person must fill it in, and the piece must be of its unit; for anything else the caller has checked
    that the person may change it. Raises NotFound for a piece or a duty out of sight.
    """
    with transaction():
        piece = seen_piece(actor, evidence_id)
        if subject == DUTY:
            _require_taking(actor, piece, case_of(subject_id, lock=True))
        same = sa.select(EvidenceUse).filter_by(evidence_id=evidence_id, subject=subject, subject_id=subject_id)
        if db.session.scalar(same) is not None:
            return
        about = {"evidence_id": evidence_id, "subject": subject, "subject_id": subject_id}
        db.session.add(EvidenceUse(**about, added_at=now, added_by=actor.person_id))
        audit.record(actor, "evidence.attach", subject, subject_id, after={"evidence": evidence_id})
        db.session.flush()


def _require_taking(actor: Actor, piece: Evidence, case: Case) -> None:
    require_filling(actor, case)
    if piece.unit_id != case.duty.unit_id or piece.person_id not in (None, case.duty.person_id):
        raise NotFound("Không tìm thấy minh chứng này.")
    if case.state not in _TAKING:
        raise Conflict("Nhiệm vụ đã đánh giá hoặc được miễn nên không thêm minh chứng được nữa.", code="state")


def require_filling(actor: Actor, case: Case) -> None:
    """Refuse unless the person fills in this duty; NotFound where it may not even be looked at."""
    powers = powers_of(actor)
    if not may_look(powers, case):
        raise NotFound("Không tìm thấy nhiệm vụ này.")
    if not (is_own(powers, case) or powers.may_fill(case.unit)):
        raise NotAllowed("Quý vị không có thẩm quyền bổ sung minh chứng cho nhiệm vụ này.")


def detach(actor: Actor, evidence_id: int, subject: str, subject_id: int, now: datetime) -> None:
    """Show a piece for something no longer; it stays in the store. Joins the caller's transaction.

    From a duty that was handed up nothing is taken: Conflict. For other things the caller has checked who may. NotFound
    for a piece that is not shown there and not the person's to see.
    """
    with transaction():
        use = sa.and_(
            EvidenceUse.evidence_id == evidence_id, EvidenceUse.subject == subject, EvidenceUse.subject_id == subject_id
        )
        if db.session.scalar(sa.select(EvidenceUse.id).where(use)) is None:
            seen_piece(actor, evidence_id)
        if subject == DUTY:
            case = case_of(subject_id, lock=True)
            require_filling(actor, case)
            if case.state not in _CHANGING:
                raise Conflict("Nhiệm vụ đã gửi đi nên không gỡ minh chứng được. Vui lòng rút lại trước.", code="state")
        if db.session.execute(sa.delete(EvidenceUse).where(use)).rowcount:  # type: ignore[attr-defined]
            audit.record(actor, "evidence.detach", subject, subject_id, before={"evidence": evidence_id})
