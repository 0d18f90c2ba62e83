"""Workbooks for organisers, the console's panel, and the command that rebuilds."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from quiz.cli import main
from quiz.contests.models import Contest
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.ranking import service
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.leaderboard.conftest import LogIn, log_in
from tests.ranking.conftest import derived

__all__ = ["log_in"]
PEOPLE, UNITS = "/admin/ranking/thu/standings.xlsx", "/admin/ranking/thu/units.xlsx"


@pytest.fixture
def played(arena: Arena, frozen: FrozenClock) -> Arena:
    """Three people, one under initials, one with a name that looks like a formula."""
    arena.person("Hoàng Thị Kín", public_name="initials")
    arena.sit("Hoàng Thị Kín", "A1", score=1000)
    arena.sit("=1+1", "B", score=850)
    arena.sit("Lê Văn Ba", "B", score=850)
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    return arena


@pytest.fixture
def organiser(played: Arena, log_in: LogIn) -> FlaskClient:
    """An organiser of everything."""
    return log_in(played.person("Ban Tổ Chức"), Role.ORGANISER)


def rows_of(answer: Any, sheet: int = 0) -> list[list[Any]]:
    """The cells of a sheet from its heading row on."""
    assert answer.status_code == 200, answer.text
    page = load_workbook(BytesIO(answer.data)).worksheets[sheet]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    start = next(index for index, row in enumerate(rows) if row[0] in {"Hạng", "Cấp trên"})
    return [row for row in rows[start:] if any(value is not None for value in row)]


def test_the_list_of_people_has_full_names_and_shared_ranks(organiser: FlaskClient) -> None:
    rows = rows_of(organiser.get(PEOPLE))
    assert rows[0][:7] == ["Hạng", "Họ và tên", "Tên đăng nhập", "Mã đơn vị", "Đơn vị", "Bảng", "Điểm"]
    assert [(row[0], row[1]) for row in rows[1:4]] == [(1, "Hoàng Thị Kín"), (2, "=1+1"), (2, "Lê Văn Ba")]
    assert rows[1][3:10] == ["A1", "Chi bộ Một", None, "10", "1:00,000", "08:01:00,000 02/03/2026", 1]


def test_what_people_typed_is_text_in_the_workbook(organiser: FlaskClient) -> None:
    page = load_workbook(BytesIO(organiser.get(PEOPLE).data)).worksheets[0]
    cell = next(cell for row in page.iter_rows() for cell in row if cell.value == "=1+1")
    assert cell.data_type == "s"


def test_the_workbook_of_units_ranks_those_that_compete_and_lists_the_whole_tree(organiser: FlaskClient) -> None:
    answer = organiser.get(UNITS)
    compared, tree = rows_of(answer), rows_of(answer, 1)
    assert [(row[0], row[2], row[4], row[6]) for row in compared[1:4]] == [
        (1, "Phường Bình", 2, 0.04),
        (2, "Xã An", 1, 0.01),
        (3, "Xã Đông", 0, None),
    ]
    assert [(row[0], row[2]) for row in tree[1:4]] == [
        (None, "Tỉnh Thử"),
        ("Tỉnh Thử", "Xã An"),
        ("Xã An", "Chi bộ Một"),
    ]
    assert len(tree) >= 8


def test_who_took_a_list_away_is_on_record(organiser: FlaskClient, played: Arena) -> None:
    organiser.get(PEOPLE)
    entry = db.session.query(AuditEntry).one()
    assert (entry.action, entry.object_id, entry.actor_id) == (
        "ranking.export",
        str(played.contest_id),
        played.people["Ban Tổ Chức"],
    )
    assert json.loads(entry.after) == {"table": "standings", "round": 1, "rows": 3}


@pytest.mark.parametrize("address", [PEOPLE, UNITS])
def test_only_organisers_of_the_contests_unit_may_have_it(played: Arena, log_in: LogIn, address: str) -> None:
    with transaction():
        db.session.query(Contest).one().owner_unit_id = played.units["A"]
    person = played.people["Lê Văn Ba"]
    assert log_in(person).get(address).status_code == 403
    assert log_in(person, Role.UNIT_CONTACT).get(address).status_code == 403
    assert log_in(person, Role.ORGANISER, first=4, last=4).get(address).status_code == 403
    assert log_in(person, Role.ORGANISER, first=0, last=5).get(address).status_code == 200
    assert db.session.query(AuditEntry).count() == 1


def test_a_round_that_there_is_not_has_no_workbook(organiser: FlaskClient) -> None:
    assert organiser.get(f"{PEOPLE}?round=5").status_code == 404


def test_the_command_rebuilds_and_says_how_much(app: Flask, played: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    before = derived()
    monkeypatch.setattr("quiz.cli.create_app", lambda: app)
    result = CliRunner().invoke(main, ["ranking", "rebuild", "thu"])
    assert (result.exit_code, result.output) == (0, "Đã tính lại 3 thứ hạng của cuộc thi thu.\n")
    assert derived() == before
    refused = CliRunner().invoke(main, ["ranking", "rebuild", "khong-co"])
    assert refused.exit_code == 1
    assert "Không tìm thấy cuộc thi này." in refused.output
