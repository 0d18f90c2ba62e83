"""The unit that a form means, from the code chosen or the text typed."""

from __future__ import annotations

from datetime import datetime

from flask import request
from flask_wtf import FlaskForm

from quiz.core.errors import Conflict, Invalid
from quiz.units import queries as units
from quiz.units.models import OrgUnit


def typed_unit(form: FlaskForm, now: datetime) -> OrgUnit | None:
    """The unit of a form's `unit` and `unit_text`; None where nothing was typed.

    Invalid where the text names none or several; these are then in the error's details as `choices`.
    """
    code = form.unit.data or request.form.get("unit_choice", "")
    text = (form.unit_text.data or "").strip()
    if not code and not text:
        return None
    found, hits = units.resolve(code, text, now)
    if found is None:
        known = "Có nhiều đơn vị gần giống. Vui lòng chọn một đơn vị." if hits else "Không tìm thấy đơn vị này."
        raise Invalid(known, field="unit").with_details(choices=hits)
    return found


def unit_or_root(form: FlaskForm, now: datetime) -> OrgUnit:
    """The unit of a registration; the first root for somebody who wrote that the own unit is missing."""
    unit = typed_unit(form, now) if form.unit.data or not form.missing_unit.data else None
    if unit is not None:
        return unit
    if not (form.missing_unit.data or "").strip():
        raise Invalid("Vui lòng chọn đơn vị của quý vị.", field="unit")
    valid = [root for root in units.roots() if units.is_valid(root, now)]
    if not valid:
        raise Conflict("Ban tổ chức chưa lập danh sách đơn vị. Vui lòng quay lại sau.")
    return valid[0]
