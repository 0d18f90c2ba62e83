"""Rule set 6 as it really went: fourteen questions and twenty attempts a week, later nine and five."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from flask import Flask

from quiz.attempts.models import Attempt
from quiz.contests import queries
from quiz.contests.loading import read_contest
from quiz.core.db import db
from tests.conftest import FrozenClock
from tests.contests.test_commands import Shell
from tests.rule_sets.comparing import differences
from tests.rule_sets.playing import Play, run, set_up
from tests.rule_sets.stage import BankStyle
from tests.rule_sets.test_thirteen import before, text_of

BEGUN, CHANGED = text_of("06-thanh-hoa-2022"), text_of("06-thanh-hoa-2022-changed")
REASON = "Công văn số 12-CV/BTG"


@pytest.fixture
def play(app: Flask, frozen: FrozenClock) -> Play:
    """The contest as it began."""
    frozen.moment = before(read_contest(BEGUN).rounds)
    return set_up(app, frozen, BEGUN, "thanh-hoa-2022", 66, 14, BankStyle())


def test_questions_and_attempts_change_after_the_third_week(play: Play, app: Flask, tmp_path: Path) -> None:
    shell, seen = Shell(app, tmp_path), []
    for number in run(play):
        seen.append(number)
        if seen[-1] == 3:
            change(shell)
    assert seen == [1, 1, 2, 3, 4, 5, 6, None]
    assert differences(app, play.contest, yaml.safe_load(CHANGED)) == []
    rules = queries.rules_of(play.contest.id)
    assert [rules.of_round(number).questions for number in range(1, 7)] == [14, 14, 14, 9, 9, 9]
    assert [rules.of_round(number).attempts_allowed for number in range(1, 7)] == [20, 20, 20, 5, 5, 5]
    rounds = {one.id: one.number for one in queries.rounds_of(play.contest.id)}
    versions = {(rounds[one.round_id] > 3, one.rules_version, one.attempt_limit) for one in db.session.query(Attempt)}
    assert versions == {(False, 1, 20), (True, 2, 5)}


def change(shell: Shell) -> None:
    """Load the changed file as the organiser does; not without a reason, and not with another paper for past weeks."""
    refused = shell.load(CHANGED)
    assert (refused.exit_code, "phải ghi lý do" in refused.stderr) == (1, True)
    for_all = BEGUN.replace("count: 14", "count: 9")
    places = [line.partition(":")[0] for line in shell.load(for_all, "--reason", REASON).stderr.splitlines()[1:]]
    assert places == ["rounds[0].paper", "rounds[1].paper", "rounds[2].paper"]
    done = shell.load(CHANGED, "--reason", REASON)
    assert (done.exit_code, "thể lệ phiên bản 2" in done.output) == (0, True)
    assert queries.version_of(queries.contest_by_slug("thanh-hoa-2022").id, 2).reason == REASON
