"""`quiz bench-plans`: how long overviews take with many units, on this machine, in a database of its own."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import Conflict
from quiz.plans.overview import bench_data
from quiz.plans.overview.cells import Choice, behind
from quiz.plans.overview.finding import find
from quiz.plans.overview.grid import Filter, grid_of
from quiz.plans.overview.reminders import remind
from quiz.plans.overview.scope import acted_for, look_at, own_units, reach
from quiz.plans.overview.timeline import timeline_of
from quiz.plans.overview.todo import to_do_count, todo_of
from quiz.plans.overview.todo_queries import Wanted
from quiz.units.models import OrgUnit


@click.command("bench-plans")
@click.option("--units", default=3000, show_default=True, help="Số đơn vị.")
@click.option("--tasks", default=120, show_default=True, help="Số nhiệm vụ, mỗi nhiệm vụ giao cho mọi đơn vị.")
@click.option("--rounds", default=5, show_default=True, help="Số lần đo mỗi trang.")
@click.option("--database-url", help="Cơ sở dữ liệu rỗng; mặc định SQLite trong thư mục tạm.")
@click.option("--in-place", is_flag=True, hidden=True)
@with_appcontext
def bench_plans(units: int, tasks: int, rounds: int, database_url: str | None, in_place: bool) -> None:
    """Đo thời gian và số câu lệnh của các trang tổng quan kế hoạch, trong cơ sở dữ liệu riêng."""
    if in_place:
        click.echo(json.dumps(_measured(units, tasks, rounds), ensure_ascii=False, indent=2))
        return
    quiz = [sys.executable, "-m", "quiz"]
    with tempfile.TemporaryDirectory(prefix="sen-bench-") as folder:
        environment = {**os.environ, "QUIZ_INSTANCE": folder, "QUIZ_ENV": "development"}
        environment.pop("QUIZ_DATABASE_URL", None)
        if database_url:
            environment["QUIZ_DATABASE_URL"] = database_url
        subprocess.run([*quiz, "db", "upgrade"], env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        size = ["--units", str(units), "--tasks", str(tasks), "--rounds", str(rounds)]
        subprocess.run([*quiz, "bench-plans", "--in-place", *size], env=environment, check=True)  # noqa: S603


def _measured(units: int, tasks: int, rounds: int) -> dict[str, Any]:
    if db.session.scalar(sa.select(sa.func.count()).select_from(OrgUnit)):
        raise Conflict("Cơ sở dữ liệu này không rỗng nên không dùng để đo được.")
    now = clock.now()
    began = time.monotonic()
    duties = bench_data.fill(units, tasks, now)
    filled = time.monotonic() - began
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("analyze"))
    pages = {name: _timed(page, rounds) for name, page in _pages().items()}
    return {"units": units, "tasks": tasks, "duties": duties, "filled_seconds": round(filled, 1), "pages": pages}


def _pages() -> dict[str, Callable[[], object]]:
    """What is measured: as the province's organiser, and as the contact of one commune."""
    now = clock.now()
    today = clock.local(now).date()
    top, contact = bench_data.organiser(), bench_data.contact()
    look = look_at(top, bench_data.SLUG, "", today)
    commune = look_at(contact, bench_data.SLUG, "", today)
    column = grid_of(look, Filter()).columns[0]
    acting = {actor: Wanted(acted_for(actor, own_units(actor)), today) for actor in (top, contact)}
    return {
        "grid, province": lambda: grid_of(look, Filter()),
        "grid, province, only late": lambda: grid_of(look, Filter(late=True)),
        "grid, province, a month": lambda: grid_of(look, Filter(month=f"{today:%Y-%m}")),
        "grid, commune": lambda: grid_of(commune, Filter()),
        "cell, province": lambda: behind(look, column, Choice(), 1),
        "timeline, province": lambda: timeline_of(look, None),
        "timeline, commune": lambda: timeline_of(commune, None),
        "to-do, province": lambda: todo_of(top, acting[top], None, 1),
        "to-do, province, all units": lambda: todo_of(top, Wanted(reach(top), today), None, 1),
        "to-do, commune": lambda: todo_of(contact, acting[contact], None, 1),
        "badge, commune": lambda: to_do_count(contact, acting[contact]),
        "search, province": lambda: find(top, "nhiem vu", now),
        "search, commune": lambda: find(contact, "chi bo 7", now),
        "reminders of a day": lambda: remind(now),
    }


def _timed(page: Callable[[], object], rounds: int) -> dict[str, Any]:
    seconds, cpu, statements = [], [], []
    for _ in range(rounds):
        db.session.rollback()
        with _counted() as sent:
            began, used = time.perf_counter(), time.process_time()
            page()
            cpu.append(time.process_time() - used)
            seconds.append(time.perf_counter() - began)
        statements.append(len(sent))
    return {
        "median_seconds": round(statistics.median(seconds), 3),
        "median_cpu_seconds": round(statistics.median(cpu), 3),
        "slowest_seconds": round(max(seconds), 3),
        "statements": max(statements),
        "n": rounds,
    }


@contextmanager
def _counted() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(db.engine, "before_cursor_execute", note)
