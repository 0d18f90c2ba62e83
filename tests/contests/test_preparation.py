"""Preparing a round: a full paper or nothing, once and for ever, whoever asks first."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa

from quiz.contests import queries, service
from quiz.contests.models import Round, RoundItem
from quiz.contests.room import ROOM
from quiz.contests.rules import RoundState
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict
from quiz.units.models import OrgUnit
from tests.conftest import FrozenClock
from tests.factories.contests import TOPIC, add_item, make_bank, make_contest, round_number
from tests.people import Cast

pytestmark = pytest.mark.usefixtures("app")
ALL = [{"topic": "*", "level": "*", "count": 3}]


def pool(round_id: int) -> dict[int, set[int]]:
    """The frozen candidates by cell."""
    found: dict[int, set[int]] = {}
    for row in db.session.scalars(sa.select(RoundItem).where(RoundItem.round_id == round_id)):
        found.setdefault(row.cell, set()).add(row.revision_id)
    return found


def notes(action: str) -> list[AuditEntry]:
    """The rows of the audit trail with this action."""
    return list(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == action)))


def test_units_are_frozen_with_names_and_head_counts(now: datetime, cast: Cast) -> None:
    contest_round = round_number(make_contest(now))
    service.prepare_round(contest_round.id, now)
    with transaction():
        unit = db.session.get_one(OrgUnit, cast.units["A"])
        unit.name, unit.headcount = "Xã Tên Mới", 1
    frozen = {unit.code: unit for unit in queries.round_units(contest_round.id)}
    assert set(frozen) == {"P", "A", "B", "C", "U"}
    assert (frozen["A"].name, frozen["A"].headcount, frozen["A"].kind) == ("Xã An Bình", 300, "commune")
    assert frozen["A"].parent_id == frozen["P"].unit_id
    positions = [unit.position for unit in queries.round_units(contest_round.id)]
    assert positions == sorted(positions)
    assert frozen["P"].position < frozen["C"].position <= frozen["P"].last_position


def test_the_pool_is_frozen_cell_by_cell(now: datetime) -> None:
    bank = make_bank(now, recognition=3, comprehension=2)
    cells = [{"topic": TOPIC, "level": "Nhận biết", "count": 2}, {"topic": "*", "level": "Thông hiểu", "count": 1}]
    contest_round = round_number(make_contest(now, paper={"cells": cells}))
    service.prepare_round(contest_round.id, now)
    frozen = pool(contest_round.id)
    assert (len(frozen[0]), len(frozen[1])) == (3, 2)
    add_item(bank.id, now, "muon")
    assert pool(contest_round.id) == frozen


def test_drafts_and_retired_items_are_not_in_the_pool(now: datetime) -> None:
    bank = make_bank(now, recognition=2)
    hidden = {add_item(bank.id, now, state, state=state) for state in ("draft", "reviewed", "retired")}
    sealed = add_item(bank.id, now, "niem-phong", state="sealed")
    contest_round = round_number(make_contest(now))
    service.prepare_round(contest_round.id, now)
    (frozen,) = pool(contest_round.id).values()
    assert sealed in frozen
    assert len(frozen) == 3
    assert not hidden & frozen


def test_the_seed_is_secret_and_its_commitment_public(now: datetime) -> None:
    contest = make_contest(now)
    first, second = (service.prepare_round(one.id, now) for one in queries.rounds_of(contest.id))
    assert len(bytes.fromhex(first.seed)) == 32
    assert first.seed_commitment == sha256(bytes.fromhex(first.seed)).hexdigest()
    assert first.seed != second.seed
    assert not any(first.seed in note.after + note.before + note.reason for note in notes("round.prepare"))
    assert first.seed_commitment in notes("round.prepare")[0].after


def test_a_prepared_round_stays_as_it_is(now: datetime) -> None:
    contest_round = round_number(make_contest(now))
    prepared = service.prepare_round(contest_round.id, now)
    seed, version, frozen = prepared.seed, prepared.version, pool(prepared.id)
    again = service.prepare_round(contest_round.id, now + timedelta(hours=1))
    assert (again.seed, again.version, again.prepared_at, pool(again.id)) == (seed, version, now, frozen)
    assert len(notes("round.prepare")) == 1


def test_preparing_changes_the_version_of_the_round(now: datetime) -> None:
    contest_round = round_number(make_contest(now))
    before = contest_round.version
    assert service.prepare_round(contest_round.id, now).version > before


def test_a_shortage_names_every_cell_and_leaves_nothing(now: datetime) -> None:
    make_bank(now, recognition=2)
    cells = [
        {"topic": TOPIC, "level": "Nhận biết", "count": 4},
        {"topic": TOPIC, "level": "Thông hiểu", "count": 1},
        {"topic": "Địa lý", "level": "*", "count": 3},
    ]
    contest_round = round_number(make_contest(now, paper={"cells": cells}))
    with pytest.raises(service.Shortage) as raised:
        service.prepare_round(contest_round.id, now)
    assert raised.value.code == "shortage"
    assert raised.value.message() == (
        "Ngân hàng câu hỏi chưa đủ cho đề của vòng 1: "
        f"Chủ đề “{TOPIC}”, mức độ Nhận biết: cần 4, có 2; "
        f"Chủ đề “{TOPIC}”, mức độ Thông hiểu: cần 1, có 0; "
        "Chủ đề “Địa lý”, mọi mức độ: cần 3, có 0."
    )
    stored = db.session.get_one(Round, contest_round.id)
    assert (stored.prepared_at, stored.seed, stored.seed_commitment) == (None, "", "")
    assert pool(stored.id) == {}
    assert queries.round_units(stored.id) == []


def test_cells_that_share_their_items_must_be_filled_together(now: datetime) -> None:
    bank = make_bank(now, recognition=4)
    cells = [{"topic": TOPIC, "level": "Nhận biết", "count": 3}, {"topic": "*", "level": "*", "count": 2}]
    contest_round = round_number(make_contest(now, paper={"cells": cells}))
    with pytest.raises(service.Shortage) as raised:
        service.prepare_round(contest_round.id, now)
    assert "Mọi chủ đề, mọi mức độ: cần 2, có 1 (các câu khác đã dùng" in raised.value.message()
    add_item(bank.id, now, "them")
    service.prepare_round(contest_round.id, now)
    assert {cell: len(found) for cell, found in pool(contest_round.id).items()} == {0: 5, 1: 5}


def test_a_round_with_a_paper_of_its_own_is_prepared_with_it(now: datetime) -> None:
    make_bank(now, "khac", application=3)
    rounds = [
        {
            "number": 1,
            "opens_at": "02/03/2026 08:00",
            "closes_at": "08/03/2026 24:00",
            "bank": "khac",
            "paper": {"cells": ALL},
        }
    ]
    contest_round = round_number(make_contest(now, rounds=rounds))
    service.prepare_round(contest_round.id, now)
    assert [len(found) for found in pool(contest_round.id).values()] == [3]


def test_a_round_is_not_prepared_before_its_opening_has_come(now: datetime) -> None:
    second = round_number(make_contest(now), 2)
    with pytest.raises(Conflict) as raised:
        service.ensure_prepared(second.id, second.opens_at - timedelta(milliseconds=1))
    assert raised.value.code == "not_open"
    service.ensure_prepared(second.id, second.opens_at)
    assert db.session.get_one(Round, second.id).prepared_at == second.opens_at


def test_a_round_found_prepared_is_not_looked_at_again(now: datetime) -> None:
    round_id = round_number(make_contest(now)).id
    service.ensure_prepared(round_id, now)
    statements: list[str] = []

    def listen(*arguments: Any) -> None:
        statements.append(arguments[2])

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    service.ensure_prepared(round_id, now)
    assert statements == []


def test_a_round_that_is_short_stays_closed_until_the_bank_is_filled(now: datetime) -> None:
    bank = make_bank(now, recognition=1)
    contest_round = round_number(make_contest(now))
    assert queries.state_of(contest_round, now) is RoundState.OPEN
    for _ in range(3):
        with pytest.raises(Conflict) as raised:
            service.ensure_prepared(contest_round.id, now)
        assert raised.value.code == "not_open"
        assert "cần" not in raised.value.message(), "contestants are told nothing about the bank"
    assert [note.reason for note in notes(queries.SHORTAGE)] == [
        f"Ngân hàng câu hỏi chưa đủ cho đề của vòng 1: Chủ đề “{TOPIC}”, mức độ Nhận biết: cần 2, có 1."
    ]
    assert queries.state_of(db.session.get_one(Round, contest_round.id), now) is RoundState.UPCOMING
    add_item(bank.id, now, "them")
    service.ensure_prepared(contest_round.id, now)
    assert queries.state_of(db.session.get_one(Round, contest_round.id), now) is RoundState.OPEN


def test_the_runner_prepares_what_is_due_and_only_that(now: datetime, frozen: FrozenClock) -> None:
    first, second = queries.rounds_of(make_contest(now).id)
    (periodic,) = ROOM.periodic
    assert periodic.every_seconds == 5
    frozen.move(milliseconds=-1)
    periodic.run()
    assert db.session.get_one(Round, first.id).prepared_at is None
    frozen.move(milliseconds=1)
    periodic.run()
    assert db.session.get_one(Round, first.id, populate_existing=True).prepared_at == now
    assert db.session.get_one(Round, second.id).prepared_at is None


def test_one_short_round_does_not_stop_the_others(now: datetime) -> None:
    make_bank(now, "it", recognition=1)
    make_contest(now, slug="it", bank="it")
    good = round_number(make_contest(now))
    assert service.prepare_due(now) == 1
    assert db.session.get_one(Round, good.id).prepared_at == now
    assert service.prepare_due(now) == 0
