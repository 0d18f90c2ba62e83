"""The room descriptor: the one door through which the application sees a room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import click
from flask import Blueprint, Flask

from quiz.core.permissions import Role

SLOTS = (
    "result_sections",
    "me_sections",
    "home_sections",
    "console_panels",
    "console_sections",
    "contest_links",
    "draw_sections",
    "item_usage",
    "item_facility",
    "leads",
    "report_section",
    "evidence",
    "figures",
    "rehearsal_steps",
    "plan_modules",
)


@dataclass(frozen=True)
class MenuItem:
    """A line of the console's menu; shown to those who hold one of `roles`."""

    endpoint: str
    title: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Periodic:
    """Work that one runner at a time repeats; `run` gets no argument and reads the clock itself."""

    name: str
    every_seconds: float
    run: Callable[[], None]


@dataclass(frozen=True)
class Room:
    """What a room brings; `name` is its folder, template folder, static folder and /admin/<name>/."""

    name: str
    title: str
    blueprints: Sequence[Blueprint] = ()
    menu: Sequence[MenuItem] = ()
    commands: Sequence[click.Command] = ()
    periodic: Sequence[Periodic] = ()
    slots: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    setup: Callable[[Flask], None] | None = None

    def __post_init__(self) -> None:
        unknown = set(self.slots) - set(SLOTS)
        if unknown:
            raise ValueError(f"room {self.name}: unknown slots {sorted(unknown)}")


def attached(app: Flask) -> tuple[Room, ...]:
    """The rooms of an application, in the order of the registry."""
    rooms: tuple[Room, ...] = app.extensions["rooms"]
    return rooms


def slot(app: Flask, name: str) -> list[Callable[..., Any]]:
    """What the rooms have put into a slot, in the order of the registry."""
    if name not in SLOTS:
        raise ValueError(f"unknown slot {name}")
    return [room.slots[name] for room in attached(app) if name in room.slots]
