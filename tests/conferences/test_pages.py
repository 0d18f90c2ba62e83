"""The pages: planning, both versions where two save at once, the screen at the door, a person's own pages."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from quiz.core.db import db
from quiz.modules.conferences import inviting, service
from quiz.modules.conferences.materials import add_material
from quiz.modules.conferences.models import Conference
from quiz.modules.conferences.queries import sittings_of, whole
from tests.conferences.conftest import Hall
from tests.conftest import FrozenClock
from tests.factories.plans import make_duty
from tests.people import SignIn


def typed(hall: Hall, **changes: object) -> dict[str, object]:
    """What the form of a conference sends."""
    values: dict[str, object] = {
        "version": "1",
        "title": "Hội nghị quán triệt",
        "topic": "Chuyên đề",
        "form": "hybrid",
        "chair": "Đồng chí Bí thư",
        "duration": "0,5",
        "tasks": [hall.task_id],
        "day": "05/03/2026",
        "begins": "8h00",
        "ends": "11:30",
        "places-0-name": "Hội trường",
        "places-0-address": "Số 1",
        "places-1-name": "Điểm cầu An Bình",
        "places-1-link": "https://hop.thu.vn/1",
        "places-2-name": "",
        "items-0-begins": "08:15",
        "items-0-content": "Khai mạc",
        "items-1-content": "Quán triệt",
        "items-1-speaker": "Báo cáo viên",
    }
    return {**values, **changes}


def test_a_conference_is_planned_from_its_task(hall: Hall, signed_in: SignIn) -> None:
    make_duty(hall.task_id, hall.cast.units["A"])
    client = signed_in("contact")
    where = f"/admin/conferences/new?unit=A&plan={hall.plan_id}&task={hall.task_id}"
    page = client.get(where).text
    assert f'checked id="tasks-0" name="tasks" type="checkbox" value="{hall.task_id}"' in page
    answer = client.post(where, data=typed(hall, unit_id=1, state="held", created_by=99))
    assert answer.status_code == 303, answer.text
    made = db.session.query(Conference).filter_by(unit_id=hall.cast.units["A"]).one()
    assert (made.state, made.duration, made.created_by) == ("planned", 50, hall.cast.people["contact"])
    found = whole(made.id)
    assert [item.content for item in found.items] == ["Khai mạc", "Quán triệt"]
    assert [place.link for place in found.sittings[0].places] == ["", "https://hop.thu.vn/1"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Vui lòng điền mục này."),
        ({"duration": "nửa"}, "Vui lòng ghi số ngày"),
        ({"ends": "7:00"}, "Giờ kết thúc phải sau giờ bắt đầu."),
        ({"begins": "25:00"}, "Vui lòng ghi giờ dạng 8:00."),
        ({"day": "31/02/2026"}, "ngày"),
        ({"places-1-link": "javascript:alert(1)"}, "Liên kết phải bắt đầu bằng https://"),
        ({"form": "online", "places-1-link": ""}, "cần có liên kết"),
        ({"tasks": []}, "Vui lòng chọn ít nhất một nhiệm vụ"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_the_rest_is_kept(
    hall: Hall, signed_in: SignIn, changes: dict[str, object], words: str
) -> None:
    where = f"/admin/conferences/new?unit=P&plan={hall.plan_id}"
    answer = signed_in("organiser").post(where, data=typed(hall, topic="Chữ đã gõ", **changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert "Chữ đã gõ" in answer.text
    assert db.session.query(Conference).count() == 1


def test_two_who_edit_at_once_see_what_differs_and_lose_nothing(hall: Hall, signed_in: SignIn) -> None:
    where = f"/admin/conferences/{hall.conference_id}/edit"
    one, other = signed_in("organiser"), signed_in("administrator")
    version = hall.conference.version
    assert one.post(where, data=typed(hall, version=version, title="Tên của người thứ nhất")).status_code == 303
    answer = other.post(where, data=typed(hall, version=version, title="Tên của người thứ hai", chair="Người khác"))
    assert answer.status_code == 409
    assert 'data-label="Bản đang lưu">Tên của người thứ nhất<' in answer.text
    assert 'data-label="Quý vị nhập">Tên của người thứ hai<' in answer.text
    assert 'value="Tên của người thứ hai"' in answer.text
    db.session.rollback()
    db.session.expire_all()
    assert hall.conference.title == "Tên của người thứ nhất"
    again = other.post(where, data=typed(hall, version=hall.conference.version, title="Tên của người thứ hai"))
    assert again.status_code == 303


def test_a_session_is_not_overwritten_either(hall: Hall, signed_in: SignIn, frozen: FrozenClock) -> None:
    hall.announce(frozen.moment)
    client, data = signed_in("organiser"), typed(hall, day="09/03/2026")
    assert client.post(f"/admin/conferences/{hall.conference_id}/repeat", data=data).status_code == 303
    session = sittings_of(hall.conference_id)[1].row
    where, version = f"/admin/conferences/{hall.conference_id}/sessions/{session.id}", session.version
    assert client.post(where, data=typed(hall, version=version, day="10/03/2026")).status_code == 303
    answer = client.post(where, data=typed(hall, version=version, day="11/03/2026"))
    assert answer.status_code == 409
    assert "10/03/2026" in answer.text
    assert 'value="11/03/2026"' in answer.text


def test_states_are_changed_from_the_page_that_shows_them(hall: Hall, signed_in: SignIn, frozen: FrozenClock) -> None:
    client, where = signed_in("organiser"), f"/admin/conferences/{hall.conference_id}"
    version = hall.conference.version
    assert client.post(f"{where}/announce", data={"version": version}).status_code == 303
    assert client.post(f"{where}/cancel", data={"version": version, "reason": "Bão"}).status_code == 409
    refused = client.post(f"{where}/cancel", data={"version": version + 1, "reason": ""})
    assert refused.status_code == 422
    close = f"{where}/sessions/{hall.session.id}/close"
    assert client.post(close, data={"version": hall.session.version}).status_code == 409
    frozen.move(hours=2)
    assert client.post(close, data={"version": 77}).status_code == 409
    assert client.post(close, data={"version": hall.session.version}).status_code == 303
    db.session.expire_all()
    assert hall.conference.state == "held"
    assert client.post(f"{where}/cancel", data={"version": hall.conference.version, "reason": "Bão"}).status_code == 303


def test_the_length_the_plan_asks_for_is_checked_as_a_note(hall: Hall, signed_in: SignIn) -> None:
    client, where = signed_in("organiser"), f"/admin/conferences/{hall.conference_id}"
    assert "Kế hoạch quy định thời lượng" not in client.get(where).text
    client.post(f"{where}/edit", data=typed(hall, version=hall.conference.version, duration="2"))
    assert "Kế hoạch quy định thời lượng 0,5 ngày; hội nghị này dự kiến 2,0 ngày." in client.get(where).text


def test_the_screen_shows_a_code_that_changes(hall: Hall, signed_in: SignIn, frozen: FrozenClock) -> None:
    hall.announce(frozen.moment)
    client, where = signed_in("organiser"), f"/admin/conferences/{hall.conference_id}/sessions/{hall.session.id}"
    page = client.get(f"{where}/qr").text
    assert page.count("data:image/svg+xml") == 1
    first = client.get(f"{where}/qr.json").json
    frozen.move(seconds=31)
    second = client.get(f"{where}/qr.json").json
    assert first is not None
    assert second is not None
    assert first["image"] != second["image"]
    assert (second["invited"], second["attended"]) == (9, 0)
    printed = client.get(f"{where}/printed").text
    frozen.move(minutes=20)
    code = printed.split('src="data:')[1].split('"')[0]
    assert code in client.get(f"{where}/printed").text
    assert signed_in("contact").get(f"{where}/qr").status_code == 404


def test_materials_are_links_to_web_pages(hall: Hall, signed_in: SignIn) -> None:
    client, where = signed_in("organiser"), f"/admin/conferences/{hall.conference_id}/materials"
    assert client.post(where, data={"title": "Đề cương", "url": "javascript:alert(1)"}).status_code == 422
    assert client.post(where, data={"title": "Đề cương", "url": "https://tinh.vn/de-cuong.pdf"}).status_code == 303
    link = whole(hall.conference_id).materials[0]
    assert signed_in("contact").post(f"{where}/{link.id}/remove").status_code == 404
    assert client.post(f"{where}/{link.id}/remove").status_code == 303
    db.session.rollback()
    assert list(whole(hall.conference_id).materials) == []


def test_a_person_sees_the_conferences_called_to_and_no_others(
    hall: Hall, signed_in: SignIn, frozen: FrozenClock
) -> None:
    client, where = signed_in("contestant"), f"/conferences/{hall.conference_id}"
    actor, person = hall.cast.actor("organiser"), hall.cast.people["contestant"]
    inviting.invite_people(actor, hall.conference_id, [person], frozen.moment)
    assert client.get(where).status_code == 404  # a mere plan
    assert "Quý vị chưa được mời" in client.get("/conferences/").text
    service.announce(actor, hall.conference_id, hall.conference.version, frozen.moment)
    service_link(hall, frozen)
    page = client.get(where).text
    for words in ("Quán triệt chuyên đề", "Hội trường lớn", "Đề cương", "Chưa ghi nhận quý vị có mặt"):
        assert words in page
    assert "Sắp diễn ra" in client.get("/conferences/").text
    assert signed_in("outsider").get(where).status_code == 404


def service_link(hall: Hall, frozen: FrozenClock) -> None:
    """A material of the conference."""
    add_material(hall.cast.actor("organiser"), hall.conference_id, "Đề cương", "https://tinh.vn/a", frozen.moment)


def titles(client: FlaskClient, query: str = "") -> int:
    """How many conferences the list shows."""
    return client.get(f"/admin/conferences/{query}").text.count('/admin/conferences/1"')


def test_the_list_is_found_without_marks_and_holds_the_own_alone(
    hall: Hall, signed_in: SignIn, frozen: FrozenClock
) -> None:
    client = signed_in("organiser")
    assert titles(client, "?q=quan triet") == 1
    assert titles(client, "?q=khong co") == 0
    assert titles(client, "?state=held") == 0
    assert titles(signed_in("contact")) == 0  # nobody of the commune is invited yet
    hall.announce(frozen.moment)
    assert titles(signed_in("contact")) == 1
