"""A simulated round: people of different skill answer drawn papers, written straight into the table of attempts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import exp
from typing import Any

import sqlalchemy as sa

from question_bank.draw_record import paper_seed
from quiz.accounts.models import Person
from quiz.attempts.models import Attempt
from quiz.attempts.papers import draw_paper, layout_of
from quiz.attempts.rules import Drawn, grade, write_paper
from quiz.bank.grading import grading_keys
from quiz.bank.models import ItemKey, ItemRevision
from quiz.contests.context import round_context
from quiz.contests.models import Entry, Round
from quiz.contests.rules import Cell
from quiz.core.db import db, transaction
from tests.factories.stage import TOPIC, Stage

BLANK = 0.04
OPTIONS = 4
_AT_ONCE = 1000


def paper_of(questions: int) -> dict[str, Any]:
    """The rule of a stage whose papers have so many questions."""
    return {"blueprint": (Cell(TOPIC, "recognition", questions),)}


class Crowd:
    """People who sit the round of a stage; the same seed gives the same answers to the same papers."""

    def __init__(self, stage: Stage, now: datetime, seed: int = 1) -> None:
        self.stage, self.now, self.rng = stage, now, random.Random(seed)
        with transaction():
            contest_round = db.session.get_one(Round, stage.round_id)
            contest_round.seed = "5e" * 32
        self.context = round_context(stage.round_id, contest_round.version, 1)
        pool = sorted({one for _count, revisions in self.context.cells for one in revisions})
        self.keys = grading_keys(pool)
        self.difficulty = {one: self.rng.gauss(0.0, 0.8) for one in pool}
        self.lures = {one: self._other(self.keys[one].mask) for one in pool}
        self._next = 1 + (db.session.scalar(sa.select(sa.func.max(Attempt.id))) or 0)

    def sit(self, count: int, attempts: int = 1, **values: Any) -> list[int]:
        """Let so many new people sit `attempts` times each; their ids. `values` change columns of the attempts."""
        people = self.people(count)
        rows = [
            self._attempt(person_id, number, skill, values)
            for person_id, skill in zip(people, [self.rng.gauss(1.0, 1.0) for _ in people], strict=True)
            for number in range(1, attempts + 1)
        ]
        with transaction():
            for start in range(0, len(rows), _AT_ONCE):
                db.session.execute(sa.insert(Attempt), rows[start : start + _AT_ONCE])
        return people

    def people(self, count: int) -> list[int]:
        """So many new people who have accepted the rules."""
        first = 1 + (db.session.scalar(sa.select(sa.func.max(Person.id))) or 0)
        ids = list(range(first, first + count))
        names = {"name": "Thí sinh", "name_folded": "thi sinh", "name_key": "x", "public_name": "full"}
        people = [{"id": one, "login_name": f"crowd{one}", **names, "created_at": self.now} for one in ids]
        stamp = {"contest_id": self.stage.contest_id, "rules_version": 1, "accepted_at": self.now}
        with transaction():
            for start in range(0, count, _AT_ONCE):
                db.session.execute(sa.insert(Person), people[start : start + _AT_ONCE])
                entries = [{"person_id": one, **stamp} for one in ids[start : start + _AT_ONCE]]
                db.session.execute(sa.insert(Entry), entries)
        return ids

    def _attempt(self, person_id: int, number: int, skill: float, values: dict[str, Any]) -> dict[str, Any]:
        seed = paper_seed(self.context.seed, person_id, number)
        paper = draw_paper(self.context, seed)
        answers = bytes(self._answer(position, skill) for position in paper)
        rules = self.context.rules
        score, highest = grade([one.revision_id for one in paper], answers, self.keys, rules.points_per_item)
        started_at = self.now + timedelta(minutes=10 * (number - 1), milliseconds=self._next % 1000)
        ended_at = started_at + timedelta(seconds=self.rng.randint(60, 500))
        self._next += 1
        return {
            "id": self._next - 1,
            "round_id": self.stage.round_id,
            "person_id": person_id,
            "unit_id": self.stage.units["A"],
            "number": number,
            "attempt_limit": 99,
            "is_practice": False,
            "rules_version": 1,
            "seed": seed.hex(),
            "paper": write_paper(paper),
            "layout": layout_of(paper),
            "answers": answers,
            "saved_seq": 1,
            "started_at": started_at,
            "deadline_at": started_at + timedelta(minutes=10),
            "grace_ms": 5000,
            "submitted_at": ended_at,
            "closed_at": ended_at,
            "closed_by": "person",
            "duration_ms": (ended_at - started_at) // timedelta(milliseconds=1),
            "score": score,
            "max_score": highest,
            **values,
        }

    def _answer(self, position: Drawn, skill: float) -> int:
        revision = position.revision_id
        key = self.keys[revision].mask
        if self.rng.random() < 1 / (1 + exp(self.difficulty[revision] - skill)):
            return key
        if self.rng.random() < BLANK:
            return 0
        return self.lures[revision] if self.rng.random() < 0.5 else self._other(key)

    def _other(self, key: int) -> int:
        """A wrong answer of as many options as the key."""
        masks = [mask for mask in range(1, 1 << OPTIONS) if mask != key and mask.bit_count() == key.bit_count()]
        return self.rng.choice(masks)


def plant_key(revision_id: int, mask: int, now: datetime) -> None:
    """A new version of a key: from now on another answer is the right one."""
    with transaction():
        row = {"revision_id": revision_id, "version": 2, "mask": mask, "marks": 100, "created_at": now}
        db.session.add(ItemKey(**row))


def item_of(revision_id: int) -> int:
    """The item of a revision."""
    return db.session.get_one(ItemRevision, revision_id).item_id


def revisions_of(crowd: Crowd) -> Sequence[int]:
    """The pool of the crowd's round."""
    return sorted(crowd.keys)
