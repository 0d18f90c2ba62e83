"""Text of the nineties: converted by its font or by its words, and never where that could be wrong."""

from __future__ import annotations

import pytest

from question_bank.formats import read
from question_bank.legacy import Encoding, Repair, convert, font_encoding, is_complete, repair
from question_bank.legacy_tables import TCVN3, VNI
from question_bank.syllables import is_syllable
from tests.question_bank.items import codes
from tests.question_bank.word_files import Styled, WordFile, ask, keys

VOWELS = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵ"
MARKED = set(VOWELS + "đ") - set("aeiouy")
PROSE = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập – tự do – hạnh phúc. Nghị định số 30/2020/NĐ-CP quy định gì? "
    "Thủy, quỳnh, khuỷu tay, giường, ngoằn ngoèo, uống nước, ướt, thuở ấy, bẵng đi, chuẩn bị, kỹ sư, ngẩng, lẩn thẩn"
)
OLD_TCVN3 = {letter: sign for sign, letter in TCVN3.items()}
OLD_VNI = {letter: sign for sign, letter in VNI.items() if sign.islower() or sign.isupper()}


def tcvn3(text: str) -> str:
    return "".join(OLD_TCVN3.get(letter, letter) for letter in text)


def vni(text: str) -> str:
    return "".join(OLD_VNI.get(letter, letter) for letter in text)


def test_the_tables_hold_every_letter_of_the_alphabet() -> None:
    assert set(TCVN3.values()) >= MARKED | set("ĂÂÊÔƠƯĐ")
    assert set(VNI.values()) >= MARKED | {letter.upper() for letter in MARKED}
    assert len(TCVN3) == len(set(TCVN3.values())) == 74


@pytest.mark.parametrize(("encoding", "old"), [(Encoding.TCVN3, tcvn3(PROSE)), (Encoding.VNI, vni(PROSE))])
def test_running_text_comes_back_from_its_old_letters(encoding: Encoding, old: str) -> None:
    assert old != PROSE
    assert convert(old, encoding)[0] == PROSE
    assert is_complete(old, encoding)
    assert repair([old]).texts == (PROSE,)


def test_capitals_of_vni_come_back() -> None:
    assert convert(vni(PROSE.upper()), Encoding.VNI)[0] == PROSE.upper()
    assert convert("Aù AÙ Ñaûng ÑAÛNG", Encoding.VNI)[0] == "Á Á Đảng ĐẢNG"


def test_a_font_of_capitals_shows_small_letters_as_capitals() -> None:
    assert convert("céng hßa", Encoding.TCVN3_CAPITALS)[0] == "CỘNG HÒA"


def test_a_conversion_tells_where_each_letter_stood() -> None:
    text, origins = convert("ñaûng 5", Encoding.VNI)
    assert (text, origins) == ("đảng 5", (0, 1, 3, 4, 5, 6))


def test_digits_and_punctuation_stay() -> None:
    assert convert("30/4, “5%” (a) – 1.234,5", Encoding.TCVN3)[0] == "30/4, “5%” (a) – 1.234,5"


@pytest.mark.parametrize("text", ["C©u hái vÒ §¶ng", "§Þnh nghÜa cña ®Þa ph\u00ad¬ng", "Caâu hoûi veà lòch söû ñaûng"])
def test_old_letters_without_their_font_are_known_and_converted(text: str) -> None:
    found = repair([text])
    assert found.encoding is not None
    assert not found.doubtful
    assert all(is_syllable(word) for word in found.texts[0].split())


@pytest.mark.parametrize(
    "text",
    [
        "Câu hỏi về Đảng",
        "dài 5µm và 10 µm",
        "xe Citroën, ý tưởng naïve",
        "Citroën naïve",
        "Windows® và Office®",
        "Điều 5 § 2",
        "Köln",
        "bà cô tôi và bé",
        "«Đây» là «gì»",
        "résumé café élève",
        "37°C ± 2, ©2024",
        "Kìố và Mýở",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert repair([text]) == Repair((text,))


def test_toned_capitals_that_the_font_made_are_capitals_again() -> None:
    assert repair(["§¶NG CéNG S¶N", "Tõ n¨m 1930"]).texts == ("ĐẢNG CỘNG SẢN", "Từ năm 1930")


def test_old_and_new_letters_in_one_text_are_doubtful() -> None:
    assert repair(["C©u hỏi vÒ §¶ng"]).doubtful == {0}


def test_a_word_that_means_something_in_both_alphabets_is_doubtful_among_mixed_texts() -> None:
    assert repair(["C©u hái vÒ §¶ng", "bé"]).texts[1] == "bộ"
    assert repair(["C©u hái vÒ §¶ng", "bé", "Hà Nội"]).doubtful == {1}


def test_one_telling_word_is_enough_where_the_alphabet_is_known() -> None:
    assert repair(["N¨m 1930"]).encoding is None
    assert repair(["N¨m 1930"], Encoding.TCVN3).texts == ("Năm 1930",)


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        (".VnTime", Encoding.TCVN3),
        (".VNARIALH", Encoding.TCVN3_CAPITALS),
        (".VnTimeH", Encoding.TCVN3_CAPITALS),
        (".VnArial Narrow", Encoding.TCVN3),
        ("VNI-Times", Encoding.VNI),
        ("Times New Roman", None),
        ("Vni", None),
    ],
)
def test_old_fonts_are_known_by_name(name: str, encoding: Encoding | None) -> None:
    assert font_encoding(name) is encoding


