"""Pictures in the HTML of a question: marks where they stood, and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from question_bank.draft import Draft, DraftOption
from question_bank.formats import read, write
from question_bank.hypertext import clean_hypertext, file_name, in_html, in_plain, lighten
from question_bank.image import Image, ImageRefusedError
from question_bank.limits import Limits
from tests.question_bank.items import codes, item, options, picture

RED, BLUE, GREEN = picture("red"), picture("blue"), picture("green")
FILES = {"red.png": RED, "blue.png": BLUE, "green.png": GREEN, "hinh-1.png": RED, "hinh-2.png": BLUE}


def find(address: str) -> Image:
    if address not in FILES:
        raise ImageRefusedError(f"Không có {address}.")
    return FILES[address]


def cleaned(stem: str, *texts: str, limits: Limits | None = None) -> Draft:
    draft = Draft("Câu 1", stem=stem, options=[DraftOption(text) for text in texts], markup="html")
    clean_hypertext(draft, limits or Limits(), find)
    return draft


def img(name: str) -> str:
    return f'<img src="{name}">'


@pytest.mark.parametrize(
    ("stem", "read_as"),
    [
        (f"Đây là ai?{img('red.png')}", "Đây là ai?"),
        (f"<p>Đây là ai?</p><p>{img('red.png')} </p>", "<p>Đây là ai?</p>"),
        (f"<div><p>Đây là ai?</p><p>{img('red.png')}<br></p></div>", "<div><p>Đây là ai?</p></div>"),
        (f"{img('red.png')}Đây là ai?", "[Hình 1]Đây là ai?"),
        (f"Xem {img('red.png')} rồi chọn.", "Xem [Hình 1] rồi chọn."),
        (f"<p>{img('red.png')}</p>", "<p>[Hình 1]</p>"),
        (f"{img('red.png')}?{img('blue.png')}{img('green.png')}", "[Hình 1]?"),
        (f"Xem {img('red.png')} và {img('red.png')}.", "Xem [Hình 1] và [Hình 1]."),
    ],
)
def test_a_picture_leaves_its_mark_unless_it_stands_at_the_end_of_the_stem(stem: str, read_as: str) -> None:
    assert cleaned(stem).stem == read_as


def test_pictures_are_numbered_through_the_whole_question_each_once() -> None:
    draft = cleaned(f"Hỏi?{img('red.png')}", img("blue.png"), f"b {img('red.png')}")
    assert draft.images == (RED, BLUE)
    assert [option.text for option in draft.options] == ["[Hình 2]", "b [Hình 1]"]


def test_files_of_our_own_names_keep_their_numbers() -> None:
    draft = cleaned(f"{img('hinh-2.png')} hay {img('hinh-1.png')} đẹp?")
    assert (draft.stem, draft.images) == ("[Hình 2] hay [Hình 1] đẹp?", (RED, BLUE))


def test_pictures_that_a_draft_has_already_come_first() -> None:
    draft = Draft("Câu 1", stem=f"{img('blue.png')} là gì?", markup="html", images=(RED,))
    clean_hypertext(draft, find=find)
    assert (draft.stem, draft.images) == ("[Hình 2] là gì?", (RED, BLUE))


def test_a_picture_that_is_not_there_refuses_the_question_once() -> None:
    draft = cleaned(f"{img('x.png')} và {img('x.png')}")
    assert codes(draft.problems) == ["picture"]


def test_a_data_address_is_taken_and_every_other_one_refused_without_a_finder() -> None:
    draft = Draft("Câu 1", stem=f'Ai?<img src="{RED.to_url()}">', markup="html")
    clean_hypertext(draft)
    assert (draft.images, draft.problems) == ((RED,), [])
    draft = Draft("Câu 1", stem='Ai?<img src="http://127.0.0.1/a.png">', markup="html")
    clean_hypertext(draft)
    assert codes(draft.problems) == ["picture"]


def test_more_pictures_than_allowed_refuse_the_question() -> None:
    stem = "".join(map(img, ("red.png", "blue.png", "green.png"))) + "?"
    assert codes(cleaned(stem, limits=Limits(images_per_item=2)).problems) == ["picture"]
    assert cleaned(stem, limits=Limits(images_per_item=3)).problems == []


def test_a_picture_is_opened_once_and_none_beyond_the_limit() -> None:
    opened = []

    def watched(address: str) -> Image:
        opened.append(address)
        return find(address)

    stem = img("red.png") * 100 + img("blue.png") + img("green.png") * 100 + "?"
    clean_hypertext(Draft("Câu 1", stem=stem, markup="html"), Limits(images_per_item=2), watched)
    assert opened == ["red.png", "blue.png"]


def test_code_points_that_stand_for_pictures_cannot_be_smuggled_in() -> None:
    draft = cleaned(f"a\ufdd07\ufdd1b {img('red.png')} c")
    assert (draft.stem, draft.images) == ("a7b [Hình 1] c", (RED,))


def test_formulas_and_media_refuse_the_question() -> None:
    assert codes(cleaned("<math></math>", "<video>").problems) == ["formula", "media"]


def test_html_of_nothing_but_lines_becomes_plain() -> None:
    draft = cleaned("<p>Một</p><p>hai &lt; ba</p>", "<div>a</div>")
    lighten(draft)
    assert (draft.markup, draft.stem, draft.options[0].text) == ("plain", "Một\nhai < ba", "a")
    draft = cleaned("<p>Một</p>", "<b>a</b>")
    lighten(draft)
    assert (draft.markup, draft.stem) == ("html", "<p>Một</p>")


@pytest.mark.parametrize(
    ("stem", "written"),
    [
        ("Ai?", "Ai?<1><2>"),
        ("[Hình 2] là ai?", "<2> là ai?<1>"),
        ("Ai?\n[Hình 1]", "Ai?<br>[Hình 1]<1><2>"),
        ("[Hình 3] và [Hình 0]?", "[Hình 3] và [Hình 0]?<1><2>"),
    ],
)
def test_writing_puts_pictures_at_their_marks_and_the_others_below(stem: str, written: str) -> None:
    made = in_html(item(stem=stem, images=(RED, BLUE)), lambda number: f"<{number}>")
    assert (made.stem, made.markup) == (written, "html")


def test_a_plain_item_is_escaped_and_an_html_one_is_not() -> None:
    assert in_html(item(stem="a < b\nc"), str).stem == "a &lt; b<br>c"
    assert in_html(item(stem="a <b>b</b>", markup="html"), str).stem == "a <b>b</b>"


def test_an_html_item_can_be_seen_plain() -> None:
    made = in_plain(item(stem="<p>H<sub>2</sub>O</p>", markup="html", options=options("*<b>a</b>", "b")))
    assert (made.markup, made.stem, made.options[0].text) == ("plain", "H2O", "a")


def test_the_name_of_a_file_says_number_and_kind() -> None:
    assert file_name(RED, 3) == "hinh-3.png"


def test_pictures_in_data_addresses_come_along_from_every_format_with_html() -> None:
    stem = f'<p>Ai <b>đây</b>?</p><img src="{RED.to_url()}">'
    made = read(write([item(stem=stem, markup="html")], "json"), "a.json").items
    assert made == (item(stem="<p>Ai <b>đây</b>?</p>", markup="html", images=(RED,)),)
    assert replace(made[0], images=()).stem == "<p>Ai <b>đây</b>?</p>"
