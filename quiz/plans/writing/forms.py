"""Forms of plans on the console: the head of a plan, an actor, files, remarks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
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
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from quiz.core.errors import DomainError, Invalid
from quiz.core.messages import message_of
from quiz.plans.files.vocabulary import POSTS, SCOPES
from quiz.plans.timing.rules import as_day
from quiz.plans.writing.drafts import ActorDraft, PlanDraft
from quiz.plans.writing.rules import years_of
from quiz.plans.writing.wording import LAYOUTS, OFF_DAYS, kind_words
from quiz.units.models import UnitKind

NEEDED = lazy_gettext("Vui lòng điền mục này.")
MOST_ROWS = 40
LONG = 4000


class Day(DateField):  # type: ignore[misc]
    """A day typed as dd/mm/yyyy."""

    widget = TextInput()

    def __init__(self, label: object, validators: Iterable[Any] = (), **more: Any) -> None:
        more.setdefault("description", lazy_gettext("Dạng ngày/tháng/năm, ví dụ 31/12/2026."))
        super().__init__(label, [Optional(), *validators], format="%d/%m/%Y", **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text; the message is ours."""
        try:
            super().process_formdata([text.strip() for text in valuelist])
        except ValueError as error:
            raise ValueError(gettext("Vui lòng ghi ngày dạng ngày/tháng/năm.")) from error


