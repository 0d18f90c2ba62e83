"""One item of version 2 or 3 to a draft."""

from __future__ import annotations

import re

from question_bank.draft import Draft, DraftOption
from question_bank.formats.qti.body import feedback_of, inner, is_for_candidates, stem_of
from question_bank.formats.qti.keys import read_keys
from question_bank.formats.qti.names import Element, attribute, child, children, inside, local
from question_bank.formats.qti.refusals import ItemRefusedError, the_choice
from question_bank.item import Kind
from question_bank.kinds import are_true_and_false
from question_bank.markup import to_plain

_CONDITIONAL = re.compile(r"(?:in)?correct|wrong|right|true|false|dung|sai", re.IGNORECASE)


def fill_item(draft: Draft, item: Element) -> None:
    """Read an item into a draft, its texts still raw HTML. Raises ItemRefusedError."""
    interaction = the_choice(item)
    body = child(item, "itemBody")
    choices = [one for one in interaction if local(one) == "simpleChoice"]
    ids = [attribute(choice, "identifier") for choice in choices]
    if body is None or "" in ids or len(set(ids)) < len(ids):
        raise ItemRefusedError("damaged", "Các phương án của câu không có mã riêng (identifier); hãy xuất lại câu này.")
    draft.stem, is_followed = stem_of(body, interaction)
    draft.options = [DraftOption(inner(choice), feedback=feedback_of(choice)) for choice in choices]
    read_keys(draft, item, interaction, ids)
    _read_feedback(draft, item, ids)
    if is_followed:
        draft.note("text_behind", "Phần chữ đứng sau các phương án được chuyển lên cuối câu hỏi.")
    if any(not is_for_candidates(one) for one in inside(body, "rubricBlock")):
        draft.note("dropped", "Đã bỏ phần hướng dẫn dành cho người soạn hoặc người chấm (rubricBlock).")


def stem_alone(item: Element) -> str:
    """What an item of another kind asks, as HTML."""
    body = child(item, "itemBody")
    return "" if body is None else inner(body)


def _read_feedback(draft: Draft, item: Element, ids: list[str]) -> None:
    """Feedback named after a choice belongs to it; one text for everybody is the explanation."""
    general = {}
    for feedback in children(item, "modalFeedback"):
        name = attribute(feedback, "identifier")
        if name in ids and not draft.options[ids.index(name)].feedback:
            draft.options[ids.index(name)].feedback = inner(feedback)
        else:
            general[name] = inner(feedback)
    if len(set(general.values())) == 1 and (len(general) > 1 or not _CONDITIONAL.fullmatch(next(iter(general)))):
        draft.explanation = next(iter(general.values()))
    elif general:
        draft.note(
            "dropped", "Đã bỏ lời nhắn khi trả lời đúng hoặc sai, vì cuộc thi chỉ dùng một lời giải thích chung."
        )


def pin(draft: Draft, item: Element) -> None:
    """Pin what is fixed; true against false that is never shuffled is a kind of its own. The texts must be clean."""
    interaction = the_choice(item)
    choices = [one for one in interaction if local(one) == "simpleChoice"]
    fixed = [attribute(choice, "fixed").lower() in {"true", "1"} for choice in choices]
    is_unshuffled = attribute(interaction, "shuffle").lower() in {"false", "0"}
    texts = [to_plain(option.text) if draft.markup == "html" else option.text for option in draft.options]
    if draft.kind is Kind.SINGLE and are_true_and_false(texts) and (is_unshuffled or all(fixed)):
        draft.kind = Kind.TRUE_FALSE
        return
    for option, is_fixed in zip(draft.options, fixed, strict=True):
        option.pinned = is_fixed or is_unshuffled
    if is_unshuffled and not all(fixed):
        draft.note(
            "pinned",
            "Câu đặt không đảo phương án (shuffle=false) nên mọi phương án được giữ nguyên vị trí; "
            "hãy bỏ giữ vị trí nếu các phương án đảo được.",
        )
