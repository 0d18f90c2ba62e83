"""Forms of the incident console."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from quiz.attempts.incidents import MOST_EXTRA_MINUTES
from quiz.contests.moments import parse_moment
from quiz.core.vietnamese import clean


def _one_line(text: str | None) -> str:
    return clean(text or "")


def _moment(_form: Any, field: Field) -> None:
    if parse_moment(field.data or "") is None:
        raise ValidationError(
            _("Vui lòng ghi dạng ngày/tháng/năm giờ:phút, ví dụ 31/12/2026 17:30 hoặc 31/12/2026 24:00.")
        )


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """A decision with its reason."""

    reason = StringField(
        _("Lý do"),
        description=_("Được lưu lại, và hiện cho thí sinh đang làm bài."),
        filters=[_one_line],
        validators=[
            DataRequired(_("Vui lòng ghi lý do.")),
            Length(max=500, message=_("Lý do dài quá 500 ký tự.")),
        ],
    )


class ExtraTimeForm(ReasonForm):
    """Minutes more."""

    minutes = IntegerField(
        _("Số phút cộng thêm"),
        description=_("Từ 1 đến %(most)s phút; mỗi bài được cộng tối đa %(most)s phút.", most=MOST_EXTRA_MINUTES),
        validators=[
            InputRequired(_("Vui lòng ghi số phút.")),
            NumberRange(1, MOST_EXTRA_MINUTES, _("Số phút phải từ 1 đến %(max)s.")),
        ],
    )
    later = BooleanField(_("Cộng cả cho những bài bắt đầu sau này trong vòng"))


class WindowForm(ReasonForm):
    """An own window."""

    opens_at = StringField(_("Mở từ"), description=_("Giờ Việt Nam, ví dụ 02/03/2026 08:00."), validators=[_moment])
    closes_at = StringField(
        _("Đóng lúc"),
        description=_("Chậm nhất 7 ngày sau giờ đóng của vòng."),
        validators=[_moment],
    )


class SearchForm(FlaskForm):  # type: ignore[misc]
    """Whom it is about."""

    class Meta:
        """Only looks; nothing is changed by it."""

        csrf = False

    q = StringField(
        _("Thí sinh"), description=_("Họ tên không cần dấu, tên đăng nhập hoặc số điện thoại."), filters=[_one_line]
    )
    unit_text = StringField(_("Đơn vị"), description=_("Gồm cả các đơn vị trực thuộc."), filters=[_one_line])
    unit = HiddenField()
