"""The runner: two threads in every process; whoever holds a lease repeats periodic work, or works off the jobs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from quiz.core import direct
from quiz.core.db import db
from quiz.core.errors import Unavailable
from quiz.core.jobs import lease, queue
from quiz.core.room import Periodic, attached

PERIODIC = "runner"
JOBS = "jobs"
LEASE_LENGTH = timedelta(seconds=15)
PAUSE_SECONDS = 1.0


class Runner:
    """Periodic work and jobs of one application, side by side: a long job never holds up what is due."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.stopping = threading.Event()
        self._due: dict[str, float] = {}
        self._threads = [
            threading.Thread(target=self._loop, args=(PERIODIC, self.tick), name=PERIODIC, daemon=True),
            threading.Thread(target=self._loop, args=(JOBS, self.work_off), name=JOBS, daemon=True),
        ]

    def start(self) -> None:
        """Begin, in threads of their own."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ask the threads to end and wait for them; leases are given back."""
        self.stopping.set()
        for thread in self._threads:
            thread.join(timeout=10)

    def run_forever(self) -> None:
        """The same for a process that does nothing else, until `stopping` is set."""
        self.start()
        while not self.stopping.wait(PAUSE_SECONDS):  # a wait without end may sleep through a signal
            pass
        self.stop()

    def _loop(self, lease_name: str, step: Callable[[], bool]) -> None:
        with self.app.app_context():
            while not self.stopping.wait(PAUSE_SECONDS):
                self._guarded(step)
            self._guarded(lambda: lease.release(lease_name))
            direct.close()

    def _guarded(self, step: Callable[[], object]) -> None:
        try:
            step()
        except Unavailable:
            self.app.logger.warning("runner: the database cannot be reached")
        except Exception:
            self.app.logger.exception("runner: a step failed")
        finally:
            db.session.remove()

    def tick(self) -> bool:
        """Do what is due, if the lease on periodic work is ours; whether it was."""
        if not lease.acquire(PERIODIC, LEASE_LENGTH):
            return False
        with lease.kept(PERIODIC, LEASE_LENGTH):
            for room in attached(self.app):
                for periodic in room.periodic:
                    self._run_if_due(periodic)
        return True

    def _run_if_due(self, periodic: Periodic) -> None:
        now = time.monotonic()
        if now < self._due.get(periodic.name, 0.0):
            return
        self._due[periodic.name] = now + periodic.every_seconds
        self._guarded(periodic.run)

    def work_off(self) -> bool:
        """Do the jobs that wait, if the lease on jobs is ours; whether it was.

        Afterwards come those that were begun and left, or that the queue has lost.
        """
        if not lease.acquire(JOBS, LEASE_LENGTH):
            return False
        with lease.kept(JOBS, LEASE_LENGTH):
            self._guarded(self._drain)
            for job_id in queue.left_over():
                queue.run(job_id)
        return True

    def _drain(self) -> None:
        waiting = self.app.extensions["queue"]
        while not self.stopping.is_set() and (task := waiting.dequeue()) is not None:
            waiting.execute(task)
