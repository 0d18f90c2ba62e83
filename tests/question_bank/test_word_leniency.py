"""Word: what real files add or leave out, taken with a word about it or refused with advice."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from question_bank.formats import read
from question_bank.levels import Level
from tests.question_bank.items import codes
from tests.question_bank.test_bad_files import changed, in_part
from tests.question_bank.word_files import Styled, WordFile, ask, keys

DOCUMENT = "word/document.xml"


def run(inner: str) -> bytes:
    return f"</w:t></w:r><w:r>{inner}</w:r><w:r><w:t>".encode()


def with_run(inner: str) -> bytes:
    """A question with something in a run of its stem."""
    return in_part(ask("A. Huế", "*B. Hà Nội").bytes(), DOCUMENT, "đô là".encode(), "đô".encode() + run(inner))


def test_options_behind_bullets_are_taken_in_order_with_a_warning() -> None:
    file = ask("• Huế", stem="Câu 1. Thủ đô?")
    file.line("• ", Styled("Hà Nội", "bold"))
    file.line("• Vinh")
    reading = file.read()
    assert ([option.text for option in reading.items[0].options], keys(reading)) == (["Huế", "Hà Nội", "Vinh"], ["B"])
    assert "options_by_bullet" in codes(reading.problems, "warning")


def test_options_in_a_bullet_list_of_word_are_taken_too() -> None:
    file = WordFile("Câu 1. Thủ đô?")
    file.define_list(61, ("bullet", ""))
    for text in ("Huế", "Hà Nội", "Vinh"):
        file.list_line(text, 61)
    file.line("Đáp án: B")
    reading = file.read()
    assert ([option.text for option in reading.items[0].options], keys(reading)) == (["Huế", "Hà Nội", "Vinh"], ["B"])


def test_options_in_a_list_of_small_letters_are_taken() -> None:
    file = WordFile("Câu 1. Thủ đô?")
    file.define_list(61, ("lowerLetter", "%1."))
    for text in ("Huế", "Hà Nội"):
        file.list_line(text, 61)
    file.line("Đáp án: b")
    assert keys(file.read()) == ["B"]


def test_bullets_in_a_stem_stay_where_the_options_have_letters() -> None:
    file = ask("- Huế là cố đô", "- Vinh ở Nghệ An", "A. Một ý đúng", "*B. Hai ý đúng", stem="Câu 1. Xét các ý:")
    reading = file.read()
    assert reading.items[0].stem == "Xét các ý:\n- Huế là cố đô\n- Vinh ở Nghệ An"
    assert (keys(reading), len(reading.items[0].options)) == (["B"], 2)


def test_options_that_one_blank_parts_are_taken_with_a_warning() -> None:
    reading = ask("A. Huế B. Hà Nội C. Vinh D. Cần Thơ", "Đáp án: B").read()
    assert [option.text for option in reading.items[0].options] == ["Huế", "Hà Nội", "Vinh", "Cần Thơ"]
    assert "options_by_blank" in codes(reading.problems, "warning")


def test_a_letter_inside_an_option_is_no_option() -> None:
    [item] = ask("A. Vitamin B. complex", "*B. Vitamin C. tan trong nước", "C. Vitamin D.").read().items
    assert [option.text for option in item.options] == [
        "Vitamin B. complex",
        "Vitamin C. tan trong nước",
        "Vitamin D.",
    ]


def test_an_explanation_without_its_name_behind_the_key_is_taken_with_a_note() -> None:
    reading = ask("A. Huế", "B. Hà Nội", "Đáp án: B", "Theo Hiến pháp.", "Điều 13.").read()
    assert reading.items[0].explanation == "Theo Hiến pháp.\nĐiều 13."
    assert "explanation_implied" in codes(reading.problems, "note")
    assert "line_joined" not in codes(reading.problems)


@pytest.mark.parametrize("stem", ["Câu 1. [2] Thủ đô?", "Câu 1 [2]. Thủ đô?"])
def test_a_level_in_figures_leaves_the_stem_with_a_note(stem: str) -> None:
    reading = ask("A. Huế", "*B. Hà Nội", stem=stem).read()
    assert (reading.items[0].stem, reading.items[0].level) == ("Thủ đô?", Level.COMPREHENSION)
    assert "level_by_number" in codes(reading.problems, "note")


@pytest.mark.parametrize("start", ["[x] B. ", "☑ B. ", "√ B. "])
def test_a_ticked_option_is_the_key(start: str) -> None:
    assert keys(ask("A. Huế", f"{start}Hà Nội", "C. Vinh").read()) == ["B"]


def test_a_tick_from_a_symbol_font_is_the_key() -> None:
    tick = b'<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r><w:r><w:t xml:space="preserve">B. H'
    data = in_part(ask("A. Huế", "B. Hà Nội").bytes(), DOCUMENT, b"<w:r><w:t>B. H", tick)
    assert keys(read(data, "a.docx")) == ["B"]


def test_letters_of_a_symbol_font_are_spelled_and_others_refuse_the_question() -> None:
    reading = read(with_run('<w:sym w:font="Symbol" w:char="F061"/>'), "a.docx")
    assert "đôα" in reading.items[0].stem
    assert codes(read(with_run('<w:sym w:font="Webdings" w:char="F061"/>'), "a.docx").errors) == ["symbol"]
    private = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr><w:t>\uf062</w:t>'
    assert "đôβ" in read(with_run(private), "a.docx").items[0].stem


@pytest.mark.parametrize(
    ("inner", "code", "severity"),
    [
        ('<w:commentReference w:id="1"/>', "comment", "note"),
        ('<w:footnoteReference w:id="1"/>', "footnote", "warning"),
        ("<w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t>", "hidden", "note"),
        ('<w:instrText>DDEAUTO c:\\\\windows\\\\x "a"</w:instrText>', "field", "note"),
        ('<w:instrText> INCLUDETEXT "http://127.0.0.1:9/x"</w:instrText>', "field", "note"),
    ],
)
def test_what_is_not_read_is_told(inner: str, code: str, severity: str) -> None:
    reading = read(with_run(inner), "a.docx")
    assert (len(reading.items), reading.errors) == (1, ())
    assert code in codes(reading.problems, severity)
    assert "ẩn" not in reading.items[0].stem


def test_the_ground_of_a_paragraph_is_a_look() -> None:
    file = ask("A. Huế", "B. Hà Nội", "C. Vinh")
    shading = OxmlElement("w:shd")
    shading.set(qn("w:fill"), "FFFF00")
    file.document.paragraphs[2]._p.get_or_add_pPr().append(shading)
    assert keys(file.read()) == ["B"]


def test_a_colour_of_the_theme_is_a_look_and_its_ink_is_none() -> None:
    def coloured(theme: bytes) -> list[str]:
        look = b'<w:r><w:rPr><w:color w:val="auto" w:themeColor="' + theme + b'"/></w:rPr><w:t>B. '
        return keys(read(in_part(ask("A. Huế", "B. Hà Nội").bytes(), DOCUMENT, b"<w:r><w:t>B. ", look), "a.docx"))

    assert coloured(b"accent1") == ["B"]
    assert coloured(b"text1") == []


def test_numbers_that_come_through_a_style_of_lists_are_written_out() -> None:
    file = WordFile()
    file.define_list(61, ("decimal", "Câu %1."))
    file.list_line("Thủ đô?", 61)
    for line in ("A. Huế", "*B. Hà Nội"):
        file.line(line)

    def linked(name: str, content: bytes) -> bytes:
        old = b'<w:abstractNum w:abstractNumId="961">'
        new = b'<w:abstractNum w:abstractNumId="999"><w:numStyleLink w:val="Ds"/></w:abstractNum>' + old
        content = content.replace(old, new + b'<w:styleLink w:val="Ds"/>')
        return content.replace(b'<w:abstractNumId w:val="961"/>', b'<w:abstractNumId w:val="999"/>')

    data = changed(file.bytes(), lambda name, old: linked(name, old) if name == "word/numbering.xml" else old)
    assert [item.place for item in read(data, "a.docx").items] == ["Câu 1"]


def test_parts_of_other_names_are_found_by_their_relations() -> None:
    file = WordFile()
    file.define_list(61, ("decimal", "Câu %1."))
    file.list_line("Thủ đô?", 61)
    for line in ("A. Huế", "*B. Hà Nội"):
        file.line(line)
    data = changed(file.bytes(), lambda name, old: old.replace(b"numbering.xml", b"so.xml"))
    renamed = _renamed(data, "word/numbering.xml", "word/so.xml")
    assert [item.place for item in read(renamed, "a.docx").items] == ["Câu 1"]


def _renamed(data: bytes, old: str, new: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            after.writestr(new if name == old else name, before.read(name))
    return target.getvalue()


def test_questions_in_content_controls_are_read() -> None:
    data = ask("A. Huế", "*B. Hà Nội").bytes()
    data = changed(
        data,
        lambda name, old: (
            old.replace(b"<w:body>", b"<w:body><w:sdt><w:sdtContent>").replace(
                b"<w:sectPr", b"</w:sdtContent></w:sdt><w:sectPr"
            )
            if name == DOCUMENT
            else old
        ),
    )
    assert keys(read(data, "a.docx")) == ["B"]


def test_the_word_for_question_inside_a_stem_opens_none() -> None:
    file = ask("A. x", "*B. y", stem="Câu 1. Câu nào sau đây là câu 5 của bài thơ?")
    assert [item.stem for item in file.read().items] == ["Câu nào sau đây là câu 5 của bài thơ?"]
