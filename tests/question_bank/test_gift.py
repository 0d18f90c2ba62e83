"""GIFT: what Moodle's importer would take, and the traps it sets."""

from __future__ import annotations

import pytest

from question_bank.formats import Reading, read
from question_bank.item import Item, Kind
from question_bank.levels import Level
from tests.question_bank.items import codes, options


def gift(text: str | bytes) -> Reading:
    return read(text if isinstance(text, bytes) else text.encode(), "bank.gift")


def one(text: str) -> Item:
    reading = gift(text)
    assert reading.errors == ()
    [item] = reading.items
    return item


def refusal(text: str) -> tuple[str, str]:
    reading = gift(text)
    assert reading.items == ()
    [problem] = reading.errors
    return problem.code, problem.place


def test_a_single_choice_with_feedback_is_read() -> None:
    item = one("::Q1:: Thủ đô? {\n=Hà Nội#phải\n~Huế#trái\n~Vinh\n####Hiến pháp}")
    assert (item.kind, item.stem, item.explanation) == (Kind.SINGLE, "Thủ đô?", "Hiến pháp")
    assert [(option.text, option.is_key, option.feedback) for option in item.options] == [
        ("Hà Nội", True, "phải"),
        ("Huế", False, "trái"),
        ("Vinh", False, ""),
    ]
    assert item.place == "dòng 1"


def test_a_block_without_equals_sign_is_a_multiple() -> None:
    item = one("Ai? {~%50%An ~%50%Bình ~%-100%Chi}")
    assert (item.kind, item.key_indexes) == (Kind.MULTIPLE, (0, 1))
    assert item.options[0].text == "An"


@pytest.mark.parametrize("weight", ["33.33333", "33.333"])
def test_weights_that_moodle_takes_are_taken(weight: str) -> None:
    answers = " ".join(f"~%{weight}%{name}" for name in ("An", "Bình", "Chi"))
    assert one(f"Ai? {{{answers} ~%-100%Dũng}}").key_indexes == (0, 1, 2)


@pytest.mark.parametrize(
    "answers",
    [
        "~%33%An ~%33%Bình ~%34%Chi",
        "~%33.3%An ~%33.3%Bình ~%33.3%Chi",
        "~%75%An ~%25%Bình ~Chi",
        "~%50%An ~Bình ~Chi",
        "=An ~%50%Bình ~Chi",
        "~%+50%An ~%+50%Bình",
        "=%50%An ~Bình",
        "~%50%An ~%50%Bình ~%-33%Chi",
    ],
)
def test_partial_and_unknown_weights_are_refused(answers: str) -> None:
    assert refusal(f"\n\nAi? {{{answers}}}") == ("partial_weights", "dòng 3")


def test_several_equals_signs_in_a_single_are_refused() -> None:
    assert refusal("Tổng? {=4#vì 2+2=4 ~5}") == ("several_keys", "dòng 1")
    assert one(r"Tổng? {=4#vì 2+2\=4 ~5}").options[0].feedback == "vì 2+2=4"


@pytest.mark.parametrize(("word", "right"), [("T", 0), ("TRUE", 0), ("F", 1), ("FALSE", 1)])
def test_true_and_false_have_two_options(word: str, right: int) -> None:
    item = one(f"Trời xanh. {{{word}}}")
    assert (item.kind, item.key_indexes) == (Kind.TRUE_FALSE, (right,))
    assert [option.text for option in item.options] == ["Đúng", "Sai"]


def test_the_first_feedback_of_true_false_goes_to_the_wrong_answer() -> None:
    item = one("Trời xanh. {FALSE#chưa phải#giỏi####vì thế}")
    assert [option.feedback for option in item.options] == ["chưa phải", "giỏi"]
    assert item.explanation == "vì thế"


@pytest.mark.parametrize("answers", ["", "=yes =no", "true", "#3:1", "#1..5", "=An -> 1 =Bình -> 2", "=chỉ một"])
def test_kinds_that_a_contest_does_not_use_are_refused_with_their_line(answers: str) -> None:
    assert refusal(f"// lời\n\n\nAi? {{{answers}}}") == ("unsupported_kind", "dòng 4")


def test_an_arrow_inside_an_option_does_not_make_a_matching_question() -> None:
    assert one("Chiều? {=A -> B ~B -> A}").options[0].text == "A -> B"


def test_a_description_is_a_warning_and_no_item() -> None:
    reading = gift("Đọc đoạn sau.\n\nCâu? {=a ~b}")
    assert codes(reading.problems, "warning")[0] == "description"
    assert (len(reading.items), reading.errors) == (1, ())


def test_categories_become_topics() -> None:
    text = "A? {=a ~b}\n\n$CATEGORY: $course$/top/Lịch sử\n\nB? {=a ~b}\n\n$CATEGORY: Luật/Hiến pháp 1//2\n\nC? {=a ~b}"
    assert [item.topic for item in gift(text).items] == ["", "Lịch sử", "Luật/Hiến pháp 1/2"]


