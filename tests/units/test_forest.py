"""Adding, naming, moving and counting units; who may; what the trail keeps."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.core import clock
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from quiz.units import forest, queries, service
from quiz.units.models import OrgUnit, UnitKind
from tests.factories.units import make_unit
from tests.people import Cast


def order() -> list[str]:
    return [unit.code for unit in queries.all_units()]


def ranges() -> dict[str, tuple[int, int]]:
    return {unit.code: (unit.position, unit.last_position) for unit in queries.all_units()}


def trail() -> list[str]:
    return list(db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))


def test_a_new_unit_takes_its_place_in_the_tree(cast: Cast) -> None:
    make_unit("Xã Ái Quốc", cast.unit("P"), code="N")
    assert order() == ["P", "B", "N", "A", "C", "U"]
    assert ranges() == {"P": (1, 5), "B": (2, 2), "N": (3, 3), "A": (4, 5), "C": (5, 5), "U": (6, 6)}


def test_brothers_follow_their_order_before_their_names(cast: Cast) -> None:
    make_unit("Xã Yên", cast.unit("P"), code="N", sort_order=-1)
    assert order() == ["P", "N", "B", "A", "C", "U"]


def test_a_code_is_taken_once_whatever_its_case(cast: Cast) -> None:
    with pytest.raises(Conflict) as caught:
        make_unit("Khác", code="p")
    assert (caught.value.code, caught.value.field) == ("code_taken", "code")
    assert "P" in caught.value.message()


def test_a_unit_under_a_parent_that_is_not_there_is_refused(app: Flask) -> None:
    with pytest.raises(NotFound):
        service.create_unit(None, "N", "Xã", UnitKind.COMMUNE, 77)


def test_an_unknown_kind_is_refused_and_nothing_is_stored(app: Flask) -> None:
    with pytest.raises(Invalid) as caught:
        service.create_unit(None, "N", "Xã", "castle", None)
    assert caught.value.field == "kind"
    assert order() == []


def test_moving_a_unit_takes_everything_below_along(cast: Cast) -> None:
    service.move_unit(None, cast.units["A"], cast.units["U"])
    assert order() == ["P", "B", "U", "A", "C"]
    assert ranges()["U"] == (3, 5)
    assert cast.unit("C").depth == 2


def test_a_unit_can_become_a_root(cast: Cast) -> None:
    service.move_unit(None, cast.units["A"], None)
    assert [unit.code for unit in queries.roots()] == ["P", "U", "A"]


@pytest.mark.parametrize("below", ["P", "A", "C"])
def test_a_unit_cannot_be_moved_below_itself(cast: Cast, below: str) -> None:
    before = ranges()
    with pytest.raises(Conflict) as caught:
        service.move_unit(None, cast.units["P"], cast.units[below])
    assert caught.value.code == "cycle"
    assert ranges() == before
    assert cast.unit("P").parent_id is None


def test_renaming_changes_what_search_finds_and_the_order(cast: Cast) -> None:
    service.rename_unit(None, cast.units["B"], "Xã Úc Kỳ", UnitKind.COMMUNE)
    unit = cast.unit("B")
    assert (unit.name, unit.name_folded, unit.kind) == ("Xã Úc Kỳ", "xa uc ky", "commune")
    assert order() == ["P", "A", "C", "B", "U"]


def test_a_head_count_has_a_day_and_a_source(cast: Cast) -> None:
    service.set_headcount(None, cast.units["A"], 321, date(2025, 12, 31), " Báo cáo  năm ")
    unit = cast.unit("A")
    assert (unit.headcount, unit.headcount_on, unit.headcount_source) == (321, date(2025, 12, 31), "Báo cáo năm")


def test_without_a_head_count_there_is_no_day_and_no_source(cast: Cast) -> None:
    service.set_headcount(None, cast.units["A"], None, date(2025, 12, 31), "Báo cáo")
    unit = cast.unit("A")
    assert (unit.headcount, unit.headcount_on, unit.headcount_source) == (None, None, "")


def test_a_unit_cannot_end_before_it_begins(cast: Cast) -> None:
    with pytest.raises(Invalid) as caught:
        service.set_validity(None, cast.units["A"], date(2026, 1, 2), date(2026, 1, 1))
    assert caught.value.field == "valid_to"


def test_other_names_that_sound_alike_are_kept_once(cast: Cast) -> None:
    service.replace_aliases(None, cast.units["A"], ["Xã Cũ", "xa cu", "", " - ", "XCŨ"])
    assert list(queries.aliases(cast.units["A"])) == ["xa cu", "XCŨ"]


def test_a_form_changes_everything_at_once(cast: Cast) -> None:
    unit = cast.unit("C")
    values = forest.UnitValues("Chi bộ Hai", "branch", cast.units["B"], 9, date(2026, 1, 1), "Sổ", aliases=("CB2",))
    service.edit_unit(None, unit.id, values, unit.version)
    unit = cast.unit("C")
    assert (unit.name, unit.headcount, unit.headcount_source) == ("Chi bộ Hai", 9, "Sổ")
    assert ranges() == {"P": (1, 4), "B": (2, 3), "C": (3, 3), "A": (4, 4), "U": (5, 5)}
    assert list(queries.aliases(unit.id)) == ["CB2", "Chi bộ Cầu Đá"], "the old name is found for ever"


def test_a_new_name_keeps_the_old_one_as_another_name_and_going_back_does_not_double_it(cast: Cast) -> None:
    service.rename_unit(None, cast.units["C"], "Chi bộ Hoa Sen")
    assert list(queries.aliases(cast.units["C"])) == ["Chi bộ Cầu Đá"]
    assert [hit.name for hit in queries.search("cau da", clock.now())] == ["Chi bộ Hoa Sen"]
    service.rename_unit(None, cast.units["C"], "Chi bộ Cầu Đá")
    assert list(queries.aliases(cast.units["C"])) == ["Chi bộ Hoa Sen"]


def test_of_two_people_who_edit_at_once_the_second_is_told(cast: Cast) -> None:
    unit = cast.unit("C")
    seen = unit.version
    service.rename_unit(None, unit.id, "Chi bộ Một")
    with pytest.raises(Conflict) as caught:
        service.edit_unit(None, unit.id, forest.UnitValues("Chi bộ Hai", "branch", cast.units["A"]), seen)
    assert caught.value.code == "stale"
    assert cast.unit("C").name == "Chi bộ Một"


def test_a_failing_edit_keeps_nothing(cast: Cast) -> None:
    unit = cast.unit("P")
    with pytest.raises(Conflict):
        service.edit_unit(None, unit.id, forest.UnitValues("Tỉnh Mới", "province", cast.units["C"]), unit.version)
    assert cast.unit("P").name == "Tỉnh Phong Lan"


ACTIONS = {
    "create": lambda actor, cast, name: service.create_unit(actor, "N", "Đơn vị mới", UnitKind.OTHER, cast.units[name]),
    "rename": lambda actor, cast, name: service.rename_unit(actor, cast.units[name], "Tên mới"),
    "headcount": lambda actor, cast, name: service.set_headcount(actor, cast.units[name], 5),
    "validity": lambda actor, cast, name: service.set_validity(actor, cast.units[name], None, None),
    "aliases": lambda actor, cast, name: service.replace_aliases(actor, cast.units[name], ["Cũ"]),
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize(
    ("who", "unit", "may"),
    [
        ("organiser_a", "A", True),
        ("organiser_a", "C", True),
        ("organiser_a", "B", False),
        ("organiser_a", "P", False),
        ("organiser", "B", True),
        ("organiser", "U", False),
        ("administrator", "U", True),
        ("contact", "A", False),
        ("contestant", "A", False),
    ],
)
def test_units_are_changed_by_organisers_of_the_subtree_only(
    cast: Cast, action: str, who: str, unit: str, may: bool
) -> None:
    before = [forest.state(one) for one in queries.all_units()]
    try:
        ACTIONS[action](cast.actor(who), cast, unit)
        outcome = True
    except NotAllowed:
        outcome = False
    assert outcome is may
    if not may:
        assert [forest.state(one) for one in queries.all_units()] == before


@pytest.mark.parametrize(
    ("who", "unit", "target", "may"),
    [
        ("organiser", "A", "B", True),
        ("organiser", "A", "U", False),
        ("organiser", "A", None, False),
        ("organiser_a", "C", "B", False),
        ("organiser_a", "A", "U", False),
        ("organiser", "U", "P", False),
        ("administrator", "A", "U", True),
        ("administrator", "A", None, True),
    ],
)
def test_a_unit_is_moved_only_between_places_one_organises(
    cast: Cast, who: str, unit: str, target: str | None, may: bool
) -> None:
    error: DomainError | None = None
    try:
        service.move_unit(cast.actor(who), cast.units[unit], cast.units[target] if target else None)
    except NotAllowed as refused:
        error = refused
    assert (error is None) is may


def test_a_root_is_made_by_somebody_who_organises_everything(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        service.create_unit(cast.actor("organiser"), "R", "Tỉnh Khác", UnitKind.PROVINCE, None)
    service.create_unit(cast.actor("administrator"), "R", "Tỉnh Khác", UnitKind.PROVINCE, None)
    assert "R" in order()


def test_changes_go_into_the_trail_with_before_and_after(cast: Cast) -> None:
    seen = len(trail())
    service.set_headcount(cast.actor("organiser"), cast.units["A"], 400)
    service.set_headcount(cast.actor("organiser"), cast.units["A"], 400)
    assert trail()[seen:] == ["unit.headcount"]
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert ('"headcount": 300' in entry.before, '"headcount": 400' in entry.after) == (True, True)
    assert entry.actor_id == cast.people["organiser"]


def test_many_units_in_one_transaction_are_numbered_together(app: Flask) -> None:
    with transaction():
        root = make_unit("Gốc", code="R")
        for number in range(20):
            make_unit(f"Xã {number:02d}", root, code=f"X{number:02d}")
    assert order() == ["R", *(f"X{number:02d}" for number in range(20))]


def test_the_numbers_of_the_forest_are_not_a_change_of_a_unit(cast: Cast) -> None:
    version = cast.unit("U").version
    make_unit("Xã Mới", cast.unit("P"))
    assert (cast.unit("U").position, cast.unit("U").version) == (6, version)


def test_a_subtree_lists_itself_and_everything_below(cast: Cast) -> None:
    assert queries.subtree_ids(cast.unit("A")) == [cast.units["A"], cast.units["C"]]
    assert [unit.code for unit in queries.children(cast.unit("P"))] == ["B", "A"]
    assert [unit.code for unit in queries.ancestors(cast.unit("C"))] == ["P", "A"]
    assert queries.by_code(" c ") == db.session.get(OrgUnit, cast.units["C"])
