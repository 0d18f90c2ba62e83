"""Filling a report without typing: the usual answer for many at once, the last report, the texts of units below."""

from __future__ import annotations

from quiz.core.errors import NotFound
from quiz.plans.models_records import ReportPeriod
from quiz.plans.reporting import queries
from quiz.plans.reporting.counting import rooted
from quiz.plans.reporting.rules import SENT, filled_up, parts_of, taken_over
from quiz.plans.reporting.service import Said
from quiz.units import queries as units
from quiz.units.models import OrgUnit


def filled(said: Said, do: str, period: ReportPeriod, unit: OrgUnit) -> Said:
    """What was written with what a button adds: "fill:<section>" or "fill:" for all, "copy", "take:<part>:<unit>".

    Nothing that was written is ever replaced. Any other word adds nothing.
    """
    verb, _colon, what = do.partition(":")
    typed = Said(_stripped(said.narrative), _stripped(said.standing))
    if verb == "fill":
        tasks = queries.standing_tasks(rooted(period.plan_id), unit)
        keys = [str(task.id) for task in tasks if what in ("", task.section)]
        return Said(typed.narrative, filled_up(typed.standing, keys))
    if verb == "copy":
        return _from_last(typed, period, unit)
    if verb == "take":
        part, _colon, code = what.partition(":")
        return _taken(typed, part, code, period, unit)
    return said


def _stripped(texts: object) -> dict[str, str]:
    pairs = dict(texts) if isinstance(texts, dict) else {}
    return {key: text for key, text in pairs.items() if text.strip()}


def _from_last(typed: Said, period: ReportPeriod, unit: OrgUnit) -> Said:
    last = queries.last_report(period, unit.id)
    if last is None:
        raise NotFound("Đơn vị chưa có báo cáo kỳ trước của kế hoạch này để chép.")
    return Said({**last.narrative, **typed.narrative}, {**last.standing, **typed.standing})


def _taken(typed: Said, part: str, code: str, period: ReportPeriod, unit: OrgUnit) -> Said:
    child = units.by_code(code)
    report = queries.report_of(period.id, child.id) if child is not None and child.parent_id == unit.id else None
    if child is None or report is None or report.state not in SENT or part not in parts_of(period.questions):
        raise NotFound("Không tìm thấy báo cáo này.")
    text = report.narrative.get(part, "")
    own = typed.narrative.get(part, "")
    return Said({**typed.narrative, part: taken_over(own, child.name, text) if text else own}, typed.standing)
