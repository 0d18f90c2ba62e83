"""GIFT text to drafts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from question_bank.assembly import assemble
from question_bank.draft import Draft, DraftOption
from question_bank.formats.categories import topic_of
from question_bank.formats.encoding import decode_text
from question_bank.formats.gift.answers import Answers, read_answers
from question_bank.formats.gift.blocks import KIND, MARKS, PINNED, SOURCE, TRUE_FALSE, Block, cut
from question_bank.formats.gift.syntax import (
    GiftError,
    Question,
    eats_latex,
    protect,
    restore,
    shows_tags,
    split_question,
    starts_with_format,
    take_format,
)
from question_bank.formats.weights import WeightError
from question_bank.hypertext import clean_hypertext, lighten
from question_bank.item import Kind
from question_bank.letters import LETTERS
from question_bank.limits import Limits
from question_bank.problem import WHOLE_FILE, Problem, note, warning
from question_bank.read_options import DEFAULT_OPTIONS, ReadOptions
from question_bank.reading import Reading
from question_bank.text import fold

NAME = "gift"


def read_gift(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Reading:
    """Read a GIFT file; places are "dòng n". Raises Unreadable if its bytes are no text."""
    decoded = decode_text(data)
    blocks = list(cut(decoded.text))
    return assemble(NAME, _drafts(blocks, options.limits), (*decoded.problems, *_about_file(blocks)), options)


def _about_file(blocks: Sequence[Block]) -> Iterator[Problem]:
    names = sum(block.text.startswith("::") for block in blocks)
    if names:
        message = (
            f"Tên riêng (::…::) của {names} câu chỉ để quản lý trong Moodle, không hiện khi thi nên không được giữ."
        )
        yield note(WHOLE_FILE, "names_dropped", message)
    tags = sum(block.other_tags for block in blocks)
    if tags:
        yield note(WHOLE_FILE, "tags_dropped", f"{tags} thẻ [tag:…] không phải mức độ của câu nên không được giữ.")


def _drafts(blocks: Sequence[Block], limits: Limits) -> Iterator[Draft]:
    topic = ""
    broken = False
    for block in blocks:
        if block.topic is not None:
            topic = topic_of(block.topic)
        elif "{" in protect(block.text):
            broken = "}" not in protect(block.text)
            yield _draft(block, topic, limits)
        elif not broken:  # else it is the rest of a question that a blank line tore apart, refused already
            yield _draft(block, topic, limits)


def _draft(block: Block, topic: str, limits: Limits) -> Draft:
    draft = Draft(
        place=f"dòng {block.line}",
        id=block.id,
        topic=topic,
        level=block.level,
        source=block.told(SOURCE),
        marks=block.told(MARKS),
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
    if draft.markup == "html":
        clean_hypertext(draft, limits)
    if draft.images:
        lighten(draft)
    _take_comments(draft, block)
    _remark(draft, block, question, answers)
    return draft


def _take_comments(draft: Draft, block: Block) -> None:
    """What our own writer keeps in comments because GIFT has no place for it."""
    told = block.told(KIND)
    if fold(told) == fold(TRUE_FALSE) and draft.kind is Kind.SINGLE:
        draft.kind = Kind.TRUE_FALSE
    for sign in block.told(PINNED).replace(",", " ").split():
        index = LETTERS.find(sign)
        if 0 <= index < len(draft.options):
            draft.options[index].pinned = True


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
    if block.torn:
        draft.note("category_not_alone", "Thiếu dòng trống cạnh $CATEGORY; đã tách thành câu hỏi riêng.")
    if question.has_gap:
        draft.note("gap", "Phần đáp án nằm giữa câu; chỗ trống được thay bằng “_____”.")
    if answers.has_penalties:
        draft.note("penalty", "Trọng số âm của phương án sai được bỏ qua; câu chấm theo đúng toàn bộ.")
    if answers.has_full_weight:
        draft.note("full_weight", "Trọng số %100% sau dấu = là thừa, đã bỏ qua.")
    if answers.has_loose_start:
        draft.warning("loose_start", "Phương án đầu tiên thiếu dấu = hoặc ~, đã xem là phương án sai.")
    if answers.has_glued_sign:
        message = (
            "Có dấu = hoặc ~ nằm sát trong lời văn nên đã mở một phương án mới; nếu là lời văn, hãy viết \\= và \\~."
        )
        draft.warning("glued_sign", message)
    if draft.markup == "plain" and shows_tags(block.text) and not starts_with_format(question.stem):
        message = "Có thẻ HTML nhưng câu không mở đầu bằng [html] nên được giữ như chữ thường; hãy thêm [html] nếu cần."
        draft.warning("html_without_prefix", message)
    if eats_latex(block.text):
        draft.warning("latex_newline", "Trong công thức, \\n bị đọc thành xuống dòng; hãy viết \\\\n (ví dụ \\\\neq).")
