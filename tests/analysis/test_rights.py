"""Figures and keys are for organisers of the contest who may see its bank, and for nobody else."""

from __future__ import annotations

import contextvars
import io
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.analysis import service
from quiz.analysis.views import alarm_panel, contest_links
from quiz.bank.models import Bank
from quiz.contests.models import Contest
from quiz.contests.stages import ContestLink
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor, Grant, Role
from tests.analysis.conftest import CrowdMaker
from tests.analysis.crowd import Crowd, item_of, plant_key
from tests.conftest import FrozenClock
from tests.leaderboard.conftest import LogIn
from tests.security.routes import CHANGING, calls

A, B, WHOLE = (2, 2), (3, 3), (1, 3)
"""Depth-first positions of the stage's units: two communes, and the province with both."""
PICTURE = {"signature": "0" * 32, "name": "0.png"}
"""What the address of a picture needs."""


@pytest.fixture
def analysed(new_crowd: CrowdMaker, frozen: FrozenClock) -> Crowd:
    """A round with a suspected key."""
    crowd = new_crowd(items=6, questions=6)
    crowd.difficulty[min(crowd.keys)] = -1.0
    crowd.sit(120)
    frozen.move(hours=1)
    plant_key(min(crowd.keys), crowd.lures[min(crowd.keys)], frozen.moment)
    service.analyse_now(crowd.stage.round_id)
    return crowd


def addresses(app: Flask, crowd: Crowd, methods: tuple[str, ...] = ("GET",)) -> list[str]:
    """Every address of the room."""
    item_id = item_of(min(crowd.keys))
    return [
        call.url
        for call in calls(app, methods, item_id=item_id, **PICTURE)
        if call.endpoint.startswith("analysis_admin.")
    ]


def belongs_to(crowd: Crowd, contest: str | None, bank: str | None) -> None:
    """Give contest and bank to units of the stage."""
    with transaction():
        db.session.query(Contest).one().owner_unit_id = crowd.stage.units[contest] if contest else None
        db.session.query(Bank).one().owner_unit_id = crowd.stage.units[bank] if bank else None


def statuses(client: FlaskClient, urls: list[str]) -> set[int]:
    """What the addresses answer."""
    return {client.get(url).status_code for url in urls}


def test_contestants_contacts_and_visitors_reach_no_address(app: Flask, analysed: Crowd, log_in: LogIn) -> None:
    person_id = analysed.stage.actors[0].person_id
    for method in ("GET", "POST"):
        urls = addresses(app, analysed, (method,))
        assert len(urls) >= {"GET": 5, "POST": 1}[method]
        for client, status in (
            (app.test_client(), 401),
            (log_in(person_id), 403),
            (log_in(person_id, Role.UNIT_CONTACT), 403),
        ):
            for url in urls:
                answer = client.open(url, method=method, headers={"Accept": "application/json"})
                assert answer.status_code in {status, 302, 403}, url
                assert answer.status_code != 302 or "/login" in answer.headers["Location"]
                assert "Độ phân biệt" not in answer.text


def unpacked(content: bytes) -> bytes:
    """An answer as it can be searched: the parts of a workbook one after the other, anything else as it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def test_no_other_route_tells_figures_to_contestants(app: Flask, analysed: Crowd, log_in: LogIn) -> None:
    job = service.request_analysis(analysed.stage.actors[1], analysed.stage.round_id)
    client, asked = log_in(analysed.stage.actors[0].person_id), 0
    for call in calls(app, ("GET",), job_id=job.id, item_id=item_of(min(analysed.keys)), **PICTURE):
        text = unpacked(client.get(call.url).data)
        asked += 1
        for told in ("Độ phân biệt", "discrimination", "facility", "/admin/analysis/thu"):
            assert told.encode() not in text, call.url
    assert asked > 40


@pytest.mark.parametrize(
    ("contest", "bank", "positions", "may"),
    [
        ("A", "A", A, True),
        ("A", "A", WHOLE, True),
        ("A", "A", B, False),
        ("A", "T", A, False),
        ("T", "A", A, False),
        (None, "A", A, False),
        ("A", None, A, False),
        (None, None, (None, None), True),
    ],
)
def test_an_organiser_needs_the_contest_and_its_bank(
    app: Flask,
    analysed: Crowd,
    log_in: LogIn,
    contest: str | None,
    bank: str | None,
    positions: tuple[int | None, int | None],
    may: bool,
) -> None:
    belongs_to(analysed, contest, bank)
    client = log_in(analysed.stage.actors[0].person_id, Role.ORGANISER, *positions)
    urls = [url for url in addresses(app, analysed) if url != "/admin/analysis/"]
    assert statuses(client, urls) == ({200, 302} if may else {403})
    listed = client.get("/admin/analysis/").text
    assert ("/admin/analysis/thu/1" in listed) is may


@pytest.fixture
def seen_by(app: Flask) -> Callable[[Grant], tuple[list[ContestLink], str]]:
    """What a contest's console page shows to somebody with this grant: links and panel."""

    def look() -> tuple[list[ContestLink], str]:
        with app.test_request_context():
            contest = db.session.query(Contest).one()
            return contest_links(contest), str(alarm_panel(contest, contest.created_at))

    def look_with(grant: Grant) -> tuple[list[ContestLink], str]:
        app.extensions["actor_loader"] = lambda: Actor(1, "Người tổ chức", (grant,))
        return contextvars.Context().run(look)

    return look_with


def test_link_and_panel_are_there_for_those_who_may_follow_them(
    analysed: Crowd, seen_by: Callable[[Grant], tuple[list[ContestLink], str]]
) -> None:
    belongs_to(analysed, "A", "A")
    links, panel = seen_by(Grant(Role.ORGANISER, 1, *A))
    assert [(link.title, link.address) for link in links] == [("Phân tích câu hỏi", "/admin/analysis/thu")]
    assert "Vòng 1: " in panel
    assert "1 câu" in panel
    assert f"/items/{item_of(min(analysed.keys))}" in panel
    assert seen_by(Grant(Role.ORGANISER, 1, *B)) == ([], "")


def test_asking_for_figures_needs_the_token(app: Flask, analysed: Crowd, log_in: LogIn) -> None:
    client = log_in(analysed.stage.actors[0].person_id, Role.ADMINISTRATOR)
    for url in addresses(app, analysed, CHANGING):
        assert client.post(url).status_code == 403
