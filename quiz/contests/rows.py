"""What the buttons of a form do to its rows: one more, one less, one place up or down. Plain Python."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from quiz.contests.moments import parse_moment, written
from quiz.contests.posted import DEEPEST, MOST_ROWS, Tree, at, put

WEEK = timedelta(days=7)
_LONGEST_NAME = 30
"""No name of a field, and no number of a row, is longer."""
NEW_ROWS: dict[str, dict[str, str]] = {
    "cells": {"topic": "*", "level": "*", "count": ""},
    "divisions": {"code": "", "title": ""},
    "weights": {"criterion": "", "weight": "1", "scale": "raw"},
    "bands": {"code": "", "title": ""},
    "quotas": {"each_round": ""},
}
PRIZE = {"title": "", "count": "", "worth": ""}
GRADES = ("Giải Nhất", "Giải Nhì", "Giải Ba", "Giải Khuyến khích")


def act(root: Tree, command: str) -> str:
    """Do what a button says (`add:rounds`, `remove:rounds.1`, `up:tie_break.2`, `down:…`) to the tree.

    Gives the name of the field or button that the eye should go to; empty where there is nothing to do.
    """
    verb, _mark, place = command.partition(":")
    path = place.split(".")
    if len(path) > DEEPEST or any(len(part) > _LONGEST_NAME for part in path):
        return ""
    if verb == "add" and not _is_astray(root, path):
        return _add(root, path)
    if verb in {"remove", "up", "down"} and path[-1].isascii() and path[-1].isdigit():
        rows = at(root, path[:-1])
        if isinstance(rows, list) and int(path[-1]) < len(rows):
            return _remove(rows, path) if verb == "remove" else _move(rows, path, verb)
    return ""


def _is_astray(root: Tree, path: list[str]) -> bool:
    """Whether a place leads through a row there is not, or through a plain value."""
    here: Any = root
    for part in path[:-1]:
        if here is not None and not isinstance(here, dict | list):
            return True
        below = at(here, [part]) if here is not None else None
        if below is None and isinstance(here, list):
            return True
        here = below
    return here is not None and not isinstance(here, dict)


def _add(root: Tree, path: list[str]) -> str:
    rows = at(root, path)
    if not isinstance(rows, list):
        rows = []
        put(root, path, rows)
    if len(rows) >= MOST_ROWS:
        return ""
    rows.append(_new(path[-1], rows))
    place = f"{'.'.join(path)}.{len(rows) - 1}"
    first = next(iter(rows[-1]), "") if isinstance(rows[-1], dict) else ""
    if path[-1] == "rounds":
        first = "title"
    return f"{place}.{first}" if first else place


def _new(name: str, rows: list[Any]) -> Any:
    if name == "rounds":
        return _next_round(rows)
    if name in {"tie_break", "unit_order"}:
        return ""
    if name in NEW_ROWS:
        return dict(NEW_ROWS[name])
    return {**PRIZE, "title": GRADES[len(rows)] if len(rows) < len(GRADES) else ""}


def _next_round(rows: list[Any]) -> dict[str, str]:
    """The round after the last one: its window a week later, or blank where that cannot be read."""
    groups = [one for one in rows if isinstance(one, dict)]
    numbers = [int(text) for one in groups if re.fullmatch("[0-9]{1,6}", text := str(one.get("number", "")))]
    number = max(numbers, default=0) + 1
    found = {"number": str(number), "title": f"Vòng {number}", "opens_at": "", "closes_at": ""}
    last = groups[-1] if groups else {}
    for name in ("opens_at", "closes_at"):
        moment = parse_moment(str(last.get(name, "")))
        if moment is not None:
            found[name] = written(moment + WEEK, is_end=name == "closes_at")
    return found


def _remove(rows: list[Any], path: list[str]) -> str:
    rows.pop(int(path[-1]))
    return f"add:{'.'.join(path[:-1])}"


def _move(rows: list[Any], path: list[str], verb: str) -> str:
    here = int(path[-1])
    there = here + (-1 if verb == "up" else 1)
    if not 0 <= there < len(rows):
        return ""
    rows[here], rows[there] = rows[there], rows[here]
    parent = ".".join(path[:-1])
    is_last = there == (0 if verb == "up" else len(rows) - 1)
    return f"{'down' if verb == 'up' else 'up'}:{parent}.{there}" if is_last else f"{verb}:{parent}.{there}"
