"""Items of QTI 1.2, as Canvas and other learning systems export them: many in one file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from question_bank.draft import Draft, DraftOption
from question_bank.formats.qti.body import inner
from question_bank.formats.qti.names import Element, attribute, child, children, inside, local, text
from question_bank.formats.qti.refusals import ItemRefusedError, unsupported
from question_bank.formats.qti.scoring import number
from question_bank.hypertext import as_html
from question_bank.item import Kind
from question_bank.markup import to_plain

ROOT = "questestinterop"
_CHOICES = frozenset({"multiple_choice_question", "multiple_answers_question", "true_false_question"})
_OTHERS = {
    "essay_question": "tự luận",
    "short_answer_question": "trả lời ngắn",
    "fill_in_multiple_blanks_question": "điền nhiều chỗ trống",
    "multiple_dropdowns_question": "chọn từ vào chỗ trống",
    "matching_question": "ghép đôi",
    "numerical_question": "điền số",
    "calculated_question": "tính toán",
    "file_upload_question": "nộp tệp",
    "text_only_question": "chỉ có lời dẫn",
}


def fill_version_1(draft: Draft, item: Element) -> None:
    """Read an item into a draft, its texts still raw HTML. Raises ItemRefusedError."""
    presentation = child(item, "presentation")
    draft.stem = "" if presentation is None else _materials(presentation)
    response = _response(item)
    labels = list(inside(response, "response_label"))
    ids = [attribute(label, "ident") for label in labels]
    if "" in ids or len(set(ids)) < len(ids):
        raise ItemRefusedError("damaged", "Các phương án của câu không có mã riêng (ident); hãy xuất lại câu này.")
    draft.options = [DraftOption(_materials(label, inside_label=True)) for label in labels]
    draft.kind = Kind.MULTIPLE if attribute(response, "rcardinality").lower() == "multiple" else Kind.SINGLE
    if _field(item, "question_type") == "true_false_question":
        draft.kind = Kind.TRUE_FALSE
        for option in draft.options:
            option.text = {"true": "Đúng", "false": "Sai"}.get(to_plain(option.text).lower(), option.text)
    points = number(_field(item, "points_possible"))
    draft.marks = f"{points.normalize():f}" if points else ""
    _mark_keys(draft, item, ids)
    _read_feedback(draft, item, ids)


def _response(item: Element) -> Element:
    """The one list of choices of an item."""
    kind = _field(item, "question_type")
    if kind and kind not in _CHOICES:
        raise unsupported(_OTHERS.get(kind, f"loại “{kind[:40]}”"))
    responses = [one for one in item.iter() if local(one).startswith("response_") and local(one) != "response_label"]
    if not responses:
        raise ItemRefusedError("no_choices", "Mục này không có phương án trả lời; hãy bỏ mục hoặc thêm phương án.")
    if len(responses) > 1:
        raise ItemRefusedError(
            "several_interactions", f"Câu có {len(responses)} phần trả lời; hãy tách thành {len(responses)} câu riêng."
        )
    if local(responses[0]) != "response_lid" or next(inside(responses[0], "render_choice"), None) is None:
        raise unsupported("điền chữ hoặc số")
    return responses[0]


def _field(item: Element, label: str) -> str:
    """A field of the item's metadata."""
    fields = inside(item, "qtimetadatafield")
    return next((text(child(one, "fieldentry")) for one in fields if text(child(one, "fieldlabel")) == label), "")


def _materials(element: Element, inside_label: bool = False) -> str:
    """The texts and pictures in an element; those of choices belong to nobody but the choice."""
    parts = []
    for one in inside(element, "mattext", "matimage"):
        if not inside_label and next(one.iterancestors("{*}response_label"), None) is not None:
            continue
        if local(one) == "matimage":
            parts.append(f'<img src="{escape(attribute(one, "uri"))}">')
        elif len(one):
            parts.append(inner(one))
        else:
            content = one.text or ""
            parts.append(content if attribute(one, "texttype") == "text/html" else as_html(content.strip()))
    return parts[0] if len(parts) == 1 else "".join(f"<div>{part}</div>" for part in parts)


def _mark_keys(draft: Draft, item: Element, ids: Sequence[str]) -> None:
    """The choices for which a condition gives points: all in one condition, or each in one of its own, alike."""
    paying = [
        (keys, value) for keys, value in map(_condition, inside(item, "respcondition")) if value is None or value > 0
    ]
    every = [name for keys, _ in paying for name in keys]
    is_whole = len(paying) == 1
    is_each_alike = all(len(keys) == 1 for keys, _ in paying) and len({value for _, value in paying}) == 1
    if any(value is None for _, value in paying) or (paying and not is_whole and not is_each_alike):
        draft.error(
            "partial_weights",
            "Câu chấm điểm từng phần hoặc có cách chấm riêng; hãy sửa để chỉ chọn đủ và đúng mới có điểm.",
        )
        return
    unknown = [name for name in every if name not in ids]
    if unknown:
        draft.error(
            "key_unknown", f"Đáp án “{unknown[0]}” không ứng với phương án nào; hãy đặt lại đáp án rồi xuất lại."
        )
    if draft.kind is Kind.MULTIPLE and len(paying) > 1:
        draft.note(
            "all_or_nothing", "Câu cộng điểm theo từng phương án được chấm đúng toàn bộ: chọn đủ và đúng mới có điểm."
        )
    draft.mark_keys(tuple(index for index, name in enumerate(ids) if name in every))


def _condition(condition: Element) -> tuple[list[str], float | None]:
    """The choices that a condition asks for, and the points; None where it asks for something else."""
    settings = [
        one for one in children(condition, "setvar") if attribute(one, "varname", "SCORE") in {"SCORE", "que_score"}
    ]
    values = [number(text(one)) for one in settings]
    points = sum(float(value) for value in values if value is not None)
    wanted, strange = [], False
    for one in inside(condition, "varequal", "or", "other", "varsubset", "unanswered", "durequal"):
        if local(one) != "varequal":
            strange = True
        elif next(one.iterancestors("{*}not"), None) is None:
            wanted.append(text(one))
    return wanted, None if points > 0 and (strange or not wanted) else points


def _read_feedback(draft: Draft, item: Element, ids: Sequence[str]) -> None:
    """Canvas names feedback after the choice, or general_fb; the rest depends on the answer."""
    for feedback in children(item, "itemfeedback"):
        name = attribute(feedback, "ident")
        if name == "general_fb":
            draft.explanation = _materials(feedback)
        elif name.removesuffix("_fb") in ids:
            draft.options[ids.index(name.removesuffix("_fb"))].feedback = _materials(feedback)
        elif to_plain(_materials(feedback)):
            draft.note(
                "dropped", "Đã bỏ lời nhắn khi trả lời đúng hoặc sai, vì cuộc thi chỉ dùng một lời giải thích chung."
            )
