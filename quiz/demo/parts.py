"""The accounts to try the yearly plan with: who is in charge for a commune, a branch's secretary, a party member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quiz.accounts.grants import grant_role
from quiz.accounts.models import Person
from quiz.core.db import db, transaction
from quiz.core.permissions import Role
from quiz.demo.accounts import Account, Home, fit, make, open_door
from quiz.demo.party import BRANCH_POSTS, Party, members_of
from quiz.units.models import OrgUnit

SECRETARY, DEPUTY, MEMBER = 0, 1, 4
"""Places among the members of a branch."""
POST = "Cán bộ văn phòng Đảng ủy"


@dataclass(frozen=True)
class Parts:
    """Three accounts of one commune: its Party committee's contact, and two people of its first branch."""

    contact: Account
    secretary: Account
    member: Account

    def by_name(self) -> dict[str, Account]:
        """The accounts under the names that `quiz demo --json` prints them by."""
        return {"contact": self.contact, "secretary": self.secretary, "member": self.member}

    def kept(self) -> dict[str, list[Account]]:
        """The same as the file of the printed accounts keeps them."""
        return {name: [one] for name, one in self.by_name().items()}


def cast_parts(known: Mapping[str, Sequence[Account]], party: Party, now: datetime) -> Parts:
    """Those kept as far as they are fit for use, and new ones in place of the others."""
    committee = party.committees[0]
    branches = party.branches[committee]
    _appoint_deputies(branches, now)
    return Parts(
        _known(known, "contact") or _contact(committee, now),
        _known(known, "secretary") or _of_branch(branches[0], SECRETARY, "bithu", now),
        _known(known, "member") or _of_branch(branches[0], MEMBER, "thanhvien", now),
    )


def _known(known: Mapping[str, Sequence[Account]], name: str) -> Account | None:
    return next(iter(fit(known.get(name, ()))), None)


def _appoint_deputies(branches: Sequence[int], now: datetime) -> None:
    """One of each branch's committee acts for it with a role as well: reports are handed up by contacts."""
    with transaction():
        for unit_id in branches:
            grant_role(None, members_of(unit_id)[DEPUTY], Role.UNIT_CONTACT, unit_id, now)


def _contact(committee: int, now: datetime) -> Account:
    def appoint(person: Person) -> None:
        grant_role(None, person.id, Role.UNIT_CONTACT, committee, now)

    return make("daumoi", [_home(committee)], now, appoint, post=POST)[0]


def _of_branch(unit_id: int, place: int, stem: str, now: datetime) -> Account:
    """Whoever stands at this place and has no password yet; else somebody new with the same post."""
    person_id = members_of(unit_id)[place]
    if not db.session.get_one(Person, person_id).password_hash:
        return open_door(person_id, _home(unit_id), now)
    return make(stem, [_home(unit_id)], now, post=BRANCH_POSTS[place])[0]


def _home(unit_id: int) -> Home:
    return Home(unit_id, db.session.get_one(OrgUnit, unit_id).name)
