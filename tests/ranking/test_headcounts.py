"""Frozen head counts put right by decision: tables follow, what was frozen stays, everything is on record."""

from __future__ import annotations

import re
from datetime import date

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from quiz.contests.models import Contest, Round, RoundUnit, Ruling
from quiz.contests.rules import Total
from quiz.contests.unit_scheme import UnitCriterion, UnitScheme
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from quiz.core.permissions import Actor, Grant, Role
from quiz.ranking import service
from quiz.ranking.headcounts import HeadCount, correct_headcount, corrections
from quiz.ranking.models import UnitStanding
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn, log_in
from tests.ranking.conftest import ArenaMaker, derived

__all__ = ["log_in"]
RIGHT = HeadCount(40, date(2026, 2, 28), "Công an xã", "Công văn 7/CV")


@pytest.fixture
def arena(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """Two people of A (head count 100), two of B (50), by rate, with a total."""
    made = new_arena(contest_total=Total.SUM, unit_order=(UnitCriterion.RATE,), unit_scheme=UnitScheme())
    for name, unit in (("An", "A1"), ("Bình", "A2"), ("Chi", "B"), ("Dung", "B")):
        made.sit(name, unit)
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    return made


def organiser(arena: Arena) -> Actor:
    """Somebody who organises everything."""
    return Actor(arena.person("Ban Tổ Chức"), "Ban Tổ Chức", (Grant(Role.ORGANISER),))


def correct(arena: Arena, frozen: FrozenClock, right: HeadCount = RIGHT, unit: str = "a") -> int:
    """Put a unit's head count right."""
    ruling = correct_headcount(organiser(arena), arena.rounds[1], unit, right, "Thống kê thiếu", frozen.moment)
    service.refresh(frozen.moment)
    return ruling


def ranks(client: FlaskClient, address: str = "/api/v1/contests/thu/rounds/1/units?parent=T") -> dict[str, object]:
    """Rank and head count by code."""
    return {row["code"]: (row["rank"], row["headcount"]) for row in client.get(address).json["rows"]}


def test_tables_of_the_round_and_of_the_total_follow_and_what_was_frozen_stays(
    arena: Arena, client: FlaskClient, frozen: FrozenClock
) -> None:
    assert ranks(client) == {"B": (1, 50), "A": (2, 100), "C": (3, None)}
    correct(arena, frozen)
    assert ranks(client) == {"A": (1, 40), "B": (2, 50), "C": (3, None)}
    assert ranks(client, "/api/v1/contests/thu/units?parent=T")["A"] == (1, 40)
    assert db.session.get_one(RoundUnit, (arena.rounds[1], arena.units["A"])).headcount == 100
    shown = db.session.get_one(UnitStanding, (arena.contest_id, 1, arena.units["A"]))
    assert (shown.headcount_on, shown.headcount_source) == (date(2026, 2, 28), "Công an xã, Công văn 7/CV")
    stored = derived()
    service.rebuild(arena.contest_id, frozen.moment)
    assert derived() == stored


def test_the_newest_decision_holds_and_all_are_listed(arena: Arena, client: FlaskClient, frozen: FrozenClock) -> None:
    correct(arena, frozen)
    correct(arena, frozen, HeadCount(80, None, "", "Công văn 9/CV"))
    assert ranks(client)["A"] == (2, 80)
    listed = [
        (one.unit_name, one.frozen, one.now.headcount, one.holds, one.by) for one in corrections(arena.contest_id)
    ]
    assert listed == [("Xã An", 100, 80, True, "Ban Tổ Chức"), ("Xã An", 100, 40, False, "Ban Tổ Chức")]


def test_a_decision_is_on_record_with_before_and_after(arena: Arena, frozen: FrozenClock) -> None:
    ruling = db.session.get_one(Ruling, correct(arena, frozen))
    assert (ruling.kind, ruling.unit_id, ruling.reason) == ("headcount", arena.units["A"], "Thống kê thiếu")
    entry = db.session.scalar(sa.select(AuditEntry).where(AuditEntry.action == "ruling.headcount"))
    assert entry is not None
    assert '"frozen": 100' in entry.before
    assert '"headcount": 40' in entry.after


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"unit": "KHONG"}, NotFound),
        ({"document": " "}, Invalid),
        ({"reason": ""}, Invalid),
        ({"headcount": -1}, Invalid),
    ],
)
def test_what_is_incomplete_is_refused(
    arena: Arena, frozen: FrozenClock, change: dict[str, object], error: type[DomainError]
) -> None:
    document, headcount = str(change.get("document", "CV 7")), int(str(change.get("headcount", 40)))
    right = HeadCount(headcount, None, "", document)
    unit, reason = str(change.get("unit", "A")), str(change.get("reason", "Sai"))
    with pytest.raises(error):
        correct_headcount(organiser(arena), arena.rounds[1], unit, right, reason, frozen.moment)
    assert db.session.scalars(sa.select(Ruling)).all() == []


def test_approved_results_stay_as_they_are(arena: Arena, frozen: FrozenClock) -> None:
    with transaction():
        db.session.get_one(Round, arena.rounds[1]).approved_at = frozen.moment
    with pytest.raises(Conflict):
        correct(arena, frozen)


def test_only_organisers_of_the_contests_unit_decide(arena: Arena, log_in: LogIn, frozen: FrozenClock) -> None:
    with transaction():
        db.session.query(Contest).one().owner_unit_id = arena.units["T"]
    person = arena.person("Người Khác")
    elsewhere = Actor(person, "Người Khác", (Grant(Role.ORGANISER, 1, 1, 3),))
    with pytest.raises(NotAllowed):
        correct_headcount(elsewhere, arena.rounds[1], "A", RIGHT, "Sai", frozen.moment)
    assert log_in(person, Role.ORGANISER, 1, 3).get("/admin/ranking/thu/headcounts").status_code == 403
    assert log_in(person, Role.UNIT_CONTACT, 0, 9).get("/admin/ranking/thu/headcounts").status_code == 403


def test_the_page_takes_a_decision_and_lists_it(arena: Arena, log_in: LogIn, frozen: FrozenClock) -> None:
    client = log_in(arena.person("Ban Tổ Chức"), Role.ORGANISER)
    address = "/admin/ranking/thu/headcounts"

    def send(**values: str) -> object:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).text)
        assert token is not None
        filled = {
            "round": "1",
            "unit": "a",
            "headcount": "1.040",
            "on": "28/02/2026",
            "document": "CV 7",
            "reason": "x",
        }
        return client.post(address, data={"csrf_token": token[1], **filled, **values})

    wrong = [({"headcount": "nhiều"}, "số nguyên"), ({"unit": "ZZ"}, "không có đơn vị"), ({"document": ""}, "điền mục")]
    for values, text in wrong:
        answer = send(**values)
        assert text in answer.text  # type: ignore[attr-defined]
    assert send().status_code == 303  # type: ignore[attr-defined]
    page = client.get(address).text
    assert "1.040" in page
    assert "CV 7, số liệu ngày 28/02/2026" in re.sub(r"\s+", " ", page)
