"""Steps of the workflow as they are stored: by whom, over which revision, with which words, one or many at once."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from quiz.bank.choosing import parse, tokens
from quiz.bank.decisions import CHANGED, Chosen, decide, decide_many, history_of, last_deciders
from quiz.bank.models import Item, ItemDecision
from quiz.bank.revising import revise_item
from quiz.bank.workflow import OWN, Move
from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import Conflict, Invalid, NotAllowed
from quiz.core.permissions import Actor
from tests.bank.conftest import ImportQuestions
from tests.bank.files import questions
from tests.bank.test_import import audited
from tests.bank.workbench import AUTHOR, REVIEWER, bring, changed, item, seen, take
from tests.people import Cast

REF = "de-cuong-1"


@pytest.fixture
def drafts(import_questions: ImportQuestions) -> list[str]:
    """Refs of four drafts, written by the author."""
    import_questions(approve=False, actor=AUTHOR)
    return [f"de-cuong-{number}" for number in range(1, 5)]


def states() -> dict[str, str]:
    db.session.rollback()
    return {row[0]: row[1] for row in db.session.execute(sa.select(Item.ref, Item.state))}


@pytest.mark.usefixtures("drafts")
class TestOne:
    def test_every_step_is_a_line_of_the_history(self) -> None:
        take(REF, Move.REVIEW, remark="Đúng căn cứ")
        take(REF, Move.APPROVE, Move.SEAL, remark="")
        lines = history_of(item(REF))
        told = [(one.decision.state_before, one.decision.state_after, one.decision.remark) for one in lines]
        assert told == [
            ("approved", "sealed", ""),
            ("reviewed", "approved", ""),
            ("draft", "reviewed", "Đúng căn cứ"),
        ]
        assert {one.revision for one in lines} == {1}
        assert {one.decision.actor_id for one in lines} == {2}

    @pytest.mark.parametrize("move", [Move.REVIEW, Move.APPROVE])
    def test_the_author_is_refused_in_words_and_nothing_is_written(self, move: Move) -> None:
        bring(REF, {Move.REVIEW: "draft", Move.APPROVE: "reviewed"}[move])
        before = states()
        lines = len(history_of(item(REF)))
        with pytest.raises(NotAllowed, match="không tự thẩm định hoặc phê duyệt"):
            take(REF, move, actor=AUTHOR)
        assert states() == before
        assert len(history_of(item(REF))) == lines

    def test_who_wrote_the_newest_revision_is_an_author_too(self) -> None:
        revise_item(REVIEWER, item(REF).id, changed(REF, stem="Hỏi khác?"), clock.now())
        for actor in (AUTHOR, REVIEWER):
            with pytest.raises(NotAllowed):
                take(REF, Move.REVIEW, actor=actor)
        third = Actor(person_id=3, name="Người thứ ba", grants=AUTHOR.grants)
        assert take(REF, Move.REVIEW, actor=third).state == "reviewed"

    def test_who_wrote_an_older_revision_stays_an_author(self) -> None:
        third = Actor(person_id=3, name="Người thứ ba", grants=AUTHOR.grants)
        for actor, stem in ((REVIEWER, "Hỏi khác?"), (third, "Hỏi khác nữa?")):
            revise_item(actor, item(REF).id, changed(REF, stem=stem), clock.now())
        for actor in (AUTHOR, REVIEWER, third):
            with pytest.raises(NotAllowed):
                take(REF, Move.REVIEW, actor=actor)
        outcome = decide_many(REVIEWER, "NQ", [seen(REF)], Move.REVIEW, "", clock.now())
        assert outcome.skipped == {OWN: [REF]}

    @pytest.mark.parametrize("move", [Move.RETIRE, Move.RETURN])
    def test_without_a_reason_nothing_is_sent_back_or_retired(self, move: Move) -> None:
        bring(REF, "approved")
        with pytest.raises(Invalid) as refused:
            take(REF, move, remark="  \u200b ")
        assert refused.value.field == "remark"
        assert item(REF).state == "approved"

    def test_a_reason_has_an_end(self) -> None:
        with pytest.raises(Invalid):
            take(REF, Move.RETIRE, remark="x" * 1001)

    def test_what_changed_since_it_was_seen_is_not_decided(self) -> None:
        old = seen(REF)
        revise_item(AUTHOR, old.item_id, changed(REF, stem="Hỏi khác?"), clock.now())
        with pytest.raises(Conflict) as refused:
            decide(REVIEWER, old, Move.REVIEW, "", clock.now())
        assert refused.value.code == "stale"
        assert item(REF).state == "draft"

    def test_a_step_out_of_turn_says_what_is_possible(self) -> None:
        with pytest.raises(Conflict, match="đã thẩm định mới phê duyệt"):
            take(REF, Move.APPROVE)

    def test_the_trail_knows_it(self) -> None:
        take(REF, Move.RETIRE, remark="Lỗi thời")
        entry = audited("bank.retire")
        assert entry.actor_id == 2
        assert entry.reason == "Lỗi thời"
        assert json.loads(entry.before) == {REF: "draft"}
        assert json.loads(entry.after)["refs"] == [REF]


class TestMany:
    def test_all_that_may_be_are_taken_and_the_others_told_with_the_reason(self, drafts: list[str]) -> None:
        bring(drafts[0], "sealed")
        revise_item(REVIEWER, item(drafts[1]).id, changed(drafts[1], stem="Của người thẩm định?"), clock.now())
        chosen = [seen(ref) for ref in drafts]
        revise_item(AUTHOR, item(drafts[2]).id, changed(drafts[2], stem="Sửa sau khi chọn?"), clock.now())
        outcome = decide_many(REVIEWER, "NQ", chosen, Move.REVIEW, "", clock.now())
        assert [one.ref for one in outcome.done] == [drafts[3]]
        assert outcome.skipped[OWN] == [drafts[1]]
        assert outcome.skipped[CHANGED] == [drafts[2]]
        assert {reason.code for reason in outcome.skipped} == {"own", "changed", "state"}
        assert states() == {drafts[0]: "sealed", drafts[1]: "draft", drafts[2]: "draft", drafts[3]: "reviewed"}

    def test_one_entry_of_the_trail_names_them_all(self, drafts: list[str]) -> None:
        decide_many(REVIEWER, "NQ", [seen(ref) for ref in drafts], Move.REVIEW, "Đạt", clock.now())
        entry = audited("bank.review")
        assert json.loads(entry.after) == {"bank": "NQ", "refs": drafts}
        decisions = db.session.scalars(sa.select(ItemDecision)).all()
        assert len(decisions) == 4
        assert {one.remark for one in decisions} == {"Đạt"}

    def test_the_author_alone_moves_nothing_and_leaves_no_trail(self, drafts: list[str]) -> None:
        outcome = decide_many(AUTHOR, "NQ", [seen(ref) for ref in drafts], Move.REVIEW, "", clock.now())
        assert outcome.done == []
        assert outcome.skipped == {OWN: drafts}
        assert set(states().values()) == {"draft"}
        assert db.session.scalars(sa.select(ItemDecision)).all() == []

    def test_items_of_another_bank_are_left_out(self, drafts: list[str], import_questions: ImportQuestions) -> None:
        import_questions(questions(1, first=9), bank="KHAC", name="khac.json", approve=False, actor=AUTHOR)
        outcome = decide_many(REVIEWER, "NQ", [seen("khac-1"), Chosen(999, 1)], Move.REVIEW, "", clock.now())
        assert (outcome.done, outcome.skipped) == ([], {})
        assert states()["khac-1"] == "draft"

    def test_a_foreign_bank_is_closed(self, cast: Cast, import_questions: ImportQuestions) -> None:
        import_questions(actor=cast.actor("organiser"), approve=False)
        with pytest.raises(NotAllowed):
            decide_many(cast.actor("organiser_a"), "NQ", [seen(REF)], Move.RETIRE, "Lý do", clock.now())
        with pytest.raises(NotAllowed):
            decide(cast.actor("organiser_a"), seen(REF), Move.RETIRE, "Lý do", clock.now())
        assert states()[REF] == "draft"

    def test_who_reviewed_last_is_known_by_name(self, cast: Cast, import_questions: ImportQuestions) -> None:
        import_questions(actor=cast.actor("organiser"), approve=False)
        take(REF, Move.REVIEW, actor=cast.actor("administrator"))
        one = item(REF)
        assert last_deciders([one.id], "reviewed") == {one.id: cast.person("administrator").name}
        assert last_deciders([one.id], "sealed") == {}
        take(REF, Move.RETURN, actor=cast.actor("organiser"))
        assert last_deciders([one.id], "reviewed") == {}
        assert history_of(item(REF))[0].name == cast.person("organiser").name

    def test_who_reviewed_an_older_text_is_not_named_for_the_new_one(
        self, cast: Cast, import_questions: ImportQuestions
    ) -> None:
        import_questions(actor=AUTHOR, approve=False)
        one = take(REF, Move.REVIEW, actor=REVIEWER)
        revise_item(AUTHOR, one.id, changed(REF, stem="Hỏi khác?"), clock.now())
        item(REF).state = "reviewed"
        db.session.commit()
        assert last_deciders([one.id], "reviewed") == {}
        item(REF).state = "draft"
        db.session.commit()
        take(REF, Move.REVIEW, actor=cast.actor("administrator"))
        assert last_deciders([one.id], "reviewed") == {one.id: cast.person("administrator").name}

    def test_an_author_s_own_step_names_nobody(self, cast: Cast, import_questions: ImportQuestions) -> None:
        import_questions(actor=AUTHOR, approve=False)
        one = take(REF, Move.REVIEW, actor=cast.actor("administrator"))
        own = ItemDecision(
            item_id=one.id,
            revision_id=one.current_revision_id,
            state_before="draft",
            state_after="reviewed",
            actor_id=cast.actor("organiser").person_id,
            created_at=clock.now(),
        )
        item(REF).author_id = own.actor_id
        db.session.add(own)
        db.session.commit()
        assert last_deciders([one.id], "reviewed") == {one.id: cast.person("administrator").name}


def test_chosen_items_travel_as_words_and_rubbish_is_left_out() -> None:
    chosen = [Chosen(3, 1), Chosen(12, 40)]
    assert parse(tokens(chosen).split()) == chosen
    assert parse(["3", "x.1", "3.", ".1", "-3.1", "3.1", "3.2", "٣.1", "9" * 30 + ".1"]) == [Chosen(3, 1)]
