"""Units that have gone up in others: people who name the old one in a file, and people who register."""

from __future__ import annotations

from functools import partial

import pytest
from flask.testing import FlaskClient

from quiz.accounts import moving, queries, service
from quiz.core import clock
from quiz.core.db import in_portions
from quiz.core.errors import Invalid
from quiz.units import queries as units
from quiz.units.service import merge_units, set_validity
from tests.accounts.test_importing import take
from tests.conftest import START, FrozenClock
from tests.factories.units import make_unit
from tests.people import Cast

DAY = clock.local(START).date()


@pytest.fixture(autouse=True)
def merged(cast: Cast, frozen: FrozenClock) -> None:
    """A went up in B, and a third unit in A before that."""
    third = make_unit("Xã Thứ Ba", cast.unit("P"), code="X3", aliases=["Xã Ba Cũ"])
    merge_units(None, [third.id], cast.units["A"], DAY, "NQ số 1", START)
    merge_units(None, [cast.units["A"]], cast.units["B"], DAY, "NQ số 2", START)


@pytest.mark.parametrize("typed", ["A", "a", "Xã An Bình", "xa an binh", "X3", "Xã Thứ Ba", "xã ba cũ"])
def test_the_code_or_a_name_of_a_merged_unit_leads_to_the_one_that_took_it_in(cast: Cast, typed: str) -> None:
    report = take(("Lò Thị Hoa", "1985", "", typed, "hoalt"))
    assert report.is_clean, report.problems
    assert [one.unit for one in report.people] == ["B"]
    person = queries.by_login_name("hoalt")
    assert person is not None
    assert queries.primary_unit_id(person.id) == cast.units["B"]


@pytest.mark.parametrize(
    ("typed", "old"), [("A", "Xã An Bình"), ("X3", "Xã Thứ Ba"), ("Xã Thứ Ba", "Xã Thứ Ba"), ("B", None)]
)
def test_a_note_at_the_cell_says_where_the_row_went(cast: Cast, typed: str, old: str | None) -> None:
    report = take(("Vàng Páo", "", "", "C"), ("Lò Thị Hoa", "1985", "", typed))
    text = f"{old} đã sáp nhập vào Phường Bãi Cháy (mã B): người ở dòng này được ghi vào đơn vị đó."
    assert [(one.place, one.code, one.severity, one.message) for one in report.problems] == (
        [("D3", "merged_unit", "note", text)] if old else []
    )


def test_whose_reach_ends_before_the_new_unit_takes_nobody_into_it(cast: Cast) -> None:
    report = take(("Lò Thị Hoa", "1985", "", "A"), actor=cast.actor("organiser_a"))
    assert [(one.place, one.code) for one in report.problems] == [("D2", "not_allowed")]


def test_a_name_of_two_living_units_is_none(cast: Cast) -> None:
    for _number in range(2):
        make_unit("Xã Trùng Tên", cast.unit("P"))
    report = take(("Lò Thị Hoa", "1985", "", "Xã Trùng Tên"))
    assert [(one.place, one.code) for one in report.problems] == [("D2", "no_unit")]


def test_a_living_unit_has_its_name_before_a_merged_one(cast: Cast) -> None:
    make_unit("Xã An Bình", cast.unit("P"), code="AB2")
    report = take(("Lò Thị Hoa", "1985", "", "Xã An Bình"))
    assert [one.unit for one in report.people] == ["AB2"]
    assert report.problems == []


def test_nobody_registers_for_a_merged_unit_even_with_its_days_changed(cast: Cast, client: FlaskClient) -> None:
    values = {"name": "Lò Thị Hoa", "login_name": "hoalt", "password": "hoa-ban-trang", "birth": "1985", "now": START}
    for valid_to in (None, DAY):
        set_validity(None, cast.units["A"], None, valid_to)
        with pytest.raises(Invalid, match="không còn hoạt động"):
            service.register_person(unit_id=cast.units["A"], agrees=True, **values)
        assert units.resolve("A", "", START) == (None, [])
        assert [hit.code for hit in units.search("xa an binh", START)] == ["B"]
    assert queries.by_login_name("hoalt") is None


def test_people_of_many_units_are_counted_in_portions(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, unit in enumerate(("B", "B", "C")):
        assert take((f"Lò Thị {number}", "1985", "", unit, f"hoa{number}")).is_clean
    everywhere = list(cast.units.values())
    at_once = moving.members_of(everywhere)
    assert at_once[cast.units["B"]] >= 2
    assert at_once[cast.units["C"]] >= 1
    monkeypatch.setattr(moving, "in_portions", partial(in_portions, size=1))
    assert moving.members_of(everywhere) == at_once
    assert moving.members_of([]) == {}
