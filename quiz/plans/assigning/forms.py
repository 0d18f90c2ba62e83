"""Forms of assigning: a unit to add, the units of an actor, why something is taken back."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from quiz.plans.assigning.taking_back import LONGEST


class UnitForm(FlaskForm):  # type: ignore[misc]
    """A unit found while typing; see templates/units/box.html."""

    unit_text = StringField(
        lazy_gettext("Thêm đơn vị"),
        [Length(max=500)],
        description=lazy_gettext("Gõ vài chữ trong tên đơn vị rồi chọn; không cần gõ dấu."),
    )
    unit = HiddenField()


class ActorForm(UnitForm):
    """The units that an actor means; those ticked come as `chosen`."""

    version = IntegerField(widget=HiddenInput())


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why a task is taken back."""

    reason = TextAreaField(
        lazy_gettext("Lý do thu hồi"),
        [Length(max=LONGEST)],
        description=lazy_gettext("Đơn vị sẽ thấy lý do này trong lịch sử của việc."),
        render_kw={"rows": "3"},
    )
