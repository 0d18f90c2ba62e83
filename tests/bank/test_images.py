"""Pictures of questions: stored once by whoever comes first, loaded in portions, shown at signed addresses alone."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from question_bank.image import Image
from quiz.bank.images import image_url, load_images, store_images
from quiz.bank.models import BankImage
from quiz.core import clock
from quiz.core.db import db
from tests.bank.test_shown import statements
from tests.question_bank.items import picture


def many(count: int) -> list[Image]:
    """Pictures that differ in their content."""
    return [replace(picture(), data=picture().data + number.to_bytes(2)) for number in range(count)]


def store(*images: Image) -> None:
    store_images(images, clock.now())
    db.session.commit()


def test_a_picture_is_stored_once_and_comes_back_as_it_was(app: Flask) -> None:
    store(picture(), picture(), picture("blue"))
    store(picture())
    assert load_images([picture().name, "khong-co.png"]) == {picture().name: picture()}
    assert db.session.scalar(sa.select(sa.func.count(BankImage.name))) == 2
    assert load_images([]) == {}
    store()


def test_very_many_pictures_are_stored_and_loaded_in_portions(app: Flask) -> None:
    images = many(1_001)
    with statements() as sent:
        store(*images)
        assert load_images(one.name for one in images) == {one.name: one for one in images}
    asked = [statement for statement in sent if statement.startswith("SELECT")]
    assert len(asked) == 6
    assert max(statement.count("?") for statement in asked) == 500


@pytest.mark.postgres
def test_two_people_may_store_the_same_new_picture_at_the_same_moment(postgres_app: Flask) -> None:
    first_looked, failed = threading.Event(), list[Exception]()

    def second() -> None:
        with postgres_app.app_context():
            try:
                first_looked.wait(timeout=20)
                store(picture(), picture("blue"))
            except Exception as error:
                failed.append(error)
            finally:
                db.session.remove()

    thread = threading.Thread(target=second)
    thread.start()
    store_images([picture()], clock.now())
    first_looked.set()
    thread.join(timeout=1)  # the other one now waits for what becomes of our row
    db.session.commit()
    thread.join(timeout=20)
    assert failed == []
    assert set(db.session.scalars(sa.select(BankImage.name))) == {picture().name, picture("blue").name}


def test_a_picture_that_came_after_the_look_is_left_as_it_is(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    store(picture())
    monkeypatch.setattr("quiz.bank.images._known", lambda _names: set())
    store(picture(), picture("blue"))
    assert db.session.scalar(sa.select(sa.func.count(BankImage.name))) == 2


class TestAddresses:
    def test_a_signed_address_shows_the_picture(self, app: Flask, client: FlaskClient) -> None:
        store(picture())
        with app.test_request_context():
            address = image_url(picture().name)
        assert client.get(address).data == picture().data

    @pytest.mark.parametrize("signature", ["%C3%A9", "0" * 20, "x"])
    def test_any_other_signature_is_not_found(self, app: Flask, client: FlaskClient, signature: str) -> None:
        store(picture())
        assert client.get(f"/bank/images/{signature}/{picture().name}").status_code == 404
        assert client.get(f"/bank/images/{signature}/x.png").status_code == 404
