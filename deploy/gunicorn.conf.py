"""How gunicorn serves the product; `quiz serve` starts it with this file.

The environment has a say in the port (PORT), the number of processes (WEB_CONCURRENCY) and of threads in each
(WEB_THREADS). Every process runs the leased runner, so periodic work goes on wherever one process lives.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from quiz.core.settings import load

settings = load()
metrics_folder = settings.instance / "metrics"
# Named before prometheus_client is imported anywhere: on import it decides for one process or for many.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(metrics_folder)


def default_workers() -> int:
    """A process a core; SQLite takes one writer at a time, so more than four processes only wait there."""
    cores = os.cpu_count() or 1
    return min(4, 2 * cores) if settings.is_sqlite else max(2, cores)


bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or default_workers())
threads = int(os.environ.get("WEB_THREADS") or 8)
keepalive = 5
timeout = 60
graceful_timeout = 20
preload_app = False  # connections and runner threads must not be born before the fork
control_socket_disable = True  # it would be written into the home folder
forwarded_allow_ips = ""  # who may speak for a client is decided by QUIZ_PROXY_HOPS alone
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a heartbeat must not wait for a disk


def on_starting(_server: Any) -> None:
    """Begin to count anew: files of processes that are gone would be added up for ever."""
    metrics_folder.mkdir(parents=True, exist_ok=True)
    for left_over in metrics_folder.glob("*.db"):
        left_over.unlink(missing_ok=True)


def child_exit(_server: Any, worker: Any) -> None:
    """Forget the gauges of a process that has ended; its counters stay in the sum."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def post_worker_init(worker: Any) -> None:
    """Start the runner once the application stands."""
    from quiz.core.jobs.runner import Runner

    worker.runner = Runner(worker.wsgi)
    worker.runner.start()


def worker_exit(_server: Any, worker: Any) -> None:
    """Stop the runner, so that another process takes its leases over at once."""
    runner = getattr(worker, "runner", None)
    if runner is not None:
        runner.stop()
