"""Near-equal questions of the bank are named beside the new ones, whatever measures the likeness."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.bank.explanations import explanation
from quiz.bank.models import BankImport, Item
from quiz.core.db import db, transaction
from tests.bank.conftest import ImportQuestions
from tests.bank.files import Question, as_json, questions
from tests.bank.test_checked_pages import path
from tests.bank.test_import_pages import Console, console

__all__ = ["console"]
OLD = Question("Chiến thắng Điện Biên Phủ vào năm nào?", ("1945", "1954", "1968", "1975"), "B", id="cu-1")
NEAR = replace(OLD, stem="Chiến thắng Điện Biên Phủ là vào năm nào?", id="moi-1")
FAR = replace(OLD, stem="Thủ đô của nước ta ở đâu?", id="moi-2")


@pytest.fixture(autouse=True)
def _measure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in that counts common words."""

    def near_duplicates(new: Sequence[str], old: Sequence[str]) -> list[tuple[int, int, float]]:
        def ratio(one: str, other: str) -> float:
            words = set(one.split()), set(other.split())
            return len(words[0] & words[1]) / len(words[0] | words[1])

        pairs = [(i, j, ratio(one, other)) for i, one in enumerate(new) for j, other in enumerate(old)]
        return [pair for pair in pairs if pair[2] > 0.7]

    module = ModuleType("question_bank.similarity")
    module.near_duplicates = near_duplicates  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "question_bank.similarity", module)


def warned(import_questions: ImportQuestions, asked: list[Question]) -> list[str]:
    return [one.message for one in import_questions(asked).problems if one.code == "near_bank"]


def test_a_question_like_one_of_the_bank_is_warned_of_by_its_ref(import_questions: ImportQuestions) -> None:
    import_questions([OLD])
    [message] = warned(import_questions, [NEAR, FAR])
    assert message.startswith("Gần trùng với câu “cu-1” của ngân hàng (giống nhau 88%)")
    assert "near_bank" in (
        db.session.scalars(sa.select(BankImport.problems).order_by(BankImport.id.desc())).first() or ""
    )


def test_a_revision_is_no_neighbour_of_itself_and_an_unchanged_question_of_nothing(
    import_questions: ImportQuestions,
) -> None:
    import_questions([OLD, FAR])
    assert warned(import_questions, [replace(OLD, stem=NEAR.stem), FAR]) == []


def test_a_retired_question_is_no_neighbour(import_questions: ImportQuestions) -> None:
    import_questions([OLD])
    with transaction():
        db.session.scalars(sa.select(Item)).one().state = "retired"
    assert warned(import_questions, [NEAR]) == []


def test_the_likest_is_named(import_questions: ImportQuestions) -> None:
    import_questions([replace(OLD, id="xa", stem=f"{OLD.stem} Chọn"), replace(OLD, id="gan", stem=NEAR.stem)])
    [message] = warned(import_questions, [replace(NEAR, explanation="khác")])
    assert "“gan”" in message


def test_the_preview_leads_to_the_one_that_is_there(
    app: Flask, console: Console, import_questions: ImportQuestions
) -> None:
    import_questions([OLD, *questions(2)])
    page = console.upload("moi.json", as_json([NEAR, FAR]))
    item_id = db.session.scalars(sa.select(Item.id).where(Item.ref == "cu-1")).one()
    near = console.get(f"{path(page)}?show=near").text
    assert f'href="/admin/bank/items/{item_id}"' in near
    assert near.count("<article") == 1
    assert "Gần trùng với câu đã có" in page.text  # the explanation of the kind


def test_a_finding_nobody_has_explained_has_no_words(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("question_bank.explanations")
    module.explain = {"known": ("Tên", "Vì sao 100%", "Làm gì")}.get  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "question_bank.explanations", module)
    assert explanation("unknown") is None
    found = explanation("known")
    with app.test_request_context():
        assert found is not None
        assert [str(found.title), str(found.why), str(found.what_to_do)] == ["Tên", "Vì sao 100%", "Làm gì"]
