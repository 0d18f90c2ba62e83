"""The printed rules of thirteen real contests: every decisive fact once, and nothing of what they do not have."""

from __future__ import annotations

import pytest

from quiz.contests.draft import ContestDraft
from tests.contests.printed_text import lines_of
from tests.contests.thirteen import (
    BAC_TRA_MY,
    BINH_TAN,
    CAO_BANG,
    ELECTION,
    LANG_SON,
    NGHE_AN,
    QUANG_NAM_LAW,
    QUANG_NAM_YOUTH,
    QUANG_NINH,
    THANH_HOA,
    THIRTEEN,
    TRADE_UNIONS,
    VCNET_2019,
    VCNET_2020,
)

SCORE = "Điểm của bài thi cao hơn"
GUESS = "Câu trả lời dự đoán gần giá trị đúng hơn"
DURATION = "Thời gian làm bài ngắn hơn"
SUBMITTED = "Nộp bài sớm hơn"
STARTED = "Bắt đầu làm bài sớm hơn"
FULL_ATTEMPTS = "Số lượt thi đạt điểm tối đa nhiều hơn"
BOARD = "Quyết định của ban tổ chức (thứ tự"
ONLY_FULL = "Chỉ thí sinh đạt điểm tối đa"
BEST = "lượt thi có kết quả tốt nhất"
UNLIMITED = "không giới hạn số lượt"
FACTS: list[tuple[ContestDraft, list[str]]] = [
    (
        VCNET_2019,
        [
            "Cuộc thi gồm 08 vòng thi:",
            "Tuần 1: từ 10:00 ngày 01/04/2019 đến 09:00 ngày 08/04/2019.",
            "Tuần 8: từ 10:00 ngày 20/05/2019 đến 09:00 ngày 27/05/2019.",
            "gồm 05 câu hỏi",
            "cùng một bộ câu hỏi",
            UNLIMITED,
            BEST,
            ONLY_FULL,
            "là số người đạt điểm tối đa trong vòng thi.",
            "Giải Khuyến khích: 08 giải, trao cho thí sinh xếp từ hạng 9 đến hạng 16.",
        ],
    ),
    (
        VCNET_2020,
        [
            "Cuộc thi gồm 16 vòng thi:",
            "Tuần 16: từ 10:00 ngày 20/07/2020 đến 09:00 ngày 27/07/2020.",
            "gồm 10 câu hỏi",
            "chọn đủ và chỉ chọn những phương án đúng",
            UNLIMITED,
            ONLY_FULL,
            "Giải Ba: 05 giải",
        ],
    ),
    (
        QUANG_NAM_LAW,
        [
            "Điểm tối đa của bài thi là 300 điểm.",
            "tối đa 02 lượt",
            "là số người dự thi trong vòng thi.",
            "cộng 10 điểm thưởng",
            "cộng 8 điểm thưởng",
            "cộng 6 điểm thưởng",
            "chỉ nhận một giải cá nhân",
            "không quá 50% số người dự thi",
            "Tổng điểm của đơn vị = A + B,",
            "A là tỷ lệ dự thi tính bằng phần trăm",
            "B là điểm thưởng từ giải cá nhân.",
        ],
    ),
    (
        BAC_TRA_MY,
        [
            "mở từ 07:30 ngày 21/10/2021 đến 19:30 ngày 30/10/2021.",
            "gồm 20 câu hỏi",
            "mỗi lượt thi là 30 phút",
            "tối đa 02 lượt",
            "chia thành 02 bảng:",
            "Bảng B – Học sinh: người",
            "phải lập thành văn bản",
        ],
    ),
    (BINH_TAN, ["gồm 20 câu hỏi", "rút ngẫu nhiên riêng cho từng lượt thi", "là 10 phút", "được thi 01 lượt."]),
    (
        THANH_HOA,
        [
            "Cuộc thi gồm 06 vòng thi:",
            "Mỗi đề thi gồm 14 câu hỏi",
            "Mỗi đề thi gồm 09 câu hỏi",
            "là 20 phút",
            "mỗi thí sinh được thi tối đa 20 lượt.",
            "Riêng tuần 4, tuần 5 và tuần 6: mỗi thí sinh được thi tối đa 05 lượt.",
            ONLY_FULL,
            "là số người dự thi trong vòng thi.",
            "Giải Khuyến khích: 05 giải",
        ],
    ),
    (
        LANG_SON,
        [
            "Cuộc thi gồm 05 vòng thi:",
            "Tuần 5: từ 08:00 ngày 01/05/2023 đến 08:00 ngày 08/05/2023.",
            "Điểm tối đa của bài thi là 150 điểm.",
            UNLIMITED,
            ONLY_FULL,
            "là số lượt thi trong vòng thi.",
            "Số lượt thi nhiều hơn.",
        ],
    ),
    (TRADE_UNIONS, ["Cuộc thi gồm 03 vòng thi:", "gồm 20 câu hỏi", "là 15 phút", "tối đa 02 lượt", BEST]),
    (
        QUANG_NINH,
        [
            "Đợt 3: từ 10:00 ngày 01/09/2023 đến 09:00 ngày 30/09/2023.",
            "gồm 09 câu hỏi",
            "đủ tất cả các câu hỏi, kể cả câu hỏi dự đoán",
            "là số người dự thi trong vòng thi.",
        ],
    ),
    (
        NGHE_AN,
        [
            "mở từ 07:30 ngày 06/10/2025 đến 17:30 ngày 31/10/2025.",
            "Nghỉ cả ngày thứ Bảy và Chủ nhật hằng tuần.",
            "giữ chức vụ hoặc chức danh “Bí thư chi bộ” hoặc “Báo cáo viên”.",
            "được làm bài nhưng thuộc diện không xếp hạng.",
        ],
    ),
    (
        ELECTION,
        [
            "Tuần 1: từ 08:00 ngày 27/02/2026 đến 24:00 ngày 08/03/2026.",
            "Tuần 2: từ 08:00 ngày 09/03/2026 đến 24:00 ngày 15/03/2026.",
            "tối đa 07 lượt",
            "Giải Khuyến khích: 10 giải, trao cho thí sinh xếp từ hạng 7 đến hạng 16.",
            "Giải tập thể: 10 giải",
            "tích cực tuyên truyền cuộc thi.",
        ],
    ),
    (
        QUANG_NAM_YOUTH,
        [
            "Tuần 4: từ 08:00 ngày 01/03/2021 đến 17:00 ngày 15/03/2021.",
            "chênh lệch của câu trả lời dự đoán là tổng chênh lệch",
            "Giải cá nhân của toàn cuộc thi:",
            "Giải Khuyến khích: 03 giải",
            "Giải Khuyến khích: 05 giải",
        ],
    ),
    (
        CAO_BANG,
        [
            "mở từ 08:00 ngày 05/01/2026 đến 24:00 ngày 11/01/2026.",
            "từ đủ 14 tuổi trở lên.",
            "không được dự thi.",
            "của lượt thi cuối cùng.",
            "có đến 100 người: ít nhất 20 lượt thi trong mỗi vòng và ít nhất 80 lượt",
            "Đơn vị khác: ít nhất 50 lượt thi trong mỗi vòng và ít nhất 200 lượt",
        ],
    ),
]
ORDERS: list[tuple[ContestDraft, list[str]]] = [
    (VCNET_2019, [SCORE, GUESS, SUBMITTED]),
    (VCNET_2020, [SCORE, GUESS, SUBMITTED]),
    (QUANG_NAM_LAW, [SCORE, GUESS, DURATION, STARTED, FULL_ATTEMPTS]),
    (BAC_TRA_MY, [SCORE, DURATION, GUESS, BOARD]),
    (BINH_TAN, [SCORE, DURATION, STARTED]),
    (THANH_HOA, [GUESS, SUBMITTED]),
    (LANG_SON, [GUESS, SUBMITTED]),
    (TRADE_UNIONS, [SCORE, DURATION, SUBMITTED]),
    (QUANG_NINH, [SCORE, GUESS, SUBMITTED]),
    (NGHE_AN, [SCORE, DURATION, SUBMITTED]),
    (ELECTION, [SCORE, GUESS, DURATION, SUBMITTED]),
    (QUANG_NAM_YOUTH, [SCORE, GUESS, DURATION]),
    (CAO_BANG, [SCORE, DURATION, SUBMITTED]),
]
USED: dict[str, set[str]] = {
    "Các bảng thi": {BAC_TRA_MY.slug},
    "Câu hỏi dự đoán": {draft.slug for draft in THIRTEEN if draft.rules.prediction},
    "Giải thưởng": {
        one.slug
        for one in (VCNET_2019, VCNET_2020, QUANG_NAM_LAW, BAC_TRA_MY, THANH_HOA, LANG_SON, ELECTION, QUANG_NAM_YOUTH)
    },
    "Riêng ": {THANH_HOA.slug},
    "thời gian nghỉ": {NGHE_AN.slug},
    "chỉ hợp lệ khi": {QUANG_NINH.slug},
    "cùng một bộ câu hỏi": {VCNET_2019.slug, VCNET_2020.slug},
    ONLY_FULL: {VCNET_2019.slug, VCNET_2020.slug, THANH_HOA.slug, LANG_SON.slug},
    UNLIMITED: {VCNET_2019.slug, VCNET_2020.slug, LANG_SON.slug},
    "toàn cuộc thi được xét": {QUANG_NAM_LAW.slug, ELECTION.slug, QUANG_NAM_YOUTH.slug},
    "không cộng dồn": {
        one.slug for one in (VCNET_2019, VCNET_2020, BINH_TAN, THANH_HOA, LANG_SON, TRADE_UNIONS, QUANG_NINH)
    },
    "24:00": {ELECTION.slug, CAO_BANG.slug},
    "điểm thưởng": {QUANG_NAM_LAW.slug},
    "Chỉ tiêu": {CAO_BANG.slug},
    " tuổi trở lên": {CAO_BANG.slug},
    "chức danh": {NGHE_AN.slug},
    "thi thử": set(),
    "bốc thăm": set(),
    "khối": set(),
    "Quy định khác": set(),
}


