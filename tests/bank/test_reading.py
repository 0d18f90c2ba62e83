"""The reading child: file after file within its bounds; whoever asks is never hurt by what happens to it."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from question_bank.columns import Correction
from question_bank.formats import read
from question_bank.limits import Limits
from question_bank.reading import Reading
from quiz.bank.reading import pool as pools
from quiz.bank.reading.frames import BrokenFrameError, receive, send
from quiz.bank.reading.pool import Pool, ReadingFailed, Reason, Request
from quiz.bank.reading.process import Child
from tests.bank.bombs.texts import json_of
from tests.bank.files import as_docx, as_json, as_xlsx, questions

FILE = as_docx(questions(12))


def request(content: bytes = FILE, name: str = "de.docx", seconds: float = 60, **limits: int) -> Request:
    bounds = replace(Limits(seconds=5), **limits)
    return Request(name, content, None, (Correction("x", 1, {"A": "stem"}),), bounds, seconds)


def unwatched(_done: int, _total: int) -> None:
    """Nobody watches."""


@pytest.fixture
def pool() -> Iterator[Pool]:
    fresh = Pool(at_once=2)
    yield fresh
    fresh.close()


class TestFrames:
    def test_messages_come_in_their_order_with_their_bytes(self) -> None:
        pipe = io.BytesIO()
        send(pipe, {"a": "chữ"}, b"\x00\xff")
        send(pipe, {"lone": "\ud800"})
        pipe.seek(0)
        assert receive(pipe) == ({"a": "chữ"}, b"\x00\xff")
        assert receive(pipe) == ({"lone": "\ud800"}, b"")
        assert receive(pipe) is None

    def test_what_is_no_message_is_told(self) -> None:
        pipe = io.BytesIO()
        send(pipe, {"a": 1}, b"12345")
        whole = pipe.getvalue()
        for broken in (whole[:3], whole[:18], whole[:-1], whole.replace(b'{"a": 1}', b'{"a"; 1}'), b"\xff" * 40):
            with pytest.raises(BrokenFrameError):
                receive(io.BytesIO(broken))
        listed = io.BytesIO(whole.replace(b'{"a": 1}', b"[1, 2,3]"))
        with pytest.raises(BrokenFrameError):
            receive(listed)

    def test_a_message_longer_than_allowed_is_not_read(self) -> None:
        pipe = io.BytesIO()
        send(pipe, {"a": "x" * 100})
        pipe.seek(0)
        with pytest.raises(BrokenFrameError, match="too long"):
            receive(pipe, longest=50)


class TestReading:
    def test_a_child_reads_what_the_library_reads(self, pool: Pool) -> None:
        for name, content in (("de.docx", FILE), ("de.xlsx", as_xlsx(questions(5))), ("hong.docx", FILE[:300])):
            answer = pool.read(request(content, name), unwatched)
            assert answer.reading == read(content, name)
            assert 0 < answer.peak_bytes < 512 << 20

    def test_progress_is_told_on_the_way(self, pool: Pool) -> None:
        told: list[tuple[int, int]] = []
        pool.read(request(as_json(questions(400)), "de.json"), lambda done, total: told.append((done, total)))
        assert told
        assert all(0 < done <= total == 400 for done, total in told)

    def test_the_same_child_reads_file_after_file(self, pool: Pool) -> None:
        pool.warm()
        [child] = pool._idle
        for _ in range(3):
            pool.read(request(), unwatched)
            assert [one.pid for one in pool._idle] == [child.pid]
        assert child.files == 3

    def test_a_child_is_replaced_after_so_many_files(self, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pools, "FILES_EACH", 2)
        pids = []
        for _ in range(4):
            pool.warm()
            pids.append(pool._idle[0].pid)
            pool.read(request(), unwatched)
        assert pids[0] == pids[1] != pids[2] == pids[3]

    def test_a_child_that_held_much_memory_is_not_kept(self, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pools, "LARGE_BYTES", 1)
        pool.read(request(), unwatched)
        assert pool._idle == []

    def test_no_more_children_than_allowed_read_at_once(self, pool: Pool) -> None:
        started, results = threading.Barrier(6), []

        def run() -> None:
            started.wait(timeout=20)
            results.append(pool.read(request(), unwatched).reading)

        threads = [threading.Thread(target=run) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert results == [read(FILE, "de.docx")] * 6
        assert len(pool._idle) <= 2

    def test_who_will_not_wait_is_told_that_all_are_at_work(self, pool: Pool) -> None:
        with pool._places, pool._places:
            assert pool.try_read(request(), unwatched) is None
        answer = pool.try_read(request(), unwatched)
        assert answer is not None
        assert answer.reading.format == "docx"


class TestBounds:
    def test_a_file_over_its_time_ends_the_child_and_the_next_one_is_read(self, pool: Pool) -> None:
        with pytest.raises(ReadingFailed) as caught:
            pool.read(request(as_json(questions(3000)), "de.json", seconds=0.01), unwatched)
        assert caught.value.reason is Reason.TIME
        assert pool._idle == []
        assert pool.read(request(), unwatched).reading == read(FILE, "de.docx")

    def test_processor_time_is_bounded_where_the_clock_is_not(self, pool: Pool) -> None:
        with pytest.raises(ReadingFailed) as caught:
            pool.read(request(json_of(100_000), "de.json", seconds=1_000, items=1_000_000), unwatched)
        assert caught.value.reason is Reason.TIME

    def test_memory_is_bounded(self, pool: Pool) -> None:
        content = b"[" + b"{}," * 3_000_000 + b"{}]"
        with pytest.raises(ReadingFailed) as caught:
            pool.read(request(content, "de.json", memory_bytes=160 << 20), unwatched)
        assert caught.value.reason is Reason.MEMORY
        assert pool.read(request(), unwatched).reading == read(FILE, "de.docx")

    def test_a_child_that_dies_over_a_file_is_a_crash_and_no_failure_of_ours(
        self, pool: Pool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        started: list[int] = []
        with monkeypatch.context() as patch:
            patch.setattr(pools, "Child", lambda folder: dying(folder, started))
            with pytest.raises(ReadingFailed) as caught:
                pool.read(request(), unwatched)
        assert caught.value.reason is Reason.CRASH
        assert len(started) == 1, "a file that ends a fresh child is not tried again"
        assert pool._idle == []
        assert pool.read(request(), unwatched).reading == read(FILE, "de.docx")

    def test_an_answer_of_another_shape_is_a_crash(self, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Reading, "load", lambda _data: (_ for _ in ()).throw(KeyError("items")))
        with pytest.raises(ReadingFailed) as caught:
            pool.read(request(), unwatched)
        assert caught.value.reason is Reason.CRASH


def dying(folder: Path, started: list[int]) -> Child:
    """A child that is killed as soon as it is there."""
    child = Child(folder)
    started.append(child.pid)
    os.kill(child.pid, signal.SIGKILL)
    return child


INSIDE = """
import json, os, resource, socket, subprocess, sys
from quiz.bank.reading import child
source, target = child._take_pipes()
child._confine()
child._bound({"memory_bytes": 300 << 20, "seconds": 7})
tried = {}
def attempt(name, act):
    try:
        act()
        tried[name] = "done"
    except BaseException as error:
        tried[name] = type(error).__name__
