"""Pages that belong to no room: choosing the language; and how long browsers keep static files."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from quiz.core.errors import NotFound
from quiz.core.permissions import public

blueprint = Blueprint("core_pages", __name__)
LANGUAGES = ("vi", "en")
A_YEAR = 365 * 24 * 60 * 60
FIXED = "vendor/"


@blueprint.get("/lang/<code>")
@public
def language(code: str) -> ResponseReturnValue:
    """Keep the chosen language in a cookie and go back to where the person came from."""
    if code not in LANGUAGES:
        raise NotFound("Không tìm thấy trang này.")
    response = redirect(_origin())
    response.set_cookie("lang", code, max_age=A_YEAR, secure=request.is_secure, httponly=True, samesite="Lax")
    return response


def _origin() -> str:
    """The path of the page that linked here; the home page where it is unknown or of another host."""
    came_from = urlsplit(request.referrer or "")
    path = came_from.path
    if came_from.netloc != request.host or not path.startswith("/") or path.startswith(("//", "/\\", "/lang/")):
        return "/"
    return f"{path}?{came_from.query}" if came_from.query else path


def static_age(filename: str | None) -> int | None:
    """Seconds a browser may keep a static file without asking; None: it asks each time (and mostly hears "unchanged").

    Long only where a new content gets a new address: with a fingerprint (`static_url`) or in a folder with a version.
    Modules import one another by plain names, so these are asked for each time.
    """
    return A_YEAR if "v" in request.args or (filename or "").startswith(FIXED) else None
