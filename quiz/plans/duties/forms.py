"""Forms of a duty: a step with what was done, evidence, the title of a piece."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import DateField, FloatField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import TextInput

from quiz.core.typed_days import with_slashes
from quiz.plans.duties.pages import Amount, DutyPage
from quiz.plans.duties.rules import RATINGS, typed_number
from quiz.plans.duties.service import MOST_BASIS, MOST_WORDS, Doing
from quiz.plans.models import Duty

_TOO_LONG = lazy_gettext("Nội dung dài quá. Vui lòng rút gọn.")


class Day(DateField):  # type: ignore[misc]
    """A day typed as dd/mm/yyyy."""

    widget = TextInput()

    def __init__(self, label: object, **more: object) -> None:
        super().__init__(label, [Optional()], format="%d/%m/%Y", **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text; the message is ours."""
        try:
            super().process_formdata([with_slashes(text) for text in valuelist])
        except ValueError as error:
            raise ValueError(gettext("Vui lòng ghi ngày dạng ngày/tháng/năm, ví dụ 05/03/2026.")) from error


class Count(FloatField):  # type: ignore[misc]
    """A number typed as people write it: 2 or 0,5 or 1.200."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:g}".replace(".", ",")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text; the message is ours."""
        texts = [typed_number(text) for text in valuelist]
        if not any(texts):
            self.data = None
            return
        try:
            super().process_formdata(texts)
        except ValueError as error:
            raise ValueError(gettext("Vui lòng ghi một số, ví dụ 2 hoặc 0,5.")) from error


class StepForm(FlaskForm):  # type: ignore[misc]
    """A step of a duty; which of its fields a page shows depends on the step."""

    version = HiddenField()
    result = TextAreaField(lazy_gettext("Nội dung đã làm"), [Length(max=MOST_WORDS, message=_TOO_LONG)])
    done_on = Day(
        lazy_gettext("Ngày thực hiện"),
        description=lazy_gettext("Để trống nếu là hôm nay; ngày khác ghi 05/03/2026 hoặc gõ liền 05032026."),
    )
    remark = TextAreaField(lazy_gettext("Ý kiến"), [Length(max=MOST_WORDS, message=_TOO_LONG)])
    basis = StringField(
        lazy_gettext("Căn cứ: số, ngày của biên bản hoặc nghị quyết"),
        [Length(max=MOST_BASIS, message=_TOO_LONG)],
        description=lazy_gettext("Ví dụ: Biên bản số 05-BB/CB ngày 02/3/2026."),
    )
    rating = SelectField(lazy_gettext("Mức đánh giá"), [Optional()], validate_choice=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.rating.choices = [
            ("", gettext("Chọn mức đánh giá")),
            *((key, gettext(name)) for key, name in RATINGS.items()),
        ]

    def doing(self, amounts: Sequence[Amount]) -> Doing:
        """What was typed; fields that the page did not show stay as they are."""
        sent = request.form
        counted = {one.of: self[f"amount_{one.of}"].data for one in amounts}
        has_amounts = any(f"amount_{of}" in sent for of in counted)
        return Doing(
            remark=self.remark.data or "",
            basis=self.basis.data or "",
            result=(self.result.data or "") if "result" in sent else None,
            amounts={of: value for of, value in counted.items() if value is not None} if has_amounts else None,
            done_on=self.done_on.data,
            rating=self.rating.data or None,
        )


def step_form(page: DutyPage, *, fresh: bool = False) -> StepForm:
    """The form for a duty's next step, with a number for each of its targets, filled with what is there.

    `fresh`: whatever the request sent belongs to another form.
    """
    counts = {f"amount_{one.of}": Count(gettext(one.title), [Optional()]) for one in page.amounts}
    made = type("DutyStepForm", (StepForm,), counts)
    duty: Duty = page.case.duty
    there = {f"amount_{of}": value for of, value in duty.amounts.items()}
    sent = {"formdata": None} if fresh else {}
    form: StepForm = made(version=duty.version, result=duty.result, done_on=duty.done_on, **there, **sent)
    if not page.at_once and page.main != "carried_out":
        form.result.label.text = gettext("Nội dung trình xác nhận")
    return form


class EvidenceForm(FlaskForm):  # type: ignore[misc]
    """Files, or a link with its title."""

    file = MultipleFileField(lazy_gettext("Tệp hoặc ảnh"))
    url = StringField(lazy_gettext("Địa chỉ trang web"), [Length(max=1000, message=_TOO_LONG)])
    title = StringField(lazy_gettext("Tên hiển thị"), [Length(max=200, message=_TOO_LONG)])
