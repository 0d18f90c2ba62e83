"""Decisions whose consequences were cut off: the next refresh puts right whatever a dead process left behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.contests.models import Round
from quiz.contests.rules import Criterion, Meaning, Prediction, Total
from quiz.core.db import db, in_portions, transaction
from quiz.core.errors import Unavailable
from quiz.ranking import approval, board, folding, prize_rows, recomputing, service, unit_prizes
from quiz.ranking.approval import unapprove_round
from quiz.ranking.models import Standing
from quiz.ranking.outcomes import SCALE
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena, make_arena
from tests.ranking.conftest import derived, names_in_order
from tests.ranking.deciding import approve, over, stored_round

ORDER = (Criterion.SCORE, Criterion.PREDICTION, Criterion.FULL_SCORE_ATTEMPTS, Criterion.LOTS, Criterion.BOARD)


class KilledError(BaseException):
    """Stands for a process that dies: nothing catches it."""


@pytest.fixture
def ended(each_app: Flask, frozen: FrozenClock) -> Arena:
    """Two rounds that are over, ten people with two attempts in each; small portions, so that there are many steps."""
    arena = make_arena(
        frozen.moment,
        rounds=2,
        contest_total=Total.SUM,
        tie_break=ORDER,
        attempts_allowed=2,
        prediction=Prediction("?", Meaning.ATTEMPTS),
    )
    for round_number in (1, 2):
        for index in range(10):
            for number in (1, 2):
                guess = (index * 7 + number * 11 + round_number) % 23 * SCALE
                arena.sit(
                    f"Người {index}", round_number=round_number, number=number, score=1000, prediction_value=guess
                )
    over(frozen, 2)
    service.refresh(frozen.moment)
    return arena


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three people are folded by one statement."""
    for module in (service, recomputing, prize_rows, unit_prizes):
        monkeypatch.setattr(module, "in_portions", partial(in_portions, size=3))


@contextmanager
def killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Die before the step-th thing that is written or committed; the names of what was done before."""
    done: list[str] = []

    def dying(name: str, act: Any) -> Any:
        def wrapped(*args: Any, **values: Any) -> Any:
            if len(done) == step:
                raise KilledError(name)
            done.append(name)
            return act(*args, **values)

        return wrapped

    with monkeypatch.context() as patch:
        patch.setattr(folding, "upsert", dying("upsert", folding.upsert))
        patch.setattr(recomputing, "upsert", dying("basis", recomputing.upsert))
        make_dirty, recompute = dying("dirty", recomputing.make_dirty), dying("recompute", recomputing.recompute)
        for module in (approval, service, recomputing):
            patch.setattr(module, "make_dirty", make_dirty)
        for module in (service, recomputing):
            patch.setattr(module, "recompute", recompute)
        patch.setattr(service, "_show", dying("show", service._show))
        patch.setattr(approval.audit, "record", dying("audit", approval.audit.record))
        yield done
    db.session.rollback()


def heal(frozen: FrozenClock) -> None:
    """The runner's next turn, long after the rounds, once the dead process's lease has run out."""
    frozen.move(hours=3)
    service.refresh(frozen.moment)


def test_killed_between_any_two_steps_of_an_approval_the_next_refresh_makes_up_for_it(
    ended: Arena, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = derived()
    steps = 0
    while True:
        with killed_at(steps, monkeypatch) as done:
            try:
                approve(ended, frozen)
                finished = True
            except KilledError:
                finished = False
        heal(frozen)
        is_approved = stored_round(ended).approved_at is not None
        after = derived()
        service.rebuild(ended.contest_id, frozen.moment)
        assert derived() == after, f"killed before step {steps} ({done})"
        assert (after != before) == is_approved
        if finished:
            break
        if is_approved:
            unapprove_round(None, ended.rounds[1], frozen.moment, "Làm lại")
        steps += 1
        assert derived() == before
    assert steps > 8, "there were steps to be killed at"


def test_killed_while_it_is_taken_back(ended: Arena, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> None:
    before = derived()
    for step in range(4):
        approve(ended, frozen)
        with killed_at(step, monkeypatch), pytest.raises(KilledError):
            unapprove_round(None, ended.rounds[1], frozen.moment, "Nhầm")
        heal(frozen)
        if stored_round(ended).approved_at is not None:
            unapprove_round(None, ended.rounds[1], frozen.moment, "Nhầm")
        assert derived() == before


def test_an_approval_while_another_process_folds_is_shown_by_the_next_refresh(
    ended: Arena, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: Any) -> int:
        raise Unavailable("x")

    before = names_in_order(ended)
    monkeypatch.setattr(service, "rebuild", busy)
    approve(ended, frozen)
    monkeypatch.undo()
    assert names_in_order(ended) == before
    heal(frozen)
    after = names_in_order(ended)
    assert after != before
    service.rebuild(ended.contest_id, frozen.moment)
    assert names_in_order(ended) == after


def test_a_board_decision_and_its_places_are_one_transaction(
    ended: Arena, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction():
        db.session.execute(sa.update(Round).values(seed="", seed_commitment=""))
    monkeypatch.setattr(approval, "_draws_lots", lambda _round: False)
    monkeypatch.setattr(folding, "lot_number", lambda _seeds, _person: 1)
    approve(ended, frozen)
    group = next(one for one in board.groups_of(ended.contest_id, 1, frozen.moment))
    people = [one.person_id for one in group.people]
    before = derived()
    with killed_at(1, monkeypatch), pytest.raises(KilledError):
        board.decide(None, ended.contest_id, 1, people, "1/QĐ", "Họp", frozen.moment)
    assert derived() == before
    assert board.decisions_of(ended.contest_id, ended.rounds[1]) == []
    board.decide(None, ended.contest_id, 1, people, "1/QĐ", "Họp", frozen.moment)
    places = sa.select(Standing.person_id).where(Standing.round_number == 1, Standing.board_place > 0)
    assert set(db.session.scalars(places)) == set(people)


def test_the_slow_sweep_finds_standings_that_rest_on_other_decisions(ended: Arena, frozen: FrozenClock) -> None:
    approve(ended, frozen, 1)
    frozen.move(hours=2)
    with transaction():
        cancelled = sa.update(Round).where(Round.number == 2).values(cancelled_at=frozen.moment)
        db.session.execute(cancelled)
    service.refresh(frozen.moment)
    service.sweep(frozen.moment)
    after = derived()
    assert {row[1] for row in after[0]} == {0, 1}
    service.rebuild(ended.contest_id, frozen.moment)
    assert derived() == after
