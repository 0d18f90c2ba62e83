"""Calling the demo again: nothing is wiped, and a further round is added when none is open."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.cli import ScriptInfo

from quiz.accounts.models import Person
from quiz.app import create_app
from quiz.attempts.models import Attempt
from quiz.bank.models import BankImport, Item
from quiz.cli import main
from quiz.contests import queries
from quiz.contests.models import Contest, Entry, Round, RulesVersion
from quiz.contests.rules import RoundState
from quiz.contests.service import close_round
from quiz.core.db import Model, db
from quiz.core.errors import Conflict
from quiz.core.settings import Settings
from quiz.demo.contest import SLUG
from quiz.demo.service import load_demo
from quiz.ranking.models import Standing
from quiz.units.models import OrgUnit, UnitAlias
from tests.conftest import START, FrozenClock
from tests.demo.conftest import Run
from tests.demo.sitting import start

TABLES: tuple[type[Model], ...] = (
    OrgUnit, UnitAlias, Person, BankImport, Item, Contest, Round, RulesVersion, Entry, Attempt, Standing,
)  # fmt: skip


def counts() -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in TABLES
    }


def test_a_second_run_adds_nothing(app: Flask, run: Run) -> None:
    before = counts()
    run()
    run()
    assert counts() == before


def test_what_people_did_in_between_stays(app: Flask, run: Run) -> None:
    printed = run()
    _client, attempt = start(app, printed["contestants"][0], printed)
    run()
    assert db.session.get_one(Attempt, attempt["attempt_id"]).submitted_at is None


def test_while_a_round_is_open_no_further_one_is_added(run: Run, frozen: FrozenClock) -> None:
    frozen.move(days=12)
    assert run()["open_round"] == 2
    assert len(queries.rounds_of(queries.contest_by_slug(SLUG).id)) == 2


def test_when_the_open_round_is_over_a_further_one_is_added(app: Flask, run: Run, frozen: FrozenClock) -> None:
    earlier = counts()
    frozen.move(days=20)
    printed = run()
    assert printed["open_round"] == 3
    rounds = queries.rounds_of(queries.contest_by_slug(SLUG).id)
    states = [queries.state_of(one, frozen.moment) for one in rounds]
    assert states == [RoundState.CLOSED, RoundState.CLOSED, RoundState.OPEN]
    assert (frozen.moment - rounds[2].opens_at).days == 1
    assert (rounds[2].closes_at - frozen.moment).days == 13
    assert all(now >= earlier[name] for name, now in counts().items())
    start(app, printed["contestants"][0], printed)


def test_the_further_round_has_attempts_and_standings_too(run: Run, frozen: FrozenClock) -> None:
    frozen.move(days=20)
    run()
    contest = queries.contest_by_slug(SLUG)
    sat = db.session.scalars(sa.select(Attempt).where(Attempt.round_id == queries.round_of(contest.id, 3).id)).all()
    stands = sa.select(sa.func.count()).where(Standing.contest_id == contest.id, Standing.round_number == 3)
    assert 130 <= len({one.person_id for one in sat}) == db.session.scalar(stands)
    assert all(one.closed_at is not None and one.closed_at < frozen.moment for one in sat)


def test_the_contestants_of_the_last_round_are_unused_in_the_next(app: Flask, run: Run, frozen: FrozenClock) -> None:
    before = run()
    start(app, before["contestants"][0], before)
    fresh = run()["contestants"]
    frozen.move(days=20)
    after = run()
    assert after["contestants"] == fresh
    start(app, after["contestants"][0], after)


def test_a_round_closed_by_decision_is_followed_by_one_that_does_not_overlap(run: Run, frozen: FrozenClock) -> None:
    contest = queries.contest_by_slug(SLUG)
    close_round(None, queries.round_of(contest.id, 2).id, frozen.moment, "Thử đóng sớm")
    frozen.move(minutes=5)
    assert run()["open_round"] == 3
    second, third = queries.rounds_of(contest.id)[1:]
    assert third.opens_at == second.closes_at == START
    assert db.session.scalar(sa.select(Attempt.id).where(Attempt.round_id == third.id).limit(1)) is None
    frozen.move(minutes=1)
    assert run()["open_round"] == 3


def test_a_real_contest_at_the_same_address_is_left_alone(app: Flask, frozen: FrozenClock) -> None:
    db.session.execute(sa.update(Contest).values(is_demo=False))
    db.session.commit()
    before = counts()
    with pytest.raises(Conflict, match="cuộc thi thật"):
        load_demo(3, frozen.moment)
    assert counts() == before


def test_production_refuses_with_one_line(
    settings: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    production = replace(settings, env="production")
    kept = (tmp_path / "demo.json").read_text(encoding="utf-8")
    with pytest.raises(SystemExit) as leaving:
        main.main(["demo", "--json"], obj=ScriptInfo(create_app=lambda: create_app(production)))
    output = capsys.readouterr()
    assert leaving.value.code == 1
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert "dữ liệu minh họa" in output.err
    assert (tmp_path / "demo.json").read_text(encoding="utf-8") == kept


def test_the_table_for_people_names_contest_round_and_accounts(
    settings: Settings, app: Flask, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = run()
    with pytest.raises(SystemExit) as leaving:
        main.main(["demo", "--people", "3"], obj=ScriptInfo(create_app=lambda: create_app(settings)))
    lines = capsys.readouterr().out.splitlines()
    assert leaving.value.code == 0
    assert lines[0].startswith("DỮ LIỆU MINH HỌA")
    assert f"/contests/{SLUG}" in lines[1]
    assert "vòng 2" in lines[2]
    for account in printed["contestants"]:
        assert any(account["login"] in line and account["password"] in line for line in lines)


def test_wrong_numbers_of_people_are_wrong_usage(settings: Settings) -> None:
    for wrong in ("0", "-3", "nhiều"):
        with pytest.raises(SystemExit) as leaving:
            main.main(["demo", "--people", wrong], obj=ScriptInfo(create_app=lambda: create_app(settings)))
        assert leaving.value.code == 2


def test_the_kept_file_is_no_output_of_the_command(run: Run, settings: Settings) -> None:
    kept = json.loads((settings.instance / "demo.json").read_text(encoding="utf-8"))
    assert all("stored" in one for one in kept["contestants"])
    assert "stored" not in json.dumps(run())


def test_later_rounds_lie_a_fortnight_and_a_day_long(run: Run, frozen: FrozenClock) -> None:
    for expected in (3, 4):
        frozen.move(days=30)
        assert run()["open_round"] == expected
        newest = queries.rounds_of(queries.contest_by_slug(SLUG).id)[-1]
        assert timedelta(days=14) < newest.closes_at - newest.opens_at < timedelta(days=16)
