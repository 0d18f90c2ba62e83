"""Forms of the bank's console pages."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from quiz.bank.labels import FORMATS
from quiz.bank.rules import CODE, LONGEST_TITLE

CODE_TEXT = _("Mã ngân hàng gồm 1 đến 32 chữ cái không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới.")


class TargetForm(FlaskForm):  # type: ignore[misc]
    """Where a file goes, and as what it is read."""

    bank = StringField(
        _("Mã ngân hàng"),
        description=_("Ví dụ: nghi-quyet-2026. Mã chưa có thì ngân hàng mới được tạo."),
        filters=[lambda text: text.strip() if text else text],
        validators=[DataRequired(_("Vui lòng nhập mã ngân hàng.")), Regexp(rf"^{CODE}$", message=CODE_TEXT)],
    )
    title = StringField(
        _("Tên ngân hàng"),
        description=_("Chỉ cần khi tạo ngân hàng mới."),
        validators=[Optional(), Length(max=LONGEST_TITLE, message=_("Tên ngân hàng dài quá 200 ký tự."))],
    )
    format = SelectField(
        _("Định dạng"),
        choices=[SelectChoice(*one) for one in (("", _("Tự nhận biết theo nội dung tệp")), *FORMATS.items())],
        validators=[Optional()],
    )


class UploadForm(TargetForm):
    """A file on its way to the preview."""

    file = FileField(_("Tệp câu hỏi"))


class AcceptForm(FlaskForm):  # type: ignore[misc]
    """What the preview page sends when the organiser accepts."""

    accept = HiddenField()
    approve = BooleanField(
        _("Các câu này đã được hội đồng duyệt bằng văn bản"),
        description=_(
            "Câu đã duyệt được đưa vào đề thi ngay. Không chọn thì các câu ở dạng bản nháp, chờ thẩm định. "
            "Câu đã có trong ngân hàng và không đổi thì giữ nguyên trạng thái."
        ),
    )
    number = StringField(
        _("Số văn bản phê duyệt"),
        description=_("Ví dụ: 15/QĐ-BTC."),
        filters=[lambda text: " ".join(text.split()) if text else ""],
        validators=[Length(max=100, message=_("Số văn bản dài quá 100 ký tự."))],
    )
    day = DateField(_("Ngày văn bản"), description=_("Ngày ban hành văn bản."), validators=[Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        """An approval names its document and the day of it."""
        valid = bool(super().validate(extra_validators))
        if not self.approve.data:
            return valid
        for field, text in (
            (self.number, gettext("Vui lòng ghi số văn bản phê duyệt.")),
            (self.day, gettext("Vui lòng ghi ngày của văn bản phê duyệt.")),
        ):
            if not field.data and not field.errors:
                field.errors = [text]
                valid = False
        return valid

    @property
    def basis(self) -> str | None:
        """By which document the questions count as approved; None where they do not."""
        return f"Văn bản số {self.number.data} ngày {self.day.data:%d/%m/%Y}" if self.approve.data else None