@pytest.mark.parametrize(("draft", "facts"), FACTS, ids=[draft.slug for draft, _facts in FACTS])
def test_every_decisive_fact_stands_in_the_text_once(draft: ContestDraft, facts: list[str]) -> None:
    found = "\n".join(lines_of(draft))
    assert {fact: found.count(fact) for fact in facts} == dict.fromkeys(facts, 1)


@pytest.mark.parametrize(("draft", "order"), ORDERS, ids=[draft.slug for draft, _order in ORDERS])
def test_the_criteria_stand_in_their_order_and_no_other_does(draft: ContestDraft, order: list[str]) -> None:
    found = lines_of(draft)
    begin = next(place for place, line in enumerate(found) if line.startswith("Thí sinh được xếp hạng")) + 1
    listed = found[begin : begin + len(order)]
    assert all(line.startswith(words) for line, words in zip(listed, order, strict=True))
    every = (SCORE, GUESS, DURATION, SUBMITTED, STARTED, FULL_ATTEMPTS, BOARD)
    assert [words for line in found for words in every if line.startswith(words)] == order


@pytest.mark.parametrize("words", USED)
def test_what_a_contest_does_not_have_is_not_spoken_of(words: str) -> None:
    assert {draft.slug for draft in THIRTEEN if words in "\n".join(lines_of(draft))} == USED[words]


def test_every_set_has_its_facts_and_its_order() -> None:
    assert [draft.slug for draft, _facts in FACTS] == [draft.slug for draft in THIRTEEN]
    assert [draft.slug for draft, _order in ORDERS] == [draft.slug for draft in THIRTEEN]
