"""The address of a question's picture."""

from __future__ import annotations

from flask import Blueprint, Response

from quiz.bank.images import signed_image
from quiz.core.permissions import public

blueprint = Blueprint("bank_images", __name__, url_prefix="/bank/images")


@blueprint.get("/<signature>/<name>")
@public
def show(signature: str, name: str) -> Response:
    """The picture; it never changes, so whoever has it may keep it."""
    image = signed_image(signature, name)
    answer = Response(image.data, mimetype=image.media_type)
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
