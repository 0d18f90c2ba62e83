"""Coverage and figures against a count made another way; the links of duties; a fixed number of statements."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask, current_app
from flask.testing import FlaskClient

from quiz.core.db import db
from quiz.modules.conferences import attendance, coverage, inviting, plan_module, service
from quiz.modules.conferences.drafts import Place, Sitting
from quiz.modules.conferences.models import Participant
from quiz.modules.conferences.queries import sittings_of
from quiz.plans.models import Duty, PlanTask
from quiz.plans.modules import Span, present
from quiz.units.models import OrgUnit, UnitKind
from tests.conferences.conftest import Hall, draft, make_hall, plan_of
from tests.conftest import FrozenClock
from tests.factories.people import make_person
from tests.factories.plans import make_duty, make_plan
from tests.factories.units import make_unit
from tests.people import Cast, SignIn

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements sent inside."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(db.engine, "before_cursor_execute", note)


def fill(hall: Hall, frozen: FrozenClock, seed: int) -> dict[str, dict[int, int]]:
    """Forty people in units at several depths, of whom some attend, some are excused; what happened, by person."""
    chance = Random(seed)
    homes = [hall.cast.units[name] for name in ("P", "A", "B", "C")]
    above = [hall.cast.unit(chance.choice("AB")) for _number in range(4)]
    homes += [make_unit(f"Chi bộ số {unit.code}", unit, kind=UnitKind.BRANCH).id for unit in above]
    home = {}
    for _number in range(40):
        unit_id = chance.choice(homes)
        home[make_person(unit=db.session.get_one(OrgUnit, unit_id)).id] = unit_id
    hall.announce(frozen.moment)
    frozen.move(hours=2)
    actor, people = hall.cast.actor("organiser"), sorted(home)
    came, excused = set(chance.sample(people, 17)), set(chance.sample(people, 9))
    for one in excused:
        inviting.excuse(actor, hall.conference_id, one, "Bận", frozen.moment)
    attendance.tick(actor, hall.conference_id, hall.session.id, dict.fromkeys(came, True), frozen.moment)
    return {"home": home, "came": dict.fromkeys(came, 1), "excused": dict.fromkeys(excused, 1)}


def below(unit_id: int) -> set[int]:
    """A unit and everything below it, found by walking from parent to child."""
    found, edge = set(), {unit_id}
    while edge:
        found |= edge
        edge = set(db.session.scalars(sa.select(OrgUnit.id).where(OrgUnit.parent_id.in_(edge))))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_coverage_of_every_unit_is_what_walking_the_tree_counts(hall: Hall, frozen: FrozenClock, seed: int) -> None:
    facts = fill(hall, frozen, seed)
    rows = db.session.scalars(sa.select(Participant).where(Participant.conference_id == hall.conference_id)).all()
    for unit in db.session.scalars(sa.select(OrgUnit)).all():
        mine = {row.person_id for row in rows if row.unit_id in below(unit.id)}
        came = mine & facts["came"].keys()
        excused = (mine & facts["excused"].keys()) - came
        told = coverage.coverage_of(hall.conference_id, unit).own.numbers
        assert (told.invited, told.attended, told.excused) == (len(mine), len(came), len(excused)), unit.code
        assert told.absent == len(mine - came - excused)


def test_figures_count_what_is_held_and_confirmed_alone(hall: Hall, frozen: FrozenClock) -> None:
    facts = fill(hall, frozen, 7)
    plan, units = plan_of(hall), [hall.cast.unit(name) for name in ("P", "A", "B", "C", "U")]
    assert all(figure.value == 0 for figures in plan_module.figures(plan, units, YEAR).values() for figure in figures)
    hall.close(frozen.moment)
    told = plan_module.figures(plan_of(hall), units, YEAR)
    for unit in units:
        values = {figure.key: figure.value for figure in told[unit.id]}
        mine = {one for one, home in facts["home"].items() if home in below(unit.id)}
        assert values["conferences.attended"] == 100 * len(mine & facts["came"].keys())
        assert values["conferences.held"] == values["conferences.sessions"] == (100 if unit.code == "P" else 0)
    assert next(one for one in told[units[0].id] if one.key == "conferences.attended").of == "conferences.invited"


def test_figures_keep_to_their_span_and_forget_what_is_cancelled(hall: Hall, frozen: FrozenClock) -> None:
    fill(hall, frozen, 7)
    hall.close(frozen.moment)
    units = [hall.cast.unit("P")]

    def values(span: Span) -> list[int]:
        return [figure.value for figure in plan_module.figures(plan_of(hall), units, span)[units[0].id]]

    assert values(Span(date(2026, 3, 2), date(2026, 3, 2)))[0] == 100
    assert values(Span(date(2026, 3, 3), date(2026, 12, 31))) == [0, 0, 0, 0]
    actor = hall.cast.actor("organiser")
    service.cancel(actor, hall.conference_id, hall.conference.version, "Nhầm", frozen.moment)
    assert values(YEAR) == [0, 0, 0, 0]


def test_repeat_sessions_are_counted_and_a_person_still_once(hall: Hall, frozen: FrozenClock) -> None:
    facts = fill(hall, frozen, 7)
    hall.close(frozen.moment)
    begins = frozen.moment + timedelta(days=1)
    actor = hall.cast.actor("organiser")
    service.repeat(actor, hall.conference_id, Sitting(begins, begins + timedelta(hours=2), [Place("B")]), frozen.moment)
    frozen.move(days=1, hours=1)
    again = sittings_of(hall.conference_id)[1].row
    people = dict.fromkeys(facts["home"], True)
    attendance.tick(actor, hall.conference_id, again.id, people, frozen.moment)
    hall.close(frozen.moment, 2)
    unit = hall.cast.unit("P")
    values = {one.key: one.value for one in plan_module.figures(plan_of(hall), [unit], YEAR)[unit.id]}
    assert values["conferences.sessions"] == 200
    assert values["conferences.attended"] == 4000


def test_many_units_and_duties_take_no_more_statements_than_one(hall: Hall, frozen: FrozenClock) -> None:
    fill(hall, frozen, 7)
    hall.close(frozen.moment)
    for _number in range(60):
        make_unit(parent=hall.cast.unit("B"))
    plan, units = plan_of(hall), db.session.scalars(sa.select(OrgUnit)).all()
    task = db.session.get_one(PlanTask, hall.task_id)
    duties = [(hall.duty, task), *((make_duty(task.id, unit.id), task) for unit in units if unit.code != "P")]
    actor, counts = hall.cast.actor("administrator"), []
    works: list[Callable[[int], object]] = [
        lambda many: plan_module.figures(plan, units[:many], YEAR),
        lambda many: coverage.coverage_of(hall.conference_id, units[0 if many > 1 else -1]),
    ]
    for work in works:
        for many in (1, 60):
            assert [plan.title, *(unit.code for unit in units)]  # read anew before, for the test's own rows are stale
            with statements() as sent:
                work(many)
            counts.append(len(sent))
    assert counts == [5, 5, 2, 2]
    with hall_request():
        for many in (1, 60):
            assert all(duty.task_id == task.id for duty, _task in duties)
            with statements() as sent:
                assert len(plan_module.duty_links(actor, duties[:many])) == many
            counts.append(len(sent))
    assert counts[-1] == counts[-2] == 3


@contextmanager
def hall_request() -> Iterator[None]:
    """A request, for addresses."""
    with current_app.test_request_context():
        yield


def test_a_duty_leads_to_what_is_to_be_done_next(hall: Hall, frozen: FrozenClock) -> None:
    task, actor = db.session.get_one(PlanTask, hall.task_id), hall.cast.actor("organiser")
    other = make_duty(task.id, hall.cast.units["B"])

    def link(duty_id: int, who: str = "organiser") -> tuple[str, str, str]:
        duty = db.session.get_one(Duty, duty_id)
        with hall_request():
            told = plan_module.duty_links(hall.cast.actor(who), [(duty, task)])[duty.id]
        return told.action, told.progress, told.url

    assert link(other.id)[:2] == ("Lập hội nghị", "Chưa lập hội nghị")
    assert link(hall.duty_id)[:2] == ("Chuẩn bị hội nghị", "Đang chuẩn bị, đã mời 0 người")
    hall.announce(frozen.moment)
    assert link(hall.duty_id)[0] == "Điểm danh"
    frozen.move(hours=2)
    attendance.tick(actor, hall.conference_id, hall.session.id, {hall.people["an"]: True}, frozen.moment)
    hall.close(frozen.moment)
    action, progress, url = link(hall.duty_id)
    assert (action, url) == ("Xem độ phủ", f"/admin/conferences/{hall.conference_id}/coverage")
    assert progress.startswith("Có mặt 1 trên ")
    assert link(hall.duty_id, "contestant")[2] == "/conferences/"


def test_the_module_stands_in_its_slot(app: Flask) -> None:
    assert present()["conferences"].figures is plan_module.figures


def test_the_page_goes_down_to_the_people_of_the_own_subtree_alone(
    hall: Hall, frozen: FrozenClock, signed_in: SignIn
) -> None:
    hall.announce(frozen.moment)
    where = f"/admin/conferences/{hall.conference_id}/coverage"
    whole = signed_in("organiser").get(where).text
    assert "Độ phủ: Tỉnh Phong Lan" in whole
    assert "Lê Chí" in whole
    client = signed_in("contact")
    own = client.get(where).text
    assert "Độ phủ: Xã An Bình" in own
    assert "Phạm Đức Dũng" in own
    assert "Lê Chí" not in own
    assert "Phường Bãi Cháy" not in own
    for code in ("P", "B", "U", "KHONG"):
        assert client.get(f"{where}?unit={code}").status_code == 404
        assert client.get(f"{where}.xlsx?unit={code}").status_code == 404


def names_in(client: FlaskClient, hall: Hall) -> set[object]:
    """Every text of the workbook."""
    content = client.get(f"/admin/conferences/{hall.conference_id}/coverage.xlsx").data
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {value for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for value in row}


def test_the_workbook_holds_the_own_people_and_units_alone(hall: Hall, frozen: FrozenClock, signed_in: SignIn) -> None:
    hall.announce(frozen.moment)
    assert {"Lê Chí", "Nguyễn Văn An", "Phường Bãi Cháy"} <= names_in(signed_in("organiser"), hall)
    own = names_in(signed_in("contact"), hall)
    assert "Nguyễn Văn An" in own
    assert not {"Lê Chí", "Phường Bãi Cháy", "Tỉnh Phong Lan"} & own


def test_the_text_for_chats_tells_the_numbers(hall: Hall, frozen: FrozenClock, signed_in: SignIn) -> None:
    hall.announce(frozen.moment)
    frozen.move(hours=2)
    actor = hall.cast.actor("organiser")
    attendance.tick(actor, hall.conference_id, hall.session.id, {hall.people["an"]: True}, frozen.moment)
    page = signed_in("organiser").get(f"/admin/conferences/{hall.conference_id}/coverage").text
    assert "- Triệu tập 9 người, có mặt 1 (11,1%)" in page
    assert "Xã An Bình: 5 người" in page


def test_a_conference_of_a_derived_plan_counts_in_the_upper_one(cast: Cast, frozen: FrozenClock) -> None:
    hall = make_hall(cast, frozen.moment)
    derived = make_plan(cast.units["A"], parent_id=hall.plan_id)
    make_duty(hall.task_id, cast.units["A"])
    made = service.create(
        cast.actor("contact"), cast.units["A"], derived.id, draft([hall.task_id], hall.starts_at), frozen.moment
    )
    mine = Hall(cast, derived.id, hall.task_id, hall.duty_id, made, hall.starts_at, hall.people)
    choice = inviting.Choice(cast.units["A"], True, (), inviting.ALL)
    inviting.invite(cast.actor("contact"), made, choice, frozen.moment)
    service.announce(cast.actor("contact"), made, mine.conference.version, frozen.moment)
    frozen.move(hours=2)
    mine.close(frozen.moment)
    units = [cast.unit("P"), cast.unit("A"), cast.unit("B")]
    told = plan_module.figures(plan_of(hall), units, YEAR)
    assert [told[unit.id][0].value for unit in units] == [100, 100, 0]
    assert mine.conference.held_on == date(2026, 3, 2)
