"""Rehearsals: a contest tried with its own rules by a few people, in a contest of its own that is wiped afterwards."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from quiz.accounts.models import Person
from quiz.accounts.queries import actor_for, by_login_name
from quiz.contests import queries
from quiz.contests.intake import save_contest, shortages_of
from quiz.contests.models import Contest, ContestGuest
from quiz.contests.organising import locked_contest
from quiz.contests.party import is_guest, is_staff
from quiz.contests.preparation import prepare_round
from quiz.contests.rehearsing import (
    LONGEST_MINUTES,
    SHORTEST_MINUTES,
    Plan,
    banks_in,
    rehearsal_of,
    rehearsal_slug,
)
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed
from quiz.core.permissions import Actor

MOST = 20
STAFF_ONLY = "Diễn tập dùng ngân hàng thật nên chỉ người tổ chức cuộc thi được làm bài, để đề không lộ trước giờ thi."


def start_rehearsal(actor: Actor | None, contest_id: int, plan: Plan, now: datetime) -> Contest:
    """Make the rehearsal of a contest, its rounds prepared and open from now on.

    Raises Invalid (length, a bank that is short), Conflict (a rehearsal of a rehearsal, too many), Mistakes (no right
    over the bank).
    """
    with transaction():
        real = locked_contest(actor, contest_id)
        if real.rehearses_id is not None:
            raise Conflict("Đây đã là một cuộc diễn tập; vui lòng diễn tập từ cuộc thi chính.")
        if not SHORTEST_MINUTES <= plan.minutes <= LONGEST_MINUTES:
            text = "Thời gian diễn tập từ %(least)s phút đến 7 ngày (%(most)s phút)."
            raise Invalid(text, field="minutes", least=SHORTEST_MINUTES, most=LONGEST_MINUTES)
        draft = rehearsal_of(queries.draft_of(real), _free_slug(real.slug), plan, now)
        report = save_contest(actor, draft, now)
        if missing := shortages_of(draft):
            text = (
                "Ngân hàng này chưa đủ câu cho đề: %(missing)s. Vui lòng chọn ngân hàng khác, hoặc cho rút câu bất "
                "kỳ không theo chủ đề, mức độ."
            )
            raise Invalid(text, field="bank", missing="; ".join(missing))
        rehearsal = db.session.get_one(Contest, report.contest_id)
        rehearsal.rehearses_id = real.id
        for one in queries.rounds_of(rehearsal.id):
            prepare_round(one.id, now)
        after = {"slug": rehearsal.slug, "bank": plan.bank, "minutes": plan.minutes}
        audit.record(actor, "contest.rehearse", "contest", real.id, after=after)
    return rehearsal


def _free_slug(slug: str) -> str:
    candidates = [rehearsal_slug(slug, number) for number in range(1, MOST + 1)]
    taken = set(db.session.scalars(sa.select(Contest.slug).where(Contest.slug.in_(candidates))))
    free = next((one for one in candidates if one not in taken), None)
    if free is None:
        raise Conflict("Đã có quá nhiều cuộc diễn tập; vui lòng xóa bớt trước khi tạo thêm.")
    return free


def uses_real_bank(rehearsal: Contest) -> bool:
    """Whether a rehearsal draws from a bank of the contest it rehearses; so it is held where that one is gone."""
    real = db.session.get(Contest, rehearsal.rehearses_id) if rehearsal.rehearses_id is not None else None
    return real is None or bool(banks_in(queries.draft_of(rehearsal)) & banks_in(queries.draft_of(real)))


def invite(actor: Actor | None, contest_id: int, logins: Collection[str]) -> int:
    """Let people see a rehearsal and sit in it, named by their login names; how many are new.

    Raises Invalid with every name that no account has, Conflict where the rehearsal draws from the real bank.
    """
    with transaction():
        contest = locked_contest(actor, contest_id)
        if contest.rehearses_id is None:
            raise Conflict("Chỉ mời riêng được vào cuộc diễn tập.")
        if uses_real_bank(contest):
            raise Conflict(STAFF_ONLY, code="staff_only")
        people = {login: by_login_name(login) for login in logins}
        unknown = [login for login, person in people.items() if person is None]
        if unknown:
            raise Invalid("Không có tài khoản nào tên: %(names)s.", field="logins", names=", ".join(unknown))
        invited = set(guests_of(contest_id))
        fresh = {person.id for person in people.values() if person is not None} - {one.id for one in invited}
        db.session.add_all(ContestGuest(contest_id=contest_id, person_id=person_id) for person_id in fresh)
        audit.record(actor, "contest.invite", "contest", contest_id, after={"people": sorted(fresh)})
    return len(fresh)


def guests_of(contest_id: int) -> list[Person]:
    """The people invited to a rehearsal, by name."""
    query = sa.select(Person).join(ContestGuest, ContestGuest.person_id == Person.id)
    return list(db.session.scalars(query.where(ContestGuest.contest_id == contest_id).order_by(Person.name_key)))


def require_seat(contest_id: int, person_id: int) -> None:
    """Refuse who may not sit in a rehearsal: who neither organises it nor is invited; guests where the bank is real."""
    contest = db.session.get_one(Contest, contest_id)
    if contest.rehearses_id is None:
        return
    actor = actor_for(person_id)
    if actor is not None and is_staff(actor, contest):
        return
    if uses_real_bank(contest):
        raise NotAllowed(STAFF_ONLY, code="not_eligible")
    if actor is None or not is_guest(actor, contest):
        raise NotAllowed("Cuộc diễn tập này chỉ dành cho người được mời.", code="not_eligible")


def rehearsals_of(contest_id: int) -> list[Contest]:
    """The rehearsals of a contest that have not been wiped, the oldest first."""
    query = sa.select(Contest).where(Contest.rehearses_id == contest_id).order_by(Contest.id)
    return list(db.session.scalars(query))
