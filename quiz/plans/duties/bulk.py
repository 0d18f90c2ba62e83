"""Confirming a list at one go: each duty by itself, so that one refusal leaves the others confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quiz.core.errors import DomainError
from quiz.core.paging import PER_PAGE
from quiz.core.permissions import Actor
from quiz.plans.duties.cases import seen_case
from quiz.plans.duties.service import Doing, move
from quiz.plans.rules import DutyState


@dataclass(frozen=True)
class Refusal:
    """A duty that was not confirmed: its id, what it is ("" where it is out of sight), and why not."""

    duty_id: int
    title: str
    unit: str
    error: DomainError


@dataclass(frozen=True)
class Report:
    """How many were confirmed, and what was refused."""

    confirmed: int
    refused: tuple[Refusal, ...]


def chosen(values: Sequence[str]) -> list[tuple[int, int]]:
    """Ids and versions as the boxes of a list send them ("12:3"); anything unreadable is left out."""
    found: dict[int, int] = {}
    for value in values:
        number, _, version = value.partition(":")
        if all(part.isascii() and part.isdigit() and len(part) < 19 for part in (number, version)):
            found[int(number)] = int(version)
    return list(found.items())[:PER_PAGE]


def confirm_many(actor: Actor, duties: Sequence[tuple[int, int]], basis: str, now: datetime) -> Report:
    """Confirm duties (id and version as they were seen), each in a transaction of its own."""
    confirmed, refused = 0, []
    for duty_id, version in duties:
        try:
            move(actor, duty_id, DutyState.CONFIRMED, version, now, Doing(basis=basis))
            confirmed += 1
        except DomainError as error:
            refused.append(_refusal(actor, duty_id, error))
    return Report(confirmed, tuple(refused))


def _refusal(actor: Actor, duty_id: int, error: DomainError) -> Refusal:
    try:
        case, _powers = seen_case(actor, duty_id)
    except DomainError:
        return Refusal(duty_id, "", "", error)
    return Refusal(duty_id, case.task.title, case.unit.name, error)
