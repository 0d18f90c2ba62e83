"""The product itself under gunicorn, as `quiz serve` starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from quiz.core.settings import ROOT, Settings
from tests.servers.starting import wait_until


@dataclass
class SenServer:
    """The product under gunicorn: its address, its master process and what it wrote."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self, number: int = signal.SIGTERM) -> int:
        """End it with a signal; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(40)

    def get(self, path: str) -> str:
        """The text of a page."""
        with urllib.request.urlopen(self.url + path, timeout=20) as answer:
            return str(answer.read().decode())


def start_sen(settings: Settings, workers: int, extra: dict[str, str]) -> SenServer:
    """Start the product with these settings on a free port; returns as soon as it answers."""
    port = _free_port()
    environment = {**os.environ, **environment_of(settings), **extra}
    log = settings.instance / f"server-{port}.log"
    command = [sys.executable, "-m", "quiz", "serve", "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=output, stderr=output)
    server = SenServer(f"http://127.0.0.1:{port}", process, log)
    try:
        wait_until(lambda: process.poll() is not None or "ok" in server.get("/healthz"), 60)
        assert process.poll() is None, log.read_text()
    except BaseException:
        server.stop(signal.SIGKILL)
        raise
    return server


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment in which the product reads these settings."""
    return {
        "QUIZ_ENV": settings.env,
        "QUIZ_DATABASE_URL": settings.database_url,
        "QUIZ_SECRET_KEY": settings.secret_key,
        "QUIZ_INSTANCE": str(settings.instance),
        "QUIZ_REDIS_URL": settings.redis_url or "",
        "QUIZ_PROXY_HOPS": str(settings.proxy_hops),
        "QUIZ_TRUSTED_HOSTS": ",".join(settings.trusted_hosts),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
