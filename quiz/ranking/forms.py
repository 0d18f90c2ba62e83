"""Forms of the ranking's console pages."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import TextInput

from quiz.core.errors import Invalid

NEEDED = lazy_gettext("Vui lòng điền mục này.")


class HeadCountForm(FlaskForm):  # type: ignore[misc]
    """A frozen head count put right."""

    round = SelectField(lazy_gettext("Vòng thi"), coerce=int)
    unit = StringField(
        lazy_gettext("Mã đơn vị"),
        [DataRequired(NEEDED), Length(max=32)],
        description=lazy_gettext("Mã của đơn vị trong vòng thi, xem ở tệp Excel xếp hạng đơn vị."),
    )
    headcount = StringField(lazy_gettext("Tổng số người đúng"), [DataRequired(NEEDED), Length(max=15)])
    on = DateField(
        lazy_gettext("Ngày chốt số liệu"),
        [Optional()],
        format="%d/%m/%Y",
        widget=TextInput(),
        description=lazy_gettext("Dạng ngày/tháng/năm, ví dụ 31/12/2025."),
    )
    source = StringField(lazy_gettext("Nguồn số liệu"), [Length(max=200)])
    document = StringField(lazy_gettext("Văn bản làm căn cứ (số, ngày)"), [DataRequired(NEEDED), Length(max=200)])
    reason = StringField(lazy_gettext("Lý do điều chỉnh"), [DataRequired(NEEDED), Length(max=500)])

    @property
    def people(self) -> int:
        """The head count as typed, with or without points (1.234); Invalid where it is no number."""
        digits = (self.headcount.data or "").replace(".", "").replace(" ", "")
        if not (digits.isascii() and digits.isdigit()):
            raise Invalid("Vui lòng ghi một số nguyên.", field="headcount")
        return int(digits)
