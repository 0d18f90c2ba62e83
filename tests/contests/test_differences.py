"""What a version changed, read back from stored texts: sentence by sentence, word by word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.contests.articles import articles
from quiz.contests.differences import Change, Mark, Piece, differences, words
from quiz.contests.groups import Division
from quiz.contests.printing import printed
from quiz.contests.prose import Lines
from quiz.contests.reading import Section, sections
from tests.contests.printed_text import DRAFT, RULES, SECOND
from tests.contests.thirteen import THIRTEEN

OLD, NEW = {"attempts_allowed": 2}, {"attempts_allowed": 3}
LINES = st.lists(st.sampled_from(["Một.", "Hai ba bốn.", "Hai ba năm.", "Sáu bảy tám chín.", "Không."]), max_size=6)


def text(**rules: Any) -> tuple[Section, ...]:
    """The sections of the text when single settings are otherwise."""
    return sections(printed(replace(DRAFT, rules=replace(RULES, **rules))))


def changed(old: dict[str, Any], new: dict[str, Any]) -> tuple[Change, ...]:
    """What changed between two texts."""
    return differences(text(**old), text(**new))


def put_back(change: Change, mark: Mark) -> list[str]:
    """The sentences of one side."""
    sides = ["".join(piece.text for piece in one if piece.mark in {Mark.SAME, mark}) for one in change.sentences]
    return [side for side in sides if side]


@pytest.mark.parametrize("draft", THIRTEEN, ids=[draft.slug for draft in THIRTEEN])
def test_a_text_is_read_back_as_it_was_printed(draft: Any) -> None:
    opening, *rest = sections(printed(draft))
    assert opening.title == ""
    assert opening.blocks == (f"Thể lệ này áp dụng cho “{draft.title}”.",)
    made = articles(draft, {})
    assert [(one.subject, one.blocks) for one in rest] == [(one.title, one.blocks) for one in made]
    assert [one.title for one in rest] == [f"Điều {number}. {one.title}" for number, one in enumerate(made, start=1)]


def test_what_people_typed_is_read_back_as_they_typed_it() -> None:
    typed = "<b>&amp; “1 < 2”</b>"
    assert sections(printed(replace(DRAFT, rules=replace(RULES, note=typed))))[-2].blocks == (typed,)
    assert (
        Lines(("Chủ đề “<i>”, mọi mức độ: 05 câu.",))
        in text(blueprint=(replace(RULES.blueprint[0], topic="<i>", level="*"),))[3].blocks
    )


def test_the_same_text_has_no_changes() -> None:
    assert changed(OLD, OLD) == ()


def test_a_changed_number_is_told_within_its_sentence() -> None:
    (change,) = changed(OLD, NEW)
    assert change.title == "Điều 4. Thời gian làm bài và số lượt thi"
    assert change.mark is Mark.SAME
    assert change.sentences == (
        (
            Piece(Mark.SAME, "Trong mỗi vòng thi, mỗi thí sinh được thi tối đa "),
            Piece(Mark.REMOVED, "02"),
            Piece(Mark.ADDED, "03"),
            Piece(Mark.SAME, " lượt."),
        ),
    )


def test_a_new_sentence_is_added_and_one_that_is_gone_is_removed() -> None:
    (change,) = changed({"attempts_allowed": 1}, {"attempts_allowed": 1, "complete_only": True})
    assert [[piece.mark for piece in one] for one in change.sentences] == [[Mark.ADDED]]
    (back,) = changed({"attempts_allowed": 1, "complete_only": True}, {"attempts_allowed": 1})
    assert [[piece.mark for piece in one] for one in back.sentences] == [[Mark.REMOVED]]


def test_an_article_put_in_moves_the_numbers_of_others_and_changes_none_of_them() -> None:
    divisions = {"divisions": (Division("A", "Cán bộ"),)}
    found = changed({}, divisions)
    assert [(one.title, one.mark) for one in found] == [
        ("Điều 2. Các bảng thi", Mark.ADDED),
        ("Điều 6. Xếp hạng cá nhân", Mark.SAME),
    ]
    gone = changed(divisions, {})
    assert [(one.title, one.mark) for one in gone] == [
        ("Điều 5. Xếp hạng cá nhân", Mark.SAME),
        ("Điều 2. Các bảng thi", Mark.REMOVED),
    ]


def test_a_moved_end_of_a_round_is_told() -> None:
    later = replace(DRAFT, rounds=(DRAFT.rounds[0], replace(SECOND, closes_at=SECOND.closes_at.replace(day=16))))
    (change,) = differences(text(), sections(printed(later)))
    assert change.title == "Điều 2. Thời gian thi"
    assert [piece.text for piece in change.sentences[0] if piece.mark is not Mark.SAME] == [
        "15/03/2026.",
        "16/03/2026.",
    ]


@given(st.text("ab \u1ea1.", max_size=20), st.text("ab \u1ea1.", max_size=20))
def test_both_sentences_can_be_put_together_again(old: str, new: str) -> None:
    pieces = words(old, new)
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.REMOVED) == new


@given(LINES, LINES)
def test_no_sentence_is_lost_and_none_made_up(old: list[str], new: list[str]) -> None:
    before, after = (Section("Điều 1. Thử", tuple(lines)) for lines in (old, new))
    for change in differences([before], [after]):
        gone, come = put_back(change, Mark.REMOVED), put_back(change, Mark.ADDED)
        assert sorted([*come, *_kept(old, gone)]) == sorted(new)
    if old == new:
        assert differences([before], [after]) == ()


def _kept(lines: list[str], without: list[str]) -> list[str]:
    left = list(lines)
    for line in without:
        left.remove(line)
    return left
