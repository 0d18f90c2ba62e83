"""Entering: decided when the rules are accepted, from the person as stored; what the organiser ruled stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from quiz.accounts.models import Membership
from quiz.bank.models import ItemDecision, ItemRevision
from quiz.contests import queries, service
from quiz.contests.decisions import Decision, Order, decide
from quiz.contests.entering import accept_rules, entry_day, prospect_of
from quiz.contests.groups import Division, Entrants, Group, Staff
from quiz.contests.models import Contest, Entry, Round
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid, NotAllowed
from tests.factories.contests import change_rules, contest_text, make_contest, windows
from tests.people import Cast

pytestmark = pytest.mark.usefixtures("app")
COMMUNES = Division("A", "Bảng A – Xã", Group(kinds=("commune",)))
WARDS = Division("B", "Bảng B – Phường", Group(kinds=("ward",)))
EVERYBODY = Division("C", "Bảng C – Mọi người")


@pytest.fixture
def contest(now: datetime, cast: Cast) -> Contest:
    """A contest of province P, open to everybody."""
    return make_contest(now, owner_unit="P")


def enter(contest: Contest, person_id: int, now: datetime, **more: Any) -> Entry:
    """Accept the newest rules; the entry."""
    accept_rules(contest.id, person_id, contest.rules_version, now, **more)
    db.session.expire_all()
    entry = queries.entry_of(contest.id, person_id)
    assert entry is not None
    return entry


def refusal(contest: Contest, person_id: int, now: datetime) -> str:
    """Why the person may not enter; nothing may have been written."""
    with pytest.raises(NotAllowed) as raised:
        accept_rules(contest.id, person_id, contest.rules_version, now)
    assert raised.value.code == "not_eligible"
    assert queries.entry_of(contest.id, person_id) is None
    assert prospect_of(contest, person_id, now).reason == raised.value.message()
    return raised.value.message()


def born(cast: Cast, name: str, birth: str) -> int:
    """Give one of the cast a birth date; the id."""
    with transaction():
        cast.person(name).birth = birth
    return cast.people[name]


def test_a_unit_counts_with_all_below_it_in_the_tree_of_today(now: datetime, cast: Cast, contest: Contest) -> None:
    change_rules(contest, now, entrants=Entrants(Group(units=("P",))))
    assert enter(contest, cast.people["contestant"], now).is_ranked
    told = refusal(contest, cast.people["outsider"], now)
    assert "Cuộc thi chỉ dành cho người của đơn vị: Tỉnh Phong Lan." in told
    assert "báo ban tổ chức" in told


def test_kinds_are_those_of_the_own_unit_or_of_one_above(now: datetime, cast: Cast, contest: Contest) -> None:
    with transaction():
        db.session.execute(sa.update(Membership).values(unit_id=cast.units["C"]))
    change_rules(contest, now, entrants=Entrants(Group(kinds=("commune",))))
    enter(contest, cast.people["contestant"], now)
    change_rules(contest, now, entrants=Entrants(Group(kinds=("school", "ward"))))
    assert "loại đơn vị: Trường học; Phường" in refusal(contest, cast.people["outsider"], now)


def test_a_post_counts_while_its_membership_holds(now: datetime, cast: Cast, contest: Contest) -> None:
    change_rules(contest, now, entrants=Entrants(Group(posts=("Bí thư chi bộ",))))
    person_id, today = cast.people["contestant"], date(2026, 3, 2)
    assert "giữ chức danh: Bí thư chi bộ" in refusal(contest, person_id, now)
    with transaction():
        place = {"unit_id": cast.units["B"], "is_primary": False, "post": "BÍ THƯ CHI BỘ"}
        held = Membership(person_id=person_id, from_on=date(2025, 1, 1), to_on=today - timedelta(days=1), **place)
        db.session.add(held)
    refusal(contest, person_id, now)
    with transaction():
        held.to_on = today
    enter(contest, person_id, now)


def test_ages_are_those_on_the_day_the_round_opens(now: datetime, cast: Cast, contest: Contest) -> None:
    change_rules(contest, now, entrants=Entrants(Group(min_age=14)))
    on_the_day, a_day_late = born(cast, "contestant", "2012-03-02"), born(cast, "outsider", "2012-03-03")
    first, second = queries.rounds_of(contest.id)
    later = now + timedelta(days=3)
    told = refusal(contest, a_day_late, later)
    assert "từ đủ 14" not in told
    assert "đủ 14 tuổi trở lên tính đến ngày 02/03/2026" in told
    enter(contest, on_the_day, later, round_id=first.id)
    enter(contest, a_day_late, second.opens_at, round_id=second.id)


def test_an_unknown_birth_is_refused_with_what_to_do(now: datetime, cast: Cast, contest: Contest) -> None:
    change_rules(contest, now, entrants=Entrants(Group(max_age=35)))
    told = refusal(contest, born(cast, "contestant", ""), now)
    assert "Vui lòng bổ sung ngày sinh ở trang tài khoản" in told
    assert "không quá 35 tuổi tính đến ngày 02/03/2026" in refusal(contest, born(cast, "outsider", "1980"), now)
    born(cast, "contestant", "1990")
    enter(contest, cast.people["contestant"], now)


def test_the_day_of_practice_is_that_of_the_real_round_to_come(now: datetime, cast: Cast) -> None:
    rounds = windows(now, timedelta(days=2), timedelta(days=2), timedelta(days=2))
    contest = make_contest(now, rounds=rounds)
    with transaction():
        db.session.execute(sa.update(Round).where(Round.number == 1).values(is_practice=True))
    practice, first, second = queries.rounds_of(contest.id)
    assert entry_day([practice, first, second], now, practice.id) == date(2026, 3, 4)
    assert entry_day([practice, first, second], now) == date(2026, 3, 4)
    assert entry_day([practice, first, second], second.opens_at) == date(2026, 3, 6)
    assert entry_day([practice, first, second], second.closes_at) == date(2026, 3, 6)
    assert entry_day([practice, first, second], second.closes_at, first.id) == date(2026, 3, 4)
    assert entry_day([practice], now, practice.id) == date(2026, 3, 2)


def test_barred_people_are_refused_politely(now: datetime, cast: Cast, contest: Contest) -> None:
    change_rules(contest, now, entrants=Entrants(barred_logins=("contestant.thu",), staff=Staff.BARRED))
    assert "tài khoản này không được dự thi" in refusal(contest, cast.people["contestant"], now)
    assert "thành viên ban tổ chức" in refusal(contest, cast.people["organiser"], now)
    enter(contest, cast.people["organiser_a"], now)


@pytest.mark.parametrize(("name", "is_staff"), [("organiser", True), ("administrator", True), ("organiser_a", False)])
def test_staff_is_who_organises_over_the_owner_of_the_contest(
    now: datetime, cast: Cast, contest: Contest, name: str, is_staff: bool
) -> None:
    entry = enter(contest, cast.people[name], now)
    assert entry.is_ranked is not is_staff
    assert entry.status_reason == (
        "Thuộc ban tổ chức, hoặc đã biên soạn, thẩm định câu hỏi của cuộc thi." if is_staff else ""
    )


@pytest.mark.parametrize("column", ["author", "judge"])
def test_who_wrote_or_judged_a_question_of_the_bank_is_staff(
    now: datetime, cast: Cast, contest: Contest, column: str
) -> None:
    author, other = cast.people["contestant"], cast.people["outsider"]
    with transaction():
        revision = db.session.scalars(sa.select(ItemRevision).limit(1)).one()
        if column == "author":
            revision.author_id = author
        else:
            step = {"state_before": "draft", "state_after": "approved", "actor_id": author, "created_at": now}
            db.session.add(ItemDecision(item_id=revision.item_id, revision_id=revision.id, **step))
    assert not enter(contest, author, now).is_ranked
    assert enter(contest, other, now).is_ranked
    change_rules(contest, now, entrants=Entrants(staff=Staff.RANKED))
    assert enter(contest, author, now).is_ranked


def test_named_people_and_groups_sit_without_a_rank_and_know_why(now: datetime, cast: Cast, contest: Contest) -> None:
    unranked = Entrants(unranked=Group(units=("A",)), unranked_logins=("outsider.thu",))
    change_rules(contest, now, entrants=unranked)
    assert enter(contest, cast.people["contestant"], now).status_reason == (
        "Thuộc đối tượng dự thi không xếp hạng theo thể lệ."
    )
    assert enter(contest, cast.people["outsider"], now).status_reason == (
        "Có tên trong danh sách dự thi không xếp hạng theo thể lệ."
    )
    prospect = prospect_of(contest, cast.people["outsider"], now)
    assert (prospect.may_enter, prospect.is_ranked) == (True, False)


def test_the_one_division_that_fits_is_taken(now: datetime, cast: Cast, contest: Contest) -> None:
    change_rules(contest, now, divisions=(COMMUNES, WARDS))
    assert enter(contest, cast.people["contestant"], now).division == "A"
    told = refusal(contest, cast.people["outsider"], now)
    assert "bảng thi nào (Bảng A – Xã; Bảng B – Phường)" in told


def test_a_person_of_several_divisions_chooses_once(now: datetime, cast: Cast, contest: Contest) -> None:
    change_rules(contest, now, divisions=(COMMUNES, WARDS, EVERYBODY))
    person_id = cast.people["contestant"]
    with pytest.raises(Conflict) as raised:
        enter(contest, person_id, now)
    assert raised.value.code == "division_required"
    choices = [{"code": "A", "title": "Bảng A – Xã"}, {"code": "C", "title": "Bảng C – Mọi người"}]
    assert raised.value.details == {"divisions": choices}
    assert [one.code for one in prospect_of(contest, person_id, now).choices] == ["A", "C"]
    with pytest.raises(Invalid) as wrong:
        enter(contest, person_id, now, division="B")
    assert wrong.value.field == "division"
    assert enter(contest, person_id, now, division="C").division == "C"
    assert enter(contest, person_id, now, division="A").division == "C"
    change_rules(contest, now, divisions=(COMMUNES, WARDS, EVERYBODY), note="Mới")
    assert enter(contest, person_id, now).division == "C"
    assert prospect_of(contest, person_id, now).division == EVERYBODY


def test_a_division_that_the_rules_no_longer_know_is_decided_anew(now: datetime, cast: Cast, contest: Contest) -> None:
    change_rules(contest, now, divisions=(COMMUNES, WARDS))
    person_id = cast.people["contestant"]
    enter(contest, person_id, now)
    change_rules(contest, now, divisions=(EVERYBODY,))
    assert enter(contest, person_id, now).division == "C"
    change_rules(contest, now, divisions=())
    assert enter(contest, person_id, now).division == ""


def test_new_rules_are_checked_again_and_keep_the_division(now: datetime, cast: Cast, contest: Contest) -> None:
    change_rules(contest, now, divisions=(COMMUNES, WARDS))
    person_id = cast.people["contestant"]
    enter(contest, person_id, now)
    with transaction():
        db.session.execute(sa.update(Membership).values(unit_id=cast.units["B"]))
    change_rules(contest, now, divisions=(COMMUNES, WARDS), entrants=Entrants(unranked=Group(kinds=("ward",))))
    entry = enter(contest, person_id, now)
    assert (entry.division, entry.is_ranked) == ("A", False)
    change_rules(contest, now, divisions=(COMMUNES, WARDS), entrants=Entrants(Group(kinds=("commune",))))
    with pytest.raises(NotAllowed):
        enter(contest, person_id, now)
    assert not prospect_of(contest, person_id, now).may_enter


def test_what_the_organiser_ruled_outlives_new_rules(now: datetime, cast: Cast, contest: Contest) -> None:
    person_id, organiser = cast.people["contestant"], cast.actor("organiser")
    change_rules(contest, now, divisions=(COMMUNES, WARDS), entrants=Entrants(unranked=Group(kinds=("commune",))))
    entry = enter(contest, person_id, now)
    assert not entry.is_ranked
    for order in (Order(Decision.RANK, "Được phép"), Order(Decision.PLACE, "Ghép bảng", "B")):
        decide(organiser, contest.id, order, {person_id: queries.entry_of(contest.id, person_id).version}, now)
    change_rules(contest, now, note="Mới", divisions=(COMMUNES, WARDS))
    entry = enter(contest, person_id, now)
    assert (entry.is_ranked, entry.division, entry.status_reason) == (True, "B", "")


def test_nobody_is_let_in_again_by_new_rules(now: datetime, cast: Cast, contest: Contest) -> None:
    person_id = cast.people["contestant"]
    entry = enter(contest, person_id, now)
    decide(None, contest.id, Order(Decision.DISQUALIFY, "Thi hộ"), {person_id: entry.version}, now)
    service.load_contest(None, contest_text(owner_unit="P", time_limit_minutes=20), now)
    entry = enter(queries.contest_by_slug("thi-thu"), person_id, now)
    assert (entry.is_disqualified, entry.status_reason) == (True, "Thi hộ")
    prospect = prospect_of(contest, person_id, now)
    assert (prospect.may_enter, prospect.reason) == (False, "Thi hộ")


def test_who_has_no_unit_is_told_whom_to_ask(now: datetime, cast: Cast, contest: Contest) -> None:
    with transaction():
        db.session.execute(sa.delete(Membership).where(Membership.person_id == cast.people["contestant"]))
    assert "chưa gắn với đơn vị nào. Vui lòng báo ban tổ chức" in refusal(contest, cast.people["contestant"], now)
