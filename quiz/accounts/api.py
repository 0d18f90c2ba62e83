"""The session as JSON: who I am, logging in, logging out."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from flask_wtf.csrf import generate_csrf

from quiz.accounts import door, queries
from quiz.core import clock
from quiz.core.errors import Invalid
from quiz.core.permissions import Role, current_actor, public

blueprint = Blueprint("accounts_api", __name__, url_prefix="/api/v1")


def _answer() -> Response:
    actor = current_actor()
    person = None
    if actor is not None:
        unit = queries.primary_unit(actor.person_id)
        person = {
            "name": actor.name,
            "unit": unit.name if unit else None,
            "unit_code": unit.code if unit else None,
            "roles": [str(Role.CONTESTANT), *dict.fromkeys(str(grant.role) for grant in actor.grants)],
        }
    return jsonify(person=person, csrf_token=generate_csrf(), server_time=clock.iso(clock.now()))


@blueprint.get("/session")
@public
def show() -> Response:
    """The person logged in or null, the CSRF token for changing calls, and the server's time."""
    return _answer()


@blueprint.post("/session")
@public
def log_in() -> Response:
    """Log in with {login, password}; answers as GET, with a new CSRF token."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Invalid("Nội dung gửi lên phải là một đối tượng JSON.")
    values = []
    for name in ("login", "password"):
        value = body.get(name)
        if not isinstance(value, str):
            raise Invalid("Thiếu tên đăng nhập hoặc mật khẩu.", field=name)
        values.append(value)
    door.log_in(*values)
    return _answer()


@blueprint.delete("/session")
@public
def log_out() -> Response:
    """Log out; the session's secret is worth nothing afterwards."""
    door.leave()
    return _answer()
