"""Conditions for thousands say what is judged of each: the same people may enter, the same sit without a rank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.accounts.models import Membership, Person, RoleGrant
from quiz.accounts.queries import current
from quiz.bank.models import Bank, Item, ItemDecision
from quiz.contests.applicants import applicant_of
from quiz.contests.eligibility import judge
from quiz.contests.groups import Division, Entrants, Group, Staff
from quiz.contests.invited import invited
from quiz.contests.models import Contest, Entry
from quiz.contests.rules import ContestRules
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.units.models import OrgUnit
from tests.conftest import FrozenClock
from tests.factories.attempts import RULES, Arena, make_arena, make_person

DAY = date(2026, 3, 2)
BIRTHS = ("2012-03-02", "2012-03-03", "2012-03-01", "2012", "2011", "2013", "1990-12-31", "1990", "2012-02-29")
POSTS = ("", "Bí thư Chi bộ", "bí thư")
YOUNG, GROWN = Group(max_age=13), Group(min_age=14)
VARIANTS: dict[str, tuple[Entrants, tuple[Division, ...]]] = {
    "everybody": (Entrants(), ()),
    "units": (Entrants(Group(units=("A", "N"))), ()),
    "kinds": (Entrants(Group(kinds=("commune",))), ()),
    "posts": (Entrants(Group(posts=("BÍ THƯ  chi bộ", "Khác"))), ()),
    "young": (Entrants(YOUNG), ()),
    "grown": (Entrants(GROWN), ()),
    "one age": (Entrants(Group(min_age=13, max_age=13)), ()),
    "staff barred": (Entrants(staff=Staff.BARRED), ()),
    "staff ranked": (Entrants(staff=Staff.RANKED), ()),
    "logins": (Entrants(unranked_logins=("thu0",), barred_logins=("thu1", "thu2")), ()),
    "unranked young": (Entrants(unranked=YOUNG), ()),
    "unranked grown in A": (Entrants(unranked=Group(units=("A",), min_age=14)), ()),
    "unranked nobody": (Entrants(unranked=Group()), ()),
    "divisions": (Entrants(), (Division("A", "A", YOUNG), Division("B", "B", Group(kinds=("ward",))))),
}


@pytest.fixture
def crowd(app: Flask, frozen: FrozenClock) -> Arena:
    """People of every birth in four units, some with posts of now and of before, an organiser and authors."""
    arena = make_arena(frozen.moment)
    numbered = [(birth, unit) for unit in ("A1", "A", "B", "N") for birth in BIRTHS]
    for number, (birth, unit) in enumerate(numbered):
        person = make_person(f"Người {number}", frozen.moment, birth=birth, login_name=f"thu{number}")
        arena.people[str(number)] = person
        membership = {"person_id": person, "unit_id": arena.units[unit], "post": POSTS[number % 3]}
        with transaction():
            db.session.add(Membership(**membership))
            if number % 7 == 0:
                ended = {"is_primary": False, "to_on": date(2026, 3, 1 + number % 2), "post": "Khác"}
                db.session.add(Membership(**{**membership, **ended}))
    _hands(arena, frozen)
    return arena


def _hands(arena: Arena, frozen: FrozenClock) -> None:
    """Person 3 organises everything, 4 only a unit, 5 wrote a question, 6 judged one that nobody wrote."""
    stamp = {"topic": "Chủ đề", "level": "recognition", "state": "approved", "stem_folded": ""}
    with transaction():
        for number, unit in (("3", None), ("4", arena.units["A"])):
            grant = {"person_id": arena.people[number], "role": Role.ORGANISER, "unit_id": unit}
            db.session.add(RoleGrant(granted_at=frozen.moment, **grant))
        bank = db.session.scalar(sa.select(Bank).where(Bank.code == "THU"))
        if bank is None:
            bank = Bank(code="THU", title="Thử", created_at=frozen.moment)
            db.session.add(bank)
            db.session.flush()
        for ref, author in (("1", arena.people["5"]), ("2", None)):
            db.session.add(Item(bank_id=bank.id, ref=ref, author_id=author, created_at=frozen.moment, **stamp))
        db.session.flush()
        item = db.session.scalars(sa.select(Item).where(Item.ref == "2")).one()
        decision = {"item_id": item.id, "revision_id": 1, "state_before": "draft", "state_after": "approved"}
        judged = {"remark": "", "actor_id": arena.people["6"], "created_at": frozen.moment}
        db.session.add(ItemDecision(**decision, **judged))


def asked(contest: Contest, rules: ContestRules, frozen: FrozenClock) -> Iterator[tuple[int, bool, bool]]:
    """Person, may enter, unranked: of everybody, in one statement."""
    who = invited(contest, rules, DAY, frozen.moment)
    query = (
        sa.select(Person.id, who.may_enter, who.is_unranked)
        .join(Membership, sa.and_(Membership.person_id == Person.id, current()))
        .join(OrgUnit, OrgUnit.id == Membership.unit_id)
        .outerjoin(Entry, who.entry)
    )
    for person_id, may_enter, is_unranked in db.session.execute(query):
        yield person_id, bool(may_enter), bool(is_unranked)


@pytest.mark.parametrize("variant", VARIANTS)
def test_all_at_once_are_judged_as_each_alone(crowd: Arena, frozen: FrozenClock, variant: str) -> None:
    entrants, divisions = VARIANTS[variant]
    rules = replace(RULES, entrants=entrants, divisions=divisions)
    contest = db.session.get_one(Contest, crowd.contest_id)
    found = {person: (may, unranked) for person, may, unranked in asked(contest, rules, frozen)}
    assert len(found) == len(crowd.people)
    for person, (may, unranked) in found.items():
        verdict = judge(rules, applicant_of(contest, rules, person, frozen.moment), DAY)
        assert may is (verdict.refusal is None), person
        if may:
            assert unranked is (verdict.unranked is not None), person


def test_an_unknown_birth_keeps_nobody_out_and_puts_nobody_into_a_group(crowd: Arena, frozen: FrozenClock) -> None:
    contest = db.session.get_one(Contest, crowd.contest_id)
    with transaction():
        db.session.execute(sa.update(Person).values(birth=""))
    rules = replace(RULES, entrants=Entrants(YOUNG, Staff.RANKED, unranked=YOUNG))
    assert {(may, unranked) for _person, may, unranked in asked(contest, rules, frozen)} == {(True, False)}
