"""Posts: what people write for them, what they imply, who holds them, and who may give and see them."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
import yaml

import quiz
from quiz.accounts import service
from quiz.accounts.models import Membership
from quiz.accounts.posts import (
    TITLES,
    PostKind,
    holder_counts,
    holders,
    kinds_held,
    kinds_meant,
    post_kind_of,
    posts_in,
    posts_of,
)
from quiz.accounts.sweeping import sweep_all
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from quiz.units import service as units
from tests.accounts.browser import send
from tests.factories.people import make_person
from tests.factories.plans import make_post
from tests.people import Cast, SignIn
from tests.units.files import units_file

WRITTEN = {
    "secretary": "Bí thư chi bộ|bi thu|BÍ THƯ ĐẢNG ỦY|BT chi bộ|Bí thư kiêm trưởng thôn",
    "standing_member": "Phó Bí thư|Phó bí thư thường trực|Ủy viên Ban Thường vụ Tỉnh ủy|UV BTV",
    "committee_member": "Chi ủy viên|Đảng ủy viên|Tỉnh ủy viên|Ủy viên BCH Đảng bộ|cấp ủy viên",
    "party_member": "Đảng viên|đảng viên dự bị",
    "head": "Thủ trưởng|Hiệu trưởng|Giám đốc|Tổng Giám đốc|Chủ tịch|Chủ tịch UBND xã|Bí thư Tỉnh Đoàn",
    "cadre": "Cán bộ|Phó Hiệu trưởng|Phó giám đốc|Trưởng phòng|Chủ tịch Hội Nông dân|Trưởng Ban Tuyên giáo",
    "civil_servant": "công chức|Viên chức|Chuyên viên chính|Giáo viên",
    "youth_member": "Đoàn viên|Bí thư chi đoàn|Ủy viên BCH Đoàn trường",
    "union_member": "Đoàn viên công đoàn|Chủ tịch công đoàn|Hội viên",
    "veteran": "Cựu chiến binh|Hội viên Hội Cựu chiến binh",
    "artist": "Văn nghệ sĩ|Nhạc sĩ",
    "worker": "Người lao động|Công nhân",
    "": "Nguyên Bí thư|cựu bí thư|Kế toán|Trưởng thôn||Con liệt sĩ|Bí thư đã nghỉ hưu",
}


@pytest.mark.parametrize(
    ("text", "kind"), [(text, kind) for kind, texts in WRITTEN.items() for text in texts.split("|")]
)
def test_what_people_write_is_read_as_the_kind_it_means(text: str, kind: str) -> None:
    assert post_kind_of(text) == kind


def test_codes_and_titles_of_the_list_are_read_as_themselves() -> None:
    assert all(post_kind_of(kind) == kind == post_kind_of(TITLES[kind]) for kind in PostKind)


def test_the_kinds_are_those_that_actors_of_plans_name() -> None:
    file = Path(quiz.__file__).parent / "plans" / "samples" / "actors.yaml"
    named = {post for actor in yaml.safe_load(file.read_text("utf-8"))["actors"] for post in actor["posts"]}
    assert named - {"anyone"} == {str(kind) for kind in PostKind}


def test_a_post_implies_others_one_way_only() -> None:
    assert kinds_held({"secretary"}) == {"secretary", "standing_member", "committee_member", "party_member"}
    assert kinds_held({"head"}) == {"head", "cadre"}
    assert kinds_held({"party_member"}) == {"party_member"}
    assert kinds_meant({"party_member"}) == {"secretary", "standing_member", "committee_member", "party_member"}
    assert kinds_meant({"secretary"}) == {"secretary"}
    assert all(kinds_held(kinds_held({kind})) == kinds_held({kind}) for kind in PostKind)


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("Bí thư; Hiệu trưởng\nĐảng viên", ["Bí thư", "Hiệu trưởng", "Đảng viên"]),
        ("Phó Bí thư, Chủ tịch UBND", ["Phó Bí thư", "Chủ tịch UBND"]),
        ("Công chức, viên chức", ["Công chức, viên chức"]),
        ("Bí thư kiêm trưởng thôn", ["Bí thư kiêm trưởng thôn"]),
        ("", [""]),
    ],
)
def test_several_posts_in_one_cell_are_told_apart(text: str, posts: list[str]) -> None:
    assert posts_in(text) == posts


def held(person_id: int) -> list[tuple[str, str, bool]]:
    rows = db.session.scalars(sa.select(Membership).where(Membership.person_id == person_id).order_by(Membership.id))
    return [(row.post, row.post_kind, row.is_primary) for row in rows]


def test_a_person_made_with_posts_has_their_kinds_and_one_unit_for_contests(cast: Cast) -> None:
    person = make_person(unit=cast.unit("C"), post="Bí thư chi bộ; Hiệu trưởng")
    assert held(person.id) == [("Bí thư chi bộ", "secretary", True), ("Hiệu trưởng", "head", False)]


def test_an_import_takes_several_posts_of_a_cell(cast: Cast) -> None:
    row = ("Đỗ Thị Hồng", "C", "Bí thư\nHiệu trưởng; Giáo viên")
    content = units_file(row, header=("Họ và tên", "Mã đơn vị", "Chức danh"))
    report = service.import_people(None, content, clock.now())
    assert report.problems == []
    person_id = db.session.scalars(sa.select(Membership.person_id).order_by(Membership.id.desc())).first()
    assert person_id is not None
    assert held(person_id) == [
        ("Bí thư", "secretary", True),
        ("Hiệu trưởng", "head", False),
        ("Giáo viên", "civil_servant", False),
    ]


def test_kinds_go_along_when_units_merge(cast: Cast) -> None:
    person = make_person(unit=cast.unit("C"), post="Bí thư chi bộ")
    day = clock.local(clock.now()).date()
    units.merge_units(None, [cast.units["C"]], cast.units["A"], day, "Sáp nhập", clock.now())
    assert [one.kind for one in posts_of(person.id, day)] == ["secretary"]
    assert posts_of(person.id, day)[0].unit_id == cast.units["A"]


def test_kinds_of_posts_written_before_are_read_by_the_sweep(cast: Cast) -> None:
    person = make_person(unit=cast.unit("C"), post="Bí thư chi bộ; Kế toán")
    with transaction():
        db.session.execute(sa.update(Membership).values(post_kind=""))
    sweep_all()
    assert held(person.id) == [("Bí thư chi bộ", "secretary", True), ("Kế toán", "", False)]
    assert service.fill_kinds() == 0


def test_holders_are_counted_with_those_whose_post_implies_it(cast: Cast) -> None:
    today = clock.local(clock.now()).date()
    secretary = make_person(unit=cast.unit("C"), post="Bí thư")
    both = make_person(unit=cast.unit("C"), post="Đảng viên; Cấp ủy viên")
    gone, closed = (make_person(unit=cast.unit("C"), post="Đảng viên") for _ in range(2))
    make_person(unit=cast.unit("A"), post="Đảng viên")
    with transaction():
        db.session.execute(sa.update(Membership).where(Membership.person_id == gone.id).values(to_on=today))
        closed.is_active = False
    found = holders([cast.units["C"]], ["party_member"], today)
    assert {one.person_id for one in found} == {secretary.id, both.id}
    province = cast.unit("P")
    counts = holder_counts(province.position, province.last_position, ["party_member"], today)
    assert counts == {cast.units["C"]: 2, cast.units["A"]: 1}
    yesterday = today - timedelta(days=1)
    assert holders([cast.units["C"]], ["party_member"], yesterday) == []  # before anybody began


def test_a_post_is_given_in_words_or_by_kind_and_ended(cast: Cast) -> None:
    person, now = cast.person("contestant"), clock.now()
    row = service.add_post(cast.actor("organiser_a"), person.id, cast.units["C"], " Chi ủy  viên", "", now)
    assert (row.post, row.post_kind, row.is_primary) == ("Chi ủy viên", "committee_member", False)
    chosen = service.add_post(None, person.id, cast.units["C"], "", "head", now)
    assert (chosen.post, chosen.post_kind) == (TITLES[PostKind.HEAD], "head")
    with pytest.raises(Conflict):
        service.add_post(None, person.id, cast.units["C"], "Cấp ủy viên", "", now)
    service.end_post(cast.actor("organiser_a"), row.id, now)
    today = clock.local(now).date()
    assert [one.kind for one in posts_of(person.id, today) if one.kind] == ["head"]
    assert len(posts_of(person.id, today, with_ended=True)) == 3
    with pytest.raises(NotFound):
        service.end_post(None, row.id, now)


@pytest.mark.parametrize(("post", "kind"), [("", ""), ("x" * 41, ""), ("Bí thư", "king")])
def test_a_post_that_is_none_is_refused(cast: Cast, post: str, kind: str) -> None:
    with pytest.raises(Invalid):
        service.add_post(None, cast.people["contestant"], cast.units["C"], post, kind, clock.now())


def test_ending_the_post_of_the_unit_for_contests_keeps_the_unit(cast: Cast) -> None:
    person = make_person(unit=cast.unit("C"), post="Bí thư")
    row = db.session.scalars(sa.select(Membership).where(Membership.person_id == person.id)).one()
    service.end_post(None, row.id, clock.now())
    assert [
        (one.unit_id, one.kind, one.is_primary) for one in posts_of(person.id, clock.local(clock.now()).date())
    ] == [(cast.units["C"], "", True)]


@pytest.mark.parametrize("name", ["contact", "outsider", "contestant"])
def test_only_an_organiser_over_the_unit_gives_and_ends_posts(cast: Cast, name: str) -> None:
    post = make_post(cast.people["contestant"], cast.units["C"], "party_member")
    with pytest.raises(NotAllowed):
        service.add_post(cast.actor(name), cast.people["contestant"], cast.units["C"], "Bí thư", "", clock.now())
    with pytest.raises(NotAllowed):
        service.end_post(cast.actor(name), post.id, clock.now())
    assert db.session.get_one(Membership, post.id).to_on is None


def test_nobody_is_given_a_post_by_who_does_not_look_after_him_or_the_unit(cast: Cast) -> None:
    for person, unit in (("outsider", "A"), ("contestant", "B")):
        with pytest.raises(NotAllowed):
            service.add_post(
                cast.actor("organiser_a"), cast.people[person], cast.units[unit], "Bí thư", "", clock.now()
            )


def test_posts_are_given_and_ended_on_the_page_of_a_person(cast: Cast, signed_in: SignIn) -> None:
    client, page = signed_in("organiser_a"), f"/admin/accounts/{cast.people['contestant']}"
    assert send(client, f"{page}/posts", page, post="Bí thư chi bộ", unit="C", is_primary="1").status_code == 302
    assert "Bí thư chi bộ, Chi bộ Cầu Đá" in client.get(page).text
    row = db.session.scalars(sa.select(Membership).where(Membership.post == "Bí thư chi bộ")).one()
    assert not row.is_primary
    assert send(client, f"{page}/posts", page, post="", unit="C").status_code == 422
    assert send(client, f"{page}/posts", page, post="Bí thư", unit="B").status_code in {403, 422}
    assert send(client, f"{page}/posts/{row.id}/end", page).status_code == 302
    db.session.expire_all()
    assert db.session.get_one(Membership, row.id).to_on is not None


def test_a_post_outside_the_own_subtree_is_not_shown_on_a_person_s_page(cast: Cast, signed_in: SignIn) -> None:
    make_post(cast.people["contestant"], cast.units["U"], "party_member", "Đảng viên nơi khác")
    assert "nơi khác" not in signed_in("organiser_a").get(f"/admin/accounts/{cast.people['contestant']}").text
    assert "Đảng viên nơi khác" in signed_in("contestant").get("/me").text


def test_the_list_of_posts_is_searched_and_stays_inside_the_subtree(cast: Cast, signed_in: SignIn) -> None:
    for number, unit in enumerate(("C", "B", "U")):
        make_person(f"Đỗ Thị Hồng {'ABC'[number]}", cast.unit(unit), post="Bí thư chi bộ")
    client = signed_in("contact")
    page = client.get("/admin/accounts/posts?unit=A&q=do+thi+hong").text
    assert "Đỗ Thị Hồng A" in page
    assert "Đỗ Thị Hồng B" not in page
    assert "Đỗ Thị Hồng C" not in page
    assert "Đỗ Thị Hồng A" in client.get("/admin/accounts/posts?kind=party_member").text
    assert "Đỗ Thị Hồng A" not in client.get("/admin/accounts/posts?kind=head").text
    for other in ("B", "U", "P"):
        assert client.get(f"/admin/accounts/posts?unit={other}").status_code == 403
        assert client.get(f"/admin/accounts/posts.xlsx?unit={other}").status_code == 403
    book = openpyxl.load_workbook(io.BytesIO(client.get("/admin/accounts/posts.xlsx?unit=A").data))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert "Đỗ Thị Hồng A" in cells
    assert not {"Đỗ Thị Hồng B", "Đỗ Thị Hồng C"} & {*cells}
