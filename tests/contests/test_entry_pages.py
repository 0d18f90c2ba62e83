"""The console's pages of entries: the list, one person, a pasted list, the workbook; and who may see them."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from quiz.contests import queries
from quiz.contests.decisions import Decision, Order, decide
from quiz.contests.entering import accept_rules
from quiz.contests.groups import Division
from quiz.contests.models import Contest, Entry
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from tests.contests.browsing import Browser
from tests.factories.contests import change_rules, make_contest
from tests.factories.people import make_person
from tests.people import Cast, SignIn

pytestmark = pytest.mark.usefixtures("app")
URL = "/admin/contests/thi-thu/entries"
DIVISIONS = (Division("A", "Bảng A – Xã"), Division("B", "Bảng B – Phường"))
PEOPLE = {"Đặng Thị Bưởi": ("A", "C"), "Hồ Đức Chín": ("B", "B"), "=A1+1": ("A", "A")}


@pytest.fixture
def contest(now: datetime, cast: Cast) -> Contest:
    """A contest of P in two divisions; three people of its communes and the outsider have entered."""
    made = make_contest(now, owner_unit="P")
    version = change_rules(made, now, divisions=DIVISIONS)
    for place, (name, (division, unit)) in enumerate(PEOPLE.items()):
        person_id = make_person(name, cast.unit(unit), login_name=f"ts{place}", phone="0912345678").id
        accept_rules(made.id, person_id, version, now, division=division)
    accept_rules(made.id, cast.people["outsider"], version, now, division="B")
    return made


@pytest.fixture
def browser(contest: Contest, signed_in: SignIn) -> Browser:
    """The organiser's browser at the list."""
    return Browser(signed_in("organiser")).get(URL)


def people(browser: Browser) -> list[str]:
    """The names in the list."""
    return browser.texts("//table[caption='Danh sách thí sinh dự thi']//tbody//th/a")


def entry_named(login: str) -> Entry:
    """The entry of a login name, read anew."""
    db.session.expire_all()
    person = sa.text(f"select id from people where login_name = '{login}'")  # noqa: S608 - a name of this test
    return db.session.scalars(sa.select(Entry).where(Entry.person_id == db.session.scalar(person))).one()


def test_the_list_has_everybody_by_given_name_with_counts_by_division(browser: Browser, cast: Cast) -> None:
    assert people(browser) == ["=A1+1", cast.person("outsider").name, "Đặng Thị Bưởi", "Hồ Đức Chín"]
    rows = browser.texts("//table[caption='Số thí sinh đã đồng ý thể lệ']//tbody/tr")
    assert rows == ["Bảng A – Xã 2 0 0 2", "Bảng B – Phường 2 0 0 2"]
    assert "0912345678" not in browser.answer.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=dang+buoi", ["Đặng Thị Bưởi"]),
        ("q=%C4%90%E1%BB%A9c", ["Hồ Đức Chín"]),
        ("q=ts1", ["Hồ Đức Chín"]),
        ("q=0912345678", []),
        ("division=A", ["=A1+1", "Đặng Thị Bưởi"]),
        ("division=A&q=buoi", ["Đặng Thị Bưởi"]),
        ("unit=A&unit_text=Xã+An+Bình", ["=A1+1", "Đặng Thị Bưởi"]),
        ("unit_text=phuong+bai+chay", ["Hồ Đức Chín"]),
        ("status=disqualified", []),
        ("status=ranked&division=B&unit_text=bai+chay", ["Hồ Đức Chín"]),
    ],
)
def test_the_list_is_searched_without_accents_and_narrowed(browser: Browser, query: str, found: list[str]) -> None:
    browser.get(f"{URL}?{query}")
    assert people(browser) == found
    assert ("Không tìm thấy thí sinh nào" in browser.text) is (not found)


def test_a_unit_that_is_not_clear_narrows_nothing_and_says_so(browser: Browser) -> None:
    browser.get(f"{URL}?unit_text=khong+co+don+vi+nay")
    assert len(people(browser)) == 4
    assert "Chưa rõ đơn vị nào" in browser.text


def test_values_that_cannot_be_are_no_error(browser: Browser) -> None:
    for query in ("status=x", "division=%00", "page=-1", "page=99999", "unit=zz&unit_text=zz", "q=" + "a" * 500):
        assert browser.get(f"{URL}?{query}").status == 200


def test_a_contest_without_entries_says_when_there_will_be_some(now: datetime, cast: Cast, signed_in: SignIn) -> None:
    make_contest(now, owner_unit="P")
    browser = Browser(signed_in("organiser")).get(URL)
    assert "Chưa có thí sinh nào" in browser.text
    assert browser.get("/admin/contests/thi-thu").links()["Thí sinh dự thi"] == URL


