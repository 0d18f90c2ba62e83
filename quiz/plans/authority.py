"""Who may do what in plans: fill in for a unit, look, confirm. Everything is read from grants and memberships.

A unit's contact and an organiser act for the units of their subtree. Whoever holds a leading post in a unit acts for
that unit alone. Confirming a unit's duty is for the unit above; a person's duty is confirmed in the person's own unit.
"""

from __future__ import annotations

from enum import StrEnum

from quiz.core.permissions import Actor, Role
from quiz.plans.models import Plan, PlanTask
from quiz.units.models import OrgUnit

STAFF = (Role.UNIT_CONTACT, Role.ORGANISER)
"""Roles that act for units in plans."""
LEADING = ("secretary", "head", "standing_member")
"""Posts whose holders act for their unit's leadership."""


class Confirmer(StrEnum):
    """Who confirms what a task asks for."""

    COLLECTIVE = "collective"  # the leadership of the unit itself, as a body, with the document that says so
    BRANCH_COMMITTEE = "branch_committee"  # the committee of the branch, or whoever leads where there is none
    SUPERIOR = "superior"  # the unit directly above
    ISSUER = "issuer"  # the unit whose plan it is


def confirmer_of(task: PlanTask) -> Confirmer:
    """Who confirms, by the words of the task's `approval`; the unit directly above where the document names nobody."""
    raise NotImplementedError


def may_see(actor: Actor, unit: OrgUnit) -> bool:
    """Whether the person may look at a unit's work: it lies in a subtree the person acts for, or leads it."""
    raise NotImplementedError


def may_fill(actor: Actor, unit: OrgUnit) -> bool:
    """Whether the person may fill in for a unit: a grant over it, or a leading post in it."""
    raise NotImplementedError


def may_confirm(actor: Actor, task: PlanTask, unit: OrgUnit, person_id: int | None, submitted_by: int | None) -> bool:
    """Whether the person may confirm or return what was handed up; never what the person handed up alone."""
    raise NotImplementedError


def may_manage(actor: Actor, plan: Plan, unit: OrgUnit) -> bool:
    """Whether the person may change a plan: an organiser over its unit."""
    return actor.covers(unit.position, Role.ORGANISER)
