"""Files of a conference: kept in its unit's store, handed to those who are invited."""

from __future__ import annotations

import io

from flask.testing import FlaskClient

from quiz.modules.conferences.materials import files_of
from tests.conferences.conftest import Hall
from tests.conftest import FrozenClock
from tests.documents.evidence_files import PDF
from tests.people import SignIn


def send(client: FlaskClient, hall: Hall, content: bytes, name: str) -> str:
    """Send a file; what the page says then."""
    where = f"/admin/conferences/{hall.conference_id}/files"
    data = {"files": (io.BytesIO(content), name)}
    return client.post(where, data=data, content_type="multipart/form-data", follow_redirects=True).text


def test_a_file_is_handed_to_the_invited_and_to_nobody_else(hall: Hall, signed_in: SignIn, frozen: FrozenClock) -> None:
    client = signed_in("organiser")
    assert "Đã thêm 1 tệp." in send(client, hall, PDF, "de-cuong.pdf")
    piece = files_of(hall.conference_id)[0]
    where = f"/conferences/{hall.conference_id}/files/{piece.id}"
    assert signed_in("contestant").get(where).status_code == 404
    hall.announce(frozen.moment)
    answer = signed_in("contestant").get(where)
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert signed_in("contact").get(where).status_code == 200
    assert signed_in("outsider").get(where).status_code == 404
    assert client.get(f"/conferences/{hall.conference_id}/files/999").status_code == 404


def test_a_file_is_taken_away_by_who_runs_the_conference_alone(
    hall: Hall, signed_in: SignIn, frozen: FrozenClock
) -> None:
    send(signed_in("organiser"), hall, PDF, "de-cuong.pdf")
    hall.announce(frozen.moment)
    piece = files_of(hall.conference_id)[0]
    where = f"/admin/conferences/{hall.conference_id}/files/{piece.id}/remove"
    assert signed_in("contact").post(where).status_code == 404
    assert len(files_of(hall.conference_id)) == 1
    assert signed_in("organiser").post(where).status_code == 303
    assert len(files_of(hall.conference_id)) == 0


def test_what_the_gate_refuses_is_told(hall: Hall, signed_in: SignIn) -> None:
    page = send(signed_in("organiser"), hall, b"MZ\x90\x00" * 50, "de-cuong.pdf")
    assert "notice-danger" in page
    assert len(files_of(hall.conference_id)) == 0
