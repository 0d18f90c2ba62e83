"""Very many attempts, written straight into their table: closed, and graded as closing grades."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from quiz.attempts import papers
from quiz.attempts.models import Attempt
from quiz.attempts.rules import graded, revision_ids, write_paper
from quiz.bank.grading import grading_keys
from quiz.contests.context import RoundContext, round_context
from quiz.contests.models import Entry, Round
from quiz.core.db import db, transaction
from tests.rule_sets import stage
from tests.rule_sets.invented import GUESSES, Invented, crowd
from tests.rule_sets.playing import Play

PAPERS = 40
MINUTES = (1, 2, 3, 30)


def fill(play: Play, one: Round, people: int) -> int:
    """Let so many more people sit a prepared round of the contest; how many attempts that were."""
    random, units = Random(people), stage.unit_ids()
    version = play.contest.rules_version
    context = round_context(one.id, one.version, version)
    drawn = [papers.draw_paper(context, random.randbytes(16)) for _ in range(PAPERS)]
    shown = [(write_paper(paper), papers.layout_of(paper)) for paper in drawn]
    newcomers = crowd(random, people + 100)[100:]
    actors = stage.build_people(newcomers, units, one.opens_at)
    rows: list[dict[str, Any]] = []
    with transaction():
        for newcomer in newcomers:
            person_id = actors[newcomer.number].person_id
            db.session.add(_entry(random, play.contest.id, person_id, version, one))
            rows += _attempts(random, context, one, newcomer, person_id, units, shown, version)
        db.session.flush()
        db.session.execute(Attempt.__table__.insert(), [{"id": 1000 + index, **row} for index, row in enumerate(rows)])
    return len(rows)


def _entry(random: Random, contest_id: int, person_id: int, version: int, one: Round) -> Entry:
    return Entry(
        contest_id=contest_id,
        person_id=person_id,
        rules_version=version,
        accepted_at=one.opens_at,
        is_ranked=random.random() < 0.97,
        is_disqualified=random.random() < 0.02,
    )


def _attempts(
    random: Random,
    context: RoundContext,
    one: Round,
    newcomer: Invented,
    person_id: int,
    units: dict[str, int],
    shown: list[tuple[str, str]],
    version: int,
) -> list[dict[str, Any]]:
    rows = []
    for number in range(1, random.randint(1, min(3, context.rules.attempt_limit)) + 1):
        started_at = one.opens_at + timedelta(hours=number, minutes=random.choice(MINUTES))
        length = timedelta(seconds=random.choice((60, 61, 120, context.rules.time_limit_seconds)))
        paper, layout = random.choice(shown)
        rows.append(
            {
                "round_id": one.id,
                "person_id": person_id,
                "unit_id": units[newcomer.home],
                "number": number,
                "attempt_limit": context.rules.attempt_limit,
                "is_practice": False,
                "rules_version": version,
                "seed": "",
                "paper": paper,
                "layout": layout,
                "started_at": started_at,
                "deadline_at": started_at + timedelta(seconds=context.rules.time_limit_seconds),
                "grace_ms": 5000,
                "submitted_at": started_at + length,
                "closed_at": started_at + length,
                "closed_by": "person",
                "duration_ms": int(length.total_seconds() * 1000),
                "prediction_text": random.choice(GUESSES) or None,
                **_outcome(random, context, paper),
            }
        )
    return rows


def _outcome(random: Random, context: RoundContext, paper: str) -> dict[str, Any]:
    """Answers of which half the papers have all right, and their grade."""
    revisions = revision_ids(paper)
    keys = grading_keys(revisions)
    skill = random.choice((1.0, 1.0, 0.95, 0.7))
    answers = bytes(keys[one].mask if random.random() < skill else random.choice((0, 1, 2)) for one in revisions)
    score, highest = graded(context.rules, revisions, answers, None, keys)
    return {"answers": answers, "score": score, "max_score": highest}
