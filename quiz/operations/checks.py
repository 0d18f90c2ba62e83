"""What the doctor looks at: each check answers with the problems it found, none where all is well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from flask import current_app

from quiz.core import clock, health
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.core.durability import durability_problems
from quiz.core.settings import Settings

Problems = list[str]
RELEASED = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that goes right shows an earlier moment."""
MAX_SKEW = timedelta(seconds=2)


@dataclass(frozen=True)
class Finding:
    """What one check found; no problems: all is well."""

    name: str
    problems: Problems


def settings_problems() -> Problems:
    """What a production installation still lacks; wrong values never get this far."""
    settings: Settings = current_app.extensions["settings"]
    if settings.is_production and not settings.trusted_hosts:
        return ["QUIZ_TRUSTED_HOSTS còn trống: cần ghi tên miền của hệ thống."]
    return []


def migration_problems() -> Problems:
    """Whether the tables are those of this version."""
    if health.migrations_at_head():
        return []
    return ["Cơ sở dữ liệu chưa ở phiên bản mới nhất: hãy chạy `quiz db upgrade`."]


def disk_problems() -> Problems:
    """Whether there is room to write."""
    if health.disk_has_room():
        return []
    return [f"Đĩa còn trống dưới {health.MIN_FREE_BYTES >> 20} MB."]


def redis_problems() -> Problems:
    """Whether Redis answers, where one is configured."""
    return [] if health.redis_answers() else ["Redis không trả lời."]


def clock_problems() -> Problems:
    """Whether the clock is plausible: after the release, not before what is recorded, close to the database's."""
    now, problems = clock.now(), []
    if now < RELEASED:
        problems.append(f"Đồng hồ máy chủ chỉ {clock.iso(now)}, sớm hơn ngày phát hành phần mềm.")
    latest = db.session.scalar(sa.select(sa.func.max(AuditEntry.at)))
    if latest is not None and latest > now + MAX_SKEW:
        problems.append(f"Đồng hồ máy chủ chỉ {clock.iso(now)}, sớm hơn nhật ký mới nhất ({clock.iso(latest)}).")
    if db.engine.dialect.name == "postgresql":
        skew = abs(db.session.execute(sa.text("select clock_timestamp()")).scalar_one() - clock.now())
        if skew > MAX_SKEW:
            problems.append(f"Đồng hồ máy chủ lệch {skew.total_seconds():.1f} giây so với cơ sở dữ liệu.")
    return problems


CHECKS: dict[str, Callable[[], Problems]] = {
    "cấu hình": settings_problems,
    "cơ sở dữ liệu": lambda: [] if health.database_answers() else ["Cơ sở dữ liệu không trả lời."],
    "độ bền dữ liệu": durability_problems,
    "phiên bản bảng": migration_problems,
    "đĩa": disk_problems,
    "đồng hồ": clock_problems,
    "Redis": redis_problems,
}


def findings() -> Iterator[Finding]:
    """Run every check; one that cannot be run is itself a problem."""
    for name, check in CHECKS.items():
        try:
            yield Finding(name, check())
        except Exception as error:
            db.session.rollback()
            yield Finding(name, [f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"])
