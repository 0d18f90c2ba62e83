"""Forms of the console for periods."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from quiz.plans.reporting.periods import MOST_DUE_DAYS, PeriodValues
from quiz.plans.reporting.rules import KIND_TITLES, LONGEST_TEXT, WORKING_DAYS, PeriodKind

NEEDED = lazy_gettext("Vui lòng điền mục này.")
WHOLE_YEAR = 0
"""The number that stands for every period of a year at once."""


class Day(DateField):  # type: ignore[misc]
    """A day typed as dd/mm/yyyy."""

    widget = TextInput()

    def __init__(self, label: object, **more: object) -> None:
        more.setdefault("description", lazy_gettext("Dạng ngày/tháng/năm, ví dụ 31/12/2025."))
        super().__init__(label, [Optional()], format="%d/%m/%Y", **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text; the message is ours."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(gettext("Vui lòng ghi ngày dạng ngày/tháng/năm.")) from error


class RegularForm(FlaskForm):  # type: ignore[misc]
    """A month, quarter, half-year or year to report on, or all of a year at once."""

    kind = SelectField(lazy_gettext("Kỳ"))
    number = SelectField(lazy_gettext("Mở kỳ nào"), coerce=int, default=WHOLE_YEAR)
    year = SelectField(lazy_gettext("Năm"), coerce=int)
    due_days = IntegerField(
        lazy_gettext("Hạn gửi: số ngày làm việc sau khi hết kỳ"),
        [InputRequired(NEEDED), NumberRange(0, MOST_DUE_DAYS, lazy_gettext("Vui lòng ghi một số từ 0 đến 60."))],
        default=WORKING_DAYS,
    )

    def __init__(self, years: list[int], **more: object) -> None:
        super().__init__(**more)
        self.kind.choices = [(str(one), gettext(KIND_TITLES[one])) for one in PeriodKind if one is not PeriodKind.ADHOC]
        self.year.choices = [(year, str(year)) for year in years]
        self.number.choices = [(WHOLE_YEAR, gettext("Tất cả các kỳ trong năm"))]
        self.number.choices += [(n, gettext("Kỳ thứ %(number)s", number=n)) for n in range(1, 13)]


class PeriodForm(FlaskForm):  # type: ignore[misc]
    """A period with days, title and questions of its own."""

    title = StringField(lazy_gettext("Tên kỳ báo cáo"), [DataRequired(NEEDED), Length(max=200)])
    from_on = Day(lazy_gettext("Từ ngày"))
    to_on = Day(lazy_gettext("Đến hết ngày"))
    due_on = Day(lazy_gettext("Hạn gửi (ngày cuối cùng còn đúng hạn)"))
    questions = TextAreaField(
        lazy_gettext("Câu hỏi"),
        [Length(max=LONGEST_TEXT)],
        description=lazy_gettext("Mỗi câu hỏi một dòng. Mỗi câu thành một mục trong báo cáo của đơn vị."),
    )
    version = HiddenField(default="0")

    def values(self) -> PeriodValues:
        """What was typed."""
        days = (self.from_on.data, self.to_on.data, self.due_on.data)
        return PeriodValues(self.title.data or "", *days, self.questions.data or "")


def number_of(text: str | None) -> int:
    """A version as a form carries it; -1, which no row has, where it is unreadable."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
