"""Taking an import back: the bank is as it was before, or nothing happens and the sentence says why."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.bank.models import BankImport, BankImportChange, Item, ItemDecision, ItemKey, ItemRevision
from quiz.bank.reports import ImportReport
from quiz.bank.service import import_file
from quiz.bank.undoing import plan_undoing, undo_import
from quiz.contests import preparation
from quiz.contests import service as contests
from quiz.contests.models import RoundItem
from quiz.core import clock
from quiz.core.audit import AuditEntry
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, DomainError, NotAllowed, NotFound
from quiz.core.permissions import Actor
from tests.bank.conftest import ImportQuestions
from tests.bank.files import Question, as_json, questions
from tests.bank.test_import import audited, count, item
from tests.conftest import FrozenClock
from tests.factories.contests import make_contest, round_number
from tests.people import Cast

CELLS = {"cells": [{"topic": "*", "level": "*", "count": 2}]}


def whole_bank() -> list[tuple[Any, ...]]:
    """Everything of every item that a person can see or a paper can hold, by ref."""
    query = (
        sa.select(
            *(Item.ref, Item.state, Item.topic, Item.level, Item.stem_folded, Item.current_revision_id),
            *(ItemRevision.stem, ItemRevision.options, ItemKey.mask, ItemKey.explanation),
        )
        .join(ItemRevision, ItemRevision.id == Item.current_revision_id)
        .join(ItemKey, ItemKey.revision_id == ItemRevision.id)
        .order_by(Item.ref)
    )
    return [tuple(row) for row in db.session.execute(query)]


def import_id(report: ImportReport) -> int:
    assert report.import_id is not None
    return report.import_id


def mended(asked: list[Question]) -> list[Question]:
    """The first with another stem and topic, the second with another level alone, the rest and one more."""
    first = replace(asked[0], stem=f"{asked[0].stem} Hãy chọn.", topic="Kinh tế")
    return [first, replace(asked[1], level="application"), *asked[2:], *questions(1, first=9)]


class TestUndoing:
    def test_what_the_import_made_is_gone_and_what_it_changed_is_as_before(
        self, import_questions: ImportQuestions, administrator: Actor, frozen: FrozenClock
    ) -> None:
        import_questions(questions(4))
        before = whole_bank()
        frozen.move(hours=1)
        report = import_questions(mended(questions(4)), approve=False)
        assert (report.new, report.revised, report.unchanged) == (1, 1, 3)
        assert whole_bank() != before
        frozen.move(hours=1)
        undoing = undo_import(administrator, import_id(report), frozen.moment)
        assert (undoing.removed, undoing.retired) == (["de-cuong-5"], [])
        assert undoing.restored == ["de-cuong-1", "de-cuong-2"]
        assert whole_bank() == before
        source = db.session.get_one(BankImport, report.import_id)
        assert (source.undone_at, source.undone_by) == (frozen.moment, 1)

    def test_nothing_of_a_new_question_stays_behind(
        self, import_questions: ImportQuestions, administrator: Actor
    ) -> None:
        report = import_questions(questions(30))
        undo_import(administrator, import_id(report), clock.now())
        tables = (Item, ItemRevision, ItemKey, ItemDecision, BankImportChange)
        assert [count(table) for table in tables] == [0] * 5
        assert count(BankImport) == 1

    def test_the_revision_that_was_taken_back_stays_in_the_history(
        self, import_questions: ImportQuestions, administrator: Actor
    ) -> None:
        import_questions(questions(2))
        report = import_questions(mended(questions(2)))
        undo_import(administrator, import_id(report), clock.now())
        numbers = db.session.scalars(
            sa.select(ItemRevision.number).where(ItemRevision.item_id == item("de-cuong-1").id)
        )
        assert sorted(numbers) == [1, 2]
        again = import_questions(mended(questions(2)))
        assert again.revised == 1
        assert db.session.get_one(ItemRevision, item("de-cuong-1").current_revision_id).number == 3

    def test_the_file_can_be_taken_in_again(self, import_questions: ImportQuestions, administrator: Actor) -> None:
        first = import_questions(questions(3))
        imported = whole_bank()
        undo_import(administrator, import_id(first), clock.now())
        second = import_questions(questions(3))
        assert (second.new, second.revised, second.unchanged) == (3, 0, 0)
        assert [row[:5] for row in whole_bank()] == [row[:5] for row in imported]

    def test_the_number_of_a_removed_revision_is_never_given_again(self, each_app: Flask, administrator: Actor) -> None:
        def take(first: int) -> tuple[int, set[int], set[int]]:
            report = import_file(administrator, "NQ", "a.json", as_json(questions(3, first)), None, clock.now())
            ids = (set(db.session.scalars(sa.select(table.id))) for table in (Item, ItemRevision))
            return (import_id(report), *ids)

        source, items, revisions = take(1)
        undo_import(administrator, source, clock.now())
        _source, later_items, later_revisions = take(7)
        assert not items & later_items
        assert not revisions & later_revisions

    def test_twice_is_once(self, import_questions: ImportQuestions, administrator: Actor, frozen: FrozenClock) -> None:
        report = import_questions(questions(3))
        undo_import(administrator, import_id(report), frozen.moment)
        first = db.session.get_one(BankImport, report.import_id).undone_at
        import_questions(questions(3))
        frozen.move(hours=1)
        again = undo_import(administrator, import_id(report), frozen.moment)
        assert (again.removed, again.restored) == ([], [])
        assert db.session.get_one(BankImport, report.import_id).undone_at == first
        assert count(Item) == 3
        assert audited("bank.import.undo").actor_id == 1

    def test_it_is_told_in_the_audit_trail_and_in_the_history_of_items(
        self, import_questions: ImportQuestions, administrator: Actor, frozen: FrozenClock
    ) -> None:
        import_questions(questions(2))
        report = import_questions(mended(questions(2)), approve=False)
        frozen.move(hours=1)
        undo_import(administrator, import_id(report), frozen.moment)
        entry = json.loads(audited("bank.import.undo").after)
        assert (entry["bank"], entry["removed"]) == ("NQ", ["de-cuong-3"])
        last = db.session.scalars(sa.select(ItemDecision).order_by(ItemDecision.id.desc())).first()
        assert last is not None
        assert (last.state_before, last.state_after) == ("draft", "approved")
        assert "de-cuong.json" in last.remark

    def test_a_new_question_that_somebody_decided_about_is_retired_instead(
        self, import_questions: ImportQuestions, administrator: Actor, frozen: FrozenClock
    ) -> None:
        report = import_questions(questions(3), approve=False)
        frozen.move(hours=1)
        with transaction():
            decided = item("de-cuong-2")
            decided.state = "approved"
            about = {"state_before": "draft", "state_after": "approved", "created_at": frozen.moment}
            db.session.add(ItemDecision(item_id=decided.id, revision_id=decided.current_revision_id, **about))
        undoing = undo_import(administrator, import_id(report), frozen.moment)
        assert (undoing.removed, undoing.retired) == (["de-cuong-1", "de-cuong-3"], ["de-cuong-2"])
        assert [(row[0], row[1]) for row in whole_bank()] == [("de-cuong-2", "retired")]


class TestRefusals:
    def test_a_question_in_a_round_stops_it_by_name(
        self, cast: Cast, import_questions: ImportQuestions, administrator: Actor, frozen: FrozenClock
    ) -> None:
        report = import_questions(questions(8), bank="thu")
        contest_round = round_number(make_contest(frozen.moment, paper=CELLS))
        contests.prepare_round(contest_round.id, frozen.moment)
        before = whole_bank()
        with pytest.raises(Conflict) as caught:
            undo_import(administrator, import_id(report), frozen.moment)
        assert caught.value.code == "used"
        assert "de-cuong-1, de-cuong-2, de-cuong-3, de-cuong-4, de-cuong-5 (và 3 câu khác)" in str(caught.value)
        assert whole_bank() == before
        assert plan_undoing(db.session.get_one(BankImport, report.import_id)).obstacle is not None

    def test_a_question_that_was_changed_since_stops_it_by_name(
        self, import_questions: ImportQuestions, administrator: Actor
    ) -> None:
        report = import_questions(questions(3))
        later = import_questions(mended(questions(3)))
        before = whole_bank()
        with pytest.raises(Conflict) as caught:
            undo_import(administrator, import_id(report), clock.now())
        assert caught.value.code == "changed"
        assert "de-cuong-1, de-cuong-2." in str(caught.value)
        assert whole_bank() == before
        undo_import(administrator, import_id(later), clock.now())
        undo_import(administrator, import_id(report), clock.now())
        assert whole_bank() == []

    def test_a_sealed_question_stops_it(self, import_questions: ImportQuestions, administrator: Actor) -> None:
        report = import_questions(questions(3))
        with transaction():
            item("de-cuong-2").state = "sealed"
        with pytest.raises(Conflict, match="de-cuong-2"):
            undo_import(administrator, import_id(report), clock.now())

    def test_only_who_looks_after_the_bank_may(self, import_questions: ImportQuestions, cast: Cast) -> None:
        report = import_questions(actor=cast.actor("organiser"))
        for name in ("organiser_a", "contestant"):
            with pytest.raises(NotAllowed):
                undo_import(cast.actor(name), import_id(report), clock.now())
        with pytest.raises(NotFound):
            undo_import(cast.actor("organiser"), 999, clock.now())
        assert count(Item) == 4


@pytest.mark.postgres
def test_an_import_cannot_go_while_a_round_is_freezing_its_questions(
    each_app: Flask, administrator: Actor, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    revised = [replace(one, explanation="Sửa lại") for one in questions(10)]
    import_file(administrator, "thu", "de.json", as_json(questions(10)), None, frozen.moment)
    second = import_file(administrator, "thu", "de.json", as_json(revised), None, frozen.moment)
    contest_round = round_number(make_contest(frozen.moment, paper=CELLS)).id
    frozen_items, undoing = threading.Event(), threading.Event()
    freeze_units = preparation._freeze_units

    def pause(round_id: int) -> None:
        frozen_items.set()
        undoing.wait(timeout=20)
        threading.Event().wait(0.5)  # long enough for an undoing that waits for nobody to be through
        freeze_units(round_id)

    def undo(now: datetime) -> object:
        frozen_items.wait(timeout=20)
        undoing.set()
        return undo_import(administrator, import_id(second), now)

    monkeypatch.setattr(preparation, "_freeze_units", pause)
    prepared, undone = _at_once(each_app, [lambda now: contests.prepare_round(contest_round, now), undo])
    db.session.rollback()
    assert not isinstance(prepared, Exception)
    assert isinstance(undone, Conflict)
    current = set(db.session.scalars(sa.select(Item.current_revision_id)))
    assert set(db.session.scalars(sa.select(RoundItem.revision_id))) == current


@pytest.mark.postgres
def test_a_round_that_is_prepared_at_the_same_moment_has_the_questions_of_the_bank(
    each_app: Flask, administrator: Actor, frozen: FrozenClock
) -> None:
    import_file(administrator, "thu", "de.json", as_json(questions(40)), None, frozen.moment)
    second = import_file(administrator, "thu", "de.json", as_json(mended(questions(40))), None, frozen.moment)
    contest_round = round_number(make_contest(frozen.moment, paper=CELLS)).id
    works = (
        lambda now: contests.prepare_round(contest_round, now),
        lambda now: undo_import(administrator, import_id(second), now),
    )
    _prepared, outcome = _at_once(each_app, works)
    db.session.rollback()
    current = set(db.session.scalars(sa.select(Item.current_revision_id)))
    pool = set(db.session.scalars(sa.select(RoundItem.revision_id)))
    assert pool == current, "the round holds what the bank holds, whichever of the two came first"
    assert len(pool) == (41 if isinstance(outcome, Conflict) else 40)


def test_two_who_take_back_the_same_import_at_once_take_it_back_once(app: Flask, administrator: Actor) -> None:
    report = import_file(administrator, "NQ", "de.json", as_json(questions(20)), None, clock.now())
    results = _at_once(app, [lambda now: undo_import(administrator, import_id(report), now)] * 4)
    assert [one for one in results if isinstance(one, Exception)] == []
    assert count(Item) == 0
    assert len(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "bank.import.undo")).all()) == 1


def _at_once(app: Flask, works: Sequence[Callable[[datetime], object]]) -> list[object]:
    """Run the works in threads that start together; what each returned or raised."""
    start, results = threading.Barrier(len(works)), [object()] * len(works)

    def run(number: int) -> None:
        with app.app_context():
            start.wait(timeout=20)
            try:
                results[number] = works[number](clock.now())
            except DomainError as error:
                results[number] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
