"""The printed rules about people: who may enter, divisions, the order of places, the prediction, prizes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from quiz.contests.awards import OnePerPerson, Prize, Prizes
from quiz.contests.groups import Division, Entrants, Group, Staff
from quiz.contests.rules import Counted, Criterion, Hidden, Meaning, Prediction, Total
from quiz.contests.wording import CRITERIA
from tests.contests.printed_text import FIRST, article, lines, text

WHO = "Đối tượng dự thi"
PLACES = "Xếp hạng cá nhân"
GUESS = "Câu hỏi dự đoán"
PRIZES = "Giải thưởng"
ASKED = Prediction("Quý vị đoán bao nhiêu?", Meaning.PEOPLE)
GUESSED = (Criterion.SCORE, Criterion.PREDICTION)
GRADES = (Prize("Giải Nhất", 1, "2.000.000 đồng", 10), Prize("Giải Nhì", 2), Prize("Giải Ba", 5))
NAMES = {"T-A": "Sở Y tế", "T-B": "Huyện, thị"}


def who(group: Group, **names: str) -> str:
    """The sentence that says who may enter."""
    return article(WHO, entrants=Entrants(who=group), names=names or NAMES)[0]


def test_everybody_may_enter_unless_the_rules_say_who() -> None:
    assert article(WHO)[0] == "Mọi người có tài khoản và đã khai báo đơn vị trên hệ thống thi đều được dự thi."


@pytest.mark.parametrize(
    ("group", "words"),
    [
        (Group(units=("T-A",)), "thuộc Sở Y tế, kể cả các đơn vị trực thuộc"),
        (Group(units=("T-A", "T-B")), "thuộc Sở Y tế hoặc Huyện, thị, kể cả các đơn vị trực thuộc"),
        (Group(units=("T-A", "T-B", "T-C")), "thuộc Sở Y tế; Huyện, thị hoặc T-C, kể cả các đơn vị trực thuộc"),
        (Group(kinds=("commune",)), "thuộc loại đơn vị “Xã”, kể cả các đơn vị trực thuộc"),
        (Group(kinds=("commune", "ward")), "thuộc loại đơn vị “Xã” hoặc “Phường”, kể cả các đơn vị trực thuộc"),
        (Group(posts=("Bí thư chi bộ",)), "giữ chức vụ hoặc chức danh “Bí thư chi bộ”"),
        (Group(min_age=14), "từ đủ 14 tuổi trở lên"),
        (Group(max_age=35), "đến hết 35 tuổi"),
        (Group(min_age=9, max_age=35), "từ đủ 09 tuổi đến hết 35 tuổi"),
        (
            Group(kinds=("school",), max_age=18),
            "loại đơn vị “Trường học”, kể cả các đơn vị trực thuộc; đồng thời đến hết 18 tuổi",
        ),
    ],
)
def test_every_condition_is_printed(group: Group, words: str) -> None:
    sentence = who(group)
    assert sentence.startswith("Đối tượng dự thi là người ")
    assert sentence.endswith(f"{words}.")


def test_how_age_is_counted_is_told_where_an_age_is_asked_for() -> None:
    told = "Tuổi là số tuổi tròn năm tính đến ngày vòng thi mở."
    assert told not in text()
    assert told in text(entrants=Entrants(who=Group(min_age=14)))
    assert told in text(entrants=Entrants(unranked=Group(max_age=14)))
    assert told in text(divisions=(Division("A", "Trẻ", Group(max_age=30)),))


def test_what_holds_for_staff_is_printed() -> None:
    found = {staff: "\n".join(article(WHO, entrants=Entrants(staff=staff))) for staff in Staff}
    assert "được dự thi và được xếp hạng như mọi thí sinh khác." in found[Staff.RANKED]
    assert "được làm bài nhưng thuộc diện không xếp hạng." in found[Staff.UNRANKED]
    assert "thẩm định câu hỏi của cuộc thi không được dự thi." in found[Staff.BARRED]
    unranked = "Người thuộc diện không xếp hạng không có thứ hạng, không được xét giải"
    assert [unranked in words for words in found.values()] == [False, True, False]


def test_who_is_not_ranked_and_who_is_barred_is_told_without_naming_anybody() -> None:
    entrants = Entrants(
        staff=Staff.RANKED,
        unranked=Group(posts=("Giám khảo",)),
        unranked_logins=("an.nguyen", "binh.tran"),
        barred_logins=("chi.le",),
    )
    found = "\n".join(article(WHO, entrants=entrants))
    assert "Người giữ chức vụ hoặc chức danh “Giám khảo” được làm bài nhưng thuộc diện không xếp hạng." in found
    assert "danh sách riêng gồm 02 người được làm bài nhưng thuộc diện không xếp hạng." in found
    assert "danh sách riêng gồm 01 người không được dự thi." in found
    assert "Người thuộc diện không xếp hạng không có thứ hạng, không được xét giải" in found
    assert not any(name in text(entrants=entrants) for name in ("an.nguyen", "binh.tran", "chi.le"))


def test_divisions_are_printed_with_their_people() -> None:
    divisions = (Division("A", "Cán bộ", Group(kinds=("commune",))), Division("B", "Bảng B (mọi người)"))
    found = article("Các bảng thi", divisions=divisions)
    assert found[0] == "Thí sinh được chia thành 02 bảng:"
    assert found[1] == "Bảng A – Cán bộ: người thuộc loại đơn vị “Xã”, kể cả các đơn vị trực thuộc."
    assert found[2] == "Bảng B (mọi người): mọi thí sinh."
    assert "chọn một bảng khi bắt đầu lượt thi đầu tiên" in found[3]
    assert len(found) == 4
    alone = article("Các bảng thi", divisions=divisions[:1])
    assert alone[0] == "Thí sinh dự thi ở bảng sau:"
    assert alone[2:] == ["Người không thuộc bảng nào nêu trên không được dự thi."]
    assert "xếp hạng trong từng bảng, lần lượt theo" in text(divisions=divisions)


def test_the_order_of_places_is_printed_in_words_and_in_order() -> None:
    for order in (tuple(Criterion), tuple(Criterion)[::-1]):
        found = article(PLACES, tie_break=order, prediction=ASKED)
        start = found.index(f"{CRITERIA[order[0]]}.")
        assert found[start : start + 9] == [f"{CRITERIA[one]}." for one in order]


def test_faster_says_whether_it_is_the_length_or_the_moment() -> None:
    assert CRITERIA[Criterion.DURATION].startswith("Thời gian làm bài ngắn hơn (khoảng thời gian từ lúc bắt đầu đến")
    assert CRITERIA[Criterion.SUBMITTED_AT].startswith("Nộp bài sớm hơn (thời điểm nộp bài đến trước")


def test_a_single_criterion_is_printed_without_a_list() -> None:
    assert "Thí sinh được xếp hạng theo một tiêu chí: điểm của bài thi cao hơn." in lines(tie_break=(Criterion.SCORE,))


def test_lots_and_the_board_are_explained_where_they_decide() -> None:
    assert "hạt giống" not in text()
    assert "phải lập thành văn bản" not in text()
    lots = "\n".join(article(PLACES, tie_break=(Criterion.SCORE, Criterion.LOTS)))
    assert "công bố ngay mã SHA-256 của chuỗi" in lots
    assert "12 chữ số đầu của mã SHA-256" in lots
    board = "\n".join(article(PLACES, tie_break=(Criterion.SCORE, Criterion.BOARD)))
    assert "phải lập thành văn bản, nêu căn cứ và ghi thứ tự của tất cả những thí sinh đó." in board


def test_that_only_full_scores_are_ranked_is_printed() -> None:
    assert "Chỉ thí sinh đạt điểm tối đa ở bài thi" in text(full_scores_only=True)
    assert "(lượt đạt điểm tối đa xếp trước lượt chưa đạt)" in text(full_scores_only=True, attempts_allowed=2)
    assert "(lượt đạt điểm tối đa xếp trước" not in text(attempts_allowed=2)
    assert "ở mọi vòng đã dự." in text(full_scores_only=True, contest_total=Total.SUM)
    assert "Chỉ thí sinh" not in text()


def test_the_total_says_what_is_added_criterion_by_criterion() -> None:
    order = (Criterion.SCORE, Criterion.PREDICTION, Criterion.DURATION, Criterion.SUBMITTED_AT)
    found = "\n".join(article(PLACES, contest_total=Total.SUM, tie_break=order, prediction=ASKED))
    assert (
        "đã dự: điểm là tổng điểm; chênh lệch của câu trả lời dự đoán là tổng chênh lệch; thời gian làm bài là tổng "
        "thời gian làm bài; thời điểm nộp bài là của bài nộp muộn nhất."
    ) in found
    assert "xét riêng cho từng vòng" in text(contest_total=Total.NONE)
    assert "xét riêng cho từng vòng" not in text(contest_total=Total.NONE, rounds=(FIRST,))
    assert "Kết quả toàn cuộc thi là kết quả của vòng thi này." in text(contest_total=Total.SUM, rounds=(FIRST,))


@pytest.mark.parametrize(
    ("meaning", "words"),
    [
        (
            Meaning.FULL_SCORES,
            "số người đạt điểm tối đa trong vòng thi. Mỗi người chỉ tính một lần, theo lượt thi được",
        ),
        (Meaning.PEOPLE, "số người dự thi trong vòng thi. Mỗi người chỉ tính một lần, dù thi bao nhiêu lượt."),
        (Meaning.ATTEMPTS, "số lượt thi trong vòng thi. Tính mọi lượt thi đã nộp"),
        (Meaning.FULL_SCORE_PERCENT, "tỷ lệ phần trăm số người đạt điểm tối đa trên số người dự thi"),
    ],
)
def test_the_prediction_says_what_it_asks_for(meaning: Meaning, words: str) -> None:
    found = "\n".join(article(GUESS, prediction=replace(ASKED, meaning=meaning), tie_break=GUESSED))
    assert "“Quý vị đoán bao nhiêu?”" in found
    assert f"Giá trị đúng của câu hỏi này là {words}" in found
    example = "12,5" if meaning is Meaning.FULL_SCORE_PERCENT else "12.345"
    assert f"ví dụ: {example}." in found
    assert "khi kết quả của vòng được phê duyệt, và không thay đổi nữa" in found
    assert "xếp sau mọi bài thi có câu trả lời khi xét tiêu chí này." in found


def test_a_prediction_that_decides_nothing_is_told_to() -> None:
    found = article(GUESS, prediction=ASKED, tie_break=(Criterion.SCORE,))
    assert found[-1] == "Câu trả lời dự đoán không được dùng để xếp hạng."
    assert not any("xếp sau mọi bài thi" in line for line in found)


@pytest.mark.parametrize(
    ("hide", "words"),
    [(Hidden.TOTALS, "số liệu mà câu hỏi dự đoán hỏi đến"), (Hidden.ALL, "mọi số liệu tổng hợp của vòng")],
)
def test_what_is_hidden_while_open_is_printed(hide: Hidden, words: str) -> None:
    assert words in text(prediction=replace(ASKED, hide=hide))
    assert "không được công khai" not in text(prediction=replace(ASKED, hide=Hidden.NONE))


def test_a_round_may_ask_for_another_prediction_or_for_none() -> None:
    found = article(GUESS, prediction=ASKED, overrides={2: {"prediction": None}})
    assert "Riêng vòng 2 – Tuần chung kết không có câu hỏi dự đoán." in found
    other = article(GUESS, overrides={2: {"prediction": replace(ASKED, question="Mấy?")}})
    assert any(line.startswith("Riêng vòng 2 – Tuần chung kết, mỗi bài thi có thêm") for line in other)


def prizes(**its: Any) -> list[str]:
    """The article on prizes."""
    rules = {key: its.pop(key) for key in ("divisions", "rounds") if key in its}
    return article(PRIZES, prizes=Prizes(**its), **rules)


def test_prizes_are_printed_with_ranks_worth_and_points() -> None:
    found = prizes(each_round=GRADES)
    assert found[:4] == [
        "Giải cá nhân của mỗi vòng thi:",
        "Giải Nhất: 01 giải, trao cho thí sinh xếp hạng 1; mỗi giải: 2.000.000 đồng; mỗi giải cộng 10 điểm thưởng "
        "cho đơn vị của người đạt giải.",
        "Giải Nhì: 02 giải, trao cho thí sinh xếp hạng 2 và hạng 3.",
        "Giải Ba: 05 giải, trao cho thí sinh xếp từ hạng 4 đến hạng 8.",
    ]
    assert "Những người đồng hạng nhận cùng một giải" in found[4]
    assert prizes(each_round=GRADES, rounds=(FIRST,))[0] == "Giải cá nhân của vòng thi:"


def test_all_lists_of_prizes_are_told_apart() -> None:
    found = prizes(total=GRADES, units_each_round=GRADES[1:2], units_total=GRADES[1:2], others=("Giải trẻ nhất.",))
    assert "Giải cá nhân của toàn cuộc thi:" in found
    assert "Giải tập thể của mỗi vòng thi:" in found
    assert "Giải tập thể của toàn cuộc thi:" in found
    assert found.count("Giải Nhì: 02 giải, trao cho đơn vị xếp hạng 1 và hạng 2.") == 2
    assert found[found.index("Các giải khác, không xét theo thứ hạng:") + 1] == "Giải trẻ nhất."


def test_prizes_for_units_alone_say_nothing_of_people() -> None:
    found = "\n".join(prizes(units_total=GRADES))
    assert "thí sinh" not in found
    assert "Người bị hủy kết quả" not in found


def test_one_prize_a_person_and_the_highest_share_are_printed_where_they_hold() -> None:
    found = "\n".join(prizes(each_round=GRADES, one_per_person=OnePerPerson.FIRST, most_percent=50))
    assert "Mỗi thí sinh chỉ nhận một giải cá nhân trong toàn cuộc thi." in found
    assert "không quá 50% số người dự thi, tính riêng cho từng vòng thi (phần lẻ được bỏ đi)" in found
    assert "sau cùng là giải toàn cuộc thi" not in found
    first = {"one_per_person": OnePerPerson.FIRST, "most_percent": 50}
    both = "\n".join(prizes(each_round=GRADES, total=GRADES, **first))
    assert "theo thứ tự các vòng, sau cùng là giải toàn cuộc thi;" in both
    assert "tính riêng cho từng vòng thi và cho toàn cuộc thi (phần lẻ" in both
    assert "dự thi, tính trên toàn cuộc thi (phần lẻ" in "\n".join(prizes(total=GRADES, most_percent=50))
    plain = "\n".join(prizes(each_round=GRADES))
    assert "chỉ nhận một giải" not in plain
    assert "%" not in plain


def test_one_prize_a_person_that_is_the_highest_says_in_which_order_prizes_are_given() -> None:
    alone = "\n".join(prizes(each_round=GRADES, one_per_person=OnePerPerson.HIGHEST))
    assert "trong cùng một bậc, giải của các vòng được xét theo thứ tự." in alone
    found = "\n".join(prizes(each_round=GRADES, total=GRADES, one_per_person=OnePerPerson.HIGHEST))
    assert "Mỗi thí sinh chỉ nhận một giải cá nhân trong toàn cuộc thi là giải cao nhất." in found
    assert "xét từ bậc cao nhất đến bậc thấp nhất" in found
    assert "trong cùng một bậc, giải toàn cuộc thi được xét trước, rồi đến giải của các vòng theo thứ tự" in found
    assert "lần lượt theo thứ tự các vòng" not in found


def test_a_full_attempt_counts_before_any_other_where_only_full_scores_have_a_place() -> None:
    told = "lượt đạt điểm tối đa xếp trước lượt chưa đạt"
    assert told in text(full_scores_only=True, attempts_allowed=3)
    assert told in text(full_scores_only=True, attempts_allowed=1, overrides={1: {"attempts_allowed": None}})
    assert told not in text(full_scores_only=True, attempts_allowed=1)
    assert told not in text(full_scores_only=True, attempts_allowed=3, counted_attempt=Counted.LAST)
    assert told not in text(attempts_allowed=3)


def test_divisions_have_their_own_prizes_or_the_common_ones() -> None:
    own = (Division("A", "Cán bộ", each_round=GRADES[:1]), Division("B", "Học sinh"))
    found = prizes(each_round=GRADES[1:], divisions=own)
    assert "Giải cá nhân của mỗi vòng thi đối với mỗi bảng không có cơ cấu giải riêng:" in found
    assert "Giải cá nhân của mỗi vòng thi đối với bảng A – Cán bộ:" in found
    common = prizes(each_round=GRADES, divisions=own[1:])
    assert common[0] == "Giải cá nhân của mỗi vòng thi đối với mỗi bảng:"
    only = prizes(each_round=GRADES[1:], divisions=own[:1])
    assert only[0] == "Giải cá nhân của mỗi vòng thi đối với bảng A – Cán bộ:"
    assert not any("Giải Nhì" in line for line in only)
