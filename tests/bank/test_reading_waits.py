"""What may befall the reading children and their folder between two files."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from question_bank.formats import read
from quiz.bank.reading import pool as pools
from quiz.bank.reading.pool import Pool, ReadingFailed, Reason
from quiz.bank.reading.process import Child
from tests.bank.test_reading import FILE, pool, request, unwatched

__all__ = ["pool"]


class TestWaiting:
    def test_a_child_that_died_while_idle_is_not_given_a_file(self, pool: Pool) -> None:
        pool.warm()
        [child] = pool._idle
        os.kill(child.pid, signal.SIGKILL)
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert pool.read(request(), unwatched).reading == read(FILE, "de.docx")
        assert child.files == 0
        assert [one.pid for one in pool._idle] != [child.pid]

    def test_a_child_that_dies_just_as_it_is_taken_is_replaced_once(
        self, pool: Pool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pool.warm()
        [child] = pool._idle
        os.kill(child.pid, signal.SIGKILL)
        monkeypatch.setattr(Child, "has_ended", lambda _child: False)
        assert pool.read(request(), unwatched).reading == read(FILE, "de.docx")
        assert child.files == 1

    def test_warming_up_replaces_a_child_that_died(self, pool: Pool) -> None:
        pool.warm()
        [dead] = pool._idle
        os.kill(dead.pid, signal.SIGKILL)
        os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
        pool.warm()
        [alive] = pool._idle
        assert not alive.has_ended()

    def test_a_folder_that_was_cleaned_away_is_made_anew(self, pool: Pool) -> None:
        folder = pool._folder()
        folder.rmdir()
        assert pool.read(request(), unwatched).reading == read(FILE, "de.docx")
        assert pool._folder() != folder
        assert pool._folder().is_dir()

    def test_where_no_child_can_be_started_the_reading_fails_as_busy(
        self, pool: Pool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(_folder: Path) -> Child:
            raise BlockingIOError(11, "Resource temporarily unavailable")

        with monkeypatch.context() as patch:
            patch.setattr(pools, "Child", refuse)
            pool.warm()
            for _ in range(3):  # one more than there are places: none is lost
                with pytest.raises(ReadingFailed) as caught:
                    pool.try_read(request(), unwatched)
                assert caught.value.reason is Reason.BUSY
        assert pool.read(request(), unwatched).reading == read(FILE, "de.docx")

    def test_children_that_nobody_needs_are_ended(self, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pools, "IDLE_SECONDS", 0.01)
        pool.warm()
        pids = [child.pid for child in pool._idle]
        for timer in list(pool._timers.values()):
            timer.join(timeout=20)
        assert pool._idle == []
        assert not pool._timers
        assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]

    def test_a_child_at_work_is_not_ended_by_its_rest(self, pool: Pool) -> None:
        pool.warm()
        [child] = pool._idle
        [timer] = pool._timers.values()
        assert timer.daemon
        assert pool._take() is child
        assert timer.finished.is_set()
        pool._dismiss(child)
        assert not child.has_ended()
        child.close()
