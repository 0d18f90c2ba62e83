"""Forms of the module: what a person and a collective register, the result, confirming, exempting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import TextInput

from quiz.core.errors import DomainError
from quiz.core.messages import message_of
from quiz.core.typed_days import with_slashes
from quiz.core.vietnamese import clean
from quiz.modules.registrations.models import Registration
from quiz.modules.registrations.results import Result
from quiz.modules.registrations.rules import (
    CONTENTS,
    EXEMPTION_TITLES,
    LEVEL_TITLES,
    MOST_SHORTCOMINGS,
    MOST_THINGS,
    OUTCOME_TITLES,
    Draft,
)

SHORT, LONG = 300, 2000


class Day(DateField):  # type: ignore[misc]
    """A day typed as dd/mm/yyyy."""

    widget = TextInput()

    def __init__(self, label: object, **more: object) -> None:
        more.setdefault("description", lazy_gettext("Ví dụ 31/12/2026 hoặc gõ liền 31122026."))
        super().__init__(label, [Optional()], format="%d/%m/%Y", **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text; the message is ours."""
        try:
            super().process_formdata([with_slashes(text) for text in valuelist])
        except ValueError as error:
            raise ValueError(gettext("Vui lòng ghi ngày dạng ngày/tháng/năm.")) from error


class Versioned(FlaskForm):  # type: ignore[misc]
    """A form that carries the version of the row it was made from."""

    version = HiddenField(default="0")

    def seen(self) -> int:
        """The version as it came back; -1 where it is none."""
        text = str(self.version.data or "0")
        return int(text[:9]) if text.isascii() and text.isdigit() else -1

    def tell(self, error: DomainError, fallback: str) -> None:
        """Put a domain error beside the input it is about."""
        name = error.field if error.field and error.field in self else fallback
        self[name].errors = [*self[name].errors, message_of(error)]

    def show(self, values: Mapping[str, Any]) -> None:
        """Put values into inputs by their names."""
        for name, value in values.items():
            self[name].data = value


def _text(field: Any) -> str:
    return clean(field.data or "")


def _lines(field: Any) -> str:
    """Text with its line breaks, each line cleaned."""
    return "\n".join(clean(line) for line in (field.data or "").splitlines()).strip()


class PersonForm(Versioned):
    """What a person registers."""

    study = TextAreaField(lazy_gettext("Học tập"), [Length(max=LONG)])
    follow = TextAreaField(lazy_gettext("Làm theo"), [Length(max=LONG)])
    example = TextAreaField(lazy_gettext("Nêu gương"), [Length(max=LONG)])
    commitment = TextAreaField(lazy_gettext("Lời cam kết"), [Length(max=LONG)])
    basis = StringField(
        lazy_gettext("Bản giấy đã ký"),
        [Length(max=SHORT)],
        description=lazy_gettext("Ghi nơi lưu bản giấy có chữ ký của người được nhập hộ."),
    )

    def draft(self) -> Draft:
        """What was typed; rows left empty fall away."""
        things = [
            {part: _lines(self[f"{part}_{number}"]) for part in ("title", "how", "schedule")}
            for number in range(1, MOST_THINGS + 1)
        ]
        flaws = [
            {
                "what": _lines(self[f"flaw_{number}"]),
                "how": _lines(self[f"mend_{number}"]),
                "by": day.isoformat() if (day := self[f"mend_by_{number}"].data) else "",
            }
            for number in range(1, MOST_SHORTCOMINGS + 1)
        ]
        return Draft(
            [thing for thing in things if any(thing.values())],
            {key: _lines(self[key]) for key in CONTENTS},
            _lines(self.commitment),
            [flaw for flaw in flaws if any(flaw.values())],
            _text(self.basis),
        )

    def fill(self, draft: Draft) -> None:
        """Show a draft, its rows closed up."""
        self.show({**{key: draft.contents.get(key, "") for key in CONTENTS}, "commitment": draft.commitment})
        self.basis.data = draft.basis
        for number in range(1, MOST_THINGS + 1):
            thing = draft.things[number - 1] if len(draft.things) >= number else {}
            self.show({f"{part}_{number}": thing.get(part, "") for part in ("title", "how", "schedule")})
        for number in range(1, MOST_SHORTCOMINGS + 1):
            flaw = draft.shortcomings[number - 1] if len(draft.shortcomings) >= number else {}
            self.show({f"flaw_{number}": flaw.get("what", ""), f"mend_{number}": flaw.get("how", "")})
            self[f"mend_by_{number}"].data = date.fromisoformat(flaw["by"]) if flaw.get("by") else None


class CollectiveForm(Versioned):
    """What a collective registers."""

    basis = StringField(
        lazy_gettext("Biên bản, nghị quyết của tập thể lãnh đạo"),
        [Length(max=SHORT)],
        description=lazy_gettext("Số, ký hiệu và nơi lưu, ví dụ: Nghị quyết số 05-NQ/ĐU."),
    )
    basis_on = Day(lazy_gettext("Ngày họp thông qua"))

    def draft(self) -> Draft:
        """What was typed; rows left empty fall away."""
        parts = ("title", "how", "schedule", "in_charge", *CONTENTS)
        things = [{part: _lines(self[f"{part}_{number}"]) for part in parts} for number in range(1, MOST_THINGS + 1)]
        kept = [thing for thing in things if any(thing.values())]
        return Draft(kept, basis=_text(self.basis), basis_on=self.basis_on.data)

    def fill(self, draft: Draft) -> None:
        """Show a draft, its rows closed up."""
        self.show({"basis": draft.basis, "basis_on": draft.basis_on})
        for number in range(1, MOST_THINGS + 1):
            thing = draft.things[number - 1] if len(draft.things) >= number else {}
            parts = ("title", "how", "schedule", "in_charge", *CONTENTS)
            self.show({f"{part}_{number}": thing.get(part, "") for part in parts})


