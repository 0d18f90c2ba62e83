"""Forms of the contests' console pages."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp, ValidationError

from quiz.contests.moments import parse_moment
from quiz.core.vietnamese import clean

REASON_HELP = _("Lý do được lưu và in cùng phiên bản thể lệ mới. Bắt buộc khi cuộc thi đã có vòng chốt đề.")


def _one_line(text: str | None) -> str:
    return clean(text or "")


def _moment(_form: Any, field: Field) -> None:
    if parse_moment(field.data) is None:
        raise ValidationError(
            _("Vui lòng ghi dạng ngày/tháng/năm giờ:phút, ví dụ 31/12/2026 17:30 hoặc 31/12/2026 24:00.")
        )


class VersionedForm(FlaskForm):  # type: ignore[misc]
    """An edit of something with a version; the version is the one the person saw."""

    version = HiddenField(validators=[DataRequired()])
    reason = StringField(
        _("Lý do thay đổi"), description=REASON_HELP, filters=[_one_line], validators=[Length(max=500)]
    )

    @property
    def seen(self) -> int:
        """The version as a number; an unreadable one is none there is."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() else -1


class ContestForm(VersionedForm):
    """Title and summary."""

    title = StringField(
        _("Tên cuộc thi"),
        filters=[_one_line],
        validators=[
            DataRequired(_("Tên cuộc thi không được để trống.")),
            Length(max=300, message=_("Tên dài quá 300 ký tự.")),
        ],
    )
    summary = TextAreaField(
        _("Lời giới thiệu"), validators=[Length(max=4000, message=_("Lời giới thiệu dài quá 4.000 ký tự."))]
    )


class RoundForm(VersionedForm):
    """Title and window of a round."""

    title = StringField(
        _("Tên vòng"),
        filters=[_one_line],
        validators=[
            DataRequired(_("Tên vòng không được để trống.")),
            Length(max=200, message=_("Tên dài quá 200 ký tự.")),
        ],
    )
    opens_at = StringField(_("Giờ mở"), description=_("Giờ Việt Nam, ví dụ 02/03/2026 08:00."), validators=[_moment])
    closes_at = StringField(
        _("Giờ đóng"),
        description=_("Ví dụ 08/03/2026 17:30, hoặc 08/03/2026 24:00 cho hết ngày."),
        validators=[_moment],
    )


class UploadForm(FlaskForm):  # type: ignore[misc]
    """A contest file on its way to the check."""

    file = FileField(
        _("Tệp cuộc thi (YAML)"),
        description=_("Tệp chỉ được kiểm tra, chưa thay đổi gì cho đến khi quý vị xác nhận."),
    )


class AcceptForm(FlaskForm):  # type: ignore[misc]
    """What the check page sends when the organiser accepts."""

    reason = StringField(
        _("Lý do thay đổi"), description=REASON_HELP, filters=[_one_line], validators=[Length(max=500)]
    )


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """A decision about a round, with its reason."""

    reason = StringField(_("Lý do"), filters=[_one_line], validators=[Length(max=500)])


class CopyForm(FlaskForm):  # type: ignore[misc]
    """A contest after the model of another."""

    title = StringField(
        _("Tên cuộc thi mới"),
        filters=[_one_line],
        validators=[
            DataRequired(_("Tên cuộc thi không được để trống.")),
            Length(max=300, message=_("Tên dài quá 300 ký tự.")),
        ],
    )
    slug = StringField(
        _("Địa chỉ trang cuộc thi"),
        description=_("Chữ thường không dấu, chữ số, dấu gạch nối. Để trống thì lấy theo tên cuộc thi."),
        filters=[_one_line],
        validators=[
            Regexp(
                r"([a-z0-9]+(-[a-z0-9]+)*)?$",
                message=_("Địa chỉ chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối."),
            ),
            Length(max=64),
        ],
    )
    first_day = StringField(
        _("Ngày mở vòng đầu"),
        description=_("Ngày/tháng/năm. Mọi vòng được dời đi cùng một số tuần tròn."),
        filters=[_one_line],
        validators=[DataRequired(_("Vui lòng ghi ngày mở vòng đầu."))],
    )


class RehearsalForm(FlaskForm):  # type: ignore[misc]
    """What a rehearsal draws from and how long it is open."""

    bank = SelectField(
        _("Ngân hàng câu hỏi để diễn tập"),
        description=_("Nên dùng ngân hàng khác để đề thật không lộ trước giờ thi."),
    )
    any_question = BooleanField(
        _("Rút câu bất kỳ, không theo chủ đề và mức độ"),
        description=_("Dùng khi ngân hàng diễn tập không có đủ chủ đề, mức độ như đề thật; số câu vẫn giữ nguyên."),
        default=True,
    )
    minutes = StringField(
        _("Mở trong bao nhiêu phút"),
        description=_("Mọi vòng mở ngay bây giờ; có thể đóng sớm bất cứ lúc nào."),
        filters=[_one_line],
        validators=[Regexp(r"[0-9]{1,5}$", message=_("Vui lòng ghi số phút, ví dụ 60."))],
    )


class InviteForm(FlaskForm):  # type: ignore[misc]
    """People invited to a rehearsal."""

    logins = TextAreaField(
        _("Tên đăng nhập của người được mời"),
        description=_("Cách nhau bằng dấu phẩy hoặc xuống dòng."),
        validators=[DataRequired(_("Vui lòng ghi ít nhất một tên đăng nhập.")), Length(max=4000)],
    )

    @property
    def names(self) -> list[str]:
        """The names apart."""
        return list(dict.fromkeys(re.split(r"[\s,;]+", (self.logins.data or "").strip())))


class WipeForm(FlaskForm):  # type: ignore[misc]
    """The address typed to confirm that everything shall go."""

    slug = StringField(_("Gõ lại địa chỉ để xác nhận"))
