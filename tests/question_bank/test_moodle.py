"""Moodle XML: what Moodle's importer would take, and what a contest cannot."""

from __future__ import annotations

from decimal import Decimal

import pytest

from question_bank.formats import read
from question_bank.item import Item, Kind
from question_bank.levels import Level
from tests.question_bank.items import codes, options
from tests.question_bank.moodle_files import (
    CAPITAL,
    HEAD,
    answer,
    category,
    choice,
    moodle,
    one,
    question,
    refusal,
    text,
)

SINGLE = "    <single>true</single>\n"
MULTIPLE = "    <single>false</single>\n"


def test_the_whole_item_equals_what_was_meant() -> None:
    assert one(choice()) == Item(Kind.SINGLE, "Thủ đô của nước ta?", options("Huế", "*Hà Nội", "Đà Nẵng"))


def test_a_question_is_found_by_its_number_name_and_line() -> None:
    long = "Tên rất dài " * 10
    reading = moodle(category("$course$/top"), question("essay", "A?"), question("essay", "B?", name=long))
    first, second = (problem.place for problem in reading.errors)
    assert first == "Câu 1 “Câu hỏi” (dòng 9)"
    assert second.startswith("Câu 2 “Tên rất dài")
    assert "…” (dòng " in second


@pytest.mark.parametrize(
    ("switch", "kind"),
    [("", "single"), (SINGLE, "single"), (MULTIPLE, "multiple"), ("<single>0</single>", "multiple"),
     ("<single></single>", "multiple"), ("<single>1</single>", "single")],
)  # fmt: skip
def test_single_is_what_moodle_takes_it_for(switch: str, kind: str) -> None:
    assert one(choice("A?", switch)).kind == kind


@pytest.mark.parametrize("weight", ["33.33333", "33.3333333", "33.333"])
def test_weights_that_share_everything_equally_make_a_multiple(weight: str) -> None:
    item = one(choice("Ai?", MULTIPLE, answers=(("An", weight), ("Bình", weight), ("Chi", weight), ("Dũng", 0))))
    assert (item.kind, item.key_indexes) == (Kind.MULTIPLE, (0, 1, 2))


def test_penalties_are_left_out_with_a_note() -> None:
    reading = moodle(choice("Ai?", MULTIPLE, answers=(("An", 50), ("Bình", 50), ("Chi", -50))))
    assert reading.items[0].key_indexes == (0, 1)
    assert "penalty" in codes(reading.problems, "note")


@pytest.mark.parametrize(
    ("switch", "weights"),
    [(SINGLE, (100, 50, 0)), (SINGLE, (50, 0, 0)), (MULTIPLE, (75, 25, 0)), (MULTIPLE, (33, 33, 34)),
     (MULTIPLE, (50, 0, 0)), (SINGLE, ("nan", 0, 0)), (SINGLE, ("một", 0, 0)), (MULTIPLE, (100, 100, 0))],
)  # fmt: skip
def test_partial_and_unknown_weights_are_refused(switch: str, weights: tuple[object, ...]) -> None:
    answers = tuple((name, weight) for name, weight in zip(("An", "Bình", "Chi"), weights, strict=True))
    assert refusal(choice("Ai?", switch, answers=answers)) == "partial_weights"


def test_several_full_weights_in_a_single_are_refused() -> None:
    assert refusal(choice("Ai?", answers=(("An", 100), ("Bình", 100), ("Chi", 0)))) == "several_keys"


def test_a_single_without_a_right_answer_is_refused() -> None:
    assert refusal(choice("Ai?", answers=(("An", 0), ("Bình", 0)))) == "no_key"


@pytest.mark.parametrize(
    ("path", "topic"),
    [
        ("$course$/top/Lịch sử", "Lịch sử"),
        ("$module$/top/Luật/Hiến pháp 1//2", "Luật/Hiến pháp 1/2"),
        ("$course$/Mặc định", "Mặc định"),
        ("$system$/top", ""),
        ("top/Địa lý", "Địa lý"),
    ],
)
def test_a_category_becomes_the_topic_of_all_that_follow(path: str, topic: str) -> None:
    reading = moodle(choice("Trước?"), category(path), choice("Sau?"), choice("Sau nữa?"))
    assert [item.topic for item in reading.items] == ["", topic, topic]


