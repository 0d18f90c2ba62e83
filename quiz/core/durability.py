"""Whether an acknowledged answer survives a power cut, as the database itself says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext

from quiz.core import direct
from quiz.core.db import db
from quiz.core.errors import Conflict
from quiz.core.settings import Settings

MIN_BUSY_MS = 5000
FULL = 2


@dataclass(frozen=True)
class Demand:
    """A setting of the database that must hold; `wanted` is what a person reads."""

    question: str
    holds: Callable[[Any], bool]
    wanted: str


SQLITE = (
    Demand("PRAGMA journal_mode", lambda value: value == "wal", "wal"),
    Demand("PRAGMA synchronous", lambda value: value >= FULL, "2 (FULL)"),
    Demand("PRAGMA foreign_keys", lambda value: value == 1, "1"),
    Demand("PRAGMA busy_timeout", lambda value: value >= MIN_BUSY_MS, f">= {MIN_BUSY_MS}"),
)
POSTGRESQL = (
    Demand("SHOW fsync", lambda value: value == "on", "on"),
    Demand("SHOW full_page_writes", lambda value: value == "on", "on"),
    Demand("SHOW synchronous_commit", lambda value: value in {"on", "remote_apply"}, "on"),
)


def durability_problems() -> list[str]:
    """What could lose an acknowledged answer, a line each; empty where nothing could.

    Asks a fresh connection of both ways to the database, the engine of the ORM and the single statements of the
    hot path, for each sets its own options. No round may be opened while there is a problem.
    """
    settings: Settings = current_app.extensions["settings"]
    demands = SQLITE if settings.is_sqlite else POSTGRESQL
    problems = []
    for way, ask in (("ORM", _ask_engine), ("direct", _ask_direct)):
        answers = ask([demand.question for demand in demands])
        for demand, answer in zip(demands, answers, strict=True):
            if not demand.holds(answer):
                problems.append(_line(way, demand, answer))
    return problems


def require_durability() -> None:
    """Refuse, where real people take part, a database that could lose an acknowledged answer."""
    settings: Settings = current_app.extensions["settings"]
    problems = durability_problems() if settings.is_production else []
    if problems:
        text = "Cơ sở dữ liệu chưa bảo đảm giữ được mọi câu trả lời đã nhận. %(problems)s"
        raise Conflict(text, code="not_durable", problems=" ".join(problems))


def _line(way: str, demand: Demand, answer: object) -> str:
    text = gettext("%(way)s: %(setting)s đang là %(answer)s, phải là %(wanted)s.")
    setting = demand.question.partition(" ")[2]
    return str(text % {"way": way, "setting": setting, "answer": answer, "wanted": demand.wanted})


def _ask_engine(questions: list[str]) -> list[Any]:
    pool = db.engine.pool.recreate()
    connection = pool.connect()
    try:
        cursor = connection.cursor()
        return [cursor.execute(question).fetchone()[0] for question in questions]
    finally:
        connection.close()
        pool.dispose()


def _ask_direct(questions: list[str]) -> list[Any]:
    direct.close()
    return [direct.run(question, {})[0][0] for question in questions]
