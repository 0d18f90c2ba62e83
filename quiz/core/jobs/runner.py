"""The runner: a thread in every process; the one that holds the lease repeats periodic work and drains the queue."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

from flask import Flask

from quiz.core import direct
from quiz.core.db import db
from quiz.core.jobs import lease
from quiz.core.room import Periodic, attached

LEASE = "runner"
LEASE_LENGTH = timedelta(seconds=15)
PAUSE_SECONDS = 1.0


class Runner:
    """Periodic work of all rooms of one application."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.stopping = threading.Event()
        self._due: dict[str, float] = {}
        self._thread = threading.Thread(target=self._loop, name="runner", daemon=True)

    def start(self) -> None:
        """Begin in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end and wait for it; gives the lease back."""
        self.stopping.set()
        self._thread.join(timeout=10)

    def run_forever(self) -> None:
        """The same in the foreground, for a process that does nothing else."""
        self._loop()

    def _loop(self) -> None:
        with self.app.app_context():
            while not self.stopping.wait(PAUSE_SECONDS):
                self._guarded_tick()
            self._give_back()

    def _guarded_tick(self) -> None:
        try:
            self.tick()
        except Exception:
            self.app.logger.exception("runner: tick failed")
        finally:
            db.session.remove()

    def _give_back(self) -> None:
        try:
            lease.release(LEASE)
        except Exception:
            self.app.logger.warning("runner: lease not given back")
        finally:
            direct.close()

    def tick(self) -> bool:
        """Do what is due, if the lease is ours; whether it was."""
        if not lease.acquire(LEASE, LEASE_LENGTH):
            return False
        for room in attached(self.app):
            for periodic in room.periodic:
                self._run_if_due(periodic)
        self._drain_queue()
        return True

    def _run_if_due(self, periodic: Periodic) -> None:
        now = time.monotonic()
        if now < self._due.get(periodic.name, 0.0):
            return
        self._due[periodic.name] = now + periodic.every_seconds
        try:
            periodic.run()
        except Exception:
            self.app.logger.exception("runner: %s failed", periodic.name)
        finally:
            db.session.remove()

    def _drain_queue(self) -> None:
        queue = self.app.extensions["queue"]
        while (task := queue.dequeue()) is not None:
            queue.execute(task)
            lease.acquire(LEASE, LEASE_LENGTH)
