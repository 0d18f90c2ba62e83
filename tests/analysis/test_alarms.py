"""A wrong key is noticed, right ones are left in peace."""

from __future__ import annotations

import random
from math import exp

import pytest

from question_bank.item import Kind
from quiz.analysis.figures import Asked, item_records
from quiz.analysis.rules import LEAST_ATTEMPTS, Choice
from quiz.analysis.service import analyse_now
from quiz.analysis.tallies import Marked, Tally
from quiz.bank.grading import GradingKey
from tests.analysis.conftest import CrowdMaker, records
from tests.analysis.crowd import Crowd, plant_key
from tests.conftest import FrozenClock


def alarmed(crowd: Crowd) -> set[int]:
    """Revisions whose key is suspected over each person's first attempt."""
    analyse_now(crowd.stage.round_id)
    return {revision for revision, row in records(crowd, Choice.FIRST).items() if row.record.alarms}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("items", [20, 30])
def test_one_wrong_key_among_two_hundred_attempts(
    new_crowd: CrowdMaker, frozen: FrozenClock, items: int, seed: int
) -> None:
    crowd = new_crowd(items=items, questions=20, seed=seed)
    crowd.sit(200)
    frozen.move(hours=1)
    assert alarmed(crowd) == set(), f"{items} right keys"
    wrong = sorted(crowd.keys)[seed]
    plant_key(wrong, crowd.lures[wrong], frozen.moment)
    assert alarmed(crowd) == {wrong}


def test_the_reason_says_what_beat_the_key(new_crowd: CrowdMaker, frozen: FrozenClock) -> None:
    crowd = new_crowd(items=10, questions=10)
    wrong = min(crowd.keys)
    crowd.difficulty[wrong] = 0.0
    crowd.sit(200)
    frozen.move(hours=1)
    plant_key(wrong, crowd.lures[wrong], frozen.moment)
    analyse_now(crowd.stage.round_id)
    record = records(crowd, Choice.FIRST)[wrong].record
    by_code = {alarm.code: alarm for alarm in record.alarms}
    assert by_code["negative"].n == 200
    assert by_code["negative"].index == record.discrimination_index
    assert by_code["distractor"].mask == crowd.keys[wrong].mask
    assert by_code["distractor"].n == record.groups[-1].n
    assert by_code["distractor"].right == record.groups[-1].right


def test_a_wrong_key_among_few_attempts_is_not_judged(new_crowd: CrowdMaker, frozen: FrozenClock) -> None:
    crowd = new_crowd(items=10, questions=10)
    crowd.sit(29)
    frozen.move(hours=1)
    wrong = min(crowd.keys)
    plant_key(wrong, crowd.lures[wrong], frozen.moment)
    assert alarmed(crowd) == set()


def simulated(seed: int, items: int, people: int = 200, questions: int = 20) -> tuple[bool, int, int]:
    """A round without a database, one key of it wrong: was it noticed, how many right ones were suspected, of how many.

    Who does not know an answer falls for one distractor half of the time.
    """
    rng = random.Random(seed)
    difficulty = [rng.gauss(0, 0.8) for _ in range(items)]
    truth = [1 << rng.randrange(4) for _ in range(items)]
    lures = [rng.choice([mask for mask in (1, 2, 4, 8) if mask != key]) for key in truth]
    wrong = rng.randrange(items)
    keys = {item: GradingKey(lures[item] if item == wrong else truth[item], 100) for item in range(items)}
    tally = Tally()
    for _ in range(people):
        skill, paper = rng.gauss(1, 1), rng.sample(range(items), questions)
        answers = []
        for item in paper:
            if rng.random() < 1 / (1 + exp(difficulty[item] - skill)):
                answers.append(truth[item])
            else:
                answers.append(lures[item] if rng.random() < 0.5 else rng.choice((1, 2, 4, 8, 0)))
        tally.add(Marked.by(paper, bytes(answers), keys, None))
    found = item_records(tally, {item: Asked(Kind.SINGLE, 4, key.mask) for item, key in keys.items()})
    right = [record for item, record in found.items() if item != wrong and record.n >= LEAST_ATTEMPTS]
    return bool(found[wrong].alarms), sum(1 for record in right if record.alarms), len(right)


def test_over_many_rounds_wrong_keys_are_noticed_and_right_ones_left_in_peace() -> None:
    rounds = [simulated(seed, items) for items in (20, 30) for seed in range(12)]
    noticed, suspected, judged = (sum(one[place] for one in rounds) for place in range(3))
    assert noticed >= 22
    assert (suspected, judged) == (0, 12 * 19 + 12 * 29)


def test_where_nobody_knows_anything_hardly_a_key_is_suspected() -> None:
    rng, suspected = random.Random(9), 0
    for _ in range(30):
        keys, tally = dict.fromkeys(range(20), GradingKey(1, 100)), Tally()
        for _person in range(100):
            tally.add(Marked.by(range(20), bytes(rng.choice((1, 2)) for _item in range(20)), keys, None))
        found = item_records(tally, dict.fromkeys(range(20), Asked(Kind.SINGLE, 4, 1)))
        suspected += sum(1 for record in found.values() if record.alarms)
    assert suspected <= 0.03 * 30 * 20, "two checks, a chance of one in a hundred each"


@pytest.mark.nightly
@pytest.mark.parametrize(("items", "least"), [(20, 0.95), (30, 0.95), (60, 0.80)])
def test_over_three_hundred_rounds(items: int, least: float) -> None:
    rounds = [simulated(seed, items) for seed in range(1000, 1300)]
    assert sum(noticed for noticed, _suspected, _judged in rounds) >= least * len(rounds)
    judged = sum(one[2] for one in rounds)
    assert judged > 5000
    assert sum(one[1] for one in rounds) <= judged / 2000
