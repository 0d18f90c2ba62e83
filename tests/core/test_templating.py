"""What templates may call: times, scores and lengths as people read them; addresses that change with the content."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from functools import partial

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from quiz.core.permissions import Actor, Grant, Role
from quiz.core.room import MenuItem, Room
from quiz.core.templating import clock_time, day, duration, moment, points

STAFF = (Role.UNIT_CONTACT, Role.ADMINISTRATOR)
MIDNIGHT = datetime(2026, 9, 1, 17, 0, 5, tzinfo=UTC)


def test_times_are_shown_on_a_clock_in_vietnam() -> None:
    assert moment(MIDNIGHT) == "00:00 02/09/2026"
    assert day(MIDNIGHT) == "02/09/2026"
    assert clock_time(MIDNIGHT) == "00:00:05"
    assert moment(None) == day(None) == clock_time(None) == ""


@pytest.mark.parametrize(
    ("hundredths", "text"),
    [
        (None, "–"),
        (0, "0"),
        (900, "9"),
        (850, "8,5"),
        (8765, "87,65"),
        (1000, "10"),
        (123456700, "1.234.567"),
        (5, "0,05"),
    ],
)
def test_scores_lose_the_noughts_that_say_nothing(hundredths: int | None, text: str) -> None:
    assert points(hundredths) == text


@pytest.mark.parametrize(
    ("milliseconds", "text"), [(None, "–"), (0, "0:00,000"), (545250, "9:05,250"), (3600000, "60:00,000")]
)
def test_durations_are_told_to_the_millisecond(milliseconds: int | None, text: str) -> None:
    assert duration(milliseconds) == text


@given(st.integers(0, 10**9))
def test_a_duration_can_be_read_back(milliseconds: int) -> None:
    found = re.fullmatch(r"(\d+):(\d\d),(\d\d\d)", duration(milliseconds))
    assert found is not None
    minutes, seconds, rest = map(int, found.groups())
    assert (minutes * 60 + seconds) * 1000 + rest == milliseconds


def test_the_address_of_a_static_file_changes_with_its_content(
    app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("static")
    app.static_folder = str(folder)
    (folder / "a.css").write_text("body {}")
    with app.test_request_context():
        first = render_template_string("{{ static_url('a.css') }}")
        (folder / "a.css").write_text("main {}")
        os.utime(folder / "a.css", (1, 1))
        second = render_template_string("{{ static_url('a.css') }}")
    assert re.fullmatch(r"/static/a\.css\?v=[0-9a-f]{10}", first)
    assert first != second


def test_the_menu_shows_what_the_person_may_open(app: Flask) -> None:
    def item(title: str, role: Role) -> MenuItem:
        return MenuItem("health.live", title, frozenset({role}))

    menu = (item("Đơn vị", Role.UNIT_CONTACT), item("Cuộc thi", Role.ORGANISER))
    app.extensions["rooms"] = (Room(name="tests", title="Thử", menu=menu),)
    text = "{% for line in menu() %}{{ line.title }};{% endfor %}"
    shown = []
    for actor in (None, Actor(1, "Lan"), *(Actor(1, "Lan", (Grant(role),)) for role in STAFF)):
        app.extensions["actor_loader"] = partial(lambda person: person, actor)
        with app.app_context(), app.test_request_context():
            shown.append(render_template_string(text))
    assert shown == ["", "", "Đơn vị;", "Đơn vị;Cuộc thi;"]
