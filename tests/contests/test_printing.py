"""The printed rules say in words what the settings say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from quiz.contests.articles import Lines, articles
from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.printing import printed
from quiz.contests.rules import (
    Cell,
    ContestRules,
    Counted,
    Criterion,
    Hidden,
    Meaning,
    Prediction,
    Review,
    Shown,
    Total,
)
from quiz.contests.unit_scheme import UnitCriterion
from quiz.contests.wording import CRITERIA, UNIT_CRITERIA, length_words

FIRST = RoundDraft(1, "Vòng 1", datetime(2026, 3, 2, 1, tzinfo=UTC), datetime(2026, 3, 8, 17, tzinfo=UTC))
SECOND = RoundDraft(2, "Tuần chung kết", datetime(2026, 3, 9, 1, tzinfo=UTC), datetime(2026, 3, 15, 10, 30, tzinfo=UTC))
RULES = ContestRules(bank="b", blueprint=(Cell("Lịch sử", "recognition", 5),), time_limit_seconds=900)
DRAFT = ContestDraft("thu", "Tìm hiểu lịch sử", RULES, (FIRST, SECOND))
FOUR_ORDERS = (Criterion.SCORE, Criterion.STARTED_AT, Criterion.SUBMITTED_AT, Criterion.DURATION)


class Reader(HTMLParser):
    """The lines of text in HTML, and the tags that are not closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens; the printed rules have no attributes."""
        assert not attrs
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        """The tag opened last closes."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text, a line each."""
        self.lines.append(data.strip())


def lines(rounds: tuple[RoundDraft, ...] = (FIRST, SECOND), title: str = DRAFT.title, **rules: Any) -> list[str]:
    """What the rules print when single settings are otherwise."""
    reader = Reader(printed(replace(DRAFT, title=title, rounds=rounds, rules=replace(RULES, **rules))))
    assert not reader.open
    return [line for line in reader.lines if line]


def text(**changes: Any) -> str:
    """The same in one."""
    return "\n".join(lines(**changes))


def test_the_articles_are_numbered_and_complete() -> None:
    titles = [line for line in lines() if line.startswith("Điều ")]
    assert titles == [
        "Điều 1. Thời gian thi",
        "Điều 2. Đề thi và cách tính điểm",
        "Điều 3. Thời gian làm bài và số lượt thi",
        "Điều 4. Xếp hạng cá nhân",
        "Điều 5. Xếp hạng đơn vị",
        "Điều 6. Xem kết quả",
    ]
    more = text(prediction=Prediction("?", Meaning.PEOPLE), note="Hết.")
    assert "Điều 6. Câu hỏi dự đoán" in more
    assert "Điều 8. Quy định khác\nHết." in more


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"prediction": Prediction("Bao nhiêu?", Meaning.FULL_SCORE_PERCENT, Hidden.ALL), "note": "Một.\nHai."},
        {"attempts_allowed": None, "points_per_item": 1, "grace_seconds": 0, "contest_total": Total.SUM},
        {"overrides": {2: {"blueprint": (Cell("*", "*", 3),), "attempts_allowed": 7, "time_limit_seconds": 45}}},
    ],
)
def test_every_line_is_a_whole_sentence(rules: dict[str, Any]) -> None:
    for article in articles(replace(DRAFT, rules=replace(RULES, **rules))):
        for block in article.blocks:
            for line in block.lines if isinstance(block, Lines) else [block]:
                assert line[0].isupper(), line
                assert line[-1] in ".:”", line
                assert "  " not in line, line


def test_the_opening_names_contest_and_organiser() -> None:
    assert "cuộc thi “Tìm hiểu lịch sử”." in printed(DRAFT)
    assert "cho “Hội thi báo cáo viên”, do Tỉnh đoàn tổ chức." in printed(
        replace(DRAFT, title="Hội thi báo cáo viên"), "Tỉnh đoàn"
    )


def test_windows_are_printed_in_vietnams_time() -> None:
    assert "Cuộc thi gồm 02 vòng:" in lines()
    assert "Vòng 1: từ 08:00 ngày 02/03/2026 đến 24:00 ngày 08/03/2026." in lines()
    assert "Vòng 2 – Tuần chung kết: từ 08:00 ngày 09/03/2026 đến 17:30 ngày 15/03/2026." in lines()
    alone = "Cuộc thi gồm 01 vòng, diễn ra từ 08:00 ngày 02/03/2026 đến 24:00 ngày 08/03/2026."
    assert alone in lines(rounds=(FIRST,))


