"""The way of a duty through its states: the one place that moves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from quiz.core.permissions import Actor
from quiz.plans.models import Duty
from quiz.plans.rules import DutyState


@dataclass(frozen=True)
class Doing:
    """What a step says: the remark, the document it rests on, what was done and counted, when, how it is rated."""

    remark: str = ""
    basis: str = ""
    result: str | None = None
    amounts: Mapping[str, float] = field(default_factory=dict)
    done_on: date | None = None
    rating: str | None = None


def move(
    actor: Actor | None, duty_id: int, to: DutyState, version: int, now: datetime, doing: Doing | None = None
) -> Duty:
    """Take a duty to another state; `version` is the row's as the person saw it.

    Raises NotAllowed where the step is not this person's to take, Conflict (stale) where somebody was faster, Conflict
    (state) where no way leads there, Invalid where a remark or a basis is missing. Joins the caller's transaction.
    """
    raise NotImplementedError


def mark(actor: Actor | None, duty_id: int, to: DutyState, now: datetime, remark: str = "") -> None:
    """A module tells that a duty is where its own record says; the module has checked who may. Idempotent."""
    raise NotImplementedError
