"""The same page, figures, history and workbook on the embedded database and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from openpyxl import load_workbook

from quiz.contests.groups import Division
from quiz.contests.models import Contest
from quiz.contests.rules import Total
from quiz.core.db import db
from quiz.leaderboard.figures import figures_of
from quiz.ranking import figure_runs, service
from quiz.ranking.history import history_of
from quiz.ranking.people_exports import write_standings
from quiz.ranking.queries import Filters, page_of, round_scores, standings_page
from quiz.ranking.scope import round_scopes, scope_of
from quiz.ranking.unit_search import find_units
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena, make_arena


def played(frozen: FrozenClock) -> Arena:
    """Sixty people in two rounds with a total."""
    arena = make_arena(frozen.moment, rounds=2, contest_total=Total.SUM, divisions=(Division("A", "Cán bộ"),))
    for number in range(60):
        arena.person(f"Người {number:02}", division="A" if number % 2 else "")
        for contest_round in (1, 2):
            arena.sit(f"Người {number:02}", ("A1", "B")[number % 2], contest_round, score=1000 - number)
    frozen.move(weeks=1, hours=1)
    service.refresh(frozen.moment)
    figure_runs.make_due(frozen.moment)
    return arena


def test_everything_about_people_s_places_reads_alike_on_both(
    each_app: Flask, frozen: FrozenClock, tmp_path: Path
) -> None:
    arena = played(frozen)
    contest = db.session.get_one(Contest, arena.contest_id)
    total = scope_of("thu", 0, frozen.moment)
    page = standings_page(contest.id, 0, Filters(unit="B", division="A", q="nguoi"), 1)
    assert [(row.rank, row.rank_within) for row in page.rows[:2]] == [(2, 1), (4, 2)]
    last = standings_page(contest.id, 0, Filters(), 2).rows[-1].standing
    assert (last.name, page_of(contest.id, 0, Filters(), last)) == ("Người 59", 2)
    assert round_scores(contest.id, (1, 2), [last.person_id]) == {last.person_id: {1: 941, 2: 941}}
    figures = {one.code: [(row.key, row.value) for row in one.rows] for one in figures_of(total).figures}
    assert [pair for pair in figures["attempts_by_day"] if pair[1]] == [("2026-03-02", 60), ("2026-03-09", 60)]
    assert figures["people_over_time"][-1] == ("2026-03-09", 60)
    assert figures["kinds"] == [("branch", 30), ("ward", 30)]
    history = history_of(contest, arena.people["Người 05"], frozen.moment)
    assert [(one.rank, one.people) for one in history.rounds] == [(6, 60), (6, 60)]
    assert [unit.code for unit in find_units(contest.id, 1, "chi bo xa an")] == ["A1", "A2"]
    path = tmp_path / "standings.xlsx"
    rounds = round_scopes(contest, frozen.moment)
    assert write_standings(path, total, rounds, frozen.moment, lambda _rows: None) == 60 * 3 + 30
    assert len(load_workbook(path).worksheets) == 5
