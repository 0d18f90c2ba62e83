"""What starting a server needs: a folder with short paths, and patience."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class NotAvailableError(RuntimeError):
    """The machine has no such server, and no wheel brings it."""


@contextmanager
def short_folder(prefix: str) -> Iterator[Path]:
    """A folder whose sockets keep below the limit of 107 bytes for their paths."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait_until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something that happens in another process; a refused connection means "not yet"."""
    end = time.monotonic() + seconds
    while True:
        try:
            if holds():
                return
        except OSError:
            pass
        if time.monotonic() > end:
            raise TimeoutError("what was waited for did not happen")
        time.sleep(0.02)
