"""Own days of derived plans as places that overlap nowhere; and the statements on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from quiz.core import clock
from quiz.core.db import db
from quiz.plans.models import Duty
from quiz.plans.timing import service
from quiz.plans.timing.own_days import OwnDay, flattened
from tests.factories.plans import make_duty, make_plan, make_task
from tests.factories.units import make_unit

EARLY, LATE = date(2026, 3, 1), date(2026, 3, 15)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ([], []),
        ([(1, 9, LATE)], [(1, 9, LATE)]),
        ([(1, 9, LATE), (4, 6, EARLY)], [(1, 3, LATE), (4, 6, EARLY), (7, 9, LATE)]),
        ([(1, 9, EARLY), (4, 6, LATE)], [(1, 9, EARLY)]),
        ([(1, 3, LATE), (4, 6, LATE)], [(1, 6, LATE)]),
        ([(1, 2, LATE), (5, 6, LATE)], [(1, 2, LATE), (5, 6, LATE)]),
        ([(4, 6, EARLY), (1, 9, LATE), (6, 6, LATE)], [(1, 3, LATE), (4, 6, EARLY), (7, 9, LATE)]),
    ],
)
def test_nested_places_become_places_that_overlap_nowhere(
    own: list[tuple[int, int, date]], expected: list[tuple[int, int, date]]
) -> None:
    assert [(one.first, one.last, one.day) for one in flattened([OwnDay(*one) for one in own])] == expected


def test_days_are_the_same_on_every_database(each_app: Flask) -> None:
    province = make_unit("Tỉnh", code="P")
    commune = make_unit("Xã", province, code="A")
    branch, other = make_unit("Chi bộ", commune, code="C"), make_unit("Phường", province, code="B")
    plan = make_plan(province.id, years=[2026], off_days="next")
    rhythm = make_task(plan.id, deadline={"kind": "recurring", "every": "quarter"})
    relative = {"kind": "relative", "to": "hội nghị", "event": "own_conference", "months": 1}
    after = make_task(plan.id, deadline=relative)
    quarters = [make_duty(rhythm.id, branch.id, period=f"2026-Q{number}").id for number in (1, 2)]
    follows = [make_duty(after.id, unit.id).id for unit in (branch, other)]
    derived = make_plan(commune.id, parent_id=plan.id)
    make_task(derived.id, origin_id=rhythm.id, own_due_on=date(2026, 6, 10))
    make_task(derived.id, origin_id=after.id, own_due_on=date(2026, 3, 20))
    now = clock.now()
    for unit in (branch, other):
        service.record_event(None, plan.id, "own_conference", date(2026, 3, 4), now, unit_id=unit.id)
    service.redate(plan.id, now)
    found = {duty.id: duty.due_on for duty in db.session.query(Duty).populate_existing()}
    assert [found[one] for one in quarters] == [date(2026, 3, 31), date(2026, 6, 10)]
    assert [found[one] for one in follows] == [date(2026, 3, 20), date(2026, 4, 6)]
