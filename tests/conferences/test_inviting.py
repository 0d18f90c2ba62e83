"""Who is invited: units, posts, single people, lists; who comes instead, who is excused."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa

from quiz.core.db import db
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.inbox import InboxMessage
from quiz.modules.conferences import attendance, inviting, queries
from quiz.modules.conferences.models import Participant
from quiz.units.models import UnitKind
from tests.conferences.conftest import Hall
from tests.conftest import FrozenClock
from tests.factories.people import make_person
from tests.factories.plans import make_post
from tests.people import SignIn


def listed(hall: Hall) -> set[int]:
    """The people on the list who count."""
    db.session.rollback()
    query = sa.select(Participant.person_id).where(Participant.conference_id == hall.conference_id)
    return set(db.session.scalars(query.where(queries.is_counted())))


def invite(hall: Hall, frozen: FrozenClock, by: str = "organiser", **changes: object) -> inviting.Reached:
    """Invite the province with everything below, unless said otherwise."""
    values: dict[str, object] = {"unit_id": hall.cast.units["P"], "with_below": True, "kinds": (), "who": "all"}
    choice = inviting.Choice(**{**values, **changes})  # type: ignore[arg-type]
    return inviting.invite(hall.cast.actor(by), hall.conference_id, choice, frozen.moment)


def test_a_preview_tells_how_many_and_stores_nothing(hall: Hall, signed_in: SignIn) -> None:
    client, data = signed_in("organiser"), {"unit": "A", "unit_text": "Xã An Bình", "with_below": "y", "who": "all"}
    where = f"/admin/conferences/{hall.conference_id}/invite"
    page = client.post(where, data=data).text
    assert "2 đơn vị, 6 người, trong đó 0 người đã được mời" in page
    assert listed(hall) == set()
    assert client.post(where, data={**data, "sure": "1"}).status_code == 303
    assert len(listed(hall)) == 6


def test_units_of_a_kind_are_invited_with_their_people(hall: Hall, frozen: FrozenClock) -> None:
    reached = invite(hall, frozen, kinds=(UnitKind.WARD, UnitKind.BRANCH))
    assert reached.units == 2
    assert listed(hall) == {hall.people["chi"], hall.people["dung"]}


def test_holders_of_posts_are_invited_wherever_they_hold_them(hall: Hall, frozen: FrozenClock) -> None:
    make_post(hall.people["chi"], hall.cast.units["A"], "secretary")
    make_post(hall.people["dung"], hall.cast.units["C"], "party_member")
    invite(hall, frozen)
    db.session.rollback()
    assert len(listed(hall)) > 2
    again = inviting.preview(
        hall.cast.actor("organiser"),
        hall.conference_id,
        inviting.Choice(hall.cast.units["P"], True, (), inviting.POSTS, ("secretary",)),
        frozen.moment,
    )
    assert (again.people, again.known) == (1, 1)


def test_posts_must_be_named(hall: Hall, frozen: FrozenClock) -> None:
    choice = inviting.Choice(hall.cast.units["P"], True, (), inviting.POSTS, ("king",))
    with pytest.raises(Invalid):
        inviting.invite(hall.cast.actor("organiser"), hall.conference_id, choice, frozen.moment)


def test_inviting_twice_adds_nobody_twice(hall: Hall, frozen: FrozenClock) -> None:
    first = invite(hall, frozen)
    again = invite(hall, frozen)
    assert (again.people, again.known) == (first.people, first.people)
    assert len(listed(hall)) == first.people


def test_units_outside_the_own_subtree_are_not_invited(hall: Hall, frozen: FrozenClock) -> None:
    with pytest.raises(NotFound):
        invite(hall, frozen, unit_id=hall.cast.units["U"])
    with pytest.raises(NotFound):
        invite(hall, frozen, "contact", unit_id=hall.cast.units["A"])  # does not run this conference
    with pytest.raises(NotFound):
        inviting.invite_people(
            hall.cast.actor("organiser"), hall.conference_id, [hall.cast.people["outsider"]], frozen.moment
        )


def test_announcing_tells_each_once_and_who_is_added_later_too(hall: Hall, frozen: FrozenClock) -> None:
    inviting.invite_people(hall.cast.actor("organiser"), hall.conference_id, [hall.people["an"]], frozen.moment)
    hall.announce(frozen.moment)
    late = make_person("Người Đến Sau", hall.cast.unit("B"))
    inviting.invite_people(hall.cast.actor("organiser"), hall.conference_id, [late.id], frozen.moment)
    told = db.session.scalars(sa.select(InboxMessage.person_id)).all()
    assert sorted(told) == sorted(listed(hall))
    message = db.session.scalars(sa.select(InboxMessage).where(InboxMessage.person_id == late.id)).one()
    assert message.words() == "Mời quý vị dự hội nghị “Hội nghị quán triệt chuyên đề năm” lúc 09:00 02/03/2026."


def test_somebody_of_the_same_unit_comes_instead_and_the_seat_counts_once(hall: Hall, frozen: FrozenClock) -> None:
    actor, new = hall.cast.actor("contact"), make_person("Vũ Thị Thay", hall.cast.unit("A"))
    inviting.invite_people(hall.cast.actor("organiser"), hall.conference_id, [hall.people["an"]], frozen.moment)
    inviting.send_instead(actor, hall.conference_id, hall.people["an"], new.id, frozen.moment)
    assert listed(hall) == {new.id}
    for wrong in (hall.people["chi"], new.id):
        with pytest.raises(Invalid):
            inviting.send_instead(actor, hall.conference_id, hall.people["an"], wrong, frozen.moment)


def test_a_unit_names_its_people_within_its_seats(hall: Hall, frozen: FrozenClock) -> None:
    invite(hall, frozen, unit_id=hall.cast.units["A"], with_below=False, who=inviting.NAMED, seats=1)
    assert listed(hall) == set()
    actor, unit = hall.cast.actor("contact"), hall.cast.units["A"]
    assert inviting.name_people(actor, hall.conference_id, unit, [hall.people["dung"]], frozen.moment) == 1
    with pytest.raises(Invalid):
        inviting.name_people(actor, hall.conference_id, unit, [hall.people["an"]], frozen.moment)
    with pytest.raises(NotFound):
        inviting.name_people(actor, hall.conference_id, unit, [hall.people["chi"]], frozen.moment)
    with pytest.raises(NotFound):
        inviting.name_people(actor, hall.conference_id, hall.cast.units["B"], [hall.people["chi"]], frozen.moment)


def test_who_attended_stays_on_the_list(hall: Hall, frozen: FrozenClock) -> None:
    hall.announce(frozen.moment)
    frozen.move(hours=2)
    actor = hall.cast.actor("organiser")
    attendance.tick(actor, hall.conference_id, hall.session.id, {hall.people["an"]: True}, frozen.moment)
    with pytest.raises(Conflict):
        inviting.disinvite(actor, hall.conference_id, hall.people["an"])
    inviting.disinvite(actor, hall.conference_id, hall.people["chi"])
    assert hall.people["chi"] not in listed(hall)


def test_an_excuse_is_noted_with_its_reason_and_taken_back(hall: Hall, frozen: FrozenClock, signed_in: SignIn) -> None:
    hall.announce(frozen.moment)
    client = signed_in("contact")
    where = f"/admin/conferences/{hall.conference_id}/people/{hall.people['an']}/excuse"
    client.post(where, data={"reason": "Đi công tác", "excused_by": 1})
    row = queries.participant(hall.conference_id, hall.people["an"])
    assert row is not None
    assert (row.excuse, row.excused_by) == ("Đi công tác", hall.cast.people["contact"])
    client.post(where, data={"reason": ""})
    db.session.rollback()
    db.session.expire_all()
    assert row.excused_at is None
    foreign = f"/admin/conferences/{hall.conference_id}/people/{hall.people['chi']}/excuse"
    assert client.post(foreign, data={"reason": "x"}).status_code == 404


def test_a_pasted_list_is_looked_at_and_taken_whole_or_not_at_all(hall: Hall, signed_in: SignIn) -> None:
    client, where = signed_in("organiser"), f"/admin/conferences/{hall.conference_id}/list"
    bad = client.post(where, data={"text": "A; Nguyễn Văn An\nA; Không Có\nU; Người Ngoài\n"}).text
    assert "<strong>dòng 2</strong>: Không tìm thấy người này trong Xã An Bình." in bad
    assert "<strong>dòng 3</strong>: Không có đơn vị mang mã “U”" in bad
    assert listed(hall) == set()
    page = client.post(where, data={"text": "A; nguyen van an\n\nb\tLÊ CHÍ\n"}).text
    action = page.split('method="post" action="')[-1].split('"')[0]
    assert client.post(action).status_code == 303
    assert listed(hall) == {hall.people["an"], hall.people["chi"]}


def test_namesakes_are_told_apart_by_their_login(hall: Hall, signed_in: SignIn) -> None:
    twin = make_person("Nguyễn Văn An", hall.cast.unit("A"), login_name="an.hai")
    client, where = signed_in("organiser"), f"/admin/conferences/{hall.conference_id}/list"
    assert "có 2 người cùng họ tên" in client.post(where, data={"text": "A; Nguyễn Văn An"}).text
    page = client.post(where, data={"text": "A; Nguyễn Văn An; an.hai"}).text
    client.post(page.split('method="post" action="')[-1].split('"')[0])
    assert listed(hall) == {twin.id}


def test_the_table_to_invite_with_can_be_read_back(hall: Hall, signed_in: SignIn) -> None:
    client = signed_in("organiser")
    content = client.get("/admin/conferences/list.xlsx").data
    data = {"file": (io.BytesIO(content), "moi.xlsx")}
    answer = client.post(f"/admin/conferences/{hall.conference_id}/list", data=data, content_type="multipart/form-data")
    assert "<strong>A2</strong>: Không có đơn vị mang mã “X001”" in answer.text
