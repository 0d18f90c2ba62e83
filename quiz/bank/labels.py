"""What people read for the codes of the bank."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from question_bank.levels import Level
from quiz.bank.models import ItemState

KINDS = {"single": _("Một đáp án"), "multiple": _("Nhiều đáp án"), "true_false": _("Đúng/Sai")}
LEVELS: dict[str, LazyString | str] = {level.value: _(level.label) for level in Level} | {"": _("Chưa ghi mức độ")}
STATES = {
    ItemState.DRAFT.value: _("Bản nháp"),
    ItemState.REVIEWED.value: _("Đã thẩm định"),
    ItemState.APPROVED.value: _("Đã duyệt"),
    ItemState.SEALED.value: _("Đã niêm phong"),
    ItemState.RETIRED.value: _("Thôi dùng"),
}
SEVERITIES = {"error": _("Lỗi"), "warning": _("Lưu ý"), "note": _("Ghi chú")}
FORMATS = {
    "docx": _("Word (.docx)"),
    "xlsx": _("Excel (.xlsx)"),
    "csv": _("CSV (.csv)"),
    "gift": _("GIFT (Moodle)"),
    "aiken": _("Aiken"),
    "text": _("Văn bản thuần (.txt)"),
    "moodle": _("Moodle XML"),
    "qti": _("QTI (gói .zip hoặc .xml)"),
    "json": _("JSON"),
}
FIELDS: dict[str, LazyString | str] = {
    "stem": _("Câu hỏi"),
    "options": _("Tất cả phương án trong một ô"),
    **{f"option_{letter}": _("Phương án %(letter)s", letter=letter.upper()) for letter in "abcdefgh"},
    "key": _("Đáp án đúng"),
    "level": _("Mức độ"),
    "topic": _("Chủ đề"),
    "marks": _("Điểm"),
    "explanation": _("Giải thích"),
    "source": _("Căn cứ"),
    "kind": _("Loại câu hỏi"),
    "id": _("Mã câu hỏi"),
    "number": _("Số thứ tự"),
    "": _("Không dùng cột này"),
}
SHOW = {
    "": _("Tất cả"),
    "errors": _("Có lỗi"),
    "warnings": _("Có lưu ý"),
    "notes": _("Có ghi chú"),
    "clean": _("Không có lưu ý"),
    "new": _("Câu mới"),
    "revised": _("Bản sửa"),
    "unchanged": _("Đã có, không đổi"),
    "near": _("Gần trùng câu đã có"),
    "left_out": _("Đã bỏ chọn"),
}
ACTIONS = {
    "new": _("Mới"),
    "revised": _("Bản sửa"),
    "unchanged": _("Đã có, không đổi"),
    "refused": _("Không nhận được"),
}
