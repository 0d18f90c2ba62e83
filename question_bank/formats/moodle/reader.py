"""Moodle XML to drafts."""

from __future__ import annotations

from collections.abc import Iterator

from question_bank.assembly import assemble
from question_bank.draft import Draft
from question_bank.formats.categories import topic_of
from question_bank.formats.moodle.kinds import name_of
from question_bank.formats.moodle.question import fill, stem_of
from question_bank.formats.moodle.texts import Element, value
from question_bank.formats.package import read_xml
from question_bank.item import Kind
from question_bank.limits import Limits
from question_bank.markup import to_plain
from question_bank.problem import Unreadable, warning
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading
from question_bank.text import clean_line

NAME = "moodle"
_KINDS = {"multichoice": Kind.SINGLE, "truefalse": Kind.TRUE_FALSE}
_LONGEST_NAME = 40


def read_moodle(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Reading:
    """Read a Moodle XML file; places are "Câu n “name” (dòng m)". Raises Unreadable."""
    root = read_xml(data, long_texts=True)
    if root.tag != "quiz":
        raise Unreadable("wrong_type", "Tệp XML này không phải ngân hàng câu hỏi xuất từ Moodle.")
    return assemble(NAME, _drafts(root, options.limits), options=options)


def _drafts(root: Element, limits: Limits) -> Iterator[Draft]:
    topic, number = "", 0
    for question in root.iterchildren("question"):
        kind = (question.get("type") or "").strip().lower()
        if kind == "category":
            topic = topic_of(value(question.find("category")))
            continue
        number += 1
        draft = Draft(_place(number, question), topic=topic)
        if kind in _KINDS:
            fill(draft, question, _KINDS[kind], limits)
        else:
            draft.stem = stem_of(question)
            _refuse(draft, kind)
        yield draft


def _place(number: int, question: Element) -> str:
    name = clean_line(to_plain(value(question.find("name"))))
    shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME].rstrip()}…"
    return f"Câu {number}{f' “{shown}”' if shown else ''} (dòng {question.sourceline})"


def _refuse(draft: Draft, kind: str) -> None:
    if kind == "description":
        draft.refused = True
        message = "Đoạn này là lời dẫn, không có phương án trả lời nên đã bỏ qua."
        draft.problems = [warning(draft.place, "description", message)]
        return
    draft.refuse(
        "unsupported_kind",
        f"Câu {name_of(kind)} không dùng trong cuộc thi trắc nghiệm; "
        "hãy chuyển thành câu một đáp án, nhiều đáp án hoặc đúng/sai.",
    )
