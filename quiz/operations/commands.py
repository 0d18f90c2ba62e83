"""The commands `quiz serve`, `quiz work` and `quiz doctor`."""

from __future__ import annotations

import os
import signal
import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from quiz.core.jobs.runner import Runner
from quiz.core.settings import ROOT, load
from quiz.operations.bench import bench
from quiz.operations.checks import findings

CONFIGURATION = ROOT / "deploy" / "gunicorn.conf.py"


@click.command()
@click.option("--bind", metavar="ĐỊA_CHỈ:CỔNG", help="Mặc định 127.0.0.1:8000, hoặc cổng trong biến PORT.")
@click.option("--workers", type=click.IntRange(1, 256), help="Số tiến trình, mặc định theo số nhân của máy.")
def serve(bind: str | None, workers: int | None) -> None:
    """Phục vụ bằng gunicorn với cấu hình kèm theo phần mềm."""
    load()  # a wrong setting is named in one line here, not in a traceback of every process
    arguments = [sys.executable, "-m", "gunicorn", "--config", str(CONFIGURATION)]
    if bind:
        arguments += ["--bind", bind]
    if workers:
        arguments += ["--workers", str(workers)]
    os.execv(sys.executable, [*arguments, "quiz.app:create_app()"])  # noqa: S606 - our own interpreter


@click.command()
@with_appcontext
def work() -> None:
    """Làm các việc định kỳ và các việc đang chờ trong tiến trình này, đến khi được dừng."""
    runner = Runner(current_app._get_current_object())  # type: ignore[attr-defined]
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: runner.stopping.set())
    runner.run_forever()


@click.command()
@with_appcontext
def doctor() -> None:
    """Kiểm tra cấu hình, độ bền dữ liệu, đĩa, đồng hồ và phiên bản bảng."""
    healthy = True
    for finding in findings():
        healthy = healthy and not finding.problems
        click.echo(f"{'LỖI' if finding.problems else 'đạt'}  {finding.name}")
        for problem in finding.problems:
            click.echo(f"     {problem}")
    sys.exit(0 if healthy else 1)


COMMANDS = (serve, work, doctor, bench)
