"""Word: pictures are taken along and marked where they stood; what cannot be taken refuses its question."""

from __future__ import annotations

import io
import re
from typing import Any

import PIL.Image
import pytest
from docx.shared import Mm

from question_bank.formats import Reading, read
from question_bank.image import mark
from question_bank.item import Item
from question_bank.limits import Limits
from question_bank.read_options import ReadOptions
from tests.question_bank.items import codes, picture
from tests.question_bank.test_bad_files import changed, in_part
from tests.question_bank.word_files import WordFile, keys

OPTIONS = ("A. Huế", "*B. Hà Nội", "C. Vinh")
DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"


def put_picture(paragraph: Any, colour: str = "red", image: bytes = b"") -> None:
    """A picture in line at the end of a paragraph."""
    paragraph.add_run().add_picture(io.BytesIO(image or picture(colour).data), width=Mm(20))


def with_picture(stem: str = "Câu 1. Đây là gì?", *, image: bytes = b"") -> WordFile:
    """A question with one picture below its stem."""
    file = WordFile(stem)
    put_picture(file.line(), image=image)
    for option in OPTIONS:
        file.line(option)
    return file


def only(reading: Reading) -> Item:
    assert reading.errors == ()
    [found] = reading.items
    return found


def test_the_single_picture_below_a_stem_needs_no_mark() -> None:
    found = only(with_picture().read())
    assert (found.stem, found.images) == ("Đây là gì?", (picture(),))
    assert [option.text for option in found.options] == ["Huế", "Hà Nội", "Vinh"]


def test_a_picture_in_the_middle_of_a_stem_leaves_its_mark() -> None:
    file = WordFile("Câu 1. Xem hình")
    put_picture(file.line())
    for line in ("Đây là gì?", *OPTIONS):
        file.line(line)
    found = only(file.read())
    assert found.stem == f"Xem hình\n{mark(1)}\nĐây là gì?"
    assert found.images == (picture(),)


def test_pictures_as_options_leave_their_marks() -> None:
    file = WordFile("Câu 1. Quốc kỳ nước ta là hình nào?")
    for letter, colour in zip("ABC", ["red", "green", "blue"], strict=True):
        put_picture(file.line(f"{letter}. "), colour)
    file.line("Đáp án: A")
    reading = file.read()
    found = only(reading)
    assert [option.text for option in found.options] == [mark(1), mark(2), mark(3)]
    assert found.images == (picture("red"), picture("green"), picture("blue"))
    assert keys(reading) == ["A"]


def test_several_pictures_below_a_stem_are_all_marked() -> None:
    file = with_picture()
    put_picture(file.document.paragraphs[1], "blue")
    assert only(file.read()).stem == f"Đây là gì?\n{mark(1)}{mark(2)}"


def test_marks_that_the_author_typed_are_not_set_twice() -> None:
    file = with_picture(f"Câu 1. So sánh {mark(2)} với {mark(1)}:")
    put_picture(file.document.paragraphs[1], "blue")
    found = only(file.read())
    assert (found.stem, len(found.images)) == (f"So sánh {mark(2)} với {mark(1)}:", 2)


def test_a_picture_before_the_number_of_its_question_is_its_own() -> None:
    file = WordFile("Câu 1. Một?", *OPTIONS)
    paragraph = file.line()
    put_picture(paragraph)
    paragraph.add_run("Câu 2. Đây là gì?")
    for option in OPTIONS:
        file.line(option)
    first, second = file.read().items
    assert (first.images, second.images, second.stem) == ((), (picture(),), "Đây là gì?")


def test_a_picture_alone_behind_the_last_option_could_belong_to_three_places() -> None:
    file = WordFile("Câu 1. Một?", *OPTIONS)
    put_picture(file.line())
    for line in ("Câu 2. Hai?", *OPTIONS):
        file.line(line)
    reading = file.read()
    assert [(problem.place, problem.code) for problem in reading.errors] == [("Câu 1", "picture_place")]
    assert [found.place for found in reading.items] == ["Câu 2"]


def test_a_picture_outside_the_questions_is_told() -> None:
    file = WordFile()
    put_picture(file.line())
    for line in ("Câu 1. Một?", *OPTIONS):
        file.line(line)
    reading = file.read()
    assert only(reading).images == ()
    [problem] = [found for found in reading.problems if found.code == "object_ignored"]
    assert (problem.place, problem.severity) == ("trước câu đầu tiên", "warning")


def test_a_picture_in_an_explanation_is_left_out_with_a_warning() -> None:
    file = WordFile("Câu 1. Một?", *OPTIONS)
    put_picture(file.line("Giải thích: Vì thế."))
    reading = file.read()
    assert (only(reading).explanation, only(reading).images) == ("Vì thế.", ())
    assert "picture_in_explanation" in codes(reading.problems, "warning")


def test_one_picture_used_in_many_places_is_the_same() -> None:
    file = WordFile("Câu 1. Một?")
    for option in ("A. ", "B. ", "C. "):
        put_picture(file.line(option))
    file.line("Đáp án: A")
    assert only(file.read()).images == (picture(),) * 3


def test_a_floating_picture_belongs_to_its_paragraph_and_one_beside_options_is_refused() -> None:
    data = changed(with_picture().bytes(), _floating)
    assert only(read(data, "a.docx")).images == (picture(),)
    file = WordFile("Câu 1. Một?", "A. Huế")
    put_picture(file.line("*B. Hà Nội"))
    assert codes(read(changed(file.bytes(), _floating), "a.docx").errors) == ["picture_place"]


def _floating(name: str, content: bytes) -> bytes:
    return content.replace(b"wp:inline", b"wp:anchor") if name == DOCUMENT else content


