"""The figures against a count of their own, rolled up, and always with the same number of statements."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from quiz.accounts.models import Membership
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.modules.registrations import deciding, results
from quiz.modules.registrations.counting import counts_by_unit, figures
from quiz.modules.registrations.links import duty_links
from quiz.modules.registrations.models import Exemption, Registration
from quiz.modules.registrations.overview import overview
from quiz.modules.registrations.people import line_of
from quiz.modules.registrations.results import Result
from quiz.plans.models import Assignment, Duty, Plan, PlanTask
from quiz.plans.modules import Span, present
from quiz.plans.timing.service import person_due_on, record_event
from quiz.units.models import OrgUnit
from tests.conftest import FrozenClock
from tests.factories.people import make_person
from tests.factories.plans import make_post
from tests.factories.units import make_unit
from tests.people import SignIn
from tests.registrations.conftest import POSTS, Stage, draft

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 3, 2)


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(db.engine, "before_cursor_execute", note)


def crowd(stage: Stage, count: int, seed: int = 5) -> None:
    """Branches below A and B with people in all states, straight into the tables."""
    rng, now = random.Random(seed), clock.now()
    with transaction():
        units = [make_unit(f"Chi bộ {n}", stage.cast.unit(rng.choice("AB"))) for n in range(count)]
        for unit in units:
            db.session.add(
                Assignment(task_id=stage.personal, unit_id=unit.id, to_unit=False, posts=POSTS, assigned_at=now)
            )
            db.session.add(
                Assignment(task_id=stage.collective, unit_id=unit.id, to_unit=True, posts=[], assigned_at=now)
            )
            _body(stage, unit, rng)
            for _ in range(rng.randint(1, 4)):
                _person(stage, unit, units, rng)


def _body(stage: Stage, unit: OrgUnit, rng: random.Random) -> None:
    state = rng.choice(["", "draft", "submitted", "confirmed", "confirmed"])
    if state:
        db.session.add(_row(stage, unit.id, None, state, rng))


def _person(stage: Stage, unit: OrgUnit, units: list[OrgUnit], rng: random.Random) -> None:
    person = make_person(unit=unit)
    make_post(person.id, unit.id, rng.choice([*POSTS, "worker"]))
    if rng.random() < 0.2:
        make_post(person.id, rng.choice(units).id, "party_member")
    state = rng.choice(["", "draft", "returned", "submitted", "confirmed", "confirmed", "exempt"])
    if state == "exempt":
        row = Exemption(plan_id=stage.plan_id, year=2026, unit_id=unit.id, person_id=person.id, task_id=stage.personal)
        row.kind, row.rule, row.reason, row.decided_on, row.given_at = "retired", "x", "y", TODAY, clock.now()
        db.session.add(row)
    elif state:
        db.session.add(_row(stage, unit.id, person.id, state, rng))


def _row(stage: Stage, unit_id: int, person_id: int | None, state: str, rng: random.Random) -> Registration:
    now = clock.now()
    row = Registration(plan_id=stage.plan_id, year=2026, unit_id=unit_id, person_id=person_id, state=state)
    row.created_at = row.changed_at = now
    row.things = [{"title": "Việc"}]
    if state == "confirmed":
        row.decided_at = now
        row.level = rng.choice(["", "excellent", "good", "done", "failed"])
        row.assessed_at = now if row.level else None
    return row


def count_by_hand(stage: Stage, unit: OrgUnit) -> dict[str, int]:
    """The same numbers by going through rows one by one."""
    said = {"must": 0, "exempt": 0, "registered": 0, "completed": 0, "failed": 0}
    depth = {one.id: one for one in db.session.query(OrgUnit)}
    asked_units = {row.unit_id for row in db.session.query(Assignment).filter_by(task_id=stage.personal)}
    held: dict[int, list[int]] = {}
    for row in db.session.query(Membership).filter(Membership.post_kind.in_(POSTS)):
        if row.unit_id in asked_units:
            held.setdefault(row.person_id, []).append(row.unit_id)
    free = {row.person_id for row in db.session.query(Exemption)}
    rows = {row.person_id: row for row in db.session.query(Registration).filter(Registration.person_id.is_not(None))}
    for person_id, unit_ids in held.items():
        own = rows.get(person_id)
        deepest = sorted(unit_ids, key=lambda unit_id: (-depth[unit_id].depth, unit_id))[0]
        home = depth[own.unit_id if own is not None and own.unit_id in unit_ids else deepest]
        if not unit.position <= home.position <= unit.last_position:
            continue
        if person_id in free:
            said["exempt"] += 1
            continue
        said["must"] += 1
        if own is not None and own.state == "confirmed":
            said["registered"] += 1
            said["completed"] += own.level in {"excellent", "good", "done"}
            said["failed"] += own.level == "failed"
    return said


def test_the_figures_agree_with_a_count_by_hand(stage: Stage) -> None:
    crowd(stage, 25)
    units = [stage.cast.unit(name) for name in ("P", "A", "B", "C")]
    units += db.session.query(OrgUnit).filter_by(parent_id=stage.cast.units["A"]).all()
    given = figures(stage.plan, units, YEAR)
    for unit in units:
        found = {figure.key: figure.value for figure in given[unit.id]}
        for what, number in count_by_hand(stage, unit).items():
            assert found[f"registrations.personal.{what}"] == number * 100, (unit.name, what)
    top = {figure.key: figure.value for figure in given[stage.cast.units["P"]]}
    assert top["registrations.personal.must"] > 3000
    assert top["registrations.personal.exempt"] > 0


def test_units_below_add_up_to_the_unit_above(stage: Stage) -> None:
    crowd(stage, 12)
    units = [stage.cast.unit(name) for name in ("P", "A", "B")]
    found = counts_by_unit(stage.asked, units, TODAY)
    province, *parts = (found[unit.id] for unit in units)
    for what in ("must", "exempt", "registered", "waiting", "missing", "completed", "failed", "late"):
        assert getattr(province.people, what) == sum(getattr(part.people, what) for part in parts), what
        assert getattr(province.units, what) == sum(getattr(part.units, what) for part in parts), what


def test_collectives_agree_with_their_rows(stage: Stage) -> None:
    crowd(stage, 20)
    unit = stage.cast.unit("A")
    own = db.session.query(Registration, OrgUnit).join(OrgUnit, OrgUnit.id == Registration.unit_id)
    rows = [
        row
        for row, place in own.filter(Registration.person_id.is_(None))
        if unit.position <= place.position <= unit.last_position
    ]
    found = {figure.key: figure.value for figure in figures(stage.plan, [unit], YEAR)[unit.id]}
    assert found["registrations.collective.registered"] == 100 * sum(row.state == "confirmed" for row in rows)
    assert found["registrations.collective.failed"] == 100 * sum(row.level == "failed" for row in rows)


def test_a_person_with_two_posts_counts_once_in_the_deepest_unit(stage: Stage) -> None:
    make_post(stage.cast.people["member_c"], stage.cast.units["A"], "party_member")
    before = counts_by_unit(stage.asked, [stage.cast.unit("A"), stage.cast.unit("C")], TODAY)
    assert before[stage.cast.units["C"]].people.must == 5
    assert before[stage.cast.units["A"]].people.must == 6


def test_what_was_confirmed_later_is_not_in_an_earlier_report(stage: Stage, frozen: FrozenClock) -> None:
    row = stage.hand_up("member_c")
    frozen.move(days=40)
    deciding.decide(stage.actor("secretary_c"), stage.asked, row.id, row.version, clock.now())
    unit = stage.cast.unit("C")
    early = figures(stage.plan, [unit], Span(date(2026, 1, 1), date(2026, 3, 31)))[unit.id]
    later = figures(stage.plan, [unit], Span(date(2026, 1, 1), date(2026, 6, 30)))[unit.id]
    assert _value(early, "registered") == 0
    assert _value(later, "registered") == 100


def _value(given: object, what: str) -> int:
    return {figure.key: figure.value for figure in given}[f"registrations.personal.{what}"]  # type: ignore[attr-defined]


def test_shares_are_of_those_registered(stage: Stage, signed_in: SignIn) -> None:
    for name, level in (("member_c", "good"), ("second_c", "failed")):
        row = stage.hand_up(name)
        row = deciding.decide(stage.actor("secretary_c"), stage.asked, row.id, row.version, clock.now())
        result = Result(level, "", [{"outcome": "done", "outcome_text": ""}])
        results.assess(stage.actor("secretary_c"), stage.asked, row.id, result, row.version, clock.now())
    page = signed_in("organiser").get("/admin/registrations/figures?unit=C").get_data(as_text=True)
    assert "2 (40,0%)" in page
    assert page.count("1 (50,0%)") == 2


@pytest.mark.parametrize("what", ["figures", "overview", "links"])
def test_the_number_of_statements_does_not_grow(stage: Stage, what: str) -> None:
    counted = []
    for size in (3, 25):
        crowd(stage, size, seed=size)
        with statements() as seen:
            _run(stage, what)
        counted.append(len(seen))
    assert counted[0] == counted[1]
    assert counted[0] <= 26


def _run(stage: Stage, what: str) -> None:
    unit = stage.cast.unit("P")
    if what == "figures":
        figures(stage.plan, db.session.query(OrgUnit).all(), YEAR)
    elif what == "overview":
        overview(stage.asked, unit, TODAY, "all", "", 1)
    else:
        duty_links(stage.actor("organiser"), _duties())


def _duties() -> list[tuple[Duty, PlanTask]]:
    return [(duty, task) for duty, task in db.session.query(Duty, PlanTask).join(PlanTask, PlanTask.id == Duty.task_id)]


def test_the_pages_ask_the_same_number_of_statements(stage: Stage, signed_in: SignIn) -> None:
    client = signed_in("organiser")
    pages = [f"{stage.console}/", "/admin/registrations/figures", stage.at("P")]
    counted: list[list[int]] = []
    for size in (4, 20):
        crowd(stage, size, seed=size)
        counted.append([])
        for page in pages:
            with statements() as seen:
                assert client.get(page).status_code == 200
            counted[-1].append(len(seen))
    assert counted[0] == counted[1]


def test_the_module_stands_in_the_machinery(stage: Stage) -> None:
    module = present()["registrations"]
    assert module.figures is not None
    assert len({key for key, _ in module.figure_titles}) == 15
    unit = stage.cast.unit("C")
    assert [figure.key for figure in module.figures(stage.plan, [unit], YEAR)[unit.id]] == [
        key for key, _ in module.figure_titles
    ]


def test_duties_lead_to_where_they_are_attended_to(stage: Stage) -> None:
    row = stage.hand_up("member_c")
    links = duty_links(stage.actor("member_c"), _duties())
    mine = stage.duty("member_c")
    assert mine is not None
    assert links[mine.id].url == stage.mine
    assert links[mine.id].action == "Đăng ký"
    deciding.decide(stage.actor("secretary_c"), stage.asked, row.id, row.version, clock.now())
    links = duty_links(stage.actor("member_c"), _duties())
    assert links[mine.id].url == f"/registrations/{row.id}/result"
    assert links[mine.id].action == "Kết quả cuối năm"


def test_a_units_duty_over_its_people_says_how_many(stage: Stage) -> None:
    row = stage.hand_up("member_c")
    deciding.decide(stage.actor("secretary_c"), stage.asked, row.id, row.version, clock.now())
    unit_id = stage.cast.units["C"]
    with transaction():
        given = db.session.query(Assignment).filter_by(task_id=stage.personal, unit_id=unit_id).one()
        duty = Duty(plan_id=stage.plan_id, task_id=stage.personal, assignment_id=given.id, unit_id=unit_id)
        db.session.add(duty)
    link = duty_links(stage.actor("secretary_c"), _duties())[duty.id]
    assert (link.action, link.progress, link.url) == ("Xác nhận", "1/5 đã đăng ký", f"{stage.at()}/confirm")


@pytest.mark.parametrize("off_days", ["keep", "before", "next"])
def test_the_day_of_a_person_is_that_of_the_timing_part(stage: Stage, off_days: str) -> None:
    rule = {"kind": "relative", "event": "own_conference", "months": 1, "to": "hội nghị mà người đó dự"}
    with transaction():
        db.session.get_one(PlanTask, stage.personal).deadline = rule
        db.session.get_one(Plan, stage.plan_id).off_days = off_days
    people = stage.cast.people
    for day, names in ((date(2026, 2, 14), ["member_c"]), (date(2026, 1, 31), ["second_c"])):
        ids = [people[name] for name in names]
        record_event(None, stage.plan_id, "own_conference", day, clock.now(), person_ids=ids, source="hội nghị")
    record_event(None, stage.plan_id, "own_conference", date(2026, 2, 2), clock.now(), unit_id=stage.cast.units["C"])
    for name in ("member_c", "second_c", "elder_c", "member_b"):
        unit = stage.cast.units["B" if name == "member_b" else "C"]
        line = line_of(stage.asked, people[name], TODAY)
        assert line is not None
        assert line.due_on == person_due_on(stage.plan_id, rule, unit, people[name]), name
    late = line_of(stage.asked, people["second_c"], TODAY)
    assert late is not None
    assert late.is_late(date(2026, 2, 28) + timedelta(days=5))


def test_a_draft_for_nobody_is_no_registration(stage: Stage) -> None:
    assert draft().things
    assert counts_by_unit(stage.asked, [], TODAY) == {}
