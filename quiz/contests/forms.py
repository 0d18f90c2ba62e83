"""Forms of the contests' console pages."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

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
