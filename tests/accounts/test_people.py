"""Making people: registration, by an organiser, consent, units, closing an account."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from quiz.accounts import consents, queries, service
from quiz.accounts.models import Consent, Membership, Person
from quiz.accounts.people import revoke_sessions
from quiz.core import clock
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from quiz.core.permissions import Role
from quiz.units import service as units
from quiz.units.models import UnitRequest
from tests.conftest import START, FrozenClock
from tests.factories.people import make_person
from tests.people import Cast


def register(cast: Cast, **changes: Any) -> Person:
    values: dict[str, Any] = {
        "name": "Lò Thị Hoa",
        "login_name": "hoalt",
        "unit_id": cast.units["A"],
        "password": "hoa-ban-trang",
        "phone": "0912 345 678",
        "birth": "05/09/1985",
        "agrees": True,
        "now": START,
    }
    return service.register_person(**{**values, **changes})


def given(person_id: int) -> list[tuple[str, bool]]:
    rows = db.session.scalars(sa.select(Consent).where(Consent.person_id == person_id).order_by(Consent.id))
    return [(row.purpose, row.withdrawn_at is None) for row in rows]


def people() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Person)) or 0


def test_a_registered_person_has_a_unit_and_a_consent(cast: Cast) -> None:
    person = register(cast)
    assert (person.name, person.login_name, person.phone, person.birth) == (
        "Lò Thị Hoa",
        "hoalt",
        "0912345678",
        "1985-09-05",
    )
    assert (person.name_folded, person.public_name, person.is_active) == ("lo thi hoa", "initials", True)
    assert queries.primary_unit_id(person.id) == cast.units["A"]
    assert given(person.id) == [("taking_part", True)]


def test_a_consent_keeps_its_words_its_time_and_its_door(cast: Cast) -> None:
    person = register(cast, publishes_name=True, channel="kiosk")
    rows = db.session.scalars(sa.select(Consent).where(Consent.person_id == person.id).order_by(Consent.id)).all()
    texts = [consents.TEXTS[consents.TAKING_PART], consents.TEXTS[consents.PUBLISH_NAME]]
    assert [(row.purpose, row.text_version, row.text_hash) for row in rows] == [
        (text.purpose, text.version, text.hash) for text in texts
    ]
    assert {(row.channel, row.given_at) for row in rows} == {("kiosk", START)}
    assert len(texts[0].hash) == 64
    assert texts[0].hash != texts[1].hash


def test_publishing_the_name_is_an_own_choice(cast: Cast) -> None:
    assert queries.public_name(register(cast), START) == "L.T.H."
    assert queries.public_name(register(cast, login_name="hoa2", publishes_name=True), START) == "Lò Thị Hoa"


def test_who_does_not_agree_is_not_stored(cast: Cast) -> None:
    before = people()
    with pytest.raises(Invalid) as caught:
        register(cast, agrees=False)
    assert caught.value.field == "agrees"
    assert people() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"login_name": "x"}, "login_name"),
        ({"birth": ""}, "birth"),
        ({"birth": "31/02/2000"}, "birth"),
        ({"phone": "12"}, "phone"),
        ({"password": "short"}, "password"),
        ({"password": "0912345678"}, "password"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast: Cast, change: dict[str, str], field: str) -> None:
    before = people()
    with pytest.raises(Invalid) as caught:
        register(cast, **change)
    assert caught.value.field == field
    assert people() == before


def test_an_unknown_unit_is_refused(cast: Cast) -> None:
    with pytest.raises(NotFound):
        register(cast, unit_id=999)


def test_a_unit_that_is_no_more_takes_nobody(cast: Cast) -> None:
    units.set_validity(None, cast.units["A"], None, clock.local(START).date().replace(day=1))
    with pytest.raises(Invalid) as caught:
        register(cast)
    assert caught.value.field == "unit"


@pytest.mark.parametrize("login_name", ["hoalt", "HoaLT", " hoalt ", "ｈｏａｌｔ"])
def test_a_login_name_is_given_once_whatever_its_spelling(cast: Cast, login_name: str) -> None:
    register(cast)
    with pytest.raises(Conflict) as caught:
        register(cast, login_name=login_name)
    assert (caught.value.code, caught.value.field) == ("login_taken", "login_name")


def test_a_phone_may_be_shared(cast: Cast) -> None:
    first, second = register(cast), register(cast, login_name="mehoa", name="Lò Thị Mẹ")
    assert first.phone == second.phone


def test_a_missing_unit_goes_to_the_organiser_with_the_registration(cast: Cast) -> None:
    person = register(cast, missing_unit="  Xã  Tân Lập ")
    request = db.session.scalars(sa.select(UnitRequest)).one()
    assert (request.text, request.person_id) == ("Xã Tân Lập", person.id)


def test_an_organiser_adds_people_in_the_own_subtree(cast: Cast) -> None:
    person = service.create_person(
        cast.actor("organiser_a"), "Vàng A Páo", "paova", cast.units["C"], post="Bí thư", now=START
    )
    membership = db.session.scalars(sa.select(Membership).where(Membership.person_id == person.id)).one()
    assert (membership.unit_id, membership.post, membership.is_primary) == (cast.units["C"], "Bí thư", True)
    assert given(person.id) == []
    assert not queries.has_consented(person.id, consents.TAKING_PART)


@pytest.mark.parametrize(
    ("who", "unit"),
    [
        ("organiser_a", "B"),
        ("organiser_a", "P"),
        ("organiser", "U"),
        ("contact", "A"),
        ("contestant", "A"),
        ("organiser", None),
    ],
)
def test_nobody_adds_people_beyond_the_own_subtree(cast: Cast, who: str, unit: str | None) -> None:
    before = people()
    with pytest.raises(NotAllowed):
        service.create_person(cast.actor(who), "Vàng A Páo", "paova", cast.units[unit] if unit else None, now=START)
    assert people() == before


def test_a_person_without_a_password_cannot_log_in(cast: Cast) -> None:
    service.create_person(None, "Vàng A Páo", "paova", cast.units["C"], now=START)
    for password in ("", " ", "password"):
        with pytest.raises(service.WrongLogin):
            service.log_in("paova", password, START)


def test_moving_keeps_the_past_and_has_one_present(cast: Cast, frozen: FrozenClock) -> None:
    person_id = cast.people["contestant"]
    frozen.move(days=10)
    service.change_unit(cast.actor("organiser"), person_id, cast.units["B"], clock.now())
    rows = db.session.scalars(sa.select(Membership).where(Membership.person_id == person_id).order_by(Membership.id))
    assert [(row.unit_id, row.to_on is None) for row in rows] == [(cast.units["A"], False), (cast.units["B"], True)]
    assert queries.primary_unit_id(person_id) == cast.units["B"]


@pytest.mark.parametrize(("who", "target"), [("organiser_a", "B"), ("organiser", "U"), ("contact", "A")])
def test_nobody_moves_people_beyond_the_own_subtree(cast: Cast, who: str, target: str) -> None:
    with pytest.raises(NotAllowed):
        service.change_unit(cast.actor(who), cast.people["contestant"], cast.units[target], START)
    assert queries.primary_unit_id(cast.people["contestant"]) == cast.units["A"]


def test_choosing_the_public_name_is_kept_as_consent_and_withdrawal(cast: Cast) -> None:
    person_id = cast.people["contestant"]
    for publishes in (True, True, False, True):
        service.choose_public_name(person_id, publishes, START)
    assert given(person_id) == [("publish_name", False), ("publish_name", True)]
    assert cast.person("contestant").public_name == "full"


def test_a_closed_account_ends_every_login_and_can_be_opened_again(cast: Cast) -> None:
    person_id = cast.people["contestant"]
    token = service.open_session(person_id, START)
    service.set_active(cast.actor("organiser_a"), person_id, False, START)
    assert queries.actor_of(token, START) is None
    with pytest.raises(service.WrongLogin):
        service.log_in("contestant.thu", "mat-khau-thu-nghiem", START)
    service.set_active(cast.actor("organiser_a"), person_id, True, START)
    assert queries.actor_of(token, START) is None
    assert service.log_in("contestant.thu", "mat-khau-thu-nghiem", START).id == person_id


def test_nobody_closes_the_own_account(cast: Cast) -> None:
    with pytest.raises(Conflict):
        service.set_active(cast.actor("administrator"), cast.people["administrator"], False, START)


@pytest.mark.parametrize(
    ("who", "whom", "may"),
    [
        ("organiser_a", "contestant", True),
        ("organiser_a", "contact", True),
        ("organiser_a", "organiser", False),
        ("organiser_a", "outsider", False),
        ("organiser", "organiser_a", True),
        ("organiser", "administrator", False),
        ("organiser", "outsider", False),
        ("administrator", "organiser", True),
        ("administrator", "outsider", True),
        ("contact", "contestant", False),
        ("contestant", "contact", False),
    ],
)
def test_people_are_handled_by_those_who_stand_above_them(cast: Cast, who: str, whom: str, may: bool) -> None:
    refused: DomainError | None = None
    try:
        service.issue_code(cast.actor(who), cast.people[whom], START)
    except NotAllowed as error:
        refused = error
    assert (refused is None) is may


def test_an_organiser_of_the_unit_of_an_administrator_does_not_reach_the_account(cast: Cast) -> None:
    administrator = make_person("Trưởng Ban", cast.unit("C"))
    service.grant_role(None, administrator.id, Role.ADMINISTRATOR, None, START)
    for action in (
        lambda: service.issue_code(cast.actor("organiser_a"), administrator.id, START),
        lambda: service.set_active(cast.actor("organiser_a"), administrator.id, False, START),
        lambda: service.change_unit(cast.actor("organiser_a"), administrator.id, cast.units["A"], START),
    ):
        with pytest.raises(NotAllowed):
            action()


def test_every_change_of_a_person_stands_in_the_trail(cast: Cast) -> None:
    seen = db.session.scalar(sa.select(sa.func.max(AuditEntry.id)))
    organiser, person_id = cast.actor("organiser"), cast.people["contestant"]
    service.create_person(organiser, "Vàng A Páo", "paova", cast.units["C"], now=START)
    service.change_unit(organiser, person_id, cast.units["B"], START)
    service.issue_code(organiser, person_id, START)
    service.set_active(organiser, person_id, False, START)
    rows = db.session.execute(
        sa.select(AuditEntry.action, AuditEntry.actor_id).where(AuditEntry.id > seen).order_by(AuditEntry.id)
    ).all()
    assert [row[0] for row in rows] == ["person.create", "person.move", "login_code.issue", "person.deactivate"]
    assert {row[1] for row in rows} == {cast.people["organiser"]}


def test_likely_duplicates_share_name_birth_and_phone(cast: Cast) -> None:
    first = register(cast)
    same = register(cast, login_name="hoa2", name="LO THI HOA")
    register(cast, login_name="hoa3", birth="1985")
    register(cast, login_name="hoa4", phone="")
    assert [person.id for person in queries.likely_duplicates(first, None)] == [same.id]
    assert [person.id for person in queries.likely_duplicates(same, cast.actor("organiser_a"))] == [first.id]
    far = register(cast, login_name="hoa5", unit_id=cast.units["U"])
    assert far.id not in [person.id for person in queries.likely_duplicates(first, cast.actor("organiser"))]


def test_other_logins_end_and_the_own_one_stays(cast: Cast) -> None:
    person_id = cast.people["contestant"]
    mine, other = (service.open_session(person_id, START) for _ in range(2))
    assert queries.open_sessions(person_id, START) == 2
    revoke_sessions(person_id, START, keep=mine)
    assert queries.actor_of(mine, START) is not None
    assert queries.actor_of(other, START) is None
    assert queries.open_sessions(person_id, START) == 1
