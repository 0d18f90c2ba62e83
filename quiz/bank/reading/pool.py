"""The children of this process: started when there is something to read, used again, replaced in time."""

from __future__ import annotations

import atexit
import os
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from quiz.bank.reading.process import Answer, Child, Progress, ReadingFailed, Reason, Request

AT_ONCE = 2
FILES_EACH = 50
LARGE_BYTES = 200 * 1024 * 1024
"""A child that has held more than this is not kept, for a process gives memory back only when it ends."""


class Pool:
    """At most `at_once` children; safe for threads, and for processes that fork."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(at_once)
        self._idle: list[Child] = []
        self._home: Path | None = None
        os.register_at_fork(after_in_child=self._renew_after_fork)
        atexit.register(self.close)

    def read(self, request: Request, progress: Progress) -> Answer:
        """Have a file read, waiting for a child that is free. Raises ReadingFailed."""
        with self._places:
            return self._read(request, progress)

    def try_read(self, request: Request, progress: Progress) -> Answer | None:
        """The same, or None at once where all children are at work."""
        if not self._places.acquire(blocking=False):
            return None
        try:
            return self._read(request, progress)
        finally:
            self._places.release()

    def warm(self) -> None:
        """Start a child in advance, while a person is still choosing a file."""
        with self._lock:
            if not self._idle:
                self._idle.append(Child(self._folder()))

    def close(self) -> None:
        """End the children that are idle; those at work end with this process."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()
            if self._home is not None:
                with suppress(OSError):
                    self._home.rmdir()
                self._home = None

    def _read(self, request: Request, progress: Progress) -> Answer:
        child = self._take()
        keep = False
        try:
            answer = child.ask(request, progress)
            keep = child.files < FILES_EACH and answer.peak_bytes < LARGE_BYTES
            return answer
        finally:
            if keep:
                with self._lock:
                    self._idle.append(child)
            else:
                child.close()

    def _take(self) -> Child:
        with self._lock:
            if self._idle:
                return self._idle.pop()
            return Child(self._folder())

    def _folder(self) -> Path:
        """An empty folder that the children can see and nobody writes to."""
        if self._home is None:
            self._home = Path(tempfile.mkdtemp(prefix="sen-reading-"))
            self._home.chmod(0o500)
        return self._home

    def _renew_after_fork(self) -> None:
        """Children and folder belong to the process that made them; this one begins without any."""
        for child in self._idle:
            child.forget()
        self._lock, self._places = threading.Lock(), threading.BoundedSemaphore(self._at_once)
        self._idle, self._home = [], None


POOL = Pool()
"""The pool of this process; the bounds come with each file, so all applications of a process share it."""

__all__ = ["POOL", "Answer", "Pool", "ReadingFailed", "Reason", "Request"]
