"""The children of this process: started when there is something to read, used again, replaced in time."""

from __future__ import annotations

import atexit
import os
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from quiz.bank.reading.process import Answer, Child, ChildLost, Progress, ReadingFailed, Reason, Request

AT_ONCE = 2
FILES_EACH = 50
IDLE_SECONDS = 120.0
"""A child that nobody needed for so long is ended: its memory is of more use to others."""
LARGE_BYTES = 200 * 1024 * 1024
"""A child that has held more than this is not kept, for a process gives memory back only when it ends."""


class Pool:
    """At most `at_once` children; safe for threads, and for processes that fork."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(at_once)
        self._idle: list[Child] = []
        self._timers: dict[Child, threading.Timer] = {}
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
        with self._lock, suppress(OSError):  # where it cannot be started, the file itself will tell
            self._drop_ended()
            if not self._idle:
                self._rest(Child(self._folder()))

    def close(self) -> None:
        """End the children that are idle; those at work end with this process."""
        with self._lock:
            while self._idle:
                self._wake().close()
            if self._home is not None:
                with suppress(OSError):
                    self._home.rmdir()
                self._home = None

    def _read(self, request: Request, progress: Progress) -> Answer:
        waiting = self._take()
        if waiting is not None:
            with suppress(ChildLost):  # it may have died before the file came, which is not to blame then
                return self._ask(waiting, request, progress)
        return self._ask(self._start(), request, progress)

    def _ask(self, child: Child, request: Request, progress: Progress) -> Answer:
        keep = False
        try:
            answer = child.ask(request, progress)
            keep = child.files < FILES_EACH and answer.peak_bytes < LARGE_BYTES
            return answer
        finally:
            if keep:
                with self._lock:
                    self._rest(child)
            else:
                child.close()

    def _take(self) -> Child | None:
        """An idle child whose process is there, if any."""
        with self._lock:
            self._drop_ended()
            return self._wake() if self._idle else None

    def _start(self) -> Child:
        try:
            with self._lock:
                return Child(self._folder())
        except OSError as error:
            raise ReadingFailed(Reason.BUSY, repr(error)) from error

    def _rest(self, child: Child) -> None:
        """Put a child among the idle ones, until it is needed or has been there for too long."""
        timer = threading.Timer(IDLE_SECONDS, self._dismiss, (child,))
        timer.daemon = True
        self._idle.append(child)
        self._timers[child] = timer
        timer.start()

    def _wake(self) -> Child:
        """The idle child that was used last."""
        child = self._idle.pop()
        self._timers.pop(child).cancel()
        return child

    def _dismiss(self, child: Child) -> None:
        with self._lock:
            if child in self._idle:
                self._idle.remove(child)
                self._timers.pop(child).cancel()
                child.close()

    def _drop_ended(self) -> None:
        """Forget idle children whose process has gone, such as one that the system ended for want of memory."""
        for child in [one for one in self._idle if one.has_ended()]:
            self._idle.remove(child)
            self._timers.pop(child).cancel()
            child.close()

    def _folder(self) -> Path:
        """An empty folder that the children can see and nobody writes to; one that was cleaned away is made anew."""
        if self._home is None or not self._home.is_dir():
            self._home = Path(tempfile.mkdtemp(prefix="sen-reading-"))
            self._home.chmod(0o500)
        return self._home

    def _renew_after_fork(self) -> None:
        """Children and folder belong to the process that made them; this one begins without any."""
        for child in self._idle:
            child.forget()
        self._lock, self._places = threading.Lock(), threading.BoundedSemaphore(self._at_once)
        self._idle, self._timers, self._home = [], {}, None


POOL = Pool()
"""The pool of this process; the bounds come with each file, so all applications of a process share it."""

__all__ = ["POOL", "Answer", "Pool", "ReadingFailed", "Reason", "Request"]