@pytest.mark.parametrize(
    ("word", "expected"),
    [("nghiêng", True), ("quốc", True), ("gì", True), ("coäng", False), ("hßa", False), ("têc", False)],
)
def test_syllables_are_known_by_their_spelling(word: str, expected: bool) -> None:
    assert is_syllable(word) is expected


def in_fonts(*runs: tuple[str, str]) -> WordFile:
    """A question whose stem is made of runs in the given fonts."""
    file = WordFile()
    file.line("Câu 1. ", *(Styled(text, f"font:{font}") if font else text for text, font in runs))
    for line in ("A. Huế", "*B. Hà Nội"):
        file.line(line)
    return file


def test_runs_of_a_word_file_are_converted_by_their_fonts_and_noted() -> None:
    reading = in_fonts(
        (tcvn3("Thủ đô "), ".VnTime"), (vni("nước ta "), "VNI-Times"), ("là gì, ", ""), (tcvn3("hà nội"), ".VnTimeH")
    ).read()
    assert reading.items[0].stem == "Thủ đô nước ta là gì, HÀ NỘI"
    [problem] = [found for found in reading.problems if found.code == "legacy_converted"]
    assert problem.severity == "note"
    assert "thành" in problem.message


def test_a_letter_and_its_sign_in_two_runs_are_one() -> None:
    assert in_fonts(("Ña", "VNI-Times"), ("ûng", "VNI-Times")).read().items[0].stem == "Đảng"


def test_the_hyphen_that_was_a_letter_is_not_lost() -> None:
    assert in_fonts(("n\u00adíc", ".VnTime")).read().items[0].stem == "nước"


def test_the_key_is_still_seen_in_converted_options() -> None:
    file = WordFile("Câu 1. Thủ đô?", "A. Huế")
    file.line(Styled(vni("B. Hà Nội"), "font:VNI-Times", "bold"))
    reading = file.read()
    assert (keys(reading), reading.items[0].options[1].text) == (["B"], "Hà Nội")


def test_unicode_pasted_into_an_old_font_stays() -> None:
    reading = in_fonts(("Thủ đô và cố đô", ".VnTime")).read()
    assert reading.items[0].stem == "Thủ đô và cố đô"
    assert "legacy_converted" not in codes(reading.problems)


def test_signs_that_the_font_does_not_have_refuse_the_question() -> None:
    file = ask("A. Huế", "*B. Hà Nội")
    file.line(Styled("Câu 2. C©u hái", "font:VNI-Times"))
    for line in ("A. Huế", "*B. Hà Nội"):
        file.line(line)
    reading = file.read()
    assert [found.place for found in reading.items] == ["Câu 1"]
    assert [(problem.place, problem.code) for problem in reading.errors] == [("Câu 2", "legacy_text")]


def test_a_word_file_whose_fonts_are_lost_is_converted_by_its_words_with_a_warning() -> None:
    lines = ["Câu 1. Thủ đô nước ta?", "A. Huế", "B. Hà Nội", "C. bộ", "Đáp án: B"]
    reading = WordFile(*map(tcvn3, lines)).read()
    assert reading.items[0].stem == "Thủ đô nước ta?"
    assert [option.text for option in reading.items[0].options] == ["Huế", "Hà Nội", "bộ"]
    assert "legacy_converted" in codes(reading.problems, "warning")


def test_every_format_without_fonts_is_converted_by_its_words() -> None:
    gift = f"{tcvn3('Thủ đô nước ta là thành phố nào?')} {{ ={tcvn3('Hà Nội')} ~{tcvn3('Huế')} ~bé }}"
    reading = read(gift.encode(), "a.gift")
    assert reading.items[0].stem == "Thủ đô nước ta là thành phố nào?"
    assert [option.text for option in reading.items[0].options] == ["Hà Nội", "Huế", "bộ"]
    [problem] = [found for found in reading.problems if found.code == "legacy_converted"]
    assert problem.severity == "warning"
    assert "thành “Thủ đô nước ta" in problem.message


def test_a_file_in_old_letters_is_converted_down_to_its_last_short_question() -> None:
    gift = f"{tcvn3('Thủ đô nước ta là gì?')} {{ ={tcvn3('Hà Nội')} ~{tcvn3('Huế')} }}\n\nN¨m? {{ =1930 ~1945 }}"
    assert [item.stem for item in read(gift.encode(), "a.gift").items] == ["Thủ đô nước ta là gì?", "Năm?"]
