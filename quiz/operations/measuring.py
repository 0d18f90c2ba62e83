"""CPU time of a tree of processes, and a bounded load on this machine's own servers."""

from __future__ import annotations

import http.client
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
Job = Callable[[http.client.HTTPConnection], None]


def descendants(pid: int) -> list[int]:
    """A process and everything it has started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += descendants(int(child))
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time of a process tree so far, in seconds."""
    return sum(_ticks(process) for process in descendants(pid)) / TICKS_PER_SECOND


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def drive(port: int, jobs: Sequence[Job], clients: int) -> float:
    """Do all jobs on kept connections of so many clients at once; the seconds it took. Any error ends the run."""
    queue, failures = iter(jobs), list[BaseException]()
    lock = threading.Lock()
    threads = [threading.Thread(target=_client, args=(port, queue, lock, failures)) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return time.perf_counter() - began


def _client(port: int, queue: Iterator[Job], lock: threading.Lock, failures: list[BaseException]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        while not failures:
            with lock:
                job = next(queue, None)
            if job is None:
                return
            job(connection)
    except BaseException as error:
        failures.append(error)
    finally:
        connection.close()
