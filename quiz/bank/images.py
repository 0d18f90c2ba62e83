"""Pictures of questions: kept once by their content, shown at addresses that nobody can guess.

An address carries a signature of the picture's name, so that a paper's pictures cannot be asked for before the paper
is given out, and needs no login, as an attempt goes on without one.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from flask import url_for

from question_bank.image import Image
from quiz.bank.models import BankImage
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.signing import secret

_SIGNS = 20


def store_images(images: Iterable[Image], now: datetime) -> None:
    """Keep pictures within the caller's transaction; those that are there already stay."""
    wanted = {image.name: image for image in images}
    known = set(db.session.scalars(sa.select(BankImage.name).where(BankImage.name.in_(wanted))))
    for name, image in wanted.items():
        if name not in known:
            about = {"media_type": image.media_type, "width": image.width, "height": image.height}
            db.session.add(BankImage(name=name, data=image.data, created_at=now, **about))
    db.session.flush()


def load_images(names: Iterable[str]) -> dict[str, Image]:
    """Pictures by name; names that are not known are left out."""
    query = sa.select(BankImage).where(BankImage.name.in_(set(names)))
    return {row.name: Image(row.data, row.media_type, row.width, row.height) for row in db.session.scalars(query)}


def image_url(name: str) -> str:
    """The address at which a picture is shown."""
    return url_for("bank_images.show", signature=_signature(name), name=name)


def signed_image(signature: str, name: str) -> Image:
    """The picture of an address; NotFound where the signature is not ours or the picture is gone."""
    images = load_images([name]) if hmac.compare_digest(signature, _signature(name)) else {}
    if name not in images:
        raise NotFound("Không tìm thấy hình này.")
    return images[name]


def _signature(name: str) -> str:
    return hmac.digest(secret("bank-image"), name.encode(), "sha256").hex()[:_SIGNS]
