"""What differs between what is stored and what was typed, for whoever saves after somebody else."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import FieldList, HiddenField


def differences(stored: FlaskForm, typed: FlaskForm) -> list[tuple[str, str, str]]:
    """By field that differs: its label, what is stored now, and what was typed."""
    pairs = [(field, typed[field.short_name]) for field in stored if not isinstance(field, HiddenField)]
    told = [(_label(one), _text(one), _text(other)) for one, other in pairs if one.short_name != "csrf_token"]
    return [line for line in told if line[1] != line[2]]


def _label(field: Any) -> str:
    return str(field.label.text)


def _text(field: Any) -> str:
    if isinstance(field, FieldList):
        lines = (" – ".join(str(value) for value in line.data.values() if value) for line in field)
        return "\n".join(line for line in lines if line)
    data = field.data
    choices = getattr(field, "choices", None)
    if choices:
        chosen = {str(one) for one in data} if isinstance(data, list) else {str(data)}
        return "; ".join(str(label) for value, label in choices if str(value) in chosen)
    if hasattr(data, "strftime"):
        return str(data.strftime("%d/%m/%Y"))
    return {True: "✓", False: "–", None: ""}.get(data, "") if isinstance(data, bool | None) else str(data).strip()
