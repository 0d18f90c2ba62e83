"""What a text file without a telling name is taken for."""

from __future__ import annotations

import pytest

from question_bank.formats.detection import detect
from question_bank.formats.sniffing import sniff_text
from question_bank.problem import Unreadable

GIFT = (
    "Thủ đô? {=Hà Nội ~Huế}",
    "// lời\n\n::Câu 1:: Thủ đô? {\n=Hà Nội\n~Huế\n}",
    "$CATEGORY: Lịch sử\n\nTrời xanh. {TRUE}",
    "Trời xanh. {F#sai#đúng}",
    "<p>Thủ đô?</p> {=Hà Nội ~Huế}",
    "[html]<p>Thủ đô?</p> {=Hà Nội ~Huế}",
    "Cho:\nA. một\nB. hai\nChọn? {=một ~hai}\n\nHai? {=a ~b}",
    "PK là gì? {=a ~b}",
    "Đọc đoạn {sau}.",
)
AIKEN = (
    "Thủ đô?\nA. Huế\nB. Hà Nội\nANSWER: B",
    "\n\nThủ đô?\nA) Huế\nB) Hà Nội\n\nanswer : B\n",
    "Cho tập hợp {x = 1}\nA. một\nB. hai\nANSWER: A",
    "[1] Thủ đô?\nA. Huế\nB. Hà Nội\nANSWER: B",
)
TEXT = (
    "Câu 1. Thủ đô?\nA. Huế\nB. Hà Nội\nĐáp án: B",
    "Câu 1. Thủ đô?\nA. Huế\nB. Hà Nội\nANSWER: B",
    "1. Thủ đô?\nA. Huế\nB. Hà Nội\nANSWER: B",
    "Thủ đô?\nA. Huế\n*B. Hà Nội",
    "Thủ đô?\nA. Huế\nB. Hà Nội\nANSWER: B\nGiải thích: vì",
    "Câu 1. Tính {a = 1}\nA. một\nB. hai\nĐáp án: A",
)
CSV = (
    "Câu hỏi,Đáp án A,Đáp án B,Đáp án đúng\nThủ đô?,Huế,Hà Nội,B",
    "NGÂN HÀNG CÂU HỎI\n\nSTT;Câu hỏi;A;B;Đáp án\n1;Thủ đô?;Huế;Hà Nội;B",
    "Question Text\tQuestion Type\tOption 1\tOption 2\tCorrect Answer\nx\ty\tz\tt\t1",
    '"Câu hỏi","Phương án A","Phương án B","Đáp án"\n"Thủ đô {=x}?","Huế","Hà Nội","B"',
)
XML = {
    "<?xml version='1.0'?>\n<quiz>\n</quiz>": "moodle",
    "<!-- <assessmentItem> --><quiz/>": "moodle",
    "<?xml version='1.0'?><assessmentItem xmlns='x'/>": "qti",
    "<qti-assessment-item>": "qti",
    "<x:questestinterop xmlns:x='y'>": "qti",
    "<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz>": "moodle",
    "<p>quiz <quiz></p>": "",
}
JSON = ('[{"kind": "single"}]', "[ ]", "\n[\n  {}]", '{"items": []}')
NOTHING = ("chỉ là chữ", "Kính gửi các đơn vị,\n\nTrân trọng.", "1234", "a,b,c\n1,2,3", "<b>đậm</b>")
CASES = [
    *((text, "gift") for text in GIFT),
    *((text, "aiken") for text in AIKEN),
    *((text, "text") for text in TEXT),
    *((text, "csv") for text in CSV),
    *((text, "json") for text in JSON),
    *((text, "") for text in NOTHING),
    *XML.items(),
]


@pytest.mark.parametrize(("text", "format"), CASES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_text_is_known_by_its_looks_however_it_is_stored(text: str, format: str, encoding: str, ends: str) -> None:
    assert sniff_text(text.replace("\n", ends).encode(encoding)) == format


@pytest.mark.parametrize(("text", "format"), [case for case in CASES if case[1]])
@pytest.mark.parametrize("name", ["upload", "de thi.txt", "Đề số 1.5"])
def test_a_name_that_says_nothing_leaves_it_to_the_content(text: str, format: str, name: str) -> None:
    assert detect(text.encode(), name) == format


@pytest.mark.parametrize("text", NOTHING)
def test_what_looks_like_nothing_is_asked_about(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        detect(text.encode(), "de.txt")
    assert caught.value.problem.code == "unknown_format"


@pytest.mark.parametrize("name", ["de.csv", "de.gift", "de.aiken", "de.aiken.txt", "DE.GIFT.TXT"])
def test_a_name_is_believed_where_the_content_proves_nothing(name: str) -> None:
    assert detect("Trình bày lạ".encode(), name) == name.lower().removesuffix(".txt").rpartition(".")[2]


def test_a_person_is_believed_about_text_whose_looks_prove_nothing() -> None:
    assert detect(TEXT[0].encode(), "de.txt", "aiken") == "aiken"
    assert detect(AIKEN[0].encode(), "de.txt", "text") == "text"
    with pytest.raises(Unreadable):
        detect(GIFT[0].encode(), "de.txt", "aiken")


@pytest.mark.parametrize("sign", [" ", "\n", "\t", "{", "{=", "<!--", "<?", "(", "* ", "A", "đáp án", "Câu "])
def test_no_long_row_of_one_sign_makes_looking_slow(sign: str) -> None:
    assert sniff_text((sign * 65_536).encode()[:65_536]) in {"", "gift", "json", "text"}
