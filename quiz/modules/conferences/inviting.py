"""Who is invited: units with what lies below them, holders of posts, single people, and who comes instead of whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from quiz.accounts.models import Membership, Person
from quiz.core import audit, clock
from quiz.core.db import db, in_portions, transaction
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean
from quiz.modules.conferences import queries
from quiz.modules.conferences.models import Conference, InvitedUnit, Participant
from quiz.modules.conferences.ownership import own
from quiz.modules.conferences.rules import POST_TITLES, ConferenceState
from quiz.modules.conferences.telling import call
from quiz.plans.authority import STAFF
from quiz.units.kinds import TITLES as KINDS
from quiz.units.models import OrgUnit
from quiz.units.search import valid_on

ALL, POSTS, NAMED = "all", "posts", "named"
"""Who of the units: everybody, those who hold certain posts, or whom each unit names itself."""


@dataclass(frozen=True)
class Choice:
    """Whom to invite: a unit, with everything below it or not, of these kinds (none: any), and who of them."""

    unit_id: int
    with_below: bool
    kinds: Collection[str]
    who: str
    posts: Collection[str] = ()
    seats: int = 0


@dataclass(frozen=True)
class Reached:
    """What a choice means: how many units, how many people, how many of these are invited already."""

    units: int
    people: int
    known: int


def preview(actor: Actor, conference_id: int, choice: Choice, now: datetime) -> Reached:
    """What inviting would do; nothing is stored."""
    row = own(actor, conference_id)
    units = _units(actor, choice, now)
    people = _people(choice, units)
    known = _known(row.id)
    return Reached(len(units), len(people), sum(1 for person_id in people if person_id in known))


def invite(actor: Actor, conference_id: int, choice: Choice, now: datetime) -> Reached:
    """Invite; who is invited already stays as is. Raises NotFound for a unit outside the own subtree."""
    with transaction():
        row = _open(actor, conference_id)
        units = _units(actor, choice, now)
        people = _people(choice, units)
        known = _known(row.id)
        _add_units(row, units, choice)
        source = "post" if choice.who == POSTS else "unit"
        add_people(actor, row, people.items(), source, now)
        after = {"unit": choice.unit_id, "below": choice.with_below, "who": choice.who, "units": len(units)}
        audit.record(actor, "conference.invite", "conference", row.id, after={**after, "people": len(people)})
        return Reached(len(units), len(people), sum(1 for person_id in people if person_id in known))


def invite_people(actor: Actor, conference_id: int, person_ids: Collection[int], now: datetime) -> int:
    """Invite single people of the own subtree, each for the own unit; how many were not invited before."""
    with transaction():
        row = _open(actor, conference_id)
        homes = homes_within(actor, person_ids)
        if set(person_ids) - homes.keys():
            raise NotFound("Không tìm thấy người này trong phạm vi của quý vị.")
        return add_people(actor, row, homes.items(), "hand", now)


def add_people(actor: Actor, row: Conference, people: Iterable[tuple[int, int]], source: str, now: datetime) -> int:
    """Rows for people (id, unit's id) who have none yet, inside the caller's transaction; how many are new.

    Whoever came as a guest is invited from now on. Once a conference is announced, those added are told at once.
    """
    wanted = dict(people)
    known = _known(row.id)
    fresh = [
        {
            "conference_id": row.id,
            "person_id": person_id,
            "unit_id": unit_id,
            "source": source,
            "added_at": now,
            "added_by": actor.person_id,
        }
        for person_id, unit_id in wanted.items()
        if person_id not in known
    ]
    if fresh:
        db.session.execute(sa.insert(Participant), fresh)
    for portion in in_portions([one for one in wanted if known.get(one) == "guest"]):
        guests = sa.update(Participant).where(Participant.conference_id == row.id, Participant.person_id.in_(portion))
        db.session.execute(guests.values(source=source))
    if row.state != ConferenceState.PLANNED:
        call(row, [int(str(one["person_id"])) for one in fresh], now)
    return len(fresh)


def disinvite(actor: Actor, conference_id: int, person_id: int) -> None:
    """Take somebody off the list; Conflict for who has attended."""
    with transaction():
        row = own(actor, conference_id)
        found = within(actor, row.id, person_id)
        if queries.attendance(row.id, person_id) is not None:
            raise Conflict("Người này đã được ghi nhận có mặt nên không bỏ khỏi danh sách được.", code="state")
        audit.record(actor, "conference.disinvite", "conference", row.id, before={"person": person_id})
        db.session.delete(found)


def send_instead(actor: Actor, conference_id: int, person_id: int, instead_id: int, now: datetime) -> None:
    """Somebody of the same unit, or of one below it, comes instead of who was invited; the seat counts once."""
    with transaction():
        row = _concerned(actor, conference_id)
        found = within(actor, row.id, person_id)
        if queries.attendance(row.id, person_id) is not None:
            raise Conflict("Người này đã được ghi nhận có mặt nên không cử người thay được.", code="state")
        home = homes_within(actor, [instead_id]).get(instead_id)
        if home is None or not _is_below(home, found.unit_id):
            raise Invalid("Vui lòng chọn một người cùng đơn vị.", field="instead")
        other = queries.participant(row.id, instead_id)
        if other is not None and other.source != "guest":
            raise Invalid("Người này đã có trong danh sách triệu tập.", field="instead")
        found.replaced_at = now
        if other is None:
            other = Participant(conference_id=row.id, person_id=instead_id, added_at=now, added_by=actor.person_id)
        other.unit_id, other.source, other.stead_of_id = found.unit_id, "stead", person_id
        db.session.add(other)
        db.session.flush()
        if row.state != ConferenceState.PLANNED:
            call(row, [instead_id], now)
        after = {"person": person_id, "instead": instead_id}
        audit.record(actor, "conference.instead", "conference", row.id, after=after)


def name_people(actor: Actor, conference_id: int, unit_id: int, person_ids: Collection[int], now: datetime) -> int:
    """A unit that was asked to names its people, no more than it has seats; how many are new."""
    with transaction():
        row = _concerned(actor, conference_id)
        asked = db.session.scalar(
            sa.select(InvitedUnit).where(InvitedUnit.conference_id == row.id, InvitedUnit.unit_id == unit_id)
        )
        unit = db.session.get(OrgUnit, unit_id)
        if asked is None or not asked.names_itself or unit is None or not actor.covers(unit.position, *STAFF):
            raise queries.not_found()
        homes = homes_within(actor, person_ids)
        if not all(person_id in homes and _is_below(homes[person_id], unit_id) for person_id in person_ids):
            raise NotFound("Không tìm thấy người này trong phạm vi của quý vị.")
        counted = sa.select(sa.func.count(Participant.id)).where(
            Participant.conference_id == row.id, Participant.unit_id == unit_id, queries.is_counted()
        )
        fresh = [one for one in person_ids if one not in _known(row.id)]
        if asked.seats and (db.session.scalar(counted) or 0) + len(fresh) > asked.seats:
            raise Invalid("Đơn vị được cử tối đa %(seats)s người.", field="people", seats=asked.seats)
        audit.record(actor, "conference.name", "conference", row.id, after={"unit": unit_id, "people": len(fresh)})
        return add_people(actor, row, [(one, unit_id) for one in fresh], "hand", now)


def excuse(actor: Actor, conference_id: int, person_id: int, reason: str, now: datetime) -> None:
    """Note that somebody is excused, with the reason; an empty reason takes the note back."""
    with transaction():
        row = _concerned(actor, conference_id)
        found = within(actor, row.id, person_id)
        kept = clean(reason)[:300]
        found.excuse, found.excused_at = kept, now if kept else None
        found.excused_by = actor.person_id if kept else None
        audit.record(actor, "conference.excuse", "conference", row.id, after={"person": person_id}, reason=kept)


def within(actor: Actor, conference_id: int, person_id: int) -> Participant:
    """The row of a person of the own subtree; NotFound for anybody else's."""
    query = (
        sa.select(Participant)
        .join(OrgUnit, OrgUnit.id == Participant.unit_id)
        .where(Participant.conference_id == conference_id, Participant.person_id == person_id, queries.reach(actor))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("Không tìm thấy người này trong danh sách triệu tập.")
    return found


def homes_within(actor: Actor, person_ids: Collection[int]) -> dict[int, int]:
    """By person: the unit in the own subtree that the person counts for, the primary one before others."""
    homes: dict[int, int] = {}
    for portion in in_portions(sorted(person_ids)):
        query = (
            sa.select(Membership.person_id, Membership.unit_id)
            .join(OrgUnit, OrgUnit.id == Membership.unit_id)
            .join(Person, Person.id == Membership.person_id)
            .where(Membership.person_id.in_(portion), Membership.to_on.is_(None), Person.is_active)
            .where(queries.reach(actor))
            .order_by(Membership.is_primary, Membership.id.desc())
        )
        homes.update({int(row[0]): int(row[1]) for row in db.session.execute(query)})
    return homes


def _units(actor: Actor, choice: Choice, now: datetime) -> Sequence[OrgUnit]:
    unit = db.session.get(OrgUnit, choice.unit_id)
    if unit is None or not actor.covers(unit.position, *STAFF):
        raise NotFound("Không tìm thấy đơn vị này trong phạm vi của quý vị.", field="unit_text")
    if choice.who == POSTS and not set(choice.posts) & POST_TITLES.keys():
        raise Invalid("Vui lòng chọn ít nhất một chức danh.", field="posts")
    last = unit.last_position if choice.with_below else unit.position
    query = sa.select(OrgUnit).where(OrgUnit.position.between(unit.position, last), valid_on(clock.local(now).date()))
    if choice.kinds:
        query = query.where(OrgUnit.kind.in_([kind for kind in choice.kinds if kind in KINDS]))
    return db.session.scalars(query.order_by(OrgUnit.position)).all()


def _people(choice: Choice, units: Sequence[OrgUnit]) -> dict[int, int]:
    """By person: the unit. Everybody is who has the unit as the primary one or a post in it."""
    people: dict[int, int] = {}
    if choice.who == NAMED:
        return people
    for portion in in_portions([unit.id for unit in units]):
        query = (
            sa.select(Membership.person_id, Membership.unit_id)
            .join(Person, Person.id == Membership.person_id)
            .where(Membership.unit_id.in_(portion), Membership.to_on.is_(None), Person.is_active)
        )
        if choice.who == POSTS:
            query = query.where(Membership.post_kind.in_(list(choice.posts)))
        people.update({int(row[0]): int(row[1]) for row in db.session.execute(query.order_by(Membership.is_primary))})
    return people


def _add_units(row: Conference, units: Sequence[OrgUnit], choice: Choice) -> None:
    invited = sa.select(InvitedUnit).where(InvitedUnit.conference_id == row.id)
    known = {one.unit_id: one for one in db.session.scalars(invited)}
    names, posts = choice.who == NAMED, sorted(choice.posts) if choice.who == POSTS else []
    for unit in units:
        found = known.get(unit.id)
        if found is None:
            found = InvitedUnit(conference_id=row.id, unit_id=unit.id, posts=posts, names_itself=False, seats=0)
            db.session.add(found)
        if names:
            found.names_itself, found.seats = True, choice.seats


def _known(conference_id: int) -> dict[int, str]:
    """By person: how each one on the list came onto it."""
    query = sa.select(Participant.person_id, Participant.source).where(Participant.conference_id == conference_id)
    return {int(row[0]): str(row[1]) for row in db.session.execute(query)}


def _is_below(unit_id: int, above_id: int) -> bool:
    unit, above = db.session.get_one(OrgUnit, unit_id), db.session.get_one(OrgUnit, above_id)
    return above.position <= unit.position <= above.last_position


def _open(actor: Actor, conference_id: int) -> Conference:
    row = own(actor, conference_id)
    if row.state == ConferenceState.CANCELLED:
        raise Conflict("Hội nghị đã hủy.", code="state")
    return row


def _concerned(actor: Actor, conference_id: int) -> Conference:
    """A conference to which somebody of the own subtree is invited, or which the person runs."""
    row = db.session.get(Conference, conference_id)
    if row is None:
        raise queries.not_found()
    unit = db.session.get_one(OrgUnit, row.unit_id)
    if not queries.may_run(actor, unit) and not queries.concerns(actor, row.id):
        raise queries.not_found()
    if row.state == ConferenceState.CANCELLED:
        raise Conflict("Hội nghị đã hủy.", code="state")
    return row
