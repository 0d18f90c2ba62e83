"""The printed rules about rounds: windows, rests, practice, papers, attempts, and what one round has otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from quiz.contests.draft import RoundDraft
from quiz.contests.rules import Cell, Counted, Meaning, Prediction
from quiz.contests.schedule import Hours, Schedule
from quiz.contests.wording import length_words
from tests.contests.printed_text import FIRST, SECOND, TRIAL, article, lines, text

TIMES = "Thời gian thi"
PAPER = "Đề thi và cách tính điểm"
TRIES = "Thời gian làm bài và số lượt thi"
THREE = (FIRST, SECOND, replace(SECOND, number=3, title="Vòng 3"))


def test_windows_are_printed_in_vietnams_time() -> None:
    assert "Cuộc thi gồm 02 vòng thi:" in lines()
    assert "Vòng 1: từ 08:00 ngày 02/03/2026 đến 24:00 ngày 08/03/2026." in lines()
    assert "Vòng 2 – Tuần chung kết: từ 08:00 ngày 09/03/2026 đến 17:30 ngày 15/03/2026." in lines()
    alone = "Cuộc thi gồm 01 vòng thi, mở từ 08:00 ngày 02/03/2026 đến 24:00 ngày 08/03/2026."
    assert alone in lines(rounds=(FIRST,))


@pytest.mark.parametrize(
    ("number", "title", "name"),
    [
        (2, "Vòng 2", "Vòng 2"),
        (2, "Tuần 2", "Tuần 2"),
        (2, "Chung kết", "Vòng 2 – Chung kết"),
        (2, "Tuần 12", "Vòng 2 – Tuần 12"),
        (12, "Tuần 12 (chung kết)", "Tuần 12 (chung kết)"),
    ],
)
def test_a_title_that_tells_the_number_needs_no_other(number: int, title: str, name: str) -> None:
    found = lines(rounds=(FIRST, replace(SECOND, number=number, title=title)))
    assert f"{name}: từ 08:00 ngày 09/03/2026 đến 17:30 ngày 15/03/2026." in found


def test_midnight_is_explained_where_a_round_ends_at_it() -> None:
    told = "24:00 của một ngày là thời điểm kết thúc ngày đó."
    assert told in text()
    assert told not in text(rounds=(SECOND,))
    assert told in text(rounds=(SECOND,), schedule=Schedule((Hours(22 * 60, 1440),)))


def test_practice_is_told_apart_and_not_counted() -> None:
    found = article(TIMES, rounds=(FIRST, SECOND, TRIAL))
    assert found[0] == "Cuộc thi gồm 02 vòng thi:"
    assert "kết quả thi thử không được tính vào bất cứ kết quả nào của cuộc thi:" in found[3]
    assert found[4] == "Thi thử: từ 08:00 ngày 23/02/2026 đến 17:00 ngày 28/02/2026."
    assert "thi thử" not in text()
    named = article(TIMES, rounds=(FIRST, replace(TRIAL, title="Làm quen")))
    assert named[2].startswith("Làm quen (thi thử): từ ")


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (
            Schedule((Hours(1320, 1440), Hours(690, 810))),
            ["Nghỉ từ 11:30 đến 13:30 và từ 22:00 đến 24:00 hằng ngày."],
        ),
        (Schedule((Hours(0, 450), Hours(1050, 1440))), ["Hằng ngày chỉ mở từ 07:30 đến 17:30."]),
        (
            Schedule((Hours(0, 450), Hours(690, 810), Hours(1050, 1440))),
            ["Hằng ngày chỉ mở từ 07:30 đến 11:30 và từ 13:30 đến 17:30."],
        ),
        (Schedule(closed_weekdays=(7, 6)), ["Nghỉ cả ngày thứ Bảy và Chủ nhật hằng tuần."]),
        (
            Schedule(closed_weekdays=(1,), closed_days=(date(2026, 4, 30), date(2026, 5, 1))),
            ["Nghỉ cả ngày thứ Hai hằng tuần.", "Nghỉ cả ngày 30/04/2026 và 01/05/2026."],
        ),
    ],
)
def test_rests_are_printed_as_people_say_them(schedule: Schedule, words: list[str]) -> None:
    found = article(TIMES, schedule=schedule)
    start = found.index("Trong thời gian nêu trên, vòng thi không mở liên tục:") + 1
    assert found[start : start + len(words)] == words
    assert "Đến giờ nghỉ, bài đang làm được hệ thống tự nộp" in found[start + len(words)]
    assert "không kéo dài quá thời điểm vòng thi kết thúc hoặc bắt đầu nghỉ." in text(schedule=schedule)


def test_without_a_rest_nothing_is_said_of_one() -> None:
    assert "nghỉ" not in text()


def test_a_round_may_rest_otherwise_or_not_at_all() -> None:
    weekend = Schedule(closed_weekdays=(6, 7))
    found = article(TIMES, schedule=weekend, overrides={2: {"schedule": Schedule()}})
    assert "Riêng vòng 2 – Tuần chung kết mở liên tục, không có thời gian nghỉ." in found
    other = article(TIMES, overrides={2: {"schedule": weekend}})
    assert "Riêng vòng 2 – Tuần chung kết mở và nghỉ như sau:" in other


def test_the_paper_is_printed_cell_by_cell() -> None:
    cells = (Cell("Lịch sử", "recognition", 5), Cell("Địa lý", "high_application", 4), Cell("*", "*", 1))
    found = lines(blueprint=cells)
    assert "Mỗi đề thi gồm 10 câu hỏi trắc nghiệm, lấy từ ngân hàng câu hỏi mang mã “b” theo cơ cấu sau:" in found
    assert "Chủ đề “Lịch sử”, mức độ Nhận biết: 05 câu." in found
    assert "Chủ đề “Địa lý”, mức độ Vận dụng cao: 04 câu." in found
    assert "Mọi chủ đề, mọi mức độ: 01 câu." in found
    alone = text(blueprint=(Cell("*", "*", 7),))
    assert "gồm 07 câu hỏi trắc nghiệm, lấy từ ngân hàng câu hỏi mang mã “b”, thuộc mọi chủ đề và mọi mức độ." in alone


@pytest.mark.parametrize(
    ("items", "options", "words"),
    [
        (True, True, ["Thứ tự câu hỏi và thứ tự phương án trả lời (trừ", "được xáo trộn riêng cho từng lượt thi."]),
        (True, False, ["Thứ tự câu hỏi được xáo trộn", "thứ tự phương án trả lời giữ nguyên"]),
        (False, True, ["Thứ tự câu hỏi giữ nguyên", "được xáo trộn riêng cho từng lượt thi."]),
        (False, False, ["Thứ tự câu hỏi và thứ tự phương án trả lời giữ nguyên"]),
    ],
)
def test_what_is_shuffled_is_printed(items: bool, options: bool, words: list[str]) -> None:
    found = text(shuffle_items=items, shuffle_options=options)
    assert all(piece in found for piece in words)


def test_whether_all_have_the_same_questions_is_printed() -> None:
    assert "Câu hỏi được rút ngẫu nhiên riêng cho từng lượt thi." in text()
    assert "mọi thí sinh của vòng làm cùng một bộ câu hỏi." in text(same_for_all=True)


def test_marks_are_those_of_the_rules_or_of_the_items() -> None:
    assert "Mỗi câu trả lời đúng được 2 điểm;" in text(points_per_item=2)
    assert "Điểm tối đa của bài thi là 10 điểm." in text(points_per_item=2)
    assert "số điểm ghi cho câu đó trong ngân hàng" in text(points_per_item=None)


def test_a_paper_that_is_valid_only_when_complete_is_printed_so() -> None:
    assert "chỉ hợp lệ khi thí sinh trả lời đủ tất cả các câu hỏi; bài" in text(complete_only=True)
    asked = {"complete_only": True, "prediction": Prediction("?", Meaning.PEOPLE)}
    assert "đủ tất cả các câu hỏi, kể cả câu hỏi dự đoán; bài thi không hợp lệ được 0 điểm" in text(**asked)
    assert "hợp lệ" not in text()
    one = text(complete_only=True, overrides={2: {"complete_only": False}})
    assert "Riêng vòng 2 – Tuần chung kết, bài thi còn câu bỏ trống vẫn hợp lệ." in one


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(45, "45 giây"), (60, "01 phút"), (90, "01 phút 30 giây"), (900, "15 phút"), (86_400, "1.440 phút")],
)
def test_lengths_are_spoken(seconds: int, words: str) -> None:
    assert length_words(seconds) == words
    assert f"của mỗi lượt thi là {words}, tính từ lúc" in text(time_limit_seconds=seconds)


@pytest.mark.parametrize(
    ("allowed", "words"),
    [(1, "01 lượt"), (2, "tối đa 02 lượt"), (20, "tối đa 20 lượt"), (None, "không giới hạn số lượt")],
)
def test_the_number_of_attempts_is_printed(allowed: int | None, words: str) -> None:
    assert f"Trong mỗi vòng thi, mỗi thí sinh được thi {words}." in lines(attempts_allowed=allowed)
    assert f"Mỗi thí sinh được thi {words}." in lines(rounds=(FIRST,), attempts_allowed=allowed)


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        (Counted.BEST, "lượt thi có kết quả tốt nhất"),
        (Counted.FIRST, "lượt thi đầu tiên."),
        (Counted.LAST, "cuối cùng"),
    ],
)
def test_the_counted_attempt_is_printed_where_there_can_be_several(counted: Counted, words: str) -> None:
    def told(**rules: Any) -> str:
        return "\n".join(article(TRIES, counted_attempt=counted, **rules))

    assert words in told(attempts_allowed=3)
    assert words not in told(attempts_allowed=1)
    assert words in told(attempts_allowed=1, overrides={2: {"attempts_allowed": 2}})


def test_grace_is_printed() -> None:
    assert "chậm không quá 05 giây do đường truyền" in text(grace_seconds=5)
    assert "sau khi hết giờ không được ghi nhận" in text(grace_seconds=0)


def test_what_one_round_has_otherwise_is_printed_and_nothing_that_is_the_same() -> None:
    found = article(PAPER, overrides={2: {"blueprint": (Cell("*", "comprehension", 9),)}})
    start = found.index("Riêng vòng 2 – Tuần chung kết áp dụng như sau:")
    assert found[start + 1].startswith("Mỗi đề thi gồm 09 câu hỏi trắc nghiệm")
    assert found[start + 1].endswith("theo cơ cấu: Mọi chủ đề, mức độ Thông hiểu: 09 câu.")
    assert found[start + 2].startswith("Mỗi câu trả lời đúng")
    assert found[start + 3].startswith("Câu hỏi có thể có")
    only = article(PAPER, overrides={2: {"same_for_all": True}})
    assert "mọi thí sinh của vòng làm cùng một bộ câu hỏi" in only[only.index(found[start]) + 1]
    assert "Riêng" not in text(overrides={2: {"time_limit_seconds": 900}})


def test_time_and_attempts_of_one_round_are_told_one_by_one() -> None:
    found = article(TRIES, overrides={2: {"time_limit_seconds": 1200}})
    assert "Riêng vòng 2 – Tuần chung kết: thời gian làm bài của mỗi lượt thi là 20 phút." in found
    assert not any(line.startswith("Riêng") and "được thi" in line for line in found)
    found = article(TRIES, overrides={2: {"attempts_allowed": None}})
    assert "Riêng vòng 2 – Tuần chung kết: mỗi thí sinh được thi không giới hạn số lượt." in found


def test_rounds_that_differ_in_the_same_way_come_together() -> None:
    found = article(TRIES, rounds=THREE, overrides={2: {"attempts_allowed": 5}, 3: {"attempts_allowed": 5}})
    assert "Riêng vòng 2 – Tuần chung kết và vòng 3: mỗi thí sinh được thi tối đa 05 lượt." in found


def test_what_every_round_replaces_is_not_printed() -> None:
    found = text(attempts_allowed=9, overrides={1: {"attempts_allowed": 2}, 2: {"attempts_allowed": 3}})
    assert "09 lượt" not in found
    assert "mỗi thí sinh được thi tối đa 02 lượt." in found
    assert "Riêng vòng 2 – Tuần chung kết: mỗi thí sinh được thi tối đa 03 lượt." in found


def test_a_round_for_practice_may_have_a_bank_of_its_own() -> None:
    rounds: tuple[RoundDraft, ...] = (FIRST, TRIAL)
    found = article(PAPER, rounds=rounds, overrides={3: {"bank": "lam-quen"}})
    assert found[found.index("Riêng thi thử áp dụng như sau:") + 1].count("“lam-quen”") == 1
