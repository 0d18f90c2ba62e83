"""Equations: one line where it can be read in one way, and a refused question where it cannot."""

from __future__ import annotations

import pytest
from lxml import etree

from question_bank.formats import read
from question_bank.formats.word.equations import linear
from tests.question_bank.items import codes
from tests.question_bank.test_bad_files import in_part
from tests.question_bank.word_files import WordFile

SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def r(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def of(name: str, **parts: str) -> str:
    return f"<m:{name}>{''.join(f'<m:{part}>{inner}</m:{part}>' for part, inner in parts.items())}</m:{name}>"


def equation(inner: str) -> str:
    return f'<m:oMath xmlns:m="{SPACE}">{inner}</m:oMath>'


def written(inner: str) -> str | None:
    return linear(etree.fromstring(equation(inner)))


X2 = of("sSup", e=r("x"), sup=r("2"))
HALF = of("f", num=r("1"), den=r("2"))
SUM = '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>'


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (r("x+1=2"), "x+1=2"),
        (X2, "x²"),
        (of("sSup", e=r("a+b"), sup=r("2")), "(a+b)²"),
        (of("sSup", e=r("2"), sup=r("x")), "2^x"),
        (of("sSup", e=r("2"), sup=r("x+1")), "2^(x+1)"),
        (of("sSub", e=r("H"), sub=r("2")) + r("O"), "H₂O"),
        (of("sSubSup", e=r("x"), sub=r("1"), sup=r("2")), "x₁²"),
        (HALF, "1/2"),
        (of("f", num=r("x+1"), den=r("ab")), "(x+1)/(ab)"),
        (HALF + r("x"), "(1/2)x"),
        (r("y=") + HALF, "y=1/2"),
        (of("f", num=X2, den=r("y")), "x²/y"),
        (of("rad", deg="", e=r("2")), "√2"),
        (of("rad", deg=r("3"), e=r("x+1")), "∛(x+1)"),
        (of("d", e=r("x")), "(x)"),
        (of("func", fName=r("sin"), e=r("x")), "sin x"),
        (SUM + f"<m:sub>{r('i=1')}</m:sub><m:sup>{r('n')}</m:sup><m:e>{r('i')}</m:e></m:nary>", "∑_(i=1)^n i"),
    ],
)
def test_what_can_be_read_in_one_way_is_one_line(inner: str, expected: str) -> None:
    assert written(inner) == expected


@pytest.mark.parametrize(
    "inner",
    [
        "<m:m><m:mr><m:e/></m:mr></m:m>",
        r("3") + HALF,
        of("rad", deg=r("5"), e=r("x")),
        of("limLow", e=r("lim"), lim=r("x")),
        of("acc", e=r("x")),
        of("eqArr", e=r("x")),
        '<m:d><m:dPr><m:begChr m:val="{"/><m:endChr m:val=""/></m:dPr><m:e/></m:d>',
        '<m:f><m:fPr><m:type m:val="noBar"/></m:fPr><m:num/><m:den/></m:f>',
        of("sSup", e="", sup=r("2")),
        '<m:r><m:rPr><m:scr m:val="double-struck"/></m:rPr><m:t>R</m:t></m:r>',
        "",
    ],
)
def test_what_one_line_would_leave_open_is_not_written(inner: str) -> None:
    assert written(inner) is None


def ask_with(inner: str) -> bytes:
    data = WordFile("Câu 1. Tính NÀY bằng mấy?", "*A. 4", "B. 5").bytes()
    around = f"</w:t></w:r>{equation(inner)}<w:r><w:t>".encode()
    return in_part(data, "word/document.xml", "NÀY".encode(), around)


def test_a_simple_equation_stands_in_the_stem_with_a_note() -> None:
    reading = read(ask_with(X2), "a.docx")
    assert reading.items[0].stem == "Tính x² bằng mấy?"
    assert "formula_linear" in codes(reading.problems, "note")


def test_another_equation_refuses_its_question_and_never_vanishes() -> None:
    reading = read(ask_with(of("acc", e=r("x"))), "a.docx")
    assert (codes(reading.errors), reading.items) == (["formula"], ())


def test_the_old_equation_field_is_a_formula_too() -> None:
    data = WordFile("Câu 1. Tính NÀY?", "*A. 4", "B. 5").bytes()
    field = b"</w:t></w:r><w:r><w:instrText>EQ \\f(1,2)</w:instrText></w:r><w:r><w:t>"
    assert codes(read(in_part(data, "word/document.xml", "NÀY".encode(), field), "a.docx").errors) == ["formula"]
