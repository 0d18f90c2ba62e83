"""Settings, read once from the environment; a wrong value stops the start with one clear line."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from redis.connection import parse_url
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from question_bank.limits import MEGABYTE, Limits

ROOT = Path(__file__).resolve().parents[2]
MIN_SECRET_LENGTH = 32
IMPORT_LIMITS = Limits(file_bytes=20 * MEGABYTE)
_IMPORT_SETTINGS = {
    "QUIZ_IMPORT_SECONDS": ("seconds", 1, range(1, 601)),
    "QUIZ_IMPORT_MEMORY_MB": ("memory_bytes", MEGABYTE, range(128, 8193)),
    "QUIZ_IMPORT_FILE_MB": ("file_bytes", MEGABYTE, range(1, 201)),
    "QUIZ_IMPORT_UNPACKED_MB": ("unpacked_bytes", MEGABYTE, range(1, 2001)),
    "QUIZ_IMPORT_ROWS": ("rows", 1, range(1, 1_048_577)),
    "QUIZ_IMPORT_COLUMNS": ("columns", 1, range(1, 16_385)),
    "QUIZ_IMPORT_ITEMS": ("items", 1, range(1, 100_001)),
}
"""Bounds of reading a question file: the field of Limits, what one stands for, and what may be asked."""
_HOST = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\]")


class SettingsError(ValueError):
    """A setting has a value the product cannot start with; the text names the setting."""


@dataclass(frozen=True)
class Settings:
    """All settings of one process; `instance` is the folder for the database, secrets and uploads."""

    database_url: str
    secret_key: str
    env: str = "development"
    redis_url: str | None = None
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    disabled: frozenset[str] = frozenset()
    instance: Path = ROOT / "instance"
    testing: bool = False
    import_limits: Limits = IMPORT_LIMITS

    @property
    def is_production(self) -> bool:
        """Whether real people use this installation."""
        return self.env == "production"

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is the embedded one."""
        return self.database_url.startswith("sqlite")


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; raises SettingsError naming the first wrong value."""
    instance = _instance(environ)
    env = _one_of(environ, "QUIZ_ENV", "development", ("development", "production"))
    return Settings(
        database_url=_database_url(environ, instance),
        secret_key=_secret_key(environ, env, instance),
        env=env,
        redis_url=_redis_url(environ),
        trusted_hosts=_hosts(environ),
        proxy_hops=_hops(environ),
        disabled=frozenset(_words(environ, "QUIZ_DISABLED")),
        instance=instance,
        import_limits=_import_limits(environ),
    )


def _one_of(environ: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = environ.get(name) or default
    if value not in allowed:
        raise SettingsError(f"{name}={value!r}: must be one of {', '.join(allowed)}")
    return value


def _words(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in environ.get(name, "").split(",") if word.strip())


def _instance(environ: Mapping[str, str]) -> Path:
    path = Path(environ.get("QUIZ_INSTANCE") or ROOT / "instance").resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"QUIZ_INSTANCE={str(path)!r}: {error.strerror}") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise SettingsError(f"QUIZ_INSTANCE={str(path)!r}: this account may not write there")
    return path


def _hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    hosts = _words(environ, "QUIZ_TRUSTED_HOSTS")
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise SettingsError(f"QUIZ_TRUSTED_HOSTS: {host!r} is no host name (no scheme, no port, no path)")
    return hosts


def _database_url(environ: Mapping[str, str], instance: Path) -> str:
    text = environ.get("QUIZ_DATABASE_URL") or f"sqlite:///{instance / 'sen.db'}"
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise SettingsError("QUIZ_DATABASE_URL: must start with sqlite:/// or postgresql+psycopg://")
    if url.drivername != "sqlite":
        return text
    if not text.startswith("sqlite:///") or not url.database or url.database == ":memory:" or url.query:
        raise SettingsError("QUIZ_DATABASE_URL: sqlite:/// must be followed by the path of a file and nothing else")
    return f"sqlite:///{Path(url.database).resolve()}"  # all ways to the database must mean the same file


def _redis_url(environ: Mapping[str, str]) -> str | None:
    url = environ.get("QUIZ_REDIS_URL") or None
    try:
        if url:
            parse_url(url)  # type: ignore[no-untyped-call]
    except ValueError as error:
        raise SettingsError("QUIZ_REDIS_URL: must start with redis://, rediss:// or unix:// and be complete") from error
    return url


def _hops(environ: Mapping[str, str]) -> int:
    text = environ.get("QUIZ_PROXY_HOPS") or "0"
    if not text.isascii() or not text.isdigit() or int(text) > 5:
        raise SettingsError(f"QUIZ_PROXY_HOPS={text!r}: must be a whole number from 0 to 5")
    return int(text)


def _import_limits(environ: Mapping[str, str]) -> Limits:
    """What reading a question file may take; what is not set stays as it is by default."""
    chosen = {}
    for name, (field, unit, allowed) in _IMPORT_SETTINGS.items():
        text = environ.get(name) or ""
        if not text:
            continue
        if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) not in allowed:
            raise SettingsError(f"{name}={text!r}: must be a whole number from {allowed[0]} to {allowed[-1]}")
        chosen[field] = int(text) * unit
    return replace(IMPORT_LIMITS, **chosen)


def _secret_key(environ: Mapping[str, str], env: str, instance: Path) -> str:
    key = environ.get("QUIZ_SECRET_KEY", "")
    if key or env == "production":
        if len(key) < MIN_SECRET_LENGTH:
            raise SettingsError(f"QUIZ_SECRET_KEY: {MIN_SECRET_LENGTH} characters or more are required")
        return key
    return _kept_key(instance / "secret_key")


def _kept_key(path: Path) -> str:
    """The development key, made once; processes that start together end up with the same one."""
    if not path.exists():
        made = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_hex(32), encoding="ascii")
        with suppress(FileExistsError):
            os.link(made, path)  # appears whole or not at all
        made.unlink()
    key = path.read_text(encoding="ascii")
    if len(key) < MIN_SECRET_LENGTH:
        raise SettingsError(f"{path}: unreadable development key, please delete the file")
    return key
