"""What templates may call: times and numbers as people in Vietnam read them, versioned static addresses, slots."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, current_app, url_for
from flask_babel import get_locale

from quiz.core import clock
from quiz.core.permissions import current_actor
from quiz.core.room import MenuItem, attached, slot
from quiz.core.settings import Settings
from quiz.core.vietnamese import number

DEMO_FILE = "demo.json"
"""Beside the database where the demo was loaded: every page then says so."""


def init_templates(app: Flask) -> None:
    """Register filters and globals."""
    app.jinja_env.filters.update(
        moment=moment, day=day, clock_time=clock_time, number=number, points=points, duration=duration
    )
    app.jinja_env.globals.update(
        static_url=static_url,
        menu=menu,
        menu_line=menu_line,
        slots=lambda name: slot(app, name),
        language=lambda: str(get_locale()),
    )
    app.context_processor(_common)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _common() -> dict[str, Any]:
    settings: Settings = current_app.extensions["settings"]
    has_demo_data = (settings.instance / DEMO_FILE).is_file()
    return {"actor": current_actor(), "now": clock.now(), "has_demo_data": has_demo_data}


def moment(value: datetime | None) -> str:
    """08:05 ngày 02/09/2026, in Vietnam's time."""
    return "" if value is None else clock.local(value).strftime("%H:%M %d/%m/%Y")


def day(value: datetime | None) -> str:
    """02/09/2026, in Vietnam's time."""
    return "" if value is None else clock.local(value).strftime("%d/%m/%Y")


def clock_time(value: datetime | None) -> str:
    """08:05:59, in Vietnam's time."""
    return "" if value is None else clock.local(value).strftime("%H:%M:%S")


def points(hundredths: int | None) -> str:
    """A score stored in hundredths as people read it: 9 or 8,5."""
    if hundredths is None:
        return "–"
    text = number(hundredths / 100, 2).rstrip("0").rstrip(",")
    return text or "0"


def duration(milliseconds: int | None) -> str:
    """A duration as people read it: 9:05,250 (minutes, seconds, milliseconds)."""
    if milliseconds is None:
        return "–"
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 60}:{seconds % 60:02d},{rest:03d}"


@lru_cache(maxsize=512)
def _fingerprint(path: Path, _modified: float) -> str:
    return sha256(path.read_bytes()).hexdigest()[:10]


def static_url(name: str) -> str:
    """The address of a static file with a fingerprint of its content, so that browsers may keep it for long."""
    path = Path(current_app.static_folder or "") / name
    version = _fingerprint(path, path.stat().st_mtime) if path.is_file() else ""
    return url_for("static", filename=name, v=version)


def menu() -> list[MenuItem]:
    """The lines of the console's menu that the acting person may see."""
    actor = current_actor()
    if actor is None:
        return []
    items = (item for room in attached(current_app) for item in room.menu)
    return [item for item in items if actor.has(*item.roles)]


def menu_line(addresses: Iterable[str], path: str) -> str:
    """The one address of the menu that a page stands under: the longest that its path begins with, "" for none."""
    fitting = (one for one in addresses if path == one or path.startswith(f"{one.rstrip('/')}/"))
    return max(fitting, key=len, default="")
