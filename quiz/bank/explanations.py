"""What a finding means, why it matters and what to do: the library's explanations, and those of the bank's own."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

_OWN = {
    "near_bank": (
        "Gần trùng với câu đã có",
        "Hai câu gần như nhau có thể cùng rơi vào một đề hoặc làm lệch tỷ trọng của một nội dung.",
        "Mở câu đã có để so sánh; nếu là một thì bỏ chọn câu mới, hoặc ghi mã câu cũ vào tệp để thành bản sửa.",
    ),
    "sealed": (
        "Câu đã niêm phong",
        "Câu đã niêm phong cho một kỳ thi thì nội dung không được thay đổi nữa.",
        "Bỏ câu này khỏi tệp, hoặc đặt mã khác để nhập thành câu mới.",
    ),
    "long_id": (
        "Mã câu quá dài",
        "Mã dùng để tìm và trích dẫn câu hỏi nên có giới hạn độ dài.",
        "Đặt mã ngắn hơn rồi tải lại tệp.",
    ),
    "long_topic": (
        "Tên chủ đề quá dài",
        "Chủ đề là cột của bảng cấu trúc đề nên cần ngắn gọn.",
        "Rút gọn tên chủ đề rồi tải lại tệp.",
    ),
    "too_slow": (
        "Tệp cần quá nhiều thời gian",
        "Mỗi tệp chỉ được dùng một lượng thời gian nhất định để không ảnh hưởng đến việc thi.",
        "Tách thành nhiều tệp nhỏ hơn, hoặc mở bằng Word, Excel rồi lưu lại.",
    ),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Words for a kind of finding."""

    title: str
    why: str
    what_to_do: str


def explanation(code: str) -> Explanation | None:
    """The words for a code, or None where nobody has written any."""
    if code in _OWN:
        return Explanation(*_OWN[code])
    try:
        library = import_module("question_bank.explanations")
    except ModuleNotFoundError:
        return None
    found = library.explain(code)
    return Explanation(*found) if found else None
