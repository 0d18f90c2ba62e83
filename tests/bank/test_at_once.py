"""Several organisers, or several clicks, at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.bank.models import Bank, BankImport, Item, ItemRevision
from quiz.bank.revising import Outdated, create_item, revise_item
from quiz.bank.service import import_file
from quiz.core import clock
from quiz.core.db import Model, db
from quiz.core.errors import Conflict
from quiz.core.permissions import Actor
from tests.bank.files import as_json, questions
from tests.bank.test_revising import NEW
from tests.bank.workbench import changed

THREADS = 6


def at_once(app: Flask, work: Callable[[int], object]) -> list[object]:
    """Run the work in threads that start together; what each returned or raised."""
    start, results = threading.Barrier(THREADS), [object()] * THREADS

    def run(number: int) -> None:
        with app.app_context():
            start.wait(timeout=20)
            try:
                results[number] = work(number)
            except Conflict as conflict:
                results[number] = conflict
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def count(table: type[Model]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_clicks_on_the_same_preview_import_it_once(app: Flask, administrator: Actor) -> None:
    content = as_json(questions(20))

    def click(_number: int) -> int | None:
        return import_file(administrator, "NQ", "de.json", content, None, clock.now(), token="a" * 32).import_id

    assert len(set(at_once(app, click))) == 1
    assert [count(table) for table in (Bank, BankImport, Item, ItemRevision)] == [1, 1, 20, 20]


def test_organisers_who_mend_the_same_question_get_a_revision_each(app: Flask, administrator: Actor) -> None:
    asked = replace(questions(1)[0], id="LS-1")
    import_file(administrator, "NQ", "de.json", as_json([asked]), None, clock.now())

    def mend(number: int) -> int:
        mended = replace(asked, explanation=f"Bản của người thứ {number}")
        return import_file(administrator, "NQ", "de.json", as_json([mended]), None, clock.now()).revised

    assert at_once(app, mend) == [1] * THREADS
    numbers = db.session.scalars(sa.select(ItemRevision.number).order_by(ItemRevision.number)).all()
    assert numbers == list(range(1, THREADS + 2))
    newest = db.session.scalars(sa.select(ItemRevision.id).order_by(ItemRevision.number.desc())).first()
    assert db.session.scalars(sa.select(Item.current_revision_id)).one() == newest


def test_files_that_make_the_same_bank_make_one_bank(app: Flask, administrator: Actor) -> None:
    def fill(number: int) -> int:
        content = as_json(questions(5, first=number * 5 + 1))
        return import_file(administrator, "NQ", f"de{number}.json", content, None, clock.now()).new

    assert at_once(app, fill) == [5] * THREADS
    assert (count(Bank), count(Item)) == (1, THREADS * 5)


@pytest.mark.postgres
def test_questions_that_are_added_at_once_get_a_ref_each(each_app: Flask, administrator: Actor) -> None:
    import_file(administrator, "NQ", "de.json", as_json(questions(1)), None, clock.now())
    refs = at_once(each_app, lambda _number: create_item(administrator, "NQ", NEW, clock.now()).ref)
    assert sorted(map(str, refs)) == [f"cau-{number}" for number in range(2, THREADS + 2)]


@pytest.mark.postgres
def test_of_those_who_edit_a_question_at_once_one_is_saved_and_the_others_told(
    each_app: Flask, administrator: Actor
) -> None:
    import_file(administrator, "NQ", "de.json", as_json(questions(1)), None, clock.now())
    item_id = db.session.scalars(sa.select(Item.id)).one()
    forms = [changed("de-1", stem=f"Câu của người thứ {number}?") for number in range(THREADS)]
    answers = at_once(each_app, lambda number: revise_item(administrator, item_id, forms[number], clock.now()).revision)
    assert sorted(type(one) is Outdated for one in answers) == [False, *[True] * (THREADS - 1)]
    assert [one for one in answers if type(one) is int] == [2]
    db.session.rollback()
    assert count(ItemRevision) == 2
