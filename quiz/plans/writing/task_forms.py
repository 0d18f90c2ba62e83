"""The form of a task: its deadline by kinds, its targets as rows, its actors from the plan's or a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from quiz.core.errors import Invalid
from quiz.plans.files.vocabulary import COUNTED, EVERY, PER, POSTS, SCOPES
from quiz.plans.modules import TITLES
from quiz.plans.timing.rules import EVENTS, as_day
from quiz.plans.writing.drafts import ActorDraft, TaskDraft
from quiz.plans.writing.forms import LONG, NEEDED, Boxes, Day, kind_choices, translated
from quiz.plans.writing.rules import years_of
from quiz.plans.writing.wording import KINDS

MONTHS = [("", "–"), *((str(month), str(month)) for month in range(1, 13))]
QUARTERS = [("", "–"), ("1", "I"), ("2", "II"), ("3", "III"), ("4", "IV")]
RHYTHMS = {"month": "Hằng tháng", "quarter": "Hằng quý", "year": "Hằng năm"}
A_NUMBER = "Vui lòng ghi một số, ví dụ 2 hoặc 0,5."


class TargetRow(Form):  # type: ignore[misc]
    """A target to count."""

    of = SelectField(lazy_gettext("Đếm gì"), validate_choice=False)
    min = StringField(lazy_gettext("Ít nhất"), [Length(max=12)])
    max = StringField(lazy_gettext("Nhiều nhất"), [Length(max=12)])
    per = SelectField(lazy_gettext("Tính cho"), validate_choice=False)
    every = SelectField(lazy_gettext("Nhịp"), validate_choice=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.of.choices = _known(translated(COUNTED), self.of.data)
        self.per.choices = _known([("", "–"), *translated(PER)], self.per.data)
        self.every.choices = [("", "–"), *translated(EVERY)]


class TaskForm(FlaskForm):  # type: ignore[misc]
    """A task of a plan."""

    code = StringField(
        lazy_gettext("Mã việc"),
        [Length(max=40)],
        description=lazy_gettext("Ví dụ CB-01. Để trống thì hệ thống đặt mã. Không đổi được về sau."),
    )
    section = StringField(lazy_gettext("Mục trong kế hoạch"), [Length(max=60)])
    title = TextAreaField(lazy_gettext("Nội dung việc"), [DataRequired(NEEDED), Length(max=500)])
    module = SelectField(lazy_gettext("Loại việc"), validate_choice=False)
    actors = Boxes(lazy_gettext("Ai thực hiện"), validate_choice=False)
    units = Boxes(lazy_gettext("Giao cho đơn vị"), coerce=int, validate_choice=False)
    new_name = StringField(lazy_gettext("Tên gọi của chủ thể mới"), [Length(max=200)])
    new_kinds = Boxes(lazy_gettext("Loại đơn vị"), validate_choice=False)
    new_posts = Boxes(lazy_gettext("Chức danh"), validate_choice=False)
    new_scope = SelectField(lazy_gettext("Phạm vi"), validate_choice=False)
    new_note = StringField(lazy_gettext("Ghi chú về chủ thể"), [Length(max=LONG)])
    quantity = StringField(
        lazy_gettext("Số lượng theo lời văn bản"),
        [Length(max=1000)],
        description=lazy_gettext("Ghi như trong văn bản, ví dụ: mỗi chi bộ ít nhất 02 kỳ sinh hoạt."),
    )
    targets = FieldList(FormField(TargetRow), max_entries=20)
    kind = SelectField(lazy_gettext("Kiểu thời hạn"), validate_choice=False)
    day = Day(lazy_gettext("Ngày"))
    before = BooleanField(lazy_gettext("Phải xong trước ngày này (đến đúng ngày này là quá hạn)"))
    month = SelectField(lazy_gettext("Tháng"), validate_choice=False)
    month_year = StringField(lazy_gettext("Năm"), [Length(max=4)])
    quarter = SelectField(lazy_gettext("Quý"), validate_choice=False)
    quarter_year = StringField(lazy_gettext("Năm"), [Length(max=4)])
    every = SelectField(lazy_gettext("Nhịp"), validate_choice=False)
    in_month = SelectField(lazy_gettext("Trong tháng"), validate_choice=False)
    in_quarter = SelectField(lazy_gettext("Trong quý"), validate_choice=False)
    last_year = BooleanField(lazy_gettext("Phải xong trong năm liền trước năm thực hiện"))
    only_years = StringField(lazy_gettext("Chỉ các năm"), [Length(max=60)])
    from_year = StringField(lazy_gettext("Từ năm"), [Length(max=4)])
    except_years = StringField(lazy_gettext("Trừ các năm"), [Length(max=60)])
    event = SelectField(lazy_gettext("Sự kiện"), validate_choice=False)
    to_words = StringField(lazy_gettext("Sự kiện theo lời văn bản"), [Length(max=300)])
    months = StringField(
        lazy_gettext("Số tháng sau sự kiện"),
        [Length(max=2)],
        description=lazy_gettext("0 là ngay dịp đó; để trống nếu văn bản không nêu."),
    )
    deadline_note = StringField(lazy_gettext("Thời hạn theo lời văn bản"), [Length(max=500)])
    approval = StringField(lazy_gettext("Ai xác nhận"), [Length(max=1000)])
    report_to = StringField(lazy_gettext("Báo cáo về"), [Length(max=1000)])
    output = StringField(lazy_gettext("Kết quả, minh chứng"), [Length(max=1000)])
    exemptions = StringField(lazy_gettext("Trường hợp được miễn"), [Length(max=1000)])
    note = TextAreaField(lazy_gettext("Ghi chú"), [Length(max=LONG)])
    version = HiddenField(default="0")

    def offer(self, actors: Sequence[str], units: Sequence[tuple[int, str]]) -> None:
        """Fill the lists to choose from: names of the plan's actors, units an own task can be given to."""
        self.module.choices = translated(TITLES)
        self.actors.choices = [(name, name) for name in actors]
        self.units.choices = list(units)
        self.new_kinds.choices, self.new_posts.choices = kind_choices(), translated(POSTS)
        self.new_scope.choices = translated(SCOPES)
        self.kind.choices = translated(KINDS)
        self.month.choices = self.in_month.choices = MONTHS
        self.quarter.choices = self.in_quarter.choices = QUARTERS
        self.every.choices, self.event.choices = translated(RHYTHMS), translated(EVENTS)

    def draft(self) -> TaskDraft:
        """What was typed; Invalid with the field where a number or a year cannot be read."""
        texts = {name: self[name].data or "" for name in ("code", "section", "title", "module", "quantity", "note")}
        texts |= {name: self[name].data or "" for name in ("approval", "report_to", "output", "exemptions")}
        rows = [target for row in self.targets.entries if (target := _target(row.data))]
        return TaskDraft(**texts, actors=tuple(self.actors.data or ()), targets=tuple(rows), deadline=self._deadline())

    def new_actor(self) -> ActorDraft | None:
        """The actor that is to be added with the task."""
        if not (self.new_name.data or "").strip():
            return None
        kinds, posts = tuple(self.new_kinds.data or ()), tuple(self.new_posts.data or ())
        return ActorDraft(self.new_name.data, kinds, posts, self.new_scope.data or "all", self.new_note.data or "")

    def _deadline(self) -> dict[str, Any]:
        kind = self.kind.data or ""
        rule: dict[str, Any] = {"kind": kind}
        if kind == "fixed":
            rule |= {"on": self.day.data.isoformat() if self.day.data else ""}
            rule |= {"before": True} if self.before.data else {}
        elif kind == "month":
            rule |= {"year": self._whole("month_year"), "month": self._whole("month")}
        elif kind == "quarter":
            rule |= {"year": self._whole("quarter_year"), "quarter": self._whole("quarter")}
        elif kind == "recurring":
            rule |= self._rhythm()
        elif kind == "relative":
            event = self.event.data or ""
            rule |= {"to": (self.to_words.data or "").strip() or EVENTS.get(event, "").lower(), "event": event}
            rule |= {"months": self._whole("months")}
        note = (self.deadline_note.data or "").strip()
        return {**rule, **({"note": note} if note else {})}

    def _rhythm(self) -> dict[str, Any]:
        rule: dict[str, Any] = {"every": self.every.data}
        if self.every.data == "year":
            rule |= {"month": self._whole("in_month"), "quarter": self._whole("in_quarter")}
        rule |= {"year_offset": -1} if self.last_year.data else {}
        rule |= {"years": self._years("only_years"), "from_year": self._whole("from_year")}
        rule |= {"except_years": self._years("except_years")}
        return {name: value for name, value in rule.items() if value not in (None, [])}

    def _whole(self, name: str) -> int | None:
        text = str(self[name].data or "").strip()
        if text and not (text.isascii() and text.isdigit()):
            raise Invalid("Vui lòng ghi một số nguyên.", field=name)
        return int(text) if text else None

    def _years(self, name: str) -> list[int]:
        try:
            return list(years_of(self[name].data or ""))
        except ValueError as error:
            raise Invalid("Vui lòng ghi năm dạng 2026 hoặc 2021-2025.", field=name) from error


