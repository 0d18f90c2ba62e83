"""The same items for everybody: drawn once when the round is prepared, and to be drawn again by anybody afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from question_bank.cli import main
from question_bank.draw_record import DrawRecord, first_draw
from quiz.attempts.commands import papers
from quiz.attempts.models import Attempt
from quiz.attempts.rules import revision_ids
from quiz.attempts.trial import run_trial
from quiz.attempts.verifying import verify_papers
from quiz.contests.models import Round, RoundItem
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict
from tests.attempts.conftest import Sitting, StageMaker
from tests.conftest import FrozenClock
from tests.factories.stage import Stage

PAGE = "/contests/thu/rounds/1/draw"


@pytest.fixture
def shared(app: Flask, make_stage: StageMaker) -> Stage:
    """Five of eight items for everybody."""
    app.config["WTF_CSRF_ENABLED"] = False
    return make_stage(same_for_all=True, people=4)


def stored_round(stage: Stage) -> Round:
    """The round as it is stored."""
    return db.session.get_one(Round, stage.round_id, populate_existing=True)


def sit_all(app: Flask, client: FlaskClient, stage: Stage) -> list[str]:
    """Everybody sits once; the papers."""
    for actor in stage.actors:
        assert Sitting(app, client, actor).start().status_code == 201
    return list(db.session.scalars(sa.select(Attempt.paper)))


def record_of(client: FlaskClient) -> dict[str, Any]:
    """The published file."""
    found: dict[str, Any] = client.get(f"{PAGE}.json").get_json()
    return found


def test_one_draw_from_the_seed_fixes_the_pool(shared: Stage) -> None:
    rows = db.session.execute(sa.select(RoundItem.revision_id, RoundItem.is_drawn)).all()
    everything = sorted(revision for revision, _drawn in rows)
    drawn = sorted(revision for revision, is_drawn in rows if is_drawn)
    assert (len(everything), len(drawn)) == (8, 5)
    seed = bytes.fromhex(stored_round(shared).seed)
    assert first_draw(((5, everything),), seed) == [(5, drawn)]


def test_everybody_has_the_same_items_in_an_order_of_their_own(app: Flask, client: FlaskClient, shared: Stage) -> None:
    all_papers = sit_all(app, client, shared)
    assert len({frozenset(revision_ids(paper)) for paper in all_papers}) == 1
    assert len({tuple(revision_ids(paper)) for paper in all_papers}) > 1


def test_without_shuffling_all_papers_are_alike(app: Flask, client: FlaskClient, make_stage: StageMaker) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    stage = make_stage(same_for_all=True, shuffle_items=False, shuffle_options=False, people=3)
    assert len(set(sit_all(app, client, stage))) == 1


def test_every_paper_can_be_drawn_again(app: Flask, client: FlaskClient, shared: Stage) -> None:
    sit_all(app, client, shared)
    assert (verify_papers("thu", 1).total, verify_papers("thu", 1).different) == (4, ())
    assert app.test_cli_runner().invoke(papers, ["verify", "thu", "1"]).exit_code == 0


def test_another_choice_of_items_than_the_first_draw_s_is_found(app: Flask, shared: Stage) -> None:
    with transaction():
        taken = db.session.scalars(sa.select(RoundItem).where(RoundItem.is_drawn)).first()
        left = db.session.scalars(sa.select(RoundItem).where(~RoundItem.is_drawn)).first()
        assert taken is not None
        assert left is not None
        taken.is_drawn, left.is_drawn = False, True
    app.extensions.pop("round_contexts", None)
    with pytest.raises(Conflict, match="lượt rút đầu tiên"):
        verify_papers("thu", 1)


def test_the_record_tells_of_the_first_draw_and_everybody_can_do_it_again(
    app: Flask, client: FlaskClient, shared: Stage, frozen: FrozenClock, tmp_path: Path, capsys: Any
) -> None:
    promised = client.get(PAGE).text
    assert "mọi thí sinh làm chung một bộ câu hỏi" in promised
    sit_all(app, client, shared)
    attempt = db.session.scalars(sa.select(Attempt)).first()
    assert attempt is not None
    frozen.move(days=2)
    data = record_of(client)
    record = DrawRecord.from_dict(data)
    assert record.digest() in promised
    assert [len(cell["items"]) for cell in data["first"]] == [8]
    assert record.is_first_draw(bytes.fromhex(data["seed"]))
    assert "rút từ 8 câu của kho ban đầu" in client.get(PAGE).text
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(data))
    assert main(["draw", str(path), "--paper", f"{attempt.person_id}.1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["first_draw"] is True
    assert [one["item"] for one in told["paper"]] == revision_ids(attempt.paper)


def test_a_record_whose_items_are_not_those_of_the_first_draw_fails_the_check(
    client: FlaskClient, shared: Stage, frozen: FrozenClock, tmp_path: Path, capsys: Any
) -> None:
    frozen.move(days=2)
    data = record_of(client)
    left = sorted(set(data["first"][0]["items"]) - set(data["cells"][0]["items"]))
    data["kept"][str(left[0])] = data["kept"].pop(str(data["cells"][0]["items"][0]))
    data["cells"][0]["items"][0] = left[0]
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(data))
    assert main(["draw", str(path)]) == 1
    assert "KHÔNG đúng là kết quả của lượt rút đầu tiên" in capsys.readouterr().out


def test_a_round_drawn_for_each_person_has_no_first_draw(
    client: FlaskClient, stage: Stage, frozen: FrozenClock
) -> None:
    assert "làm chung một bộ câu hỏi" not in client.get(PAGE).text
    frozen.move(days=2)
    assert "first" not in record_of(client)


def test_a_pool_just_large_enough_needs_no_first_draw(make_stage: StageMaker, client: FlaskClient) -> None:
    make_stage(same_for_all=True, items=5)
    assert "rút từ" not in client.get(PAGE).text.split("Cách kiểm tra")[0].split("Công bố sau")[1]
    assert verify_papers("thu", 1).total == 0


class Silent:
    """Hears of no progress."""

    job_id = 1

    def __call__(self, done: int, total: int) -> None:
        """Nothing."""


@pytest.mark.parametrize("is_prepared", [True, False])
def test_papers_tried_out_share_their_items(shared: Stage, is_prepared: bool) -> None:
    if not is_prepared:
        with transaction():
            db.session.execute(sa.delete(RoundItem))
            stored_round(shared).prepared_at = None
    result = run_trial(Silent(), "thu", shared.round_id, "0123456789abcdef")
    assert result["same_for_all"] is True
    assert [times for _revision, times in result["exposure"]] == [1000] * 5
    assert result["overlap"] == 5
