"""Forms of the console's pages of entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from quiz.contests.decisions import Decision
from quiz.contests.entries import Status
from quiz.contests.entry_exports import STATUS_TITLES
from quiz.contests.groups import Division
from quiz.contests.rulings import LONGEST_REASON
from quiz.core.vietnamese import clean

TITLES = {
    Decision.PLACE: _("Chuyển sang bảng khác"),
    Decision.UNRANK: _("Không xếp hạng"),
    Decision.RANK: _("Xếp hạng trở lại"),
    Decision.DISQUALIFY: _("Loại khỏi cuộc thi"),
    Decision.RESTORE: _("Khôi phục quyền dự thi"),
}
MOST_TYPED = 100_000


class FilterForm(FlaskForm):  # type: ignore[misc]
    """What the list is narrowed to; sent in the address."""

    class Meta:
        """Looking changes nothing."""

        csrf = False

    q = StringField(_("Họ tên hoặc tên đăng nhập"), validators=[Length(max=200)])
    division = SelectField(_("Bảng thi"), validate_choice=False)
    status = SelectField(_("Tình trạng"), validate_choice=False)
    unit_text = StringField(_("Đơn vị và cấp dưới"), validators=[Length(max=500)])
    unit = HiddenField()

    def offer(self, divisions: Sequence[Division]) -> None:
        """Fill in what may be chosen."""
        self.division.choices = [("", _("Tất cả")), *((one.code, one.title) for one in divisions)]
        self.status.choices = [("", _("Tất cả")), *((one.value, _(STATUS_TITLES[one])) for one in Status)]


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """A decision about one person or about many; `seen` are the entries with their versions as they were shown."""

    seen = HiddenField(validators=[Length(max=MOST_TYPED)])
    decision = RadioField(_("Quyết định"), validators=[DataRequired(_("Vui lòng chọn một quyết định."))])
    division = SelectField(_("Bảng mới"), validate_choice=False)
    reason = StringField(
        _("Lý do"),
        description=_("Lý do được lưu lại và cho thí sinh biết khi bị loại hoặc không xếp hạng."),
        filters=[lambda text: clean(text or "")],
        validators=[DataRequired(_("Vui lòng ghi lý do.")), Length(max=LONGEST_REASON)],
    )
    logins = TextAreaField(
        _("Tên đăng nhập"),
        description=_("Mỗi dòng một tên, hoặc cách nhau bằng dấu phẩy hay khoảng trắng. Tối đa 2.000 tên."),
        validators=[Length(max=MOST_TYPED)],
    )

    def offer(self, divisions: Sequence[Division]) -> None:
        """Fill in what may be chosen; where there are no divisions nobody is placed in another."""
        offered = [one for one in Decision if divisions or one is not Decision.PLACE]
        self.decision.choices = [(one.value, TITLES[one]) for one in offered]
        self.division.choices = [("", _("Chọn bảng")), *((one.code, one.title) for one in divisions)]

    @property
    def people(self) -> dict[int, int]:
        """Versions by person id; what is unreadable is left out."""
        pairs = (pair.partition(":") for pair in (self.seen.data or "").split())
        return {int(one): int(two) for one, _colon, two in pairs if _is_number(one) and _is_number(two)}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def seen_of(entries: Sequence[Any]) -> str:
    """What `seen` holds for these entries."""
    return " ".join(f"{entry.person_id}:{entry.version}" for entry in entries)