def shown(draft: TaskDraft, version: int, units: Sequence[int] = ()) -> dict[str, Any]:
    """The values of the form for what is stored."""
    rule = draft.deadline
    values: dict[str, Any] = {**draft.columns(), "version": str(version), "units": list(units)}
    values["targets"] = [{**row, "min": _text(row.get("min")), "max": _text(row.get("max"))} for row in draft.targets]
    values |= {"kind": rule.get("kind", "ongoing"), "deadline_note": rule.get("note", "")}
    values |= {"day": as_day(rule["on"]) if rule.get("on") else None, "before": bool(rule.get("before"))}
    recurring = rule.get("kind") == "recurring"
    values |= {"month": "" if recurring else _text(rule.get("month")), "month_year": _text(rule.get("year"))}
    values |= {"quarter": "" if recurring else _text(rule.get("quarter")), "quarter_year": _text(rule.get("year"))}
    values |= {"in_month": _text(rule.get("month")) if recurring else ""}
    values |= {"in_quarter": _text(rule.get("quarter")) if recurring else "", "every": rule.get("every") or "month"}
    values |= {"last_year": rule.get("year_offset") == -1, "from_year": _text(rule.get("from_year"))}
    values |= {"only_years": _listed(rule, "years"), "except_years": _listed(rule, "except_years")}
    values |= {"event": rule.get("event") or "", "to_words": rule.get("to") or "", "months": _text(rule.get("months"))}
    return values


def _listed(rule: Mapping[str, Any], name: str) -> str:
    return ", ".join(str(year) for year in rule.get(name) or ())


def _text(value: object) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)


def _target(row: Mapping[str, Any]) -> dict[str, Any] | None:
    low, high = _decimal(row["min"]), _decimal(row["max"])
    if low is None and high is None:
        return None
    return {"of": row["of"], "min": low or 0, "max": high, "per": row["per"] or None, "every": row["every"] or None}


def _decimal(text: str | None) -> float | int | None:
    kept = (text or "").strip().replace(",", ".")
    if not kept:
        return None
    try:
        value = float(kept)
    except ValueError as error:
        raise Invalid(A_NUMBER, field="targets") from error
    if not abs(value) < 1e9:
        raise Invalid(A_NUMBER, field="targets")
    return int(value) if value == int(value) else value


def _known(choices: list[tuple[str, str]], value: str | None) -> list[tuple[str, str]]:
    return [*choices, (value, value)] if value and value not in dict(choices) else choices
