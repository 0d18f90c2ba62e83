"""What makes an item one that a contest cannot give, with the name that people have for it."""

from __future__ import annotations

from question_bank.formats.qti.names import Element, attribute, child, inside, local

_CHOICE = "choiceInteraction"
_INTERACTIONS = {
    "textEntryInteraction": "điền chữ",
    "extendedTextInteraction": "tự luận",
    "inlineChoiceInteraction": "chọn từ vào chỗ trống",
    "gapMatchInteraction": "kéo thả vào chỗ trống",
    "graphicGapMatchInteraction": "kéo thả lên hình",
    "matchInteraction": "ghép đôi",
    "associateInteraction": "nối cặp",
    "graphicAssociateInteraction": "nối trên hình",
    "orderInteraction": "sắp xếp thứ tự",
    "graphicOrderInteraction": "sắp xếp trên hình",
    "hotspotInteraction": "chọn vùng trên hình",
    "hottextInteraction": "chọn chữ trong đoạn",
    "selectPointInteraction": "chọn điểm trên hình",
    "positionObjectInteraction": "đặt vật lên hình",
    "sliderInteraction": "thanh trượt",
    "uploadInteraction": "nộp tệp",
    "drawingInteraction": "vẽ hình",
    "mediaInteraction": "nghe nhìn",
    "endAttemptInteraction": "nút kết thúc",
    "customInteraction": "tương tác riêng",
    "portableCustomInteraction": "tương tác riêng (PCI)",
}
_TEMPLATES = ("templateDeclaration", "templateProcessing", "printedVariable", "templateBlock", "templateInline")
_ELSEWHERE = ("assessmentStimulusRef", "include")


class ItemRefusedError(ValueError):
    """An item is not one that a contest can give; the message is meant for the organiser."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def unsupported(name: str) -> ItemRefusedError:
    """The refusal of a kind of question by its name."""
    return ItemRefusedError(
        "unsupported_kind",
        f"Câu {name} không dùng trong cuộc thi trắc nghiệm; "
        "hãy chuyển thành câu một đáp án, nhiều đáp án hoặc đúng/sai.",
    )


def the_choice(item: Element) -> Element:
    """The one choice interaction of an item. Raises ItemRefusedError for every other make-up."""
    if attribute(item, "adaptive").lower() in {"true", "1"}:
        raise ItemRefusedError(
            "adaptive", "Câu thích ứng (adaptive) không dùng trong cuộc thi; hãy soạn lại câu thường."
        )
    if next(inside(item, *_TEMPLATES), None) is not None:
        raise ItemRefusedError(
            "template", "Câu mẫu sinh số ngẫu nhiên (template) không dùng trong cuộc thi; hãy soạn lại câu cố định."
        )
    if next(inside(item, *_ELSEWHERE), None) is not None:
        raise ItemRefusedError(
            "stimulus", "Câu dùng đoạn dẫn nằm ở tệp khác; hãy chép đoạn dẫn vào chính câu hỏi rồi xuất lại."
        )
    body = child(item, "itemBody")
    found = [] if body is None else [one for one in body.iter() if local(one).endswith("Interaction")]
    for one in found:
        if local(one) != _CHOICE:
            name = _INTERACTIONS.get(local(one), f"loại “{local(one)[:40]}”")
            raise unsupported(name)
    if not found:
        raise ItemRefusedError("no_choices", "Mục này không có phương án trả lời; hãy bỏ mục hoặc thêm phương án.")
    if len(found) > 1:
        raise ItemRefusedError(
            "several_interactions", f"Câu có {len(found)} phần trả lời; hãy tách thành {len(found)} câu riêng."
        )
    return found[0]
