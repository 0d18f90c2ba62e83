"""Pictures on their way into a question: kept among the uploads until the question is saved."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from flask import url_for
from werkzeug.datastructures import FileStorage

from question_bank.image import Image, ImageRefusedError, take_image
from quiz.bank.images import image_url, load_images
from quiz.bank.models import ItemRevision
from quiz.core import uploads
from quiz.core.db import db
from quiz.core.errors import DomainError, Invalid, NotFound

_TOKEN = re.compile(r"[0-9a-f]{32}")


def take_uploads(files: Iterable[FileStorage]) -> tuple[list[str], list[DomainError]]:
    """Keep the pictures that were sent: tokens for those that can be taken, and why the others cannot."""
    tokens: list[str] = []
    refused: list[DomainError] = []
    for file in files:
        if file.filename:
            try:
                tokens.append(_keep(file))
            except Invalid as error:
                refused.append(error)
    return tokens, refused


def _keep(file: FileStorage) -> str:
    raw, _name, content = uploads.keep(file)
    uploads.discard(raw)
    try:
        image = take_image(content)
    except ImageRefusedError as problem:
        raise Invalid(str(problem), code="image_refused", field="file") from None
    token, _name, _content = uploads.keep(FileStorage(io.BytesIO(image.data), filename=image.name))
    return token


def uploaded(token: str) -> Image:
    """The picture kept under a token; NotFound where there is none."""
    try:
        return take_image(uploads.fetch(token))
    except ImageRefusedError:
        raise NotFound("Không tìm thấy hình này.") from None


def own_names(item_id: int) -> set[str]:
    """The names of all pictures that any revision of an item shows."""
    query = sa.select(ItemRevision.images).where(ItemRevision.item_id == item_id)
    return {name for images in db.session.scalars(query) for name in json.loads(images)}


def collect(pictures: Sequence[str], known: set[str]) -> tuple[Image, ...]:
    """The pictures of a form in its order; Invalid for one that is neither `known` nor uploaded lately."""
    kept = load_images(one for one in pictures if one in known)
    found = []
    for one in pictures:
        if one in kept:
            found.append(kept[one])
            continue
        try:
            found.append(uploaded(one))
        except NotFound:
            text = "Hình đã tải lên không còn nữa. Vui lòng gỡ hình đó ra rồi tải lại."
            raise Invalid(text, code="image_gone", field="file") from None
    return tuple(found)


def picture_url(picture: str) -> str:
    """Where the editor shows a picture of its form."""
    if _TOKEN.fullmatch(picture):
        return url_for("bank_admin.picture", token=picture)
    return image_url(picture)
