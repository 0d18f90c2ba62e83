"""Who is told as missing: those alone who may sit, with a mark on whoever would sit without a rank."""

from __future__ import annotations

from io import BytesIO

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from quiz.accounts.models import Person
from quiz.contests.groups import Entrants, Group, Staff
from quiz.contests.models import Entry
from quiz.contests.unit_scheme import Band, UnitCriterion, UnitScheme
from quiz.core.db import db, transaction
from quiz.ranking import service
from quiz.units import service as units
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena, make_person
from tests.leaderboard.conftest import log_in
from tests.ranking.conftest import ArenaMaker
from tests.ranking.reporting import REPORT, Contact, contact, member, shown

__all__ = ["contact", "log_in"]
WHO = Entrants(Group(units=("A1", "B"), max_age=35), Staff.RANKED, Group(kinds=("ward",)), ("khong.hang",), ("bi.cam",))


@pytest.fixture
def choosy(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """A contest for the young of A1 and B; all accounts but one have not entered yet, one has sat."""
    arena = new_arena(entrants=WHO)
    units.renumber()
    logins = {"Bị Cấm": "bi.cam", "Không Hạng": "khong.hang"}
    births = {"Cao Tuổi": "1950-01-01", "Chưa Rõ": ""}
    for name, unit in (("Trẻ", "A1"), ("Bị Cấm", "A1"), ("Không Hạng", "A1"), ("Cao Tuổi", "A1"), ("Chưa Rõ", "A1")):
        login = {"login_name": logins[name]} if name in logins else {}
        arena.people[name] = make_person(name, frozen.moment, birth=births.get(name, "2000"), **login)
        member(arena, name, unit)
    arena.people["Ngoài"] = make_person("Ngoài", frozen.moment, birth="2000")
    member(arena, "Ngoài", "A2")
    arena.people["Phường"] = make_person("Phường", frozen.moment, birth="2000")
    member(arena, "Phường", "B")
    arena.sit("Đã Thi", "A1")
    member(arena, "Đã Thi", "A1")
    frozen.move(hours=1)
    service.refresh(frozen.moment)
    return arena


def told(text: str) -> set[str]:
    """Who of the arena is named by the list of the missing ones."""
    listed = text.split("Họ và tên", 1)[1]
    names = ("Trẻ", "Bị Cấm", "Không Hạng", "Cao Tuổi", "Chưa Rõ", "Ngoài", "Phường", "Đã Thi")
    return {name for name in names if name in listed.replace("Không xếp hạng", "")}


def test_nobody_is_told_as_missing_who_may_not_sit(choosy: Arena, contact: Contact) -> None:
    text = shown(contact(choosy, "T"))
    assert told(text) == {"Trẻ", "Không Hạng", "Chưa Rõ", "Phường"}
    assert "Chưa dự thi vòng nào: 4/5 tài khoản" in text


def test_who_would_sit_without_a_rank_is_marked(choosy: Arena, contact: Contact) -> None:
    client = contact(choosy, "T")
    text = shown(client)
    assert "Không Hạng Không xếp hạng" in text
    assert "Phường Không xếp hạng" in text
    assert text.count("Không xếp hạng") == 2
    book = load_workbook(BytesIO(client.get(f"{REPORT}.xlsx").data))
    rows = [list(row) for row in book.worksheets[1].iter_rows(values_only=True) if isinstance(row[0], int)]
    assert {row[1]: row[-1] for row in rows} == {
        "Trẻ": None,
        "Không Hạng": "Không xếp hạng",
        "Chưa Rõ": None,
        "Phường": "Không xếp hạng",
    }


def test_an_entry_says_more_than_the_rules(choosy: Arena, contact: Contact, frozen: FrozenClock) -> None:
    stamp = {"contest_id": choosy.contest_id, "rules_version": 1, "accepted_at": frozen.moment}
    with transaction():
        db.session.add(Entry(person_id=choosy.people["Ngoài"], **stamp))
        db.session.add(Entry(person_id=choosy.people["Trẻ"], is_disqualified=True, **stamp))
        db.session.add(Entry(person_id=choosy.people["Không Hạng"], **stamp))
    text = shown(contact(choosy, "T"))
    assert told(text) == {"Ngoài", "Không Hạng", "Chưa Rõ", "Phường"}
    assert "Không Hạng Không xếp hạng" not in text, "the organiser let this one be ranked"


def test_more_people_ask_no_more_of_the_database(choosy: Arena, contact: Contact, frozen: FrozenClock) -> None:
    client = contact(choosy, "T")

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
        choosy.people[f"Mới {number}"] = make_person(f"Mới {number}", frozen.moment, birth="2001")
        member(choosy, f"Mới {number}", "A1")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) or 0 > 30
    assert statements() == before


@pytest.mark.parametrize(
    ("bands", "names"),
    [
        ((), ["Phường Bình", "Xã An", "Xã Đông"]),
        ((Band("XA", "Khối xã", ("commune",)),), ["Xã An", "Xã Đông", "Phường Bình"]),
        (
            (Band("XA", "Khối xã", ("commune",)), Band("PH", "Khối phường", ("ward",))),
            ["Xã An", "Xã Đông", "Phường Bình"],
        ),
    ],
)
def test_units_below_stand_by_rank_band_by_band_and_those_without_a_rank_last(
    new_arena: ArenaMaker, contact: Contact, frozen: FrozenClock, bands: tuple[Band, ...], names: list[str]
) -> None:
    arena = new_arena(unit_order=(UnitCriterion.PEOPLE,), unit_scheme=UnitScheme(bands=bands))
    units.renumber()
    for number, unit in enumerate(("B", "B", "A1")):
        arena.sit(f"Người {number}", unit)
    frozen.move(hours=1)
    service.refresh(frozen.moment)
    text = shown(contact(arena, "T"))
    table = text.split("Chưa dự thi vòng nào", 2)[2].split("Chưa dự thi", 1)[0]
    assert sorted(names, key=table.index) == names
