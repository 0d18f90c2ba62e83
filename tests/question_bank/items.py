"""Items for the tests: a plain one, and strategies that make many."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import PIL.Image
from hypothesis import assume
from hypothesis import strategies as st

from question_bank.image import Image, take_image
from question_bank.item import Item, Kind, Option
from question_bank.legacy import repair
from question_bank.levels import Level
from question_bank.problem import Problem
from question_bank.text import clean, same

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
_WORDS = """
Việt Nam nước ta là thủ đô của thành phố Hà Nội Huế nào năm người dân được quyền bầu cử khi đủ tuổi trở lên luật
Hiến pháp điều khoản cơ quan nhà nước đại biểu Quốc hội nhiệm kỳ mấy ngày thắng lợi cách mạng tháng Tám giữ gìn
biển đảo quê hương nghĩa vụ khuyến khích thuyết uỷ ban xã hội rừng phòng chống thiên tai môi trường chuyển đổi số
Nguyễn Huệ Trưng Trắc Lý Thường Kiệt sông Bạch Đằng yêu ý kiến giám sát ẩm ướt ngoằn ngoèo café Straße
"""
SYLLABLES = _WORDS.split()
SIGNS = " 0123456789.,;:!?%()/-+“”‘’…–&'\""
GIFT_SIGNS = "~=#{}\\[]$<>*_@|^`"


def item(**changes: Any) -> Item:
    """A single-choice item of four options with the second one right."""
    fields: dict[str, Any] = {
        "kind": Kind.SINGLE,
        "stem": "Thủ đô của nước ta là thành phố nào?",
        "options": options("Huế", "*Hà Nội", "Đà Nẵng", "Cần Thơ"),
        "source": "Hiến pháp năm 2013, Điều 13",
    }
    return Item(**(fields | changes))


def picture(colour: str = "red") -> Image:
    """A small picture of one colour."""
    target = io.BytesIO()
    PIL.Image.new("RGB", (8, 6), colour).save(target, "PNG")
    return take_image(target.getvalue())


def options(*texts: str) -> tuple[Option, ...]:
    """Options from their texts; a star in front marks the right ones."""
    return tuple(Option(text.removeprefix("*"), text.startswith("*")) for text in texts)


def codes(problems: Any, severity: str = "") -> list[str]:
    """The codes of problems in order, of one severity or of all."""
    found: list[Problem] = list(problems)
    return [problem.code for problem in found if not severity or problem.severity == severity]


def texts(alphabet: str, *, most: int = 8) -> st.SearchStrategy[str]:
    """Clean texts of Vietnamese words with signs of the alphabet between them; the first word opens no option."""
    signs = "".join(sorted({sign for sign in alphabet if not sign.isalpha()}))
    between = st.text(alphabet=signs, max_size=3).map(lambda text: f" {text}")
    words = st.lists(st.tuples(between, st.sampled_from(SYLLABLES)), max_size=most)
    first = st.sampled_from([word for word in SYLLABLES if word[0] in "KLMNPQRSTVXY"])
    return st.builds(lambda start, rest, end: clean(start + "".join(map("".join, rest)) + end), first, words, between)


@st.composite
def items(draw: st.DrawFn, alphabet: str, *, lines: bool = False, extras: bool = True) -> Item:
    """Valid items of every kind without pins, images or HTML."""
    words = texts(alphabet + ("\n" if lines else ""))
    kind = draw(st.sampled_from(list(Kind)))
    if kind is Kind.TRUE_FALSE:
        offered = ["Đúng", "Sai"]
        keys = {draw(st.integers(0, 1))}
    else:
        offered = draw(st.lists(words, min_size=2, max_size=8, unique_by=same))
        most = len(offered) if kind is Kind.MULTIPLE else 1
        keys = set(draw(st.lists(st.integers(0, len(offered) - 1), min_size=1, max_size=most, unique=True)))
    made = Item(
        kind=kind,
        stem=draw(words),
        options=tuple(Option(text, index in keys) for index, text in enumerate(offered)),
        marks=draw(st.sampled_from([Decimal(1), Decimal("0.5"), Decimal("0.25"), Decimal(2)])),
        level=draw(st.sampled_from([None, *Level])),
        topic=draw(texts(VIETNAMESE + " ")) if extras and draw(st.booleans()) else "",
        explanation=draw(words) if extras and draw(st.booleans()) else "",
        source=draw(words) if extras and draw(st.booleans()) else "",
    )
    assume(not spells_legacy([made]))
    return made


def spells_legacy(made: list[Item]) -> bool:
    """True if letters drawn by chance spell what only an old font would have left behind."""
    texts = [text for one in made for text in (one.stem, one.explanation, one.source, one.topic)]
    texts += [option.text for one in made for option in one.options]
    return repair([" ".join(texts)]).encoding is not None
