"""Near-equal questions of the bank are named beside the new ones, whatever measures the likeness."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa
from flask import Flask

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


def warned(import_questions: ImportQuestions, asked: list[Question]) -> list[str]:
    return [one.message for one in import_questions(asked).problems if one.code == "near_bank"]


def test_a_question_like_one_of_the_bank_is_warned_of_by_its_ref(import_questions: ImportQuestions) -> None:
    import_questions([OLD])
    [message] = warned(import_questions, [NEAR, FAR])
    assert message.startswith("Gần trùng với câu “cu-1” của ngân hàng (giống nhau 96%)")
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
    assert "Gần trùng với câu trong ngân hàng" in page.text  # the explanation of the kind
