"""What people read for the codes of the bank."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from question_bank.levels import Level
from quiz.bank.models import ItemState
from quiz.bank.workflow import Move
from quiz.documents.letterhead import Layout

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
FORMATS = {"docx": _("Word (.docx)"), "xlsx": _("Excel (.xlsx)"), "gift": _("GIFT (Moodle)"), "json": _("JSON")}
MOVES = {
    Move.REVIEW.value: _("Thẩm định đạt"),
    Move.APPROVE.value: _("Phê duyệt"),
    Move.SEAL.value: _("Niêm phong"),
    Move.RETIRE.value: _("Cho thôi dùng"),
    Move.RETURN.value: _("Trả lại bản nháp"),
}
ACTIONS = MOVES | {
    "topic": _("Đổi chủ đề"),
    "level": _("Đổi mức độ"),
    "export": _("Xuất ra tệp"),
    "council": _("Lập danh sách trình hội đồng"),
}
SORTS = {
    "ref": _("Theo mã câu"),
    "topic": _("Theo chủ đề"),
    "changed": _("Mới sửa trước"),
    "used": _("Dùng nhiều trước"),
}
USES = {"used": _("Đã vào đề của ít nhất một vòng thi"), "unused": _("Chưa dùng lần nào")}
PARTS = {
    "kind": _("Loại câu hỏi"),
    "stem": _("Nội dung câu hỏi"),
    "option": _("Phương án"),
    "feedback": _("Phản hồi của phương án"),
    "key": _("Đáp án"),
    "pins": _("Phương án giữ nguyên vị trí"),
    "explanation": _("Giải thích"),
    "source": _("Căn cứ"),
    "marks": _("Điểm"),
    "images": _("Hình"),
}
LAYOUTS = {Layout.STATE.value: _("Cơ quan nhà nước (Quốc hiệu, Tiêu ngữ)"), Layout.PARTY.value: _("Cơ quan Đảng")}
