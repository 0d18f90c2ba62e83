"""Rules and JSON, both ways: the settings kept with every rules version."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from quiz.contests.draft import ContestDraft
from quiz.contests.rules import ContestRules
from quiz.core import clock


def to_settings(rules: ContestRules) -> dict[str, Any]:
    """The rules as plain JSON values; days as ISO 8601."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(rules), default=date.isoformat))
    return plain


def from_settings(data: Mapping[str, Any]) -> ContestRules:
    """The rules that `to_settings` wrote; what is missing has its default."""
    overrides = {int(number): _fields(ContestRules, its) for number, its in data.get("overrides", {}).items()}
    return ContestRules(**_fields(ContestRules, data), overrides=overrides)


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _fields(kind: type, data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a dataclass' fields, read by their types; `overrides` are read apart."""
    wanted = _types(kind)
    return {name: _read(wanted[name], value) for name, value in data.items() if name != "overrides"}


def _read(kind: Any, value: Any) -> Any:
    """A plain value as the type says: nothing else comes back than what `to_settings` was given."""
    if value is None:
        return None
    if get_origin(kind) in {Union, types.UnionType}:
        return _read(next(one for one in get_args(kind) if one is not type(None)), value)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], one) for one in value)
    if is_dataclass(kind) and isinstance(kind, type):
        return kind(**_fields(kind, value))
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, StrEnum) else value


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
                **({"is_practice": True} if one.is_practice else {}),
            }
            for one in draft.rounds
        ],
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def rules_in(settings: str) -> ContestRules:
    """The rules in a version's record."""
    return from_settings(json.loads(settings)["rules"])
