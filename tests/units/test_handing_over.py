"""Roles over a unit that goes up in another one: handed over where that is wished, and taken back with the merge."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from quiz.accounts import service as accounts
from quiz.accounts.models import RoleGrant
from quiz.core import clock
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.core.permissions import Role
from quiz.units import service
from tests.conftest import FrozenClock
from tests.people import Cast, SignIn
from tests.units.test_merge_pages import PAGE, chosen
from tests.units.test_pages import send

DAY = date(2026, 3, 2)


def held(cast: Cast, person: str) -> list[tuple[str, str]]:
    """Roles of a person with the names of the units in the cast."""
    names = {unit_id: name for name, unit_id in cast.units.items()}
    rows = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == cast.people[person]))
    return sorted((row.role, names.get(row.unit_id or 0, "")) for row in rows)


def merge(cast: Cast, *, actor: str = "organiser", hands_over: bool = True) -> None:
    """A goes up in B."""
    doing = cast.actor(actor)
    service.merge_units(doing, [cast.units["A"]], cast.units["B"], DAY, "NQ", clock.now(), hands_over=hands_over)


def test_whoever_held_a_role_over_the_old_unit_holds_it_over_the_new_one(cast: Cast, frozen: FrozenClock) -> None:
    merge(cast)
    assert held(cast, "contact") == [(Role.UNIT_CONTACT, "B")]
    assert held(cast, "organiser_a") == [(Role.ORGANISER, "B")]
    assert held(cast, "organiser") == [(Role.ORGANISER, "P")]
    actions = db.session.scalars(
        sa.select(AuditEntry.action)
        .where(AuditEntry.object_kind == "person", AuditEntry.object_id == str(cast.people["contact"]))
        .order_by(AuditEntry.id)
    ).all()
    assert list(actions)[-2:] == ["role.grant", "role.revoke"]


def test_unless_wished_roles_stay_where_they_were(cast: Cast, frozen: FrozenClock) -> None:
    merge(cast, hands_over=False)
    assert held(cast, "contact") == [(Role.UNIT_CONTACT, "A")]


def test_a_role_above_the_own_rank_is_not_handed_over(cast: Cast, frozen: FrozenClock) -> None:
    accounts.grant_role(None, cast.people["outsider"], Role.ADMINISTRATOR, cast.units["A"], clock.now())
    merge(cast)
    assert held(cast, "outsider") == [(Role.ADMINISTRATOR, "A")]
    assert held(cast, "contact") == [(Role.UNIT_CONTACT, "B")]


def test_a_merge_taken_back_gives_the_roles_back(cast: Cast, frozen: FrozenClock) -> None:
    accounts.grant_role(None, cast.people["organiser_a"], Role.ORGANISER, cast.units["B"], clock.now())
    merge(cast)
    service.unmerge_unit(cast.actor("organiser"), cast.units["A"], "Nhầm")
    assert held(cast, "contact") == [(Role.UNIT_CONTACT, "A")]
    assert held(cast, "organiser_a") == [(Role.ORGANISER, "A"), (Role.ORGANISER, "B")]


def test_a_role_taken_since_does_not_come_back(cast: Cast, frozen: FrozenClock) -> None:
    merge(cast)
    grant = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == cast.people["contact"])).one()
    accounts.revoke_role(None, grant.id)
    service.unmerge_unit(None, cast.units["A"], "")
    assert held(cast, "contact") == []


def test_the_page_offers_it_names_the_roles_and_counts_the_whole_subtree(signed_in: SignIn, cast: Cast) -> None:
    client = signed_in("organiser")
    accounts.create_person(None, "Lý Thị Sen", "ly.sen", cast.units["C"], now=clock.now())
    assert 'name="hands_over" type="checkbox" value="y"' in client.get(PAGE).text
    preview = send(client, PAGE, **chosen(hands_over="y")).text
    assert "gồm 1 người ở đơn vị trực thuộc" in preview
    assert "(Đầu mối đơn vị)" in preview
    assert "Vai trò ở đơn vị cũ chuyển sang" in preview
    assert "không tự chuyển sang" in send(client, PAGE, **chosen()).text
    send(client, PAGE, **chosen(hands_over="y"), confirmed="1")
    assert held(cast, "contact") == [(Role.UNIT_CONTACT, "B")]
