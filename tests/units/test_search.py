"""Finding a unit by typing: without accents, by old names, with the province behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.core import clock
from quiz.units import queries, service
from tests.factories.units import make_unit

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def forest(app: Flask) -> None:
    bang = make_unit("Tỉnh Cao Bằng", code="CB", aliases=["Cao Bang Province"])
    ninh = make_unit("Tỉnh Bắc Ninh", code="BN", aliases=["Bắc Giang", "tỉnh Bắc Giang cũ"])
    make_unit("Xã Bản Giốc", bang, code="CB1", aliases=["Xã Đàm Thủy", "Đàm Thuỷ"])
    make_unit("Xã Hòa An", bang, code="CB2")
    make_unit("Uỷ ban MTTQ tỉnh", bang, code="CB3", aliases=["Mặt trận tỉnh", "UBMTTQ"])
    make_unit("Xã Tân Lập", bang, code="CB4")
    make_unit("Xã Tân Lập", ninh, code="BN4")
    make_unit("Trường THPT Chuyên H'Mông (cơ sở 2)", bang, code="CB5")
    old = make_unit("Huyện Trùng Khánh", bang, code="CB6", valid_to=date(2025, 6, 30))
    make_unit("Thị trấn Trùng Khánh", old, code="CB7", valid_from=date(2026, 3, 3))


def codes(text: str, now: datetime = NOW) -> list[str]:
    return [hit.code for hit in queries.search(text, now)]


@pytest.mark.usefixtures("forest")
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("xa ban gioc", "CB1"),
        ("Bản Giốc", "CB1"),
        ("BAN GIOC", "CB1"),
        ("bản giố", "CB1"),
        ("gioc ban", "CB1"),
        ("đàm thủy", "CB1"),
        ("dam thuy", "CB1"),
        ("Đàm Thuỷ", "CB1"),
        ("hoà an", "CB2"),
        ("hòa an", "CB2"),
        ("ho\u0300a an", "CB2"),
        ("uỷ ban", "CB3"),
        ("ủy ban", "CB3"),
        ("ubmttq", "CB3"),
        ("mat tran", "CB3"),
        ("h'mong", "CB5"),
        ("thpt (cơ sở 2)", "CB5"),
        ("bac giang", "BN"),
        ("cb4", "CB4"),
        ("tan lap bac ninh", "BN4"),
        ("Xã Tân Lập, Tỉnh Bắc Ninh", "BN4"),
        ("tân lập cao bằng", "CB4"),
    ],
)
def test_a_unit_is_found_as_people_type_it(typed: str, first: str) -> None:
    assert codes(typed)[0] == first


@pytest.mark.usefixtures("forest")
@pytest.mark.parametrize("typed", ["", "   ", "!!!", "%", "_", "zzz", "xa ban gioc zzz", "an giang", "' OR 1=1 --"])
def test_what_names_no_unit_finds_none(typed: str) -> None:
    assert codes(typed) == []


@pytest.mark.usefixtures("forest")
def test_a_word_is_found_by_its_beginning_only() -> None:
    assert codes("ioc") == []


@pytest.mark.usefixtures("forest")
def test_the_path_tells_units_of_one_name_apart() -> None:
    assert sorted(hit.path for hit in queries.search("tan lap", NOW)) == [
        "Xã Tân Lập, Tỉnh Bắc Ninh",
        "Xã Tân Lập, Tỉnh Cao Bằng",
    ]


@pytest.mark.usefixtures("forest")
def test_units_that_are_no_more_or_not_yet_are_not_offered() -> None:
    assert codes("trung khanh") == []
    assert codes("trung khanh", datetime(2026, 3, 2, 17, 0, tzinfo=UTC)) == ["CB7"]
    assert codes("trung khanh", datetime(2025, 6, 30, 16, 59, tzinfo=UTC)) == ["CB6"]


@pytest.mark.usefixtures("forest")
def test_a_renamed_unit_is_found_by_its_old_name_as_an_alias() -> None:
    unit = queries.by_code("CB2")
    assert unit is not None
    service.rename_unit(None, unit.id, "Phường Thục Phán")
    service.replace_aliases(None, unit.id, ["Xã Hòa An"])
    assert codes("hoa an") == codes("thuc phan") == ["CB2"]


def test_names_that_begin_with_the_text_come_first(app: Flask) -> None:
    make_unit("Chi bộ Trường Tiểu học Hoà Chung", code="A1")
    make_unit("Hoà Chung", code="A2")
    make_unit("Phường Hoà Chung", code="A3")
    assert codes("hoa chung")[0] == "A2"


def test_ten_units_at_most_are_offered(app: Flask) -> None:
    for number in range(15):
        make_unit(f"Chi bộ {number}")
    assert len(codes("chi bo")) == 10
    assert len(queries.search("chi bo", NOW, limit=3)) == 3


@pytest.mark.usefixtures("forest")
@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("CB4", "gì cũng được", "CB4"),
        ("cb4", "", "CB4"),
        ("", "xa ban gioc", "CB1"),
        ("", "Xã Tân Lập, Tỉnh Bắc Ninh", "BN4"),
        ("", "Tỉnh Cao Bằng", "CB"),
        ("", "Xã Tân Lập", None),
        ("", "zzz", None),
        ("KHONG", "xa ban gioc", None),
        ("CB6", "", None),
    ],
)
def test_a_form_means_one_unit_or_has_to_ask(code: str, text: str, found: str | None) -> None:
    unit, _ = queries.resolve(code, text, NOW)
    assert (unit.code if unit else None) == found


@pytest.mark.usefixtures("forest")
def test_where_it_is_not_clear_the_choices_are_given() -> None:
    unit, hits = queries.resolve("", "Xã Tân Lập", NOW)
    assert unit is None
    assert {hit.code for hit in hits} == {"CB4", "BN4"}


@pytest.mark.usefixtures("forest")
def test_the_typeahead_answers_anybody_and_sets_no_cookie(client: FlaskClient) -> None:
    answer = client.get("/api/v1/units?q=ban+gioc")
    assert answer.json == [{"code": "CB1", "name": "Xã Bản Giốc", "path": "Xã Bản Giốc, Tỉnh Cao Bằng"}]
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in answer.headers
    assert "Vary" not in answer.headers


@pytest.mark.usefixtures("forest")
@pytest.mark.parametrize("query", ["", "?q=", "?q=%00", "?q=" + "a" * 5000, "?q=%F0%9F%98%80", "?q[]=x"])
def test_odd_queries_find_nothing_and_break_nothing(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/units{query}")
    assert (answer.status_code, answer.json) == (200, [])


def test_validity_is_a_matter_of_the_day_in_vietnam(app: Flask) -> None:
    unit = make_unit("Xã Mới", valid_from=date(2026, 3, 3), valid_to=date(2026, 3, 3))
    moments = [
        "2026-03-02T16:59:59+00:00",
        "2026-03-02T17:00:00+00:00",
        "2026-03-03T16:59:59+00:00",
        "2026-03-03T17:00+00:00",
    ]
    valid = [queries.is_valid(unit, datetime.fromisoformat(moment)) for moment in moments]
    assert valid == [False, True, True, False]
    assert clock.local(datetime.fromisoformat(moments[1])).date() == date(2026, 3, 3)
