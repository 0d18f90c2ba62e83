"""What papers are made of: revisions as contestants see them, and never a key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, current_app

from quiz.bank import browsing
from quiz.bank.keys import keys, solutions
from quiz.bank.models import ItemKey, ItemRevision
from quiz.bank.queries import bank_by_code, cell_counts, drawable, shown_items
from quiz.bank.searching import Filters, search_items
from quiz.bank.shown import EXTENSION, ShownItem, ShownItems
from quiz.core import clock
from quiz.core.db import db
from tests.bank.conftest import ImportQuestions
from tests.bank.files import questions


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement sent to the database inside."""
    sent: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield sent
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", listen)


def revision_ids() -> list[int]:
    return list(db.session.scalars(sa.select(ItemRevision.id).order_by(ItemRevision.id)))


def shown(number: int) -> ShownItem:
    return ShownItem(number, "single", "?", "plain", (), (("a", False), ("b", False)))


def test_a_revision_is_shown_as_it_was_written(import_questions: ImportQuestions) -> None:
    import_questions([replace(questions(1)[0], pinned=(1,))])
    [one] = revision_ids()
    assert shown_items([one]) == {
        one: ShownItem(
            one,
            "single",
            "Câu hỏi số 1 hỏi về điều gì?",
            "plain",
            (),
            (("Phương án 1.1", False), ("Phương án 1.2", True), ("Phương án 1.3", False), ("Phương án 1.4", False)),
        )
    }


def test_no_query_that_serves_a_paper_touches_a_key(import_questions: ImportQuestions) -> None:
    import_questions()
    with statements() as sent:
        chosen = drawable("NQ", "Lịch sử", "recognition")
        cell_counts("NQ")
        items = shown_items(chosen)
        bank = bank_by_code("NQ")
        search_items(bank, Filters("câu hỏi"), 1)
        browsing.topic_table(bank)
    assert len(items) == 4
    assert len(sent) > 5
    assert not [statement for statement in sent if "item_keys" in statement]


def test_keys_do_come_from_the_table_of_keys(import_questions: ImportQuestions) -> None:
    import_questions()
    with statements() as sent:
        keys(revision_ids())
        solutions(revision_ids())
    assert len([statement for statement in sent if "item_keys" in statement]) == 2


def test_nothing_shown_holds_what_only_the_key_knows(import_questions: ImportQuestions) -> None:
    import_questions()
    text = str([asdict(one) for one in shown_items(revision_ids()).values()])
    assert "Phương án 1.1" in text
    assert "MẬT" not in text
    assert "is_key" not in text


def test_a_revision_is_read_once(import_questions: ImportQuestions) -> None:
    import_questions()
    ids = revision_ids()
    first = shown_items(ids[:2])
    with statements() as sent:
        assert shown_items(ids[:2]) == first
        assert sent == []
        assert set(shown_items(ids)) == set(ids)
    assert len([statement for statement in sent if "item_revisions" in statement]) == 1
    assert len(current_app.extensions[EXTENSION]) == 4


def test_unknown_and_repeated_revisions_do_no_harm(import_questions: ImportQuestions) -> None:
    import_questions()
    [one, *_] = revision_ids()
    assert set(shown_items([one, one, 999])) == {one}
    assert shown_items([]) == {}


def test_very_many_revisions_are_asked_for_in_portions(import_questions: ImportQuestions) -> None:
    import_questions()
    ids = revision_ids()
    with statements() as sent:
        assert set(shown_items([*ids, *range(10_000, 11_000)])) == set(ids)
    assert len([statement for statement in sent if "item_revisions" in statement]) == 3


def test_the_store_makes_room_by_dropping_the_oldest() -> None:
    store = ShownItems(bound=3)
    store.add([shown(1), shown(2)])
    store.add([shown(3), shown(4)])
    assert set(store.known(range(9))) == {2, 3, 4}
    store.add([shown(number) for number in range(10, 20)])
    assert len(store) == 3


def test_each_application_has_a_store_of_its_own(app: Flask, import_questions: ImportQuestions) -> None:
    import_questions()
    shown_items(revision_ids())
    mine = app.extensions[EXTENSION]
    assert isinstance(mine, ShownItems)
    assert len(ShownItems()) == 0


class TestKeys:
    def test_a_key_tells_mask_marks_and_how_many_options(self, import_questions: ImportQuestions) -> None:
        import_questions([replace(questions(1)[0], key="C", marks=2.5)])
        [one] = revision_ids()
        key = keys([one])[one]
        assert (key.mask, key.marks, key.option_count) == (4, 250, 4)

    def test_a_solution_tells_why(self, import_questions: ImportQuestions) -> None:
        import_questions(questions(1))
        [one] = revision_ids()
        solution = solutions([one])[one]
        assert (solution.mask, solution.explanation, solution.source) == (2, "KHOA-BI-MAT-MẬT", "CĂN-CỨ-MẬT")
        assert solution.feedback == ("", "", "", "")

    def test_the_newest_version_holds(self, import_questions: ImportQuestions) -> None:
        import_questions()
        first, second, *_ = revision_ids()
        db.session.add(ItemKey(revision_id=first, version=2, mask=8, marks=300, created_at=clock.now()))
        db.session.commit()
        found = keys([first, second])
        assert (found[first].mask, found[first].marks) == (8, 300)
        assert found[second].mask == 4
        assert solutions([first])[first].mask == 8

    def test_unknown_revisions_have_no_key(self, import_questions: ImportQuestions) -> None:
        import_questions()
        assert keys([999]) == {}
        assert solutions([]) == {}


class TestCells:
    @pytest.fixture(autouse=True)
    def bank(self, import_questions: ImportQuestions) -> None:
        asked = questions(12)
        asked[10] = replace(asked[10], level="application", topic="")
        asked[11] = replace(asked[11], level="", topic="Kinh tế")
        import_questions(asked)

    def test_cells_count_what_may_be_drawn(self) -> None:
        assert cell_counts("NQ") == {("Lịch sử", "recognition"): 10, ("", "application"): 1, ("Kinh tế", ""): 1}

    def test_candidates_come_in_the_order_of_the_refs(self) -> None:
        ids = drawable("NQ", "Lịch sử", "recognition")
        stems = [shown_items(ids)[one].stem for one in ids]
        assert stems == [one.stem for one in questions(10)]

    def test_none_means_any(self) -> None:
        assert len(drawable("NQ", None, "recognition")) == 10
        assert len(drawable("NQ", "Kinh tế", None)) == 1
        assert len(drawable("NQ", None, None)) == 12
        assert drawable("NQ", "Không có", None) == []

    @pytest.mark.parametrize(("state", "drawn"), [("draft", 11), ("reviewed", 11), ("retired", 11), ("sealed", 12)])
    def test_only_approved_and_sealed_items_are_drawn(self, state: str, drawn: int) -> None:
        db.session.execute(sa.text("update items set state = :state where ref = 'de-cuong-3'"), {"state": state})
        db.session.commit()
        assert len(drawable("NQ", None, None)) == sum(cell_counts("NQ").values()) == drawn

    def test_a_revised_item_is_drawn_in_its_newest_revision(self, import_questions: ImportQuestions) -> None:
        before = drawable("NQ", "Lịch sử", "recognition")
        import_questions([replace(questions(1)[0], explanation="Khác")])
        after = drawable("NQ", "Lịch sử", "recognition")
        assert after[1:] == before[1:]
        assert after[0] not in before