class Boxes(SelectMultipleField):  # type: ignore[misc]
    """Several of a list, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.type = "SelectMultipleField"  # by which the macro of fields knows a list of boxes


class TopicRow(Form):  # type: ignore[misc]
    """The topic of a year."""

    year = StringField(lazy_gettext("Năm"), [Length(max=9)])
    title = StringField(lazy_gettext("Chủ đề"), [Length(max=400)])


class BasisRow(Form):  # type: ignore[misc]
    """A document that the plan is based on."""

    number = StringField(lazy_gettext("Số, ký hiệu"), [Length(max=60)])
    date = Day(lazy_gettext("Ngày"), description="")
    subject = StringField(lazy_gettext("Trích yếu"), [Length(max=400)])


class PlanForm(FlaskForm):  # type: ignore[misc]
    """The head of a plan."""

    title = StringField(lazy_gettext("Tên kế hoạch"), [DataRequired(NEEDED), Length(max=400)])
    unit = SelectField(lazy_gettext("Đơn vị lập kế hoạch"), coerce=int, validate_choice=False)
    slug = StringField(
        lazy_gettext("Địa chỉ trên hệ thống"),
        [Length(max=64)],
        description=lazy_gettext("Để trống thì lấy theo tên kế hoạch. Chữ thường không dấu, chữ số, gạch nối."),
    )
    number = StringField(lazy_gettext("Số, ký hiệu"), [Length(max=60)])
    issued_on = Day(lazy_gettext("Ngày ban hành"))
    issuer = StringField(lazy_gettext("Cơ quan ban hành"), [Length(max=200)])
    province = StringField(lazy_gettext("Tỉnh, thành phố"), [Length(max=100)])
    years = StringField(
        lazy_gettext("Các năm của kế hoạch"),
        [DataRequired(NEEDED), Length(max=60)],
        description=lazy_gettext("Ví dụ 2026, hoặc 2021-2025."),
    )
    topics = FieldList(FormField(TopicRow), max_entries=MOST_ROWS)
    basis = FieldList(FormField(BasisRow), max_entries=MOST_ROWS)
    note = TextAreaField(lazy_gettext("Ghi chú"), [Length(max=LONG)])
    layout = SelectField(lazy_gettext("Thể thức văn bản"))
    off_days = SelectField(lazy_gettext("Khi hạn rơi vào ngày nghỉ"))
    version = HiddenField(default="0")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.layout.choices = translated(LAYOUTS)
        self.off_days.choices = translated(OFF_DAYS)

    @classmethod
    def showing(cls, draft: PlanDraft, version: int) -> PlanForm:
        """The form filled with what is stored; what was sent with the request comes first."""
        basis = [{**row, "date": as_day(row["date"]) if row.get("date") else None} for row in draft.basis]
        shown = {**draft.columns(), "years": ", ".join(str(year) for year in draft.years), "basis": basis}
        return cls(data={**shown, "version": str(version)})

    def draft(self) -> PlanDraft:
        """What was typed; Invalid where the years cannot be read."""
        try:
            years = years_of(self.years.data or "")
        except ValueError as error:
            raise Invalid("Vui lòng ghi năm dạng 2026 hoặc 2021-2025.", field="years") from error
        return PlanDraft(
            title=self.title.data or "",
            years=years,
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            issuer=self.issuer.data or "",
            province=self.province.data or "",
            topics=tuple(_topic(row.data) for row in self.topics.entries if row.data["title"]),
            basis=tuple(_document(row.data) for row in self.basis.entries if row.data["number"] or row.data["subject"]),
            note=self.note.data or "",
            layout=self.layout.data or "",
            off_days=self.off_days.data or "",
        )


def _topic(row: dict[str, Any]) -> dict[str, Any]:
    year = (row["year"] or "").strip()
    return {"year": int(year) if year.isascii() and year.isdigit() else year or None, "title": row["title"].strip()}


def _document(row: dict[str, Any]) -> dict[str, Any]:
    day: date | None = row["date"]
    return {
        "number": (row["number"] or "").strip() or None,
        "date": day.isoformat() if day else None,
        "subject": (row["subject"] or "").strip(),
    }


class ActorForm(FlaskForm):  # type: ignore[misc]
    """Whom a name among the actors of a plan means."""

    name = StringField(lazy_gettext("Tên gọi trong kế hoạch"), [DataRequired(NEEDED), Length(max=200)])
    unit_kinds = Boxes(
        lazy_gettext("Loại đơn vị"),
        validate_choice=False,
        description=lazy_gettext("Chỉ cần khớp một loại; luôn hiểu trong phạm vi đơn vị lập kế hoạch."),
    )
    posts = Boxes(
        lazy_gettext("Chức danh"),
        validate_choice=False,
        description=lazy_gettext(
            "Nếu để trống, việc được giao cho tập thể đơn vị; "
            "nếu chọn chức danh, việc được giao cho người giữ chức danh đó."
        ),
    )
    scope = SelectField(lazy_gettext("Phạm vi"), validate_choice=False)
    note = TextAreaField(lazy_gettext("Ghi chú"), [Length(max=LONG)])
    version = HiddenField(default="0")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.unit_kinds.choices = kind_choices()
        self.posts.choices = translated(POSTS)
        self.scope.choices = translated(SCOPES)

    def draft(self) -> ActorDraft:
        """What was typed."""
        kinds, posts = tuple(self.unit_kinds.data or ()), tuple(self.posts.data or ())
        return ActorDraft(self.name.data or "", kinds, posts, self.scope.data or "", self.note.data or "")


class IssueForm(FlaskForm):  # type: ignore[misc]
    """Putting a plan in force."""

    incomplete = BooleanField(lazy_gettext("Ban hành dù chưa có số hoặc ngày ban hành"))
    version = HiddenField(default="0")


class RemarkForm(FlaskForm):  # type: ignore[misc]
    """A step with a remark or a reason."""

    remark = TextAreaField(lazy_gettext("Ý kiến"), [Length(max=LONG)])
    version = HiddenField(default="0")


class RemoveForm(FlaskForm):  # type: ignore[misc]
    """Taking a task out of a plan."""

    reason = TextAreaField(lazy_gettext("Lý do bỏ việc"), [Length(max=LONG)])
    version = HiddenField(default="0")


class OwnDayForm(FlaskForm):  # type: ignore[misc]
    """What a unit sets for itself in a task of the unit above."""

    own_due_on = Day(lazy_gettext("Ngày đến hạn của đơn vị"))
    in_charge = StringField(
        lazy_gettext("Ai phụ trách"),
        [Length(max=200)],
        description=lazy_gettext("Cá nhân hoặc bộ phận của đơn vị chịu trách nhiệm về việc này."),
    )
    version = HiddenField(default="0")


class PlanFileForm(FlaskForm):  # type: ignore[misc]
    """A plan file, and where it belongs."""

    file = FileField(lazy_gettext("Tệp kế hoạch (.yaml)"))
    unit = SelectField(lazy_gettext("Đơn vị lập kế hoạch"), coerce=int, validate_choice=False)
    year = StringField(
        lazy_gettext("Chuyển các ngày sang năm"),
        [Length(max=4)],
        description=lazy_gettext("Để trống thì giữ nguyên năm ghi trong tệp."),
    )

    def wanted_year(self) -> int | None:
        """The year to move the days to; Invalid where it is none."""
        text = (self.year.data or "").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and 1990 <= int(text) <= 2100):
            raise Invalid("Vui lòng ghi một năm gồm bốn chữ số.", field="year")
        return int(text)


class SampleForm(PlanFileForm):
    """One of the plans that the product brings along."""

    sample = SelectField(lazy_gettext("Kế hoạch mẫu"), validate_choice=False)


def translated(titles: dict[str, str]) -> list[tuple[str, str]]:
    """Choices of a list in the reader's language."""
    return [(value, gettext(title) if title else title) for value, title in titles.items()]


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of units as choices."""
    return [(str(kind), kind_words(kind)) for kind in (*UnitKind, "any_unit")]


def version_of(form: FlaskForm) -> int:
    """The version of the row that the person has seen; 0 where it cannot be read."""
    text = str(form.version.data or "")
    return int(text) if text.isascii() and text.isdigit() else 0


def tell(form: FlaskForm, error: DomainError) -> int:
    """Put an error beside the field it is about, or above the form; the status of the answer."""
    if error.field and error.field in form:
        form[error.field].errors = [*form[error.field].errors, message_of(error)]
    else:
        form.form_errors.append(message_of(error))
    return error.status
