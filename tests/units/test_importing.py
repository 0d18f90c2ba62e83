"""Units from Excel: what is taken, what is refused and at which cell; all rows or none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.core.errors import Invalid
from quiz.core.permissions import Actor
from quiz.units import queries, service
from quiz.units.importing import ImportReport
from quiz.units.kinds import TITLES, kind_of, title_of
from quiz.units.models import UnitKind
from tests.people import Cast
from tests.units.files import units_file

PROVINCE = ("T1", "Tỉnh Một", "Tỉnh", "", 1000, "31/12/2025", "Báo cáo", "Tỉnh Cũ; T. Một")
COMMUNE = ("X1", "Xã Một", "Xã", "T1", "1.250")


def take(*rows: tuple[Any, ...], actor: Actor | None = None, **more: Any) -> ImportReport:
    return service.import_units(actor, units_file(*rows), **more)


def found(report: ImportReport) -> list[tuple[str, str]]:
    return [(problem.place, problem.code) for problem in report.problems]


def tree() -> list[tuple[str, int, int]]:
    return [(unit.code, unit.position, unit.last_position) for unit in queries.all_units()]


def test_every_column_is_taken(app: Flask) -> None:
    report = take(PROVINCE, COMMUNE)
    assert [(row.place, row.outcome) for row in report.rows] == [("dòng 4", "created"), ("dòng 5", "created")]
    unit = queries.by_code("T1")
    assert unit is not None
    assert (unit.name, unit.kind, unit.headcount) == ("Tỉnh Một", "province", 1000)
    assert (unit.headcount_on, unit.headcount_source) == (date(2025, 12, 31), "Báo cáo")
    assert list(queries.aliases(unit.id)) == ["Tỉnh Cũ", "T. Một"]
    commune = queries.by_code("X1")
    assert commune is not None
    assert (commune.parent_id, commune.headcount) == (unit.id, 1250)
    assert tree() == [("T1", 1, 2), ("X1", 2, 2)]


def test_a_unit_may_stand_above_the_one_it_belongs_to(app: Flask) -> None:
    assert take(("C1", "Chi bộ", "Chi bộ", "X1"), COMMUNE, PROVINCE).is_clean
    assert tree() == [("T1", 1, 3), ("X1", 2, 3), ("C1", 3, 3)]


def test_columns_may_stand_in_any_order_and_be_few(app: Flask) -> None:
    content = units_file(("Tỉnh", "Tỉnh Một", "t1"), header=("LOẠI", "ten don vi", "Mã đơn vị (*)"))
    assert service.import_units(None, content).is_clean
    assert tree() == [("T1", 1, 1)]


def test_a_known_code_is_updated_and_an_empty_cell_leaves_what_is_there(app: Flask) -> None:
    take(PROVINCE, COMMUNE)
    report = take(("T1", "Tỉnh Mới"), ("X1", "Xã Một", "Phường", "", 1300))
    assert [row.outcome for row in report.rows] == ["updated", "updated"]
    unit, commune = queries.by_code("T1"), queries.by_code("X1")
    assert unit is not None
    assert commune is not None
    assert (unit.name, unit.kind, unit.headcount, unit.headcount_source) == ("Tỉnh Mới", "province", 1000, "Báo cáo")
    assert list(queries.aliases(unit.id)) == ["Tỉnh Cũ", "T. Một", "Tỉnh Một"], "the old name is found for ever"
    assert (commune.kind, commune.parent_id, commune.headcount) == ("ward", unit.id, 1300)


def test_a_new_head_count_does_not_keep_the_day_of_the_old_one(app: Flask) -> None:
    take(PROVINCE)
    take(("T1", "Tỉnh Một", "", "", 1001))
    unit = queries.by_code("T1")
    assert unit is not None
    assert (unit.headcount, unit.headcount_on, unit.headcount_source) == (1001, None, "")


def test_the_same_file_again_changes_nothing(app: Flask) -> None:
    take(PROVINCE, COMMUNE)
    entries = db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))
    report = take(PROVINCE, COMMUNE)
    assert [row.outcome for row in report.rows] == ["unchanged", "unchanged"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == entries


def test_a_unit_moves_to_the_parent_of_the_file(app: Flask) -> None:
    take(PROVINCE, ("T2", "Tỉnh Hai", "Tỉnh"), COMMUNE)
    assert take(("X1", "Xã Một", "", "T2")).is_clean
    assert tree() == [("T2", 1, 2), ("X1", 2, 2), ("T1", 3, 3)]


@pytest.mark.parametrize(
    ("row", "place", "code"),
    [
        (("", "Xã Một", "Xã", "T1"), "A5", "invalid"),
        (("Xã 1", "Xã Một", "Xã", "T1"), "A5", "invalid"),
        (("T1", "Xã Một", "Xã", "T1"), "A5", "code_twice"),
        (("X1", "", "Xã", "T1"), "B5", "invalid"),
        (("X1", "Xã Một", "Lâu đài", "T1"), "C5", "unknown_kind"),
        (("X1", "Xã Một", "", "T1"), "C5", "no_kind"),
        (("X1", "Xã Một", "Xã", "T9"), "D5", "no_parent"),
        (("X1", "Xã Một", "Xã", "X1"), "D5", "cycle"),
        (("X1", "Xã Một", "Xã", "T 1"), "D5", "invalid"),
        (("X1", "Xã Một", "Xã", "T1", "nhiều"), "E5", "not_a_number"),
        (("X1", "Xã Một", "Xã", "T1", -4), "E5", "not_a_number"),
        (("X1", "Xã Một", "Xã", "T1", 12.5), "E5", "not_a_number"),
        (("X1", "Xã Một", "Xã", "T1", 999_999_999), "E5", "invalid"),
        (("X1", "Xã Một", "Xã", "T1", 5, "31/02/2026"), "F5", "not_a_day"),
    ],
)
def test_a_problem_is_named_at_its_cell_and_nothing_is_stored(
    app: Flask, row: tuple[Any, ...], place: str, code: str
) -> None:
    report = take(PROVINCE, row)
    assert found(report) == [(place, code)]
    assert not report.is_clean
    assert tree() == []
    assert report.as_dict()["created"] == 0


def test_all_problems_are_named_at_once(app: Flask) -> None:
    report = take(PROVINCE, ("X1", "", "Lâu đài", "T1", "x"), ("X2", "Xã Hai", "Xã", "T9"))
    assert found(report) == [("B5", "invalid"), ("C5", "unknown_kind"), ("E5", "not_a_number"), ("D6", "no_parent")]


def test_a_circle_through_units_that_exist_is_refused(app: Flask) -> None:
    take(PROVINCE, COMMUNE)
    report = take(("T1", "Tỉnh Một", "", "X1"))
    assert found(report) == [("D4", "cycle")]
    assert tree() == [("T1", 1, 2), ("X1", 2, 2)]


def test_a_circle_within_the_file_is_refused(app: Flask) -> None:
    report = take(("X1", "Xã Một", "Xã", "X2"), ("X2", "Xã Hai", "Xã", "X1"))
    assert ("D4", "cycle") in found(report)
    assert ("D5", "cycle") in found(report)
    assert tree() == []


def test_a_trial_run_reports_and_keeps_nothing(app: Flask) -> None:
    report = take(PROVINCE, COMMUNE, dry_run=True)
    assert report.is_clean
    assert report.count("created") == 2
    assert tree() == []


def test_an_organiser_adds_and_updates_within_the_own_subtree(cast: Cast) -> None:
    report = take(("N", "Chi bộ Mới", "Chi bộ", "A"), ("C", "Chi bộ Đá"), actor=cast.actor("organiser_a"))
    assert [row.outcome for row in report.rows] == ["created", "updated"]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (("N", "Chi bộ Mới", "Chi bộ", "B"), "A4"),
        (("N", "Tỉnh Mới", "Tỉnh", ""), "A4"),
        (("B", "Phường Khác"), "A4"),
        (("U", "Tỉnh Khác"), "A4"),
        (("C", "Chi bộ Cầu Đá", "", "U"), "A4"),
        (("A", "Xã An Bình", "", "C"), "D4"),
    ],
)
def test_an_organiser_reaches_nothing_beyond(cast: Cast, row: tuple[Any, ...], place: str) -> None:
    before = tree()
    report = take(row, actor=cast.actor("organiser_a"))
    assert report.problems[0].place == place
    assert tree() == before
    assert cast.unit("B").name == "Phường Bãi Cháy"


def test_new_units_below_new_units_stay_within_the_subtree(cast: Cast) -> None:
    rows = (("N1", "Đảng ủy Mới", "Đảng ủy cơ sở", "A"), ("N2", "Chi bộ Mới", "Chi bộ", "N1"))
    assert take(*rows, actor=cast.actor("organiser_a")).is_clean
    outside = (("M1", "Tỉnh Lạ", "Tỉnh"), ("M2", "Xã Lạ", "Xã", "M1"))
    assert [place for place, _ in found(take(*outside, actor=cast.actor("organiser_a")))] == ["A4", "D5"]


def test_a_file_without_the_columns_is_refused_as_a_whole(app: Flask) -> None:
    content = units_file(("X", "Y"), header=("Số thứ tự", "Tên đơn vị"))
    with pytest.raises(Invalid, match="“Mã”"):
        service.import_units(None, content)


def test_what_people_typed_is_stored_as_text(app: Flask) -> None:
    assert take(("X1", "=1+1 <b>{{7*7}}</b> %s", "Xã")).is_clean
    unit = queries.by_code("X1")
    assert unit is not None
    assert unit.name == "=1+1 <b>{{7*7}}</b> %s"


@pytest.mark.parametrize("kind", list(UnitKind))
def test_every_kind_has_a_title_by_which_it_is_read(kind: UnitKind) -> None:
    assert kind_of(TITLES[kind].upper()) == kind_of(kind.value) == kind
    assert title_of(kind.value) == TITLES[kind]


def test_an_unknown_kind_is_shown_as_it_is() -> None:
    assert title_of("castle") == "castle"
    assert kind_of("lâu đài") is None