def test_a_list_of_many_has_pages(browser: Browser, contest: Contest, cast: Cast, now: datetime) -> None:
    with transaction():
        for number in range(50):
            person = make_person(f"Người {number:02d}", cast.unit("A"), login_name=f"them{number}")
            row = {"rules_version": contest.rules_version, "accepted_at": now, "division": "A"}
            db.session.add(Entry(contest_id=contest.id, person_id=person.id, **row))
    browser.get(f"{URL}?division=A")
    assert len(people(browser)) == 50
    assert "Trang 1 trên 2, tất cả 52 dòng" in browser.text
    assert len(people(browser.get(f"{URL}?division=A&page=2"))) == 2


def test_a_person_is_decided_about_with_a_reason(browser: Browser, contest: Contest) -> None:
    browser.get(browser.links()["Đặng Thị Bưởi"])
    offered = ["Chuyển sang bảng khác", "Không xếp hạng", "Loại khỏi cuộc thi"]
    assert browser.texts("//details/summary") == offered
    form = next(one for one in browser.page.xpath("//form") if one.xpath(".//input[@value='disqualified']"))
    values = {**dict(form.form_values()), "reason": "Thi hộ"}
    browser._took(browser.client.post(form.get("action"), data=values))
    assert "Đã áp dụng cho 1 người." in browser.answer.text
    assert "Bị loại" in browser.texts("//h1")[0]
    assert browser.texts("//details/summary") == ["Chuyển sang bảng khác", "Khôi phục quyền dự thi"]
    (row,) = browser.texts("//section[@aria-labelledby='history-title']//tbody/tr")
    assert "Loại khỏi cuộc thi" in row
    assert "Thi hộ" in row
    assert entry_named("ts0").is_disqualified


def test_a_page_that_is_no_longer_true_is_refused_with_what_is_there_now(
    browser: Browser, contest: Contest, now: datetime
) -> None:
    entry = entry_named("ts0")
    browser.get(f"{URL}/{entry.person_id}")
    form = browser.page.xpath("//form[.//input[@value='disqualified']]")[0]
    values = {**dict(form.form_values()), "reason": "Chậm hơn"}
    decide(None, contest.id, Order(Decision.UNRANK, "Nhanh hơn"), {entry.person_id: entry.version}, now)
    browser._took(browser.client.post(form.get("action"), data=values))
    assert browser.status == 409
    assert "Nội dung này vừa được người khác sửa" in browser.text
    assert "Nhanh hơn" in browser.text
    assert not entry_named("ts0").is_disqualified


def test_a_pasted_list_is_shown_before_anything_is_done(browser: Browser, contest: Contest, cast: Cast) -> None:
    logins = "TS0, ts1;ts1\n khong.co  outsider.thu"
    browser.get(f"{URL}/many").send(logins=logins, decision="unranked", reason="Ban giám khảo")
    assert browser.status == 200
    assert "3 người sẽ thay đổi, 1 dòng bỏ qua." in browser.text
    rows = browser.texts("//section//tbody/tr")
    assert [row.split()[0] for row in rows] == ["ts0", "ts1", "khong.co", "outsider.thu"]
    assert "không có trong danh sách dự thi" in rows[2]
    assert entry_named("ts0").is_ranked
    browser.send(action="/entries/decisions")
    assert "Đã áp dụng cho 3 người." in browser.answer.text
    assert [entry_named(login).is_ranked for login in ("ts0", "ts1", "ts2", "outsider.thu")] == [
        False,
        False,
        True,
        False,
    ]


def test_a_list_shown_before_somebody_else_decided_is_shown_again(
    browser: Browser, contest: Contest, now: datetime
) -> None:
    browser.get(f"{URL}/many").send(logins="ts0 ts1", decision="disqualified", reason="Gian lận")
    entry = entry_named("ts1")
    decide(None, contest.id, Order(Decision.DISQUALIFY, "Trước"), {entry.person_id: entry.version}, now)
    browser.send(action="/entries/decisions")
    assert browser.status == 409
    assert "1 người sẽ thay đổi, 1 dòng bỏ qua." in browser.text
    assert not entry_named("ts0").is_disqualified
    browser.send(action="/entries/decisions")
    assert entry_named("ts0").is_disqualified


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"logins": "ts0", "decision": "unranked", "reason": ""}, "Vui lòng ghi lý do."),
        ({"logins": "ts0", "decision": "", "reason": "x"}, "Vui lòng chọn một quyết định."),
        ({"logins": "", "decision": "unranked", "reason": "x"}, "Không có thí sinh nào để áp dụng."),
        ({"logins": "ts0", "decision": "division", "reason": "x"}, "Vui lòng chọn bảng thi."),
        ({"logins": "ts0", "decision": "nonsense", "reason": "x"}, ""),
    ],
)
def test_a_list_that_cannot_be_decided_about_says_why_at_the_field(
    browser: Browser, fields: dict[str, str], words: str
) -> None:
    browser.get(f"{URL}/many").send(**fields)
    assert browser.status == 422
    assert words in browser.text


