"""Forms of conferences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from quiz.core import clock
from quiz.core.typed_days import with_slashes
from quiz.core.vietnamese import clean
from quiz.modules.conferences.drafts import Draft, Item, Place, Sitting
from quiz.modules.conferences.rules import FORM_TITLES, POST_TITLES, duration_of
from quiz.plans.models import PlanTask

NEEDED = DataRequired(lazy_gettext("Vui lòng điền mục này."))
SPARE = 3
"""How many empty lines a list of places or items shows; saving brings as many again."""
MOST_LINES = 60
WHO_TITLES = {
    "all": "Mọi người trong đơn vị",
    "posts": "Người giữ các chức danh chọn dưới đây",
    "named": "Đơn vị tự cử người",
}
_TIME = re.compile(r"([01]?\d|2[0-3])[:hg.]?([0-5]\d)")


def checkboxes(label: object, **more: Any) -> SelectMultipleField:
    """Any of several."""
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **more)


class Day(DateField):  # type: ignore[misc]
    """A day typed as dd/mm/yyyy, or its figures in a row."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text as people type it."""
        super().process_formdata([with_slashes(text) for text in valuelist])


class Clock(StringField):  # type: ignore[misc]
    """A time of day typed as 8:00, 8h00, or 800 where the keys of a phone have no colon."""

    def minutes(self) -> tuple[int, int]:
        """The hour and minute; only after validation."""
        found = _TIME.fullmatch(clean(self.data or ""))
        return (int(found[1]), int(found[2])) if found else (0, 0)

    def pre_validate(self, form: Form) -> None:
        """Refuse what is no time of day."""
        if not _TIME.fullmatch(clean(self.data or "")):
            raise ValidationError(gettext("Vui lòng ghi giờ dạng 8:00."))


class PlaceForm(Form):  # type: ignore[misc]
    """One place; a line without a name is left out."""

    name = StringField(lazy_gettext("Tên điểm"), [Length(max=200)])
    address = StringField(lazy_gettext("Địa chỉ"), [Length(max=300)])
    link = StringField(lazy_gettext("Liên kết trực tuyến"), [Length(max=500)])


class ItemForm(Form):  # type: ignore[misc]
    """One item of the programme; a line without content is left out."""

    begins = StringField(lazy_gettext("Giờ"), [Length(max=5)])
    content = StringField(lazy_gettext("Nội dung"), [Length(max=500)])
    speaker = StringField(lazy_gettext("Người trình bày"), [Length(max=200)])


class SittingFields(FlaskForm):  # type: ignore[misc]
    """When and where a session sits."""

    day = Day(
        lazy_gettext("Ngày"),
        [DataRequired(lazy_gettext("Vui lòng ghi ngày dạng ngày/tháng/năm."))],
        format="%d/%m/%Y",
        description=lazy_gettext("Ví dụ 05/03/2026 hoặc gõ liền 05032026."),
    )
    begins = Clock(lazy_gettext("Giờ bắt đầu"), default="8:00")
    ends = Clock(lazy_gettext("Giờ kết thúc"), default="11:30")
    places = FieldList(FormField(PlaceForm), max_entries=MOST_LINES)
    version = HiddenField(default="0")

    def stated_version(self) -> int:
        """The version of the row as the person saw it."""
        return int(self.version.data) if str(self.version.data).isdecimal() else 0

    def sitting(self) -> Sitting:
        """What was typed; only after validation."""
        starts, ends = self.begins.minutes(), self.ends.minutes()
        places = [
            Place(clean(one["name"]), clean(one["address"] or ""), clean(one["link"] or ""))
            for one in self.places.data
            if clean(one["name"] or "")
        ]
        return Sitting(clock.at_local(self.day.data, *starts), clock.at_local(self.day.data, *ends), places)

    def fill_sitting(self, starts_at: datetime, ends_at: datetime, places: Sequence[Any]) -> None:
        """Show what is stored."""
        begins = clock.local(starts_at)
        self.day.data = begins.date()
        self.begins.data, self.ends.data = f"{begins:%H:%M}", f"{clock.local(ends_at):%H:%M}"
        for place in places:
            self.places.append_entry({"name": place.name, "address": place.address, "link": place.link})

    def add_lines(self) -> None:
        """Empty lines after those that are filled."""
        add_lines(self.places)


