"""The table of actors that the product brings along: whom the words of plans mean."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from quiz.plans.files.drafts import ActorDraft

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
"""The folder of the real plans and the table of actors."""


@cache
def shipped_actors() -> dict[str, ActorDraft]:
    """The shipped table by name; read once, since it is part of the program."""
    data = yaml.safe_load((SAMPLES / "actors.yaml").read_text(encoding="utf-8"))
    return {row["name"]: _actor(row) for row in data["actors"]}


def _actor(row: dict[str, Any]) -> ActorDraft:
    return ActorDraft(row["name"], tuple(row["unit_kinds"]), tuple(row["posts"]), row["scope"], row.get("note") or "")


def sample(name: str) -> Path:
    """The file of a shipped plan by its id."""
    return SAMPLES / f"{name}.yaml"