def test_the_own_entry_in_a_list_is_passed_over(browser: Browser, contest: Contest, cast: Cast, now: datetime) -> None:
    accept_rules(contest.id, cast.people["organiser"], contest.rules_version, now, division="A")
    browser.get(f"{URL}/many").send(logins="organiser.thu ts0", decision="disqualified", reason="x")
    assert "1 người sẽ thay đổi, 1 dòng bỏ qua." in browser.text
    assert "là chính quý vị" in browser.text
    forged = {"seen": f"{cast.people['organiser']}:1", "decision": "ranked", "reason": "x"}
    token = browser.page.xpath("//input[@name='csrf_token']/@value")[0]
    assert browser.client.post(f"{URL}/decisions", data={**forged, "csrf_token": token}).status_code == 403
    assert not entry_named("organiser.thu").is_ranked


def test_the_workbook_has_the_narrowed_list_and_nothing_that_runs(browser: Browser, contest: Contest) -> None:
    answer = browser.client.get(f"{URL}.xlsx?division=A")
    book = load_workbook(BytesIO(answer.data))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    start = next(index for index, row in enumerate(rows) if row[0] == "Họ và tên")
    listed = [row[:5] for row in rows[start + 1 :] if row[1]]
    assert listed == [
        ["=A1+1", "ts2", "Xã An Bình", "Bảng A – Xã", "Xếp hạng"],
        ["Đặng Thị Bưởi", "ts0", "Chi bộ Cầu Đá", "Bảng A – Xã", "Xếp hạng"],
    ]
    cell = next(cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "=A1+1")
    assert cell.data_type == "s"
    assert "0912345678" not in str(rows)
    (line,) = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "entries.export"))
    assert line.actor_id is not None


ADDRESSES = ("", "/many", ".xlsx", "/{person}")


@pytest.mark.parametrize("name", ["organiser_a", "contact", "contestant", "outsider", None])
def test_nobody_else_sees_or_decides_anything(
    contest: Contest, cast: Cast, signed_in: SignIn, name: str | None
) -> None:
    client, entry = signed_in(name), entry_named("ts0")
    for address in ADDRESSES:
        answer = client.get(URL + address.format(person=entry.person_id))
        assert answer.status_code in ({302} if name is None else {403})
        assert "Bưởi" not in answer.text
    page = Browser(signed_in(name)).get("/").page
    token = {"csrf_token": next(iter(page.xpath("//input[@name='csrf_token']/@value")), "")}
    order = {"seen": f"{entry.person_id}:{entry.version}", "decision": "disqualified", "reason": "x", "logins": "ts0"}
    for address in ("/decisions", "/many"):
        answer = client.post(URL + address, data={**order, **token})
        assert answer.status_code in {302, 400, 403}
        assert "Bưởi" not in answer.text
    assert not entry_named("ts0").is_disqualified


def test_people_of_another_contest_are_not_found_here(
    browser: Browser, contest: Contest, cast: Cast, now: datetime
) -> None:
    make_contest(now, slug="khac", owner_unit="P")
    person_id = entry_named("ts0").person_id
    assert browser.get(f"/admin/contests/khac/entries/{person_id}").status == 404
    assert browser.get(f"{URL}/{cast.people['contact']}").status == 404
    assert browser.get(f"{URL}/999999").status == 404
    browser.get("/admin/contests/khac/entries/many").send(logins="ts0", decision="unranked", reason="x")
    assert "không có trong danh sách dự thi" in browser.text
    assert "Bưởi" not in browser.text
    forged = {"seen": f"{person_id}:1", "decision": "unranked", "reason": "x"}
    token = browser.page.xpath("//input[@name='csrf_token']/@value")[0]
    address = "/admin/contests/khac/entries/decisions"
    assert browser.client.post(address, data={**forged, "csrf_token": token}).status_code == 404
    assert queries.entry_of(contest.id, person_id).is_ranked  # type: ignore[union-attr]
