"""Forms of the console for units."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import TextInput

from quiz.units.forest import UnitValues
from quiz.units.kinds import TITLES

NEEDED = lazy_gettext("Vui lòng điền mục này.")
A_NUMBER = lazy_gettext("Vui lòng ghi một số nguyên.")


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


class Whole(IntegerField):  # type: ignore[misc]
    """A whole number typed with or without points: 1.234."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text; the message is ours."""
        try:
            super().process_formdata([text.replace(".", "").replace(" ", "") for text in valuelist])
        except ValueError as error:
            raise ValueError(str(A_NUMBER)) from error


class UnitForm(FlaskForm):  # type: ignore[misc]
    """Everything of a unit."""

    code = StringField(
        lazy_gettext("Mã đơn vị"),
        [DataRequired(NEEDED), Length(max=32)],
        description=lazy_gettext("Chữ cái không dấu, chữ số, dấu chấm, gạch nối. Không đổi được về sau."),
    )
    name = StringField(lazy_gettext("Tên đơn vị"), [DataRequired(NEEDED), Length(max=200)])
    kind = SelectField(lazy_gettext("Loại đơn vị"))
    parent_text = StringField(
        lazy_gettext("Đơn vị cấp trên"),
        description=lazy_gettext("Gõ vài chữ trong tên rồi chọn. Để trống nếu không trực thuộc đơn vị nào."),
    )
    parent = HiddenField()
    headcount = Whole(lazy_gettext("Số người"), [Optional()], description=lazy_gettext("Dùng để tính tỷ lệ dự thi."))
    headcount_on = Day(lazy_gettext("Ngày chốt số liệu"))
    headcount_source = StringField(lazy_gettext("Nguồn số liệu"), [Length(max=200)])
    aliases = TextAreaField(
        lazy_gettext("Tên khác"),
        [Length(max=4000)],
        description=lazy_gettext("Tên cũ, tên viết tắt mà mọi người hay gõ; mỗi tên một dòng."),
    )
    valid_from = Day(lazy_gettext("Có hiệu lực từ ngày"))
    valid_to = Day(lazy_gettext("Đến hết ngày"))
    sort_order = Whole(
        lazy_gettext("Thứ tự hiển thị"),
        [Optional()],
        description=lazy_gettext("Số nhỏ đứng trước; cùng số thì xếp theo tên."),
    )
    version = HiddenField(default="0")

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        self.kind.choices = [(str(kind), gettext(title)) for kind, title in TITLES.items()]

    def values(self, parent_id: int | None) -> UnitValues:
        """What was typed, with the parent that was found."""
        return UnitValues(
            name=self.name.data,
            kind=self.kind.data,
            parent_id=parent_id,
            headcount=self.headcount.data,
            headcount_on=self.headcount_on.data,
            headcount_source=self.headcount_source.data or "",
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            sort_order=self.sort_order.data or 0,
            aliases=tuple((self.aliases.data or "").splitlines()),
        )


BOXES = 6
"""How many units can be merged at once on the page."""


class MergeForm(FlaskForm):  # type: ignore[misc]
    """Units that go up in another one; each box is a text with the code chosen from the suggestions."""

    day = DateField(
        lazy_gettext("Ngày sáp nhập"),
        [DataRequired(lazy_gettext("Vui lòng ghi ngày dạng ngày/tháng/năm."))],
        format="%d/%m/%Y",
        widget=TextInput(),
        description=lazy_gettext("Ngày đầu tiên của tổ chức mới, dạng ngày/tháng/năm."),
    )
    reason = StringField(
        lazy_gettext("Lý do"),
        [DataRequired(NEEDED), Length(max=500)],
        description=lazy_gettext("Ví dụ số, ngày của nghị quyết hoặc quyết định."),
    )
    hands_over = BooleanField(
        lazy_gettext("Chuyển vai trò đã phân ở đơn vị cũ sang đơn vị tiếp nhận"),
        default=True,
        description=lazy_gettext("Đầu mối của đơn vị cũ tiếp tục làm đầu mối của đơn vị tiếp nhận."),
    )


for _number in range(1, BOXES + 1):
    setattr(MergeForm, f"text_{_number}", StringField(lazy_gettext("Đơn vị được sáp nhập"), [Length(max=200)]))
    setattr(MergeForm, f"code_{_number}", HiddenField())


class FileForm(FlaskForm):  # type: ignore[misc]
    """An Excel file."""

    file = FileField(lazy_gettext("Tệp Excel (.xlsx)"))
