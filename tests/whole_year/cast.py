"""Who plays the year: a province's committee, a commune's committee, three branches, and the people in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from flask import Flask

from quiz.accounts import service as accounts
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.plans.models import Duty, Plan, PlanTask
from quiz.units.models import UnitKind
from quiz.units.service import create_unit
from tests.conftest import FrozenClock
from tests.whole_year.browsing import Person
from tests.whole_year.ledger import Ledger

YEAR = 2026
NAMES = {
    "TU": "Tỉnh ủy Cao Bằng",
    "DU": "Đảng ủy xã Thạch An",
    "B1": "Chi bộ Cơ quan xã Thạch An",
    "B2": "Chi bộ Trường học xã Thạch An",
    "B3": "Chi bộ Trạm Y tế xã Thạch An",
}
KINDS = {"TU": UnitKind.PROVINCE_COMMITTEE, "DU": UnitKind.COMMUNE_COMMITTEE}
PARENTS = {"DU": "TU", "B1": "DU", "B2": "DU", "B3": "DU"}
STAFF = {
    # login name: name, unit, role
    "tochuc": ("Nông Thị Tổ", "TU", Role.ORGANISER),
    "chuyenvien": ("Hoàng Văn Viên", "TU", Role.UNIT_CONTACT),
    "dauxa": ("Lương Thị Xã", "DU", Role.UNIT_CONTACT),
    "daub1": ("Bế Thị Một", "B1", Role.UNIT_CONTACT),
    "daub2": ("Đàm Văn Hai", "B2", Role.UNIT_CONTACT),
    "daub3": ("Triệu Thị Ba", "B3", Role.UNIT_CONTACT),
}
MEMBERS = {
    # login name: name, unit, post
    "bithuxa": ("Mã Văn Thư", "DU", "Bí thư Đảng ủy"),
    "bithu1": ("Nông Văn An", "B1", "Bí thư chi bộ"),
    "dangvien1": ("Lục Thị Bình", "B1", "Đảng viên"),
    "caotuoi1": ("Sầm Văn Cao", "B1", "Đảng viên"),
    "bithu2": ("Hứa Thị Dung", "B2", "Bí thư chi bộ"),
    "dangvien2": ("Phan Văn Em", "B2", "Đảng viên"),
    "giaovien2": ("Vi Thị Giang", "B2", "Đảng viên"),
    "bithu3": ("Ngân Văn Hải", "B3", "Bí thư chi bộ"),
    "dangvien3": ("Chu Thị Khánh", "B3", "Đảng viên"),
    "yta3": ("Dương Văn Lâm", "B3", "Đảng viên"),
}
HOME = {login: unit for login, (_name, unit, _post) in MEMBERS.items()}


@dataclass
class Story:
    """The year as it goes: the application, the clock, ids, addresses, and the ledger of what was done."""

    app: Flask
    clock: FrozenClock
    units: dict[str, int]
    people: dict[str, int]
    ledger: Ledger = field(default_factory=Ledger)
    slug: str = ""
    derived: str = ""
    conference: int = 0
    sessions: list[int] = field(default_factory=list)
    periods: dict[str, int] = field(default_factory=dict)

    def on(self, day: int, month: int, year: int = YEAR, hour: int = 9) -> date:
        """Let it be a day at nine o'clock in Vietnam, or at another hour; the year runs forward alone."""
        moment = clock.at_local(date(year, month, day), hour, 0)
        assert moment >= self.clock.moment, f"{moment} is past"
        self.clock.moment = moment
        return date(year, month, day)

    def person(self, login: str) -> Person:
        """Somebody of the cast in front of a browser, logged in now."""
        client = self.app.test_client()
        token = accounts.open_session(self.people[login], self.clock.moment)
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        return Person(client)

    def task(self, code: str) -> int:
        """The id of a task of the province's plan."""
        db.session.rollback()
        of_plan = db.select(Plan.id).where(Plan.slug == self.slug).scalar_subquery()
        found: int = db.session.scalars(db.select(PlanTask.id).filter_by(plan_id=of_plan, code=code)).one()
        return found

    def duty(self, unit: str, code: str, period: str = "", task: int | None = None) -> Duty:
        """A unit's duty in a task of the province's plan, or in the task with an id."""
        task_id = task or self.task(code)
        db.session.rollback()
        mine = db.select(Duty).filter_by(unit_id=self.units[unit], task_id=task_id, person_id=None)
        found = db.session.scalars(mine.filter_by(period=period) if period else mine).all()
        assert len(found) == 1, f"{unit} has {len(found)} duties in {code} {period}"
        duty: Duty = found[0]
        return duty


def gather(app: Flask, frozen: FrozenClock) -> Story:
    """The units and the people, as an administrator has entered them before the year begins."""
    frozen.moment = clock.at_local(date(YEAR, 1, 5), 8, 0)
    with transaction():
        units = _units()
        people = {}
        for login, (name, unit, role) in STAFF.items():
            people[login] = accounts.create_person(None, name, login, units[unit], now=frozen.moment).id
            accounts.grant_role(None, people[login], role, units[unit], frozen.moment)
        for login, (name, unit, post) in MEMBERS.items():
            people[login] = accounts.create_person(
                None, name, login, units[unit], post=post, public_name="full", now=frozen.moment
            ).id
    return Story(app, frozen, units, people)


def _units() -> dict[str, int]:
    made: dict[str, int] = {}
    for code, name in NAMES.items():
        parent = made.get(PARENTS.get(code, ""))
        made[code] = create_unit(None, code, name, KINDS.get(code, UnitKind.BRANCH), parent).id
    return made