def test_the_paper_is_printed_cell_by_cell() -> None:
    cells = (Cell("Lịch sử", "recognition", 5), Cell("Địa lý", "high_application", 4), Cell("*", "*", 1))
    found = lines(blueprint=cells)
    assert "Mỗi đề thi gồm 10 câu hỏi trắc nghiệm, lấy từ ngân hàng câu hỏi theo cơ cấu sau:" in found
    assert "Chủ đề “Lịch sử”, mức độ Nhận biết: 5 câu." in found
    assert "Chủ đề “Địa lý”, mức độ Vận dụng cao: 4 câu." in found
    assert "Mọi chủ đề, mọi mức độ: 1 câu." in found


@pytest.mark.parametrize(
    ("items", "options", "words"),
    [
        (True, True, "Thứ tự câu hỏi và thứ tự phương án trả lời được xáo trộn riêng cho từng đề."),
        (True, False, "Thứ tự câu hỏi được xáo trộn riêng cho từng đề; thứ tự phương án trả lời giữ nguyên."),
        (False, True, "Thứ tự phương án trả lời được xáo trộn riêng cho từng đề; thứ tự câu hỏi giữ nguyên."),
        (False, False, "Thứ tự câu hỏi và thứ tự phương án trả lời giữ nguyên."),
    ],
)
def test_what_is_shuffled_is_printed(items: bool, options: bool, words: str) -> None:
    assert words in text(shuffle_items=items, shuffle_options=options)


def test_marks_are_those_of_the_rules_or_of_the_items() -> None:
    assert "Mỗi câu trả lời đúng được 2 điểm;" in text(points_per_item=2)
    assert "số điểm ghi cho câu đó trong ngân hàng" in text(points_per_item=None)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(45, "45 giây"), (60, "1 phút"), (90, "1 phút 30 giây"), (900, "15 phút"), (86_400, "1.440 phút")],
)
def test_lengths_are_spoken(seconds: int, words: str) -> None:
    assert length_words(seconds) == words
    assert f"của mỗi lượt thi là {words}, tính từ lúc" in text(time_limit_seconds=seconds)


@pytest.mark.parametrize(
    ("allowed", "words"),
    [
        (1, "Trong mỗi vòng, mỗi thí sinh được thi 01 lượt."),
        (2, "Trong mỗi vòng, mỗi thí sinh được thi tối đa 02 lượt."),
        (20, "Trong mỗi vòng, mỗi thí sinh được thi tối đa 20 lượt."),
        (None, "Trong mỗi vòng, mỗi thí sinh được thi không giới hạn số lượt."),
    ],
)
def test_the_number_of_attempts_is_printed(allowed: int | None, words: str) -> None:
    assert words in lines(attempts_allowed=allowed)


def test_a_single_round_needs_no_each_round() -> None:
    assert "Mỗi thí sinh được thi tối đa 02 lượt." in lines(rounds=(FIRST,), attempts_allowed=2)


@pytest.mark.parametrize(
    ("counted", "words"),
    [(Counted.BEST, "lượt thi có kết quả tốt nhất"), (Counted.FIRST, "lượt thi đầu tiên"), (Counted.LAST, "cuối cùng")],
)
def test_the_counted_attempt_is_printed_where_there_can_be_several(counted: Counted, words: str) -> None:
    assert words in text(counted_attempt=counted, attempts_allowed=3)
    assert words not in text(counted_attempt=counted, attempts_allowed=1)
    assert words in text(counted_attempt=counted, attempts_allowed=1, overrides={2: {"attempts_allowed": 2}})


def test_grace_is_printed() -> None:
    assert "chậm không quá 05 giây sau khi hết giờ" in text(grace_seconds=5)
    assert "sau khi hết giờ không được ghi nhận" in text(grace_seconds=0)


def test_the_order_of_places_is_printed_in_words_and_in_order() -> None:
    found = lines(tie_break=FOUR_ORDERS)
    start = found.index("Điểm cao hơn.")
    assert found[start : start + 4] == [f"{CRITERIA[one]}." for one in FOUR_ORDERS]
    assert CRITERIA[Criterion.DURATION] == "Thời gian làm bài ngắn hơn"
    assert CRITERIA[Criterion.SUBMITTED_AT] == "Nộp bài sớm hơn"
    html = printed(replace(DRAFT, rules=replace(RULES, tie_break=FOUR_ORDERS)))
    assert "<ol><li>Điểm cao hơn.</li><li>Bắt đầu làm bài sớm hơn.</li>" in html


