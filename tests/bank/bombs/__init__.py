"""Small files that ask for much: each is to be refused, soon and within the bounds of the child that reads it.

`python -m tests.bank.bombs` reads them all and prints seconds and memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from quiz.bank.reading.pool import Pool, ReadingFailed, Request
from quiz.core.settings import IMPORT_LIMITS
from tests.bank.bombs import archives, office, texts
from tests.bank.bombs.parts import MB, Bomb

ALL: dict[str, Callable[[], Bomb]] = {**archives.BOMBS, **office.BOMBS, **texts.BOMBS}
QUICK = (
    *("billion_laughs", "moodle_laughs", "external_file", "external_network", "deep_word", "deep_moodle", "quadratic"),
    *("png", "jpeg", "far_cell", "far_unnamed", "cyclic", "cyclic_styles", "json_depth", "json_objects", "gift_braces"),
    *("gift_options", "overlapping", "nested"),
)
"""Those that are made and refused in a moment."""
HARMLESS = frozenset({"merged_far", "gift_names", "deep_html_in_json"})
"""Those of which the question that is in them may be taken, as soon as the others are refused."""


def read_bomb(pool: Pool, bomb: Bomb, seconds: int = IMPORT_LIMITS.seconds) -> tuple[str, float, int]:
    """What came of a bomb in a child: the first error's code, or why the child ended; seconds; bytes of memory."""
    name, content = bomb
    request = Request(name, content, None, (), replace(IMPORT_LIMITS, seconds=seconds), seconds)
    started = time.monotonic()
    try:
        answer = pool.read(request, lambda _done, _total: None)
    except ReadingFailed as failure:
        return failure.reason.value, time.monotonic() - started, IMPORT_LIMITS.memory_bytes
    codes = [problem.code for problem in answer.reading.errors] or ["taken"]
    return codes[0], time.monotonic() - started, answer.peak_bytes


def measure(name: str) -> str:
    """A line about one bomb in a child of its own."""
    bomb = ALL[name]()
    pool = Pool(at_once=1)
    pool.warm()
    result, seconds, peak = read_bomb(pool, bomb)
    pool.close()
    return f"{name:20} {len(bomb[1]) / 1024:8.0f} kB  {result:18} {seconds:6.2f} s {peak / MB:5.0f} MB"
