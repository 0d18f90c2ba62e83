"""What a finding means, why it matters and what to do: the library's explanations, and those of the bank's own."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

_OWN = {
    "near_bank": (
        _("Gần trùng với câu đã có"),
        _("Hai câu gần như nhau có thể cùng rơi vào một đề hoặc làm lệch tỷ trọng của một nội dung."),
        _("Mở câu đã có để so sánh; nếu là một thì bỏ chọn câu mới, hoặc ghi mã câu cũ vào tệp để thành bản sửa."),
    ),
    "sealed": (
        _("Câu đã niêm phong"),
        _("Câu đã niêm phong cho một kỳ thi thì nội dung không được thay đổi nữa."),
        _("Bỏ câu này khỏi tệp, hoặc đặt mã khác để nhập thành câu mới."),
    ),
    "long_id": (
        _("Mã câu quá dài"),
        _("Mã dùng để tìm và trích dẫn câu hỏi nên có giới hạn độ dài."),
        _("Đặt mã ngắn hơn rồi tải lại tệp."),
    ),
    "long_topic": (
        _("Tên chủ đề quá dài"),
        _("Chủ đề là cột của bảng cấu trúc đề nên cần ngắn gọn."),
        _("Rút gọn tên chủ đề rồi tải lại tệp."),
    ),
    "too_slow": (
        _("Tệp cần quá nhiều thời gian"),
        _("Mỗi tệp chỉ được dùng một lượng thời gian nhất định để không ảnh hưởng đến việc thi."),
        _("Tách thành nhiều tệp nhỏ hơn, hoặc mở bằng Word, Excel rồi lưu lại."),
    ),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Words for a kind of finding."""

    title: LazyString
    why: LazyString
    what_to_do: LazyString


def explanation(code: str) -> Explanation | None:
    """The words for a code, or None where nobody has written any."""
    if code in _OWN:
        return Explanation(*_OWN[code])
    try:
        library = import_module("question_bank.explanations")
    except ModuleNotFoundError:
        return None
    found = library.explain(code)
    return Explanation(*map(_, found)) if found else None
