"""Near-equal questions: found whatever the marks, told apart by their numbers, and as a full comparison finds them."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from question_bank.similarity import NEAR, near_duplicates, near_duplicates_within, ratio
from question_bank.text import fold

FIRST = "Hội nghị quán triệt chuyên đề năm được tổ chức ở cấp nào?"
WORDS = [
    *("hội", "nghị", "chuyên", "đề", "học", "tập", "nêu", "gương", "đăng", "ký", "chi", "bộ", "đảng", "viên", "cán"),
    *("báo", "cáo", "kiểm", "tra", "giám", "sát", "tuyên", "truyền", "cuộc", "thi", "kế", "hoạch", "nội", "dung"),
    *("thời", "hạn", "đơn", "vị", "thực", "hiện", "phê", "duyệt", "quý", "tháng", "cấp", "tỉnh", "xã", "trường"),
]


def test_the_same_question_is_found_without_its_marks_and_in_another_case() -> None:
    [(new, old, alike)] = near_duplicates([fold(FIRST).upper()], ["Một câu khác hẳn về lịch sử?", FIRST])
    assert (new, old, alike) == (0, 1, 1.0)


def test_a_few_changed_words_are_still_near() -> None:
    changed = "Hội nghị quán triệt chuyên đề năm thì được tổ chức tại cấp nào?"
    [(_, _, alike)] = near_duplicates([changed], [FIRST])
    assert NEAR <= alike < 1
    assert alike == ratio(changed, FIRST)


def test_other_questions_are_not_near() -> None:
    assert near_duplicates([FIRST], ["Cuộc thi trực tuyến mở mấy vòng?", "Hội nghị do ai chủ trì?"]) == []


def test_numbers_tell_questions_apart() -> None:
    years = [f"Kế hoạch tuyên truyền năm {year} đặt ra chỉ tiêu gì?" for year in (2023, 2024)]
    assert near_duplicates_within(years) == []
    assert near_duplicates_within([years[0], years[0] + " "]) == [(1, 0, 1.0)]


def test_within_a_list_every_pair_comes_once_with_the_earlier_second() -> None:
    pairs = near_duplicates_within([FIRST, "Câu khác?", FIRST, FIRST])
    assert [(one, other) for one, other, _ in pairs] == [(2, 0), (3, 0), (3, 2)]


def test_empty_texts_are_like_nothing() -> None:
    assert near_duplicates(["", "  "], ["", FIRST]) == []
    assert near_duplicates_within(["", ""]) == []


def test_questions_that_share_all_their_common_words_are_found_when_equal() -> None:
    stem = "Phát biểu nào sau đây đúng?"
    assert len(near_duplicates([stem], [stem] * 400)) > 0


def invented(rng: random.Random) -> str:
    """A question of eight to twenty words."""
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(8, 20)))


def edited(text: str, rng: random.Random) -> str:
    """The question with one or two words changed, added or dropped."""
    words = text.split()
    for _ in range(rng.randint(1, 2)):
        at = rng.randrange(len(words))
        words[at : at + rng.randint(0, 1)] = [rng.choice(WORDS)][: rng.randint(0, 1)]
    return " ".join(words)


def test_it_finds_what_comparing_everything_with_everything_finds() -> None:
    rng = random.Random(7)
    old = [invented(rng) for _ in range(600)]
    new = [edited(rng.choice(old), rng) for _ in range(120)] + [invented(rng) for _ in range(80)]
    folded = [fold(text) for text in old]
    full = {
        (index, other)
        for index, text in enumerate(new)
        for other, theirs in enumerate(folded)
        if fuzz.ratio(fold(text), theirs) >= NEAR * 100
    }
    found = {(index, other) for index, other, _ in near_duplicates(new, old)}
    assert len(full) > 60
    assert found == full


@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_texts_can_be_compared(texts: list[str]) -> None:
    for index, other, alike in near_duplicates_within(texts):
        assert other < index
        assert NEAR <= alike <= 1
