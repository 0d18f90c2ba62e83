"""A forest of four levels with random records, and the figures counted anew with plain loops over what was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.plans.models import Assignment, Duty
from quiz.plans.models_records import PeriodReport, ReportCorrection, ReportPeriod
from quiz.units.models import OrgUnit
from tests.factories.plans import make_plan, make_task
from tests.factories.units import make_unit

FIRST, LAST, TODAY = date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 6)
COUNTED = ("settled", "due", "late", "excused")
STATES = ("open", "draft", "submitted", "returned", "confirmed", "carried_out", "evaluated", "excused")


@dataclass(frozen=True)
class Record:
    """A duty as the test wrote it."""

    unit: str
    task: str
    state: str
    due_on: date | None
    done_on: date | None
    decided_on: date | None
    models: float


@dataclass(frozen=True)
class Correction:
    """A correction as the test wrote it: by how much, and in which state the unit's report is."""

    unit: str
    figure: str
    by: int
    state: str


@dataclass
class Woods:
    """Units by code with the code above, what was written, and the ids of plan and period."""

    above: dict[str, str | None] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    plan_id: int = 0
    period_id: int = 0

    def is_within(self, unit: str | None, top: str) -> bool:
        """Whether a unit is `top` or lies below it."""
        while unit is not None:
            if unit == top:
                return True
            unit = self.above[unit]
        return False

    def counted(self, top: str) -> dict[str, int]:
        """The figures of a subtree in hundredths, those that are 0 left out."""
        found: dict[str, int] = {}
        for record in self.records:
            if self.is_within(record.unit, top):
                for what, value in _figures(record):
                    key = f"task.{record.task}.{what}"
                    found[key] = found.get(key, 0) + value
        return {key: value for key, value in found.items() if value}

    def passed_up(self, top: str) -> dict[str, int]:
        """What goes into the line of the unit above: the own correction counts once the report is accepted."""
        found = self.value(top)
        for one in self.corrections:
            if one.unit == top and one.state != "accepted":
                found[one.figure] = found.get(one.figure, 0) - one.by
        return {key: value for key, value in found.items() if value}

    def value(self, top: str) -> dict[str, int]:
        """What goes upward: counted, corrections of accepted reports below, and the unit's own whatever its state."""
        found = dict(self.counted(top))
        for one in self.corrections:
            is_below = one.unit != top and self.is_within(one.unit, top) and one.state == "accepted"
            if one.unit == top or is_below:
                found[one.figure] = found.get(one.figure, 0) + one.by
        return {key: value for key, value in found.items() if value}


def _figures(record: Record) -> Iterator[tuple[str, int]]:
    counted_on = record.done_on or record.decided_on or record.due_on
    if record.state in ("confirmed", "carried_out", "evaluated") and counted_on and FIRST <= counted_on <= LAST:
        yield "settled", 100
        if record.task == "M":
            yield "of.models", round(record.models * 100)
    if record.due_on is None or not FIRST <= record.due_on <= LAST:
        return
    yield ("excused" if record.state == "excused" else "due"), 100
    if record.state in ("open", "draft", "returned") and record.due_on < TODAY:
        yield "late", 100


def grow(seed: int, per_level: int = 3, duties: int = 400) -> Woods:
    """A province, communes, their parties and branches, with random duties, reports and corrections on every level."""
    rng, woods = Random(seed), Woods()
    _units(woods, per_level)
    plan = make_plan(woods.ids["R"], years=[2026])
    targets = [{"of": "models", "min": 1, "max": None, "per": "unit", "every": "year"}]
    tasks = {"M": make_task(plan.id, "Mô hình", code="M", targets=targets).id}
    tasks |= {code: make_task(plan.id, f"Việc {code}", code=code).id for code in ("X", "Y")}
    woods.plan_id = plan.id
    with transaction():
        for _number in range(duties):
            record = _record(rng, rng.choice(list(woods.ids)))
            woods.records.append(record)
            _write(woods, record, tasks[record.task], len(woods.records))
        _report(woods, rng)
    return woods


def _units(woods: Woods, per_level: int) -> None:
    level: list[OrgUnit] = [make_unit("Gốc", code="R")]
    woods.above["R"], woods.ids["R"] = None, level[0].id
    for depth in range(3):
        below = []
        for parent in level:
            for number in range(per_level):
                unit = make_unit(f"Đơn vị {parent.code}{number}", parent, code=f"{parent.code}{number}")
                woods.above[unit.code], woods.ids[unit.code] = parent.code, unit.id
                below.append(unit)
        level = below if depth < 2 else level


def _record(rng: Random, unit: str) -> Record:
    day = date(2025, 11, 1)
    due_on = day + timedelta(days=rng.randrange(240)) if rng.random() < 0.8 else None
    done_on = day + timedelta(days=rng.randrange(240)) if rng.random() < 0.5 else None
    decided_on = day + timedelta(days=rng.randrange(240)) if rng.random() < 0.7 else None
    models = rng.choice((0.0, 0.5, 1.0, 2.25, 7.0))
    return Record(unit, rng.choice("MXY"), rng.choice(STATES), due_on, done_on, decided_on, models)


def _write(woods: Woods, record: Record, task_id: int, number: int) -> None:
    unit_id = woods.ids[record.unit]
    given = db.session.query(Assignment).filter_by(task_id=task_id, unit_id=unit_id).one_or_none()
    if given is None:
        given = Assignment(task_id=task_id, unit_id=unit_id, assigned_at=clock.now())
        db.session.add(given)
        db.session.flush()
    duty = Duty(plan_id=woods.plan_id, task_id=task_id, assignment_id=given.id, unit_id=unit_id, period=f"n{number}")
    duty.due_on = duty.rule_due_on = record.due_on
    duty.state, duty.done_on, duty.amounts = record.state, record.done_on, {"models": record.models}
    # a quarter of an hour before midnight in Vietnam is still that day there, and the day before in UTC's afternoon
    duty.decided_at = clock.at_local(record.decided_on, 23, 45) if record.decided_on else None
    db.session.add(duty)


def _report(woods: Woods, rng: Random) -> None:
    period = ReportPeriod(plan_id=woods.plan_id, unit_id=woods.ids["R"], kind="quarter", key="2026-Q1", title="Quý I")
    period.from_on, period.to_on, period.created_at = FIRST, LAST, clock.now()
    db.session.add(period)
    db.session.flush()
    woods.period_id = period.id
    states = ("accepted", "accepted", "submitted", "returned", "draft", "")
    for unit, unit_id in woods.ids.items():
        if state := rng.choice(states):
            report = PeriodReport(period_id=period.id, unit_id=unit_id, state=state)
            db.session.add(report)
            db.session.flush()
            for figure in rng.sample(("task.M.settled", "task.M.of.models", "task.X.due", "task.Y.late"), 2):
                by = rng.choice((-300, -100, 100, 500)) if "of." not in figure else rng.choice((-150, 25, 250))
                woods.corrections.append(Correction(unit, figure, by, state))
                row = ReportCorrection(report_id=report.id, figure=figure, counted=1000, stated=1000 + by)
                row.remark, row.made_at = "Bổ sung", clock.now()
                db.session.add(row)
