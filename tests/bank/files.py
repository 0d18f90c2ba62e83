"""Question files as organisers have them, made on the spot: Word, Excel, JSON, GIFT, and broken ones."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import docx
import openpyxl

LETTERS = "ABCDEFGH"
HEADER = ("STT", "Câu hỏi", *(f"Đáp án {letter}" for letter in "ABCD"), "Đáp án đúng")
MORE_COLUMNS = ("Mức độ", "Chủ đề", "Điểm", "Giải thích", "Căn cứ")


@dataclass(frozen=True)
class Question:
    """What an author has in mind; `key` are letters."""

    stem: str
    options: tuple[str, ...] = ("Hà Nội", "Cao Bằng", "Hà Tĩnh", "Trà Vinh")
    key: str = "B"
    id: str = ""
    kind: str = "single"
    level: str = "recognition"
    topic: str = "Lịch sử"
    marks: float = 1
    explanation: str = "KHOA-BI-MAT-MẬT"
    source: str = "CĂN-CỨ-MẬT"
    pinned: tuple[int, ...] = field(default=())
    markup: str = "plain"


def questions(count: int, first: int = 1) -> list[Question]:
    """Questions that differ in stem, options and key."""
    return [
        Question(
            f"Câu hỏi số {number} hỏi về điều gì?",
            tuple(f"Phương án {number}.{place}" for place in range(1, 5)),
            LETTERS[number % 4],
        )
        for number in range(first, first + count)
    ]


def as_json(asked: Sequence[Question]) -> bytes:
    """The library's own list."""
    return json.dumps([_entry(question) for question in asked], ensure_ascii=False).encode()


def _entry(question: Question) -> dict[str, object]:
    return {
        "id": question.id,
        "kind": question.kind,
        "stem": question.stem,
        "options": [
            {"text": text, "is_key": LETTERS[index] in question.key, "pinned": index in question.pinned}
            for index, text in enumerate(question.options)
        ],
        "marks": question.marks,
        "level": question.level,
        "topic": question.topic,
        "explanation": question.explanation,
        "source": question.source,
        "markup": question.markup,
    }


def as_docx(asked: Sequence[Question]) -> bytes:
    """A Word file whose right options are bold."""
    document = docx.Document()
    for number, question in enumerate(asked, start=1):
        document.add_paragraph(f"Câu {number}. {question.stem}")
        for letter, text in zip(LETTERS, question.options, strict=False):
            document.add_paragraph().add_run(f"{letter}. {text}").bold = letter in question.key
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def as_xlsx(asked: Sequence[Question], keys: dict[int, str] | None = None) -> bytes:
    """An Excel file with two title rows above the header (row 3); `keys` replace the key of a question by number."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["BỘ CÂU HỎI TÌM HIỂU NGHỊ QUYẾT"])
    sheet.append([])
    sheet.append([*HEADER, *MORE_COLUMNS])
    for number, question in enumerate(asked, start=1):
        key = (keys or {}).get(number, ", ".join(question.key))
        about = ("Nhận biết", question.topic, question.marks, question.explanation, question.source)
        sheet.append([number, question.stem, *question.options, key, *about])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_gift(asked: Sequence[Question]) -> str:
    """A GIFT text of single-choice questions."""
    blocks = []
    for question in asked:
        options = " ".join(
            ("=" if letter in question.key else "~") + text
            for letter, text in zip(LETTERS, question.options, strict=False)
        )
        blocks.append(f"{question.stem} {{{options}}}")
    return "\n\n".join(blocks) + "\n"


def bad_files() -> dict[str, tuple[str, bytes, str, str]]:
    """What must be refused: by a short name, (file name, content, place, words of the message)."""
    good = questions(2)
    no_key, twice = replace(good[1], key=""), replace(good[1], options=("Một", "Hai", "hai ", "Ba"))
    return {
        "not what it says": ("de.docx", as_xlsx(good), "cả tệp", "nội dung là Excel"),
        "a picture": ("de.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(64), "cả tệp", "tệp hình"),
        "some archive": ("de.docx", _archive(), "cả tệp", "không phải tài liệu Word"),
        "cut off": ("de.docx", as_docx(good)[:400], "cả tệp", "hỏng"),
        "empty": ("de.xlsx", b" \n", "cả tệp", "Tệp rỗng"),
        "encrypted": ("de.docx", _encrypted(), "cả tệp", "mật khẩu"),
        "no key in Word": ("de.docx", as_docx([good[0], no_key]), "Câu 2", "đáp án"),
        "no key in Excel": ("de.xlsx", as_xlsx(good, {2: ""}), "B5", "đáp án"),
        "two equal options": ("de.xlsx", as_xlsx([good[0], twice]), "B5", "giống nhau"),
        "key naming no option": ("de.xlsx", as_xlsx(good, {2: "E"}), "G5", "không ứng với phương án nào"),
        "mixed encodings": ("de.gift", _mixed(), "dòng 3", "UTF-8"),
        "mark finer than hundredths": (
            "de.json",
            as_json([good[0], replace(good[1], marks=0.125)]),
            "mục 2",
            "thập phân",
        ),
    }


def _archive() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("hello.txt", "not a document")
    return target.getvalue()


def _encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def _mixed() -> bytes:
    first, second = as_gift(questions(2)).split("\n\n")
    return first.encode() + b"\n\n" + second.encode("cp1258", "replace") + b"\n"
