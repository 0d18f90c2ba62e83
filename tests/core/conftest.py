"""An application with a few views that fail in known ways."""

from __future__ import annotations

import pytest
from flask import Blueprint, Flask, jsonify, redirect, request
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from quiz.core import errors
from quiz.core.permissions import Role, login_required, public, roles

FAULTS: dict[str, type[Exception] | Exception] = {
    "not-allowed": errors.NotAllowed("Không được phép."),
    "not-found": errors.NotFound("Không có."),
    "conflict": errors.Conflict("Vòng %(number)s chưa mở.", code="not_open", number=3).with_details(saved_seq=7),
    "invalid": errors.Invalid("Thiếu họ tên.", field="name"),
    "unavailable": errors.Unavailable("Đang bận."),
    "too-many": errors.TooMany("Quá nhanh."),
    "stale": StaleDataError("UPDATE on table expected 1 row"),
    "database": OperationalError("select secret", {}, Exception("connection to 10.0.0.9 refused")),
    "unexpected": ZeroDivisionError("secret detail"),
    "script": errors.Invalid("<script>alert(1)</script>"),
}
FAULTS["too-many"].retry_after = 30  # type: ignore[union-attr]
probes = Blueprint("probes", __name__)


@probes.route("/probe/<name>", methods=["GET", "POST"])
@probes.route("/api/v1/probe/<name>", methods=["GET", "POST"])
@public
def fault(name: str) -> ResponseReturnValue:
    """Fail in the way of this name; without one, echo what came."""
    if name in FAULTS:
        raise FAULTS[name]
    return jsonify(form=request.form.to_dict(), scheme=request.scheme, host=request.host, address=request.remote_addr)


@probes.get("/probe/redirect")
@public
def away() -> ResponseReturnValue:
    """Send the browser elsewhere."""
    return redirect("/healthz")


@probes.get("/probe/private")
@probes.get("/api/v1/probe/private")
@login_required
def private() -> ResponseReturnValue:
    """For everybody with an account."""
    return "private"


@probes.get("/probe/staff")
@roles(Role.ORGANISER)
def staff() -> ResponseReturnValue:
    """For organisers."""
    return "staff"


@probes.get("/probe/undeclared")
def undeclared() -> ResponseReturnValue:
    """A view whose author forgot to say who may call it."""
    return "open to all"


@pytest.fixture
def probe(app: Flask) -> FlaskClient:
    """A browser before an application with the views above."""
    app.register_blueprint(probes)
    return app.test_client()
