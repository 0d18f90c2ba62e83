"""Whatever the rules and whatever was decided in between: folding bit by bit equals making everything anew."""

from __future__ import annotations

import random
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.contests.awards import OnePerPerson, Prize, Prizes
from quiz.contests.groups import Division
from quiz.contests.models import Entry
from quiz.contests.rules import Counted, Criterion, Meaning, Prediction, Total
from quiz.core.db import db, transaction
from quiz.ranking import service
from quiz.ranking.approval import unapprove_round
from quiz.ranking.board import decide, groups_of
from quiz.ranking.models import Standing
from quiz.ranking.outcomes import SCALE
from quiz.ranking.prize_rows import prize_rows
from quiz.ranking.rules import sort_key
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena, make_arena
from tests.ranking.conftest import derived
from tests.ranking.deciding import approve

NAMES = [f"Người {number}" for number in range(9)]


def random_rules(chance: random.Random) -> dict[str, Any]:
    """Rules of any kind, with every criterion somewhere in the order."""
    order = list(Criterion)
    chance.shuffle(order)
    return {
        "tie_break": tuple(order),
        "attempts_allowed": 4,
        "counted_attempt": chance.choice(list(Counted)),
        "contest_total": chance.choice(list(Total)),
        "full_scores_only": chance.random() < 0.4,
        "prediction": Prediction("?", chance.choice(list(Meaning))),
        "divisions": (Division("A", "A"), Division("B", "B")) if chance.random() < 0.5 else (),
        "prizes": Prizes(
            (Prize("1", 1), Prize("2", 2)), (Prize("1", 1),), one_per_person=chance.choice(list(OnePerPerson))
        ),
    }


def sit_somehow(arena: Arena, chance: random.Random, number: int, frozen: FrozenClock) -> None:
    """Some more attempts of a round, with few different values, so that there are ties."""
    for name in chance.sample(NAMES, 4):
        row = sa.text("select count(*) from attempts where round_id = :round and person_id = :person")
        taken = db.session.scalar(row, {"round": arena.rounds[number], "person": arena.people[name]}) or 0
        db.session.rollback()
        if taken < 4:
            arena.sit(
                name,
                chance.choice(["A1", "A2", "B"]),
                number,
                number=taken + 1,
                score=chance.choice([500, 1000, 1000]),
                duration_ms=chance.choice([10_000, 20_000]),
                prediction_value=chance.choice([None, SCALE, 7 * SCALE]),
                started_at=frozen.moment,
            )


def decide_somehow(arena: Arena, chance: random.Random, frozen: FrozenClock) -> None:
    """Approve the rounds, take one back, order groups, disqualify and restore, as it happens."""
    for number in (1, 2):
        approve(arena, frozen, number)
    if chance.random() < 0.5:
        unapprove_round(None, arena.rounds[1], frozen.moment, "Nhầm")
        approve(arena, frozen, 1)
    for number in (0, 1, 2):
        for group in groups_of(arena.contest_id, number, frozen.moment):
            people = [one.person_id for one in group.people]
            chance.shuffle(people)
            decide(None, arena.contest_id, number, people, "1/QĐ", "Họp", frozen.moment)
    name = chance.choice(NAMES)
    with transaction():
        mine = Entry.person_id == arena.people[name]
        db.session.execute(sa.update(Entry).where(mine).values(is_disqualified=True))
    service.sweep(frozen.moment)


@pytest.mark.parametrize("seed", range(6))
def test_folding_bit_by_bit_and_deciding_equals_a_rebuild(each_app: Flask, frozen: FrozenClock, seed: int) -> None:
    chance = random.Random(seed)
    rules = random_rules(chance)
    arena = make_arena(frozen.moment, rounds=2, **rules)
    for index, name in enumerate(NAMES):
        arena.person(name, division="AB"[index % 2] if rules["divisions"] else "")
    for number in (1, 2):
        for _ in range(4):
            sit_somehow(arena, chance, number, frozen)
            frozen.move(minutes=1)
            if chance.random() < 0.7:
                service.refresh(frozen.moment)
        frozen.move(weeks=1)
    decide_somehow(arena, chance, frozen)
    service.refresh(frozen.moment)
    before, prizes = derived(), [prize_rows(arena.contest_id, number) for number in (0, 1, 2)]
    service.rebuild(arena.contest_id, frozen.moment)
    assert derived() == before
    assert [prize_rows(arena.contest_id, number) for number in (0, 1, 2)] == prizes
    standings = db.session.scalars(sa.select(Standing)).all()
    assert len(standings) > 8
    assert all(one.sort_key == sort_key(one, rules["tie_break"]) for one in standings), "the columns say the same"
