"""Party committees and branches of the demo's communes, with invented members: those who carry out a yearly plan."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from quiz.accounts import service
from quiz.accounts.models import Membership, Person
from quiz.accounts.rules import INITIALS
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.demo.names import invented_birth, invented_name
from quiz.demo.places import ROOT, SINCE
from quiz.units import queries as tree
from quiz.units import service as forest
from quiz.units.models import OrgUnit, UnitKind

COMMUNES = 10
MEMBERS = 6
PREFIX = "dangvien"
COMMITTEE = "TU-CB"
BRANCH_POSTS = ("Bí thư chi bộ", "Chi ủy viên", *("Đảng viên" for _ in range(MEMBERS - 2)))
BRANCHES = ("Chi bộ Cơ quan", "Chi bộ Trường học", "Chi bộ Trạm Y tế")


@dataclass(frozen=True)
class Party:
    """Ids of the units: the province's committee, the committees of communes, and the branches of each of them."""

    province: int
    committees: Sequence[int]
    branches: Mapping[int, Sequence[int]]


def load_party(now: datetime) -> Party:
    """The committees and branches below ten communes, made where they are not there yet, with members of branches."""
    with transaction():
        root = tree.by_code(ROOT)
        assert root is not None, "the places were loaded before"  # noqa: S101 - an invariant
        names = ("Ban Thường vụ Tỉnh ủy",)
        province = _unit(COMMITTEE, "Tỉnh ủy Cao Bằng", UnitKind.PROVINCE_COMMITTEE, root.id, names)
        branches: dict[int, list[int]] = {}
        for commune in _communes(root):
            name = commune.name[0].lower() + commune.name[1:]
            committee = _unit(f"{commune.code}-DU", f"Đảng ủy {name}", UnitKind.COMMUNE_COMMITTEE, commune.id)
            branches[committee.id] = [
                _unit(f"{commune.code}-CB{number}", f"{title} {name}", UnitKind.BRANCH, committee.id).id
                for number, title in enumerate(BRANCHES, start=1)
            ]
        _fill([unit_id for below in branches.values() for unit_id in below], now)
        _since_long(now)
        return Party(province.id, list(branches), branches)


def _communes(root: OrgUnit) -> Sequence[OrgUnit]:
    kinds = (UnitKind.COMMUNE, UnitKind.WARD)
    query = sa.select(OrgUnit).where(OrgUnit.parent_id == root.id, OrgUnit.kind.in_(kinds))
    return db.session.scalars(query.order_by(OrgUnit.code).limit(COMMUNES)).all()


def _unit(code: str, name: str, kind: UnitKind, parent_id: int, aliases: Sequence[str] = ()) -> OrgUnit:
    return tree.by_code(code) or forest.create_unit(None, code, name, kind, parent_id, aliases=aliases)


def _fill(branches: Sequence[int], now: datetime) -> None:
    """Six members in each branch: a secretary, a member of the committee, and four more; always the same names."""
    known = sa.select(Membership.unit_id).join(Person, Person.id == Membership.person_id)
    there = set(db.session.scalars(known.where(Person.login_name.like(f"{PREFIX}%"))))
    rng = random.Random("sen: the branches of the demo")
    for place, unit_id in enumerate(branches):
        names = [(invented_name(rng), invented_birth(rng)) for _ in BRANCH_POSTS]
        if unit_id in there:
            continue
        for number, ((name, birth), post) in enumerate(zip(names, BRANCH_POSTS, strict=True), start=1):
            service.create_person(
                None,
                name,
                f"{PREFIX}{place * MEMBERS + number:03d}",
                unit_id,
                birth=birth,
                public_name=INITIALS,
                is_demo=True,
                post=post,
                now=now,
            )


def _since_long(now: datetime) -> None:
    """Their posts are older than the demo, so that they can have taken part in what the year has brought so far."""
    people = sa.select(Person.id).where(Person.is_demo, Person.login_name.like(f"{PREFIX}%"))
    young = (
        Membership.person_id.in_(people),
        Membership.from_on > SINCE,
        Membership.from_on <= clock.local(now).date(),
    )
    db.session.execute(sa.update(Membership).where(*young).values(from_on=SINCE))


def members_of(branch_id: int) -> list[int]:
    """The ids of the invented members of a branch, the secretary first."""
    query = (
        sa.select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.unit_id == branch_id, Membership.to_on.is_(None))
        .where(Person.is_demo, Person.is_active, Person.login_name.like(f"{PREFIX}%"))
        .order_by(Person.login_name)
    )
    return list(db.session.scalars(query))
