"""Giving tasks to units and taking them back: always by one and the same way, whoever asks for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from quiz.core.permissions import Actor
from quiz.plans.models import Duty


@dataclass(frozen=True)
class Given:
    """What an assignment did: how many units were added, how many had the task already, how many duties were made."""

    added: int
    kept: int
    duties: int


def assign(
    actor: Actor | None, plan_id: int, wanted: Mapping[int, Collection[int]], now: datetime, *, origin: str = "actors"
) -> Given:
    """Give tasks (by id) to units (ids); makes a duty of the unit for every occurrence of a task that is work.

    Who has a task already keeps it. Standing duties get an assignment and no duty. A merged repeat is refused.
    """
    raise NotImplementedError


def assign_plan(actor: Actor | None, plan_id: int, now: datetime) -> Given:
    """Give every task of the plan to the units its actors mean, within the subtree of the plan's unit."""
    raise NotImplementedError


def take_back(actor: Actor | None, assignment_id: int, reason: str, now: datetime) -> None:
    """Take a task from a unit: its unfinished duties are excused, what was carried out stays."""
    raise NotImplementedError


def person_duty(assignment_id: int, person_id: int, period: str, now: datetime) -> Duty:
    """The row of a person's duty, made where there is none yet, inside the caller's transaction.

    Raises NotFound where the person holds none of the assignment's posts in its unit.
    """
    raise NotImplementedError
