"""Z3, Z5, Z7 on every route of the module: nobody outside sees, names or changes anything."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from quiz.accounts import service as accounts
from quiz.core import clock
from quiz.core.db import db
from quiz.core.permissions import Role
from quiz.modules.conferences import models
from quiz.modules.conferences.materials import add_material
from quiz.modules.conferences.queries import whole
from tests.conferences.conftest import Hall
from tests.conftest import FrozenClock
from tests.people import SignIn
from tests.security.routes import calls

TABLES = [model.__table__ for model in vars(models).values() if hasattr(model, "__table__")]
HARMLESS = {"conferences_admin.index", "conferences_admin.choose", "conferences_admin.list_template"}
"""Routes that are about no conference: they show the own ones, a choice of own units, an empty table."""
FOR_INVITED = {"show", "people", "tick", "template", "upload", "coverage", "coverage_file", "instead", "name"}
"""What the contact of an invited unit may open; everything else is the organiser's of the conference."""


@pytest.fixture
def announced(hall: Hall, frozen: FrozenClock) -> Hall:
    """The conference has begun, with a material; U has an organiser of its own."""
    add_material(hall.cast.actor("organiser"), hall.conference_id, "Đề cương", "https://tinh.vn/a", frozen.moment)
    hall.announce(frozen.moment)
    frozen.move(hours=1)
    accounts.grant_role(None, hall.cast.people["outsider"], Role.ORGANISER, hall.cast.units["U"], clock.now())
    return hall


def known(hall: Hall) -> dict[str, Any]:
    """Values for the addresses."""
    return {
        "conference_id": hall.conference_id,
        "session_id": hall.session.id,
        "person_id": hall.people["an"],
        "material_id": whole(hall.conference_id).materials[0].id,
        "code": "A",
    }


def stored() -> list[list[Any]]:
    """Every row of the module."""
    db.session.rollback()
    return [sorted(map(tuple, db.session.execute(sa.select(table)).all()), key=str) for table in TABLES]


def sent(hall: Hall) -> dict[str, Any]:
    """A body that would do something on each of the routes."""
    return {
        "version": hall.conference.version,
        "reason": "Phá",
        "people": [hall.people["an"]],
        "title": "Phá",
        "url": "https://x.vn",
        "sure": "1",
        "unit": "P",
        "unit_text": "Tỉnh Phong Lan",
        "who": "all",
        "with_below": "y",
        "day": "09/03/2026",
        "begins": "8:00",
        "ends": "9:00",
        "places-0-name": "Đâu đó",
        "tasks": [hall.task_id],
        "duration": "0,5",
        "form": "onsite",
        "text": "A; Nguyễn Văn An",
    }


def console(app: Flask, method: str, values: dict[str, Any]) -> list[tuple[str, str]]:
    """Addresses and names of the console's routes with a method."""
    found = [call for call in calls(app, (method,), **values) if call.endpoint.startswith("conferences_admin.")]
    assert len(found) > 10
    return [(call.url, call.endpoint) for call in found if call.endpoint not in HARMLESS]


def test_somebody_of_another_province_opens_and_changes_nothing(app: Flask, announced: Hall, signed_in: SignIn) -> None:
    client, before = signed_in("outsider"), stored()
    for method in ("GET", "POST"):
        for url, endpoint in console(app, method, known(announced)):
            if endpoint == "conferences_admin.new":
                url += f"?unit=A&plan={announced.plan_id}"
            answer = client.open(url, method=method, data=sent(announced) if method == "POST" else None)
            assert answer.status_code in {403, 404}, f"{method} {url}: {answer.status_code}"
    assert stored() == before


def test_lists_and_choices_of_another_province_hold_nothing_of_ours(announced: Hall, signed_in: SignIn) -> None:
    client = signed_in("outsider")
    for where in (
        "/admin/conferences/",
        "/admin/conferences/?q=hoi nghi",
        "/admin/conferences/choose",
        "/conferences/",
    ):
        page = client.get(where).text
        assert "Hội nghị quán triệt chuyên đề năm" not in page
        assert "Phong Lan" not in page
    assert client.get("/admin/conferences/choose?unit=P").status_code == 404


def test_the_contact_of_an_invited_unit_opens_the_own_part_alone(
    app: Flask, announced: Hall, signed_in: SignIn
) -> None:
    client = signed_in("contact")
    for url, endpoint in console(app, "GET", known(announced)):
        if endpoint != "conferences_admin.new":
            name = endpoint.partition(".")[2]
            answer = client.get(url)
            assert (answer.status_code == 200) is (name in FOR_INVITED), f"{url}: {answer.status_code}"
            assert "Lê Chí" not in answer.text if answer.mimetype == "text/html" else True, url


def test_the_contact_of_an_invited_unit_changes_nothing_of_the_conference(
    app: Flask, announced: Hall, signed_in: SignIn
) -> None:
    own = {"tick", "undo", "excuse", "instead", "name", "upload"}
    client, before = signed_in("contact"), stored()
    for url, endpoint in console(app, "POST", known(announced)):
        if endpoint.partition(".")[2] not in own and endpoint != "conferences_admin.new":
            assert client.post(url, data=sent(announced)).status_code == 404, url
    assert stored() == before


@pytest.mark.parametrize("what", ["excuse", "disinvite", "instead"])
def test_a_contact_touches_no_person_of_another_unit(announced: Hall, signed_in: SignIn, what: str) -> None:
    client, before = signed_in("contact"), stored()
    where = f"/admin/conferences/{announced.conference_id}/people/{announced.people['chi']}/{what}"
    assert client.post(where, data=sent(announced)).status_code == 404
    assert stored() == before


def test_who_has_no_role_and_who_is_nobody_reach_no_page_of_the_console(
    app: Flask, announced: Hall, signed_in: SignIn
) -> None:
    before = stored()
    for name, allowed in (("contestant", {403}), (None, {302, 401})):
        client: FlaskClient = signed_in(name)
        for method in ("GET", "POST"):
            for call in calls(app, (method,), **known(announced)):
                if call.endpoint.startswith("conferences_admin."):
                    answer = client.open(call.url, method=method)
                    assert answer.status_code in allowed, f"{name} {method} {call.url}: {answer.status_code}"
    assert stored() == before


def test_sessions_materials_and_people_of_another_conference_are_not_reached_through_the_own_one(
    announced: Hall, signed_in: SignIn, frozen: FrozenClock
) -> None:
    client = signed_in("organiser")
    where = f"/admin/conferences/{announced.conference_id}"
    for path in ("/sessions/999/list", "/sessions/999/qr", "/sessions/999/printed", "/sessions/999"):
        assert client.get(where + path).status_code == 404, path
    assert client.post(f"{where}/materials/999/remove").status_code == 404
    assert (
        client.post(f"{where}/people/{announced.cast.people['outsider']}/excuse", data={"reason": "x"}).status_code
        == 404
    )
    assert client.post(f"{where}/people/add", data={"people": [announced.cast.people["outsider"]]}).status_code == 404
