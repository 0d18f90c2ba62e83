"""What is written is read back equal, in every format, for what the format holds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.conversion import convert
from question_bank.formats import KEY_STYLES, Reading, read, write
from question_bank.item import Item, Kind
from question_bank.levels import Level
from question_bank.text import clean
from tests.question_bank.items import GIFT_SIGNS, SIGNS, VIETNAMESE, codes, item, items, options, spells_legacy

PROSE = VIETNAMESE + SIGNS.replace("(", "").replace(")", "") + "\u00e9ß€"
BANK = [
    item(topic="Lịch sử", level=Level.RECOGNITION, explanation="Vì thế.\nThêm nữa."),
    item(stem="Những ai?", kind=Kind.MULTIPLE, options=options("*An", "Bình", "*Chi"), topic="Lịch sử", id="q2"),
    item(stem="Tất cả?", kind=Kind.MULTIPLE, options=options("*An", "*Bình"), topic="Luật/Hiến pháp"),
    item(stem="Chỉ một?", kind=Kind.MULTIPLE, options=options("*An", "Bình"), topic="Luật/Hiến pháp"),
    item(stem="Trời xanh.", kind=Kind.TRUE_FALSE, options=options("Đúng", "*Sai"), topic="Luật/Hiến pháp"),
    item(stem="Đúng hay sai?", options=options("*Đúng", "Sai"), topic=""),
]


def same_items(reading: Reading, made: list[Item]) -> None:
    assert reading.errors == ()
    assert [replace(found, options=unpinned(found)) for found in reading.items] == made


def unpinned(found: Item) -> tuple[object, ...]:
    return tuple(replace(option, pinned=False) for option in found.options)


def a_list(of: st.SearchStrategy[Item]) -> st.SearchStrategy[list[Item]]:
    return st.lists(of, min_size=1, max_size=4).filter(lambda made: not spells_legacy(made))


@settings(deadline=None, max_examples=100)
@given(a_list(items(VIETNAMESE + SIGNS + GIFT_SIGNS, lines=True)))
def test_gift_holds_what_it_is_given(made: list[Item]) -> None:
    same_items(read(write(made, "gift"), "bank.gift"), made)


@settings(deadline=None, max_examples=100)
@given(a_list(items(VIETNAMESE + SIGNS + GIFT_SIGNS, lines=True)))
def test_json_holds_what_it_is_given(made: list[Item]) -> None:
    same_items(read(write(made, "json"), "bank.json"), made)


def only_what_aiken_holds(made: Item) -> Item:
    """The item without the fields of which Aiken knows nothing; its key decides its kind."""
    bare = replace(made, marks=Decimal(1), level=None, topic="", explanation="", source="")
    return replace(bare, kind=Kind.SINGLE) if len(made.key_indexes) == 1 and made.kind is Kind.MULTIPLE else bare


@settings(deadline=None, max_examples=100)
@given(a_list(items(VIETNAMESE + SIGNS + GIFT_SIGNS, lines=True, extras=False).map(only_what_aiken_holds)))
def test_aiken_holds_what_it_is_given(made: list[Item]) -> None:
    same_items(read(write(made, "aiken"), "bank.aiken"), made)


@settings(deadline=None, max_examples=40)
@given(a_list(items(VIETNAMESE + SIGNS + GIFT_SIGNS, lines=True)))
def test_excel_holds_what_it_is_given(made: list[Item]) -> None:
    same_items(read(write(made, "xlsx"), "bank.xlsx"), made)


@settings(deadline=None, max_examples=40)
@given(a_list(items(PROSE)), st.sampled_from(KEY_STYLES))
def test_word_holds_prose_whichever_way_the_key_is_shown(made: list[Item], key_style: str) -> None:
    same_items(read(write(made, "docx", key_style=key_style), "bank.docx"), made)


@pytest.mark.parametrize("format", ["gift", "json", "xlsx"])
def test_a_bank_of_every_kind_survives(format: str) -> None:
    same_items(read(write(BANK, format), f"bank.{format}"), BANK)


@pytest.mark.parametrize("key_style", KEY_STYLES)
def test_a_bank_of_every_kind_survives_in_word(key_style: str) -> None:
    same_items(read(write(BANK, "docx", key_style=key_style), "bank.docx"), BANK)


@pytest.mark.parametrize(
    "stem",
    ["// không phải lời chú", "[html] là gì?", "$CATEGORY: x", "::tên::", "a\n\nb", "{x}", "\\n", "0", "~", "\\"],
)
def test_gift_guards_texts_that_look_like_grammar(stem: str) -> None:
    made = [
        item(stem=stem, options=options("*%50%x", "[plain]y", "=z", "#t", "->"), explanation="####e", topic="//a/b//")
    ]
    same_items(read(write(made, "gift"), "bank.gift"), [replace(made[0], stem=clean(stem))])


def test_option_feedback_and_pins_survive_in_gift_and_json() -> None:
    made = item(options=options("Một", "*Hai", "Tất cả các phương án trên"))
    with_feedback = tuple(replace(option, feedback=f"lời # {option.text}") for option in made.options)
    made = replace(made, options=(*with_feedback[:2], replace(with_feedback[2], pinned=True)))
    for format in ("gift", "json"):
        assert read(write([made], format), f"bank.{format}").items == (made,)


def test_true_false_feedback_survives_in_gift() -> None:
    made = item(kind=Kind.TRUE_FALSE, options=options("Đúng", "*Sai"), explanation="vì")
    made = replace(made, options=tuple(replace(option, feedback=f"f {option.text}") for option in made.options))
    assert read(write([made], "gift"), "bank.gift").items == (made,)


def test_pins_and_pairs_of_own_words_survive_in_gift() -> None:
    made = item(kind=Kind.TRUE_FALSE, options=options("Không", "*Có"), id="a]b\\", source="Điều 1 [id:x] ]\nĐiều 2 \\n")
    made = replace(made, options=(made.options[0], replace(made.options[1], pinned=True)), level=Level.APPLICATION)
    assert read(write([made], "gift"), "bank.gift").items == (made,)


def test_html_survives_in_gift() -> None:
    made = item(markup="html", stem="<p>H<sub>2</sub>O &amp; <b>x</b></p>", options=options("*<i>a</i>", "bé &lt; lớn"))
    assert read(write([made], "gift"), "bank.gift").items == (made,)


def test_conversion_tells_what_a_format_does_not_hold() -> None:
    made = item(place="Câu 1", markup="html", stem="<b>Hỏi?</b>")
    pinned = replace(made, options=tuple(replace(option, pinned=True, feedback="f") for option in made.options))
    [problem] = convert([pinned], "docx").problems
    assert (problem.code, problem.severity, problem.place) == ("not_held", "warning", "Câu 1")
    for word in ("định dạng HTML", "lời nhắn", "giữ nguyên vị trí"):
        assert word in problem.message


def test_conversion_refuses_to_change_a_question_in_silence() -> None:
    for stem in ("Cho\nA. một", "Theo quy định\nNguồn: Bộ Nội vụ"):
        assert codes(convert([item(stem=stem)], "docx").problems, "error") == ["not_held"]
    assert convert([item()], "docx").problems == ()


def test_an_unknown_key_style_or_format_is_refused() -> None:
    with pytest.raises(ValueError, match="nghiêng"):
        write([item()], "docx", key_style="nghiêng")
    with pytest.raises(ValueError, match="odt"):
        write([item()], "odt")
