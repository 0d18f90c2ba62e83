"""Saving from the editor: revisions on top of old ones that stay, back to draft, never over somebody else's work."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.datastructures import FileStorage

from question_bank.item import Item as Question
from question_bank.item import Kind, Option
from quiz.bank.decisions import history_of
from quiz.bank.editing import Edited
from quiz.bank.images import load_images
from quiz.bank.models import BankImage, Item, ItemKey, ItemRevision
from quiz.bank.pictures import take_uploads
from quiz.bank.queries import drawable
from quiz.bank.revising import Outdated, create_item, revise_item
from quiz.bank.revisions import contents_of, revisions_of
from quiz.core import clock, uploads
from quiz.core.db import db
from quiz.core.errors import Conflict, Invalid, NotAllowed
from tests.bank.conftest import ImportQuestions
from tests.bank.test_import import audited, count
from tests.bank.workbench import AUTHOR, REVIEWER, bring, changed, item, opened, png
from tests.people import Cast

REF = "de-cuong-1"
ASKED = Question(Kind.SINGLE, "Câu mới?", (Option("A", True), Option("B")), topic="Mới")
NEW = Edited(ASKED, "1", remark="Soạn lần đầu")


@pytest.fixture
def bank(import_questions: ImportQuestions) -> None:
    import_questions(approve=False, actor=AUTHOR)


@pytest.mark.usefixtures("bank")
class TestRevising:
    def test_a_change_is_a_revision_and_the_old_one_stays_as_it_was(self) -> None:
        old = revisions_of(item(REF).id)[0]
        kept = contents_of([old.id])[old.id]
        saved = revise_item(REVIEWER, item(REF).id, changed(REF, stem="Hỏi lại?"), clock.now())
        assert saved.revision == 2
        newest, first = revisions_of(item(REF).id)
        assert (newest.stem, newest.author_id, newest.remark) == ("Hỏi lại?", 2, "Sửa câu chữ")
        assert contents_of([first.id])[first.id] == kept
        assert item(REF).current_revision_id == newest.id
        assert item(REF).stem_folded.startswith("hoi lai?\n")

    @pytest.mark.parametrize("state", ["reviewed", "approved"])
    def test_it_is_a_draft_again_and_the_history_says_why(self, state: str) -> None:
        bring(REF, state)
        before = drawable("NQ", None, None)
        revise_item(AUTHOR, item(REF).id, changed(REF, explanation="Rõ hơn"), clock.now())
        assert item(REF).state == "draft"
        line = history_of(item(REF))[0]
        assert (line.decision.state_before, line.decision.state_after) == (state, "draft")
        assert (line.decision.remark, line.revision) == ("Sửa câu chữ", 2)
        assert set(drawable("NQ", None, None)) <= set(before) - {line.decision.revision_id}

    def test_a_key_alone_is_a_change(self) -> None:
        options = tuple(replace(option, is_key=index == 3) for index, option in enumerate(opened(REF).item.options))
        revise_item(AUTHOR, item(REF).id, changed(REF, options=options), clock.now())
        query = sa.select(ItemKey.mask).join(ItemRevision).where(ItemRevision.item_id == item(REF).id)
        assert sorted(db.session.scalars(query)) == [2, 8]

    def test_the_second_of_two_is_told_and_nothing_of_the_first_is_lost(self) -> None:
        mine, theirs = changed(REF, stem="Của tôi?"), changed(REF, stem="Của người khác?")
        revise_item(REVIEWER, item(REF).id, theirs, clock.now())
        with pytest.raises(Outdated) as refused:
            revise_item(AUTHOR, item(REF).id, mine, clock.now())
        assert refused.value.status == 409
        assert revisions_of(item(REF).id)[0].stem == "Của người khác?"
        assert count(ItemRevision) == 5

    @pytest.mark.parametrize(("state", "words"), [("sealed", "niêm phong"), ("retired", "thôi dùng")])
    def test_sealed_and_retired_items_stay_as_they_are(self, state: str, words: str) -> None:
        bring(REF, state)
        with pytest.raises(Conflict, match=words):
            revise_item(AUTHOR, item(REF).id, changed(REF, stem="Sửa?"), clock.now())
        assert len(revisions_of(item(REF).id)) == 1

    def test_without_a_reason_or_with_an_error_nothing_is_saved(self) -> None:
        with pytest.raises(Invalid) as refused:
            revise_item(AUTHOR, item(REF).id, changed(REF, remark=" ", stem="Sửa?"), clock.now())
        assert refused.value.field == "remark"
        with pytest.raises(Invalid, match="không có nội dung"):
            revise_item(AUTHOR, item(REF).id, changed(REF, stem=" "), clock.now())
        assert len(revisions_of(item(REF).id)) == 1

    def test_nothing_changed_makes_no_revision_and_asks_for_no_reason(self) -> None:
        version = item(REF).version
        saved = revise_item(AUTHOR, item(REF).id, opened(REF), clock.now())
        assert saved.revision is None
        assert item(REF).version == version

    def test_topic_and_level_alone_keep_the_state_and_are_in_the_trail(self) -> None:
        bring(REF, "approved")
        saved = revise_item(AUTHOR, item(REF).id, changed(REF, topic="Khác"), clock.now())
        assert saved.revision is None
        assert (item(REF).state, item(REF).topic) == ("approved", "Khác")
        assert json.loads(audited("bank.classify").after)["topic"] == "Khác"

    def test_the_trail_names_both_revisions_and_the_reason(self) -> None:
        old = item(REF).current_revision_id
        revise_item(AUTHOR, item(REF).id, changed(REF, stem="Sửa?"), clock.now())
        entry = audited("bank.revise")
        assert json.loads(entry.before)["revision"] == old
        assert json.loads(entry.after)["revision"] == item(REF).current_revision_id
        assert (entry.reason, entry.actor_id) == ("Sửa câu chữ", 1)


class TestCreating:
    @pytest.fixture(autouse=True)
    def filled(self, bank: None) -> None:
        """The bank with four drafts."""

    def test_a_new_question_is_a_draft_of_its_author_under_a_free_ref(self) -> None:
        made = create_item(AUTHOR, "NQ", NEW, clock.now())
        assert (made.ref, made.state, made.author_id, made.topic) == ("cau-5", "draft", 1, "Mới")
        assert revisions_of(made.id)[0].remark == "Soạn lần đầu"
        assert audited("bank.create_item").actor_id == 1
        assert create_item(AUTHOR, "NQ", replace(NEW, remark=""), clock.now()).ref == "cau-6"

    def test_a_ref_of_one_s_own_is_taken_once(self) -> None:
        assert create_item(AUTHOR, "NQ", replace(NEW, ref="LS-1"), clock.now()).ref == "LS-1"
        with pytest.raises(Invalid, match="LS-1") as refused:
            create_item(AUTHOR, "NQ", replace(NEW, ref="LS-1"), clock.now())
        assert refused.value.field == "ref"
        assert count(Item) == 5

    def test_a_number_that_is_taken_is_passed_over(self) -> None:
        create_item(AUTHOR, "NQ", replace(NEW, ref="cau-6"), clock.now())
        assert create_item(AUTHOR, "NQ", NEW, clock.now()).ref == "cau-7"

    def test_a_foreign_bank_is_closed(self, cast: Cast, import_questions: ImportQuestions) -> None:
        import_questions(actor=cast.actor("organiser"), bank="P")
        with pytest.raises(NotAllowed):
            create_item(cast.actor("organiser_a"), "P", NEW, clock.now())
        assert count(Item) == 8


@pytest.mark.usefixtures("bank")
class TestPictures:
    def token(self, content: bytes) -> str:
        tokens, refused = take_uploads([FileStorage(io.BytesIO(content), filename="anh.png")])
        assert refused == []
        return tokens[0]

    def test_an_uploaded_picture_becomes_part_of_the_revision(self) -> None:
        form = replace(changed(REF), pictures=(self.token(png()),))
        assert revise_item(AUTHOR, item(REF).id, form, clock.now()).revision == 2
        names = opened(REF).pictures
        assert (load_images(names)[names[0]].width, count(BankImage)) == (40, 1)

    def test_a_kept_picture_stays_and_a_dropped_one_goes_from_the_new_revision_alone(self) -> None:
        form = replace(changed(REF), pictures=(self.token(png()), self.token(png(50))))
        revise_item(AUTHOR, item(REF).id, form, clock.now())
        both = opened(REF).pictures
        revise_item(AUTHOR, item(REF).id, replace(changed(REF), pictures=both[1:]), clock.now())
        assert opened(REF).pictures == both[1:]
        assert json.loads(revisions_of(item(REF).id)[1].images) == list(both)
        assert count(BankImage) == 2

    def test_a_picture_of_another_item_cannot_be_named(self) -> None:
        other = "de-cuong-2"
        revise_item(AUTHOR, item(other).id, replace(changed(other), pictures=(self.token(png()),)), clock.now())
        form = replace(changed(REF), pictures=opened(other).pictures)
        with pytest.raises(Invalid) as refused:
            revise_item(AUTHOR, item(REF).id, form, clock.now())
        assert refused.value.code == "image_gone"

    def test_an_upload_that_was_swept_away_is_asked_for_again(self, app: Flask) -> None:
        token = self.token(png())
        uploads.sweep(clock.now() + timedelta(days=2))
        with pytest.raises(Invalid, match="tải lại"):
            revise_item(AUTHOR, item(REF).id, replace(changed(REF), pictures=(token,)), clock.now())
        assert len(revisions_of(item(REF).id)) == 1

    def test_what_is_no_picture_is_refused_by_its_reason_and_not_kept(self, app: Flask) -> None:
        files = [FileStorage(io.BytesIO(b"<svg/>"), filename="a.svg"), FileStorage(io.BytesIO(b""), filename="")]
        tokens, refused = take_uploads(files)
        assert tokens == []
        assert [error.code for error in refused] == ["image_refused"]
        assert uploads.sweep(clock.now() + timedelta(days=2)) == 0
