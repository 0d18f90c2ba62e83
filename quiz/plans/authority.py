"""Who may do what in plans: fill in for a unit, look, confirm. Everything is read from grants and memberships.

A unit's contact and an organiser act for the units of their subtree. Whoever holds a leading post in a unit acts for
that unit alone. Confirming a unit's duty is for the unit above; a person's duty is confirmed in the person's own unit.
`powers_of` reads what a person is once and then answers for any number of duties.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from quiz.accounts.models import Membership
from quiz.accounts.posts import is_held
from quiz.core import clock
from quiz.core.db import db, in_portions
from quiz.core.permissions import Actor, Role
from quiz.core.vietnamese import fold
from quiz.plans.models import Duty, Plan, PlanTask
from quiz.units.models import OrgUnit, UnitKind

STAFF = (Role.UNIT_CONTACT, Role.ORGANISER)
"""Roles that act for units in plans."""
LEADING = ("secretary", "head", "standing_member")
"""Posts whose holders act for their unit's leadership."""
OF_COMMITTEE = "committee_member"
"""The post whose holders confirm beside the leadership, in a branch alone."""


class Confirmer(StrEnum):
    """Who confirms what a task asks for."""

    COLLECTIVE = "collective"  # the leadership of the unit itself, as a body, with the document that says so
    BRANCH_COMMITTEE = "branch_committee"  # the committee of the branch, or whoever leads where there is none
    SUPERIOR = "superior"  # the unit directly above
    ISSUER = "issuer"  # the unit whose plan it is


CONFIRMER_TITLES: dict[Confirmer, str] = {
    Confirmer.COLLECTIVE: "Tập thể lãnh đạo đơn vị",
    Confirmer.BRANCH_COMMITTEE: "Chi ủy hoặc lãnh đạo đơn vị",
    Confirmer.SUPERIOR: "Cấp trên trực tiếp",
    Confirmer.ISSUER: "Cơ quan ban hành kế hoạch",
}
# The first that the folded words match decides. Why in this order: "tập thể lãnh đạo hoặc toàn thể" means the unit's
# own people. "Ban thường vụ cấp ủy, đảng ủy, chi ủy, chi bộ cơ sở" lists the leading body of whichever level does the
# task, down to the branch itself, so it is the unit's own leadership that adopts it. Only then is "chi ủy" the
# committee of a person's branch. "Cấp ủy cùng cấp" is asked of inspection commissions, which stand as units right
# below their committee: it is the unit above. A body of the province or of the issuing committee is the issuer; plain
# "cấp ủy" reviews what the organisations below it do.
_WORDS: tuple[tuple[str, Confirmer], ...] = (
    (r"tap the lanh dao|toan the (co quan|don vi|can bo)|lanh dao (co quan|don vi)", Confirmer.COLLECTIVE),
    (r"ban thuong vu cap uy|dang uy, chi uy, chi bo", Confirmer.COLLECTIVE),
    (r"\bchi uy\b", Confirmer.BRANCH_COMMITTEE),
    (r"\bcap tren\b|\bcung cap\b", Confirmer.SUPERIOR),
    (
        r"\b(tinh uy|thanh uy|dang uy khoi|trung uong)\b|\b(uy ban|hoi dong) nhan dan (tinh|thanh pho)\b",
        Confirmer.ISSUER,
    ),
    (r"\bcap uy\b|\bdang uy\b", Confirmer.SUPERIOR),
    (r"\bchi bo\b|\bdoan the\b", Confirmer.BRANCH_COMMITTEE),
)


def named_confirmer(approval: str) -> Confirmer | None:
    """Who confirms by the words of a document; None where they name nobody ("" or "theo kế hoạch riêng")."""
    words = fold(approval)
    return next((who for pattern, who in _WORDS if re.search(pattern, words)), None)


def confirmer_of(task: PlanTask, *, is_personal: bool = False) -> Confirmer:
    """Who confirms, by the words of the task's `approval`.

    Where the document names nobody: the unit directly above, and for a person's duty the committee of the branch or
    the leadership of the unit.
    """
    default = Confirmer.BRANCH_COMMITTEE if is_personal else Confirmer.SUPERIOR
    return named_confirmer(task.approval) or default


@dataclass(frozen=True)
class Asked:
    """A duty as far as it decides who may confirm it: positions are depth-first; `superior` None: nothing above."""

    confirmer: Confirmer
    unit: OrgUnit
    superior: int | None
    issuer: int
    person_id: int | None
    submitted_by: int | None