def test_number_tags_marks_explanation_and_feedback_are_taken() -> None:
    settings = "<defaultgrade>2.5000000</defaultgrade><idnumber> ls-01 </idnumber>"
    tags = "<tags><tag><text>2</text></tag><tag><text>lớp 9</text></tag><tag><text>Vận dụng</text></tag></tags>"
    general = text("generalfeedback", "<p>Vì thế.</p><p><b>Căn cứ:</b> Hiến pháp 2013,<br>Điều 13</p>")
    answers = answer("An", 100, feedback="<p>Phải</p>") + answer("Bình", 0, feedback="Trái")
    item = one(question("multichoice", "Ai?", general, answers, tags, settings=settings))
    assert (item.id, item.marks, item.level) == ("ls-01", Decimal("2.5"), Level.APPLICATION)
    assert (item.explanation, item.source) == ("Vì thế.", "Hiến pháp 2013,\nĐiều 13")
    assert [option.feedback for option in item.options] == ["Phải", "Trái"]


@pytest.mark.parametrize("switch", ["0", "false", ""])
def test_a_question_that_moodle_never_shuffles_keeps_all_its_options(switch: str) -> None:
    reading = moodle(choice("A?", f"<shuffleanswers>{switch}</shuffleanswers>"))
    assert all(option.pinned for option in reading.items[0].options)
    assert "pinned" in codes(reading.problems, "note")


def test_of_two_switches_the_second_counts() -> None:
    twice = "<shuffleanswers>1</shuffleanswers>", "<shuffleanswers>0</shuffleanswers>"
    assert all(option.pinned for option in one(choice("A?", *twice)).options)
    assert not any(option.pinned for option in one(choice("A?", *reversed(twice))).options)


def test_a_tag_names_the_options_that_stay() -> None:
    tag = "<tags><tag><text>Giữ vị trí: AC</text></tag></tags>"
    item = one(choice("A?", "<shuffleanswers>0</shuffleanswers>", tag))
    assert [option.pinned for option in item.options] == [True, False, True]


@pytest.mark.parametrize(
    ("form", "written", "read_as"),
    [
        ("html", "<p>Dòng một<br />dòng hai</p>\n<p>ba &lt; bốn</p>", "Dòng một\ndòng hai\nba < bốn"),
        ("html", "một\n   hai", "một hai"),
        ("plain_text", "Thẻ <b> làm gì?\nThế nào?", "Thẻ <b> làm gì?\nThế nào?"),
        ("moodle_auto_format", "Dòng một\ndòng <b>", "Dòng một\ndòng"),
        ("markdown", "**đậm** & <i>", "**đậm** & <i>"),
        ("wiki_like", "một\nhai", "một\nhai"),
    ],
)
def test_every_text_format_is_read_as_people_see_it(form: str, written: str, read_as: str) -> None:
    item = one(choice(text("questiontext", written, form)))
    shown = item.stem if item.markup == "plain" else item.stem.replace("<br>", "\n").replace("<b></b>", "").strip()
    assert shown == read_as


def test_markdown_is_kept_as_letters_with_a_note() -> None:
    assert "markdown" in codes(moodle(choice(text("questiontext", "**A**?", "markdown"))).problems, "note")


def test_answers_have_the_format_of_the_stem_unless_they_say_otherwise() -> None:
    answers = '<answer fraction="100"><text>a &lt;b&gt;</text></answer>' + answer("<p>c</p>", 0)
    item = one(question("multichoice", text("questiontext", "A?", "plain_text"), answers))
    assert [option.text for option in item.options] == ["a <b>", "c"]


def test_formatted_text_stays_html_without_anything_dangerous() -> None:
    item = one(choice('<p onclick="x()">H<sub>2</sub>O<script>alert(1)</script> là <a href="javascript:x">gì</a>?</p>'))
    assert (item.markup, item.stem) == ("html", "<p>H<sub>2</sub>O là gì?</p>")


def test_tags_that_nobody_escaped_are_read_as_tags() -> None:
    item = one(choice("<questiontext><text><p>H<sub>2</sub>O?</p></text></questiontext>"))
    assert item.stem == "<p>H<sub>2</sub>O?</p>"


TRUTH = answer("true", 0, "moodle_auto_format", "Chưa phải") + answer("false", 100, "moodle_auto_format", "Phải")


def test_true_and_false_are_dung_and_sai() -> None:
    item = one(question("truefalse", "Trời xanh.", TRUTH))
    assert (item.kind, item.key_indexes) == (Kind.TRUE_FALSE, (1,))
    assert [(option.text, option.feedback) for option in item.options] == [("Đúng", "Chưa phải"), ("Sai", "Phải")]


