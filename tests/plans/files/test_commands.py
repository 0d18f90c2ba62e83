"""The command `quiz plan load`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask

from quiz.cli import main
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.plans import commands
from quiz.plans.assigning.service import Given
from quiz.plans.models import Plan
from quiz.units.models import UnitKind
from tests.factories.units import make_unit
from tests.people import Cast
from tests.plans.files.texts import PLAN


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small plan file."""
    path = tmp_path / "ke-hoach.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def run(app: Flask, *words: object) -> Result:
    """`quiz plan load …` as typed, through the real group with its exit codes."""
    from flask.cli import ScriptInfo

    info = ScriptInfo(create_app=lambda: app)
    return CliRunner().invoke(main, ["plan", "load", *map(str, words)], obj=info)


@pytest.fixture
def province(app: Flask) -> int:
    """The only province."""
    return make_unit("Tỉnh Phong Lan", code="P", kind=UnitKind.PROVINCE).id


def test_a_plan_is_loaded_for_the_only_province(app: Flask, province: int, file: Path) -> None:
    done = run(app, file)
    assert done.exit_code == 0, done.output
    assert "Đã tạo kế hoạch ke-hoach-thu: 1 việc" in done.output
    assert db.session.scalars(sa.select(Plan.unit_id)).all() == [province]
    assert "Không có gì thay đổi" in run(app, file).output


def test_the_report_can_be_read_by_programs(app: Flask, province: int, file: Path) -> None:
    done = run(app, file, "--year", 2027, "--json")
    report = json.loads(done.output)
    assert (report["slug"], report["tasks"], report["shift_years"]) == ("ke-hoach-thu-2027", 1, 1)
    assert report["assigned"] is None


def test_it_can_be_assigned_at_once(app: Flask, province: int, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "assign_plan", lambda _actor, _plan, _now: Given(3, 0, 3))
    done = run(app, file, "--assign")
    assert "Đã giao thêm 3 lượt cho đơn vị" in done.output
    assert json.loads(run(app, file, "--assign", "--json").output)["assigned"]["added"] == 3


def test_a_mistake_is_refused_with_its_place(app: Flask, province: int, file: Path) -> None:
    file.write_text(PLAN.replace("branch_meetings", "meetings"), encoding="utf-8")
    done = run(app, file)
    assert done.exit_code == 1
    assert "Việc T-01, khóa “module”, dòng 17" in done.stderr
    assert db.session.scalars(sa.select(Plan)).all() == []


def test_what_cannot_be_understood_is_refused(app: Flask, province: int, file: Path) -> None:
    assert run(app, file, "--unit", "KHONG-CO").exit_code == 1
    assert run(app, file, "--as", "khong.co").exit_code == 1
    assert run(app, file, "--year", "sang năm").exit_code == 2
    assert run(app, file.with_name("khong-co.yaml")).exit_code == 2
    file.write_bytes(b"\xff\xfe\x00")
    assert run(app, file).exit_code == 1


def test_several_provinces_or_none_need_a_name(app: Flask, file: Path, cast: Cast) -> None:
    done = run(app, file)
    assert done.exit_code == 1
    assert "--unit" in done.stderr
    assert run(app, file, "--unit", "u").exit_code == 0


def test_no_province_at_all_says_what_to_do(app: Flask, file: Path) -> None:
    make_unit("Trường học", code="T", kind=UnitKind.SCHOOL)
    done = run(app, file)
    assert (done.exit_code, "--unit" in done.stderr) == (1, True)
    assert run(app, file, "--unit", "T").exit_code == 0


def test_whoever_is_named_is_asked_for_the_right_and_stands_in_the_trail(app: Flask, file: Path, cast: Cast) -> None:
    assert run(app, file, "--unit", "P", "--as", "organiser_a.thu").exit_code == 1
    assert run(app, file, "--unit", "P", "--as", "organiser.thu").exit_code == 0
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "plan.loaded")).one()
    assert entry.actor_id == cast.people["organiser"]