def test_a_question_on_the_line_after_its_category_is_saved_with_a_note() -> None:
    reading = gift("$CATEGORY: Lịch sử\nB? {=a ~b}")
    assert [(item.topic, item.stem, item.place) for item in reading.items] == [("Lịch sử", "B?", "dòng 2")]
    assert "category_not_alone" in codes(reading.problems, "note")


def test_a_category_line_parts_questions_wherever_it_stands() -> None:
    reading = gift("A? {=a ~b}\n// lời\n$CATEGORY: Luật\n// [id:q2]\nB? {=a ~b}\n$CATEGORY: Sử\n\nC? {=a ~b}")
    assert [(item.topic, item.stem, item.id, item.place) for item in reading.items] == [
        ("", "A?", "", "dòng 1"),
        ("Luật", "B?", "q2", "dòng 5"),
        ("Sử", "C?", "", "dòng 8"),
    ]
    assert [problem.place for problem in reading.problems if problem.code == "category_not_alone"] == [
        "dòng 1",
        "dòng 5",
    ]


def test_a_category_line_inside_braces_breaks_the_question() -> None:
    assert refusal("A? {=a\n$CATEGORY: x\n~b}") == ("braces", "dòng 1")


def test_names_and_tags_that_are_dropped_are_counted_once() -> None:
    reading = gift("// [tag:xa] [tag:Nhận biết]\n::Câu 1:: A? {=a ~b}\n\n::Câu 2:: B? {=a ~b}")
    told = {problem.code: problem.message for problem in reading.problems if problem.place == "cả tệp"}
    assert "2 câu" in told["names_dropped"]
    assert told["tags_dropped"].startswith("1 thẻ")
    assert "tags_dropped" not in codes(gift("// [tag:Nhận biết]\nA? {=a ~b}").problems)


def test_a_line_of_nothing_but_a_zero_is_no_blank_line() -> None:
    assert one("Mấy?\n{=\n0\n~1}").options[0].text == "0"


@pytest.mark.parametrize("answers", ["{~2+2=4 ~5}", "{=4#vì 2~3 ~5}"])
def test_a_sign_glued_to_a_word_is_warned_of_because_it_opens_an_option(answers: str) -> None:
    assert "glued_sign" in codes(gift("A? " + answers).problems, "warning")


@pytest.mark.parametrize("answers", ["{=a~b~c}", "{=a ~b ~c}", r"{~2+2\=4 =5}", "{\n=a\n~b\n}"])
def test_signs_that_stand_alike_are_not_warned_of(answers: str) -> None:
    assert "glued_sign" not in codes(gift("A? " + answers).problems)


def test_a_full_weight_behind_the_equals_sign_is_dropped_with_a_note() -> None:
    reading = gift("A? {=%100%a ~b}")
    assert reading.items[0].options == options("*a", "b")
    assert "full_weight" in codes(reading.problems, "note")


def test_an_arrow_in_the_feedback_of_true_false_makes_what_moodle_makes_of_it() -> None:
    assert refusal("A? {T#vì = b -> c}") == ("unsupported_kind", "dòng 1")


def test_html_without_its_prefix_is_kept_as_text_with_a_warning() -> None:
    reading = gift("<p>Chọn&nbsp;gì?</p> {=a ~b}")
    assert (reading.items[0].markup, reading.items[0].stem) == ("plain", "<p>Chọn&nbsp;gì?</p>")
    assert "html_without_prefix" in codes(reading.problems, "warning")
    for text in ("[plain]<p>Chọn?</p> {=a ~b}", "[html]<p>Chọn?</p> {=a ~b}", "a < b & c > d? {=a ~b}"):
        assert "html_without_prefix" not in codes(gift(text).problems)


def test_a_pair_of_own_words_is_true_false_only_where_the_comment_says_so() -> None:
    assert one("// Loại: đúng/sai\nTrời xanh. {=Có ~Không}").kind is Kind.TRUE_FALSE
    assert one("Trời xanh. {=Có ~Không}").kind is Kind.SINGLE
    assert one("// Loại: đúng/sai\nAi? {~%50%a ~%50%b ~c}").kind is Kind.MULTIPLE


def test_pins_in_a_comment_are_kept() -> None:
    assert [option.pinned for option in one("// Giữ vị trí: A, C, X\nA? {=a ~b ~c}").options] == [True, False, True]


def test_ids_and_levels_stand_in_comments() -> None:
    item = one("// [id:h\\]1] [tag:xa] [tag:Thông hiểu]\n// [id:khác]\nB? {=a ~b}")
    assert (item.id, item.level, item.place) == ("h]1", Level.COMPREHENSION, "dòng 3")


