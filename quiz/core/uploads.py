"""Files people send or wait for: kept under a random name outside the web root, for a day at most."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from werkzeug.datastructures import FileStorage

from quiz.core.errors import Invalid, NotFound
from quiz.core.settings import Settings

KEPT_FOR = timedelta(days=1)
MAX_BYTES = 20 * 1024 * 1024
_TOKEN = re.compile(r"[0-9a-f]{32}")


def keep(upload: FileStorage | None, most: int | None = None) -> tuple[str, str, bytes]:
    """Store an uploaded file of at most `most` bytes: its token for `fetch`, its cleaned name, its content."""
    if upload is None or not upload.filename:
        raise Invalid("Vui lòng chọn một tệp để tải lên.", field="file")
    most = MAX_BYTES if most is None else most
    content = upload.stream.read(most + 1)
    if len(content) > most:
        raise Invalid("Tệp lớn hơn %(limit)s MB nên không nhận được.", field="file", limit=most >> 20)
    if not content:
        raise Invalid("Tệp rỗng, không có nội dung.", field="file")
    token = secrets.token_hex(16)
    (_folder() / token).write_bytes(content)
    return token, file_name(upload.filename), content


def reserve() -> tuple[str, Path]:
    """A place for a file the product makes for somebody to fetch: its token, and where it is to be written."""
    token = secrets.token_hex(16)
    return token, _folder() / token


def path_of(token: str) -> Path:
    """Where a kept file lies; NotFound where it is gone or the token is not one of ours."""
    path = _folder() / token
    if not _TOKEN.fullmatch(token) or not path.is_file():
        raise NotFound("Tệp này không còn nữa. Vui lòng tạo lại tệp.")
    return path


def fetch(token: str) -> bytes:
    """The content kept under a token; NotFound where it is gone or the token is not one of ours."""
    path = _folder() / token
    if not _TOKEN.fullmatch(token) or not path.is_file():
        raise NotFound("Tệp đã tải lên không còn nữa. Vui lòng tải lại tệp.")
    return path.read_bytes()


def beside(token: str, kind: str) -> Path:
    """Where something made of a kept file lies, by the name of its kind; NotFound where the token is not ours."""
    if not _TOKEN.fullmatch(token):
        raise NotFound("Tệp đã tải lên không còn nữa. Vui lòng tải lại tệp.")
    return _folder() / f"{token}.{kind}"


def discard(token: str) -> None:
    """Forget a kept file and everything beside it."""
    if _TOKEN.fullmatch(token):
        for path in (_folder() / token, *_folder().glob(f"{token}.*")):
            path.unlink(missing_ok=True)


def sweep(now: datetime) -> int:
    """Forget files kept for longer than KEPT_FOR: nobody came back to accept them; how many there were."""
    old = [path for path in _folder().iterdir() if path.stat().st_mtime < (now - KEPT_FOR).timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def file_name(name: str) -> str:
    """A file name without folders or control characters, 200 characters at most."""
    base = re.split(r"[\\/]", name)[-1]
    return "".join(ch for ch in base if ch.isprintable())[-200:] or "tep"


def _folder() -> Path:
    settings: Settings = current_app.extensions["settings"]
    folder = settings.instance / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
