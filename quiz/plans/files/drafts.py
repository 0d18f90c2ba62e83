"""A plan as a file or a form states it, before anything is stored. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from quiz.plans.timing.rules import is_dated


@dataclass(frozen=True)
class ActorDraft:
    """Whom a string among the actors means; see PlanActor."""

    name: str
    unit_kinds: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    scope: str = "all"
    note: str = ""


@dataclass(frozen=True)
class TaskDraft:
    """A task as it is stated; texts that are not given are empty. `deadline` and `targets` are as in a plan file."""

    code: str
    title: str
    module: str
    actors: tuple[str, ...]
    section: str = ""
    quantity: str = ""
    targets: tuple[Mapping[str, Any], ...] = ()
    deadline: Mapping[str, Any] = field(default_factory=lambda: {"kind": "ongoing"})
    approval: str = ""
    report_to: str = ""
    output: str = ""
    exemptions: str = ""
    note: str = ""

    @property
    def is_work(self) -> bool:
        """Whether the task carries a date, a rhythm or a quantity: then it is work, with units and days of its own.

        A quantity counts also where nothing of it can be counted (no targets, as in "encouraged, not compulsory"):
        somebody wrote it down to be asked about. All the others are standing duties of the report of a period.
        """
        return is_dated(self.deadline) or bool(self.quantity) or bool(self.targets)


@dataclass(frozen=True)
class PlanDraft:
    """A plan as its document says. `source`: the `id` of the file; `actors`: what it adds to the shipped table."""

    source: str
    title: str
    tasks: tuple[TaskDraft, ...]
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    province: str = ""
    years: tuple[int, ...] = ()
    topics: tuple[Mapping[str, Any], ...] = ()
    basis: tuple[Mapping[str, Any], ...] = ()
    note: str = ""
    actors: tuple[ActorDraft, ...] = ()
