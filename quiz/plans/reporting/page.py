"""Everything that the page and the files of a report show, gathered with a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quiz.core import clock
from quiz.plans.models import Plan, PlanTask
from quiz.plans.models_records import PeriodReport, ReportPeriod
from quiz.plans.reporting import difficulty_queries, queries
from quiz.plans.reporting.counting import COUNTS, rooted
from quiz.plans.reporting.difficulty_queries import Listed
from quiz.plans.reporting.rollup import Corrected, Info, Line, RollUp, corrections_within, roll_up, thawed
from quiz.plans.reporting.rules import IS_MISSING, SENT, Standing, changed, parts_of, standing_of
from quiz.units import queries as units
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class Below:
    """A unit directly below: its report, how that looks, its figures in the roll-up of the unit above."""

    unit: OrgUnit
    report: PeriodReport | None
    standing: Standing
    line: Line | None

    @property
    def is_missing(self) -> bool:
        """Whether nothing of this unit's stands with the unit above."""
        return self.standing in IS_MISSING


@dataclass(frozen=True)
class TaskRow:
    """A task in the table of figures: its four counts, then its amounts."""

    code: str
    title: str
    counts: Sequence[Info]
    amounts: Sequence[Info]


@dataclass(frozen=True)
class Change:
    """A figure that is not any more what it was when the report was handed up, in hundredths."""

    info: Info
    then: int
    now: int


@dataclass(frozen=True)
class ReportPage:
    """The report of a unit on a period. `roll` is what it says: frozen once it is handed up; `live` the records now."""

    plan: Plan
    period: ReportPeriod
    unit: OrgUnit
    report: PeriodReport | None
    roll: RollUp
    live: RollUp
    below: Sequence[Below]
    parts: Mapping[str, str]
    standing: Sequence[PlanTask]
    own_corrections: Sequence[Corrected]
    difficulties: Sequence[Listed]
    evidence: tuple[int, int]

    @property
    def is_sent(self) -> bool:
        """Whether the report stands with the unit above, its figures frozen."""
        return self.report is not None and self.report.state in SENT

    @property
    def version(self) -> int:
        """The version that a form carries; 0 where nothing has been begun."""
        return self.report.version if self.report else 0

    @property
    def missing(self) -> list[Below]:
        """The units directly below of whom nothing stands with this one."""
        return [one for one in self.below if one.is_missing]

    @property
    def missing_then(self) -> list[tuple[str, Standing]]:
        """Names of the units that were missing: when the report was handed up, or now while it is not."""
        if self.is_sent and self.report is not None:
            return [(name, Standing(standing)) for _code, name, standing in self.report.figures.get("missing", ())]
        return [(one.unit.name, one.standing) for one in self.missing]

    @property
    def sections(self) -> dict[str, list[PlanTask]]:
        """The standing duties by section."""
        found: dict[str, list[PlanTask]] = {}
        for task in self.standing:
            found.setdefault(task.section, []).append(task)
        return found

    @property
    def task_rows(self) -> list[TaskRow]:
        """The tasks with their figures, in the plan's order."""
        codes = dict.fromkeys(info.code for info in self.roll.infos if info.code)
        return [_task_row(code, [info for info in self.roll.infos if info.code == code]) for code in codes]

    @property
    def module_infos(self) -> list[Info]:
        """What modules count."""
        return [info for info in self.roll.infos if not info.code]

    @property
    def changes(self) -> list[Change]:
        """What has changed since the report was handed up."""
        if not self.is_sent:
            return []
        infos = {info.key: info for info in (*self.roll.infos, *self.live.infos)}
        found = changed(self.roll.unit.values(), self.live.unit.values())
        return [Change(infos.get(key, Info(key, "", key)), then, now) for key, (then, now) in found.items()]

    def is_empty(self, row: TaskRow) -> bool:
        """Whether a task has no figure at all in this period."""
        return not any(self.roll.unit.value(info.key) for info in (*row.counts, *row.amounts))


def _task_row(code: str, infos: Sequence[Info]) -> TaskRow:
    by_count = {info.count: info for info in infos if info.count}
    counts = [by_count.get(what) or Info(f"task.{code}.{what}", "", "", code=code, count=what) for what in COUNTS]
    return TaskRow(code, infos[0].group, counts, [info for info in infos if not info.count])


def report_page(plan: Plan, period: ReportPeriod, unit: OrgUnit, now: datetime) -> ReportPage:
    """Gather the report of a unit on a period as it looks now."""
    today = clock.local(now).date()
    tasks, children = rooted(plan.id), units.children(unit)
    report = queries.report_of(period.id, unit.id)
    live = roll_up(plan, period, unit, children, tasks, today)
    stored = thawed(report.figures) if report is not None and report.state in SENT else None
    corrections = corrections_within(period.id, unit)
    report_id = report.id if report else None
    return ReportPage(
        plan,
        period,
        unit,
        report,
        stored or live,
        live,
        _below(period, unit, children, queries.expected_below(tasks, unit), stored or live, now),
        parts_of(period.questions),
        queries.standing_tasks(tasks, unit),
        [one for one in corrections if one.unit_id == unit.id],
        difficulty_queries.of_report(report_id, period, plan, unit),
        queries.evidence_counts(report_id, period, unit),
    )


def _below(
    period: ReportPeriod, unit: OrgUnit, children: Sequence[OrgUnit], expected: set[int], roll: RollUp, now: datetime
) -> list[Below]:
    today, lines = clock.local(now).date(), {line.code: line for line in roll.children}
    reports = queries.reports_below([period.id], unit)
    found = []
    for child in children:
        report = reports.get((period.id, child.id))
        is_expected = child.id in expected and units.is_valid(child, now)
        state = report.state if report else None
        standing = standing_of(state, period, today, is_expected=is_expected)
        if standing is not Standing.NOT_ASKED or ((line := lines.get(child.code)) and line.values()):
            found.append(Below(child, report, standing, lines.get(child.code)))
    return found
