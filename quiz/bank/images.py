"""Pictures of questions: kept once by their content, shown at addresses that nobody can guess.

An address carries a signature of the picture's name, so that a paper's pictures cannot be asked for before the paper
is given out, and needs no login, as an attempt goes on without one.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.dialects import postgresql, sqlite

from question_bank.image import Image
from quiz.bank.models import BankImage
from quiz.core.db import db, in_portions
from quiz.core.errors import NotFound
from quiz.core.signing import secret

_SIGNS = 20


def store_images(images: Iterable[Image], now: datetime) -> None:
    """Keep pictures within the caller's transaction; those that are there already, or come meanwhile, stay."""
    wanted = {image.name: image for image in images}
    known = _known(list(wanted))
    on_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert = (sqlite.insert if on_sqlite else postgresql.insert)(cast(sa.Table, BankImage.__table__))
    # Always in the order of the names, so that two who bring the same pictures never wait for each other.
    for name in sorted(wanted.keys() - known):
        image = wanted[name]
        about = {"media_type": image.media_type, "width": image.width, "height": image.height}
        row = {"name": name, "data": image.data, "created_at": now, **about}
        db.session.execute(insert.on_conflict_do_nothing(index_elements=["name"]), row)


def _known(names: Sequence[str]) -> set[str]:
    queries = (sa.select(BankImage.name).where(BankImage.name.in_(portion)) for portion in in_portions(names))
    return {name for query in queries for name in db.session.scalars(query)}


def load_images(names: Iterable[str]) -> dict[str, Image]:
    """Pictures by name; names that are not known are left out."""
    distinct = list(dict.fromkeys(names))
    queries = (sa.select(BankImage).where(BankImage.name.in_(portion)) for portion in in_portions(distinct))
    rows = (row for query in queries for row in db.session.scalars(query))
    return {row.name: Image(row.data, row.media_type, row.width, row.height) for row in rows}


def image_url(name: str) -> str:
    """The address at which a picture is shown."""
    return url_for("bank_images.show", signature=_signature(name), name=name)


def signed_image(signature: str, name: str) -> Image:
    """The picture of an address; NotFound where the signature is not ours or the picture is gone."""
    signed = hmac.compare_digest(signature.encode(), _signature(name).encode())
    images = load_images([name]) if signed else {}
    if name not in images:
        raise NotFound("Không tìm thấy hình này.")
    return images[name]


def _signature(name: str) -> str:
    return hmac.digest(secret("bank-image"), name.encode(), "sha256").hex()[:_SIGNS]
