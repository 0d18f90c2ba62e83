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
    **{f"right_{letter}": _("Dấu đúng của phương án %(letter)s", letter=letter.upper()) for letter in "abcdefgh"},
    "level": _("Mức độ"),
    "topic": _("Chủ đề"),
    "marks": _("Điểm"),
    "explanation": _("Giải thích"),
    "source": _("Căn cứ"),
    "kind": _("Loại câu hỏi"),
    "id": _("Mã câu hỏi"),
    "number": _("Số thứ tự"),
    "pinned": _("Phương án giữ nguyên vị trí"),
    **{f"feedback_{letter}": _("Phản hồi của phương án %(letter)s", letter=letter.upper()) for letter in "abcdefgh"},
    "image": _("Hình"),
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
IMPORT_ACTIONS = {
    "new": _("Mới"),
    "revised": _("Bản sửa"),
    "unchanged": _("Đã có, không đổi"),
    "refused": _("Không nhận được"),
}
