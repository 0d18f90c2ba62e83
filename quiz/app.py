"""The application: settings, extensions, rooms and error pages put together."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, has_request_context, request
from flask_babel import Babel
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from quiz.api_description import views as api_description
from quiz.core import health, pages, templating
from quiz.core.db import db, init_db
from quiz.core.jobs import views as job_views
from quiz.core.jobs.queue import init_queue
from quiz.core.metrics import init_metrics
from quiz.core.permissions import init_permissions
from quiz.core.sessions import LeanSessions
from quiz.core.settings import ROOT, Settings, SettingsError, load
from quiz.core.web import init_web
from quiz.registry import ROOMS


def create_app(settings: Settings | None = None) -> Flask:
    """An application of its own for these settings (default: those of the environment)."""
    settings = settings or load()
    app = Flask("quiz", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.extensions["settings"] = settings
    _configure(app, settings)
    init_web(app, secure=settings.is_production)
    init_metrics(app)
    init_permissions(app)
    init_db(app, settings)
    Migrate(app, db, directory=str(ROOT / "quiz" / "migrations"), render_as_batch=True)
    Babel(app, locale_selector=_language)
    init_queue(app, settings)
    templating.init_templates(app)
    _attach_rooms(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        MAX_CONTENT_LENGTH=max(24 * 1024 * 1024, settings.import_limits.file_bytes + 4 * 1024 * 1024),
        MAX_FORM_PARTS=1000,
        SESSION_COOKIE_NAME="__Host-sen" if settings.is_production else "sen",
        SESSION_COOKIE_SECURE=settings.is_production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_HEADERS=["X-CSRFToken"],
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
    )
    app.session_interface = LeanSessions()
    app.get_send_file_max_age = pages.static_age  # type: ignore[method-assign]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _attach_rooms(app: Flask, settings: Settings) -> None:
    unknown = settings.disabled - {room.name for room in ROOMS}
    if unknown:
        raise SettingsError(f"QUIZ_DISABLED: no such room: {', '.join(sorted(unknown))}")
    rooms = tuple(room for room in ROOMS if room.name not in settings.disabled)
    app.extensions["rooms"] = rooms
    app.register_blueprint(health.blueprint)
    app.register_blueprint(job_views.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(api_description.blueprint)
    for room in rooms:
        for blueprint in room.blueprints:
            app.register_blueprint(blueprint)
        if room.setup is not None:
            room.setup(app)


def _language() -> str:
    chosen = request.cookies.get("lang", "vi") if has_request_context() else "vi"
    return chosen if chosen in pages.LANGUAGES else "vi"