attempt("connect", lambda: socket.create_connection(("127.0.0.1", 9), 1))
attempt("lookup", lambda: socket.getaddrinfo("localhost", 80))
attempt("start", lambda: subprocess.run(["true"]))
attempt("fork", os.fork)
attempt("shell", lambda: os.system("true"))
attempt("memory", lambda: bytearray(400 << 20))
attempt("write", lambda: open(sys.argv[1], "wb", buffering=0).write(b"x"))
print("noise between the frames")
found = {"tried": tried, "environment": sorted(os.environ), "folder": os.listdir("."),
         "cpu": resource.getrlimit(resource.RLIMIT_CPU)[0]}
child.send(target, found)
"""


def test_a_child_has_no_secrets_no_files_no_connections_and_no_children(pool: Pool, tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-c", INSIDE, str(tmp_path / "written")]
    environment = {"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
    made = subprocess.run(command, env=environment, cwd=pool._folder(), input=b"", capture_output=True, check=True)
    message = receive(io.BytesIO(made.stdout))
    assert message is not None
    found = message[0]
    refused = dict.fromkeys(("connect", "lookup", "start", "fork", "shell"), "PermissionError")
    assert found["tried"] | refused == found["tried"], json.dumps(found)
    assert found["tried"]["memory"] == "MemoryError"
    assert found["tried"]["write"] == "OSError"
    assert (tmp_path / "written").stat().st_size == 0
    assert set(found["environment"]) <= {"LANG", "MALLOC_ARENA_MAX", "LC_CTYPE"}
    assert found["folder"] == []
    assert 7 <= found["cpu"] <= 10


def test_a_child_is_started_with_nothing_of_our_environment(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZ_SECRET_KEY", "s" * 40)
    child = Child(pool._folder())
    names = {entry.split(b"=")[0] for entry in Path(f"/proc/{child.pid}/environ").read_bytes().split(b"\0") if entry}
    child.close()
    assert b"QUIZ_SECRET_KEY" not in names


class TestEnds:
    def test_closing_ends_the_children_and_removes_their_folder(self, pool: Pool) -> None:
        pool.warm()
        pid, folder = pool._idle[0].pid, pool._folder()
        pool.close()
        assert not folder.exists()
        assert not Path(f"/proc/{pid}").exists()

    def test_a_child_goes_by_itself_when_nobody_is_there_any_more(self, pool: Pool) -> None:
        child = Child(pool._folder())
        child.ask(request(), unwatched)
        child.forget()
        assert child._process.wait(timeout=20) == 0

    def test_a_process_that_forks_begins_without_children(self, pool: Pool) -> None:
        pool.read(request(), unwatched)
        [child] = pool._idle
        taken, given = os.pipe()
        pid = os.fork()
        if not pid:  # the forked process says what it has, and leaves without any clean-up
            os.write(given, json.dumps([len(pool._idle), pool._home is None]).encode())
            os._exit(0)
        os.waitpid(pid, 0)
        os.close(given)
        with os.fdopen(taken, "rb") as said:
            assert json.load(said) == [0, True]
        assert pool.read(request(), unwatched).reading.format == "docx"
        assert [one.pid for one in pool._idle] == [child.pid]
