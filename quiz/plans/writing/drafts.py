"""What a form says of a plan, a task or an actor, before it is stored; and the same taken from what is stored."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from quiz.plans.models import Plan, PlanActor, PlanTask


@dataclass(frozen=True)
class PlanDraft:
    """The head of a plan; the shapes of `topics` and `basis` are those of the table."""

    title: str
    years: tuple[int, ...]
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    province: str = ""
    topics: tuple[dict[str, Any], ...] = ()
    basis: tuple[dict[str, Any], ...] = ()
    note: str = ""
    layout: str = "party"
    off_days: str = "keep"

    @classmethod
    def of(cls, plan: Plan) -> PlanDraft:
        """What is stored."""
        return cls(
            title=plan.title,
            years=tuple(plan.years),
            number=plan.number,
            issued_on=plan.issued_on,
            issuer=plan.issuer,
            province=plan.province,
            topics=tuple(plan.topics),
            basis=tuple(plan.basis),
            note=plan.note,
            layout=plan.layout,
            off_days=plan.off_days,
        )

    def columns(self) -> dict[str, Any]:
        """The values of the table's columns."""
        return _lists(self)


@dataclass(frozen=True)
class TaskDraft:
    """A task of a plan; `units` are those a unit gives its own task to, of no use for other tasks."""

    title: str
    module: str
    code: str = ""
    section: str = ""
    actors: tuple[str, ...] = ()
    quantity: str = ""
    targets: tuple[dict[str, Any], ...] = ()
    deadline: dict[str, Any] = field(default_factory=lambda: {"kind": "ongoing"})
    approval: str = ""
    report_to: str = ""
    output: str = ""
    exemptions: str = ""
    note: str = ""

    @classmethod
    def of(cls, task: PlanTask) -> TaskDraft:
        """What is stored."""
        return cls(
            title=task.title,
            module=task.module,
            code=task.code,
            section=task.section,
            actors=tuple(task.actors),
            quantity=task.quantity,
            targets=tuple(task.targets),
            deadline=dict(task.deadline),
            approval=task.approval,
            report_to=task.report_to,
            output=task.output,
            exemptions=task.exemptions,
            note=task.note,
        )

    def columns(self) -> dict[str, Any]:
        """The values of the table's columns."""
        return _lists(self)


@dataclass(frozen=True)
class ActorDraft:
    """Whom a name among the actors means."""

    name: str
    unit_kinds: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    scope: str = "all"
    note: str = ""

    @classmethod
    def of(cls, actor: PlanActor) -> ActorDraft:
        """What is stored."""
        return cls(actor.name, tuple(actor.unit_kinds), tuple(actor.posts), actor.scope, actor.note)

    def columns(self) -> dict[str, Any]:
        """The values of the table's columns."""
        return _lists(self)


def _lists(draft: Any) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(draft).items()}
