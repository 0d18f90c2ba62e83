"""How long a large round takes to be analysed, and how much memory.

`python -m tests.analysis.measure [PEOPLE [ITEMS]]`: the attempts are made in one process and analysed in a fresh one,
so that only the analysing is measured.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from quiz.analysis.models import Analysis
from quiz.analysis.service import analyse_now
from quiz.contests.models import Round
from quiz.core.db import db
from quiz.core.settings import Settings
from tests.analysis.crowd import Crowd, paper_of
from tests.applications import application
from tests.factories.stage import build

QUESTIONS = 20


def settings_in(folder: Path) -> Settings:
    """An embedded database in a folder."""
    return Settings(database_url=f"sqlite:///{folder / 'sen.db'}", secret_key="s" * 40, testing=True, instance=folder)


def fill(folder: Path, people: int, items: int) -> None:
    """Let so many people sit papers drawn from so many items."""
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    with application(settings_in(folder)):
        Crowd(build(now, people=1, items=items, **paper_of(QUESTIONS)), now).sit(people)


def peak_mb() -> float:
    """The most memory this program has held; unlike `getrusage` it does not count the one that started it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


def analyse(folder: Path) -> None:
    """Analyse what is there and print figures."""
    with application(settings_in(folder)):
        round_id = db.session.query(Round).one().id
        before = peak_mb()
        began, cpu = time.perf_counter(), time.process_time()
        attempts = analyse_now(round_id)
        took, used = time.perf_counter() - began, time.process_time() - cpu
        made = db.session.query(Analysis).count()
    print(
        f"{attempts} attempts, {made} analyses: {took:.2f} s, {used:.2f} s of CPU, "
        f"peak {peak_mb():.0f} MB (before {before:.0f} MB)"
    )


def main() -> None:
    """Fill in this process, analyse in another."""
    if sys.argv[1:2] == ["--analyse"]:
        analyse(Path(sys.argv[2]))
        return
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    items = int(sys.argv[2]) if len(sys.argv) > 2 else QUESTIONS
    with tempfile.TemporaryDirectory() as name:
        fill(Path(name), people, items)
        subprocess.run([sys.executable, "-m", "tests.analysis.measure", "--analyse", name], check=True)


if __name__ == "__main__":
    main()
