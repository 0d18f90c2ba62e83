"""QTI items of every version: their text, their choices, and the kinds that a contest does not use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from question_bank.item import Item, Kind
from tests.question_bank.items import codes, options
from tests.question_bank.qti_files import (
    CAPITAL,
    MATCH,
    V2P2,
    choices,
    declaration,
    in_version_3,
    item_xml,
    one,
    qti,
    refusal,
)

MEANT = Item(Kind.SINGLE, "Thủ đô của nước ta?", options("Huế", "*Hà Nội", "Đà Nẵng"), id="q1")
FEEDBACK = '<feedbackInline outcomeIdentifier="FEEDBACK" identifier="A" showHide="show">{}</feedbackInline>'


def modal(name: str, text: str) -> str:
    return f'<modalFeedback outcomeIdentifier="F" identifier="{name}" showHide="show">{text}</modalFeedback>'


@pytest.mark.parametrize("data", [item_xml(), item_xml(namespace=V2P2), in_version_3(item_xml())])
def test_every_version_says_the_same(data: bytes) -> None:
    assert one(data) == MEANT


def test_version_3_is_spelled_otherwise_in_what_is_tested() -> None:
    assert b"<qti-simple-choice" in in_version_3(item_xml())
    assert b"response-identifier=" in in_version_3(item_xml())


def test_a_prefix_of_the_names_changes_nothing() -> None:
    text = item_xml().decode().replace("xmlns=", "xmlns:q=").replace("</", "</q:").replace("<?xml", "<!xml")
    text = text.replace("<", "<q:").replace("<q:/q:", "</q:").replace("<q:!xml", "<?xml")
    assert one(text.encode()) == MEANT


def test_an_item_is_found_by_its_title_and_line() -> None:
    assert one(item_xml()).place == "Câu 1 “Thủ đô” (dòng 2)"


@pytest.mark.parametrize(
    ("body", "stem"),
    [
        (choices(*CAPITAL, asked="Hỏi?"), "Hỏi?"),
        ("<p>Đọc đoạn sau.</p>" + choices(*CAPITAL, asked="Hỏi?"), "Đọc đoạn sau.\nHỏi?"),
        ("<p>Hỏi\n   gì?</p>" + choices(*CAPITAL), "Hỏi gì?"),
        ("<div><p>Một</p><p>hai?</p></div>" + choices(*CAPITAL), "Một\nhai?"),
        (f'<div class="grid-row"><div class="col-12"><p>Hỏi?</p>{choices(*CAPITAL)}</div></div>', "Hỏi?"),
        (choices(*CAPITAL, asked="Hỏi <br/> gì &lt;b&gt;?"), "Hỏi\ngì <b>?"),
        (
            '<rubricBlock view="candidate"><p>Chọn một.</p></rubricBlock>' + choices(*CAPITAL, asked="Hỏi?"),
            "Chọn một.\nHỏi?",
        ),
    ],
)
def test_the_stem_is_the_body_before_the_choices_and_the_prompt(body: str, stem: str) -> None:
    assert one(item_xml(body)).stem == stem


def test_text_behind_the_choices_is_kept_with_a_note() -> None:
    reading = qti(item_xml(choices(*CAPITAL, asked="Hỏi?") + "<p>Theo SGK.</p>"))
    assert reading.items[0].stem == "Hỏi?\nTheo SGK."
    assert "text_behind" in codes(reading.problems, "note")


def test_formatted_text_stays_html() -> None:
    body = choices(("A", "<i>nước</i>"), ("B", "muối"), asked='<p id="x">H<sub>2</sub>O?</p>')
    item = one(item_xml(body))
    assert (item.markup, item.stem, item.options[0].text) == ("html", "<p>H<sub>2</sub>O?</p>", "<i>nước</i>")


def test_fixed_choices_are_pinned() -> None:
    item = one(item_xml(choices(("A", "Huế"), ("B", "Hà Nội"), ("C!", "Không rõ"), asked="Hỏi?")))
    assert [option.pinned for option in item.options] == [False, False, True]


def test_choices_that_are_never_shuffled_are_all_pinned_with_a_note() -> None:
    reading = qti(item_xml(choices(*CAPITAL, asked="Hỏi?", settings='shuffle="false" maxChoices="1"')))
    assert all(option.pinned for option in reading.items[0].options)
    assert "pinned" in codes(reading.problems, "note")


def test_choices_of_which_the_file_says_nothing_are_free() -> None:
    item = one(item_xml(choices(*CAPITAL, asked="Hỏi?", settings='maxChoices="1"')))
    assert not any(option.pinned for option in item.options)


@pytest.mark.parametrize(
    ("pairs", "settings", "kind"),
    [
        ((("A", "Đúng"), ("B", "Sai")), 'shuffle="false"', Kind.TRUE_FALSE),
        ((("A!", "True"), ("B!", "False")), 'shuffle="true"', Kind.TRUE_FALSE),
        ((("A", "Đúng"), ("B", "Sai")), 'shuffle="true"', Kind.SINGLE),
        ((("A", "Có"), ("B", "Không")), 'shuffle="false"', Kind.SINGLE),
    ],
)
def test_true_against_false_in_fixed_order_is_a_kind_of_its_own(
    pairs: tuple[tuple[str, str], ...], settings: str, kind: Kind
) -> None:
    item = one(item_xml(choices(*pairs, asked="Trời xanh.", settings=f'{settings} maxChoices="1"')))
    assert item.kind is kind
    assert item.key_indexes == (1,)


def test_feedback_goes_to_its_choice_and_the_general_one_explains() -> None:
    body = choices(("A", "Huế" + FEEDBACK.format("Cố đô")), ("B", "Hà Nội"), asked="Hỏi?")
    general = "<p>Vì thế.</p><p>Căn cứ: Hiến pháp</p>"
    item = one(item_xml(body, behind=modal("B", "Phải") + modal("general", general)))
    assert [(option.text, option.feedback) for option in item.options] == [("Huế", "Cố đô"), ("Hà Nội", "Phải")]
    assert (item.explanation, item.source) == ("Vì thế.", "Hiến pháp")


@pytest.mark.parametrize(
    ("behind", "explanation"),
    [
        (modal("correct", "Giỏi") + modal("incorrect", "Chưa"), ""),
        (modal("correct", "Vì thế") + modal("incorrect", "Vì thế"), "Vì thế"),
        (modal("incorrect", "Chưa"), ""),
        (modal("solution", "Vì thế"), "Vì thế"),
        (modal("one", "Một") + modal("two", "Hai"), ""),
    ],
)
def test_feedback_on_condition_is_no_explanation(behind: str, explanation: str) -> None:
    reading = qti(item_xml(behind=behind))
    assert reading.items[0].explanation == explanation
    assert ("dropped" in codes(reading.problems)) is (not explanation)


def test_what_authors_tell_each_other_is_left_out_with_a_note() -> None:
    rubric = '<rubricBlock view="scorer"><p>Chấm kỹ.</p></rubricBlock>'
    reading = qti(item_xml(rubric + choices(*CAPITAL, asked="Hỏi?")))
    assert reading.items[0].stem == "Hỏi?"
    assert "dropped" in codes(reading.problems, "note")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (item_xml().replace(b'adaptive="false"', b'adaptive="true"'), "adaptive"),
        (item_xml(key=declaration("B") + '<templateDeclaration identifier="T"/>'), "template"),
        (item_xml(choices(*CAPITAL, asked='Số <printedVariable identifier="N"/>?')), "template"),
        (item_xml(key=declaration("B") + '<assessmentStimulusRef href="s.xml"/>'), "stimulus"),
        (
            item_xml('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="s.xml"/>' + choices(*CAPITAL)),
            "stimulus",
        ),
        (item_xml(choices(*CAPITAL) * 2), "several_interactions"),
        (item_xml("<p>Chỉ có chữ.</p>"), "no_choices"),
        (item_xml(choices(("A", "a"), ("A", "b"))), "damaged"),
        (item_xml(choices(("", "a"), ("B", "b"))), "damaged"),
        (
            item_xml(choices(*CAPITAL, asked="<math xmlns='http://www.w3.org/1998/Math/MathML'><mi>x</mi></math>")),
            "formula",
        ),
        (item_xml(choices(*CAPITAL, asked="A?<object type='video/mp4' data='a.mp4'/>")), "media"),
        (item_xml(choices(("A", "một"), ("B", "MỘT"), asked="A?")), "equal_options"),
    ],
)
def test_what_a_contest_cannot_give_is_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code
    assert refusal(in_version_3(data)) == code


@pytest.mark.parametrize(
    ("kind", "name"),
    [("textEntryInteraction", "điền chữ"), ("extendedTextInteraction", "tự luận"), ("matchInteraction", "ghép đôi"),
     ("orderInteraction", "sắp xếp"), ("inlineChoiceInteraction", "chọn từ"), ("portableCustomInteraction", "PCI"),
     ("hotspotInteraction", "hình"), ("strangeInteraction", "strangeInteraction")],
)  # fmt: skip
def test_other_interactions_are_refused_by_name_with_their_text(kind: str, name: str) -> None:
    for data in (item_xml(f"<p>Viết gì đó.</p><{kind}/>"), in_version_3(item_xml(f"<p>Viết gì đó.</p><{kind}/>"))):
        reading = qti(data)
        [problem] = reading.errors
        assert (problem.code, reading.items) == ("unsupported_kind", ())
        assert name in problem.message
        assert [left.stem for left in reading.refused] == ["Viết gì đó."]


def test_several_right_choices_make_a_multiple() -> None:
    body = choices(*CAPITAL, asked="Những ai?", settings='shuffle="true" maxChoices="0"')
    item = one(item_xml(body, declaration("A", "C", cardinality="multiple"), MATCH))
    assert item == replace(MEANT, kind=Kind.MULTIPLE, stem="Những ai?", options=options("*Huế", "Hà Nội", "*Đà Nẵng"))
