"""`quiz contest load`: exit codes, words and JSON."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from quiz.cli import Refusing
from quiz.contests import queries, service
from quiz.contests.room import ROOM
from quiz.core.db import db
from tests.factories.contests import TOPIC, contest_text, make_bank, make_contest, round_number
from tests.people import Cast


class Shell:
    """A command line beside the test's application."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.group = Refusing(name="quiz", create_app=lambda: app, add_default_commands=False)
        for command in ROOM.commands:
            self.group.add_command(command)
        self.folder = folder

    def load(self, text: str | bytes, *options: str) -> Result:
        """Run `quiz contest load` on a file with this content."""
        path = self.folder / "contest.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        db.session.rollback()
        return CliRunner().invoke(self.group, ["contest", "load", str(path), *options])


@pytest.fixture
def shell(app: Flask, tmp_path: Path) -> Shell:
    """The command line."""
    return Shell(app, tmp_path)


def test_a_contest_is_loaded_and_told_in_words(shell: Shell, now: datetime) -> None:
    make_bank(now)
    result = shell.load(contest_text())
    assert (result.exit_code, result.output) == (0, "Đã tạo cuộc thi thi-thu: 2 vòng, thể lệ phiên bản 1.\n")
    assert "Không có gì thay đổi" in shell.load(contest_text()).output
    assert "Đã cập nhật" in shell.load(contest_text(title="Tên mới")).output


def test_the_report_is_json_where_asked_for(shell: Shell, now: datetime) -> None:
    make_bank(now, recognition=1)
    result = shell.load(contest_text(), "--json")
    assert result.exit_code == 0
    report = json.loads(result.output)
    assert report == {
        "slug": "thi-thu",
        "contest_id": queries.contest_by_slug("thi-thu").id,
        "created": True,
        "changed": True,
        "rules_version": 1,
        "rounds": [
            {
                "number": 1,
                "title": "Vòng 1",
                "opens_at": "2026-03-02T01:00:00.000Z",
                "closes_at": "2026-03-08T17:00:00.000Z",
                "is_practice": False,
            },
            {
                "number": 2,
                "title": "Vòng 2",
                "opens_at": "2026-03-09T01:00:00.000Z",
                "closes_at": "2026-03-15T10:30:00.000Z",
                "is_practice": False,
            },
        ],
        "shortages": [f"Vòng {number}: Chủ đề “{TOPIC}”, mức độ Nhận biết: cần 2, có 1" for number in (1, 2)],
        "warnings": [],
    }


def test_mistakes_go_to_stderr_with_exit_code_1(shell: Shell, now: datetime) -> None:
    make_bank(now)
    result = shell.load(contest_text(slug="Không Đúng", grace_seconds="x"))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines()[0] == "Tệp cuộc thi có 2 lỗi:"
    assert [line.partition(":")[0] for line in result.stderr.splitlines()[1:]] == ["slug", "grace_seconds"]


def test_a_reason_is_taken_from_the_command_line(shell: Shell, now: datetime) -> None:
    contest_id = make_contest(now).id
    service.prepare_round(round_number(queries.contest_by_slug("thi-thu")).id, now)
    text = contest_text(attempts_allowed=3)
    refused = shell.load(text)
    assert refused.exit_code == 1
    assert "phải ghi lý do" in refused.stderr
    assert shell.load(text, "--reason", "Quyết định 12").exit_code == 0
    assert queries.version_of(contest_id, 2).reason == "Quyết định 12"


def test_who_acts_is_named_and_must_have_the_right(shell: Shell, now: datetime, cast: Cast) -> None:
    make_bank(now)
    text = contest_text(owner_unit="P")
    for login, words in (("khong.co", "Không có tài khoản"), ("deactivated.thu", "Không có tài khoản")):
        result = shell.load(text, "--as", login)
        assert (result.exit_code, words in result.stderr) == (1, True), login
    assert "owner_unit" in shell.load(text, "--as", "organiser_a.thu").stderr
    assert shell.load(text, "--as", "organiser.thu").exit_code == 0
    version = queries.version_of(queries.contest_by_slug("thi-thu").id, 1)
    assert version.actor_id == cast.people["organiser"]


def test_a_file_in_another_encoding_is_refused(shell: Shell, now: datetime) -> None:
    result = shell.load(contest_text().encode("utf-16"))
    assert (result.exit_code, result.stderr) == (1, "Tệp cuộc thi phải dùng bảng mã UTF-8.\n")


def test_wrong_usage_has_exit_code_2(shell: Shell) -> None:
    assert CliRunner().invoke(shell.group, ["contest", "load", "khong-co.yaml"]).exit_code == 2
    assert CliRunner().invoke(shell.group, ["contest", "load"]).exit_code == 2


def test_settings_that_contradict_each_other_are_told_and_stand_in_nobodys_way(shell: Shell, now: datetime) -> None:
    make_bank(now)
    result = shell.load(contest_text(tie_break=["score"]))
    assert result.exit_code == 0
    first, warning = result.output.splitlines()
    assert first.startswith("Đã tạo cuộc thi thi-thu")
    assert warning.startswith("Lưu ý – Sau các tiêu chí đã chọn, rất nhiều người có thể vẫn bằng nhau.")
