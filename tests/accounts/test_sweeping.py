"""Ended logins and forgotten uploads go; what is still good stays."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from flask import Flask

from quiz.accounts import service
from quiz.accounts.models import LoginCode, LoginSession
from quiz.accounts.sweeping import KEPT_FOR, sweep
from quiz.core import uploads
from quiz.core.db import db
from tests.conftest import START
from tests.people import Cast


def test_logins_and_codes_go_thirty_days_after_their_end(app: Flask, cast: Cast) -> None:
    service.open_session(cast.people["contestant"], START)
    service.issue_code(cast.actor("administrator"), cast.people["contestant"], START)
    ends = db.session.query(LoginSession.expires_at).scalar()
    code_ends = db.session.query(LoginCode.expires_at).scalar()
    assert sweep(code_ends + KEPT_FOR) == 0
    assert sweep(code_ends + KEPT_FOR + timedelta(seconds=1)) == 1
    assert sweep(ends + KEPT_FOR) == 0
    assert sweep(ends + KEPT_FOR + timedelta(seconds=1)) == 1
    assert db.session.query(LoginSession).count() == db.session.query(LoginCode).count() == 0


def test_uploads_nobody_came_back_for_go_after_a_day(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    folder.mkdir()
    for name, age in (("0" * 32, timedelta(hours=23)), ("1" * 32, timedelta(hours=25))):
        (folder / name).write_bytes(b"x")
        moment = (START - age).timestamp()
        os.utime(folder / name, (moment, moment))
    assert uploads.sweep(START) == 1
    assert [path.name for path in folder.iterdir()] == ["0" * 32]
