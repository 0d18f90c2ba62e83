"""GIFT text to drafts."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from question_bank.assembly import assemble
from question_bank.draft import Draft, DraftOption
from question_bank.formats.categories import topic_of
from question_bank.formats.encoding import decode
from question_bank.formats.gift.answers import Answers, read_answers
from question_bank.formats.gift.blocks import Block, cut
from question_bank.formats.gift.syntax import (
    GiftError,
    Question,
    eats_latex,
    protect,
    restore,
    split_question,
    take_format,
)
from question_bank.formats.weights import WeightError
from question_bank.problem import warning
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading

NAME = "gift"
_CATEGORY = "$CATEGORY:"


def read_gift(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Reading:
    """Read a GIFT file in UTF-8; places are "dòng n". Raises Unreadable if it is not UTF-8."""
    return assemble(NAME, _drafts(decode(data)), options=options)


def _drafts(text: str) -> Iterator[Draft]:
    topic = ""
    broken = False
    for block in cut(text):
        if broken and not _opens(block):
            continue  # the rest of a question that a blank line tore apart, refused already
        broken = _opens(block) and "}" not in protect(block.text)
        if not block.text.startswith(_CATEGORY):
            yield _draft(block, topic)
            continue
        path, _, swallowed = block.text.partition("\n")
        topic = topic_of(path.removeprefix(_CATEGORY))
        if swallowed:
            draft = _draft(Block(block.line + 1, swallowed.strip(), block.comments), topic)
            draft.note("category_not_alone", "Thiếu dòng trống sau $CATEGORY; đã tách thành câu hỏi riêng.")
            yield draft


def _opens(block: Block) -> bool:
    return block.text.startswith(_CATEGORY) or "{" in protect(block.text)


def _draft(block: Block, topic: str) -> Draft:
    draft = Draft(
        place=f"dòng {block.line}",
        id=block.id,
        topic=topic,
        level=block.level,
        source=block.told("Căn cứ"),
        marks=block.told("Điểm"),
    )
    try:
        question = split_question(protect(block.text))
        if question.answer is None:
            _skip_description(draft)
            return draft
        answers = read_answers(question.answer)
    except (GiftError, WeightError) as problem:
        draft.refuse(problem.code, restore(str(problem)))
        return draft
    _fill(draft, question, answers)
    _remark(draft, block, question, answers)
    return draft


def _skip_description(draft: Draft) -> None:
    draft.refused = True
    draft.problems = [
        warning(draft.place, "description", "Đoạn này không có phần đáp án { } nên được xem là lời dẫn, đã bỏ qua.")
    ]


def _fill(draft: Draft, question: Question, answers: Answers) -> None:
    default, stem = take_format(question.stem, "moodle")
    texts = [(default, stem), take_format(question.feedback, default)]
    for option in answers.options:
        texts += [take_format(option.text, default), take_format(option.feedback, default)]
    is_html = any(name == "html" for name, _ in texts)
    shown = [_shown(name, text, is_html) for name, text in texts]
    if any(name == "markdown" for name, _ in texts):
        draft.note("markdown", "Văn bản [markdown] được giữ nguyên như chữ thường.")
    draft.kind = answers.kind
    draft.markup = "html" if is_html else "plain"
    draft.stem, draft.explanation = shown[0], shown[1]
    draft.options = [
        DraftOption(text, feedback=feedback) for text, feedback in zip(shown[2::2], shown[3::2], strict=True)
    ]
    draft.mark_keys(answers.keys)


def _shown(name: str, text: str, is_html: bool) -> str:
    text = restore(text)
    return escape(text, quote=False) if is_html and name != "html" else text


def _remark(draft: Draft, block: Block, question: Question, answers: Answers) -> None:
    if question.has_gap:
        draft.note("gap", "Phần đáp án nằm giữa câu; chỗ trống được thay bằng “_____”.")
    if answers.has_penalties:
        draft.note("penalty", "Trọng số âm của phương án sai được bỏ qua; câu chấm theo đúng toàn bộ.")
    if answers.has_loose_start:
        draft.warning("loose_start", "Phương án đầu tiên thiếu dấu = hoặc ~, đã xem là phương án sai.")
    if eats_latex(block.text):
        draft.warning("latex_newline", "Trong công thức, \\n bị đọc thành xuống dòng; hãy viết \\\\n (ví dụ \\\\neq).")
