"""One reading child, as its parent sees it."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, cast

from question_bank.columns import Correction
from question_bank.limits import Limits
from question_bank.reading import Reading
from quiz.bank.reading.child import OUT_OF_MEMORY
from quiz.bank.reading.frames import BrokenFrameError, receive, send

_COMMAND = (sys.executable, "-I", "-B", "-m", "quiz.bank.reading.child")
_ENVIRONMENT = {"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
Progress = Callable[[int, int], None]


class Reason(StrEnum):
    """Why a child gave no reading."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    BUSY = "busy"  # no child could be started


class ReadingFailed(Exception):
    """The child was ended or died over a file; `detail` is for the log."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason.value)
        self.reason = reason


class ChildLost(ReadingFailed):
    """The child went without a word, so it is not known whether the file is to blame."""


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read; within `seconds` of the clock the answer is there or the child is ended."""

    name: str
    content: bytes
    format: str | None
    corrections: tuple[Correction, ...]
    limits: Limits
    seconds: float

    def head(self) -> dict[str, Any]:
        """The message that goes before the content."""
        return {
            "name": self.name,
            "format": self.format,
            "corrections": [asdict(one) for one in self.corrections],
            "limits": asdict(self.limits),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child read, and what it took: processor seconds, and the most bytes of memory held so far."""

    reading: Reading
    cpu_seconds: float
    peak_bytes: int


class Child:
    """A process that reads file after file; `files` counts them."""

    def __init__(self, folder: Path) -> None:
        self.files = 0
        self._heard = False
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_ENVIRONMENT,
            start_new_session=True,  # a signal for the terminal's processes is none for the child
        )
        self._pipe, self._answers = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def has_ended(self) -> bool:
        """Whether the process is gone."""
        return self._process.poll() is not None

    def ask(self, request: Request, progress: Progress) -> Answer:
        """Have a file read. Raises ReadingFailed, after which the child is of no more use."""
        self.files += 1
        self._heard = False
        overdue = threading.Event()
        timer = threading.Timer(request.seconds, self._end, (overdue,))
        timer.daemon = True
        timer.start()
        try:
            return self._converse(request, progress)
        except (OSError, BrokenFrameError, KeyError, TypeError, ValueError) as error:
            raise self._failure(overdue, repr(error)) from error
        finally:
            timer.cancel()

    def _converse(self, request: Request, progress: Progress) -> Answer:
        send(self._pipe, request.head(), request.content)
        while (message := receive(self._answers, request.limits.unpacked_bytes)) is not None:
            self._heard = True
            head = message[0]
            if "done" in head:
                progress(int(head["done"]), int(head["total"]))
            elif "failure" in head:
                raise ReadingFailed(Reason.CRASH, str(head["failure"]))
            else:
                return Answer(Reading.load(head["reading"]), float(head["cpu_seconds"]), int(head["peak_bytes"]))
        raise BrokenFrameError("the child has ended")

    def _end(self, overdue: threading.Event) -> None:
        overdue.set()
        self._process.kill()

    def _failure(self, overdue: threading.Event, detail: str) -> ReadingFailed:
        self._process.kill()
        code = self._process.wait()
        if overdue.is_set() or code == -signal.SIGXCPU:
            return ReadingFailed(Reason.TIME, detail)
        if code == OUT_OF_MEMORY:
            return ReadingFailed(Reason.MEMORY, f"{detail}, exit {code}")
        return (ReadingFailed if self._heard else ChildLost)(Reason.CRASH, f"{detail}, exit {code}")

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self.forget()

    def forget(self) -> None:
        """Let go of the pipes; a child without anybody at the other end goes by itself."""
        for pipe in (self._pipe, self._answers):
            with suppress(OSError):  # a message half written to a child that is gone
                pipe.close()
