"""`quiz bench cost`: CPU of a save and of a whole attempt beside a bare Flask hello, alternating in one run."""

from __future__ import annotations

import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import click

from quiz.core.settings import ROOT
from quiz.operations.contestant import Contestant
from quiz.operations.measuring import Job, cpu_seconds, drive

SAVES_IN_AN_ATTEMPT = 10
HELLOS, SAVES = 3000, 3000
GUNICORN = (sys.executable, "-m", "gunicorn", "--config", str(ROOT / "deploy" / "gunicorn.conf.py"))
PLAIN = (sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--no-control-socket")


@click.group()
def bench() -> None:
    """Đo chi phí trên chính máy này, trong một thư mục tạm."""


@dataclass
class Figures:
    """CPU milliseconds of each kind of work, one figure a round."""

    hello: list[float] = field(default_factory=list)
    save: list[float] = field(default_factory=list)
    attempt: list[float] = field(default_factory=list)
    idle_ms_per_second: float = 0.0

    def report(self) -> dict[str, Any]:
        """Medians, and ratios to the hello of the same run."""
        hello, save, attempt = (statistics.median(kind) for kind in (self.hello, self.save, self.attempt))
        return {
            "hello_ms": round(hello, 3),
            "save_ms": round(save, 3),
            "attempt_ms": round(attempt, 2),
            "save_in_hellos": round(save / hello, 2),
            "attempt_in_hellos": round(attempt / hello, 1),
            "idle_ms_per_second": round(self.idle_ms_per_second, 2),
            "rounds": len(self.hello),
        }


@bench.command()
@click.option("--rounds", default=5, show_default=True, help="Số vòng đo xen kẽ.")
@click.option("--attempts", default=60, show_default=True, help="Số lượt thi trọn vẹn mỗi vòng.")
@click.option("--workers", default=2, show_default=True, help="Số tiến trình của mỗi máy chủ.")
@click.option("--clients", default=8, show_default=True, help="Số kết nối cùng lúc.")
@click.option("--database-url", help="Cơ sở dữ liệu rỗng; mặc định SQLite trong thư mục tạm.")
def cost(rounds: int, attempts: int, workers: int, clients: int, database_url: str | None) -> None:
    """CPU của một lần lưu và một lượt thi, so với một trang Flask trống trên cùng gunicorn."""
    with tempfile.TemporaryDirectory(prefix="sen-bench-") as folder:
        environment = {**os.environ, "QUIZ_INSTANCE": folder, "QUIZ_ENV": "development"}
        if database_url:
            environment["QUIZ_DATABASE_URL"] = database_url
        demo = _prepare(environment, people=rounds * attempts + clients)
        with _server([*GUNICORN, "quiz.app:create_app()"], workers, environment) as (product, product_port):
            plain = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": folder}
            with _server([*PLAIN, "--threads", "8", "quiz.operations.hello:app"], workers, plain) as (hello, port):
                figures = _measure(demo, (product, product_port), (hello, port), rounds, attempts, clients)
    click.echo(json.dumps(figures.report(), indent=2))


def _prepare(environment: dict[str, str], people: int) -> dict[str, Any]:
    quiz = [sys.executable, "-m", "quiz"]
    subprocess.run([*quiz, "db", "upgrade"], env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    command = [*quiz, "demo", "--people", str(people), "--json"]
    made = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)  # noqa: S603
    demo: dict[str, Any] = json.loads(made.stdout)
    return demo


@contextmanager
def _server(command: Sequence[str], workers: int, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    port = _free_port()
    arguments = [*command, "--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--log-level", "warning"]
    with subprocess.Popen(arguments, env=environment, cwd=ROOT) as process:  # noqa: S603
        try:
            _wait(port)
            yield process.pid, port
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int) -> None:
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            time.sleep(1)  # let every worker come up
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise click.ClickException("the server did not start")


def _measure(
    demo: dict[str, Any], product: tuple[int, int], hello: tuple[int, int], rounds: int, attempts: int, clients: int
) -> Figures:
    rng = random.Random(7)
    people = [
        Contestant(demo["contest"], demo["open_round"], one["login"], one["password"]) for one in demo["contestants"]
    ]
    drive(product[1], [one.log_in for one in people], clients)
    savers, sitters = people[:clients], people[clients:]
    drive(product[1], [one.start for one in savers], clients)
    figures = Figures(idle_ms_per_second=_idle(product[0]))
    drive(hello[1], [_hello] * 500, clients)
    for number in range(rounds):
        figures.hello.append(_cost(hello, [_hello] * HELLOS, clients))
        figures.save.append(_cost(product, _saves(savers, rng), clients) * len(savers) / SAVES)
        batch = sitters[number * attempts : (number + 1) * attempts]
        journeys = [one.whole_attempt(SAVES_IN_AN_ATTEMPT, rng) for one in batch]
        figures.attempt.append(_cost(product, journeys, clients))
    return figures


def _idle(pid: int, seconds: float = 5.0) -> float:
    before = cpu_seconds(pid)
    time.sleep(seconds)
    return (cpu_seconds(pid) - before) * 1000 / seconds


def _cost(server: tuple[int, int], jobs: Sequence[Job], clients: int) -> float:
    """CPU milliseconds of the server a job."""
    before = cpu_seconds(server[0])
    drive(server[1], jobs, clients)
    return (cpu_seconds(server[0]) - before) * 1000 / len(jobs)


def _hello(connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/")
    connection.getresponse().read()


def _saves(savers: Sequence[Contestant], rng: random.Random) -> list[Job]:
    """One long job a person, for the saves of one person come one after the other."""

    def many(one: Contestant) -> Job:
        answers = one.answers(rng)

        def job(connection: http.client.HTTPConnection) -> None:
            for _ in range(SAVES // len(savers)):
                one.save(connection, answers)

        return job

    return [many(one) for one in savers]