@dataclass(frozen=True)
class Powers:
    """What a person is in plans: the grants, and the posts held today by the unit's id. `actor` None is the product."""

    actor: Actor
    posts: Mapping[int, frozenset[str]]

    def leads(self, unit_id: int) -> bool:
        """Whether the person holds a leading post in the unit."""
        return bool(self.posts.get(unit_id, frozenset()) & {*LEADING})

    def is_of_committee(self, unit: OrgUnit) -> bool:
        """Whether the person leads the unit, or in a branch sits on its committee."""
        in_committee = unit.kind == UnitKind.BRANCH and OF_COMMITTEE in self.posts.get(unit.id, frozenset())
        return self.leads(unit.id) or in_committee

    def may_see(self, unit: OrgUnit) -> bool:
        """Whether the person may look at the unit's work."""
        return self.actor.covers(unit.position, *STAFF) or self.is_of_committee(unit)

    def may_fill(self, unit: OrgUnit) -> bool:
        """Whether the person may fill in for the unit."""
        return self.actor.covers(unit.position, *STAFF) or self.leads(unit.id)

    def may_confirm(self, asked: Asked) -> bool:
        """Whether the person may decide about the duty; never whoever handed it up, never the own duty."""
        if self.actor.person_id in {asked.submitted_by, asked.person_id}:
            return False
        if asked.confirmer is Confirmer.ISSUER:
            return self.actor.covers(asked.issuer, *STAFF)
        if asked.confirmer is Confirmer.SUPERIOR:
            above = asked.unit.position if asked.superior is None else asked.superior
            return self.actor.covers(above, *STAFF)
        return self.actor.covers(asked.unit.position, *STAFF) or self.is_of_committee(asked.unit)


def powers_of(actor: Actor) -> Powers:
    """What the person is in plans; one statement."""
    today = clock.local(clock.now()).date()
    held = (
        Membership.person_id == actor.person_id,
        Membership.post_kind != "",
        is_held(today),
    )
    posts: dict[int, set[str]] = {}
    for unit_id, kind in db.session.execute(sa.select(Membership.unit_id, Membership.post_kind).where(*held)):
        posts.setdefault(unit_id, set()).add(kind)
    return Powers(actor, {unit_id: frozenset(kinds) for unit_id, kinds in posts.items()})


def may_see(actor: Actor, unit: OrgUnit) -> bool:
    """Whether the person may look at a unit's work: it lies in a subtree the person acts for, or leads it."""
    return actor.covers(unit.position, *STAFF) or powers_of(actor).may_see(unit)


def may_fill(actor: Actor, unit: OrgUnit) -> bool:
    """Whether the person may fill in for a unit: a grant over it, or a leading post in it."""
    return actor.covers(unit.position, *STAFF) or powers_of(actor).may_fill(unit)


def may_confirm(actor: Actor, task: PlanTask, unit: OrgUnit, person_id: int | None, submitted_by: int | None) -> bool:
    """Whether the person may confirm or return what was handed up; never what the person handed up alone."""
    superior = _positions([unit.parent_id]).get(unit.parent_id or 0)
    issuer = _issuers([task.plan_id])[task.plan_id]
    confirmer = confirmer_of(task, is_personal=person_id is not None)
    asked = Asked(confirmer, unit, superior, issuer, person_id, submitted_by)
    return powers_of(actor).may_confirm(asked)


def may_manage(actor: Actor, plan: Plan, unit: OrgUnit) -> bool:
    """Whether the person may change a plan: an organiser over its unit."""
    return actor.covers(unit.position, Role.ORGANISER)


Known = tuple[Duty, PlanTask, OrgUnit]


def confirmable(actor: Actor, duties: Sequence[Known]) -> set[int]:
    """The ids of those of these duties that the person may decide about; as many statements for one as for many."""
    powers, asked = powers_of(actor), asked_of(duties)
    return {duty_id for duty_id, one in asked.items() if powers.may_confirm(one)}


def asked_of(duties: Sequence[Known]) -> dict[int, Asked]:
    """What decides who may confirm each duty, by its id."""
    above = _positions(unit.parent_id for _, _, unit in duties)
    issuers = _issuers({duty.plan_id for duty, _, _ in duties})
    return {
        duty.id: Asked(
            confirmer_of(task, is_personal=duty.person_id is not None),
            unit,
            above.get(unit.parent_id or 0),
            issuers[duty.plan_id],
            duty.person_id,
            duty.submitted_by,
        )
        for duty, task, unit in duties
    }


def _positions(unit_ids: Iterable[int | None]) -> dict[int, int]:
    wanted = sorted({unit_id for unit_id in unit_ids if unit_id is not None})
    found: dict[int, int] = {}
    for portion in in_portions(wanted):
        rows = db.session.execute(sa.select(OrgUnit.id, OrgUnit.position).where(OrgUnit.id.in_(portion)))
        found.update((row[0], row[1]) for row in rows)
    return found


def _issuers(plan_ids: Collection[int]) -> dict[int, int]:
    """The positions of the units whose plans these are: of the uppermost plan, where duties stand."""
    found: dict[int, int] = {}
    for portion in in_portions(sorted(plan_ids)):
        query = sa.select(Plan.id, OrgUnit.position).join(OrgUnit, OrgUnit.id == Plan.unit_id)
        found.update((row[0], row[1]) for row in db.session.execute(query.where(Plan.id.in_(portion))))
    return found