def test_thousandths_are_spoken_of_only_where_duration_decides() -> None:
    assert "phần nghìn giây" in text(tie_break=(Criterion.SCORE, Criterion.DURATION))
    assert "phần nghìn giây" not in text(tie_break=(Criterion.SCORE, Criterion.SUBMITTED_AT))


def test_a_single_criterion_is_printed_without_a_list() -> None:
    assert "Thí sinh được xếp hạng theo một tiêu chí: điểm cao hơn." in lines(tie_break=(Criterion.SCORE,))


def test_the_order_of_units_is_printed() -> None:
    found = lines(unit_order=tuple(UnitCriterion))
    start = found.index(f"{UNIT_CRITERIA[UnitCriterion.PEOPLE]}.")
    assert found[start : start + 5] == [f"{UNIT_CRITERIA[one]}." for one in UnitCriterion]


def test_the_total_is_spoken_of_where_there_are_rounds_to_add() -> None:
    assert "tổng của các vòng: cộng điểm" in text(contest_total=Total.SUM)
    assert "xét riêng cho từng vòng" in text(contest_total=Total.NONE)
    assert "xét riêng cho từng vòng" not in text(contest_total=Total.NONE, rounds=(FIRST,))


def test_what_one_round_has_otherwise_is_printed() -> None:
    other = {"blueprint": (Cell("*", "comprehension", 9),), "time_limit_seconds": 1200, "attempts_allowed": None}
    found = text(overrides={2: other})
    assert "Riêng vòng 2 – Tuần chung kết, mỗi đề thi gồm 09 câu hỏi" in found
    assert "Riêng vòng 2 – Tuần chung kết: thời gian làm bài là 20 phút; mỗi thí sinh được thi không giới hạn" in found
    assert "Riêng" not in text(overrides={2: {"time_limit_seconds": RULES.time_limit_seconds}})


@pytest.mark.parametrize(
    ("meaning", "words"),
    [
        (Meaning.FULL_SCORES, "số người đạt điểm tối đa trong vòng thi"),
        (Meaning.PEOPLE, "số người dự thi trong vòng thi"),
        (Meaning.ATTEMPTS, "số lượt thi trong vòng thi"),
        (Meaning.FULL_SCORE_PERCENT, "tỷ lệ phần trăm số người đạt điểm tối đa"),
    ],
)
def test_the_prediction_says_what_it_asks_for(meaning: Meaning, words: str) -> None:
    found = text(prediction=Prediction("Quý vị đoán bao nhiêu?", meaning))
    assert "“Quý vị đoán bao nhiêu?”" in found
    assert f"Giá trị đúng của câu hỏi này là {words}" in found
    example = "12,5" if meaning is Meaning.FULL_SCORE_PERCENT else "12.345"
    assert f"ví dụ: {example}." in found


@pytest.mark.parametrize(
    ("hide", "words"),
    [(Hidden.TOTALS, "số liệu mà câu hỏi dự đoán hỏi đến"), (Hidden.ALL, "mọi số liệu tổng hợp của vòng")],
)
def test_what_is_hidden_while_open_is_printed(hide: Hidden, words: str) -> None:
    assert words in text(prediction=Prediction("?", Meaning.PEOPLE, hide))
    assert "không hiển thị công khai" not in text(prediction=Prediction("?", Meaning.PEOPLE, Hidden.NONE))


def test_what_is_shown_when_is_printed() -> None:
    found = lines(review=Review(Shown.NOW, Shown.AFTER_APPROVAL, Shown.NEVER))
    assert "Điểm của bài thi: ngay sau khi nộp bài." in found
    assert "Câu nào đúng, câu nào chưa đúng: sau khi kết quả được phê duyệt." in found
    assert "Đáp án và phần giải thích: không công bố." in found


def test_what_people_typed_stays_text() -> None:
    script = "<script>alert('%s {0}')</script>"
    html = printed(
        replace(DRAFT, title=script, rules=replace(RULES, note=script, blueprint=(Cell(script, "*", 1),))), script
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(&#39;%s {0}&#39;)&lt;/script&gt;") == 4
    assert Reader(html).seen == {"p", "h3", "ul", "ol", "li"}
