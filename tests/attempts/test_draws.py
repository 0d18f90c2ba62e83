"""The promise before the round, the proof after it: page, file, and every stored paper drawn again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from question_bank.cli import main
from question_bank.draw_record import DrawRecord, commitment
from quiz.attempts.commands import papers
from quiz.attempts.models import Attempt
from quiz.attempts.verifying import verify_papers
from quiz.contests.models import Round
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, NotFound
from tests.attempts.conftest import Sitting
from tests.conftest import FrozenClock
from tests.factories.stage import Stage

PAGE = "/contests/thu/rounds/1/draw"


def stored(stage: Stage) -> Round:
    """The round as it is in the database."""
    return db.session.get_one(Round, stage.round_id, populate_existing=True)


def test_while_the_round_is_open_only_the_promise_is_shown(client: FlaskClient, stage: Stage) -> None:
    contest_round = stored(stage)
    page = client.get(PAGE).text
    assert contest_round.seed_commitment in page
    assert contest_round.seed not in page
    assert "Vòng thi chưa đóng" in page
    assert client.get(f"{PAGE}.json").status_code == 404


def test_after_the_round_seed_and_record_are_open_to_everybody(
    client: FlaskClient, stage: Stage, frozen: FrozenClock
) -> None:
    frozen.move(days=2)
    contest_round = stored(stage)
    page = client.get(PAGE).text
    assert contest_round.seed in page
    data = client.get(f"{PAGE}.json").get_json()
    assert data["seed"] == contest_round.seed
    assert commitment(bytes.fromhex(data["seed"])) == data["commitment"] == contest_round.seed_commitment
    assert DrawRecord.from_dict(data).digest() in page


def test_the_record_promised_is_the_record_published(client: FlaskClient, stage: Stage, frozen: FrozenClock) -> None:
    before = client.get(PAGE).text
    frozen.move(days=2)
    digest = DrawRecord.from_dict(client.get(f"{PAGE}.json").get_json()).digest()
    assert digest in before


def test_the_published_file_gives_back_the_paper_of_a_sitting(
    client: FlaskClient, sitting: Sitting, frozen: FrozenClock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sitting.start()
    attempt = db.session.scalars(sa.select(Attempt)).one()
    frozen.move(days=2)
    path = tmp_path / "draw.json"
    path.write_bytes(client.get(f"{PAGE}.json").data)
    assert main(["draw", str(path), "--paper", f"{attempt.person_id}.{attempt.number}", "--json"]) == 0
    paper = json.loads(capsys.readouterr().out)["paper"]
    assert " ".join(f"{one['item']}:{''.join(map(str, one['options']))}" for one in paper) == attempt.paper


def test_a_round_that_is_not_prepared_has_no_draw_page(client: FlaskClient, stage: Stage) -> None:
    with transaction():
        stored(stage).prepared_at = None
    assert client.get(PAGE).status_code == 404
    assert client.get("/contests/thu/rounds/9/draw").status_code == 404
    with pytest.raises(NotFound):
        verify_papers("thu", 1)


def test_a_round_prepared_ahead_shows_nothing_before_it_opens(
    client: FlaskClient, stage: Stage, frozen: FrozenClock
) -> None:
    frozen.move(seconds=-1)
    assert client.get(PAGE).status_code == 404


def test_every_stored_paper_is_the_one_drawn_again(sitting: Sitting, app: Flask) -> None:
    sitting.start()
    sitting.submit()
    sitting.start()
    found = verify_papers("thu", 1)
    assert (found.total, found.different) == (2, ())
    told = app.test_cli_runner().invoke(papers, ["verify", "thu", "1"])
    assert told.exit_code == 0
    assert "2 trên 2 đề" in told.output


def test_a_paper_that_was_tampered_with_is_named(sitting: Sitting) -> None:
    sitting.start()
    with transaction():
        attempt = db.session.scalars(sa.select(Attempt)).one()
        first, second, *rest = attempt.paper.split(" ")
        attempt.paper = " ".join([second, first, *rest])
    assert verify_papers("thu", 1).different == (attempt.id,)


def test_a_seed_that_was_exchanged_is_found_by_its_promise(stage: Stage) -> None:
    with transaction():
        stored(stage).seed = "00" * 32
    with pytest.raises(Conflict, match="cam kết"):
        verify_papers("thu", 1)


def test_the_result_page_tells_the_number_to_check_with(sitting: Sitting, client: FlaskClient, app: Flask) -> None:
    sitting.start()
    sitting.submit()
    app.extensions["actor_loader"] = lambda: sitting.actor
    page = client.get(f"/attempts/{sitting.body['attempt_id']}/result").text
    assert f"Số rút đề: {sitting.actor.person_id}.1." in page
    assert PAGE in page
