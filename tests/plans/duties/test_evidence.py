"""Evidence: taken once, shown for many, chosen, let go, renamed, removed and brought back; never for strangers."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.plans.duties import evidence, shelf
from quiz.plans.duties.shelf import evidence_of
from quiz.plans.models import Duty
from quiz.plans.models_records import Evidence
from quiz.plans.rules import DutyState
from tests.documents.evidence_files import HTML, PDF, photo
from tests.people import SignIn
from tests.plans.duties.browsing import send, text_of
from tests.plans.duties.conftest import Stage

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


def test_several_files_are_taken_and_what_was_refused_is_told(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C")
    sent = files((PDF, "Biên bản.pdf"), (photo(), "Ảnh.jpg"), (HTML, "trang.html"), (HTML, "gia.docx"))
    answer = send(signed_in("secretary"), f"/tasks/duties/{duty.id}/evidence", file=sent)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Đã thêm 2 minh chứng" in page
    assert "Không nhận tệp trang.html" in page
    assert "Nội dung tệp gia.docx không đúng với đuôi tệp" in page
    assert pieces_of(duty) == ["Biên bản", "Ảnh"]


def test_the_same_content_lies_there_once(app: Flask, stage: Stage, signed_in: SignIn) -> None:
    first, second = stage.duty("C"), stage.duty("A")
    for who, duty in (("secretary", first), ("secretary", first), ("head_a", second)):
        assert send(signed_in(who), f"/tasks/duties/{duty.id}/evidence", file=files((PDF, "a.pdf"))).status_code == 303
    db.session.rollback()
    assert pieces_of(first) == ["a"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Evidence)) == 2  # one a unit
    assert len(list(folder(app).iterdir())) == 1


def test_nothing_chosen_is_told_beside_the_field(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C")
    answer = send(signed_in("secretary"), f"/tasks/duties/{duty.id}/evidence")
    assert answer.status_code == 422
    assert "Vui lòng chọn ít nhất một tệp" in text_of(answer)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,<script>",
        "ftp://a.vn/b",
        "file:///etc/passwd",
        "//a.vn/b",
        "a.vn/b",
        "https://",
        "https://ai:mat-khau@a.vn",
        "https://a.vn/b c",
        "https://a.vn\\@b.vn",
        "https://a.vn/\nb",
        "https://a.vn:0/",
        "https://a.vn:99999/",
        "https://[::1",
        "https://a.vn/" + "a" * 1000,
        "",
    ],
)
def test_only_whole_web_addresses_are_links(url: str) -> None:
    with pytest.raises(Invalid) as refused:
        evidence.checked_url(url)
    assert refused.value.field == "url"


@pytest.mark.parametrize("url", ["https://baocaobang.vn/bài-viết?x=1#a", " http://a.vn:8080/b ", "HTTPS://A.VN"])
def test_web_addresses_are_kept(url: str) -> None:
    assert evidence.checked_url(url) == url.strip()


def test_a_link_is_shown_with_its_title(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C")
    client = signed_in("secretary")
    where = f"/tasks/duties/{duty.id}/evidence"
    assert send(client, where, url="https://bao.vn/b", title="Bài báo").status_code == 303
    page = client.get(f"/tasks/duties/{duty.id}").get_data(as_text=True)
    assert 'href="https://bao.vn/b" rel="noopener noreferrer nofollow"' in page
    refused = send(client, where, url="javascript:alert(1)", title="Bài")
    assert refused.status_code == 422
    assert "bắt đầu bằng https://" in text_of(refused)
    assert pieces_of(duty) == ["Bài báo"]


def test_one_piece_serves_many_duties_of_its_unit(stage: Stage, signed_in: SignIn) -> None:
    first, second = stage.duty("C"), stage.duty("C")
    made = add(stage, first)
    client = signed_in("secretary")
    assert "Trang tin" in text_of(client.get(f"/tasks/duties/{second.id}"))
    assert send(client, f"/tasks/duties/{second.id}/evidence", evidence_id=made).status_code == 303
    assert pieces_of(first) == pieces_of(second) == ["Trang tin"]


@pytest.mark.parametrize(
    ("who", "unit", "place"), [("secretary", "A", "C"), ("organiser", "B", "C"), ("head_a", "A", "C")]
)
def test_a_piece_of_another_unit_is_not_shown_for_a_duty(stage: Stage, who: str, unit: str, place: str) -> None:
    theirs = stage.duty(unit)
    made = evidence.add_link(
        stage.actor("administrator"), stage.cast.units[unit], "https://bao.vn", "Của đơn vị khác", clock.now()
    )
    duty = stage.duty(place)
    with pytest.raises((NotFound, NotAllowed)):
        evidence.attach(stage.actor(who), made, "duty", duty.id, clock.now())
    assert pieces_of(duty) == pieces_of(theirs) == []


def test_a_person_s_own_piece_stays_with_the_own_duties(stage: Stage, signed_in: SignIn) -> None:
    mine, of_unit = stage.duty("C", "", "member"), stage.duty("C")
    made = add(stage, mine, "member", "Bản tự viết")
    with pytest.raises(NotFound):
        evidence.attach(stage.actor("secretary"), made, "duty", of_unit.id, clock.now())
    assert shelf.choosable(stage.actor("secretary"), of_unit, stage.cast.unit("C")) == []
    assert [
        one.id for one in shelf.choosable(stage.actor("member"), stage.duty("C", "", "member"), stage.cast.unit("C"))
    ] == [made]
    assert "Bản tự viết" not in text_of(signed_in("contact").get("/admin/plans/duties/evidence?unit=C"))
    assert "Bản tự viết" in text_of(signed_in("secretary").get(f"/tasks/duties/{mine.id}"))


def test_what_was_handed_up_keeps_its_evidence(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C")
    made = add(stage, duty)
    with transaction():
        db.session.get_one(Duty, duty.id).state = S.SUBMITTED
    client = signed_in("secretary")
    assert send(client, f"/tasks/duties/{duty.id}/evidence/{made}/drop").status_code == 409
    assert pieces_of(duty) == ["Trang tin"]
    with transaction():
        db.session.get_one(Duty, duty.id).state = S.RETURNED
    assert send(client, f"/tasks/duties/{duty.id}/evidence/{made}/drop").status_code == 303
    assert pieces_of(duty) == []
    assert db.session.get_one(Evidence, made).removed_at is None


@pytest.mark.parametrize("state", [S.EVALUATED, S.EXCUSED])
def test_nothing_is_added_once_all_is_over(stage: Stage, state: DutyState) -> None:
    duty = stage.duty("C", state=state)
    with pytest.raises(Conflict):
        add(stage, duty)


@pytest.mark.parametrize("who", ["contestant", "outsider", "secretary_b", "member"])
def test_strangers_add_and_drop_nothing(stage: Stage, signed_in: SignIn, who: str) -> None:
    duty = stage.duty("C")
    made = add(stage, duty)
    client, where = signed_in(who), f"/tasks/duties/{duty.id}/evidence"
    assert send(client, where, file=files((PDF, "a.pdf"))).status_code == 404
    assert send(client, where, url="https://a.vn", title="a").status_code == 404
    assert send(client, where, evidence_id=made).status_code == 404
    assert send(client, f"{where}/{made}/drop").status_code == 404
    assert pieces_of(duty) == ["Trang tin"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Evidence)) == 1


def test_a_committee_member_looks_and_does_not_add(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C")
    add(stage, duty)
    client = signed_in("committee")
    assert "Trang tin" in text_of(client.get(f"/tasks/duties/{duty.id}"))
    assert send(client, f"/tasks/duties/{duty.id}/evidence", url="https://a.vn").status_code == 403
