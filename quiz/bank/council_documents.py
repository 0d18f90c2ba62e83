"""The council's list as Word for signature, and as Excel."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from question_bank.letters import letter, letters
from question_bank.levels import Level
from question_bank.markup import to_plain
from quiz.bank.council import CouncilList, Line
from quiz.documents import word, workbook
from quiz.documents.letterhead import Layout, Letterhead, Signer, write_letterhead, write_signatures
from quiz.documents.word import Cell, Column, Run

TITLE = "DANH SÁCH CÂU HỎI TRÌNH HỘI ĐỒNG THẨM ĐỊNH"
NO_KEYS_OUTSIDE = "Tài liệu có đáp án: chỉ lưu hành trong hội đồng."
_COLUMNS = (
    Column("TT", 10, is_centred=True),
    Column("Mã câu", 22),
    Column("Câu hỏi, các phương án và căn cứ", 138),
    Column("Đáp án", 15, is_centred=True),
    Column("Mức độ; chủ đề", 34),
    Column("Người soạn; người thẩm định", 38),
)
_MEMBERS = (
    Column("TT", 12, is_centred=True),
    Column("Họ và tên", 90),
    Column("Chức danh trong hội đồng", 85),
    Column("Chữ ký", 60),
)
_SHEET = (
    workbook.Column("Mã câu", 16),
    workbook.Column("Câu hỏi", 60),
    *(workbook.Column(f"Phương án {letter(index)}", 28) for index in range(8)),
    workbook.Column("Đáp án", 10),
    workbook.Column("Mức độ", 16),
    workbook.Column("Chủ đề", 24),
    workbook.Column("Căn cứ", 30),
    workbook.Column("Người soạn", 22),
    workbook.Column("Người thẩm định", 22),
    workbook.Column("SHA-256 của câu", 68),
)


@dataclass(frozen=True, slots=True)
class Council:
    """Who signs: the heading, the members as "name, office" pairs, and the one who signs for all of them."""

    letterhead: Letterhead
    members: tuple[tuple[str, str], ...]
    signer: Signer


def members_of(text: str) -> tuple[tuple[str, str], ...]:
    """Members from lines such as "Nguyễn Văn An - Chủ tịch"; without a dash the office stays open."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    parts = [line.replace("–", "-").partition(" - ") for line in lines]
    return tuple((name.strip(), office.strip()) for name, _dash, office in parts)


def signer_of(chosen: Layout, council: str, members: Sequence[tuple[str, str]]) -> Signer:
    """The first member signs for the council; State and Party abbreviate "on behalf of" in their own ways."""
    sign = "T/M" if chosen is Layout.PARTY else "TM."
    name, office = members[0] if members else ("", "")
    return Signer(f"{sign} {council}".upper(), (office or "Chủ tịch").upper(), name)


def as_docx(made: CouncilList, council: Council, made_at: datetime) -> bytes:
    """The list for signature, in landscape, its last lines telling how many items and under which fingerprint."""
    document = word.new_document(landscape=True, made_at=made_at)
    write_letterhead(document, council.letterhead)
    word.write_title(document, TITLE, f"Ngân hàng câu hỏi: {made.bank.title} (mã {made.bank.code})", NO_KEYS_OUTSIDE)
    word.write_table(document, _COLUMNS, [_row(number, line) for number, line in enumerate(made.lines, start=1)])
    word.write_lines(document, summary(made))
    if council.members:
        word.write_title(document, "Ý KIẾN VÀ CHỮ KÝ CỦA CÁC THÀNH VIÊN")
        rows = [(str(number), name, office, "\n") for number, (name, office) in enumerate(council.members, start=1)]
        word.write_table(document, _MEMBERS, rows)
    write_signatures(document, council.signer)
    return word.to_bytes(document)


def as_xlsx(made: CouncilList, made_at: datetime) -> bytes:
    """The list as a table, every item with its own fingerprint."""
    sheet = workbook.Sheet("Danh sách câu hỏi", _SHEET, [_cells(line) for line in made.lines], landscape=True)
    heading = (TITLE, f"Ngân hàng câu hỏi: {made.bank.title} (mã {made.bank.code})", NO_KEYS_OUTSIDE)
    return workbook.workbook([sheet], heading=heading, footnotes=summary(made), made_at=made_at)


def summary(made: CouncilList) -> tuple[str, ...]:
    """How many items, and how the list can be checked against the bank."""
    return (
        f"Danh sách có {len(made.lines)} câu hỏi.",
        f"Mã kiểm tra (SHA-256) của nội dung: {made.fingerprint}",
        "Đối chiếu với ngân hàng: mở trang “Đối chiếu danh sách” của ngân hàng câu hỏi và nhập mã kiểm tra này.",
    )


def _texts(line: Line) -> tuple[str, list[str], list[bool]]:
    """Stem, options and which of them are right, as people read them."""
    content = line.kept.content
    options = [option["text"] for option in json.loads(content.options)]
    right = [bool(content.mask >> index & 1) for index in range(len(options))]
    if content.markup == "html":
        return to_plain(content.stem), [to_plain(option) for option in options], right
    return content.stem, options, right


def _key(right: Sequence[bool]) -> str:
    return letters([index for index, is_key in enumerate(right) if is_key])


def _level(line: Line) -> str:
    return Level(line.kept.level).label if line.kept.level else ""


def _row(number: int, line: Line) -> list[Cell]:
    stem, options, right = _texts(line)
    said = [Run(stem, bold=True), *(Run(f"{letter(at)}. {text}", right[at]) for at, text in enumerate(options))]
    pictures = len(json.loads(line.kept.content.images))
    if pictures:
        said.append(Run(f"(kèm {pictures} hình)"))
    kept = line.kept
    said.append(Run(f"Căn cứ: {kept.content.source or 'chưa ghi'}", italic=True))
    place = [Run(_level(line) or "–"), Run(kept.topic)]
    people = [Run(line.author or "–"), Run(f"Thẩm định: {line.reviewer or '–'}")]
    return [str(number), kept.ref, said, _key(right), place, people]


def _cells(line: Line) -> list[workbook.Value]:
    stem, options, right = _texts(line)
    kept = line.kept
    places = [*options, *[None] * (8 - len(options))]
    about = [_key(right), _level(line), kept.topic, kept.content.source, line.author, line.reviewer]
    return [kept.ref, stem, *places, *about, line.fingerprint]
