"""Saying in the console what became of an action."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _

from quiz.bank.decisions import Outcome

_NAMED = 10


def tell(outcome: Outcome) -> None:
    """With how many items it was done, and how many were left out for which reason."""
    count = len(outcome.done)
    flash(_("Đã thực hiện với %(count)s câu hỏi.", count=count), "message" if count else "warning")
    for reason, refs in outcome.skipped.items():
        named = ", ".join(refs[:_NAMED]) + (", …" if len(refs) > _NAMED else "")
        flash(
            _("Bỏ qua %(count)s câu (%(refs)s): %(reason)s", count=len(refs), refs=named, reason=_(reason.text)),
            "warning",
        )
