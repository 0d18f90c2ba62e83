"""Taking a file into a bank: what is stored, what stays, what becomes a revision, and in whose name."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
import sqlalchemy as sa
from flask import Flask

from question_bank.limits import Limits
from quiz.bank.models import Bank, BankImport, Item, ItemKey, ItemRevision
from quiz.bank.reports import ImportRefused
from quiz.bank.service import earlier_import, import_file
from quiz.core import clock
from quiz.core.audit import AuditEntry
from quiz.core.db import Model, db
from quiz.core.errors import Conflict, DomainError, Invalid
from quiz.core.permissions import Actor
from quiz.core.settings import Settings
from tests.bank.conftest import ImportQuestions
from tests.bank.files import Question, as_docx, as_json, as_xlsx, questions
from tests.conftest import FrozenClock


def count(table: type[Model]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def item(ref: str) -> Item:
    return db.session.scalars(sa.select(Item).where(Item.ref == ref)).one()


def revisions(ref: str) -> list[ItemRevision]:
    query = sa.select(ItemRevision).join(Item, Item.id == ItemRevision.item_id).where(Item.ref == ref)
    return list(db.session.scalars(query.order_by(ItemRevision.number)))


def audited(action: str) -> AuditEntry:
    return db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == action)).one()


class TestStoring:
    def test_a_question_is_stored_in_three_parts(self, import_questions: ImportQuestions, frozen: FrozenClock) -> None:
        asked = Question(
            "Thủ đô ở đâu?", key="A", id="LS-1", marks=0.5, level="application", topic="Địa lý", pinned=(3,)
        )
        import_questions([asked])
        stored = item("LS-1")
        assert (stored.topic, stored.level, stored.state, stored.author_id) == ("Địa lý", "application", "approved", 1)
        assert stored.stem_folded.splitlines()[0] == "thu do o dau?"
        [revision] = revisions("LS-1")
        assert (revision.id, revision.number, revision.kind) == (stored.current_revision_id, 1, "single")
        assert (revision.stem, revision.markup, revision.created_at) == ("Thủ đô ở đâu?", "plain", frozen.moment)
        assert [one["pinned"] for one in json.loads(revision.options)] == [False, False, False, True]
        key = db.session.get_one(ItemKey, (revision.id, 1))
        assert (key.mask, key.marks, key.explanation, key.source) == (1, 50, "KHOA-BI-MAT-MẬT", "CĂN-CỨ-MẬT")
        assert json.loads(key.feedback) == ["", "", "", ""]

    def test_several_right_options_are_several_bits(self, import_questions: ImportQuestions) -> None:
        import_questions([Question("Chọn các tỉnh?", key="BD", kind="multiple", id="n")])
        assert db.session.scalar(sa.select(ItemKey.mask)) == 0b1010

    def test_true_or_false_is_stored_with_both_options_pinned(self, import_questions: ImportQuestions) -> None:
        import_questions([Question("Đúng hay sai?", ("Đúng", "Sai"), "B", kind="true_false", id="ds")])
        [revision] = revisions("ds")
        assert [one["pinned"] for one in json.loads(revision.options)] == [True, True]

    def test_options_that_speak_of_others_are_pinned(self, import_questions: ImportQuestions) -> None:
        import_questions([Question("Đâu?", ("Một", "Hai", "Ba", "Tất cả các phương án trên"), "D", id="ghim")])
        [revision] = revisions("ghim")
        assert [one["pinned"] for one in json.loads(revision.options)] == [False, False, False, True]

    def test_the_import_is_kept_with_its_problems(self, import_questions: ImportQuestions) -> None:
        asked = [replace(one, source="") for one in questions(3)]
        report = import_questions(asked)
        stored = db.session.get_one(BankImport, report.import_id)
        assert (stored.file_name, stored.format, stored.taken, stored.actor_id) == ("de-cuong.json", "json", 3, 1)
        assert stored.sha256 == sha256(as_json(asked)).hexdigest()
        assert [problem["code"] for problem in json.loads(stored.problems)] == ["no_source"]
        assert {one.import_id for one in db.session.scalars(sa.select(Item))} == {report.import_id}

    def test_a_new_bank_gets_the_title_or_else_its_code(self, import_questions: ImportQuestions) -> None:
        import_questions(bank="A1", bank_title="  Tìm hiểu  Nghị quyết ")
        import_questions(bank="A2")
        import_questions(bank="A1", bank_title="Tên khác")
        titles = db.session.scalars(sa.select(Bank.title).order_by(Bank.code)).all()
        assert titles == ["Tìm hiểu Nghị quyết", "A2"]

    def test_word_and_excel_give_the_same_questions(self, app: Flask, administrator: Actor) -> None:
        asked = questions(6)
        for name, content in (("Đề cương.docx", as_docx(asked)), ("de.xlsx", as_xlsx(asked))):
            report = import_file(administrator, name[-4:], name, content, None, clock.now())
            assert (report.format, report.taken, report.new, report.errors) == (name[-4:], 6, 6, ())
        rows = db.session.execute(
            sa.select(ItemRevision.stem, ItemRevision.options, ItemKey.mask)
            .join(ItemKey, ItemKey.revision_id == ItemRevision.id)
            .order_by(ItemRevision.id)
        ).all()
        assert rows[:6] == rows[6:]
        assert [row.stem for row in rows[:6]] == [one.stem for one in asked]
        assert [row.mask for row in rows[:6]] == [1 << "ABCD".index(one.key) for one in asked]
        assert item("Đề-cương-3").current_revision_id is not None

    def test_what_was_imported_is_recorded_in_the_same_transaction(self, import_questions: ImportQuestions) -> None:
        import_questions()
        import_questions([replace(questions(1)[0], explanation="Sửa"), *questions(3, first=2)])
        first, second = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "bank.import"))
        assert first.actor_id == 1
        assert (json.loads(first.after)["new"], json.loads(first.after)["approved"]) == (4, True)
        assert (json.loads(second.after)["unchanged"], json.loads(second.after)["revised"]) == (3, ["de-cuong-1"])
        assert json.loads(audited("bank.create").after)["bank"] == "NQ"


class TestAgain:
    def test_the_same_file_again_changes_no_item(self, import_questions: ImportQuestions) -> None:
        import_questions()
        before = [(one.id, one.current_revision_id, one.state) for one in db.session.scalars(sa.select(Item))]
        report = import_questions()
        assert (report.taken, report.new, report.revised, report.unchanged) == (4, 0, 0, 4)
        assert [(one.id, one.current_revision_id, one.state) for one in db.session.scalars(sa.select(Item))] == before
        assert count(ItemRevision) == count(ItemKey) == 4

    def test_a_changed_question_gets_a_revision_and_the_old_one_stays(
        self, import_questions: ImportQuestions, frozen: FrozenClock
    ) -> None:
        asked = replace(questions(1)[0], id="LS-1")
        import_questions([asked])
        frozen.move(hours=1)
        report = import_questions([replace(asked, stem="Hỏi cho đúng?", key="D")])
        assert (report.revised, report.new) == (1, 0)
        old, new = revisions("LS-1")
        assert (old.number, old.stem) == (1, asked.stem)
        assert (new.number, new.stem, new.created_at - old.created_at) == (2, "Hỏi cho đúng?", timedelta(hours=1))
        assert item("LS-1").current_revision_id == new.id
        assert item("LS-1").stem_folded.startswith("hoi cho dung?\n")
        masks = {key.revision_id: key.mask for key in db.session.scalars(sa.select(ItemKey))}
        assert masks == {old.id: 0b10, new.id: 0b1000}

    def test_another_key_alone_is_a_revision_too(self, import_questions: ImportQuestions) -> None:
        asked = replace(questions(1)[0], id="LS-1")
        import_questions([asked])
        import_questions([replace(asked, key="C")])
        assert len(revisions("LS-1")) == 2

    def test_another_level_moves_the_item_without_a_revision(self, import_questions: ImportQuestions) -> None:
        asked = replace(questions(1)[0], id="LS-1")
        import_questions([asked])
        import_questions([replace(asked, level="high_application", topic="Kinh tế")])
        assert (item("LS-1").level, item("LS-1").topic) == ("high_application", "Kinh tế")
        assert len(revisions("LS-1")) == 1

    def test_the_same_upload_is_imported_once(self, import_questions: ImportQuestions) -> None:
        first = import_questions(token="a" * 32)
        second = import_questions(token="a" * 32)
        assert second.import_id == first.import_id
        assert (second.taken, second.problems) == (first.taken, first.problems)
        assert count(BankImport) == 1
        assert earlier_import("b" * 32) is None

    def test_two_banks_may_use_the_same_ids(self, import_questions: ImportQuestions) -> None:
        asked = [replace(questions(1)[0], id="LS-1")]
        import_questions(asked, bank="A")
        import_questions(asked, bank="B")
        assert count(Item) == 2


class TestAllOrNothing:
    def test_one_bad_question_stops_the_whole_file(self, import_questions: ImportQuestions) -> None:
        with pytest.raises(ImportRefused) as caught:
            import_questions([*questions(3), replace(questions(4)[3], key="")])
        report = caught.value.report
        assert (report.taken, report.import_id) == (3, None)
        assert [(problem.place, problem.code) for problem in report.errors] == [("mục 4", "no_key")]
        assert "mục 4" in str(caught.value)
        assert [count(table) for table in (Bank, BankImport, Item, ItemRevision, ItemKey, AuditEntry)] == [0] * 6

    def test_the_clean_questions_alone_may_be_taken(self, import_questions: ImportQuestions) -> None:
        report = import_questions([replace(questions(1)[0], key=""), *questions(3, first=2)], accept="clean_only")
        assert (report.taken, len(report.errors), report.refused_places) == (3, 1, 1)
        assert count(Item) == 3
        assert "no_key" in db.session.scalars(sa.select(BankImport.problems)).one()

    def test_a_file_without_one_good_question_is_refused_under_either_policy(
        self, import_questions: ImportQuestions
    ) -> None:
        for accept in ("all_or_nothing", "clean_only"):
            with pytest.raises(ImportRefused):
                import_questions([Question("Không có đáp án?", key="")], accept=accept)
        assert count(Bank) == 0

    def test_warnings_stop_nothing(self, import_questions: ImportQuestions) -> None:
        report = import_questions([replace(one, source="") for one in questions(2)])
        assert (report.taken, len(report.problems), report.errors) == (2, 1, ())

    def test_a_failure_in_the_middle_leaves_nothing(
        self, import_questions: ImportQuestions, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_args: object, **_kwargs: object) -> None:
            raise RuntimeError("disk")

        monkeypatch.setattr("quiz.bank.importing.audit.record", fail)
        with pytest.raises(RuntimeError):
            import_questions()
        assert [count(table) for table in (Bank, BankImport, Item, ItemRevision, ItemKey)] == [0] * 5

    def test_somebody_else_s_simultaneous_import_is_a_conflict_not_a_crash(
        self, import_questions: ImportQuestions, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import_questions(token="a" * 32)
        monkeypatch.setattr("quiz.bank.importing.earlier_import", lambda _token: None)
        with pytest.raises(Conflict) as caught:
            import_questions(token="a" * 32)
        assert caught.value.code == "bank_changed"
        assert count(BankImport) == 1


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda take: take(bank="không được"), "bank"),
        (lambda take: take(bank_title="x" * 201), "title"),
    ],
)
def test_a_wrong_target_is_named_by_its_field(
    import_questions: ImportQuestions, call: Callable[[ImportQuestions], object], field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        call(import_questions)
    assert caught.value.field == field


def test_an_unknown_format_is_named(app: Flask, administrator: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        import_file(administrator, "NQ", "a.json", as_json(questions(1)), "pdf", clock.now())
    assert caught.value.field == "format"
    assert "docx, xlsx" in str(caught.value)


def test_a_file_over_the_limit_is_not_even_read(
    app: Flask, administrator: Actor, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.extensions["settings"] = replace(settings, import_limits=Limits(file_bytes=1 << 20))
    monkeypatch.setattr("quiz.bank.files.POOL", None)
    with pytest.raises(Invalid, match="1 MB"):
        import_file(administrator, "NQ", "a.json", bytes((1 << 20) + 1), None, clock.now())
