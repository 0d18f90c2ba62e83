"""Texts about a report that people copy: the reminder to those who have not sent theirs."""

from __future__ import annotations

from flask_babel import gettext as _

from quiz.plans.models import Plan
from quiz.plans.models_records import ReportPeriod
from quiz.plans.reporting.page import Below
from quiz.plans.reporting.rules import Standing


def reminder(plan: Plan, period: ReportPeriod, missing: list[Below], address: str) -> str:
    """A message for a chat group: who has not sent, whose report was returned, by when, and where; "" for nobody."""
    if not missing:
        return ""
    returned = [one.unit.name for one in missing if one.standing is Standing.RETURNED]
    silent = [one.unit.name for one in missing if one.standing is not Standing.RETURNED]
    lines = [_("Về báo cáo %(period)s, %(plan)s:", period=period.title, plan=plan.title)]
    if silent:
        lines.append(_("- Đơn vị chưa gửi báo cáo: %(names)s.", names=", ".join(silent)))
    if returned:
        lines.append(_("- Đơn vị cần bổ sung, gửi lại báo cáo: %(names)s.", names=", ".join(returned)))
    if period.due_on is not None:
        lines.append(_("Hạn gửi: hết ngày %(day)s.", day=f"{period.due_on:%d/%m/%Y}"))
    lines.append(_("Kính đề nghị quý đơn vị gửi báo cáo tại %(address)s. Trân trọng cảm ơn.", address=address))
    return "\n".join(lines)
