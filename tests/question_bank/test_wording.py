"""What a contestant could misread, and what betrays the key of one question."""

from __future__ import annotations

from typing import Any

import pytest

from question_bank.item import Kind, Option
from question_bank.wording import MOST_OPTION_SIGNS, MOST_STEM_SIGNS, check_wording
from tests.question_bank.items import codes, item, options


def found(**changes: Any) -> list[str]:
    """The codes of an item that is good but for these changes."""
    problems = check_wording(item(**changes))
    assert all(problem.severity == "warning" for problem in problems)
    return codes(problems)


@pytest.mark.parametrize(
    "stem",
    [
        "Nội dung nào sau đây không thuộc kế hoạch?",
        "Nội dung nào sau đây không phải là nhiệm vụ của chi bộ?",
        "Ý nào dưới đây là sai?",
        "Các nội dung sau đều đúng, ngoại trừ nội dung nào?",
        "Đối tượng nào chưa đúng với quy định?",
        "Đâu không phải là chỉ tiêu của kế hoạch?",
    ],
)
def test_a_negation_in_small_letters_is_told(stem: str) -> None:
    assert found(stem=stem) == ["negation_unmarked"]


@pytest.mark.parametrize(
    "stem",
    [
        "Nội dung nào sau đây KHÔNG thuộc kế hoạch?",
        "Ý nào dưới đây là SAI?",
        "Đảng viên không sinh hoạt đảng từ mấy tháng thì bị xem xét?",
        "Vì sao không được chủ quan?",
        "Nhận định sau đúng hay sai?",
        "Trường hợp nào được miễn vì không còn đủ sức khỏe?",
        "Phát hiện sai phạm thì báo cáo cho ai?",
    ],
)
def test_a_marked_negation_and_an_ordinary_no_are_left_alone(stem: str) -> None:
    assert found(stem=stem) == []


def test_a_negation_in_bold_html_is_marked() -> None:
    assert found(stem="Nội dung nào <b>không</b> thuộc kế hoạch?", markup="html") == []
    assert found(stem="<p>Nội dung nào không thuộc kế hoạch?</p>", markup="html") == ["negation_unmarked"]


def test_a_true_or_false_statement_may_say_no() -> None:
    stem = "Chi bộ nào không phải đăng ký thì bị kiểm tra."
    assert found(kind=Kind.TRUE_FALSE, stem=stem, options=options("*Đúng", "Sai")) == []


def test_a_stem_or_an_option_that_fills_a_telephone_is_told_with_its_length() -> None:
    long = "một " * (MOST_STEM_SIGNS // 4 + 1)
    [problem] = check_wording(item(stem=long))
    assert (problem.code, str(len(long.strip())) in problem.message) == ("long_stem", True)
    assert found(stem="một " * (MOST_STEM_SIGNS // 4)) == []
    wordy = "hai " * (MOST_OPTION_SIGNS // 4 + 1)
    assert "long_option" in found(options=options("*một", wordy, "ba", "bốn"))


def test_a_key_much_longer_than_the_rest_betrays_itself() -> None:
    key = "*Hội nghị trực tiếp kết hợp trực tuyến đến tất cả các điểm cầu trong tỉnh"
    assert found(options=options(key, "Hội nghị trực tiếp", "Gửi tài liệu", "Tự nghiên cứu")) == ["key_length"]
    assert found(options=options(key[1:], "*Hội nghị trực tiếp", "Gửi tài liệu", "Tự nghiên cứu")) == []
    assert found(options=options("*Mười hai tháng", "Ba tháng", "Sáu tháng", "Chín tháng")) == []


def test_both_a_and_b_must_keep_its_place() -> None:
    loose = options("Một", "Hai", "*Cả A và B", "Không có đáp án nào đúng")
    assert found(options=loose) == ["unpinned"]
    assert found(options=tuple(Option(one.text, one.is_key, pinned=True) for one in loose)) == []


@pytest.mark.parametrize(
    ("word", "mixed"),
    [
        ("nhân d\u0430n", True),  # a Cyrillic а
        ("\uff28\uff41 \uff2e\uff4f\uff49", True),  # full-width letters
        ("kế hοạch", True),  # a Greek omicron
        ("Ленин", False),
        ("góc α", False),
        ("Đắk Lắk", False),
    ],
)
def test_a_letter_of_another_script_inside_a_word_is_told(word: str, mixed: bool) -> None:
    assert found(explanation=f"Theo {word}.") == (["mixed_scripts"] if mixed else [])
