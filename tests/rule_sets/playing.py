"""A whole contest from its file to its last approval: opened, sat, closed, compared, approved, compared again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from flask import Flask

from quiz.attempts.closing import close_overdue
from quiz.contests import queries, service
from quiz.contests.models import Contest, Entry, Round
from quiz.contests.rules import Total
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor
from quiz.ranking import approval, board
from quiz.ranking import service as ranking
from quiz.ranking.frames import counts
from tests.conftest import FrozenClock
from tests.rule_sets import stage
from tests.rule_sets.invented import HOMES, crowd, sittings

AFTER = timedelta(minutes=1)


@dataclass
class Play:
    """A contest on its stage; `attempts` counts what was sat."""

    app: Flask
    frozen: FrozenClock
    random: Random
    slug: str
    actors: dict[int, Actor] = field(default_factory=dict)
    attempts: int = 0

    @property
    def contest(self) -> Contest:
        """The contest as it stands."""
        return queries.contest_by_slug(self.slug)

    def rounds(self) -> list[Round]:
        """The rounds by their opening."""
        return sorted(queries.rounds_of(self.contest.id), key=lambda one: one.opens_at)

    def sit(self, one: Round, people: list[int], at_the_end: Callable[[Round], None] | None = None) -> None:
        """Let people sit a round and close it; `at_the_end` is what happens before."""
        self.frozen.moment = one.opens_at
        service.prepare_due(self.frozen.moment)
        rules = queries.rules_of_round(one.id)
        for person in people:
            for plan in sittings(self.random, person, one.number, rules.questions, rules.attempt_limit):
                self.attempts += stage.sit(self.actors[person], self.contest, one, plan, self.frozen)
        if at_the_end is not None:
            at_the_end(one)
        self.frozen.moment = max(self.frozen.moment, one.closes_at) + AFTER
        close_overdue(self.frozen.moment)
        ranking.refresh(self.frozen.moment)

    def disqualify(self, people: list[int]) -> None:
        """Take people out of the ranking."""
        ids = [self.actors[person].person_id for person in people]
        with transaction():
            for entry in db.session.query(Entry).filter(Entry.person_id.in_(ids)):
                entry.is_disqualified, entry.status_reason = True, "Thi hộ"
        ranking.refold(self.contest.id, ids)
        ranking.rebuild(self.contest.id, self.frozen.moment)

    def approve(self, one: Round) -> None:
        """Approve a round, and let the board decide where it is asked."""
        approval.approve_round(None, one.id, self.frozen.moment)
        self.decide(one.number)

    def decide(self, number: int) -> None:
        """The board orders every group that shares a place but one."""
        groups = board.groups_of(self.contest.id, number, self.frozen.moment)[1:]
        for group in groups:
            order = [person.person_id for person in group.people]
            self.random.shuffle(order)
            board.decide(None, self.contest.id, number, order, "12/QĐ-BTC", "Bằng nhau", self.frozen.moment)
        if groups:
            ranking.rebuild(self.contest.id, self.frozen.moment)


def set_up(
    app: Flask, frozen: FrozenClock, text: str, slug: str, seed: int, people: int, style: stage.BankStyle
) -> Play:
    """The stage with everybody on it and the contest loaded from its file."""
    random = Random(seed)
    units = stage.build_units()
    play = Play(app, frozen, random, slug)
    play.actors = stage.build_people(crowd(random, people), units, frozen.moment)
    stage.build_bank(random, style, frozen.moment)
    service.load_contest(None, text, frozen.moment)
    return play


def run(play: Play) -> Iterator[int | None]:
    """Play it through; stops for comparisons with the number of a round just closed or approved, at the end None."""
    people = list(play.actors)
    units = stage.unit_ids()
    gone = play.random.sample(people[1:], 2)
    has_begun = False
    for one in play.rounds():
        play.sit(one, people)
        if not counts(one):
            continue
        if not has_begun:
            play.disqualify(gone)
            people = [person for person in people if person not in gone]
            has_begun = True
            yield one.number
        play.approve(one)
        yield one.number
        moves = play.random.choice(people)
        stage.move_home(play.actors[moves].person_id, units[play.random.choice(HOMES)])
    if queries.rules_of(play.contest.id).contest_total is Total.SUM:
        play.decide(0)
    yield None
