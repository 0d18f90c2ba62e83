"""The child: takes files from its standard input and answers with what the library read, within its bounds.

Started as `python -I -m quiz.bank.reading.child`. It ends at the end of its input, when memory runs out, and when the
processor time of a file is used up.
"""

from __future__ import annotations

import io
import os
import resource
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import PIL.Image

from question_bank.columns import Correction
from question_bank.formats import read
from question_bank.limits import Limits
from question_bank.read_options import ReadOptions
from quiz.bank.reading.frames import receive, send

OUT_OF_MEMORY = 3
"""The exit code of a child whose memory ran out."""
_TELL_EVERY_SECONDS = 0.2
_REFUSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.kill")


def main() -> None:
    """Answer file after file."""
    source, target = _take_pipes()
    _confine()
    PIL.Image.init()
    while (message := receive(source)) is not None:
        request, content = message
        try:
            _bound(request["limits"])
            answer = _answer(request, content, _teller(target))
            send(target, answer)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Our pipes under numbers of their own: what a library prints goes nowhere."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    sys.stdin, sys.stdout = io.StringIO(), io.StringIO()
    return source, target


def _confine() -> None:
    """Give up what reading a file never needs: writing files, starting processes, connections, core dumps."""
    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        resource.setrlimit(kind, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: object) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(event)


def _bound(limits: Mapping[str, int]) -> None:
    """Bound the memory of this process, and the processor time of the file that comes."""
    spent = int(time.process_time()) + 1
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"], resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CPU, (spent + limits["seconds"], resource.RLIM_INFINITY))


def _teller(target: BinaryIO) -> Callable[[int, int], None]:
    """Tells the parent how far the reading is, not more often than a person can see."""
    told_at = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told_at
        now = time.monotonic()
        if now - told_at >= _TELL_EVERY_SECONDS:
            told_at = now
            send(target, {"done": done, "total": total})

    return tell


def _answer(request: Mapping[str, Any], content: bytes, tell: Callable[[int, int], None]) -> dict[str, Any]:
    options = ReadOptions(tuple(Correction(**one) for one in request["corrections"]), Limits(**request["limits"]), tell)
    started = time.process_time()
    try:
        reading = read(content, request["name"], request["format"], options)
    except MemoryError:
        raise
    except Exception:  # a reader's fault: the file is refused, and the reason is logged where the product runs
        return {"failure": traceback.format_exc(limit=-3)}
    figures = {"cpu_seconds": time.process_time() - started, "peak_bytes": peak_bytes()}
    return {"reading": reading.dump(), **figures}


def peak_bytes() -> int:
    """The most memory this process has held at once (its resident set)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    main()
