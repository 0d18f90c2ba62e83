"""Units that go up in another one: what moves, what stays, who may do it, and taking it back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from quiz.accounts import queries as people
from quiz.accounts import service as accounts
from quiz.accounts.models import Membership
from quiz.core import clock
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.core.errors import Conflict, DomainError, Invalid, NotAllowed
from quiz.units import queries, service
from tests.conftest import FrozenClock
from tests.factories.people import make_person
from tests.factories.units import make_unit
from tests.people import Cast

DAY = date(2026, 3, 2)
WHY = "Nghị quyết số 12/NQ-HĐND"


def merge(cast: Cast, *names: str, into: str = "B", day: date = DAY, actor: str = "organiser") -> None:
    """Merge units of the cast."""
    ids = [cast.units[name] for name in names]
    service.merge_units(cast.actor(actor), ids, cast.units[into], day, WHY, clock.now())


def forest() -> dict[str, tuple[int, int]]:
    """Positions by code."""
    return {unit.code: (unit.position, unit.last_position) for unit in queries.all_units()}


@pytest.fixture(autouse=True)
def today(frozen: FrozenClock) -> None:
    """The clock of every test here stands on DAY."""
    assert clock.local(frozen.moment).date() == DAY


def test_people_and_units_below_go_over_and_the_old_unit_ends_but_stays(cast: Cast) -> None:
    staying = make_person(unit=cast.unit("B"))
    merge(cast, "A")
    old = cast.unit("A")
    assert (old.valid_to, old.merged_into_id) == (DAY - timedelta(days=1), cast.units["B"])
    assert [child.code for child in queries.children(cast.unit("B"))] == ["C"]
    assert forest() == {"P": (1, 4), "A": (4, 4), "B": (2, 3), "C": (3, 3), "U": (5, 5)}
    for name in ("contestant", "contact", "organiser_a", "deactivated"):
        assert people.primary_unit_id(cast.people[name]) == cast.units["B"]
    assert people.primary_unit_id(staying.id) == cast.units["B"]
    assert people.primary_unit_id(cast.people["organiser"]) == cast.units["P"]


def test_memberships_end_on_the_day_and_go_on_with_the_same_post(cast: Cast) -> None:
    person = accounts.create_person(None, "Lý Thị Sen", "ly.sen", cast.units["A"], post="Bí thư", now=clock.now())
    merge(cast, "A")
    rows = db.session.scalars(sa.select(Membership).where(Membership.person_id == person.id).order_by(Membership.id))
    assert [(row.unit_id, row.post, row.is_primary, row.from_on, row.to_on) for row in rows] == [
        (cast.units["A"], "Bí thư", True, DAY, DAY),
        (cast.units["B"], "Bí thư", True, DAY, None),
    ]


def test_the_old_name_code_and_other_names_find_the_unit_that_took_them_in(cast: Cast) -> None:
    service.replace_aliases(None, cast.units["A"], ["Xã An Lành"])
    service.replace_aliases(None, cast.units["B"], ["P. Bãi Cháy"])
    merge(cast, "A")
    assert list(queries.aliases(cast.units["B"])) == ["P. Bãi Cháy", "Xã An Bình", "A", "Xã An Lành"]
    for typed in ("xa an binh", "An Lành", "bai chay"):
        assert [hit.code for hit in queries.search(typed, clock.now())] == ["B"], typed


def test_several_units_may_go_up_in_one_at_once(cast: Cast) -> None:
    third = make_unit("Xã Thứ Ba", cast.unit("P"), code="X3")
    make_person(unit=third)
    service.merge_units(None, [cast.units["A"], third.id], cast.units["B"], DAY, WHY, clock.now())
    merged = {unit.code for unit in queries.all_units() if unit.merged_into_id == cast.units["B"]}
    assert merged == {"A", "X3"}


def test_the_plan_says_what_will_move_and_changes_nothing(cast: Cast) -> None:
    before = forest()
    (going,) = service.merge_plan(cast.actor("organiser"), [cast.units["A"]], cast.units["B"], DAY, clock.now())
    assert (going.people, [child.code for child in going.children], going.names) == (4, ["C"], ("Xã An Bình", "A"))
    assert forest() == before


@pytest.mark.parametrize(
    ("names", "into", "day", "error", "code"),
    [
        (["A"], "A", DAY, Invalid, "invalid"),
        ([], "B", DAY, Invalid, "invalid"),
        (["P"], "B", DAY, Conflict, "cycle"),
        (["A"], "B", DAY + timedelta(days=1), Invalid, "invalid"),
    ],
)
def test_what_cannot_be_is_refused(
    cast: Cast, names: list[str], into: str, day: date, error: type[DomainError], code: str
) -> None:
    before = forest()
    with pytest.raises(error) as caught:
        service.merge_units(None, [cast.units[name] for name in names], cast.units[into], day, WHY, clock.now())
    assert caught.value.code == code
    assert forest() == before


def test_a_merge_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Invalid) as caught:
        service.merge_units(None, [cast.units["A"]], cast.units["B"], DAY, "  ", clock.now())
    assert caught.value.field == "reason"


def test_a_unit_that_has_ended_neither_goes_nor_receives(cast: Cast) -> None:
    merge(cast, "A")
    for names, into in ((["A"], "B"), (["B"], "A")):
        with pytest.raises(Conflict) as caught:
            merge(cast, *names, into=into)
        assert caught.value.code == "ended"


@pytest.mark.parametrize(("names", "into"), [(["B"], "A"), (["C"], "U"), (["A"], "B")])
def test_all_units_must_be_the_persons_own(cast: Cast, names: list[str], into: str) -> None:
    before = forest()
    with pytest.raises(NotAllowed):
        merge(cast, *names, into=into, actor="organiser_a")
    assert forest() == before


def test_a_merge_is_on_record_with_its_reason(cast: Cast) -> None:
    merge(cast, "A")
    entry = db.session.scalar(sa.select(AuditEntry).where(AuditEntry.action == "unit.merge"))
    assert entry is not None
    assert (entry.object_id, entry.reason, entry.actor_id) == (str(cast.units["A"]), WHY, cast.people["organiser"])


def test_a_merge_taken_back_leaves_everything_as_it_was(cast: Cast) -> None:
    service.set_validity(None, cast.units["A"], None, date(2030, 1, 1))
    before = forest(), cast.unit("A").valid_to, list(queries.aliases(cast.units["B"]))
    merge(cast, "A")
    service.unmerge_unit(cast.actor("organiser"), cast.units["A"], "Nhầm đơn vị")
    assert (forest(), cast.unit("A").valid_to, list(queries.aliases(cast.units["B"]))) == before
    assert cast.unit("A").merged_into_id is None
    assert people.primary_unit_id(cast.people["contestant"]) == cast.units["A"]
    assert db.session.scalars(sa.select(Membership).where(Membership.unit_id == cast.units["B"])).all() == []


def test_who_has_moved_on_since_does_not_go_back(cast: Cast) -> None:
    native = make_person(unit=cast.unit("B"))
    merge(cast, "A")
    newcomer = make_person(unit=cast.unit("B"))
    accounts.change_unit(None, cast.people["contestant"], cast.units["U"], clock.now())
    service.move_unit(None, cast.units["C"], cast.units["P"])
    service.unmerge_unit(None, cast.units["A"], "")
    assert people.primary_unit_id(cast.people["contestant"]) == cast.units["U"]
    assert people.primary_unit_id(cast.people["contact"]) == cast.units["A"]
    assert [people.primary_unit_id(one.id) for one in (native, newcomer)] == [cast.units["B"]] * 2
    assert cast.unit("C").parent_id == cast.units["P"]


def test_only_the_last_of_a_chain_of_merges_can_be_taken_back(cast: Cast) -> None:
    merge(cast, "A")
    service.merge_units(None, [cast.units["B"]], cast.units["P"], DAY, WHY, clock.now())
    with pytest.raises(Conflict):
        service.unmerge_unit(None, cast.units["A"], "")
    service.unmerge_unit(None, cast.units["B"], "")
    service.unmerge_unit(None, cast.units["A"], "")
    with pytest.raises(Conflict):
        service.unmerge_unit(None, cast.units["A"], "")
    assert people.primary_unit_id(cast.people["contestant"]) == cast.units["A"]