def test_a_comment_does_not_part_questions_and_may_stand_among_answers() -> None:
    assert len(one("B?\n// lời\n{\n=a\n// ~x\n~b\n}").options) == 2
    assert one("Trang http://vi.example là gì? {=a ~b}").stem == "Trang http://vi.example là gì?"


def test_a_blank_line_inside_braces_breaks_the_question_once() -> None:
    reading = gift("A? {\n=a\n\n~b\n\n}\n\nC? {=a ~b}")
    assert [(problem.code, problem.place) for problem in reading.errors] == [("braces", "dòng 1")]
    assert [item.stem for item in reading.items] == ["C?"]


def test_two_questions_without_a_blank_line_are_refused() -> None:
    assert refusal("A? {=a ~b}\nB? {=c ~d}") == ("braces", "dòng 1")


def test_braces_in_the_text_must_be_escaped() -> None:
    assert refusal(r"Tính \frac{1}{2}? {=a ~b}")[0] == "braces"
    assert one(r"Tính \frac\{1\}\{2\}? {=a ~b}").stem == r"Tính \frac{1}{2}?"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (r"a \~ \= \# \: \{ \} b", "a ~ = # : { } b"),
        (r"một\nhai", "một\nhai"),
        (r"giữ \x nguyên", r"giữ \x nguyên"),
        (r"\\neq", r"\neq"),
        ("[1] đầu câu", "[1] đầu câu"),
        ("[markdown] **đậm**", "**đậm**"),
    ],
)
def test_escapes_and_prefixes_in_a_stem(written: str, read_as: str) -> None:
    assert one(written + " {=a ~b}").stem == read_as


@pytest.mark.parametrize(
    "stem", [r"$x \neq y$", r"\\(x \nu y\\)", r"$$x \nabla y$$", r"\\[x \ni y\\]", r"Cho x \neq y", r"Cho a \notin b"]
)
def test_a_formula_eaten_by_the_line_break_escape_is_warned_of(stem: str) -> None:
    assert "latex_newline" in codes(gift(stem + " {=a ~b}").problems, "warning")
    assert "latex_newline" not in codes(gift(stem.replace("\\n", "\\\\n") + " {=a ~b}").problems)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("Thủ đô là {=Hà Nội ~Huế} của ta.", "Thủ đô là _____ của ta."), ('A? {=a ~b}";', 'A? _____ ";')],
)
def test_text_behind_the_braces_makes_a_gap_with_a_note(written: str, read_as: str) -> None:
    reading = gift(written)
    assert [item.stem for item in reading.items] == [read_as]
    assert "gap" in codes(reading.problems, "note")


def test_a_name_without_an_end_is_dropped() -> None:
    assert one("::A? {=a ~b}").stem == "A?"
    assert one(r"::a\:\:b:: A? {=a ~b}").stem == "A?"


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_every_line_end_and_a_byte_order_mark_are_read(ends: str) -> None:
    text = ends.join(["A? {", "=a", "~b", "}", "", "B? {=a ~b}"])
    assert [item.place for item in gift(b"\xef\xbb\xbf" + text.encode()).items] == ["dòng 1", "dòng 6"]


def test_html_is_kept_as_html_without_anything_dangerous() -> None:
    item = one(
        r"[html]<p onclick\=\"x()\">Chọn <b>H<sub>2</sub>O</b><script>alert(1)</script><!-- \#1 --></p> "
        r"{=<i>nước</i> ~[plain]a < b}"
    )
    assert item.markup == "html"
    assert item.stem == "<p>Chọn <b>H<sub>2</sub>O</b></p>"
    assert item.options[0].text == "<i>nước</i>"
    assert item.options[1].text == "a &lt; b"


def test_a_picture_is_refused_because_it_would_vanish() -> None:
    assert refusal(r'[html]<img src\="a.png"> gì đây? {=a ~b}') == ("picture", "dòng 1")


def test_tags_in_plain_text_stay_text() -> None:
    item = one("Thẻ <b> làm gì? {=in đậm ~in nghiêng}")
    assert (item.markup, item.stem) == ("plain", "Thẻ <b> làm gì?")


def test_options_that_speak_of_others_are_pinned_with_a_note() -> None:
    reading = gift("Ai? {~An ~Bình =Cả A và B ~Chi}")
    assert [option.pinned for option in reading.items[0].options] == [True, True, True, False]
    assert "pinned" in codes(reading.problems, "note")


def test_a_file_of_another_encoding_is_refused_at_its_first_wrong_line() -> None:
    reading = gift(b"A? {=a ~b}\n\n" + "Café? {=a ~b}".encode("cp1252"))
    assert [(problem.code, problem.place) for problem in reading.problems] == [("encoding", "dòng 3")]
    assert reading.items == ()


def test_the_whole_item_equals_what_was_meant() -> None:
    assert one("Thủ đô? {~Huế =Hà Nội}") == Item(Kind.SINGLE, "Thủ đô?", options("Huế", "*Hà Nội"))
