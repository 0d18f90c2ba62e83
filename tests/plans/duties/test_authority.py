"""Who confirms by the words of the plans, and who may."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml

from quiz.accounts.models import Membership
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.core.settings import ROOT
from quiz.plans import authority
from quiz.plans.authority import Confirmer, confirmable, confirmer_of, may_confirm, may_fill, may_see, named_confirmer
from quiz.plans.models import PlanTask
from tests.plans.duties.conftest import Stage, grant, statements

SAMPLES = ROOT / "quiz/plans/samples"
C, B, S, TOP = Confirmer.COLLECTIVE, Confirmer.BRANCH_COMMITTEE, Confirmer.SUPERIOR, Confirmer.ISSUER
READ_BY_HAND = {
    "Ban Thường vụ Đảng ủy Khối": TOP,
    "Ban Thường vụ Tỉnh ủy": TOP,
    "Ban thường vụ cấp ủy, đảng ủy, chi ủy, chi bộ cơ sở xét duyệt thông qua trước khi thực hiện": C,
    "Ban thường vụ cấp ủy, đảng ủy, chi ủy, chi bộ cơ sở": C,
    "Cấp ủy cùng cấp": S,
    "Cấp ủy cấp trên phê duyệt": S,
    "Cấp ủy cấp trên": S,
    "Chi ủy (đảng viên) hoặc đoàn thể, cơ quan (người ngoài Đảng) xác nhận": B,
    "Tập thể chi ủy (đảng viên); đoàn thể hoặc cơ quan (người chưa là đảng viên)": B,
    "Theo kế hoạch riêng": None,
    "Chủ tịch Ủy ban nhân dân tỉnh": TOP,
    "Tỉnh ủy": TOP,
    "Cấp ủy": S,
    "Tập thể lãnh đạo hoặc toàn thể cơ quan, đơn vị thông qua": C,
    "Tập thể lãnh đạo hoặc toàn thể cơ quan, đơn vị": C,
    "Cấp ủy xét duyệt trước khi thực hiện": S,
    "Cấp ủy xét duyệt": S,
    "Ban Nội chính Tỉnh ủy phối hợp thẩm định nội dung": TOP,
}


def approvals(path: Path) -> set[str]:
    """The different words of `approval` in a plan file."""
    tasks = yaml.safe_load(path.read_text(encoding="utf-8")).get("tasks", [])
    return {task["approval"] for task in tasks if task.get("approval")}


def test_every_approval_of_the_four_plans_was_read_by_hand() -> None:
    assert set.union(*(approvals(path) for path in SAMPLES.glob("*.yaml"))) == READ_BY_HAND.keys()


@pytest.mark.parametrize("words", READ_BY_HAND)
def test_the_words_of_a_plan_say_who_confirms(words: str) -> None:
    assert named_confirmer(words) is READ_BY_HAND[words]


@pytest.mark.parametrize("words", ["", "Theo kế hoạch riêng"])
def test_where_nobody_is_named_it_is_the_unit_above_and_for_a_person_the_branch_committee(words: str) -> None:
    assert confirmer_of(PlanTask(approval=words)) is S
    assert confirmer_of(PlanTask(approval=words), is_personal=True) is B


def test_who_is_named_is_named_for_a_person_too() -> None:
    assert confirmer_of(PlanTask(approval="Cấp ủy cấp trên"), is_personal=True) is S


# By whom a duty of branch C is handed up, and who may then decide; the product's administrator may wherever staff may.
STAFF_OF_A = {"contact", "organiser_a", "organiser", "administrator"}
POSTS_HELD = {"secretary", "second", "committee", "member", "head_a", "secretary_b"}
EVERYBODY = sorted({"contestant", "outsider"} | STAFF_OF_A | POSTS_HELD)
COLLECTIVE, SUPERIOR, ISSUER = "Tập thể lãnh đạo đơn vị", "Cấp ủy cấp trên", "Ban Thường vụ Tỉnh ủy"
MAY = [
    (COLLECTIVE, None, "contact", {"organiser_a", "organiser", "administrator", "secretary", "second", "committee"}),
    (COLLECTIVE, None, "secretary", {*STAFF_OF_A, "second", "committee"}),
    (SUPERIOR, None, "secretary", STAFF_OF_A),
    (SUPERIOR, None, "contact", STAFF_OF_A - {"contact"}),
    (ISSUER, None, "secretary", {"organiser", "administrator"}),
    ("", None, "secretary", STAFF_OF_A),
    ("", "member", "member", {*STAFF_OF_A, "secretary", "second", "committee"}),
    ("", "secretary", "secretary", {*STAFF_OF_A, "second", "committee"}),
    ("", "member", "secretary", {*STAFF_OF_A, "second", "committee"}),
]


@pytest.mark.parametrize(("approval", "person", "by", "expected"), MAY)
def test_who_may_confirm(stage: Stage, approval: str, person: str | None, by: str, expected: set[str]) -> None:
    people = stage.cast.people
    duty = stage.duty("C", approval, person, submitted_by=people[by])
    task, unit = db.session.get_one(PlanTask, duty.task_id), stage.cast.unit("C")
    alone = {name for name in EVERYBODY if may_confirm(stage.actor(name), task, unit, duty.person_id, people[by])}
    many = {name for name in EVERYBODY if confirmable(stage.actor(name), [(duty, task, unit)])}
    assert alone == many == expected


def test_a_committee_member_decides_in_branches_alone(stage: Stage) -> None:
    powers = authority.powers_of(stage.actor("committee"))
    assert powers.is_of_committee(stage.cast.unit("C"))
    assert not powers.leads(stage.cast.units["C"])
    assert not authority.Powers(powers.actor, {stage.cast.units["A"]: frozenset({"committee_member"})}).is_of_committee(
        stage.cast.unit("A")
    )


def test_who_sees_and_fills_a_unit(stage: Stage) -> None:
    unit = stage.cast.unit("C")
    assert {name for name in EVERYBODY if may_see(stage.actor(name), unit)} == {
        *STAFF_OF_A,
        "secretary",
        "second",
        "committee",
    }
    assert {name for name in EVERYBODY if may_fill(stage.actor(name), unit)} == {*STAFF_OF_A, "secretary", "second"}


def test_a_post_that_has_ended_gives_nothing(stage: Stage) -> None:
    with transaction():
        db.session.execute(sa.update(Membership).values(to_on=date(2020, 1, 1)))
    assert not may_fill(stage.actor("secretary"), stage.cast.unit("C"))


def test_the_root_is_confirmed_by_another_of_its_own_staff(stage: Stage) -> None:
    people = stage.cast.people
    grant(stage.cast, "contact", Role.ORGANISER, "P")
    duty = stage.duty("P", "Cấp ủy cấp trên", submitted_by=people["organiser"])
    task, unit = db.session.get_one(PlanTask, duty.task_id), stage.cast.unit("P")
    assert not may_confirm(stage.actor("organiser"), task, unit, None, people["organiser"])
    assert may_confirm(stage.actor("contact"), task, unit, None, people["organiser"])


def test_a_thousand_duties_take_as_many_statements_as_one(stage: Stage) -> None:
    duty = stage.duty("C", "Cấp ủy cấp trên")
    task, unit = db.session.get_one(PlanTask, duty.task_id), stage.cast.unit("C")
    actor = stage.actor("organiser_a")
    with statements() as one:
        confirmable(actor, [(duty, task, unit)])
    with statements() as many:
        confirmable(actor, [(duty, task, unit)] * 400)
    assert len(one) == len(many) <= 3


def test_whoever_is_relieved_of_a_post_acts_by_it_no_longer_from_that_moment_on(stage: Stage) -> None:
    """All of the plans asks `accounts.posts.is_held`: the day on which a post ends is the first one without it."""
    person_id, today = stage.cast.people["secretary"], clock.local(clock.now()).date()
    actor, unit = stage.actor("secretary"), stage.cast.unit("C")
    assert may_fill(actor, unit)
    with transaction():
        held = Membership.person_id == person_id, Membership.post_kind == "secretary"
        db.session.execute(sa.update(Membership).where(*held).values(to_on=today))
    assert not may_fill(actor, unit)
    assert not may_see(actor, unit)
    assert authority.powers_of(actor).posts == {}
