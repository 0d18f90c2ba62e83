"""QTI 1.2 in the shape in which Canvas exports a quiz."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pytest

from question_bank.item import Item, Kind
from tests.question_bank.items import codes, options, picture
from tests.question_bank.qti_files import manifest, packed, qti

ANSWERS = (("11", "Huế"), ("12", "Hà Nội"), ("13", "Đà Nẵng"))


def material(content: str, form: str = "text/html") -> str:
    return f'<material><mattext texttype="{form}">{escape(content)}</mattext></material>'


def pays(*wanted: str, unwanted: Sequence[str] = (), points: object = 100, action: str = "Set") -> str:
    equal = "".join(f'<varequal respident="response1">{one}</varequal>' for one in wanted)
    unequal = "".join(f'<not><varequal respident="response1">{one}</varequal></not>' for one in unwanted)
    inside = f"<and>{equal}{unequal}</and>" if unwanted or len(wanted) > 1 else equal
    setting = f'<setvar action="{action}" varname="SCORE">{points}</setvar>'
    return f'<respcondition continue="No"><conditionvar>{inside}</conditionvar>{setting}</respcondition>'


def feedback(name: str, content: str) -> str:
    return f'<itemfeedback ident="{name}"><flow_mat>{material(content)}</flow_mat></itemfeedback>'


def item(
    stem: str = "<div><p>Thủ đô của nước ta?</p></div>",
    scoring: str = pays("12"),
    kind: str = "multiple_choice_question",
    many: str = "Single",
    answers: Sequence[tuple[str, str]] = ANSWERS,
    behind: str = "",
    name: str = "i1",
) -> str:
    fields = (("question_type", kind), ("points_possible", "2.0"))
    metadata = "".join(
        f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry></qtimetadatafield>"
        for label, entry in fields
    )
    labels = "".join(
        f'<response_label ident="{ident}">{material(content, "text/plain")}</response_label>'
        for ident, content in answers
    )
    response = (
        f'<response_lid ident="response1" rcardinality="{many}"><render_choice>{labels}</render_choice></response_lid>'
    )
    return (
        f'<item ident="{name}" title="Câu hỏi"><itemmetadata><qtimetadata>{metadata}</qtimetadata></itemmetadata>'
        f"<presentation>{material(stem)}{response}</presentation><resprocessing>{scoring}</resprocessing>{behind}</item>"
    )


def quiz(*items: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">'
        f'<assessment ident="g1" title="Đề"><section ident="root_section">\n{chr(10).join(items)}'
        "</section></assessment></questestinterop>"
    ).encode()


def one(*parts: str) -> Item:
    reading = qti(quiz(*parts))
    assert reading.errors == ()
    [found] = reading.items
    return found


def test_a_single_choice_is_read_whole() -> None:
    meant = Item(
        Kind.SINGLE, "Thủ đô của nước ta?", options("Huế", "*Hà Nội", "Đà Nẵng"), id="i1", marks=one(item()).marks
    )
    assert one(item()) == meant
    assert meant.marks == 2


def test_all_items_of_a_file_are_found_by_number_and_line() -> None:
    reading = qti(quiz(item(), item("Khác?", name="i2")))
    assert [found.place for found in reading.items] == ["Câu 1 “Câu hỏi” (dòng 3)", "Câu 2 “Câu hỏi” (dòng 4)"]


def test_a_package_of_canvas_is_read_with_its_pictures() -> None:
    stem = '<p>Đây là đâu?<img src="%24IMS-CC-FILEBASE%24/Uploaded%20Media/a.png"></p>'
    files = {
        "imsmanifest.xml": manifest("g1/g1.xml", kind="imsqti_xmlv1p2"),
        "g1/g1.xml": quiz(item(stem), item("Khác?", name="i2")),
        "g1/assessment_meta.xml": b"<quiz xmlns='http://canvas.instructure.com/xsd/cccv1p0'/>",
        "web_resources/Uploaded Media/a.png": picture().data,
    }
    reading = qti(packed(files))
    assert [found.stem for found in reading.items] == ["Đây là đâu?", "Khác?"]
    assert reading.items[0].images == (picture(),)
    assert reading.items[1].place == "Câu 2 “Câu hỏi” (g1/g1.xml, dòng 4)"


def test_several_answers_in_one_condition_make_a_multiple() -> None:
    found = one(item(scoring=pays("11", "13", unwanted=["12"]), kind="multiple_answers_question", many="Multiple"))
    assert (found.kind, found.key_indexes) == (Kind.MULTIPLE, (0, 2))


def test_points_for_each_answer_alike_are_scored_as_a_whole_with_a_note() -> None:
    each = (
        pays("11", points=50, action="Add") + pays("13", points=50, action="Add") + pays("12", points=-50, action="Add")
    )
    reading = qti(quiz(item(scoring=each, kind="multiple_answers_question", many="Multiple")))
    assert reading.items[0].key_indexes == (0, 2)
    assert "all_or_nothing" in codes(reading.problems, "note")


def test_true_and_false_are_dung_and_sai() -> None:
    answers = (("1", "True"), ("2", "False"))
    found = one(item("Trời xanh.", pays("2"), "true_false_question", answers=answers))
    assert (found.kind, found.options) == (Kind.TRUE_FALSE, options("Đúng", "*Sai"))


def test_feedback_is_taken_where_it_is_meant_for_everybody_or_a_choice() -> None:
    behind = feedback("general_fb", "<p>Vì thế</p>") + feedback("11_fb", "Cố đô") + feedback("correct_fb", "Giỏi")
    reading = qti(quiz(item(behind=behind)))
    [found] = reading.items
    assert (found.explanation, [option.feedback for option in found.options]) == ("Vì thế", ["Cố đô", "", ""])
    assert "dropped" in codes(reading.problems, "note")


def test_formatted_text_and_text_that_only_looks_like_it_are_told_apart() -> None:
    found = one(item("H<sub>2</sub>O?", answers=(("11", "<b>"), ("12", "nước"))))
    assert (found.markup, found.stem, found.options[0].text) == ("html", "H<sub>2</sub>O?", "&lt;b&gt;")


@pytest.mark.parametrize(
    ("scoring", "many", "code"),
    [
        (pays("12") + pays("11", points=50), "Single", "partial_weights"),
        (pays("12") + pays("11"), "Single", "several_keys"),
        (pays("99"), "Single", "key_unknown"),
        (pays("12", points=0), "Single", "no_key"),
        ("", "Single", "no_key"),
        (pays("11", points=70) + pays("13", points=30), "Multiple", "partial_weights"),
        (pays("12").replace("<conditionvar>", "<conditionvar><or>").replace("</conditionvar>", "</or></conditionvar>"),
         "Single", "partial_weights"),
        (pays("12").replace("<varequal", "<other/><varequal"), "Single", "partial_weights"),
    ],
)  # fmt: skip
def test_scoring_that_a_contest_cannot_keep_is_refused(scoring: str, many: str, code: str) -> None:
    reading = qti(quiz(item(scoring=scoring, many=many)))
    assert reading.items == ()
    assert code in codes(reading.errors)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("essay_question", "tự luận"), ("matching_question", "ghép đôi"), ("numerical_question", "điền số"),
     ("text_only_question", "lời dẫn"), ("strange_question", "strange_question")],
)  # fmt: skip
def test_other_kinds_are_refused_by_name_and_the_rest_is_taken(kind: str, name: str) -> None:
    reading = qti(quiz(item(kind=kind), item("Khác?", name="i2")))
    [problem] = reading.errors
    assert (len(reading.items), problem.code) == (1, "unsupported_kind")
    assert name in problem.message


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("response_lid", "response_str", "unsupported_kind"),
        ("render_choice", "render_hotspot", "unsupported_kind"),
        ("<response_lid ident", '<response_str ident="2"/><response_lid ident', "several_interactions"),
        ('ident="11"', 'ident="12"', "damaged"),
        ("response_lid", "material", "no_choices"),
    ],
)
def test_other_make_ups_are_refused(old: str, new: str, code: str) -> None:
    data = quiz(item(kind="").replace(old, new))
    assert codes(qti(data).errors) == [code]
