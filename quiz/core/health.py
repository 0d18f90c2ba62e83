"""Liveness, readiness and metrics, at the root of the address."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import redis
import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from quiz.core import metrics
from quiz.core.db import db
from quiz.core.permissions import public
from quiz.core.settings import Settings

blueprint = Blueprint("health", __name__)
MIN_FREE_BYTES = 200 * 1024 * 1024


@blueprint.get("/healthz")
@public
def live() -> ResponseReturnValue:
    """The process answers; nothing else is asked."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Each dependency by name, true or false; 503 where one is missing."""
    checks = {name: _holds(check) for name, check in CHECKS.items()}
    return jsonify(status="ok" if all(checks.values()) else "degraded", checks=checks), (
        200 if all(checks.values()) else 503
    )


@blueprint.get("/metrics")
@public
def show_metrics() -> ResponseReturnValue:
    """Counters of all processes in Prometheus' text form."""
    return Response(generate_latest(metrics.registry()), content_type=CONTENT_TYPE_LATEST)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        current_app.logger.warning("readiness check %s failed", check.__name__, exc_info=True)
        return False


def database_answers() -> bool:
    """Whether a statement runs."""
    return bool(db.session.execute(sa.text("select 1")).scalar_one() == 1)


def migrations_at_head() -> bool:
    """Whether the tables are those of this version of the product."""
    script = ScriptDirectory(current_app.extensions["migrate"].directory)
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == script.get_current_head()


def disk_has_room() -> bool:
    """Whether there is space left for the database and uploads."""
    settings: Settings = current_app.extensions["settings"]
    return shutil.disk_usage(settings.instance).free > MIN_FREE_BYTES


def redis_answers() -> bool:
    """Whether Redis answers, where one is configured."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.redis_url:
        return True
    return bool(redis.from_url(settings.redis_url, socket_connect_timeout=1, socket_timeout=1).ping())


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_at_head,
    "disk": disk_has_room,
    "redis": redis_answers,
}
