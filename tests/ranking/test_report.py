"""The Monday report: its numbers, its week, its scope, what it hides."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from quiz.contests.models import Contest
from quiz.contests.rules import Meaning, Prediction
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.ranking import service
from quiz.ranking.weeks import week_of
from quiz.units import service as units
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn, log_in
from tests.ranking.conftest import ArenaMaker
from tests.ranking.reporting import REPORT, Contact, contact, member, shown, week_two

__all__ = ["contact", "log_in", "week_two"]


def test_the_own_unit_this_week_against_the_last_and_the_contest_so_far(week_two: Arena, contact: Contact) -> None:
    text = shown(contact(week_two, "A"))
    assert "Trong tuần 09/03 – 15/03/2026 Số liệu tuần lúc 10:00 09/03/2026; mỗi người tính một lần" in text
    assert "trong tuần. Người dự thi 2 0 so với tuần trước Lượt thi 3 +1 so với tuần trước" in text
    assert "Điểm trung bình 7,50 Đạt điểm tối đa 1" in text
    assert "Tính đến nay Người dự thi 3 trên 100 người Lượt thi 5" in text
    assert "Hạng, Vòng 2 1" in text
    assert "Chỉ tiêu Vòng 2: 3 trên 4 lượt" in text
    assert "Chỉ tiêu toàn cuộc thi: 5 trên 10 lượt" in text


def test_an_earlier_week_can_be_chosen(week_two: Arena, contact: Contact) -> None:
    client = contact(week_two, "A")
    text = shown(client, f"{REPORT}?week=2026-03-02")
    assert "Trong tuần 02/03 – 08/03/2026" in text
    assert "trong tuần. Người dự thi 2 +2 so với tuần trước Lượt thi 2" in text
    assert re.findall(r'<option value="(2026-[0-9-]+)"', client.get(REPORT).text) == ["2026-03-09", "2026-03-02"]
    assert "09/03 – 15/03/2026" in shown(client, f"{REPORT}?week=khong"), "what is no day is the latest week"


def test_an_attempt_that_ends_on_sunday_at_24_belongs_to_that_week(
    new_arena: ArenaMaker, contact: Contact, frozen: FrozenClock
) -> None:
    arena = new_arena(rounds=2)
    units.renumber()
    end = week_of(frozen.moment).end
    assert clock.local(end).strftime("%a %H:%M") == "Mon 00:00"
    for number, seconds in enumerate((-1, 0, 1), start=1):
        length = int((end - arena.opens_at[1]).total_seconds()) + seconds
        arena.sit(f"Người {number}", "A", duration_ms=length * 1000)
    frozen.move(days=7)
    service.refresh(frozen.moment)
    client = contact(arena, "A")
    assert "Người dự thi 2 +2" in shown(client, f"{REPORT}?week=2026-03-02")
    assert "Người dự thi 1 -1" in shown(client, f"{REPORT}?week=2026-03-09")


def test_the_units_directly_below_stand_with_their_numbers(week_two: Arena, contact: Contact) -> None:
    text = shown(contact(week_two, "A"))
    assert "Chi bộ Một 1 1 người, 2 lượt 0 người 1 / 30" in text
    assert "Chi bộ Hai 2 0 người, 0 lượt -1 người 1" in text


def test_who_has_not_sat_is_told_by_name_for_the_round_and_for_the_contest(week_two: Arena, contact: Contact) -> None:
    client = contact(week_two, "A")
    of_round, of_contest = client.get(REPORT).text, client.get(f"{REPORT}?of=contest").text
    assert [name in of_round for name in ("Lò Thị Ến", ">Bình<", ">Chi<", ">Dung<")] == [True, True, False, False]
    assert [name in of_contest for name in ("Lò Thị Ến", ">Bình<", ">Chi<", ">Dung<")] == [True, False, False, False]
    assert "Lò Thị Ến" in shown(client, f"{REPORT}?q=lo+en")
    assert "Không tìm thấy ai" in shown(client, f"{REPORT}?q=0912345678"), "nobody is found by a phone number"


def test_only_an_organiser_sees_the_phone(week_two: Arena, contact: Contact) -> None:
    assert "0912345678" not in contact(week_two, "A").get(REPORT).text
    assert "0912345678" in contact(week_two, "A", Role.ORGANISER).get(REPORT).text


@pytest.mark.parametrize("unit", ["T", "B", "C", "N"])
@pytest.mark.parametrize("address", [REPORT, f"{REPORT}.xlsx"])
def test_nothing_outside_the_own_subtree_can_be_asked_for(
    week_two: Arena, contact: Contact, unit: str, address: str
) -> None:
    assert contact(week_two, "A").get(f"{address}?unit={unit}").status_code == 403


@pytest.mark.parametrize("role", [None, Role.CONTESTANT])
def test_contestants_have_no_report(week_two: Arena, log_in: LogIn, role: Role | None) -> None:
    client = log_in(week_two.people["An"], role)
    assert [client.get(address).status_code for address in (REPORT, f"{REPORT}.xlsx", "/admin/ranking/")] == [403] * 3


def test_more_people_elsewhere_change_no_byte(
    week_two: Arena, contact: Contact, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = contact(week_two, "A")
    before = [_without_tokens(client.get(address).text) for address in (REPORT, f"{REPORT}?of=contest")]
    week_two.sit("Khách", "C", round_number=2, score=1000)
    member(week_two, "Khách", "C")
    member(week_two, "Chưa Thi", "B")
    service.refresh(frozen.moment)
    after = [_without_tokens(client.get(address).text) for address in (REPORT, f"{REPORT}?of=contest")]
    assert after == before


def _without_tokens(text: str) -> str:
    return re.sub(r'(csrf[^>]*|nonce="[^"]*")', "", text)


def test_the_text_for_a_chat_says_it_all_in_a_few_lines(week_two: Arena, contact: Contact) -> None:
    page = contact(week_two, "A").get(REPORT).text
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert text is not None
    assert text[1].split("\n") == [
        "BÁO CÁO TUẦN 09/03 – 15/03/2026",
        "Cuộc thi thử",
        "Đơn vị: Xã An",
        "- Trong tuần: 2 người (0 so với tuần trước), 3 lượt thi",
        "- Tính đến nay: 3/100 người (3,0%), 5 lượt thi, điểm trung bình 11,67, 3 lần đạt điểm tối đa",
        "- Hạng 1 ở Vòng 2",
        "- Chỉ tiêu Vòng 2: 3/4 lượt (75,0%)",
        "- Đơn vị trực thuộc dẫn đầu:",
        "  1. Chi bộ Một: 1/30 người (3,3%)",
        "  2. Chi bộ Hai: 0 người",
        "- Chưa dự thi vòng nào: 1/4 tài khoản",
        "Mời vào thi tại: http://localhost/contests/thu",
    ]


def test_the_workbook_has_the_same_numbers_and_names(week_two: Arena, contact: Contact) -> None:
    answer = contact(week_two, "A").get(f"{REPORT}.xlsx")
    assert answer.status_code == 200
    book = load_workbook(BytesIO(answer.data))
    numbers, missing = ([list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets)
    own = next(row for row in numbers if row[0] == "Xã An")
    assert own[1:6] == [2, 0, 3, 7.5, 1]
    assert own[6:9] == [3, 5, 100]
    assert {row[1] for row in missing if isinstance(row[0], int)} == {"Bình", "Lò Thị Ến"}
    assert not any("0912345678" in str(row) for row in missing)


@pytest.fixture
def predicting(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """A round that asks how many people take part: seven of A, two of B."""
    arena = new_arena(prediction=Prediction("Bao nhiêu người?", Meaning.PEOPLE), attempts_allowed=3)
    units.renumber()
    for number in range(9):
        arena.sit(f"Người {number}", "A1" if number < 7 else "B", score=1000)
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    return arena


def test_the_own_numbers_are_the_contacts_to_report_while_the_sum_is_a_secret(
    predicting: Arena, contact: Contact
) -> None:
    text = shown(contact(predicting, "A"))
    assert "Người dự thi 7 +7 so với tuần trước" in text
    assert "tạm ẩn" not in text


@pytest.mark.parametrize("address", [REPORT, f"{REPORT}?unit=A", f"{REPORT}?unit=B"])
def test_whoever_looks_after_the_whole_learns_neither_the_sum_nor_its_parts(
    predicting: Arena, contact: Contact, frozen: FrozenClock, address: str
) -> None:
    with transaction():
        db.session.query(Contest).one().owner_unit_id = predicting.units["N"]
    client = contact(predicting, "T")
    text = shown(client, address)
    assert "Người dự thi tạm ẩn Lượt thi" in text
    assert "Danh sách này tạm ẩn" in text
    assert "người (" not in text
    frozen.move(weeks=1)
    assert "Người dự thi tạm ẩn" not in shown(client, address)


def test_the_number_of_statements_does_not_grow_with_the_units(
    week_two: Arena, contact: Contact, frozen: FrozenClock
) -> None:
    client = contact(week_two, "A")

    def statements() -> int:
        said: list[str] = []

        def listen(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
            said.append(sql)

        sa.event.listen(db.engine, "before_cursor_execute", listen)
        shown(client)
        sa.event.remove(db.engine, "before_cursor_execute", listen)
        return len(said)

    statements()
    before = statements()
    for number in range(30):
        units.create_unit(None, f"M{number}", f"Chi bộ mới {number}", "branch", week_two.units["A"])
    assert statements() == before
    assert before < 60


def test_figures_of_a_week_are_counted_once_a_minute_and_an_old_week_every_ten(
    week_two: Arena, contact: Contact, frozen: FrozenClock
) -> None:
    client = contact(week_two, "A")
    assert "Người dự thi 2 0 so" in shown(client)
    week_two.sit("Mới", "A", round_number=2)
    assert "Người dự thi 2 0 so" in shown(client)
    frozen.move(minutes=1)
    assert "Người dự thi 3 +1 so" in shown(client)
    assert "Người dự thi 2 +2" in shown(client, f"{REPORT}?week=2026-03-02")
    week_two.sit("Cũ", "A", round_number=1)
    frozen.move(minutes=8)
    assert "Người dự thi 2 +2" in shown(client, f"{REPORT}?week=2026-03-02")
    frozen.move(minutes=1)
    assert "Người dự thi 3 +3" in shown(client, f"{REPORT}?week=2026-03-02")


def test_the_list_of_reports_leads_to_each_contest(week_two: Arena, contact: Contact) -> None:
    client = contact(week_two, "A")
    page = client.get("/admin/ranking/").text
    assert f'href="{REPORT}"' in page
    assert "Báo cáo tuần" in client.get("/admin/").text
    with transaction():
        db.session.query(Contest).one().rehearses_id = 1
    assert f'href="{REPORT}"' not in client.get("/admin/ranking/").text
    assert client.get(REPORT).status_code == 404
