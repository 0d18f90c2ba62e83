"""The stage: the plan, the commune that everything happens in, who acts there, and what day it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from quiz.accounts.queries import actor_for
from quiz.core import clock
from quiz.core.db import db
from quiz.core.permissions import Actor
from quiz.demo.party import Party, members_of
from quiz.plans.models import Plan
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class Stage:
    """Where and when the scenes are played; `organisers` are two, since nobody confirms what the own hand sent up.

    `contact` acts for the Party committee of the first commune.
    """

    plan_id: int
    year: int
    party: Party
    organisers: tuple[Actor, Actor]
    contact: Actor
    now: datetime

    @property
    def plan(self) -> Plan:
        """The plan of the province."""
        return db.session.get_one(Plan, self.plan_id)

    @cached_property
    def committees(self) -> tuple[int, int]:
        """The committees of the first two communes."""
        return self.party.committees[0], self.party.committees[1]

    @cached_property
    def branches(self) -> tuple[int, int, int]:
        """The branches of the first commune."""
        first, second, third = self.party.branches[self.committees[0]]
        return first, second, third

    @property
    def today(self) -> date:
        """The day on which the demo is loaded."""
        return clock.local(self.now).date()

    def at(self, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
        """That moment of the plan's year, but never later than now."""
        return min(self.now, clock.at_local(date(self.year, month, day), hour, minute))

    def has_come(self, month: int, day: int, hour: int = 9) -> bool:
        """Whether that moment of the plan's year lies behind."""
        return clock.at_local(date(self.year, month, day), hour, 0) <= self.now

    def unit(self, unit_id: int) -> OrgUnit:
        """A unit of the demo."""
        return db.session.get_one(OrgUnit, unit_id)

    def people(self, branch_id: int) -> list[Actor]:
        """The invented members of a branch, as they act: the secretary, one of the committee, four more."""
        return [actor for actor in map(actor_for, members_of(branch_id)) if actor is not None]
