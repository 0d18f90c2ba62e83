"""Every edge of time, as a table: what must be seen, and what is seen, on both databases."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.attempts import time_decisions
from tests.attempts.desk import Desk
from tests.attempts.time_cases import CASES, Case
from tests.conftest import FrozenClock

SEEN: list[tuple[str, str, str, str]] = []
"""What was seen in this process: database, title, expected, seen."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_the_table_of_times_is_seen_as_it_stands(each_app: Flask, frozen: FrozenClock, case: Case) -> None:
    seen = case.act(Desk(each_app, frozen))
    database = each_app.extensions["settings"].database_url.partition(":")[0]
    SEEN.append((database, case.title, case.expected, seen))
    assert seen == case.expected


def test_the_cases_have_titles_of_their_own() -> None:
    titles = [case.title for case in CASES]
    assert len(set(titles)) == len(titles) > 50
    assert time_decisions.CASES is CASES