for _number in range(1, MOST_THINGS + 1):
    _parts = {
        "title": (lazy_gettext("Việc đăng ký làm"), lazy_gettext("Nhiệm vụ trọng tâm")),
        "how": (lazy_gettext("Cách làm, kết quả cần đạt"), lazy_gettext("Giải pháp đột phá")),
        "schedule": (lazy_gettext("Thời gian thực hiện"), lazy_gettext("Thời gian thực hiện")),
    }
    for _part, (_own, _body) in _parts.items():
        _kind = StringField if _part == "schedule" else TextAreaField
        setattr(PersonForm, f"{_part}_{_number}", _kind(_own, [Length(max=LONG)]))
        setattr(CollectiveForm, f"{_part}_{_number}", _kind(_body, [Length(max=LONG)]))
    setattr(CollectiveForm, f"in_charge_{_number}", StringField(lazy_gettext("Người phụ trách"), [Length(max=SHORT)]))
    setattr(CollectiveForm, f"study_{_number}", TextAreaField(lazy_gettext("Nội dung học tập"), [Length(max=LONG)]))
    setattr(CollectiveForm, f"follow_{_number}", TextAreaField(lazy_gettext("Nội dung làm theo"), [Length(max=LONG)]))
    setattr(CollectiveForm, f"example_{_number}", TextAreaField(lazy_gettext("Nội dung nêu gương"), [Length(max=LONG)]))
for _number in range(1, MOST_SHORTCOMINGS + 1):
    setattr(PersonForm, f"flaw_{_number}", TextAreaField(lazy_gettext("Hạn chế, khuyết điểm"), [Length(max=LONG)]))
    setattr(PersonForm, f"mend_{_number}", TextAreaField(lazy_gettext("Cách khắc phục"), [Length(max=LONG)]))
    setattr(PersonForm, f"mend_by_{_number}", Day(lazy_gettext("Khắc phục xong trước ngày")))


def _choices(titles: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(str(key), gettext(title)) for key, title in titles.items() if key]


class ResultForm(Versioned):
    """The result at the year's end."""

    level = RadioField(lazy_gettext("Mức độ hoàn thành"), validate_choice=False)
    text = TextAreaField(lazy_gettext("Nhận xét chung"), [Length(max=LONG)])

    def __init__(self, things: int, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        self.things = things
        self.level.choices = _choices(LEVEL_TITLES)
        for number in range(1, MOST_THINGS + 1):
            self[f"outcome_{number}"].choices = _choices(OUTCOME_TITLES)

    def result(self) -> Result:
        """What was typed."""
        outcomes = [
            {"outcome": self[f"outcome_{number}"].data or "", "outcome_text": _lines(self[f"outcome_text_{number}"])}
            for number in range(1, self.things + 1)
        ]
        return Result(self.level.data or "", _lines(self.text), outcomes)

    def start_from(self, row: Registration, level: str, text: str) -> None:
        """Show what is known already."""
        self.show({"level": level, "text": text, "version": str(row.version)})
        for number, thing in enumerate(row.things, 1):
            self[f"outcome_{number}"].data = thing.get("outcome", "")
            self[f"outcome_text_{number}"].data = thing.get("outcome_text", "")


for _number in range(1, MOST_THINGS + 1):
    setattr(ResultForm, f"outcome_{_number}", RadioField(lazy_gettext("Kết quả"), validate_choice=False))
    setattr(ResultForm, f"outcome_text_{_number}", TextAreaField(lazy_gettext("Kết quả cụ thể"), [Length(max=LONG)]))


class DecideForm(Versioned):
    """Confirming or returning one registration."""

    basis = StringField(lazy_gettext("Căn cứ xác nhận"), [Length(max=SHORT)])
    remark = TextAreaField(lazy_gettext("Nội dung cần bổ sung"), [Length(max=LONG)])


class ExemptForm(Versioned):
    """An exemption."""

    person = SelectField(lazy_gettext("Người được miễn"), coerce=str, validate_choice=False)
    rule = RadioField(lazy_gettext("Quy định của kế hoạch"), validate_choice=False)
    kind = SelectField(lazy_gettext("Thuộc diện"), validate_choice=False)
    reason = TextAreaField(lazy_gettext("Lý do"), [Length(max=LONG)])
    decided_on = Day(lazy_gettext("Ngày quyết định"))
    document = StringField(
        lazy_gettext("Văn bản"),
        [Length(max=SHORT)],
        description=lazy_gettext("Số, ký hiệu biên bản hoặc quyết định, nếu có."),
    )

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        self.kind.choices = _choices(EXEMPTION_TITLES)


class ReasonForm(Versioned):
    """Taking something back needs a reason."""

    reason = StringField(lazy_gettext("Lý do"), [Length(max=SHORT)])


class FileForm(FlaskForm):  # type: ignore[misc]
    """An Excel file."""

    file = FileField(lazy_gettext("Tệp Excel (.xlsx)"))


def ticked(values: list[str]) -> Iterator[tuple[int, int]]:
    """Ids with the versions seen, from boxes named "id:version"; what is neither is left out."""
    for value in values:
        left, _, right = value.partition(":")
        if left.isascii() and left.isdigit() and right.isascii() and right.isdigit() and len(value) < 40:
            yield int(left), int(right)


def draft_of(row: Registration) -> Draft:
    """What a stored registration says."""
    return Draft(row.things, row.contents, row.commitment, row.shortcomings, row.basis, row.basis_on)
