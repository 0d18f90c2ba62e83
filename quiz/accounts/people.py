"""Making people: by themselves at the door, or by an organiser; their unit, their public name, their end."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from quiz.accounts import consents, queries, rules
from quiz.accounts.authority import require_over, require_unit
from quiz.accounts.memberships import join
from quiz.accounts.models import LoginSession, Membership, Person
from quiz.accounts.passwords import hash_password
from quiz.core import audit, clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean, fold, name_key
from quiz.units import queries as units
from quiz.units.service import request_unit


def create_person(
    actor: Actor | None,
    name: str,
    login_name: str,
    unit_id: int | None,
    password: str | None = None,
    phone: str = "",
    birth: str = "",
    public_name: str = rules.INITIALS,
    *,
    is_demo: bool = False,
    post: str = "",
    now: datetime,
) -> Person:
    """Add a person to a unit; without a password only a one-time code lets them in.

    `birth` is dd/mm/yyyy, ISO or a bare year; `phone` any spelling. `actor` None is the product itself.
    Raises Invalid for a value that cannot be, Conflict for a login name in use, NotAllowed outside one's subtree.
    """
    person = new_person(name, login_name, phone, birth, now)
    person.public_name = public_name
    person.is_demo = is_demo
    if password is not None:
        person.password_hash = hash_password(rules.password(password, person.login_name, person.phone))
    with transaction():
        require_unit(actor, unit_id)
        add_person(person, unit_id, post, now)
        audit.record(actor, "person.create", "person", person.id, after={"login": person.login_name, "unit": unit_id})
    return person


def register_person(
    name: str,
    login_name: str,
    unit_id: int,
    password: str,
    *,
    phone: str = "",
    birth: str,
    agrees: bool,
    publishes_name: bool = False,
    missing_unit: str = "",
    channel: str = "web",
    now: datetime,
) -> Person:
    """A person's own registration; `agrees` must be the ticked box of taking part. Errors as for `create_person`.

    `missing_unit` is the name of a unit that could not be found; it goes to the organiser.
    """
    _require_complete(agrees, birth)
    person = new_person(name, login_name, phone, birth, now)
    person.public_name = rules.FULL if publishes_name else rules.INITIALS
    if queries.by_login_name(person.login_name) is not None:
        raise _taken()
    person.password_hash = hash_password(rules.password(password, person.login_name, person.phone))
    with transaction():
        if not units.is_valid(units.get(unit_id), now):
            raise Invalid("Đơn vị này không còn hoạt động. Vui lòng chọn đơn vị khác.", field="unit")
        add_person(person, unit_id, "", now)
        consents.give(person.id, consents.TAKING_PART, channel, now)
        if publishes_name:
            consents.give(person.id, consents.PUBLISH_NAME, channel, now)
        if clean(missing_unit):
            request_unit(missing_unit, person.id, now)
    return person


def _require_complete(agrees: bool, birth: str) -> None:
    if not agrees:
        raise Invalid(
            "Ban tổ chức chỉ được xử lý thông tin và bài thi của quý vị khi quý vị đồng ý. "
            "Vui lòng đánh dấu vào ô đồng ý tham gia.",
            field="agrees",
        )
    if not clean(birth):
        raise Invalid("Vui lòng ghi ngày sinh hoặc năm sinh.", field="birth")


def new_person(name: str, login_name: str, phone: str, birth: str, now: datetime) -> Person:
    """A person not yet in the database: the texts checked and brought into the form they are stored in."""
    name = rules.person_name(name)
    return Person(
        login_name=rules.login_name(login_name),
        name=name,
        name_folded=fold(name)[:120],
        name_key=name_key(name)[:400],
        birth=rules.birth(birth, clock.local(now).date()),
        phone=rules.phone(phone),
        password_hash="",
        is_active=True,
        created_at=now,
    )


def add_person(person: Person, unit_id: int | None, post: str, now: datetime) -> None:
    """Store a new person with the unit for contests and the posts there, inside the caller's transaction.

    Conflict for a taken login name.
    """
    if queries.by_login_name(person.login_name) is not None:
        raise _taken()
    db.session.add(person)
    db.session.flush()
    if unit_id is not None:
        join(person.id, unit_id, post, clock.local(now).date())


def _taken() -> Conflict:
    return Conflict(
        "Tên đăng nhập này đã có người dùng. Vui lòng chọn tên khác.", code="login_taken", field="login_name"
    )


def change_unit(actor: Actor | None, person_id: int, unit_id: int, now: datetime) -> None:
    """Let a person stand for another unit from now on; rounds already begun keep the old one."""
    with transaction():
        require_over(actor, person_id)
        require_unit(actor, unit_id)
        before, today = queries.primary_unit_id(person_id), clock.local(now).date()
        if before == unit_id:
            return
        ended = sa.update(Membership).where(queries.current(), Membership.person_id == person_id)
        db.session.execute(ended.values(to_on=today))
        db.session.add(Membership(person_id=person_id, unit_id=unit_id, from_on=today))
        audit.record(actor, "person.move", "person", person_id, before={"unit": before}, after={"unit": unit_id})


def agree(person_id: int, now: datetime, channel: str = "web") -> None:
    """The consent of taking part, given later by somebody whose account an organiser made."""
    consents.give(person_id, consents.TAKING_PART, channel, now)


def give_birth(actor: Actor, text: str, now: datetime) -> None:
    """A person's own birth date where it is not known yet; Conflict where it is: only an organiser corrects it."""
    with transaction():
        person = queries.get(actor.person_id)
        if person.birth:
            raise Conflict("Tài khoản đã có ngày sinh. Nếu chưa đúng, vui lòng báo ban tổ chức.", field="birth")
        birth = rules.birth(text, clock.local(now).date())
        if not birth:
            raise Invalid("Vui lòng ghi ngày sinh hoặc năm sinh.", field="birth")
        person.birth = birth
        audit.record(actor, "person.birth", "person", person.id)


def choose_public_name(person_id: int, publishes: bool, now: datetime, channel: str = "web") -> None:
    """The person's own choice: the full name in public, or the initials."""
    with transaction():
        queries.get(person_id).public_name = rules.FULL if publishes else rules.INITIALS
        if publishes:
            consents.give(person_id, consents.PUBLISH_NAME, channel, now)
        else:
            consents.withdraw(person_id, consents.PUBLISH_NAME, now)


def set_active(actor: Actor | None, person_id: int, active: bool, now: datetime) -> None:
    """Close an account, which ends all its logins at once, or open it again."""
    with transaction():
        require_over(actor, person_id)
        if actor is not None and actor.person_id == person_id:
            raise Conflict("Không thể tự khóa tài khoản của chính mình.", code="own_account")
        queries.get(person_id).is_active = active
        if not active:
            revoke_sessions(person_id, now)
        action = "person.activate" if active else "person.deactivate"
        audit.record(actor, action, "person", person_id)


def revoke_sessions(person_id: int, now: datetime, keep: str | None = None) -> None:
    """End every login of a person, but the one whose secret is `keep`."""
    with transaction():
        mine = sa.and_(LoginSession.person_id == person_id, LoginSession.revoked_at.is_(None))
        if keep is not None:
            mine &= LoginSession.token_hash != queries.token_hash(keep)
        db.session.execute(sa.update(LoginSession).where(mine).values(revoked_at=now))
