"""The words and signs by which authors structure a Word bank."""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.levels import parse_level
from question_bank.text import clean_line, fold

_QUESTION = re.compile(
    r"\s*(?:[•●▪■➢►*]\s+)?(?:Câu hỏi|Câu|CÂU HỎI|CÂU|Question|QUESTION|Bài|BÀI)\s*(?:số\s*)?(\d{1,4})\s*"
    r"(?:[\[(]\s*([^\])]{1,20})\s*[\])]\s*)?(?:[.:)\-–/]+|$|(?=\t)|(?=\s+[^\W\d_]))\s*"
)
_NUMBER = re.compile(r"\s*(\d{1,4})\s*[.)](?:\s+|$)")
_LEVEL_PREFIX = re.compile(r"\s*\[([1-4])\]\s*(?=\S)")
_SECTION = re.compile(
    r"\s*(?:phần|nhóm|part|chương|chuyên đề|chủ đề|mục)\s+([IVXLC]{1,7}|\d{1,3}|[A-Z]|thứ \w+)\s*"
    r"(?:[.:\-–)]+\s*(.*)|$|(?=[^\W\d_a-zà-ỹ]{2}))",
    re.IGNORECASE,
)
_ROMAN_SECTION = re.compile(r"\s*([IVX]{1,7})\s*[.)]\s+(\S.*)")
_END = re.compile(r"[\W_]*h[eế]t[\W_]*", re.IGNORECASE)
_ANSWERS = re.compile(
    r"(?:(?:bang|phan|goi y|cac|i+\.?|phu luc:?) )*dap an(?: (?:trac nghiem|tham khao|chi tiet|dung|cau hoi|va .*"
    r"|de .*|phan .*))?\s*[:.]?"
)
_EXPLANATIONS = re.compile(
    r"(?:phan )?(?:loi giai(?: chi tiet)?|huong dan (?:giai )?(?:chi tiet)?|giai thich(?: chi tiet)?"
    r"|dap an va (?:loi giai|giai thich)(?: chi tiet)?|dap an chi tiet)\s*[:.]?"
)
_FIELD = re.compile(r"\s*[\-–•+*]?\s*([^\W\d_][^:：\n]{0,29}?)\s*[:：]\s*(.*)", re.DOTALL)
FIELDS = {
    "dap an": "key",
    "dap an dung": "key",
    "phuong an dung": "key",
    "tra loi": "key",
    "answer": "key",
    "key": "key",
    "chon": "key",
    "dap an chinh xac": "key",
    "dap so": "key",
    "correct answer": "key",
    "giai thich": "explanation",
    "loi giai": "explanation",
    "huong dan": "explanation",
    "huong dan giai": "explanation",
    "giai thich chi tiet": "explanation",
    "loi giai chi tiet": "explanation",
    "huong dan chi tiet": "explanation",
    "can cu": "source",
    "can cu phap ly": "source",
    "nguon": "source",
    "trich dan": "source",
    "tai lieu tham khao": "source",
    "muc do": "level",
    "do kho": "level",
    "muc do nhan thuc": "level",
    "chu de": "topic",
    "chuyen de": "topic",
    "diem": "marks",
    "so diem": "marks",
    "loai": "kind",
    "loai cau hoi": "kind",
    "kieu cau hoi": "kind",
    "ma": "id",
    "ma cau": "id",
    "ma cau hoi": "id",
}
_IN_BRACKETS = re.compile(r"\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*[.;]?\s*")
_EXPLANATION_ALONE = frozenset({"loi giai", "huong dan giai", "giai thich", "loi giai chi tiet"})
_KEY_SENTENCE = re.compile(
    r"\s*(?:=>|⇒|→)?\s*(?:chọn|đáp án|chọn đáp án|đáp án đúng(?: là)?|vậy chọn)\s+"
    r"([A-H](?:\s*(?:,|;|và)\s*[A-H])*)\s*\.?\s*",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*[\[(]\s*([^\])\d][^\])]{0,20}|\d+(?:[.,]\d+)?\s*điểm)\s*[\])]\s*[.:]?\s*")


