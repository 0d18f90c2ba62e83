"""What changed between two revisions, as people read it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from question_bank.item import Item, Kind, Option
from quiz.bank.differences import Mark, Part, compare, words
from quiz.bank.rules import Content, content_of

ALL_ABOVE = "Tất cả các phương án trên"
OPTIONS = (Option("Hà Nội", True), Option("Cao Bằng"), Option("Hà Tĩnh"), Option(ALL_ABOVE, pinned=True))
ITEM = Item(Kind.SINGLE, "Thủ đô của nước ta ở đâu?", OPTIONS, explanation="Theo Hiến pháp", source="Điều 13")


def content(**changes: object) -> Content:
    return content_of(replace(ITEM, **changes))  # type: ignore[arg-type]


def shown(part: Part) -> str:
    """A part with its signs: what came in [+ ], what went in [- ]."""
    signs = {Mark.SAME: "{}", Mark.ADDED: "[+{}]", Mark.REMOVED: "[-{}]"}
    return "".join(signs[piece.mark].format(piece.text) for piece in part.pieces)


def changes(before: Content, after: Content) -> dict[str, str]:
    parts = [part for part in compare(before, after) if part.is_changed]
    return {f"{part.name} {part.before}{part.after}".strip(): shown(part) for part in parts}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("năm 1945", "năm 1946", "năm [-1945][+1946]"),
        ("", "mới", "[+mới]"),
        ("cũ", "", "[-cũ]"),
        ("Một hai ba", "Một ba", "Một [-hai ]ba"),
        ("như nhau", "như nhau", "như nhau"),
        ("Ai ở đó hiện nay thế?", "Ai ở đó lúc bấy giờ thế?", "Ai ở đó [-hiện nay][+lúc bấy giờ] thế?"),
        ("Chẳng có gì chung", "Khác tất cả mọi chữ", "[-Chẳng có gì chung][+Khác tất cả mọi chữ]"),
        ("Đảng bộ", "đảng bộ", "[-Đảng][+đảng] bộ"),
        ("", "", ""),
    ],
)
def test_words_are_compared_whole(before: str, after: str, told: str) -> None:
    assert shown(Part("stem", words(before, after))) == told


def test_both_texts_can_be_read_out_of_the_difference() -> None:
    chance = random.Random(7)
    vocabulary = ["Nghị quyết", "số", "18-NQ/TW", ",", " ", "\n", "năm", "2026", "?"]
    for _ in range(300):
        before, after = ("".join(chance.choices(vocabulary, k=chance.randrange(12))) for _ in range(2))
        pieces = words(before, after)
        assert "".join(piece.text for piece in pieces if piece.mark is not Mark.ADDED) == before
        assert "".join(piece.text for piece in pieces if piece.mark is not Mark.REMOVED) == after


def test_equal_revisions_show_no_change() -> None:
    assert changes(content(), content()) == {}
    assert [part.name for part in compare(content(), content())] == [
        *("kind", "stem", "option", "option", "option", "option", "key", "pins", "explanation", "source", "marks")
    ]


def test_every_part_tells_its_change() -> None:
    options = (replace(OPTIONS[0], is_key=False), replace(OPTIONS[1], is_key=True), *OPTIONS[2:])
    after = content(
        stem="Thủ đô của nước ta hiện nay ở đâu?", options=options, explanation="", source="Điều 13 Hiến pháp"
    )
    assert changes(content(), after) == {
        "stem": "Thủ đô của nước ta [+hiện nay ]ở đâu?",
        "key": "[-A][+B]",
        "explanation": "[-Theo Hiến pháp]",
        "source": "Điều 13[+ Hiến pháp]",
    }


def test_a_moved_option_is_known_again_with_its_old_letter() -> None:
    moved = (OPTIONS[1], OPTIONS[0], *OPTIONS[2:])
    told = changes(content(), content(options=moved))
    assert told["option BA"] == "Cao Bằng"
    assert told["option AB"] == "Hà Nội"
    assert told["key"] == "[-A][+B]"


def test_options_that_came_or_went_are_told_with_their_letter() -> None:
    three, other = content(options=OPTIONS[:3]), content(options=(*OPTIONS[:3], Option("Huế")))
    assert changes(content(), three) == {"option D": f"[-{ALL_ABOVE}]", "pins": "[-D]"}
    assert changes(three, other) == {"option D": "[+Huế]"}


def test_an_option_with_other_words_in_its_place_is_a_change_and_not_two() -> None:
    after = content(options=(OPTIONS[0], Option("Thành phố Cao Bằng"), *OPTIONS[2:]))
    assert changes(content(), after) == {"option BB": "[+Thành phố ]Cao Bằng"}


def test_pins_and_feedback_are_told_beside_the_option() -> None:
    options = (replace(OPTIONS[0], feedback="Chính xác"), *OPTIONS[1:3], replace(OPTIONS[3], pinned=False))
    after = content(options=options)
    assert changes(content(), after) == {"feedback AA": "[+Chính xác]", "pins": "[-D]"}
    gone = content(options=(*OPTIONS[1:3], replace(OPTIONS[0], feedback="")))
    assert changes(after, gone)["feedback AC"] == "[-Chính xác]"


def test_markup_is_read_without_tags_unless_only_the_tags_differ() -> None:
    stems = ("H<sub>2</sub>O là gì", "H<sub>2</sub>O là chất gì", "<b>H</b><sub>2</sub>O là gì")
    before, after, bold = (content(markup="html", stem=stem) for stem in stems)
    assert changes(before, after) == {"stem": "H2O là [+chất ]gì"}
    assert changes(before, bold)["stem"].replace("][+", "") == "[+<b>]H[+</b>]<sub>2</sub>O là gì"


def test_kind_and_marks_are_read_as_one() -> None:
    told = changes(content(), content(kind=Kind.MULTIPLE, marks=ITEM.marks / 2))
    assert told == {"kind": "[-single][+multiple]", "marks": "[-1][+0,5]"}
