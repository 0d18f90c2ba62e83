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
FORMATS = {"docx": _("Word (.docx)"), "xlsx": _("Excel (.xlsx)"), "gift": _("GIFT (Moodle)"), "json": _("JSON")}
