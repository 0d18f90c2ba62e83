"""The files of evidence on the disk: by the SHA-256 of their content, so that the same content lies there once."""

from __future__ import annotations

import os
import re
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from quiz.core.db import db, in_portions, transaction
from quiz.core.errors import NotFound
from quiz.core.settings import Settings
from quiz.plans.models_records import Evidence, EvidenceUse

KEPT_FOR = timedelta(days=30)
"""How long what was removed can be brought back."""
_FRESH = timedelta(hours=1)
"""A file this young may belong to a row that is being written."""
_STORED = re.compile(r"[0-9a-f]{64}")
_SMALL = ".small"


def put(content: bytes, small: bytes | None = None) -> str:
    """Keep a content, and its small picture where there is one; the name it is found by. On disk when this returns."""
    name = sha256(content).hexdigest()
    _write(_folder() / name, content)
    if small is not None:
        _write(_folder() / f"{name}{_SMALL}", small)
    return name


def path_of(stored: str, *, small: bool = False) -> Path:
    """Where a content lies, or its small picture; NotFound where there is none."""
    path = _folder() / (f"{stored}{_SMALL}" if small else stored)
    if not _STORED.fullmatch(stored) or not path.is_file():
        raise NotFound("Tệp minh chứng này không còn trên máy chủ.")
    return path


def _write(path: Path, content: bytes) -> None:
    if path.is_file():
        os.utime(path)  # a sweep that runs meanwhile leaves it alone
        return
    waiting = path.with_name(f".{secrets.token_hex(8)}")
    with waiting.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)


def sweep(now: datetime) -> int:
    """Forget what was removed for longer than KEPT_FOR, and every file that no row needs; how many files went."""
    with transaction():
        old = list(db.session.scalars(sa.select(Evidence.id).where(Evidence.removed_at < now - KEPT_FOR)))
        for portion in in_portions(old):
            db.session.execute(sa.delete(EvidenceUse).where(EvidenceUse.evidence_id.in_(portion)))
            db.session.execute(sa.delete(Evidence).where(Evidence.id.in_(portion)))
    needed = set(db.session.scalars(sa.select(Evidence.stored).where(Evidence.stored != "")))
    gone = 0
    for path in _folder().iterdir():
        is_old = path.stat().st_mtime < (now - _FRESH).timestamp()
        if is_old and path.name.removesuffix(_SMALL) not in needed:
            path.unlink(missing_ok=True)
            gone += not path.name.endswith(_SMALL)
    return gone


def _folder() -> Path:
    settings: Settings = current_app.extensions["settings"]
    folder = settings.instance / "evidence"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
