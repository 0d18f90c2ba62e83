"""A plan that is loaded again: duties follow its file."""

from __future__ import annotations

import sqlalchemy as sa

from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.plans.assigning.service import assign
from quiz.plans.files.reading import read_plan
from quiz.plans.models import Assignment, Duty, DutyStep, PlanTask
from quiz.plans.writing.loading import bring_in
from tests.people import Cast
from tests.plans.files.texts import TASK, plan_text

OTHER = TASK.replace("T-01", "T-02").replace("Họp chi bộ", "Báo cáo kết quả")
MONTHLY = "deadline: {kind: recurring, every: month}"
QUARTERLY = "deadline: {kind: recurring, every: quarter}"
FIXED = 'deadline: {kind: fixed, "on": 2026-02-15, before: true}'


def load(cast: Cast, *tasks: str) -> int:
    return bring_in(None, read_plan(plan_text(*tasks)), cast.units["P"], clock.now()).plan_id


def give(cast: Cast, plan_id: int, code: str) -> int:
    task = db.session.scalars(sa.select(PlanTask).where(PlanTask.plan_id == plan_id, PlanTask.code == code)).one()
    assign(None, plan_id, {task.id: [cast.units["C"]]}, clock.now(), origin="hand")
    return task.id


def states(task_id: int) -> dict[str, str]:
    rows = db.session.execute(sa.select(Duty.period, Duty.state).where(Duty.task_id == task_id))
    return {row[0]: row[1] for row in rows}


def test_nobody_owes_a_task_that_the_file_no_longer_has(cast: Cast) -> None:
    plan_id = load(cast, TASK, OTHER)
    gone, kept = give(cast, plan_id, "T-02"), give(cast, plan_id, "T-01")
    load(cast, TASK)
    assert states(gone) == {"": "excused"}
    assert states(kept) == {"": "open"}
    taken = db.session.scalars(sa.select(Assignment).where(Assignment.task_id == gone)).one()
    assert taken.removed_at is not None
    assert db.session.scalar(sa.select(DutyStep.remark).where(DutyStep.to_state == "excused"))


def test_what_was_carried_out_stays_as_it_is(cast: Cast) -> None:
    plan_id = load(cast, TASK, OTHER)
    gone = give(cast, plan_id, "T-02")
    with transaction():
        db.session.execute(sa.update(Duty).where(Duty.task_id == gone).values(state="carried_out"))
    load(cast, TASK)
    assert states(gone) == {"": "carried_out"}


def test_a_new_rhythm_asks_for_each_of_its_times_and_no_longer_for_the_old(cast: Cast) -> None:
    plan_id = load(cast, TASK)
    task_id = give(cast, plan_id, "T-01")
    load(cast, TASK.replace(FIXED, QUARTERLY))
    quarters = {f"2026-Q{number}": "open" for number in range(1, 5)}
    assert states(task_id) == {"": "excused", **quarters}
    load(cast, TASK.replace(FIXED, MONTHLY))
    assert list(states(task_id).values()).count("open") == 12