def test_a_cropped_picture_shows_no_more_than_word_does() -> None:
    canvas = PIL.Image.new("RGB", (100, 100), "white")
    canvas.paste("red", (0, 0, 50, 100))
    target = io.BytesIO()
    canvas.save(target, "PNG")
    crop = b'<a:srcRect l="50000"/><a:stretch>'
    data = in_part(with_picture(image=target.getvalue()).bytes(), DOCUMENT, b"<a:stretch>", crop)
    [image] = only(read(data, "a.docx")).images
    shown = PIL.Image.open(io.BytesIO(image.data)).convert("RGB")
    assert (shown.size, shown.getpixel((0, 0))) == ((50, 100), (255, 255, 255))


def test_a_turned_picture_is_warned_of() -> None:
    data = in_part(with_picture().bytes(), DOCUMENT, b"<a:xfrm>", b'<a:xfrm rot="5400000">')
    assert "picture_turned" in codes(read(data, "a.docx").problems, "warning")


def test_a_picture_of_the_old_kind_is_taken() -> None:
    def old(name: str, content: bytes) -> bytes:
        shape = rb'<w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:imagedata r:id="\1"/></v:shape></w:pict>'
        found = rb'<w:drawing>.*?r:embed="(\w+)".*?</w:drawing>'
        return re.sub(found, shape, content, flags=re.DOTALL) if name == DOCUMENT else content

    assert only(read(changed(with_picture().bytes(), old), "a.docx")).images == (picture(),)


def test_the_first_branch_of_alternate_content_counts() -> None:
    def wrapped(name: str, content: bytes) -> bytes:
        around = (
            b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
            rb'Requires="wps">\1</mc:Choice><mc:Fallback>\1</mc:Fallback></mc:AlternateContent>'
        )
        found = rb"(<w:drawing>.*?</w:drawing>)"
        return re.sub(found, around, content, flags=re.DOTALL) if name == DOCUMENT else content

    assert only(read(changed(with_picture().bytes(), wrapped), "a.docx")).images == (picture(),)


def test_a_linked_picture_is_never_fetched() -> None:
    def linked(name: str, content: bytes) -> bytes:
        outside = b'Target="http://127.0.0.1:9/x.png" TargetMode="External"'
        return re.sub(rb'Target="media/[^"]+"', outside, content) if name == RELATIONS else content

    reading = read(changed(with_picture().bytes(), linked), "a.docx")
    assert (codes(reading.errors), reading.items) == (["picture"], ())
    assert "không nằm trong tệp" in reading.errors[0].message


def test_a_picture_that_is_gone_from_the_file_refuses_its_question() -> None:
    data = changed(with_picture().bytes(), lambda name, content: None if "media" in name else content)
    assert codes(read(data, "a.docx").errors) == ["picture"]


@pytest.mark.parametrize("content", [b"\x01\x00\x00\x00 EMF", b"\xd7\xcd\xc6\x9a WMF", b"<svg/>", b"\x89PNG broken"])
def test_a_picture_that_no_phone_shows_refuses_its_question(content: bytes) -> None:
    data = changed(with_picture().bytes(), lambda name, old: content if "media" in name else old)
    reading = read(data, "a.docx")
    assert (codes(reading.errors), reading.items) == (["picture"], ())


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        (b'<a:graphicData uri="x/chart"/>', "chart"),
        (b'<a:graphicData uri="x/diagram"/>', "smart_art"),
        (b'<a:graphicData uri="x/wordprocessingShape"><a:prstGeom prst="ellipse"/></a:graphicData>', "word_shape"),
        (
            b'<a:graphicData uri="x/wordprocessingShape"><w:txbxContent><w:p><w:r><w:t>A. Ba</w:t></w:r></w:p>'
            b"</w:txbxContent></a:graphicData>",
            "text_box",
        ),
        (b'<a:graphicData uri="x/wordprocessingGroup"><a:pic/></a:graphicData>', "picture_group"),
    ],
)
def test_what_is_drawn_and_no_picture_refuses_the_question_and_says_what_to_do(markup: bytes, code: str) -> None:
    def replaced(name: str, content: bytes) -> bytes:
        found = rb"<a:graphicData .*?</a:graphicData>"
        return re.sub(found, markup, content, flags=re.DOTALL) if name == DOCUMENT else content

    reading = read(changed(with_picture().bytes(), replaced), "a.docx")
    assert (codes(reading.errors), reading.items) == ([code], ())
    assert "hãy" in reading.errors[0].message


def test_a_text_box_outside_the_questions_is_told_with_its_words() -> None:
    box = (
        b'<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>'
        b"DE 101</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    data = in_part(WordFile("Câu 1. Một?", *OPTIONS).bytes(), DOCUMENT, b"<w:body>", b"<w:body>" + box)
    reading = read(data, "a.docx")
    assert len(reading.items) == 1
    [problem] = [found for found in reading.problems if found.code == "object_ignored"]
    assert "DE 101" in problem.message


def test_a_drawn_line_is_no_content() -> None:
    line = b'<w:p><w:r><w:pict><v:line xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r></w:p>'
    data = in_part(WordFile("Câu 1. Một?", *OPTIONS).bytes(), DOCUMENT, b"<w:sectPr", line + b"<w:sectPr")
    assert len(read(data, "a.docx").items) == 1


def test_more_pictures_than_a_question_may_have_refuse_it() -> None:
    few = ReadOptions(limits=Limits(images_per_item=1))
    file = with_picture()
    put_picture(file.document.paragraphs[1], "blue")
    assert codes(read(file.bytes(), "a.docx", options=few).errors) == ["picture"]


def test_private_letters_of_an_author_are_never_taken_for_pictures() -> None:
    assert only(WordFile("Câu 1. Một\U000f0000?", *OPTIONS).read()).stem == "Một?"
