"""Files of evidence are served to those who may see them alone, to be saved and never to be run."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.http import parse_options_header

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.plans.duties import evidence, shelf, store
from quiz.plans.models_records import Evidence
from tests.documents.evidence_files import PDF
from tests.people import SignIn
from tests.plans.duties.browsing import token
from tests.plans.duties.conftest import Stage

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SMALL = b"\xff\xd8nho"


def make(stage: Stage, unit: str = "C", name: str = "a.pdf", kind: str = "application/pdf", **values: object) -> int:
    """A piece of a unit with a file."""
    stored = store.put(PDF, SMALL if kind.startswith("image/") else None)
    with transaction():
        about = {"title": "Minh chứng", "created_at": clock.now(), "size": len(PDF), **values}
        piece = Evidence(unit_id=stage.cast.units[unit], stored=stored, file_name=name, media_type=kind, **about)
        db.session.add(piece)
    return piece.id


NAMES = (
    "Báo cáo quý I.pdf",
    "Kế hoạch số 12-KH/TU.pdf",
    'Nghị "quyết".pdf',
    "dòng\r\nmới.pdf",
    "Set-Cookie: a=b\r\nX: y.pdf",
    "dấu;chấm=phẩy.pdf",
    "dấu'nháy.pdf",
    "back\\slash.pdf",
    "100% xong.pdf",
    "Ảnh đẹp ƯỚC.pdf",
    "文件.pdf",
    "e\u0301.pdf",
    "../../a.pdf",
    "a" * 190 + ".pdf",
    " khoảng trắng .pdf",
)


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_told_as_the_rules_of_the_web_say(stage: Stage, signed_in: SignIn, name: str) -> None:
    answer = signed_in("secretary").get(f"/tasks/evidence/{make(stage, name=name)}")
    assert answer.status_code == 200
    lines = answer.headers.getlist("Content-Disposition")
    assert len(lines) == 1
    assert "\n" not in lines[0]
    assert "\r" not in lines[0]
    kind, options = parse_options_header(lines[0])
    assert kind == "attachment"
    assert options["filename"].replace("\r\n", "").replace("/", "") != ""
    assert answer.headers.get("Set-Cookie", "").find("a=b") == -1


@pytest.mark.parametrize("kind", ["application/pdf", DOCX, "image/jpeg", "image/png"])
def test_a_file_is_saved_with_its_own_type_and_runs_nothing(stage: Stage, signed_in: SignIn, kind: str) -> None:
    answer = signed_in("secretary").get(f"/tasks/evidence/{make(stage, kind=kind)}")
    assert answer.data == PDF
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_small_picture_is_shown_in_the_page_and_nothing_else_is(stage: Stage, signed_in: SignIn) -> None:
    client = signed_in("secretary")
    answer = client.get(f"/tasks/evidence/{make(stage, kind='image/png')}/picture")
    assert (answer.data, answer.headers["Content-Type"]) == (SMALL, "image/jpeg")
    assert "Content-Disposition" not in answer.headers or answer.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.get(f"/tasks/evidence/{make(stage)}/picture").status_code == 404


SEES_C = {"contact", "organiser_a", "organiser", "administrator", "secretary", "second", "committee"}
EVERYBODY = SEES_C | {"outsider", "contestant", "member", "head_a", "secretary_b"}


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_only_who_sees_the_unit_gets_the_file(stage: Stage, signed_in: SignIn, who: str) -> None:
    made = make(stage, kind="image/jpeg")
    wanted = 200 if who in SEES_C else 404
    client = signed_in(who)
    assert client.get(f"/tasks/evidence/{made}").status_code == wanted
    assert client.get(f"/tasks/evidence/{made}/picture").status_code == wanted


@pytest.mark.parametrize("unit", ["P", "B", "U"])
def test_files_above_beside_and_elsewhere_are_not_found(stage: Stage, signed_in: SignIn, unit: str) -> None:
    assert signed_in("organiser_a").get(f"/tasks/evidence/{make(stage, unit)}").status_code == 404


def test_a_person_gets_what_is_shown_for_the_own_duty(stage: Stage, signed_in: SignIn) -> None:
    duty = stage.duty("C", "", "member")
    made = make(stage)
    assert signed_in("member").get(f"/tasks/evidence/{made}").status_code == 404
    evidence.attach(stage.actor("secretary"), made, "duty", duty.id, clock.now())
    assert signed_in("member").get(f"/tasks/evidence/{made}").status_code == 200
    assert signed_in("other_member").get(f"/tasks/evidence/{made}").status_code == 404


@pytest.mark.parametrize("number", [0, 10**6, 2**63 - 1, 2**70])
def test_an_unknown_number_is_not_found(stage: Stage, signed_in: SignIn, number: int) -> None:
    assert signed_in("administrator").get(f"/tasks/evidence/{number}").status_code == 404


def test_a_link_is_no_file(stage: Stage, signed_in: SignIn) -> None:
    made = evidence.add_link(stage.actor("secretary"), stage.cast.units["C"], "https://bao.vn", "Bài", clock.now())
    answer = signed_in("secretary").get(f"/tasks/evidence/{made}")
    assert answer.status_code == 404
    assert "Location" not in answer.headers


def test_what_was_removed_is_not_served(stage: Stage, signed_in: SignIn) -> None:
    made = make(stage)
    shelf.remove(stage.actor("contact"), made, clock.now())
    assert signed_in("contact").get(f"/tasks/evidence/{made}").status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_told(stage: Stage, signed_in: SignIn) -> None:
    made = make(stage)
    with transaction():
        db.session.get_one(Evidence, made).stored = "0" * 64
    answer = signed_in("contact").get(f"/tasks/evidence/{made}")
    assert answer.status_code == 404
    assert "không còn trên máy chủ" in answer.get_data(as_text=True)


def test_a_link_kept_after_logging_out_leads_nowhere(stage: Stage, signed_in: SignIn) -> None:
    made, client = make(stage), signed_in("secretary")
    assert client.get(f"/tasks/evidence/{made}").status_code == 200
    client.post("/logout", data={"csrf_token": token(client)})
    answer = client.get(f"/tasks/evidence/{made}")
    assert answer.status_code == 302
    assert "/login" in answer.headers["Location"]
    assert PDF not in answer.data


def test_without_a_login_there_is_nothing(stage: Stage, client: FlaskClient) -> None:
    made = make(stage, kind="image/jpeg")
    for where in (f"/tasks/evidence/{made}", f"/tasks/evidence/{made}/picture"):
        assert client.get(where).status_code == 302
