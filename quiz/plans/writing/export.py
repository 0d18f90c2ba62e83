"""A plan as a plan file: what reading that file gives is the plan again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import yaml

from quiz.plans.files.actors import shipped_actors
from quiz.plans.files.drafts import ActorDraft
from quiz.plans.models import Plan, PlanActor, PlanTask
from quiz.plans.timing.rules import as_day

UNCLEAR = "Văn bản ghi lặp việc ở mục "
"""How the remark begins that loading adds where a repeat could not be matched."""
COPY = "-ban-sao"
TASK_TEXTS = ("quantity", "approval", "report_to", "output", "exemptions")


class _Dumper(yaml.SafeDumper):
    """Long texts stay on a line, several lines stand as a block."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


def plan_yaml(plan: Plan, tasks: Collection[PlanTask], actors: Collection[PlanActor]) -> str:
    """The text of the file. Its id is the plan's address, so that loading it brings this very plan up to date; the
    file of a derived plan makes a plan of its own.
    """
    living = [task for task in tasks if task.removed_at is None]
    notes = {row.name: row.note for row in actors if row.note}
    content: dict[str, Any] = {"plan": _head(plan)}
    if further := [_actor(row) for row in actors if not _is_shipped(row)]:
        content["actors"] = further
    content["tasks"] = [_task(task, notes) for task in living]
    text: str = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=4096)
    return text


def _head(plan: Plan) -> dict[str, Any]:
    head = {
        "id": plan.slug if plan.parent_id is None else plan.slug[: 58 - len(COPY)].rstrip("-") + COPY,
        "title": plan.title,
        "number": plan.number or None,
        "issued_on": plan.issued_on,
        "issuer": plan.issuer or None,
        "province": plan.province or None,
        "years": list(plan.years),
        "topics": [{"year": row["year"], "title": row["title"]} for row in plan.topics],
        "basis": [_document(row) for row in plan.basis],
    }
    return {**head, **({"note": plan.note} if plan.note else {})}


def _document(row: Mapping[str, Any]) -> dict[str, Any]:
    day = as_day(row["date"]) if row.get("date") else None
    return {"number": row.get("number"), "date": day, "subject": row.get("subject")}


def _actor(row: PlanActor) -> dict[str, Any]:
    told = {"name": row.name, "unit_kinds": list(row.unit_kinds), "posts": list(row.posts), "scope": row.scope}
    return {**told, **({"note": row.note} if row.note else {})}


def _is_shipped(row: PlanActor) -> bool:
    kinds, posts = tuple(row.unit_kinds), tuple(row.posts)
    return shipped_actors().get(row.name) == ActorDraft(row.name, kinds, posts, row.scope, row.note)


def _task(task: PlanTask, notes: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": task.code,
        "section": task.section,
        "title": task.title,
        "module": task.module,
        "actors": list(task.actors),
        **{name: getattr(task, name) or None for name in TASK_TEXTS[:1]},
        "deadline": _rule(task.deadline),
        **{name: getattr(task, name) or None for name in TASK_TEXTS[1:]},
    }
    if task.quantity:
        told["targets"] = [dict(target) for target in task.targets]
    added = {f"{name}: {notes[name]}" for name in task.actors if name in notes}
    lines = [line for line in task.note.splitlines() if line not in added and not line.startswith(UNCLEAR)]
    return {**told, **({"note": "\n".join(lines)} if lines else {})}


def _rule(deadline: Mapping[str, Any]) -> dict[str, Any]:
    return {key: as_day(value) if key == "on" else value for key, value in deadline.items()}
