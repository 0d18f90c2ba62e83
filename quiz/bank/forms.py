"""Forms of the bank's console pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectChoice, SelectField, StringField
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

    file = FileField(
        _("Tệp câu hỏi"),
        description=_("Word, Excel, GIFT hoặc JSON, nhiều nhất 20 MB. Tệp chỉ được kiểm tra, chưa nhập vào ngân hàng."),
    )


class AcceptForm(TargetForm):
    """What the preview page sends when the organiser accepts."""

    name = HiddenField(validators=[DataRequired()])
    accept = HiddenField()
    approve = BooleanField(
        _("Duyệt luôn các câu được nhập"),
        description=_("Câu đã duyệt được đưa vào đề thi. Không chọn thì các câu ở dạng bản nháp, chờ duyệt sau."),
    )
