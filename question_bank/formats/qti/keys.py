"""Which choices are right: from the correct response, the mapping, or both."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from question_bank.draft import Draft
from question_bank.formats.qti.names import Element, attribute, child, children, text
from question_bank.formats.qti.scoring import Method, number, read_scoring
from question_bank.item import Kind

_ONE = Decimal(1)


def read_keys(draft: Draft, item: Element, interaction: Element, ids: Sequence[str]) -> None:
    """Mark the right options of a draft, and set its kind and marks."""
    response = attribute(interaction, "responseIdentifier")
    declared = [one for one in children(item, "responseDeclaration") if attribute(one, "identifier") == response]
    if len(declared) != 1:
        draft.error("no_key", "Câu không khai báo đáp án (responseDeclaration); hãy đặt đáp án rồi xuất lại.")
        return
    cardinality = attribute(declared[0], "cardinality")
    if cardinality not in {"single", "multiple"}:
        draft.error("unsupported_kind", "Câu có thứ tự trả lời (ordered) không dùng trong cuộc thi trắc nghiệm.")
        return
    draft.kind = Kind.SINGLE if cardinality == "single" else Kind.MULTIPLE
    correct = [text(value) for value in children(child(declared[0], "correctResponse"), "value")]
    scoring = read_scoring(item, response)
    mapping = child(declared[0], "mapping")
    points = scoring.points
    if mapping is not None and (scoring.method is Method.MAP or not correct):
        correct, points = _mapped(draft, mapping, correct), points or _worth(mapping)
    elif scoring.method is Method.OTHER or (scoring.method is Method.MAP and mapping is None):
        draft.warning(
            "scored_as_match", "Cách chấm riêng của câu không dùng được; câu được chấm đúng toàn bộ (match_correct)."
        )
    elif scoring.method is Method.NONE:
        draft.note("no_scoring", "Câu không ghi cách chấm; được chấm đúng toàn bộ theo đáp án.")
    unknown = [name for name in correct if name not in ids]
    if unknown:
        draft.error(
            "key_unknown", f"Đáp án “{unknown[0]}” không ứng với phương án nào; hãy đặt lại đáp án rồi xuất lại."
        )
        return
    draft.mark_keys(tuple(index for index, name in enumerate(ids) if name in correct))
    draft.marks = f"{points.normalize():f}" if points else ""
    _limit(draft, attribute(interaction, "maxChoices", "1"))


def _mapped(draft: Draft, mapping: Element, correct: list[str]) -> list[str]:
    """The choices that a mapping pays for, all alike; otherwise the item is one with partial marks."""
    values = {attribute(one, "mapKey"): number(attribute(one, "mappedValue")) for one in children(mapping, "mapEntry")}
    paid = {name: value for name, value in values.items() if value is None or value > 0}
    default = number(attribute(mapping, "defaultValue", "0"))
    upper = number(attribute(mapping, "upperBound"))
    are_equal = None not in paid.values() and len(set(paid.values())) == 1 and default is not None and default <= 0
    is_capped = upper is not None and upper < sum(value or 0 for value in paid.values()) and len(paid) > 1
    if paid and (not are_equal or is_capped):
        draft.error(
            "partial_weights",
            "Câu chấm điểm từng phần không dùng trong cuộc thi; các phương án đúng phải có điểm bằng nhau, "
            "và chỉ chọn đủ mới được trọn điểm.",
        )
        return []
    if correct and set(correct) != set(paid):
        draft.error("key_conflict", "Đáp án và bảng điểm của câu không khớp nhau; hãy sửa một trong hai rồi xuất lại.")
        return []
    if draft.kind is Kind.MULTIPLE:
        draft.note(
            "all_or_nothing", "Câu cộng điểm theo từng phương án được chấm đúng toàn bộ: chọn đủ và đúng mới có điểm."
        )
    return list(paid)


def _worth(mapping: Element) -> Decimal | None:
    """What all right choices of a mapping are worth together."""
    values = [number(attribute(one, "mappedValue")) or Decimal(0) for one in children(mapping, "mapEntry")]
    upper = number(attribute(mapping, "upperBound"))
    total = sum((value for value in values if value > 0), Decimal(0))
    return min(upper, total) if upper else total


def _limit(draft: Draft, limit: str) -> None:
    """What the highest number of choices means for the kind; 0 is any number."""
    most, keys = number(limit), sum(option.is_key for option in draft.options)
    if most is None or draft.kind is Kind.SINGLE:
        return
    if 0 < most < keys:
        draft.error(
            "key_conflict",
            f"Câu chỉ cho chọn {most} phương án nhưng đáp án có {keys}; hãy sửa một trong hai rồi xuất lại.",
        )
    elif most == 1:
        draft.kind = Kind.SINGLE
    elif 0 < most < len(draft.options):
        draft.note(
            "max_choices",
            f"Giới hạn chọn nhiều nhất {most} phương án không được giữ; thí sinh chọn bao nhiêu cũng được.",
        )
