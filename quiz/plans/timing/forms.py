"""Forms of the working calendar, of events and of more time."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import TextInput

from quiz.core.typed_days import with_slashes
from quiz.plans.timing.rules import EVENTS

NEEDED = lazy_gettext("Vui lòng điền mục này.")
DAY_HELP = lazy_gettext("Ví dụ 31/12/2026 hoặc gõ liền 31122026.")


class Day(DateField):  # type: ignore[misc]
    """A day typed as dd/mm/yyyy, or its figures in a row."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text as people type it."""
        super().process_formdata([with_slashes(text) for text in valuelist])


def _day(label: str, *, is_needed: bool = True) -> DateField:
    checks = [DataRequired(lazy_gettext("Vui lòng ghi ngày theo dạng ngày/tháng/năm."))] if is_needed else [Optional()]
    return Day(label, checks, format="%d/%m/%Y", widget=TextInput(), description=DAY_HELP)


class CalendarDayForm(FlaskForm):  # type: ignore[misc]
    """A holiday or a day that is worked to make up for one; `to` makes it several days in a row."""

    day = _day(lazy_gettext("Ngày"))
    to = _day(lazy_gettext("Đến ngày (để trống nếu chỉ một ngày)"), is_needed=False)
    title = StringField(lazy_gettext("Tên ngày"), [DataRequired(NEEDED), Length(max=100)])
    kind = RadioField(
        lazy_gettext("Loại ngày"),
        choices=[
            SelectChoice("off", lazy_gettext("Nghỉ lễ, nghỉ bù")),
            SelectChoice("work", lazy_gettext("Làm bù")),
        ],
        default="off",
    )


class CalendarImportForm(FlaskForm):  # type: ignore[misc]
    """Days of a year from a small Excel file or a pasted list."""

    file = FileField(
        lazy_gettext("Tệp Excel (.xlsx)"), description=lazy_gettext("Ba cột: Ngày, Tên ngày, Loại (nghỉ hoặc làm bù).")
    )
    text = TextAreaField(
        lazy_gettext("Hoặc dán danh sách, mỗi dòng một ngày"),
        [Length(max=20_000)],
        description=lazy_gettext("Ví dụ: 16/02/2026; Nghỉ Tết Nguyên đán; nghỉ"),
    )


class EventForm(FlaskForm):  # type: ignore[misc]
    """An event recorded by hand."""

    kind = SelectField(lazy_gettext("Sự kiện"), choices=[SelectChoice(kind, title) for kind, title in EVENTS.items()])
    happened_on = _day(lazy_gettext("Ngày diễn ra"))
    unit_text = StringField(
        lazy_gettext("Đơn vị"),
        [Length(max=500)],
        description=lazy_gettext(
            "Chỉ ghi khi sự kiện là của riêng một đơn vị: gõ vài chữ trong tên rồi chọn. Để trống nếu của cả kế hoạch."
        ),
    )
    unit = HiddenField(validators=[Length(max=32)])


class AskForm(FlaskForm):  # type: ignore[misc]
    """More time asked for, or given at once."""

    until = _day(lazy_gettext("Hạn mới mong muốn"))
    reason = TextAreaField(lazy_gettext("Lý do"), [DataRequired(NEEDED), Length(max=2000)])


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """The answer to what was asked."""

    version = HiddenField()
    decision = RadioField(
        lazy_gettext("Trả lời"),
        [DataRequired(lazy_gettext("Vui lòng chọn câu trả lời."))],
        choices=[
            SelectChoice("granted", lazy_gettext("Đồng ý gia hạn")),
            SelectChoice("refused", lazy_gettext("Không đồng ý")),
        ],
    )
    until = _day(lazy_gettext("Hạn mới"), is_needed=False)
    answer = TextAreaField(lazy_gettext("Ý kiến"), [Length(max=2000)])