class ConferenceForm(SittingFields):
    """Everything of a conference with its first session."""

    title = StringField(lazy_gettext("Tên hội nghị"), [NEEDED, Length(max=300)])
    topic = StringField(
        lazy_gettext("Chuyên đề, nội dung quán triệt"),
        [Length(max=500)],
        description=lazy_gettext("Ghi đúng tên chuyên đề trong kế hoạch."),
    )
    form = RadioField(lazy_gettext("Hình thức"), default="onsite")
    chair = StringField(lazy_gettext("Người chủ trì"), [Length(max=200)])
    duration = StringField(
        lazy_gettext("Thời lượng dự kiến (ngày)"),
        [Length(max=6)],
        default="0,5",
        description=lazy_gettext("Nửa ngày ghi 0,5."),
    )
    tasks = checkboxes(lazy_gettext("Nhiệm vụ của kế hoạch mà hội nghị thực hiện"), coerce=int)
    is_whole_plan = BooleanField(
        lazy_gettext("Là hội nghị chung của toàn kế hoạch"),
        description=lazy_gettext("Các thời hạn tính từ hội nghị toàn tỉnh sẽ bắt đầu từ ngày hội nghị này."),
    )
    items = FieldList(FormField(ItemForm), max_entries=MOST_LINES)

    def __init__(self, *args: Any, tasks: Sequence[PlanTask] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.form.choices = [(code, gettext(title)) for code, title in FORM_TITLES.items()]
        self.tasks.choices = [(task.id, f"{task.code}. {task.title}") for task in tasks]

    def draft(self) -> Draft:
        """What was typed; only after validation. Invalid for a length that is none."""
        items = [
            Item(one["begins"] or "", one["content"], one["speaker"] or "")
            for one in self.items.data
            if clean(one["content"] or "")
        ]
        return Draft(
            title=self.title.data,
            topic=self.topic.data or "",
            form=self.form.data,
            chair=self.chair.data or "",
            duration=duration_of(self.duration.data or ""),
            is_whole_plan=self.is_whole_plan.data,
            task_ids=self.tasks.data or (),
            items=items,
            sitting=self.sitting(),
        )

    def add_lines(self) -> None:
        """Empty lines after those that are filled."""
        super().add_lines()
        add_lines(self.items)


def add_lines(lines: FieldList) -> None:
    """A few empty lines at the end, so that a list grows without a script."""
    for _number in range(max(1, SPARE - sum(1 for line in lines if not any(line.data.values())))):
        if len(lines) < MOST_LINES:
            lines.append_entry()


class ChooseForm(FlaskForm):  # type: ignore[misc]
    """For which unit and plan a conference is to be."""

    class Meta:
        """Asks for a page only, so it carries no token."""

        csrf = False

    unit = SelectField(lazy_gettext("Đơn vị tổ chức"))
    plan = SelectField(lazy_gettext("Thuộc kế hoạch"))


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Units to invite, and who of them."""

    unit_text = StringField(
        lazy_gettext("Đơn vị"), [NEEDED, Length(max=500)], description=lazy_gettext("Gõ vài chữ trong tên rồi chọn.")
    )
    unit = HiddenField()
    with_below = BooleanField(lazy_gettext("Gồm cả các đơn vị bên dưới"), default=True)
    kinds = checkboxes(
        lazy_gettext("Chỉ các loại đơn vị"), description=lazy_gettext("Không chọn loại nào nghĩa là mọi loại.")
    )
    who = RadioField(
        lazy_gettext("Thành phần triệu tập"),
        default="all",
    )
    posts = checkboxes(lazy_gettext("Chức danh"))
    seats = StringField(
        lazy_gettext("Số người mỗi đơn vị được cử"),
        [Length(max=4)],
        description=lazy_gettext("Chỉ dùng khi đơn vị tự cử người. Để trống: không giới hạn."),
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.who.choices = [(code, gettext(title)) for code, title in WHO_TITLES.items()]
        self.kinds.choices = [(code, gettext(title)) for code, title in kinds]
        self.posts.choices = [(code, gettext(title)) for code, title in POST_TITLES.items()]

    def validate_seats(self, field: StringField) -> None:
        """A whole number or nothing."""
        if field.data and not str(field.data).strip().isdecimal():
            raise ValidationError(gettext("Vui lòng ghi một số nguyên."))


class ListForm(FlaskForm):  # type: ignore[misc]
    """A pasted list, or an Excel file."""

    text = TextAreaField(
        lazy_gettext("Dán danh sách"),
        [Length(max=200_000)],
        description=lazy_gettext("Mỗi dòng một người: mã đơn vị, dấu chấm phẩy, họ và tên."),
    )
    file = FileField(lazy_gettext("Hoặc chọn tệp Excel (.xlsx)"))


class FileForm(FlaskForm):  # type: ignore[misc]
    """An Excel file."""

    file = FileField(lazy_gettext("Tệp Excel (.xlsx)"))


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """A reason, with the version of what it is about."""

    reason = StringField(lazy_gettext("Lý do"), [NEEDED, Length(max=500)])
    version = HiddenField(default="0")


class MaterialForm(FlaskForm):  # type: ignore[misc]
    """A link to a document."""

    title = StringField(lazy_gettext("Tên tài liệu"), [NEEDED, Length(max=200)])
    url = StringField(lazy_gettext("Liên kết"), [NEEDED, Length(max=1000)], render_kw={"inputmode": "url"})
