"""The roll-up of a unit: what is counted in its subtree, the corrections below it, its own corrections, by child.

value = counted + corrections (stated - counted) of accepted reports below + the unit's own correction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from quiz.core.db import db
from quiz.plans import modules
from quiz.plans.duties.rules import MEASURES
from quiz.plans.models import Plan
from quiz.plans.models_records import PeriodReport, ReportCorrection, ReportPeriod
from quiz.plans.modules import Span
from quiz.plans.reporting.counting import COUNTS, Numbers, RootedTask, count_duties
from quiz.plans.reporting.rules import SENT, added, figure_key
from quiz.plans.rules import ReportState
from quiz.units.models import OrgUnit

WORDS: dict[str, str] = {
    "settled": "Đã hoàn thành",
    "due": "Đến hạn trong kỳ",
    "late": "Quá hạn",
    "excused": "Được miễn",
}
"""What is counted of a task, in words."""


def title_of(measure: str) -> str:
    """What a target counts, in words; what is not known as the plan names it."""
    return MEASURES.get(measure, measure)


@dataclass(frozen=True)
class Info:
    """What a figure is: its key, the title of its task or module, what is counted, the key it is a share of.

    `code` is the task's ("" of a module's), `count` which of the four counts of a task it is ("" of an amount).
    """

    key: str
    group: str
    what: str
    measure: str = ""
    of: str = ""
    code: str = ""
    count: str = ""


@dataclass(frozen=True)
class Line:
    """A unit in a roll-up; figures in hundredths by key, those that are 0 left out.

    `counted` is of the whole subtree, `below` the corrections of accepted reports below the unit, `own` its own.
    """

    code: str
    name: str
    counted: Mapping[str, int]
    below: Mapping[str, int]
    own: Mapping[str, int]

    def base(self, key: str) -> int:
        """The figure before the unit's own correction."""
        return self.counted.get(key, 0) + self.below.get(key, 0)

    def value(self, key: str) -> int:
        """The figure as it goes upward."""
        return self.base(key) + self.own.get(key, 0)

    def total(self, what: str, infos: Sequence[Info]) -> int:
        """The sum over all tasks of one thing that is counted of every task."""
        return sum(self.value(info.key) for info in infos if info.count == what)

    def values(self) -> dict[str, int]:
        """Every figure that is not 0."""
        return {key: value for key, value in added(self.counted, self.below, self.own).items() if value}


@dataclass(frozen=True)
class Corrected:
    """A correction with the unit it was made for; `counts` once the report is accepted or where it is the own one."""

    unit_id: int
    code: str
    unit: str
    position: int
    figure: str
    counted: int
    stated: int
    remark: str
    counts: bool


@dataclass(frozen=True)
class RollUp:
    """A unit with its children, what the figures are, and every correction that has been sent up from below."""

    unit: Line
    children: Sequence[Line]
    infos: Sequence[Info]
    corrections: Sequence[Corrected]


def roll_up(
    plan: Plan,
    period: ReportPeriod,
    unit: OrgUnit,
    children: Sequence[OrgUnit],
    tasks: Sequence[RootedTask],
    today: date,
) -> RollUp:
    """The roll-up as the records say now; a fixed number of statements however many units and duties there are."""
    span = Span(period.from_on, period.to_on)
    own, below = count_duties(unit, tasks, span, today)
    counted: Numbers = {child.id: below.get(child.id, {}) for child in children}
    counted[unit.id] = added(own.get(unit.id, {}), *below.values())
    infos = [*_task_infos(tasks), *_count_modules(plan, span, [unit, *children], counted)]
    corrections = corrections_within(period.id, unit)
    lines = [_line(one, counted[one.id], corrections) for one in (unit, *children)]
    return RollUp(lines[0], lines[1:], infos, [one for one in corrections if one.unit_id != unit.id])


def _line(unit: OrgUnit, counted: Mapping[str, int], corrections: Sequence[Corrected]) -> Line:
    inside = [one for one in corrections if one.counts and unit.position <= one.position <= unit.last_position]
    below = [{one.figure: one.stated - one.counted} for one in inside if one.unit_id != unit.id]
    own = [{one.figure: one.stated - one.counted} for one in inside if one.unit_id == unit.id]
    return Line(unit.code, unit.name, counted, added(*below), added(*own))


def _task_infos(tasks: Sequence[RootedTask]) -> list[Info]:
    found = []
    for one in tasks:
        if one.task.is_work:
            group = one.task.title
            code = one.task.code
            found += [Info(figure_key(code, what), group, WORDS[what], code=code, count=what) for what in COUNTS]
            found += [Info(figure_key(code, f"of.{name}"), group, title_of(name), code=code) for name in one.measures]
    return found


def _count_modules(plan: Plan, span: Span, units: Sequence[OrgUnit], counted: Numbers) -> list[Info]:
    infos: dict[str, Info] = {}
    for module in modules.present().values():
        if module.figures is None:
            continue
        title = modules.TITLES.get(module.name, module.name)
        for unit_id, figures in module.figures(plan, units, span).items():
            for figure in figures:
                infos[figure.key] = Info(figure.key, title, figure.title, figure.measure, figure.of)
                if figure.value and unit_id in counted:
                    counted[unit_id][figure.key] = figure.value
    return list(infos.values())


def corrections_within(period_id: int, unit: OrgUnit) -> list[Corrected]:
    """The corrections of the unit's report, and those of reports below that were sent; in the order of the units."""
    counts = sa.or_(PeriodReport.state == ReportState.ACCEPTED, PeriodReport.unit_id == unit.id)
    query = (
        sa.select(ReportCorrection, OrgUnit.id, OrgUnit.code, OrgUnit.name, OrgUnit.position, counts)
        .join(PeriodReport, PeriodReport.id == ReportCorrection.report_id)
        .join(OrgUnit, OrgUnit.id == PeriodReport.unit_id)
        .where(
            PeriodReport.period_id == period_id,
            OrgUnit.position.between(unit.position, unit.last_position),
            sa.or_(PeriodReport.state.in_(sorted(SENT)), PeriodReport.unit_id == unit.id),
        )
        .order_by(OrgUnit.position, ReportCorrection.id)
    )
    return [
        Corrected(unit_id, code, name, position, row.figure, row.counted, row.stated, row.remark, bool(does_count))
        for row, unit_id, code, name, position, does_count in db.session.execute(query)
    ]


def frozen(roll: RollUp) -> dict[str, Any]:
    """A roll-up as it is stored with a report that is handed up: what is not 0, and what it is called.

    What modules count is named even where it is 0: that nobody has failed is an answer to what the plans ask.
    """
    lines = [roll.unit, *roll.children]
    used = {key for line in lines for key in (*line.values(), *line.counted)}
    return {
        "lines": [[one.code, one.name, dict(one.counted), dict(one.below), dict(one.own)] for one in lines],
        "infos": [list(astuple(one)) for one in roll.infos if one.key in used or not one.code],
        "corrections": [list(astuple(one)) for one in roll.corrections],
    }


def thawed(stored: Mapping[str, Any]) -> RollUp | None:
    """The roll-up that was stored with a report; None where none was."""
    if not stored.get("lines"):
        return None
    first, *others = [Line(*line) for line in stored["lines"]]
    infos = [Info(*info) for info in stored["infos"]]
    return RollUp(first, others, infos, [Corrected(*one) for one in stored["corrections"]])
