"""Rules and JSON, both ways: the settings kept with every rules version."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from quiz.contests.draft import ContestDraft
from quiz.contests.rules import (
    Cell,
    ContestRules,
    Counted,
    Criterion,
    Hidden,
    Meaning,
    Prediction,
    Review,
    Shown,
    Total,
    UnitCriterion,
)
from quiz.core import clock


def to_settings(rules: ContestRules) -> dict[str, Any]:
    """The rules as plain JSON values."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(rules)))
    return plain


def from_settings(data: Mapping[str, Any]) -> ContestRules:
    """The rules that `to_settings` wrote; what is missing has its default."""
    return ContestRules(**_values(data))


def _values(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _READERS[name](value) if name in _READERS else value for name, value in data.items()}


def _prediction(data: Mapping[str, Any] | None) -> Prediction | None:
    return Prediction(data["question"], Meaning(data["meaning"]), Hidden(data["hide"])) if data else None


_READERS: dict[str, Callable[[Any], Any]] = {
    "blueprint": lambda cells: tuple(Cell(**cell) for cell in cells),
    "counted_attempt": Counted,
    "contest_total": Total,
    "tie_break": lambda names: tuple(map(Criterion, names)),
    "unit_order": lambda names: tuple(map(UnitCriterion, names)),
    "review": lambda policies: Review(**{name: Shown(value) for name, value in policies.items()}),
    "prediction": _prediction,
    "overrides": lambda rounds: {int(number): _values(changes) for number, changes in rounds.items()},
}


def record(draft: ContestDraft) -> str:
    """What a rules version keeps: all that its printed text is made of, as JSON in a fixed order."""
    plain = {
        "title": draft.title,
        "owner_unit": draft.owner_unit,
        "rules": to_settings(draft.rules),
        "rounds": [
            {
                "number": one.number,
                "title": one.title,
                "opens_at": clock.iso(one.opens_at),
                "closes_at": clock.iso(one.closes_at),
            }
            for one in draft.rounds
        ],
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def rules_in(settings: str) -> ContestRules:
    """The rules in a version's record."""
    return from_settings(json.loads(settings)["rules"])
