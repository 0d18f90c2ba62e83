"""The store of a unit's evidence: searched, renamed, emptied, restored, swept; and what modules show of it."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import NotFound
from quiz.plans.duties import evidence, shelf, store
from quiz.plans.duties.shelf import evidence_of
from quiz.plans.models import Duty
from quiz.plans.models_records import Evidence, EvidenceUse
from quiz.plans.rules import DutyState
from tests.documents.evidence_files import PDF, docx
from tests.people import SignIn
from tests.plans.duties.browsing import send, text_of
from tests.plans.duties.conftest import Stage, statements

S = DutyState


def folder(app: Flask) -> Path:
    """Where the files lie."""
    return Path(app.extensions["settings"].instance) / "evidence"


def files(*sent: tuple[bytes, str]) -> list[tuple[io.BytesIO, str]]:
    """Files of a form."""
    return [(io.BytesIO(content), name) for content, name in sent]


def pieces_of(duty: Duty) -> list[str]:
    """The titles of the pieces shown for a duty."""
    db.session.rollback()
    return [piece.title for piece in evidence_of("duty", [duty.id]).get(duty.id, [])]


def add(stage: Stage, duty: Duty, who: str = "secretary", title: str = "Trang tin") -> int:
    """A link that is shown for a duty."""
    actor, own = stage.actor(who), stage.cast.people[who] if duty.person_id else None
    made = evidence.add_link(actor, duty.unit_id, "https://bao.vn/bai", title, clock.now(), person_id=own)
    evidence.attach(actor, made, "duty", duty.id, clock.now())
    return made


def test_the_store_of_a_unit_is_searched_renamed_emptied_and_restored(stage: Stage, signed_in: SignIn) -> None:
    client, where = signed_in("contact"), "/admin/plans/duties/evidence"
    added = send(client, f"{where}?unit=C", file=files((docx(), "Nghị quyết số 5.docx"), (PDF, "Biên bản.pdf")))
    assert added.status_code == 303
    page = text_of(client.get(f"{where}?unit=C&q=nghi quyet"))
    assert "Nghị quyết số 5" in page
    assert "Biên bản" not in page
    db.session.rollback()
    piece = db.session.scalars(sa.select(Evidence).where(Evidence.title == "Biên bản")).one()
    made, version = piece.id, piece.version
    assert send(client, f"{where}/{made}/rename", title="Biên bản họp", version=version).status_code == 303
    stale = send(client, f"{where}/{made}/rename", title="Tên khác", version=version)
    assert stale.status_code == 409
    assert "Tên quý vị vừa ghi: Tên khác" in text_of(stale)
    removed = send(client, f"{where}/{made}/remove")
    assert removed.status_code == 303
    assert "Hoàn tác" in text_of(client.get(removed.headers["Location"]))
    assert "Biên bản họp" not in text_of(client.get(f"{where}?unit=C"))
    assert send(client, f"{where}/{made}/restore").status_code == 303
    assert "Biên bản họp" in text_of(client.get(f"{where}?unit=C"))


def test_what_something_shows_is_not_removed(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C", title="Việc đang dùng")
    made = add(stage, duty)
    client = signed_in("contact")
    assert "Việc đang dùng" in text_of(client.get("/admin/plans/duties/evidence?unit=C"))
    assert send(client, f"/admin/plans/duties/evidence/{made}/remove").status_code == 409
    assert pieces_of(duty) == ["Trang tin"]


@pytest.mark.parametrize("unit", ["B", "P", "U"])
def test_the_store_of_another_unit_is_not_found(stage: Stage, signed_in: SignIn, unit: str) -> None:
    made = evidence.add_link(
        stage.actor("administrator"), stage.cast.units[unit], "https://bao.vn", "Của họ", clock.now()
    )
    client, where = signed_in("organiser_a"), "/admin/plans/duties/evidence"
    assert client.get(f"{where}?unit={unit}").status_code == 404
    assert send(client, f"{where}?unit={unit}", file=files((PDF, "a.pdf"))).status_code == 404
    for action in ("rename", "remove", "restore"):
        assert send(client, f"{where}/{made}/{action}", title="Chen", version=1).status_code == 404
    db.session.rollback()
    piece = db.session.get_one(Evidence, made)
    assert (piece.title, piece.removed_at) == ("Của họ", None)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Evidence)) == 1


def test_fields_that_are_not_of_the_form_change_nothing(stage: Stage, signed_in: SignIn) -> None:
    client = signed_in("contact")
    extra: dict[str, Any] = {"unit_id": 99, "person_id": 1, "stored": "0" * 64, "removed_at": "1", "id": 77, "size": 1}
    send(client, "/admin/plans/duties/evidence?unit=C", url="https://a.vn", title="a", **extra)
    db.session.rollback()
    piece = db.session.scalars(sa.select(Evidence)).one()
    about = (piece.unit_id, piece.person_id, piece.stored, piece.removed_at, piece.size)
    assert about == (stage.cast.units["C"], None, "", None, 0)
    assert piece.id != 77


def test_a_file_goes_when_no_row_needs_it(app: Flask, stage: Stage) -> None:
    actor, now = stage.actor("contact"), clock.now()
    stored = store.put(b"noi dung", b"nho")
    orphan = store.put(b"mo coi")
    with transaction():
        unit_id = stage.cast.units["C"]
        piece = Evidence(unit_id=unit_id, title="a", stored=stored, created_at=now, created_by=actor.person_id)
        db.session.add(piece)
    made = piece.id
    assert store.sweep(now) == 0  # too young: a row may be on its way
    for path in folder(app).iterdir():
        os.utime(path, (0, 0))
    assert store.sweep(now) == 1
    assert not (folder(app) / orphan).exists()
    shelf.remove(actor, made, now)
    assert store.sweep(now + timedelta(days=29)) == 0
    assert store.sweep(now + timedelta(days=31)) == 1
    assert list(folder(app).iterdir()) == []
    assert db.session.get(Evidence, made) is None


def test_a_thousand_rows_take_as_many_statements_as_one(stage: Stage) -> None:
    duties = [stage.duty("C") for _ in range(6)]
    for duty in duties:
        add(stage, duty)
    ids = [duty.id for duty in duties]
    with statements() as one:
        evidence_of("duty", ids[:1])
    with statements() as many:
        assert len(evidence_of("duty", ids)) == 6
    assert len(one) == len(many)


def test_a_module_shows_pieces_for_what_it_keeps(stage: Stage) -> None:
    actor = stage.actor("secretary")
    made = evidence.add_link(actor, stage.cast.units["C"], "https://bao.vn", "Bài", clock.now())
    for _ in range(2):
        evidence.attach(actor, made, "registration", 7, clock.now())
    assert [piece.title for piece in evidence_of("registration", [7, 8])[7]] == ["Bài"]
    with pytest.raises(NotFound):
        evidence.attach(stage.actor("secretary_b"), made, "registration", 7, clock.now())
    evidence.detach(actor, made, "registration", 7, clock.now())
    assert evidence_of("registration", [7]) == {}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(EvidenceUse)) == 0
