"""Aiken: what Moodle takes, what people write beyond it, and what nobody can tell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.conversion import convert
from question_bank.formats import Reading, read, write
from question_bank.item import Item, Kind
from question_bank.levels import Level
from tests.question_bank.items import codes, item, options, picture

STRICT = "Thủ đô?\nA. Huế\nB) Hà Nội\nC.Vinh\nANSWER: B\n"


def aiken(text: str | bytes) -> Reading:
    return read(text if isinstance(text, bytes) else text.encode(), "de.aiken")


def one(text: str) -> Item:
    reading = aiken(text)
    assert reading.errors == ()
    [found] = reading.items
    return found


def refusals(text: str) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in aiken(text).errors]


def remarks(text: str) -> list[tuple[str, str]]:
    """What a file gets told besides that it names no sources."""
    return [(problem.code, problem.place) for problem in aiken(text).problems if problem.code != "no_source"]


def test_what_moodle_takes_is_read_exactly_and_without_a_remark() -> None:
    assert one(STRICT) == Item(Kind.SINGLE, "Thủ đô?", options("Huế", "*Hà Nội", "Vinh"))
    assert remarks(STRICT) == []


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_places_are_lines_whatever_ends_them(ends: str) -> None:
    text = ("\n" + STRICT + "\n\n" + STRICT.replace("Thủ đô", "Cố đô")).replace("\n", ends)
    assert [found.place for found in aiken(b"\xef\xbb\xbf" + text.encode()).items] == ["dòng 2", "dòng 9"]


def test_blank_lines_part_nothing() -> None:
    assert one(STRICT.replace("\n", "\n\n \n")).options == one(STRICT).options


def test_a_strict_key_is_a_letter_even_where_an_option_is_called_so() -> None:
    assert one("Vitamin nào?\nA. B\nB. A\nC. D\nANSWER: A").key_indexes == (0,)


@pytest.mark.parametrize("key", ["answer: B", "Answer : B", "ANSWER: b", "ANSWER : B.", "ĐÁP ÁN: B", "Đáp án đúng: B"])
def test_other_spellings_of_the_key_line_are_read_with_a_note_at_their_line(key: str) -> None:
    text = STRICT.replace("ANSWER: B", key)
    assert one(text).key_indexes == (1,)
    assert remarks(text) == [("key_spelling", "dòng 5")]


@pytest.mark.parametrize("key", ["ANSWER: A, C", "ANSWER: AC", "Đáp án: A và C", "ANSWER: a;c"])
def test_several_letters_make_a_multiple_with_a_note(key: str) -> None:
    text = STRICT.replace("ANSWER: B", key)
    assert (one(text).kind, one(text).key_indexes) == (Kind.MULTIPLE, (0, 2))
    assert remarks(text) == [("several_named", "dòng 5")]


def test_a_key_by_its_text_is_read_with_a_note() -> None:
    text = STRICT.replace("ANSWER: B", "ANSWER: Hà Nội")
    assert one(text).key_indexes == (1,)
    assert remarks(text) == [("key_by_text", "dòng 5")]


@pytest.mark.parametrize("key", ["ANSWER: D", "ANSWER: H", "ANSWER: Đà Nẵng", "ANSWER:", "ANSWER: A, D", "ANSWER: 4"])
def test_a_key_that_names_no_option_is_refused_at_its_line(key: str) -> None:
    assert refusals(STRICT.replace("ANSWER: B", key)) == [("key_unknown", "dòng 5")]


def test_a_key_that_contradicts_itself_is_refused() -> None:
    assert refusals(STRICT.replace("ANSWER: B", "ANSWER: B. Huế")) == [("key_conflict", "dòng 5")]
    assert one(STRICT.replace("ANSWER: B", "ANSWER: B. Hà Nội")).key_indexes == (1,)


def test_a_question_of_several_lines_is_kept_whole_with_a_note() -> None:
    text = "Cho đoạn văn.\n\n“Trăm năm”\n" + STRICT
    assert one(text).stem == "Cho đoạn văn.\n“Trăm năm”\nThủ đô?"
    assert remarks(text) == [("stem_lines", "dòng 1")]


def test_an_option_of_several_lines_is_kept_whole_with_a_note() -> None:
    text = STRICT.replace("Huế\n", "Huế\nxứ mộng mơ\n").replace("C.Vinh\n", "C.Vinh\nxứ Nghệ\n")
    assert [option.text for option in one(text).options] == ["Huế\nxứ mộng mơ", "Hà Nội", "Vinh\nxứ Nghệ"]
    assert remarks(text) == [("option_lines", "dòng 2")]


def test_small_letters_are_options_with_a_note() -> None:
    text = "Thủ đô?\na. Huế\nb) Hà Nội\nANSWER: b"
    assert one(text).options == options("Huế", "*Hà Nội")
    assert remarks(text)[1:] == [("small_letters", "dòng 1")]


def test_small_letters_above_capital_ones_belong_to_the_question() -> None:
    found = one("Cho:\na) một\nb) hai\nChọn gì?\nA. a\nB. b\nANSWER: A")
    assert (found.stem, found.options) == ("Cho:\na) một\nb) hai\nChọn gì?", options("*a", "b"))


@pytest.mark.parametrize(("sign", "level"), [("[1]", Level.RECOGNITION), ("[2] ", Level.COMPREHENSION)])
def test_a_level_in_brackets_is_taken_with_a_note(sign: str, level: Level) -> None:
    assert (one(sign + STRICT).stem, one(sign + STRICT).level) == ("Thủ đô?", level)
    assert remarks(sign + STRICT) == [("level_prefix", "dòng 1")]


def test_brackets_that_name_no_level_stay_in_the_question() -> None:
    for sign in ("[5] ", "[a] ", "[12] "):
        assert (one(sign + STRICT).stem, one(sign + STRICT).level) == (sign + "Thủ đô?", None)


@pytest.mark.parametrize("stem", ["A. Nguyễn Du là ai?", "V. Hugo là ai?", "C) Đúng không?"])
def test_a_question_that_looks_like_an_option_is_read_with_a_warning(stem: str) -> None:
    text = stem + "\nA. nhà thơ\nB. vua\nANSWER: A"
    assert (one(text).stem, len(one(text).options)) == (stem, 2)
    assert remarks(text) == [("stem_like_option", "dòng 1")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A. Huế\nB. Vinh\nANSWER: A", [("no_question", "dòng 1")]),
        ("ANSWER: A", [("no_question", "dòng 1")]),
        ("Gì?\nA. một\nANSWER: A", [("too_few_options", "dòng 1")]),
        ("Gì?\nANSWER: A", [("key_unknown", "dòng 2"), ("too_few_options", "dòng 1")]),
        ("Gì?\nA. một\nC. hai\nANSWER: A", [("option_letters", "dòng 3")]),
        ("Gì?\nB. một\nC. hai\nANSWER: B", [("option_letters", "dòng 2")]),
        ("Cho:\nA. một\nA. hai\nB. ba\nANSWER: B", [("option_letters", "dòng 3")]),
        ("Gì?\nA. một\nB. hai\nGiải thích: vì\nANSWER: B", [("extra_line", "dòng 4")]),
        ("Gì?\nA. một\nB. hai\n", [("unfinished", "dòng 1")]),
        ("\nGì?", [("unfinished", "dòng 2")]),
    ],
)
def test_what_is_no_whole_question_is_refused_at_its_line(text: str, found: list[tuple[str, str]]) -> None:
    assert refusals(text) == found
    assert aiken(text).items == ()


def test_a_question_without_its_key_does_not_swallow_the_next_one() -> None:
    for gap in ("\n", "\n\n"):
        reading = aiken(f"Một?\nA. x\nB. y{gap}Hai?\nA. z\nB. t\nANSWER: B\n\nBa?\nA. u\nB. v")
        assert [(found.stem, found.key_indexes) for found in reading.items] == [("Hai?", (1,))]
        assert [problem.code for problem in reading.errors] == ["unfinished", "unfinished"]
        assert [(one.stem, one.options) for one in reading.refused] == [("Một?", ("x", "y")), ("Ba?", ("u", "v"))]


def test_a_line_that_may_belong_to_the_option_above_or_the_question_below_refuses_both() -> None:
    text = "Một?\nA. x\nB. y\ny tiếp\nHai?\nA. z\nB. t\nANSWER: B"
    assert refusals(text) == [("unfinished", "dòng 1"), ("option_letters", "dòng 4")]
    assert [found.stem for found in aiken(text.replace("Hai?", "\nHai?")).items] == ["Hai?"]


def test_written_aiken_is_what_moodle_reads() -> None:
    written = write([item(), item(kind=Kind.MULTIPLE, options=options("*An", "Bình", "*Chi"))], "aiken").decode()
    assert written == (
        "Thủ đô của nước ta là thành phố nào?\nA. Huế\nB. Hà Nội\nC. Đà Nẵng\nD. Cần Thơ\nANSWER: B\n\n"
        "Thủ đô của nước ta là thành phố nào?\nA. An\nB. Bình\nC. Chi\nANSWER: A, C\n"
    )


def test_conversion_tells_everything_that_aiken_cannot_hold() -> None:
    made = item(
        place="Câu 1", level=Level.APPLICATION, topic="Lịch sử", explanation="vì", images=(picture(),), id="x",
        markup="html", stem="<b>Hỏi?</b>", options=options("*An", "Bình"),
    )  # fmt: skip
    [problem] = convert([made], "aiken").problems
    assert (problem.code, problem.severity, problem.place) == ("not_held", "warning", "Câu 1")
    for word in ("mã câu hỏi", "mức độ", "chủ đề", "giải thích", "căn cứ", "hình", "HTML"):
        assert word in problem.message


@pytest.mark.parametrize("stem", ["Cho\nA. một", "Cho\nANSWER: B\nHỏi?", "[1] Gì?", "Căn cứ: luật nào?"])
def test_conversion_refuses_texts_that_would_be_read_otherwise(stem: str) -> None:
    assert codes(convert([item(stem=stem)], "aiken").problems, "error") == ["not_held"]


def test_more_options_than_letters_are_refused() -> None:
    with pytest.raises(ValueError, match="26"):
        write([item(options=options(*(f"số {number}" for number in range(27))))], "aiken")


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="ABCab.)[1] \nANSWER:đápán", max_size=60))
def test_any_text_is_read_without_failing(text: str) -> None:
    reading = read(text.encode() + b"x", format="aiken")
    assert reading.items or reading.errors
