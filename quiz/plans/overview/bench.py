"""`quiz plan bench`: how long overviews take with many units, on this machine, in a database of its own."""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from http import HTTPStatus
from typing import Any

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from quiz.accounts.service import open_session
from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import Conflict, NotFound
from quiz.plans.overview import bench_data
from quiz.plans.overview.reminders import remind
from quiz.units.models import OrgUnit


@click.command("bench")
@click.option("--units", default=3000, show_default=True, help="Số đơn vị.")
@click.option("--tasks", default=120, show_default=True, help="Số nhiệm vụ, mỗi nhiệm vụ giao cho mọi đơn vị.")
@click.option("--rounds", default=5, show_default=True, help="Số lần đo mỗi trang.")
@click.option("--database-url", help="Cơ sở dữ liệu rỗng; mặc định SQLite trong thư mục tạm.")
@click.option("--in-place", is_flag=True, hidden=True)
@with_appcontext
def bench_plans(units: int, tasks: int, rounds: int, database_url: str | None, in_place: bool) -> None:
    """Đo thời gian và số câu lệnh của các trang kế hoạch, trong cơ sở dữ liệu riêng."""
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
        subprocess.run([*quiz, "plan", "bench", "--in-place", *size], env=environment, check=True)  # noqa: S603


def _measured(units: int, tasks: int, rounds: int) -> dict[str, Any]:
    if db.session.scalar(sa.select(sa.func.count()).select_from(OrgUnit)):
        raise Conflict("Cơ sở dữ liệu này không rỗng nên không dùng để đo được.")
    now = clock.now()
    began = time.monotonic()
    duties = bench_data.fill(units, tasks, now)
    filled = time.monotonic() - began
    gc.collect()
    gc.freeze()  # what filling left in memory is no burden of the pages
    pages = {name: _timed(page, rounds) for name, page in _pages().items()}
    return {
        "units": units,
        "tasks": tasks,
        "duties": duties,
        "filled_seconds": round(filled, 1),
        "load": os.getloadavg()[0],
        "pages": pages,
    }


def _pages() -> dict[str, Callable[[], object]]:
    """What is measured: whole pages of the province's organiser, of a commune's contact, of a person; and the jobs."""
    now = clock.now()
    today = clock.local(now).date()
    plan = f"/admin/plans/{bench_data.SLUG}"
    asked: dict[str, tuple[int, str]] = {
        "grid, province": (bench_data.ORGANISER, f"{plan}/grid"),
        "grid, province, only late": (bench_data.ORGANISER, f"{plan}/grid?late=1"),
        "grid, province, a month": (bench_data.ORGANISER, f"{plan}/grid?month={today:%Y-%m}"),
        "grid, commune": (bench_data.CONTACT, f"{plan}/grid"),
        "grid, branch": (bench_data.CONTACT, f"{plan}/grid?unit=DV3"),
        "cell, province, a task of people": (bench_data.ORGANISER, f"{plan}/grid/cell?task=6"),
        "timeline, province": (bench_data.ORGANISER, f"{plan}/timeline"),
        "timeline, commune": (bench_data.CONTACT, f"{plan}/timeline"),
        "to-do, province": (bench_data.ORGANISER, "/admin/plans/todo"),
        "to-do, province, all units": (bench_data.ORGANISER, "/admin/plans/todo?all=1"),
        "to-do, commune": (bench_data.CONTACT, "/admin/plans/todo"),
        "own tasks, a person": (bench_data.MEMBER, "/tasks/"),
        "search, province": (bench_data.ORGANISER, "/admin/plans/search?q=nhiem+vu"),
        "search, commune": (bench_data.CONTACT, "/admin/plans/search?q=chi+bo+7"),
        "roll-up of a year, province": (bench_data.ORGANISER, f"{plan}/reports/1/DV1"),
        "roll-up of a year, commune": (bench_data.CONTACT, f"{plan}/reports/1/DV2"),
        "assigning, preview": (bench_data.ORGANISER, f"{plan}/assign"),
        "waiting duties, province": (bench_data.ORGANISER, "/admin/plans/duties/"),
        "waiting duties, commune": (bench_data.CONTACT, "/admin/plans/duties/"),
        "conference, coverage": (bench_data.ORGANISER, "/admin/conferences/1/coverage"),
        "registrations, figures": (bench_data.ORGANISER, "/admin/registrations/figures"),
        "registrations, commune": (
            bench_data.CONTACT,
            f"/admin/registrations/{bench_data.SLUG}/{today.year}/",
        ),
    }
    pages: dict[str, Callable[[], object]] = {
        name: _page(person_id, address) for name, (person_id, address) in asked.items()
    }
    return {**pages, "reminders of a day": lambda: remind(now)}


def _page(person_id: int, address: str) -> Callable[[], object]:
    """A whole page as a browser of this person gets it."""
    client = current_app.test_client()
    token = open_session(person_id, clock.now())
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True

    def get() -> object:
        answer = Context().run(client.get, address)  # or else all pages would be those of whoever asked first
        if answer.status_code != HTTPStatus.OK:
            raise NotFound("Không mở được trang %(address)s (%(status)s).", address=address, status=answer.status_code)
        return answer

    return get


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
        "median_cpu_seconds": round(statistics.median(cpu), 3),
        "median_seconds": round(statistics.median(seconds), 3),
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
