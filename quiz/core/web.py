"""What surrounds every request: its id, security headers, and the one place where errors become answers."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from flask_wtf.csrf import CSRFError, CSRFProtect
from markupsafe import escape
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as AnyResponse

from quiz.core.db import db
from quiz.core.direct import busy
from quiz.core.errors import Conflict, DomainError, NotAllowed, NotFound, NotLoggedIn
from quiz.core.messages import message_of

csrf = CSRFProtect()
View = TypeVar("View", bound=Callable[..., Any])
API_PREFIX = "/api/"
LARGEST_NUMBER = 2**63 - 1
HEADERS = (
    (
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'self'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
LAST_RESORT = """<!doctype html>
<html lang="vi"><meta charset="utf-8"><title>Sen</title><h1>%s</h1><p>%s <code>%s</code></p></html>
"""
HTTP_TEXTS = {
    400: "Yêu cầu không hợp lệ.",
    404: "Không tìm thấy trang này.",
    405: "Địa chỉ này không nhận yêu cầu kiểu đó.",
    413: "Nội dung gửi lên quá lớn.",
    415: "Kiểu nội dung gửi lên không được hỗ trợ.",
    429: "Quý vị thao tác quá nhanh, vui lòng thử lại sau ít phút.",
}
HTTP_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    429: "too_many",
}


class StoredNumber(IntegerConverter):
    """A whole number of an address, as far as a column can hold it; a larger one fits no address."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:
        super().__init__(map, *args, **{"max": LARGEST_NUMBER, **options})


def init_web(app: Flask, *, secure: bool) -> None:
    """Attach request ids, headers, CSRF protection and error answers."""
    app.url_map.converters["int"] = StoredNumber
    app.before_request(_name_request)  # first, so that every refusal can be told by its id
    csrf.init_app(app)
    app.after_request(_add_headers)
    if secure:
        app.after_request(_add_hsts)
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _stale)
    app.register_error_handler(DataError, _unusable)
    app.register_error_handler(OperationalError, _database_error)
    app.register_error_handler(Exception, _unexpected)


def csrf_checked_by_view(view: View) -> View:
    """Declare: the view checks the CSRF token by itself, where a login and not an attempt token speaks."""
    csrf.exempt(view)
    return view


def _name_request() -> None:
    g.request_id = secrets.token_hex(8)


def _add_headers(response: Response) -> Response:
    response.headers.extend(HEADERS)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def _add_hsts(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def wants_json() -> bool:
    """Whether a program asks, not a person."""
    return request.path.startswith(API_PREFIX)


def _domain_error(error: DomainError) -> AnyResponse:
    if isinstance(error, NotLoggedIn) and not wants_json() and request.method == "GET":
        return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")))
    response = _answer(error.status, error.code, message_of(error), error.field, error.details)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _answer(
    status: int, code: str, message: str, field: str | None = None, details: dict[str, object] | None = None
) -> Response:
    request_id = g.get("request_id", "")
    if not wants_json():
        return make_response(_page(status, message, request_id), status)
    error: dict[str, Any] = {"code": code, "message": message, "request_id": request_id}
    if field is not None:
        error["field"] = field
    return make_response(jsonify({"error": error, **(details or {})}), status)


def _page(status: int, message: str, request_id: str) -> str:
    try:
        return render_template("core/error.html", status=status, message=message, request_id=request_id)
    except Exception as error:  # the page needs what may be broken: the database for the person, the host for links
        current_app.logger.warning("error page of request %s not rendered: %r", request_id, error)
        return LAST_RESORT % (escape(message), gettext("Mã yêu cầu:"), request_id)


def _csrf_error(_error: CSRFError) -> AnyResponse:
    text = "Phiên làm việc đã hết hạn hoặc trang đã cũ. Vui lòng tải lại trang rồi thử lại."
    return _domain_error(NotAllowed(text, code="csrf"))


def _http_error(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    text = HTTP_TEXTS.get(status, "Hệ thống không thực hiện được yêu cầu này.")
    response = _answer(status, HTTP_CODES.get(status, "http_error"), gettext(text))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    if status == 429 and "Retry-After" not in response.headers:
        response.headers["Retry-After"] = "60"
    return response


def _unusable(error: DataError) -> AnyResponse:
    """A number or text that no column can hold, as in a made-up address: there is no such thing."""
    db.session.rollback()
    current_app.logger.info("unusable value: %s", error.orig)
    return _domain_error(NotFound("Không tìm thấy trang này."))


def _stale(_error: StaleDataError | IntegrityError) -> AnyResponse:
    db.session.rollback()
    text = "Nội dung này vừa được người khác sửa. Vui lòng tải lại trang để xem bản mới rồi sửa tiếp."
    return _domain_error(Conflict(text, code="stale"))


def _database_error(error: OperationalError) -> AnyResponse:
    db.session.rollback()
    current_app.logger.warning("database unavailable: %s", error.orig)
    return _domain_error(busy())


def _unexpected(error: Exception) -> AnyResponse:
    db.session.rollback()
    current_app.logger.exception("request %s failed", g.get("request_id", ""), exc_info=error)
    text = "Hệ thống gặp sự cố. Vui lòng thử lại; nếu vẫn lỗi, hãy báo mã yêu cầu cho ban tổ chức."
    return _answer(500, "internal", gettext(text))
