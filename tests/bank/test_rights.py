"""In whose name items come into a bank, and who may do it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from quiz.bank.models import Bank, Item
from quiz.core.db import db
from quiz.core.errors import NotAllowed
from tests.bank.conftest import ImportQuestions
from tests.bank.files import questions
from tests.bank.test_import import count, item
from tests.people import Cast


class TestApproval:
    def test_without_approval_items_are_drafts(self, import_questions: ImportQuestions) -> None:
        import_questions(approve=False)
        assert set(db.session.scalars(sa.select(Item.state))) == {"draft"}

    def test_an_unapproved_change_takes_an_approved_item_out_until_it_is_approved(
        self, import_questions: ImportQuestions
    ) -> None:
        import_questions()
        import_questions([replace(questions(1)[0], explanation="Sửa"), *questions(3, first=2)], approve=False)
        assert item("de-cuong-1").state == "draft"
        assert item("de-cuong-2").state == "approved"


class TestRights:
    def test_an_organiser_of_a_commune_makes_and_fills_banks_of_the_commune(
        self, import_questions: ImportQuestions, cast: Cast
    ) -> None:
        import_questions(actor=cast.actor("organiser_a"))
        assert db.session.scalars(sa.select(Bank.owner_unit_id)).one() == cast.units["A"]
        assert import_questions(actor=cast.actor("organiser")).unchanged == 4

    def test_a_bank_of_the_province_or_of_nobody_is_not_the_commune_s(
        self, import_questions: ImportQuestions, cast: Cast
    ) -> None:
        import_questions(actor=cast.actor("organiser"), bank="P")
        import_questions(actor=cast.actor("administrator"), bank="ALL")
        items = count(Item)
        for bank in ("P", "ALL"):
            with pytest.raises(NotAllowed):
                import_questions(questions(1, first=9), actor=cast.actor("organiser_a"), bank=bank)
        assert count(Item) == items

    @pytest.mark.parametrize("name", ["contestant", "contact", "outsider"])
    def test_who_is_no_organiser_makes_no_bank(self, import_questions: ImportQuestions, cast: Cast, name: str) -> None:
        with pytest.raises(NotAllowed):
            import_questions(actor=cast.actor(name))
        assert count(Bank) == 0

    def test_the_command_line_needs_nobody(self, import_questions: ImportQuestions) -> None:
        import_questions(actor=None)
        assert db.session.scalars(sa.select(Bank.owner_unit_id)).one() is None
        assert item("de-cuong-1").author_id is None