@dataclass(frozen=True, slots=True)
class Opening:
    """The start of a question: its number, what stood in brackets behind it, and where the text begins."""

    number: int
    bracket: str
    end: int
    is_bare: bool = False


def question_start(text: str) -> Opening | None:
    """A start such as "Câu 12.", "Câu 12:", "Câu 12 (NB)." or "Câu 12" before a capital or the line's end."""
    found = _QUESTION.match(text)
    if not found:
        return None
    is_bare = not re.search(r"[.:)\-–/]\s*$", found[0]) and found.end() < len(text)
    if is_bare and not (text[found.end()].isupper() or found[0].endswith("\t")):
        return None
    return Opening(int(found[1]), found[2] or "", found.end(), is_bare)


def number_start(text: str) -> Opening | None:
    """A start such as "12." or "12)" alone."""
    found = _NUMBER.match(text)
    return Opening(int(found[1]), "", found.end()) if found else None


def section_title(text: str) -> tuple[str, str] | None:
    """The label and the title of a heading such as "Phần II. Lịch sử Đảng"; the title may be empty."""
    found = _SECTION.match(text)
    if not found:
        return None
    title = found[2] if found[2] is not None else text[found.end() :]
    return clean_line(text[: found.end(1)]), clean_line(title or "")


def roman_title(text: str) -> tuple[str, str] | None:
    """The label and the title of a heading such as "II. Lịch sử Đảng"."""
    found = _ROMAN_SECTION.fullmatch(text)
    return (found[1], clean_line(found[2])) if found else None


def is_end(text: str) -> bool:
    """True for HẾT, with whatever dashes around it."""
    return bool(_END.fullmatch(text))


def opens_answers(text: str) -> bool:
    """True for a heading such as "BẢNG ĐÁP ÁN"."""
    return bool(_ANSWERS.fullmatch(fold(text)))


def opens_explanations(text: str) -> bool:
    """True for a heading such as "LỜI GIẢI CHI TIẾT"."""
    return bool(_EXPLANATIONS.fullmatch(fold(text)))


def level_prefix(text: str) -> tuple[str, int] | None:
    """The level in figures and where the text goes on, of a stem such as "[2] Thủ đô …"."""
    found = _LEVEL_PREFIX.match(text)
    return (found[1], found.end()) if found else None


def field_of(text: str) -> tuple[str, str, int] | None:
    """The field, the value and where it begins, of a line such as "Giải thích: …", "(Đáp án: B)" or "Chọn C"."""
    around = _IN_BRACKETS.fullmatch(text)
    if around:
        inner = field_of(around[1])
        return (inner[0], inner[1], inner[2] + around.start(1)) if inner and inner[0] == "key" else None
    found = _FIELD.fullmatch(text)
    if found and fold(found[1]) in FIELDS:
        return FIELDS[fold(found[1])], found[2], found.start(2)
    if fold(text).strip(" .") in _EXPLANATION_ALONE:
        return "explanation", "", len(text)
    sentence = _KEY_SENTENCE.fullmatch(text)
    return ("key", sentence[1], sentence.start(1)) if sentence else None


def leading_bracket(text: str) -> tuple[str, str, int] | None:
    """A level or marks in brackets at the start of a question: the field, the value, where the text goes on."""
    found = _BRACKET.match(text)
    field_name = bracket_field(found[1]) if found else ""
    return (field_name, found[1], found.end()) if found and field_name else None


def bracket_field(text: str) -> str:
    """ "level" or "marks" if that is what a bracket says, else ""."""
    if parse_level(text) and not text.strip().isdigit():
        return "level"
    return "marks" if re.fullmatch(r"\d+(?:[.,]\d+)?\s*điểm", text.strip()) else ""
