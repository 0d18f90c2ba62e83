"""What Moodle XML and QTI are given comes back equal: pictures, pins, feedback, HTML and all."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from question_bank.conversion import convert
from question_bank.formats import read, write
from question_bank.item import Item, Kind
from question_bank.levels import Level
from tests.question_bank.items import codes, item, options, picture
from tests.question_bank.pictured import html_items, rich_items
from tests.question_bank.qti_files import V2P1

FORMATS = ("moodle", "qti")
RED, BLUE = picture("red"), picture("blue")


def same_items(made: list[Item], format: str) -> None:
    reading = read(write(made, format), format=format)
    assert reading.errors == ()
    assert list(reading.items) == made


@pytest.mark.parametrize("format", FORMATS)
@settings(deadline=None, max_examples=100)
@given(made=st.lists(rich_items(), min_size=1, max_size=3))
def test_plain_items_with_pictures_come_back_equal(format: str, made: list[Item]) -> None:
    same_items(made, format)


@pytest.mark.parametrize("format", FORMATS)
@settings(deadline=None, max_examples=100)
@given(made=st.lists(html_items(), min_size=1, max_size=3))
def test_html_items_with_pictures_come_back_equal(format: str, made: list[Item]) -> None:
    same_items(made, format)


ODD = [
    item(stem="]]> & <b> \"x\" 'y'", options=options("*]]>", "<", "&amp;", "@@PLUGINFILE@@"), source="<Luật> & ]]>"),
    item(topic="Luật/Hiến pháp", level=Level.HIGH_APPLICATION, id='a"<b>&'),
    item(topic="/lạ//", explanation="Căn cứ: không phải căn cứ", source=""),
    item(explanation="Vì\nCăn cứ: một\nhai", source="Điều 1\nĐiều 2"),
    item(kind=Kind.MULTIPLE, options=options("*a", "*b", "*c", "d", "e", "f", "*g", "h")),
    item(kind=Kind.TRUE_FALSE, options=options("Sai", "*Đúng")),
    item(options=options("*Đúng", "Sai")),
    item(stem="[Hình 1]", images=(RED,)),
    item(stem="Xem [Hình 2] trước [Hình 1]?", images=(RED, BLUE)),
    item(stem="Hai hình dưới đây?", images=(RED, BLUE)),
    item(stem="Ai?\n[Hình 1]\n[Hình 2]", images=(RED, BLUE)),
    item(stem="[Hình 7] không có", options=options("*[Hình 1]", "[Hình 2]"), images=(RED, BLUE)),
    item(stem="<p>H<sub>2</sub>O</p><p>[Hình 1]</p>", markup="html", images=(RED,)),
    item(stem="<div><b>a</b></div>", markup="html", source="Điều 1", explanation=""),
    item(stem="a <b>b</b><br>c <u>d</u>", markup="html", explanation="<p>Căn cứ: x</p>", source=""),
]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("made", ODD, ids=range(len(ODD)))
def test_what_could_be_taken_for_grammar_comes_back_equal(format: str, made: Item) -> None:
    same_items([made], format)
    assert convert([made], format).problems == ()


@pytest.mark.parametrize("format", FORMATS)
def test_pins_of_single_options_come_back(format: str) -> None:
    for pinned in ({0}, {1, 3}, {0, 1, 2, 3}):
        made = item(options=tuple(replace(one, pinned=at in pinned) for at, one in enumerate(item().options)))
        same_items([made], format)


def test_moodle_shuffles_nothing_where_something_is_pinned() -> None:
    free, kept = item(), item(options=options("An", "*Bình", "Cả A và B"))
    assert b"<shuffleanswers>1</shuffleanswers>" in write([free], "moodle")
    pinned = replace(kept, options=tuple(replace(one, pinned=True) for one in kept.options))
    assert b"<shuffleanswers>0</shuffleanswers>" in write([pinned], "moodle")


@pytest.mark.parametrize("format", FORMATS)
def test_html_without_formatting_becomes_plain_and_nothing_is_said_to_be_lost(format: str) -> None:
    made = item(stem="<p>Một</p><p>hai?</p>", markup="html", explanation="<p>Vì</p>", place="Câu 1")
    written = convert([made], format)
    assert written.problems == ()
    [back] = read(written.data, format=format).items
    assert (back.markup, back.stem, back.explanation) == ("plain", "Một\nhai?", "Vì")


@pytest.mark.parametrize("format", FORMATS)
def test_words_of_true_and_false_that_a_format_does_not_know_are_said_to_be_changed(format: str) -> None:
    made = item(kind=Kind.TRUE_FALSE, options=options("*Có", "Không"))
    assert codes(convert([made], format).problems, "error") == ["not_held"]


PARTS = (
    "assessmentItem responseDeclaration correctResponse value outcomeDeclaration defaultValue itemBody "
    "choiceInteraction prompt simpleChoice feedbackInline feedbackBlock responseProcessing responseCondition "
    "responseIf match variable correct setOutcomeValue baseValue modalFeedback div p br img b i sub sup code "
    "strong em span ul li table tbody tr td"
)
ORDER = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"]


@settings(deadline=None, max_examples=50)
@given(made=st.lists(html_items(), min_size=1, max_size=3))
def test_what_is_written_as_qti_has_the_parts_of_version_2_1_in_their_order(made: list[Item]) -> None:
    with zipfile.ZipFile(io.BytesIO(write(made, "qti"))) as archive:
        names = archive.namelist()
        items = [etree.fromstring(archive.read(name)) for name in names if name.startswith("items/")]
        listed = set(etree.fromstring(archive.read("imsmanifest.xml")).xpath("//@href"))
    assert listed == {name for name in names if name != "imsmanifest.xml"}
    for root in items:
        tags = [etree.QName(element).localname for element in root.iter()]
        children = [etree.QName(element).localname for element in root]
        assert set(tags) <= set(PARTS.split())
        assert children == sorted(children, key=ORDER.index)
        assert {etree.QName(element).namespace for element in root.iter()} == {V2P1}


def test_two_files_of_the_same_items_are_the_same_bytes() -> None:
    for format in FORMATS:
        assert write(ODD, format) == write(ODD, format)
