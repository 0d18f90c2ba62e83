"""Whole contests in which things go wrong: organisers decide through the product's own services, at random."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from quiz.attempts import incidents
from quiz.attempts.clocks import Target
from quiz.attempts.store import AttemptRow
from quiz.contests import decisions, queries, service
from quiz.contests.decisions import Decision, Order
from quiz.contests.models import Entry, Round
from quiz.contests.rules import Total
from quiz.core.db import db
from quiz.ranking import approval
from quiz.ranking import service as ranking
from quiz.ranking.frames import counts
from tests.rule_sets import stage
from tests.rule_sets.invented import GUESSES
from tests.rule_sets.playing import Play

REASON = "Mất điện diện rộng"
LONG = timedelta(hours=4)
"""After this everybody's time is over, whatever was added."""


@dataclass
class Troubles:
    """What may go wrong in a contest; `done` counts what did, by name."""

    play: Play
    done: dict[str, int]

    def happens(self, name: str, chance: float) -> bool:
        """Whether something happens this time."""
        does = self.play.random.random() < chance
        self.done[name] = self.done.get(name, 0) + does
        return does

    def crisis(self, one: Round) -> None:
        """Minutes before the end people sit, and the contest stops, gets more time, ends later."""
        play, frozen = self.play, self.play.frozen
        frozen.moment = one.closes_at - timedelta(minutes=play.random.choice((2, 4, 30)))
        sitting = self._sitters(one)
        for deed in play.random.sample((self._pause, self._more_time, self._later_end, self._pause), 4):
            deed(one, sitting)
            frozen.move(seconds=play.random.choice((0, 1, 20)))
        for number, row in sitting.items():
            if play.random.random() < 0.7:
                stage.hand_in(play.actors[number], row, play.random.choice(GUESSES), frozen)
            frozen.move(seconds=play.random.choice((0, 1)))
        frozen.moment = one.closes_at + LONG

    def _sitters(self, one: Round) -> dict[int, AttemptRow]:
        play, found = self.play, {}
        for number in play.random.sample(list(play.actors), 7):
            row = stage.start(play.actors[number], play.contest, one, play.frozen)
            if row is not None:
                found[number] = row
            play.frozen.move(seconds=play.random.choice((0, 1, 7)))
        play.attempts += len(found)
        return found

    def _pause(self, one: Round, sitting: dict[int, AttemptRow]) -> None:
        play, frozen = self.play, self.play.frozen
        if not self.happens("pause", 0.5):
            return
        incidents.pause(None, play.contest.id, frozen.moment, REASON)
        frozen.move(milliseconds=play.random.choice((1, 1000, 90_500, 1_200_000)))
        assert all(stage.is_refused(play.actors[number], row, frozen) for number, row in sitting.items())
        incidents.resume(None, play.contest.id, frozen.moment)

    def _more_time(self, one: Round, sitting: dict[int, AttemptRow]) -> None:
        play = self.play
        if not sitting or not self.happens("more time", 0.6):
            return
        person = play.actors[play.random.choice(list(sitting))].person_id
        unit = stage.unit_ids()["T"]
        target = play.random.choice((Target(one.id), Target(one.id, person_id=person), Target(one.id, unit_id=unit)))
        seconds = play.random.choice((1, 60, 600))
        incidents.give_time(None, target, seconds, play.frozen.moment, REASON, later=True)

    def _later_end(self, one: Round, sitting: dict[int, AttemptRow]) -> None:
        if not self.happens("later end", 0.5) or self.play.frozen.moment >= one.closes_at:
            return
        found = db.session.get_one(Round, one.id, populate_existing=True)
        later = found.closes_at + timedelta(minutes=self.play.random.choice((1, 45)))
        draft = replace(queries.round_draft(found), closes_at=later)
        service.edit_round(None, found.id, found.version, draft, self.play.frozen.moment, REASON)

    def judge(self, decision: Decision, people: list[int]) -> None:
        """Take people out, or let them in again."""
        entries = db.session.query(Entry).filter(
            Entry.contest_id == self.play.contest.id,
            Entry.person_id.in_(people),
            Entry.is_disqualified.is_(decision is Decision.RESTORE),
        )
        seen = {entry.person_id: entry.version for entry in entries}
        db.session.rollback()
        if seen and self.happens(decision.value, 0.7):
            decisions.decide(None, self.play.contest.id, Order(decision, REASON), seen, self.play.frozen.moment)
            ranking.refresh(self.play.frozen.moment)


def run(troubles: Troubles) -> Iterator[None]:
    """Play a contest through; stops for a comparison of everything after each thing that happens."""
    play, random = troubles.play, troubles.play.random
    for one in play.rounds():
        play.sit(one, list(play.actors), troubles.crisis)
        if not counts(one):
            continue
        yield
        people = [actor.person_id for actor in play.actors.values()]
        troubles.judge(Decision.DISQUALIFY, random.sample(people, 3))
        yield
        if troubles.happens("cancel", 0.4):
            incidents.cancel(None, one.id, play.frozen.moment, REASON)
            yield
            if not troubles.happens("restore", 0.7):
                continue
            incidents.restore(None, one.id, play.frozen.moment, REASON)
            yield
        yield from _approve(troubles, one)
        play.frozen.move(minutes=1)
        troubles.judge(Decision.RESTORE, people)
        yield
    if queries.rules_of(play.contest.id).contest_total is Total.SUM:
        play.decide(0)
    yield


def _approve(troubles: Troubles, one: Round) -> Iterator[None]:
    play = troubles.play
    play.approve(one)
    yield
    if troubles.happens("unapprove", 0.4):
        approval.unapprove_round(None, one.id, play.frozen.moment, REASON)
        yield
        play.approve(one)
        yield
