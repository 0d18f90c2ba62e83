"""The printed rules as a whole: their articles, their sentences, what people typed in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from quiz.contests.articles import articles
from quiz.contests.awards import OnePerPerson, Prize, Prizes
from quiz.contests.groups import Division
from quiz.contests.printing import printed
from quiz.contests.prose import Lines, listed, quoted, two
from quiz.contests.rules import Cell, Hidden, Meaning, Prediction, Review, Shown, Total
from tests.contests.printed_text import DRAFT, RULES, Reader, lines, text

ALWAYS = [
    "Đối tượng dự thi",
    "Thời gian thi",
    "Đề thi và cách tính điểm",
    "Thời gian làm bài và số lượt thi",
    "Xếp hạng cá nhân",
    "Xếp hạng đơn vị",
    "Xem kết quả",
    "Sự cố và điều chỉnh",
    "Vi phạm và xử lý",
    "Thông tin cá nhân",
    "Hiệu lực của thể lệ",
]


def titles(**rules: Any) -> list[str]:
    """The headings of the articles."""
    return [line for line in lines(**rules) if line.startswith("Điều ")]


def test_the_articles_are_numbered_and_complete() -> None:
    assert titles() == [f"Điều {number}. {title}" for number, title in enumerate(ALWAYS, start=1)]


def test_an_article_stands_only_where_its_settings_are_used() -> None:
    more = titles(
        prediction=Prediction("?", Meaning.PEOPLE),
        note="Hết.",
        divisions=(Division("A", "Cán bộ"),),
        prizes=Prizes(others=("Giải phụ",)),
    )
    assert [title.partition(". ")[2] for title in more] == [
        *ALWAYS[:1],
        "Các bảng thi",
        *ALWAYS[1:4],
        "Câu hỏi dự đoán",
        *ALWAYS[4:6],
        "Giải thưởng",
        *ALWAYS[6:10],
        "Quy định khác",
        *ALWAYS[10:],
    ]


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"prediction": Prediction("Bao nhiêu?", Meaning.FULL_SCORE_PERCENT, Hidden.ALL), "note": "Một.\nHai."},
        {"attempts_allowed": None, "points_per_item": 1, "grace_seconds": 0, "contest_total": Total.SUM},
        {"overrides": {2: {"blueprint": (Cell("*", "*", 3),), "attempts_allowed": 7, "time_limit_seconds": 45}}},
        {
            "prizes": Prizes(
                (Prize("Giải Nhất", 1, "Bằng khen", 5),), one_per_person=OnePerPerson.FIRST, most_percent=10
            )
        },
        {"prizes": Prizes((Prize("Giải Nhất", 1),), one_per_person=OnePerPerson.HIGHEST)},
    ],
)
def test_every_line_is_a_whole_sentence(rules: dict[str, Any]) -> None:
    for article in articles(replace(DRAFT, rules=replace(RULES, **rules)), {}):
        for block in article.blocks:
            for line in block.lines if isinstance(block, Lines) else [block]:
                assert line[0].isupper(), line
                assert line[-1] in ".:”", line
                assert "  " not in line, line
                assert ".." not in line, line


def test_a_list_follows_a_sentence_that_announces_it_and_nothing_else_ends_with_a_colon() -> None:
    for article in articles(DRAFT, {}):
        for block, following in zip(article.blocks, [*article.blocks[1:], ""], strict=True):
            if isinstance(block, str):
                assert block.endswith(":") is isinstance(following, Lines), block


def test_the_opening_names_contest_and_organiser() -> None:
    assert "cuộc thi “Tìm hiểu lịch sử”." in printed(DRAFT)
    assert "cho “Hội thi báo cáo viên”, do Tỉnh đoàn tổ chức." in printed(
        replace(DRAFT, title="Hội thi báo cáo viên"), "Tỉnh đoàn"
    )


def test_what_is_shown_when_is_printed() -> None:
    found = lines(review=Review(Shown.NOW, Shown.AFTER_APPROVAL, Shown.NEVER))
    assert "Điểm của bài thi: ngay sau khi nộp bài." in found
    assert "Câu nào đúng, câu nào chưa đúng: sau khi kết quả được phê duyệt." in found
    assert "Đáp án và phần giải thích: không công bố." in found


def test_incidents_disqualification_personal_data_and_versions_are_always_told() -> None:
    found = text()
    for words in (
        "Gia hạn hoặc điều chỉnh thời gian mở của vòng thi.",
        "khoảng thời gian tạm dừng không tính vào thời gian làm bài",
        "kết quả của vòng thi bị hủy không được tính",
        "Mỗi quyết định phải nêu lý do",
        "Người vi phạm bị hủy kết quả và không được dự thi tiếp, theo quyết định có nêu lý do",
        "dưới 16 tuổi chỉ được nêu chữ cái đầu",
        "công bố thành một bản mới có số thứ tự, thời điểm công bố và lý do",
        "Lượt thi bắt đầu khi bản thể lệ nào có hiệu lực thì theo bản thể lệ đó.",
    ):
        assert words in found


def test_the_note_stands_line_by_line_before_the_last_article() -> None:
    found = lines(note="Một.\n\nHai.")
    start = found.index("Điều 11. Quy định khác")
    assert found[start + 1 : start + 4] == ["Một.", "Hai.", "Điều 12. Hiệu lực của thể lệ"]


def test_what_people_typed_stays_text() -> None:
    script = "<script>alert('%s {0}')</script>"
    html = printed(
        replace(
            DRAFT,
            title=script,
            rules=replace(
                RULES,
                note=script,
                blueprint=(Cell(script, "*", 1),),
                divisions=(Division("A", script),),
                prizes=Prizes(each_round=(Prize(script, 1, script),), others=(script,)),
            ),
        ),
        script,
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(&#39;%s {0}&#39;)&lt;/script&gt;") == 8
    assert Reader(html).seen == {"p", "h3", "ul", "ol", "li"}


def test_names_are_strung_together_as_in_official_texts() -> None:
    assert listed([]) == ""
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C"]) == "A, B và C"
    assert listed(["A, B", "C", "D"], "hoặc") == "A, B; C hoặc D"
    assert quoted(["A", "B"]) == "“A” hoặc “B”"
    assert [two(0), two(2), two(15), two(1234)] == ["00", "02", "15", "1.234"]