@pytest.mark.parametrize(
    ("words", "shown", "noted"),
    [
        (("false", "true"), ["Sai", "Đúng"], False),
        (("Đúng", "Sai"), ["Đúng", "Sai"], False),
        (("Vrai", "Faux"), ["Đúng", "Sai"], True),
        (("Đúng rồi", "Chưa đúng"), ["Đúng", "Sai"], True),
    ],
)
def test_localised_true_and_false_are_read_in_moodle_s_order(
    words: tuple[str, str], shown: list[str], noted: bool
) -> None:
    reading = moodle(question("truefalse", "Trời xanh.", answer(words[0], 100), answer(words[1], 0)))
    [item] = reading.items
    assert ([option.text for option in item.options], item.key_indexes) == (shown, (0,))
    assert ("true_false_order" in codes(reading.problems)) is noted


@pytest.mark.parametrize(
    ("kind", "name"),
    [("essay", "tự luận"), ("shortanswer", "trả lời ngắn"), ("numerical", "điền số"), ("matching", "ghép đôi"),
     ("cloze", "Cloze"), ("calculated", "tính toán"), ("ddwtos", "kéo thả"), ("gapselect", "chọn từ"),
     ("ordering", "sắp xếp"), ("lạ", "“lạ”"), ("", "loại")],
)  # fmt: skip
def test_every_other_kind_is_refused_by_its_name_and_the_rest_is_taken(kind: str, name: str) -> None:
    reading = moodle(choice(), question(kind, "<p>Viết về quê em.</p>"), choice("Khác?"))
    [problem] = reading.errors
    assert (len(reading.items), problem.code) == (2, "unsupported_kind")
    assert name in problem.message
    assert problem.place.startswith("Câu 2 ")
    assert [one.stem for one in reading.refused] == ["Viết về quê em."]


def test_a_description_is_a_warning_and_no_item() -> None:
    reading = moodle(question("description", "Đọc đoạn sau."), choice())
    assert (len(reading.items), reading.errors) == (1, ())
    assert codes(reading.problems, "warning")[0] == "description"


def test_an_empty_answer_without_weight_is_left_out_as_moodle_does() -> None:
    reading = moodle(choice("A?", answers=(*CAPITAL, ("", 0))))
    assert len(reading.items) == 0
    reading = moodle(question("multichoice", "A?", answer("a", 100), answer("b", 0), answer("", 0)))
    assert len(reading.items[0].options) == 2
    assert "empty_answer" in codes(reading.problems, "note")


def test_what_a_contest_does_not_use_is_named_once_a_question() -> None:
    own = text("correctfeedback", "<p>Giỏi lắm!</p>") + '<hint format="html"><text>Nghĩ đi</text></hint>'
    [problem] = [one for one in moodle(choice("A?", own)).problems if one.code == "dropped"]
    assert "gợi ý" in problem.message
    assert "lời nhắn chung" in problem.message
    usual = text("correctfeedback", "<p>Your answer is correct.</p>") + text(
        "incorrectfeedback", "Câu trả lời của bạn sai."
    )
    assert "dropped" not in codes(moodle(choice("A?", usual)).problems)


def test_a_hidden_question_is_taken_with_a_warning() -> None:
    reading = moodle(question("multichoice", "A?", answer("a", 100), answer("b", 0), settings="<hidden>1</hidden>"))
    assert "hidden" in codes(reading.problems, "warning")
    assert len(reading.items) == 1


def test_tex_stays_with_a_warning_and_mathml_refuses_the_question() -> None:
    reading = moodle(choice(r"<p>Tính \(x^2\)?</p>"))
    assert reading.items[0].stem == r"Tính \(x^2\)?"
    assert "tex" in codes(reading.problems, "warning")
    assert refusal(choice("<p>Tính <math><mi>x</mi></math>?</p>")) == "formula"


def test_options_that_speak_of_others_are_pinned() -> None:
    item = one(choice("Ai?", answers=(("An", 0), ("Bình", 0), ("Tất cả các phương án trên", 100))))
    assert [option.pinned for option in item.options] == [False, False, True]


def test_formatted_options_that_speak_of_others_are_pinned_too() -> None:
    answers = (("<b>An</b>", 0), ("Bình", 0), ("<i>Tất cả</i> các phương án trên", 100))
    item = one(choice("Ai?", answers=answers))
    assert item.markup == "html"
    assert [option.pinned for option in item.options] == [False, False, True]


def test_grammar_errors_are_told_with_their_line() -> None:
    reading = read((HEAD + "<question type='essay'>\n<name>\n</quiz>").encode(), "a.xml")
    assert [(problem.code, problem.place) for problem in reading.problems] == [("damaged", "dòng 6")]


def test_an_empty_quiz_has_no_items() -> None:
    assert codes(moodle().problems) == ["no_items"]
