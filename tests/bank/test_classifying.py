"""Another topic or level for many items at once, and back again."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from quiz.bank.classifying import MOVED_AGAIN, SAME, SEALED_ITEM, classify, undo
from quiz.bank.decisions import CHANGED, history_of
from quiz.bank.models import Item
from quiz.core import audit, clock
from quiz.core.db import db
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.bank.conftest import ImportQuestions
from tests.bank.test_import import audited
from tests.bank.workbench import AUTHOR, REVIEWER, bring, item, seen, take
from tests.people import Cast

REFS = [f"de-cuong-{number}" for number in range(1, 5)]


@pytest.fixture(autouse=True)
def bank(import_questions: ImportQuestions) -> None:
    import_questions(approve=False, actor=AUTHOR)


def topics() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Item.topic).order_by(Item.ref)))


def move(refs: list[str], value: str = "Kinh tế", field: str = "topic") -> int:
    done = classify(AUTHOR, "NQ", [seen(ref) for ref in refs], field, value, clock.now())
    assert done.entry is not None
    return done.entry


def test_items_get_the_topic_and_keep_state_and_revision() -> None:
    bring(REFS[0], "approved")
    revision = item(REFS[0]).current_revision_id
    move(REFS[:2], "  Kinh   tế ")
    assert topics() == ["Kinh tế", "Kinh tế", "Lịch sử", "Lịch sử"]
    assert (item(REFS[0]).state, item(REFS[0]).current_revision_id) == ("approved", revision)


def test_the_history_tells_it_in_words_people_know() -> None:
    move(REFS[:1], "application", "level")
    move(REFS[:1], "")
    remarks = [one.decision.remark for one in history_of(item(REFS[0]))]
    assert remarks == ["Đổi chủ đề: Lịch sử → chưa ghi", "Đổi mức độ: Nhận biết → Vận dụng"]


def test_sealed_changed_and_settled_items_are_left_out_with_the_reason() -> None:
    bring(REFS[0], "sealed")
    move([REFS[1]])
    chosen = [seen(ref) for ref in REFS]
    move([REFS[2]], "application", "level")
    outcome = classify(REVIEWER, "NQ", chosen, "topic", "Kinh tế", clock.now()).outcome
    assert [one.ref for one in outcome.done] == [REFS[3]]
    assert outcome.skipped == {SEALED_ITEM: [REFS[0]], SAME: [REFS[1]], CHANGED: [REFS[2]]}


def test_nothing_to_change_leaves_no_trail() -> None:
    done = classify(AUTHOR, "NQ", [seen(ref) for ref in REFS], "topic", "Lịch sử", clock.now())
    assert done.entry is None
    assert db.session.scalars(sa.select(audit.AuditEntry).where(audit.AuditEntry.action == "bank.classify")).all() == []


@pytest.mark.parametrize(("field", "value"), [("level", "hard"), ("level", "Vận dụng"), ("topic", "x" * 201)])
def test_a_value_that_cannot_be_is_refused(field: str, value: str) -> None:
    with pytest.raises(Invalid):
        classify(AUTHOR, "NQ", [seen(REFS[0])], field, value, clock.now())
    assert set(topics()) == {"Lịch sử"}


class TestUndo:
    def test_all_is_as_it_was(self) -> None:
        entry = move(REFS)
        outcome = undo(REVIEWER, "NQ", entry, clock.now())
        assert len(outcome.done) == 4
        assert set(topics()) == {"Lịch sử"}
        assert json.loads(audited("bank.classify_undo").after) == {"undone": entry}

    def test_twice_is_a_conflict(self) -> None:
        entry = move(REFS)
        undo(AUTHOR, "NQ", entry, clock.now())
        move(REFS)
        with pytest.raises(Conflict):
            undo(AUTHOR, "NQ", entry, clock.now())
        assert set(topics()) == {"Kinh tế"}

    def test_the_number_is_that_of_this_change_whatever_others_write_meanwhile(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record = audit.record

        def with_another(*args: Any, **more: Any) -> Any:
            entry = record(*args, **more)
            db.session.flush()
            record(*args, **more)
            return entry

        monkeypatch.setattr(audit, "record", with_another)
        entry = move(REFS)
        query = sa.select(audit.AuditEntry.id).where(audit.AuditEntry.action == "bank.classify")
        assert sorted(db.session.scalars(query)) == [entry, entry + 1]

    def test_what_was_taken_back_elsewhere_under_this_number_is_not_meant(self) -> None:
        entry = move(REFS)
        audit.record(AUTHOR, "bank.classify_undo", "item", item(REFS[0]).bank_id, after={"undone": entry})
        db.session.commit()
        assert len(undo(AUTHOR, "NQ", entry, clock.now()).done) == 4

    def test_what_was_moved_on_or_sealed_since_stays(self) -> None:
        entry = move(REFS)
        move([REFS[0]], "Văn hóa")
        bring(REFS[1], "sealed")
        outcome = undo(AUTHOR, "NQ", entry, clock.now())
        assert outcome.skipped == {MOVED_AGAIN: REFS[:2]}
        assert topics() == ["Văn hóa", "Kinh tế", "Lịch sử", "Lịch sử"]

    def test_only_changes_of_this_bank_can_be_taken_back(self, import_questions: ImportQuestions) -> None:
        entry = move(REFS)
        import_questions(bank="KHAC", name="khac.json")
        take("khac-1", actor=REVIEWER)
        for number in (entry, 0, 10**9):
            with pytest.raises(NotFound):
                undo(AUTHOR, "KHAC", number, clock.now())
        other = db.session.scalars(sa.select(sa.func.max(audit.AuditEntry.id))).one()
        with pytest.raises(NotFound):
            undo(AUTHOR, "NQ", other, clock.now())
        assert set(topics()) >= {"Kinh tế"}


def test_a_foreign_bank_is_closed(cast: Cast, import_questions: ImportQuestions) -> None:
    import_questions(actor=cast.actor("organiser"), bank="P", name="p.json")
    with pytest.raises(NotAllowed):
        classify(cast.actor("organiser_a"), "P", [seen("p-1")], "topic", "Khác", clock.now())
    with pytest.raises(NotAllowed):
        undo(cast.actor("organiser_a"), "P", 1, clock.now())
    assert item("p-1").topic == "Lịch sử"
