"""What the demo is made of: a province, a bank, a contest with rounds, a crowd."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.accounts.models import Consent, Membership, Person
from quiz.bank.models import Bank, Item
from quiz.bank.queries import cell_counts
from quiz.contests import queries
from quiz.contests.models import Contest
from quiz.contests.rules import Counted, Criterion, RoundState, Shown
from quiz.core.db import db
from quiz.demo.bank import CODE, sample_files
from quiz.demo.contest import SLUG
from quiz.demo.crowd import load_crowd
from quiz.demo.places import SOURCE, load_places
from quiz.plans.models import Duty, Plan, PlanTask
from quiz.units.models import OrgUnit, UnitKind
from quiz.units.queries import all_units, by_code, search
from tests.conftest import START

pytestmark = pytest.mark.usefixtures("app")
CROWD = Person.login_name.like("minhhoa%")
PARTY = {UnitKind.PROVINCE_COMMITTEE, UnitKind.COMMUNE_COMMITTEE, UnitKind.BRANCH}


def contest() -> Contest:
    """The contest of the demo."""
    return queries.contest_by_slug(SLUG)


def test_the_province_has_its_56_communes_and_wards_and_its_bodies() -> None:
    kinds = Counter(unit.kind for unit in all_units())
    assert (kinds[UnitKind.COMMUNE], kinds[UnitKind.WARD], kinds[UnitKind.PROVINCE]) == (53, 3, 1)
    assert sum(kinds.values()) - 57 >= 12
    province = by_code("CB")
    assert province is not None
    assert province.name == "Tỉnh Cao Bằng"
    assert (province.position, province.last_position) == (1, len(all_units()))


def test_every_head_count_says_that_it_is_invented() -> None:
    counted = [unit for unit in all_units() if unit.kind not in PARTY]
    assert {unit.headcount_source for unit in counted} == {SOURCE}
    assert all(unit.headcount for unit in counted)
    assert {unit.headcount for unit in all_units() if unit.kind in PARTY} == {None}


def test_head_counts_add_up_to_that_of_the_unit_above() -> None:
    for unit in all_units():
        below = [one.headcount or 0 for one in all_units() if one.parent_id == unit.id]
        assert sum(below) <= (unit.headcount or 0), unit.name
    province = by_code("CB")
    assert province is not None
    assert province.headcount == sum(unit.headcount or 0 for unit in all_units() if unit.parent_id == province.id)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Hòa An", {"Xã Hòa An", "Xã Nam Tuấn", "Xã Bạch Đằng", "Xã Nguyễn Huệ"}),
        ("huyen trung khanh", {"Xã Trùng Khánh", "Xã Đàm Thủy", "Xã Trà Lĩnh"}),
        ("nuoc hai", {"Xã Hòa An"}),
        ("thanh pho cao bang", {"Phường Thục Phán", "Phường Nùng Trí Cao", "Phường Tân Giang"}),
        ("so gd", {"Sở Giáo dục và Đào tạo"}),
    ],
)
def test_units_are_found_by_old_names(typed: str, wanted: set[str]) -> None:
    assert wanted <= {hit.name for hit in search(typed, now=START)}


def test_units_that_are_there_stay_as_they_are() -> None:
    unit = by_code("CB-HOA-AN")
    assert unit is not None
    unit.name, unit.headcount = "Xã Hòa An (đổi tên)", 77
    db.session.commit()
    ids = load_places()
    kept = db.session.get_one(OrgUnit, ids["CB-HOA-AN"])
    assert (kept.name, kept.headcount) == ("Xã Hòa An (đổi tên)", 77)
    assert len(ids) == sum(unit.kind not in PARTY for unit in all_units())


def test_ten_communes_have_a_committee_with_three_branches_of_six_members() -> None:
    kinds = Counter(unit.kind for unit in all_units())
    assert (kinds[UnitKind.PROVINCE_COMMITTEE], kinds[UnitKind.COMMUNE_COMMITTEE], kinds[UnitKind.BRANCH]) == (
        1,
        10,
        30,
    )
    members = db.session.scalars(sa.select(Person).where(Person.login_name.like("dangvien%"))).all()
    assert len(members) == 180
    assert all(person.is_demo for person in members)


def test_the_plan_of_the_year_is_in_force_and_partly_carried_out() -> None:
    plan = db.session.scalars(sa.select(Plan).where(Plan.parent_id.is_(None))).one()
    assert (plan.state, plan.years, plan.is_demo) == ("issued", [START.year], True)
    assert db.session.scalar(sa.select(sa.func.count()).where(PlanTask.plan_id == plan.id)) == 107
    due = Duty.due_on <= START.date()
    states = Counter(db.session.scalars(sa.select(Duty.state).where(due)))
    assert {"confirmed", "submitted", "open"} <= states.keys()
    later = sa.select(Duty.state).join(PlanTask, PlanTask.id == Duty.task_id).where(~due)
    assert set(db.session.scalars(later.where(PlanTask.module != "registrations"))) == {"open"}


def test_the_bank_holds_every_sample_question_ready_to_be_drawn() -> None:
    assert len(sample_files()) == 8
    assert sum(cell_counts(CODE).values()) == 240
    bank = db.session.scalars(sa.select(Bank)).one()
    province = by_code("CB")
    assert province is not None
    assert bank.owner_unit_id == province.id
    assert all("" not in (item.topic, item.level) for item in db.session.scalars(sa.select(Item)))


def test_the_contest_says_that_its_data_are_invented() -> None:
    found = contest()
    assert found.is_demo
    assert "dữ liệu minh họa" in found.title
    assert "dữ liệu minh họa" in found.summary.lower()
    unit = queries.owner_unit(found)
    assert unit is not None
    assert unit.code == "CB"


def test_one_round_is_over_since_last_week_and_one_is_open_for_a_fortnight() -> None:
    rounds = queries.rounds_of(contest().id)
    assert [queries.state_of(one, START) for one in rounds] == [RoundState.CLOSED, RoundState.OPEN]
    assert 1 <= (START - rounds[0].closes_at).days <= 7
    assert (START - rounds[1].opens_at).days == 1
    assert (rounds[1].closes_at - START).days == 13
    assert rounds[0].closes_at <= rounds[1].opens_at
    assert all(one.prepared_at for one in rounds)


def test_the_rules_are_those_of_a_usual_contest() -> None:
    rules = queries.rules_of(contest().id)
    assert (rules.questions, rules.time_limit_seconds, rules.attempts_allowed) == (20, 900, 2)
    assert rules.counted_attempt is Counted.BEST
    assert rules.tie_break == (Criterion.SCORE, Criterion.DURATION, Criterion.SUBMITTED_AT)
    assert (rules.review.score, rules.review.correctness, rules.review.key) == (
        Shown.NOW,
        Shown.AFTER_ROUND,
        Shown.AFTER_ROUND,
    )
    assert len({cell.topic for cell in rules.blueprint}) == 5
    assert len({cell.level for cell in rules.blueprint}) == 4


def test_the_crowd_are_300_marked_people_without_a_password() -> None:
    people = db.session.scalars(sa.select(Person).where(CROWD)).all()
    assert len(people) == 300
    assert {(person.is_demo, person.password_hash, person.phone) for person in people} == {(True, "", None)}
    assert len({person.name for person in people}) > 200
    names = Counter(person.public_name for person in people)
    assert names["full"] > 3 * names["initials"] > 0


def test_who_shows_the_full_name_has_agreed_to_it() -> None:
    people = db.session.scalars(sa.select(Person).where(CROWD)).all()
    given: dict[int, set[str]] = {}
    for consent in db.session.scalars(sa.select(Consent)):
        given.setdefault(consent.person_id, set()).add(consent.purpose)
    for person in people:
        wanted = {"taking_part", "publish_name"} if person.public_name == "full" else {"taking_part"}
        assert given[person.id] == wanted


def test_the_crowd_is_spread_unevenly_and_some_units_have_nobody() -> None:
    query = sa.select(Membership.unit_id, sa.func.count()).join(Person).where(CROWD).group_by(Membership.unit_id)
    sizes = [count for _unit, count in db.session.execute(query)]
    assert max(sizes) >= 3 * min(sizes)
    assert len(all_units()) - 1 - len(sizes) >= 3


def test_the_crowd_is_made_once(app: Flask) -> None:
    first = load_crowd(load_places(), START)
    assert load_crowd(load_places(), START) == first
    assert len(first) == 300
